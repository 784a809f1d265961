"""Ears that share one table hear what each would hear alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.features import View, clean, placed_marks, seen_marks
from nlu.linear import Linear, load_linear, save_linear
from nlu.marks import NONE, Table, table_of
from nlu.together import together

TAUGHT = (
    "幸福里3号楼楼道灯坏了,半个月没人修", "楼上漏水,漏到我家厨房了", "厨房里浓烟滚滚,快来人",
    "路灯不亮,晚上老人走路不方便", "zhe li zhao huo le kuai lai ren", "wifi断了 没人管",
)  # fmt: skip
Ears = tuple[dict[str, Linear], dict[str, Linear]]  # each alone, and together
SAID = (
    TAUGHT[0], "楼道灯坏了,半个月没人修", "半个月没人修", "灯坏了", "灯", "修", " 灯 坏 ", "", " ",
    "灯坏了灯坏了灯坏了", "3号楼", "𠮶盏灯🔥坏了", "zhe li zhao huo le", "WIFI坏了", TAUGHT[1],
    "漏到我家厨房了", TAUGHT[1], "\n楼上漏水 ",
)  # fmt: skip
VIEWS = {
    "matter": View(2, sounds=True), "danger": View(2, sounds=True, words=True), "kind": View(2),
    "long": View(3),
}  # fmt: skip


def alone(view: View, seed: int) -> Linear:
    """An ear with all features of some sentences and any weights."""
    found = [seen_marks(text, view) for text in TAUGHT]
    found += [placed_marks(clean(text), view).marks for text in TAUGHT]
    known = np.unique(np.concatenate(found))
    chance = np.random.default_rng(seed)
    weights = chance.integers(-127, 128, (len(known), 3)).astype(np.int8)
    idf = chance.uniform(1, 5, len(known)).astype(np.float32)
    scale, bias = np.full(3, 0.1, np.float32), np.zeros(3, np.float32)
    return Linear(("one", "two", "three"), known, idf, weights, scale, bias, 1.0, view)


@pytest.fixture
def ears() -> Ears:
    """Four ears apart, and the same together."""
    apart = {name: alone(view, seed) for seed, (name, view) in enumerate(VIEWS.items())}
    return apart, together(apart)


@pytest.mark.parametrize("name", VIEWS)
def test_ears_together_hear_what_each_hears_alone(ears: Ears, name: str) -> None:
    one, other = ears[0][name], ears[1][name]
    for text in SAID:
        assert other.scores(text) == pytest.approx(one.scores(text), rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("name", VIEWS)
def test_stretches_sound_the_same_together(ears: Ears, name: str) -> None:
    one, other = ears[0][name], ears[1][name]
    for plain in map(clean, SAID):
        for spans in ([(0, len(plain))], [(0, len(plain) // 2), (len(plain) // 2, len(plain))]):
            heard = other.stretches(plain, spans)
            assert heard == pytest.approx(one.stretches(plain, spans), rel=1e-3, abs=1e-3)


def test_the_words_that_speak_are_the_same_together(ears: Ears) -> None:
    one, other = ears[0]["matter"], ears[1]["matter"]
    for text in SAID:
        spans = [(0, len(text)), (0, len(text) // 2)]
        told = other.speaking(text, "two", spans)
        assert told == pytest.approx(one.speaking(text, "two", spans), rel=1e-3, abs=1e-3)


def test_an_ear_among_others_keeps_its_own_features(ears: Ears, tmp_path: Path) -> None:
    for name, one in ears[0].items():
        other = ears[1][name]
        assert np.array_equal(other.marks(), one.marks())
        assert len(other.terms) == len(one.terms)
        kept = load_linear(tmp_path, name, save_linear(tmp_path, name, other))
        assert kept.scores(SAID[0]).tolist() == one.scores(SAID[0]).tolist()


def test_no_ears_share_nothing() -> None:
    assert together({}) == {}


def test_the_weights_of_a_feature_lie_side_by_side_however_they_were_kept(tmp_path: Path) -> None:
    ear = alone(VIEWS["kind"], 1)
    columns = Linear(
        ear.labels, ear.vocabulary, ear.idf, np.asfortranarray(ear.weights), ear.scale, ear.bias
    )
    kept = load_linear(tmp_path, "ear", save_linear(tmp_path, "ear", columns))
    assert kept.weights.flags.c_contiguous


@pytest.mark.parametrize("many", [0, 1, 2, 3, 7, 8, 100, 1000, 16384])
def test_a_table_of_any_size_finds_all_its_marks_and_no_others(many: int) -> None:
    chance = np.random.default_rng(many)
    marks = np.unique(chance.integers(0, 1 << 62, many).astype(np.uint64))
    found: Table = table_of(marks[::-1], np.arange(len(marks), dtype=np.int32)[::-1])
    assert len(found) == len(marks)
    assert found.find(marks).tolist() == list(range(len(marks)))
    assert set(found.find(marks + np.uint64(1 << 62)).tolist()) <= {NONE}
    assert np.array_equal(found.by_number(), marks)
