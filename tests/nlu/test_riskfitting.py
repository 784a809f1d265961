"""The ear for danger, fitted on a handful of sentences."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from nlu.dangers import NONE, NOW, SecondOpinion
from nlu.riskfitting import NEVER, fit_risk, out_of_fold
from nlu.risklessons import Risky, lesson_of
from nlu.riskmachines import Lesson, Machine, Rows
from nlu.sidebyside import Outcome

PLACES = ("厨房", "车库", "楼道", "仓库", "阳台", "教室", "地窖", "宿舍", "店里", "屋顶")
FIRE = [Risky(f"{place}里浓烟滚滚往外窜", "fire") for place in PLACES]
SHOCK = [Risky(f"{place}里有人摸了线倒下抽搐", "electric_shock") for place in PLACES]
TWINS = [Risky(f"{place}里演习用的烟雾机往外喷", NONE) for place in PLACES]
ORDINARY = [Risky(f"{place}的垃圾好久没人收", "") for place in PLACES]


@pytest.fixture(scope="module")
def fitted() -> Outcome:
    return fit_risk([*FIRE, *SHOCK, *TWINS, *ORDINARY])


def test_each_kind_has_a_column_in_both_halves(fitted: Outcome) -> None:
    kinds = ("electric_shock", "fire")
    assert fitted.ear.labels == (*kinds, *(NOW + kind for kind in kinds))


def test_danger_is_louder_than_its_twin_and_than_a_complaint(fitted: Outcome) -> None:
    assert fitted.limits
    opinion = SecondOpinion(fitted.ear, fitted.ear, fitted.limits, fitted.overall)
    danger, twin, complaint = (
        opinion.loudest(text)[1]
        for text in ("礼堂里浓烟滚滚往外窜", "礼堂里演习用的烟雾机往外喷", "礼堂的垃圾好久没人收")
    )
    assert danger > twin
    assert danger > complaint


def test_strong_words_add_more_than_weak_ones(fitted: Outcome) -> None:
    assert fitted.limits
    assert fitted.limits.strong >= fitted.limits.weak >= 0
    assert fitted.limits.paged >= fitted.limits.heard


def test_a_sentence_is_judged_by_who_has_not_seen_it_and_one_in_doubt_teaches_nobody() -> None:
    lesson = Lesson(csr_matrix(np.eye(5, dtype=np.float32)), np.array([""] * 5), np.arange(5))
    taught: list[list[int]] = []

    def remembering(lesson: Lesson, chosen: Rows) -> Machine:
        taught.append(chosen.tolist())
        seen = np.isin(np.arange(5), chosen).astype(np.float32)
        return Machine(np.column_stack([seen, seen]), np.ones(2, np.float32))

    scores = out_of_fold(lesson, np.array([0, 1, 2, NEVER, 0]), 2, remembering)
    assert taught == [[1, 2], [0, 2, 4]]
    assert scores[:, 0].tolist() == [1, 1, -np.inf, -np.inf, 1]


def test_of_a_long_danger_only_the_loudest_stretch_teaches() -> None:
    letter = "楼下的路灯坏了半个月没有人来修，请领导过问一下，" * 6
    told = lesson_of([Risky(letter, "gas"), Risky(letter, ""), *FIRE])
    many = np.bincount(told.owner)
    assert many[0] == many[1] > 2
    scores = np.arange(len(told.owner), dtype=np.float32)
    softer = told.beside(scores)
    assert softer[: many[0]].tolist() == [True] * (many[0] - 1) + [False]
    assert not softer[many[0] : len(scores)].any()  # a letter without danger is harmless throughout
    assert softer[len(scores) :].tolist() == softer[told.again].tolist()


def test_words_of_the_lexicon_stand_beside_the_features() -> None:
    told = lesson_of([Risky("我家着火了", "fire"), Risky("路灯不亮", ""), *FIRE])
    assert told.words[:2].tolist() == [[1, 1], [0, 0]]
    assert told.lesson.matrix[0, -1] > 0


def test_the_same_sentences_give_the_same_ear(fitted: Outcome) -> None:
    again = fit_risk([*FIRE, *SHOCK, *TWINS, *ORDINARY])
    assert np.array_equal(again.ear.weights, fitted.ear.weights)
    assert again.limits == fitted.limits


def test_a_word_said_only_in_danger_speaks_for_it_though_the_machine_had_no_need_of_it() -> None:
    alarming, playing, rare = np.eye(5, dtype=np.float32)[:3]  # the last two are the lexicon's
    clear = 9 * alarming + rare  # so clear a danger that a machine learns nothing from it
    rows = np.array([*[alarming] * 6, *[clear] * 6, *[playing] * 12, np.zeros(5, np.float32)])
    kinds = np.array([*["fire"] * 12, *[NONE] * 12, ""])
    lesson = Lesson(csr_matrix(rows), kinds, np.arange(len(kinds)))
    twins = Machine.whole(lesson, np.arange(len(kinds))).weights[:, -1]
    assert twins[2] > 0
    assert twins[0] > 0 > twins[1]
