"""Models beside one another: chosen, taken up while the bot hears, gone back from, refused."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
import zipfile
from argparse import Namespace
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.build import build, district_of, own_listener
from bot.choosing import model_command
from bot.ears import Ears
from bot.models import BASE, BadModel, Shelf, made_beside
from bot.prepare import note_sentences, prepare_model
from bot.running import Running
from bot.settings import BadSetting, Settings
from dialogs.incoming import Incoming
from grid.district import District
from integrations.sql.store import Store
from nlu.listener import Listener, load_listener
from nlu.training import Sentence, Taught, train_on

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
LAMP = (
    "楼道灯坏了",
    "路灯不亮了",
    "灯一直闪",
    "晚上黑漆漆没有灯",
    "灯泡烧了没人换",
    "路口的灯灭了",
)
RUBBISH = ("垃圾没人收", "垃圾桶满了", "垃圾堆成山", "臭气熏天没人清", "垃圾车不来", "厨余桶漏水")


def tiny(out: Path, lamp: str = "0203", rubbish: str = "0101") -> Path:
    """A model of twelve sentences; the codes tell models apart."""
    sentences = [Sentence(text, f"c{lamp}") for text in LAMP]
    sentences += [Sentence(text, f"c{rubbish}") for text in RUBBISH]
    train_on(Taught(sentences), out, {"trained": NOW.isoformat()}, lambda line: None)
    return out


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two models that disagree on lamps: base says 0203, later says 0204."""
    folder = tmp_path_factory.mktemp("made")
    tiny(folder / "model")
    tiny(folder / "models" / "later", "0204")
    return folder


