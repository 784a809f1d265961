"""How long residents wait, in workdays."""

from datetime import datetime

from bot.settings import Settings
from grid.calendar import WorkingCalendar
from grid.figures_lengths import Lengths, lengths
from integrations.district.reading import read


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}:00+08:00")


def calendar() -> WorkingCalendar:
    return read(Settings().district_folder).calendar


def test_the_middle_and_nine_in_ten_are_told_in_workdays() -> None:
    same = [(at("11-18T10:00"), at("11-18T15:00"))] * 5  # 0
    weekend = [(at("11-20T16:00"), at("11-23T09:00"))] * 4  # Friday to Monday: 1
    holiday = [(at("09-30T10:00"), at("10-09T10:00"))]  # seven days off: 2
    assert lengths(calendar(), [*same, *weekend, *holiday]) == Lengths(10, 0, 2, 0.6)


def test_of_too_few_nothing_is_said() -> None:
    assert lengths(calendar(), [(at("11-18T10:00"), at("11-18T15:00"))] * 9) is None
