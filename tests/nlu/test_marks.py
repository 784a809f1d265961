"""Words as marks: what is found, what is not, and what a model on them says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlu.features import View, analyse, placed, placed_marks, seen_marks
from nlu.linear import Linear, load_linear, save_linear
from nlu.marks import NONE, marks, runs, table, table_of

TEXTS = ("楼道灯坏了", "zhe li zhao huo le, kuai lai", "", " ", "🔥𠮶的wifi 断了!", "的" * 300)
VIEWS = (View(2), View(3, sounds=True), View(2, sounds=True, words=True))
TERMS = {"灯": 0, "坏": 1, "灯坏": 2, "了": 3}


@pytest.fixture
def ear() -> Linear:
    """Two labels and four features."""
    weights = np.array([[9, -9], [5, 0], [90, 3], [1, 2]], np.int8)
    return Linear(
        ("lamp", "other"), TERMS, np.array([1, 2, 3, 1], np.float32), weights,
        np.array([0.1, 0.2], np.float32), np.array([0.0, 0.1], np.float32), 2.0, View(2),
    )  # fmt: skip


def test_a_table_finds_its_words_and_nothing_else() -> None:
    words = [chr(0x4E00 + n) + "路灯"[: n % 3] for n in range(5000)]
    found = table({word: n for n, word in enumerate(words)})
    assert found.find(marks(words)).tolist() == list(range(5000))
    assert found.find(marks(["灯路", "", "路灯坏了很久很久没有人来修"])).tolist() == [NONE] * 3
    assert table({}).find(marks(["灯"])).tolist() == [NONE]


def test_of_two_tables_the_second_counts() -> None:
    both = table({"甲": 1, "乙": 2}).beside(table({"乙": 7, "丙": 3}))
    assert len(both) == 3
    assert both.find(marks(["甲", "乙", "丙", "丁"])).tolist() == [1, 7, 3, NONE]


def test_names_find_room_in_a_table_that_is_full_or_nearly_so() -> None:
    chance = np.random.default_rng(1)
    every = np.unique(chance.integers(0, 1 << 62, 9000).astype(np.uint64))
    numbers = np.arange(len(every), dtype=np.int32)
    for known in (0, 1, 1000, 4090, 8000):
        first = table_of(every[:known], numbers[:known])
        both = first.beside(table_of(every[known:], numbers[known:]))
        assert np.array_equal(both.find(every), numbers)
        assert len(both) == len(every)
        assert np.array_equal(first.find(every[:known]), numbers[:known])
        assert set(first.find(every[known:]).tolist()) <= {NONE}


@pytest.mark.parametrize("text", TEXTS)
def test_runs_have_the_marks_of_the_words_they_are(text: str) -> None:
    for length, step in enumerate(runs(text, 3), 1):
        said = [text[at : at + length] for at in range(len(text) - length + 1)]
        assert step.tolist() == marks(said).tolist()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("text", TEXTS)
def test_what_is_heard_with_is_what_was_trained_with(text: str, view: View) -> None:
    heard = seen_marks(text, view)
    assert sorted(heard.tolist()) == sorted(marks(analyse(text, view)).tolist())


@pytest.mark.parametrize("view", VIEWS)
def test_features_stand_where_they_were_trained_to_stand(view: View) -> None:
    for text in TEXTS:
        words, heard = placed(text, view), placed_marks(text, view)
        trained = zip(
            marks([word for word, _ in words]).tolist(), (at for _, at in words), strict=False
        )
        assert sorted(zip(heard.marks.tolist(), heard.at.tolist(), strict=False)) == sorted(trained)


def test_a_model_kept_says_the_same(ear: Linear, tmp_path: Path) -> None:
    kept = load_linear(tmp_path, "ear", save_linear(tmp_path, "ear", ear))
    again = load_linear(tmp_path, "again", save_linear(tmp_path, "again", kept))
    for one in (kept, again):
        assert one.scores("楼道灯坏了").tolist() == ear.scores("楼道灯坏了").tolist()


def test_a_model_kept_with_its_words_is_still_read(ear: Linear, tmp_path: Path) -> None:
    about: dict[str, Any] = save_linear(tmp_path, "ear", ear)
    terms = np.frombuffer("\n".join(TERMS).encode(), np.uint8)
    arrays = {name: getattr(ear, name) for name in ("idf", "weights", "scale", "bias")}
    np.savez_compressed(tmp_path / "old.npz", terms=terms, **arrays)
    old = load_linear(tmp_path, "old", about)
    assert old.scores("楼道灯坏了").tolist() == ear.scores("楼道灯坏了").tolist()


def test_the_words_that_speak_for_a_label_are_told(ear: Linear) -> None:
    lamp, broken = ear.speaking("灯坏了", "lamp", [(0, 2), (2, 3)])
    assert lamp > broken
    assert ear.speaking("灯坏了", "other", [(0, 2)])[0] == pytest.approx(-lamp)


def test_of_several_stretches_each_says_what_it_says_by_itself(ear: Linear) -> None:
    text, spans = "楼道灯坏了,没人管,灯", [(0, 6), (0, 9), (6, 10), (9, 12), (11, 12)]
    heard = ear.stretches(text, spans)
    for (start, end), told in zip(spans, heard, strict=True):
        assert told == pytest.approx(ear.stretches(text[start:end], [(0, end - start)])[0])
    assert heard[2].tolist() == ear.bias.tolist()  # nothing known between them