@pytest.fixture
def shelf(made: Path, tmp_path: Path) -> Shelf:
    """The two on a shelf of their own."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Shelf(tmp_path)


def code(listener: Listener | Ears) -> str:
    return listener.hear("楼道灯坏了", NOW).guesses[0].code


def ears_of(shelf: Shelf) -> Ears:
    name, model, _ = shelf.best()
    return Ears(load_listener(None).with_model(model), shelf, name)


def command(shelf: Shelf, act: str, name: str = "", **settings: str) -> tuple[int, str]:
    said: list[str] = []
    chosen = Settings(files=str(shelf.base.parent), demo="1", **settings)
    result = model_command(chosen, Namespace(act=act, name=name), said.append)
    return result, "\n".join(said)


def test_a_running_bot_takes_up_the_chosen_model_and_goes_back(shelf: Shelf) -> None:
    ears = ears_of(shelf)
    assert code(ears) == "0203"
    assert command(shelf, "use", "later")[0] == 0
    assert code(ears) == "0203"
    assert ears.look() == "later"
    assert code(ears) == "0204"
    assert ears.look() == ""
    assert "已退回 base" in command(shelf, "back")[1]
    assert ears.look() == "base"
    assert code(ears) == "0203"


def test_a_process_looks_for_itself_and_its_health_names_the_model(
    shelf: Shelf, tmp_path: Path
) -> None:
    store = Store(f"sqlite:///{tmp_path / 'town.db'}")
    store.create()
    bot = build(Settings(files=str(tmp_path), demo="1"), store=store)
    running = Running(bot)
    assert running.health()["model_name"] == BASE
    shelf.use("later")
    asyncio.run(running.look())
    assert running.health()["model_name"] == "later"
    heard = bot.door.hear(Incoming("k", "web:a", NOW, text="楼道灯坏了")).heard
    assert heard is not None
    assert heard.guesses[0].code == "0204"
    asyncio.run(running.end())


def test_turns_under_way_are_heard_to_the_end_while_models_change(shelf: Shelf) -> None:
    ears, stop, wrong = ears_of(shelf), threading.Event(), []

    def hear() -> None:
        while not stop.is_set():
            try:
                if code(ears) not in ("0203", "0204"):
                    wrong.append("a code of neither")
            except Exception as error:
                wrong.append(repr(error))

    threads = [threading.Thread(target=hear) for _ in range(3)]
    for thread in threads:
        thread.start()
    taken = []
    for n in range(10):
        shelf.use(("later", BASE)[n % 2])
        taken.append(ears.look())
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert taken == ["later", BASE] * 5


def test_a_model_whose_file_is_gone_is_passed_over_and_one_trained_over_is_read_anew(
    shelf: Shelf, tmp_path: Path
) -> None:
    later = shelf.place("later")
    assert code(load_listener(None).with_model(shelf.open("later"))) == "0204"
    tiny(later, "0205")
    assert code(load_listener(None).with_model(shelf.open("later"))) == "0205"
    (later / "acts.npz").symlink_to(tmp_path / "gone.npz")
    with pytest.raises(BadModel):
        shelf.open("later")


@pytest.mark.parametrize("harm", ["half", "cut", "garbage", "format", "other"])
def test_a_broken_model_is_refused_and_the_old_one_stays(shelf: Shelf, harm: str) -> None:
    folder = shelf.place("later")
    about = json.loads((folder / "model.json").read_text("utf-8"))
    arrays = folder / "categories.npz"
    if harm == "half":
        (folder / "model.json").unlink()
    elif harm == "cut":
        arrays.write_bytes(arrays.read_bytes()[:200])
    elif harm == "garbage":
        (folder / "model.json").write_text("{", "utf-8")
    elif harm == "format":
        (folder / "model.json").write_text(json.dumps({**about, "format": 99}), "utf-8")
    else:
        about["parts"]["categories"]["labels"] = ["0101"]
        (folder / "model.json").write_text(json.dumps(about), "utf-8")
    ears = ears_of(shelf)
    result, said = command(shelf, "use", "later")
    assert result == 1
    assert "没有换，仍用 base" in said
    assert shelf.chosen.name == BASE
    assert ears.look() == ""
    assert code(ears) == "0203"


@pytest.mark.parametrize("name", ["marks", "idf", "weights", "scale", "bias"])
def test_a_model_with_a_single_bent_byte_is_refused(shelf: Shelf, name: str) -> None:
    path = shelf.place("later") / "categories.npz"
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        kept = archive.getinfo(f"{name}.npy")
    begun = raw.index(f"{name}.npy".encode(), kept.header_offset) + len(f"{name}.npy")
    for share in (0.3, 0.6, 0.9):
        bent = raw.copy()
        bent[begun + int(kept.compress_size * share)] ^= 0x10
        path.write_bytes(bent)
        with pytest.raises(BadModel):
            shelf.open("later")


def test_a_model_that_breaks_after_it_was_chosen_leaves_the_old_one_hearing(shelf: Shelf) -> None:
    ears = ears_of(shelf)
    shelf.use("later")
    (shelf.place("later") / "categories.npz").write_bytes(b"no")
    assert ears.look() == ""
    assert "已损坏" in ears.trouble
    assert code(ears) == "0203"
    assert shelf.best()[0] == BASE


def test_going_back_passes_over_what_is_gone_and_ends_in_words(shelf: Shelf) -> None:
    shutil.copytree(shelf.place("later"), shelf.place("third"))
    shelf.use("later")
    shelf.use("third")
    shutil.rmtree(shelf.place("later"))
    said = command(shelf, "back")[1]
    assert "跳过用不了的模型 later" in said
    assert "已退回 base" in said
    result, said = command(shelf, "back")
    assert result == 1
    assert "没有更早的模型" in said


@pytest.mark.parametrize("name", ["", "nowhere", "../model", "a/b", "."])
def test_a_name_that_is_none_is_refused_in_words(shelf: Shelf, name: str) -> None:
    result, said = command(shelf, "use", name)
    assert result == 1
    assert "没有换" in said


def test_the_list_says_which_hears_and_what_is_no_good(shelf: Shelf) -> None:
    shelf.use("later")
    shutil.copytree(shelf.place("later"), shelf.place("bad"))
    (shelf.place("bad") / "categories.npz").unlink()
    (shelf.folder / ".draft").mkdir()
    said = command(shelf, "list")[1]
    assert "→ later" in said
    assert "→ base" not in said
    assert "用不了" in said
    assert ".draft" not in said


def test_a_model_named_in_the_settings_cannot_be_chosen_over(shelf: Shelf) -> None:
    result, said = command(shelf, "use", "later", model=str(shelf.base))
    assert result == 1
    assert "FENGQIAO_MODEL" in said


def test_a_broken_model_named_in_the_settings_is_said_at_the_start(shelf: Shelf) -> None:
    (shelf.base / "categories.npz").write_bytes(b"no")
    settings = Settings(files=str(shelf.base.parent), demo="1", model=str(shelf.base))
    with pytest.raises(BadSetting, match="FENGQIAO_MODEL"):
        build(settings, store=Store("sqlite://"))


def test_new_sentences_of_ours_never_drop_a_model_with_corrections(shelf: Shelf) -> None:
    shelf.use("later")
    said: list[str] = []
    settings = Settings(files=str(shelf.base.parent), demo="1")
    before = (shelf.place("later") / "model.json").read_bytes()
    prepare_model(settings, said.append)
    assert "fengqiao train --corrections" in said[0]
    assert (shelf.place("later") / "model.json").read_bytes() == before
    assert shelf.chosen.name == "later"
    note_sentences(shelf.place("later"))
    said.clear()
    prepare_model(settings, said.append)
    assert said == []


def test_a_start_with_a_broken_model_goes_on_with_the_one_before_it_and_says_so(
    shelf: Shelf,
) -> None:
    shelf.use("later")
    (shelf.place("later") / "model.json").unlink()
    note_sentences(shelf.base)
    said: list[str] = []
    settings = Settings(files=str(shelf.base.parent), demo="1")
    prepare_model(settings, said.append)
    assert "选用的模型用不了，先用 base" in said[0]
    made = build(settings, store=Store("sqlite://"))
    assert made.ears is not None
    assert made.ears.name == BASE
    assert "later" in made.ears.trouble


def test_a_note_of_the_chosen_model_that_cannot_be_read_means_base(shelf: Shelf) -> None:
    shelf.use("later")
    (shelf.folder / "current.json").write_text('{"name": ', "utf-8")
    assert shelf.chosen.name == BASE
    listener = own_listener(Settings(files=str(shelf.base.parent)), _nowhere())
    assert code(listener) == "0203"


def _nowhere() -> District:
    return district_of(Settings().district_folder)


def test_a_training_that_fails_leaves_the_old_model(shelf: Shelf) -> None:
    before = (shelf.base / "model.json").read_bytes()
    with suppress(ZeroDivisionError), made_beside(shelf.base) as draft:
        (draft / "model.json").write_text("{}", "utf-8")
        raise ZeroDivisionError
    with made_beside(shelf.base) as draft:
        (draft / "categories.npz").write_bytes(b"half")
    assert (shelf.base / "model.json").read_bytes() == before
    assert [path.name for path in shelf.base.parent.iterdir() if "model." in path.name] == []
    with pytest.raises(BadModel):
        shelf.open("half")
