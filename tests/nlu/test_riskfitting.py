"""The ear for danger, fitted on a handful of sentences."""

from __future__ import annotations

import pytest

from nlu.dangers import NONE, NOW, SecondOpinion
from nlu.riskfitting import RiskFitted, Risky, fit_risk

PLACES = ("厨房", "车库", "楼道", "仓库", "阳台", "教室", "地窖", "宿舍", "店里", "屋顶")
FIRE = [Risky(f"{place}里浓烟滚滚往外窜", "fire") for place in PLACES]
SHOCK = [Risky(f"{place}里有人摸了线倒下抽搐", "electric_shock") for place in PLACES]
TWINS = [Risky(f"{place}里演习用的烟雾机往外喷", NONE) for place in PLACES]
ORDINARY = [Risky(f"{place}的垃圾好久没人收", "") for place in PLACES]


@pytest.fixture(scope="module")
def fitted() -> RiskFitted:
    return fit_risk([*FIRE, *SHOCK, *TWINS, *ORDINARY])


def test_each_kind_has_a_column_in_both_halves(fitted: RiskFitted) -> None:
    kinds = ("electric_shock", "fire")
    assert fitted.ear.labels == (*kinds, *(NOW + kind for kind in kinds))


def test_danger_is_louder_than_its_twin_and_than_a_complaint(fitted: RiskFitted) -> None:
    opinion = SecondOpinion(fitted.ear, fitted.ear, fitted.limits)
    danger, twin, complaint = (
        opinion.loudest(text)[1]
        for text in ("礼堂里浓烟滚滚往外窜", "礼堂里演习用的烟雾机往外喷", "礼堂的垃圾好久没人收")
    )
    assert danger > twin
    assert danger > complaint


def test_strong_words_add_more_than_weak_ones(fitted: RiskFitted) -> None:
    assert fitted.limits.strong >= fitted.limits.weak >= 0
    assert fitted.limits.paged >= fitted.limits.heard
