"""How the ears of categories and acts are fitted: folds, and the same ear every time."""

from __future__ import annotations

import numpy as np

from nlu.fitting import Fit, fit, folds

LIGHTS = [f"{number}号楼门口的路灯坏了一直没有人来修理呀呀" for number in "一二三四五六七八九十"]
WASTE = [f"{number}单元楼下的垃圾桶满了好几天没有人收走呀" for number in "一二三四五六七八九十"]
LABELS = ["照明"] * 10 + ["环卫"] * 10


def test_copies_of_one_message_are_judged_together() -> None:
    letters = [text + "，晚上老人出门看不见路" for text in LIGHTS]
    texts = [*letters, *(text[:30] for text in letters)]
    found = folds(texts, np.zeros(20, np.intp))
    assert found[:10].tolist() == found[10:].tolist()


def test_every_fold_has_its_share_of_every_label() -> None:
    truth = np.repeat([0, 1], 10)
    found = folds([*LIGHTS, *WASTE], truth)
    for label in (0, 1):
        assert set(np.bincount(found[truth == label], minlength=4)) == {2, 3}


def test_a_label_of_two_sentences_is_judged_by_one_and_taught_by_the_other() -> None:
    found = folds([*LIGHTS, *WASTE[:2]], np.array([0] * 10 + [1] * 2))
    assert set(found) == {0, 1}
    assert found[10] != found[11]


def test_the_same_sentences_give_the_same_ear() -> None:
    one, two = (fit([*LIGHTS, *WASTE], LABELS, Fit(sounds=True)) for _ in range(2))
    assert one.scores == two.scores
    assert one.ear.temperature == two.ear.temperature
    assert np.array_equal(one.ear.weights, two.ear.weights)
    assert np.array_equal(one.ear.terms.by_number(), two.ear.terms.by_number())


def test_what_was_taught_is_heard() -> None:
    ear = fit([*LIGHTS, *WASTE], LABELS, Fit(sounds=True)).ear
    assert ear.top("小区东门的路灯坏了", 1)[0].code == "照明"
    assert ear.top("楼道里的垃圾没有人收", 1)[0].code == "环卫"


def test_a_letter_counts_for_as_many_short_texts_as_it_is_told_to() -> None:
    letter = "路灯" + "从去年冬天一直没有人来处理我们写过很多次" * 4
    texts = [*["路灯"] * 3, letter, *WASTE]
    labels = [*["短"] * 3, "信", *["垃圾"] * len(WASTE)]
    heard = [fit(texts, labels, Fit(letters=many)).ear.scores("路灯从去年") for many in (1.0, 30.0)]
    at = fit(texts, labels, Fit()).ear.labels.index("信")
    assert heard[1][at] > heard[0][at]
