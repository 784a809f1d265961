"""Training with corrections: a new model beside the old one, compared, never switched to."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import learning
from bot.choosing import model_command
from bot.command import main
from bot.learning import split, train_corrections
from bot.models import BASE, Shelf
from bot.prepare import note_sentences
from bot.settings import Settings
from integrations.sql.corrections import Correction
from integrations.sql.migrate import migrate
from integrations.sql.store import Store
from nlu.lessons import Lesson
from nlu.training import train
from tests.test_models import LAMP, RUBBISH

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
ODD = "小区里那个疙瘩又趴窝了"  # nobody can guess that from the sentences


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation with twelve sentences, a model of them and a store."""
    data = tmp_path / "data"
    data.mkdir()
    intents = {"c0203": LAMP, "c0101": RUBBISH, "act_thanks": ("谢谢你们", "太感谢了", "辛苦了"),
               "act_urge": ("快点行不行", "怎么还没来", "催一下")}  # fmt: skip
    entries = "".join(
        f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {text}\n" for text in texts)
        for intent, texts in intents.items()
    )
    (data / "few.yml").write_text(f'version: "3.1"\nnlu:\n{entries}', "utf-8")
    monkeypatch.setattr(learning, "DATA", data)
    settings = Settings(files=str(tmp_path), demo="1")
    base = Shelf(tmp_path).base
    train(data, base, NOW, lambda line: None)
    note_sentences(base)
    store = Store(settings.url)
    migrate(store)
    store.close()
    return settings


def accepts(settings: Settings, *found: tuple[str, str, str], state: str = "accepted") -> None:
    """Corrections a reviewer has decided on."""
    store = Store(settings.url)
    with store.begin() as work:
        for n, (field, now, text) in enumerate(found, 1):
            one = Correction(field, "", now, text, "chen", NOW, f"web:{n}", 100 + n)
            assert work.corrections.add(one) == "open"
            row = work.corrections.listed(["open"])[0]
            work.corrections.decide(row.id, "open", state=state, decided=NOW, decided_by="leader")
    store.close()


def trains(settings: Settings, *tests: Path) -> tuple[int, str]:
    said: list[str] = []
    result = train_corrections(settings, Namespace(tests=tests or None), said.append)
    return result, "\n".join(said)


def other(settings: Settings, text: str) -> str:
    """The category the old model does not hear."""
    heard = Shelf(settings.folder).open(BASE).guess(text)[0].code
    return {"0203": "0101", "0101": "0203"}[heard]


def fixed_tests(settings: Settings) -> Path:
    path = settings.folder / "chat.jsonl"
    rows = [{"text": "楼道灯坏了", "category": "0203"}, {"text": "垃圾没人收", "category": "0101"}]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_a_corrected_sentence_is_heard_rightly_by_the_new_model_and_only_once_it_is_chosen(
    town: Settings,
) -> None:
    right = other(town, ODD)
    accepts(town, ("category", right, ODD))
    result, said = trains(town, fixed_tests(town))
    assert result == 0
    shelf = Shelf(town.folder)
    new = shelf.names()[-1]
    assert shelf.chosen.name == BASE
    assert f"fengqiao model use {new}" in said
    assert "日常短句" in said
    assert "更正（学过的）" in said
    assert shelf.open(new).guess(ODD)[0].code == right
    assert shelf.about(new)["model"]["corrections"] == {"learnt": 1, "held": 0}
    compared = shelf.about(new)["compared"]
    assert {line["set"] for line in compared["lines"]} == {"日常短句", "更正（学过的）"}
    lines: list[str] = []
    assert model_command(town, Namespace(act="use", name=new), lines.append) == 0
    assert shelf.best()[0] == new


def test_words_of_residents_do_not_lie_in_the_models_folder(town: Settings) -> None:
    accepts(town, ("category", other(town, ODD), ODD))
    trains(town, fixed_tests(town))
    shelf = Shelf(town.folder)
    folder = shelf.place(shelf.names()[-1])
    kept = (folder / "model.json").read_text("utf-8") + (folder / "compared.json").read_text(
        "utf-8"
    )
    assert ODD not in kept


def test_the_sentences_that_got_worse_are_named(town: Settings) -> None:
    accepts(town, *(("category", "0101", text) for text in (*LAMP, "楼道灯坏了没人管")))
    said = trains(town, fixed_tests(town))[1]
    assert "变错 [日常短句] 楼道灯坏了  应是0203，原来听成0203，现在听成0101" in said


def test_only_what_was_accepted_teaches(town: Settings) -> None:
    accepts(town, ("category", "0203", ODD), state="rejected")
    result, said = trains(town, fixed_tests(town))
    assert result == 1
    assert "没有已采用的更正" in said
    assert Shelf(town.folder).names() == [BASE]


def test_what_cannot_teach_is_passed_over_by_name_and_the_rest_is_learnt(town: Settings) -> None:
    high = "0706"
    accepts(town, ("category", "9999", "坏的类别"), ("category", high, "涉密的事"),
            ("act", "sing", "唱歌"), ("act", "urge", "咋个还不来嘛"),
            ("category", "1207", "说不清"))  # fmt: skip
    result, said = trains(town, fixed_tests(town))
    assert result == 0
    assert "没有“9999”这个类别" in said
    assert "涉密" in said
    assert "没有“sing”这个意图" in said
    assert "可用1条，跳过4条" in said
    shelf = Shelf(town.folder)
    assert shelf.open(shelf.names()[-1]).act("咋个还不来嘛")[0] == "urge"  # type: ignore[index]


def test_a_broken_file_of_tests_is_named_before_anything_is_trained(town: Settings) -> None:
    accepts(town, ("category", "0203", ODD))
    path = town.folder / "bad.jsonl"
    path.write_text('{"text": "好的", "category": "0101"}\n{"txt": 1}\n', "utf-8")
    result, said = trains(town, path)
    assert result == 1
    assert "bad.jsonl 第2行" in said
    assert Shelf(town.folder).names() == [BASE]


def test_two_trainings_make_two_models(town: Settings) -> None:
    accepts(town, ("category", "0203", ODD))
    for _ in range(2):
        assert trains(town, fixed_tests(town))[0] == 0
    assert len(Shelf(town.folder).names()) == 3


def test_of_many_corrections_each_fifth_or_so_is_kept_to_test_with() -> None:
    few = [Lesson(f"第{n}件事", "category", "0101") for n in range(10)]
    assert split(few) == (few, [])
    many = [Lesson(f"第{n}件事", "category", "0101") for n in range(100)]
    learnt, held = split(many)
    assert 10 <= len(held) <= 30
    assert split(list(reversed(many)))[1] == list(reversed(held))
    assert len(learnt) + len(held) == 100


def test_the_command_line_knows_corrections_and_models(
    town: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FENGQIAO_FILES", str(town.folder))
    monkeypatch.setenv("FENGQIAO_DEMO", "1")
    monkeypatch.delenv("FENGQIAO_MODEL", raising=False)
    assert main(["train", "--corrections"]) == 1
    assert "没有已采用的更正" in capsys.readouterr().out
    assert main(["model"]) == 0
    assert "→ base" in capsys.readouterr().out
    assert main(["model", "use", "nowhere"]) == 1
    assert main(["model", "back"]) == 1
