"""The second opinion on danger: what it adds, what it silences, whom it pages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nlu.dangers import BRIEF, NOW, Limits, SecondOpinion
from nlu.features import View
from nlu.heard import Danger
from nlu.linear import Linear

TERMS = ("烟", "戏")
TOLD = Danger("fire", "E0", "着火了")


def ear(kind: tuple[int, int], twin: tuple[int, int]) -> Linear:
    """Two features; what they weigh for fire, and for fire against what sounds like it."""
    return Linear(
        ("fire", NOW + "fire"), {term: i for i, term in enumerate(TERMS)}, np.ones(2, np.float32),
        np.array([[kind[0], twin[0]], [kind[1], twin[1]]], np.int8), np.ones(2, np.float32),
        np.zeros(2, np.float32), view=View(1),
    )  # fmt: skip


@pytest.fixture
def opinion() -> SecondOpinion:
    kinds = ear((1, 1), (0, 0))
    return SecondOpinion(ear((2, 2), (1, -3)), kinds, Limits(heard=0.5, paged=0.9))


def test_the_ear_hears_what_the_lexicon_does_not(opinion: SecondOpinion) -> None:
    found = opinion("烟冒出来", None)
    assert found is not None
    assert found.strong


def test_what_only_sounds_like_danger_is_held_back_by_the_second_half(
    opinion: SecondOpinion,
) -> None:
    assert opinion("戏烟戏烟戏", None) is None


def test_the_ear_silences_a_hit_of_the_lexicon_unless_it_is_sure(opinion: SecondOpinion) -> None:
    assert opinion("戏", TOLD) is None
    assert opinion("戏", replace(TOLD, sure=True)) is not None


def test_one_clause_of_a_letter_pages_nobody_by_the_ear_alone(opinion: SecondOpinion) -> None:
    found = opinion("物业很久没有人来，" * 20 + "烟冒出来", None)
    assert found is not None
    assert not found.strong


def test_an_older_ear_with_one_half_is_still_heard_with() -> None:
    one = Linear(
        ("no_danger", "danger"), {"烟": 0}, np.ones(1, np.float32), np.array([[-1, 1]], np.int8),
        np.ones(2, np.float32), np.zeros(2, np.float32), view=View(1),
    )  # fmt: skip
    assert SecondOpinion(one, ear((1, 1), (0, 0)), Limits(heard=0.5))("烟冒出来", None) is not None


def test_a_short_answer_is_no_danger_by_the_ear_alone(opinion: SecondOpinion) -> None:
    assert opinion("烟", None) is None
    assert opinion("烟冒出来", None) is not None


def test_what_was_told_before_strong_words_does_not_soften_them(opinion: SecondOpinion) -> None:
    told = replace(TOLD, words="烟")
    assert opinion("戏戏戏戏。烟", told) is not None
    assert opinion("戏戏戏戏。烟", replace(told, strong=False)) is None
    assert opinion("烟戏戏戏戏戏", told) is None  # but what follows may


def test_weak_words_do_not_keep_a_loud_ear_from_paging(opinion: SecondOpinion) -> None:
    told, calmer = replace(TOLD, strong=False), replace(opinion, limits=Limits(0.5, paged=9.0))
    loud, soft = opinion("烟冒出来", told), calmer("烟冒出来", told)
    assert loud is not None
    assert soft is not None
    assert loud.strong
    assert not soft.strong


def test_weak_words_in_one_clause_of_a_letter_page_nobody(opinion: SecondOpinion) -> None:
    found = opinion("物业很久没有人来，" * 20 + "烟冒出来", replace(TOLD, strong=False))
    assert found is None or not found.strong


def test_of_a_message_of_a_few_words_less_is_asked(opinion: SecondOpinion) -> None:
    """Who is in danger has no time to write more; the longer it gets, the more is asked."""
    doubtful = "烟" + "好" * (BRIEF - 1)
    (score,) = {opinion.told(doubtful + "好" * more, None)[1] for more in (0, 4, 20)}
    assert score > 0
    limits = Limits(score + 0.1, paged=9.0, brief=0.2)
    readier = replace(opinion, limits=limits)
    strict = replace(opinion, limits=replace(limits, brief=0.0))
    assert strict(doubtful, None) is None
    assert readier(doubtful, None) is not None
    assert readier(doubtful + "好" * 4, None) is not None  # fading
    assert readier(doubtful + "好" * 8, None) is None
    assert readier(doubtful + "好" * 20, None) is None


def test_of_a_few_words_with_words_of_danger_less_is_taken_for_harmless(
    opinion: SecondOpinion,
) -> None:
    limits = Limits(1.0, paged=9.0, strong=0.0, brief=0.0)
    told = "戏" + "好" * 8
    assert replace(opinion, limits=limits).harmless(told, TOLD)
    assert not replace(opinion, limits=replace(limits, brief=9.0)).harmless(told, TOLD)
    assert replace(opinion, limits=replace(limits, brief=9.0)).harmless(told + "好" * 30, TOLD)
