"""A message as a whole beside its loudest stretch: what speaks for danger and what against it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlu.dangers import NONE, Limits, SecondOpinion
from nlu.features import View
from nlu.heard import Danger
from nlu.linear import Linear
from nlu.overall import BITS, Overall, load_overall, signs
from nlu.overallfitting import fit_overall, heard_in, messages

PLACES = ("厨房", "车库", "楼道", "仓库", "阳台", "教室", "地窖", "宿舍")
NOW = [f"{place}里浓烟滚滚,快来人" for place in PLACES]
PAST = [f"去年{place}里浓烟滚滚,想问赔偿" for place in PLACES]
CALM = [f"{place}的垃圾好久没人收" for place in PLACES]
KINDS = np.array(["fire"] * 8 + [NONE] * 8 + [""] * 8)


@pytest.fixture(scope="module")
def ear() -> Overall:
    return fit_overall(messages([*NOW, *PAST, *CALM], KINDS), np.arange(24))


def test_what_turns_the_meaning_weighs_wherever_it_stands(ear: Overall) -> None:
    assert ear.score("礼堂里浓烟滚滚,快来人") > ear.score("礼堂里浓烟滚滚,去年的事,想问赔偿")


def test_what_is_said_twice_counts_once(ear: Overall) -> None:
    assert np.array_equal(signs("救救救救救"), signs("救救救"))
    assert ear.score("救救救救救") == ear.score("救救救")


def test_it_talks_danger_down_only_so_far(ear: Overall) -> None:
    calm = ear.score("垃圾好久没人收,去年的事,想问赔偿")
    assert calm == ear.least
    assert ear.lowered(0.5).score(CALM[0]) == pytest.approx(ear.score(CALM[0]) - 0.5)


@pytest.mark.parametrize("text", ["", " ", "火", "𠮶", "烟" * 2000])
def test_any_text_has_a_score(ear: Overall, text: str) -> None:
    assert np.isfinite(ear.score(text))
    assert len(signs(text)) > 0


def test_it_hears_one_message_as_it_was_judged_among_many(ear: Overall) -> None:
    told = messages(NOW, KINDS[:8])
    assert heard_in(ear, told) == pytest.approx([ear.score(text) for text in NOW], abs=1e-4)


def test_who_has_learnt_from_some_messages_has_not_heard_the_others() -> None:
    told = messages([*NOW, *PAST, "摔下来了起不来", "摔下来了起不来"],
                    np.array([*KINDS[:16], "medical", NONE]))  # fmt: skip
    one, other = (fit_overall(told, np.array([*range(16), last])) for last in (16, 17))
    assert one.score("摔下来了起不来") > other.score("摔下来了起不来")


def test_it_is_kept_with_the_model_and_found_again(ear: Overall, tmp_path: Path) -> None:
    kept = load_overall(tmp_path, ear.save(tmp_path))
    assert [kept.score(text) for text in (*NOW, *CALM)] == [
        ear.score(text) for text in (*NOW, *CALM)
    ]


def test_a_whole_beside_a_stretch_raises_and_lowers_what_is_heard() -> None:
    risk = Linear(
        ("fire",), {"烟": 0}, np.ones(1, np.float32), np.ones((1, 1), np.int8),
        np.ones(1, np.float32), np.full(1, -1.2, np.float32), view=View(1),
    )  # fmt: skip
    alone = SecondOpinion(risk, risk, Limits())
    weights = np.zeros(1 << BITS, np.int8)
    louder = replace(alone, overall=Overall(weights, 1.0, 0.5))
    assert alone("屋里冒烟出来", None) is None
    assert louder("屋里冒烟出来", None) is not None
    assert louder.overall
    assert replace(louder, overall=louder.overall.lowered(1.0))("屋里冒烟出来", None) is None


def test_strong_words_in_a_short_cry_are_not_talked_down() -> None:
    risk = Linear(
        ("fire",), {"烟": 0}, np.ones(1, np.float32), np.ones((1, 1), np.int8),
        np.ones(1, np.float32), np.full(1, -1.2, np.float32), view=View(1),
    )  # fmt: skip
    down = Overall(np.zeros(1 << BITS, np.int8), 1.0, -0.5)
    opinion = SecondOpinion(risk, risk, Limits(strong=1.3, weak=1.3), down)
    told = Danger("fire", "E0", "着火", strong=True)
    assert opinion("家里着火了", told) is not None
    assert opinion("家里着火了", replace(told, strong=False)) is None
    assert opinion("去年家里着火了，想问问赔偿到底什么时候能到", told) is None
