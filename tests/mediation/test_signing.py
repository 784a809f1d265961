"""Until when an agreement should be signed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from grid.calendar import SHANGHAI
from grid.refused import Refused
from mediation import signing
from mediation.case import Case, Stage, may_move

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CASE = Case("T-1", "0701", "楼上漏水", "天花板渗水", "修好", "web:1", NOW)


def test_seven_days_until_the_evening() -> None:
    assert signing.begun(CASE, NOW).until == datetime(2026, 11, 30, 18, tzinfo=SHANGHAI)


def test_the_limit_of_the_case_comes_first_unless_it_is_tomorrow() -> None:
    limit = NOW + timedelta(days=3)
    assert signing.begun(replace(CASE, limit_at=limit), NOW).until == limit
    near = NOW + timedelta(hours=5)
    assert signing.begun(replace(CASE, limit_at=near), NOW).until > near


def test_more_time_needs_a_reason_and_a_day_to_come() -> None:
    assert signing.longer("2026-12-10", "在外地", NOW).until == datetime(
        2026, 12, 10, 18, tzinfo=SHANGHAI
    )
    for day, why in (
        ("2026-12-10", " "),
        ("2026-11-22", "忙"),
        ("2027-02-01", "忙"),
        ("后天", "忙"),
    ):
        with pytest.raises(Refused):
            signing.longer(day, why, NOW)


@pytest.mark.parametrize("stage", [Stage.SIGNING, Stage.AGREEMENT_DRAFT, Stage.AGREED_ORAL])
def test_before_it_is_in_force_they_may_meet_again(stage: Stage) -> None:
    assert may_move(replace(CASE, stage=stage), Stage.ADJOURNED)
    assert not may_move(replace(CASE, stage=Stage.EFFECTIVE), Stage.ADJOURNED)
