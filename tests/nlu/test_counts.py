"""Features counted for training: what a fit is given is what an ear hears with."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.counts import counted, in_texts, numbered
from nlu.dangers import NONE
from nlu.features import View, clean, seen_marks
from nlu.fitting import Fit, linear
from nlu.marks import marks
from nlu.risklessons import HOW, Risky, lesson_of
from nlu.stretches import stretches

TEXTS = ("路灯坏了，灯坏了半个月", "路灯不亮", "lu deng huai le", "垃圾没人收，臭得很", "a")
LETTER = "各位领导好，楼下的路灯坏了半个月没有人来修，" * 4 + "昨天夜里又有人摔了一跤。"


def test_texts_are_weighed_as_an_ear_weighs_them() -> None:
    view = View(2, sounds=True)
    counts, terms = counted([seen_marks(text, view) for text in TEXTS], at_least=1)
    matrix = in_texts(counts, terms.idf_)
    nothing = np.zeros((matrix.shape[1], 2)), np.zeros(2)
    ear = linear(terms, nothing, ("亮", "暗"), Fit(2, sounds=True))
    for row, text in zip(matrix, TEXTS, strict=True):
        ids, values = ear.vector(text)
        heard = np.zeros(matrix.shape[1])
        heard[ids] = values
        assert row.toarray()[0] == pytest.approx(heard, rel=1e-5)


def test_stretches_are_weighed_as_an_ear_weighs_them() -> None:
    rows = [Risky(LETTER, ""), Risky("厨房里浓烟滚滚", "fire"), Risky(LETTER[5:], NONE)]
    told = lesson_of(rows)
    features = len(told.terms.idf_)
    weights = np.random.default_rng(1).integers(-90, 90, (features, 2)).astype(float)
    weights[0] = 127
    ear = linear(told.terms, (weights, np.zeros(2)), ("亮", "暗"), HOW)
    spans = stretches(clean(LETTER))
    assert len(spans) > 1
    taught = told.lesson.matrix[: len(spans), :features] @ weights
    assert ear.stretches(clean(LETTER), spans) == pytest.approx(taught, rel=1e-3, abs=0.05)


def test_a_feature_of_too_few_texts_is_left_out_and_the_most_frequent_comes_first() -> None:
    texts = [["灯", "灯", "坏"], ["坏", "臭"], ["臭", "坏"]]
    counts, terms = counted([marks(words) for words in texts], at_least=2)
    assert terms.vocabulary_.find(marks(["灯", "坏", "臭"])).tolist() == [-1, 0, 1]
    assert counts.toarray().tolist() == [[1, 0], [1, 1], [1, 1]]


def test_repeats_are_counted() -> None:
    counts, _ = counted([marks(["灯", "灯", "坏"]), marks(["灯"])], at_least=2)
    assert counts.toarray().tolist() == [[2], [1]]


@pytest.mark.parametrize("many", [0, 1, 9, 5000])
def test_marks_are_numbered_once_each_however_alike(many: int) -> None:
    chance = np.random.default_rng(many)
    near = chance.integers(0, 40, many).astype(np.uint64)  # alike in their upper bits
    far = chance.integers(0, 1 << 63, 300, dtype=np.uint64)[chance.integers(0, 300, many)]
    found = np.where(chance.integers(0, 2, many) > 0, near, far)
    names, columns = numbered(found)
    assert np.array_equal(names[columns], found)
    assert sorted(names.tolist()) == np.unique(found).tolist()
