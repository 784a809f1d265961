"""The time limit: what may be asked for, and that everybody must agree."""

from datetime import UTC, datetime, timedelta

import pytest

from grid.refused import Refused
from mediation.case import Case
from mediation.limits import asked_for, told_longer

NOW = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
LIMIT = datetime(2026, 12, 20, 2, 0, tzinfo=UTC)
CASE = Case("TJ1", "0701", "楼上漏水", "", "", "web:1", NOW, accepted_at=LIMIT - timedelta(days=30),
            limit_at=LIMIT)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "why", "words"),
    [
        ("2026-12-31", "  ", "为什么"),
        ("年底", "等鉴定", "日历"),
        ("2026-12-19", "等鉴定", "晚"),
        ("2027-01-20", "等鉴定", "30天"),
    ],
)
def test_a_request_needs_a_reason_and_a_day_within_thirty(day: str, why: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        asked_for(CASE, day, why, NOW)


def test_a_party_may_think_again_until_all_have_agreed() -> None:
    longer = asked_for(CASE, "2026-12-31", "等鉴定", NOW)
    no = told_longer(longer, "a", False)
    assert (no.agreed, no.refused) == ((), ("a",))
    yes = told_longer(no, "a", True)
    assert (yes.agreed, yes.refused) == (("a",), ())
    assert told_longer(yes, "a", True) == yes
