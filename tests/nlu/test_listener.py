"""What a listener understands of whole messages, with and without a model."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nlu.alarm import alarm
from nlu.command import hear_jsonl
from nlu.dangers import SecondOpinion
from nlu.gazetteer import Name
from nlu.listener import Listener, load_listener
from nlu.model import Model, load_model
from nlu.training import Sentence, read_sentences, train, with_cuts

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
NAMES = (Name("幸福里", "p1", "g1"), Name("幸福里5号楼", "p5", "g5"), Name("学院路", "r2", "g2"))
SENTENCES = """version: "3.1"
nlu:
- intent: c0203
  examples: |
    - 路灯坏了
    - 楼道灯不亮
    - 晚上黑漆漆的路灯全灭了
    - 路灯一闪一闪
    - 巷子里的灯坏了半个月
- intent: c0101
  examples: |
    - 垃圾没人收
    - 垃圾桶满了
    - 垃圾堆成山
    - 臭死了垃圾没清
    - 垃圾车不来
- intent: act_urge
  examples: |
    - 快点办
    - 拖到几时
    - 抓紧处理
    - 怎么还不来
    - 能不能快些
- intent: danger_fire
  examples: |
    - 火光冲天
    - 烧得噼啪响
    - 满屋浓烟
    - 火苗窜出来
    - 窗户里红通通
- intent: no_danger
  examples: |
    - 火锅店
    - 火车站
    - 灭火器过期
    - 上火了
    - 烧烤摊
"""


@pytest.fixture(scope="module")
def plain() -> Listener:
    return Listener(None, NAMES)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A tiny model of two categories."""
    folder = tmp_path_factory.mktemp("model")
    (folder / "data").mkdir()
    (folder / "data" / "few.yml").write_text(SENTENCES, encoding="utf-8")
    train(folder / "data", folder / "out", NOW, say=lambda line: None)
    return load_model(folder / "out")


def test_without_a_model_keywords_guess_and_say_so(plain: Listener) -> None:
    heard = plain.hear("垃圾车今天又没来，桶都满得溢出来了", NOW)
    assert heard.guesses[0].code == "0101"
    assert heard.degraded


def test_an_empty_message_is_an_empty_heard(plain: Listener) -> None:
    assert plain.hear(" \u200b ", NOW).act == "other"
    assert plain.hear("", NOW).parts == ()


def test_a_correction_tells_what_was_wrong_and_hears_the_new(plain: Listener) -> None:
    heard = plain.hear("不是三号楼，是五号楼", NOW)
    assert heard.act == "correct"
    assert heard.wrong == "三号楼"
    assert heard.spot is not None
    assert heard.spot.text == "五号楼"


def test_what_a_correction_names_is_guessed_though_it_is_short(model: Model) -> None:
    listener = Listener(model, NAMES)
    assert listener.hear("类别错了，是楼道灯", NOW).guesses[0].code == "0203"


def test_what_is_pressed_for_is_guessed_and_the_pressing_alone_is_not(model: Model) -> None:
    listener = Listener(model, NAMES)
    assert listener.hear("垃圾没收！快点！", NOW).guesses[0].code == "0101"
    assert listener.hear("快点处理！", NOW).guesses == ()


def test_a_known_building_is_found_however_it_is_counted(plain: Listener) -> None:
    spot = plain.hear("幸福里五幢302漏水", NOW).spot
    assert spot is not None
    assert spot.places == ("p5",)
    assert spot.grids == ("g5",)


def test_a_homophone_is_found_and_marked_as_not_exact(plain: Listener) -> None:
    spot = plain.hear("星福里的路灯坏了", NOW).spot
    assert spot is not None
    assert (spot.places, spot.exact) == (("p1",), False)


def test_two_problems_are_told_from_one(model: Model) -> None:
    listener = Listener(model, NAMES)
    heard = listener.hear("幸福里3号楼2单元楼道灯坏了半个月，垃圾也没人收", NOW)
    assert [part.guesses[0].code for part in heard.parts] == ["0203", "0101"]
    assert [part.spot.text if part.spot else None for part in heard.parts] == [
        "幸福里3号楼2单元", "幸福里3号楼2单元",
    ]  # fmt: skip


def test_one_problem_told_in_two_clauses_stays_one(model: Model) -> None:
    heard = Listener(model, NAMES).hear("路灯坏了，晚上楼道灯也不亮", NOW)
    assert len(heard.parts) == 1


