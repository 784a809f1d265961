"""The number of a case's file: per committee and year, without gaps (domain rules C.7)."""

from __future__ import annotations

from datetime import datetime

from grid.calendar import SHANGHAI

ENDINGS = ("人民调解委员会", "调解委员会", "调委会")


def counter_of(committee: str, at: datetime) -> str:
    """The name of the counter a number is drawn from; `committee` is a unit's id."""
    return f"file:{committee}:{at.astimezone(SHANGHAI).year}"


def file_number(committee: str, at: datetime, count: int) -> str:
    """（2026）幸福社区人调字第1号; `committee` is the unit's name."""
    ending = next((one for one in ENDINGS if committee.endswith(one)), "")
    short = committee.removesuffix(ending)
    return f"（{at.astimezone(SHANGHAI).year}）{short}人调字第{count}号"
