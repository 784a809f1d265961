"""Made-up people, one after the other, each with a name and a number that rings nowhere."""

from __future__ import annotations

from made_up import GIVEN, SURNAMES

SESSIONS = "周一至周五 09:00-11:30、周一至周五 14:00-17:30、周二 18:30-20:30、周四 18:30-20:30"


class Roster:
    """Rows of roster.csv in the order people are added."""

    def __init__(self, prefix: str) -> None:
        self.rows: list[tuple[object, ...]] = []
        self._prefix = prefix

    def add(self, role: str, unit: str, skills: str = "", hours: str = "") -> None:
        number = len(self.rows)
        surname = SURNAMES[number * 5 % len(SURNAMES)]
        given = GIVEN[(number * 7 + number // len(SURNAMES)) % len(GIVEN)]
        phone = f"1000000{number + 1:04d}"  # no Chinese mobile number begins with 10
        code = f"{self._prefix}{number + 1:04d}"
        self.rows.append((code, surname + given, role, unit, phone, skills, hours, "普通话"))