def test_staff_see_the_words_that_spoke(model: Model) -> None:
    heard = Listener(model, NAMES).hear("学院路的垃圾没人收", NOW)
    assert "垃圾" in heard.why


def test_eight_threads_hear_the_same_as_one(model: Model) -> None:
    listener = Listener(model, NAMES)
    texts = [f"幸福里{n}号楼路灯坏了{n}天，垃圾也没人收，电话1381234{n:04d}" for n in range(80)]
    alone = [Listener(model, NAMES).hear(text, NOW) for text in texts[:20]]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: listener.hear(text, NOW), texts * 3))
    assert together[:20] == alone
    assert together[:80] == together[80:160] == together[160:]


def test_indirect_danger_is_heard_and_the_same_words_at_peace_are_not(model: Model) -> None:
    listener = Listener(model, NAMES)
    heard = listener.hear("窗户里红通通的，火苗窜出来", NOW).danger
    assert heard is not None
    assert heard.kind == "fire"
    assert listener.hear("灭火器过期了，烧烤摊边上", NOW).danger is None


def test_a_bare_wish_to_complain_is_a_report_about_nothing_yet(plain: Listener) -> None:
    heard = plain.hear("你好我想投诉", NOW)
    assert (heard.act, heard.guesses) == ("report", ())


def test_strong_words_at_the_end_of_a_long_letter_are_confirmed_where_they_stand(
    model: Model,
) -> None:
    text = "小区绿化没人管。" * 60 + "我家着火了！快来人救命"
    assert Listener(model, NAMES).hear(text, NOW).danger is not None


def test_what_is_saved_hears_the_same(model: Model) -> None:
    assert sum(g.confidence for g in model.categories.top("垃圾没人收", 9)) == pytest.approx(
        1, 0.01
    )


def test_long_messages_are_heard_to_their_end(plain: Listener) -> None:
    text = "小区绿化没人管。" * 1500 + "我家着火了！电话13812345678"
    heard = plain.hear(text, NOW)
    assert heard.danger is not None
    assert heard.phones == ("13812345678",)


def test_jsonl_answers_every_line_in_order(plain: Listener) -> None:
    out = io.StringIO()
    lines = [
        '{"text": "转人工"}',
        "not json",
        '{"text": "下周三下午三点", "now": "2026-11-18T10:00:00+08:00"}',
    ]
    assert hear_jsonl(lines, plain, out, NOW) == 1
    first, second, third = (json.loads(line) for line in out.getvalue().splitlines())
    assert first["act"] == "human"
    assert "第2行" in second["error"]
    assert third["times"][0]["start"] == "2026-11-25T15:00:00+08:00"
    assert set(first) == {
        "act", "category", "confidence", "top3", "emergency", "place", "grids", "times", "phones",
        "tickets", "amounts", "plates", "names", "people", "parts",
    }  # fmt: skip


def test_a_missing_model_folder_still_gives_a_listener(tmp_path: Path) -> None:
    assert load_listener(tmp_path / "none").hear("你好", NOW).act == "greet"


def test_a_broken_file_of_sentences_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text("nlu: [", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.yml"):
        read_sentences(tmp_path)


def test_long_sentences_are_also_learned_by_their_beginning() -> None:
    assert [len(s.text) for s in with_cuts([Sentence("长" * 100, "0101")])] == [100, 30, 60]


def test_the_alarm_needs_neither_a_model_nor_segmentation() -> None:
    code = "import nlu.alarm, sys; print({'jieba', 'spacy', 'numpy', 'sklearn'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_what_the_ear_takes_for_harmless_gives_no_alarm(listener: Listener) -> None:
    assert alarm("没有打架") is not None
    assert listener.alarm("没有打架") is None
    assert listener.alarm("楼下打架，有人动刀子") is not None
    assert listener.alarm("楼道里有烟") is not None  # in doubt it leaves
    assert listener.with_model(None).alarm("没有打架") is not None


def test_an_alarm_is_given_though_the_ear_is_broken(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(SecondOpinion, "harmless", broken)
    assert listener.alarm("没有打架") is not None


@pytest.mark.parametrize("cry", ["救命", "jiu ming", "jiu ming!", "救我。"])
def test_a_cry_and_nothing_else_is_meant(listener: Listener, cry: str) -> None:
    found = listener.alarm(cry)
    assert found is not None
    assert found.sure


def test_hearing_never_imports_what_only_training_needs() -> None:
    code = "import nlu.listener, sys; print({'sklearn', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
