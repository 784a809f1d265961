"""Columns an office may add: what must not be pushed down, leave, who has left."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from grid.people import Leave
from integrations.district import check, read
from integrations.district.amending import amended, line_of
from integrations.district.lines import CATEGORY, MEMBER, category_cells, member_cells, table
from tests.district.conftest import DISTRICTS

TODAY = date(2026, 11, 21)


def rewritten(folder: Path, name: str, code: str, cells: dict[str, str]) -> None:
    """A table with one line otherwise, written as the console gives it out."""
    district = read(folder)
    if name == "roster.csv":
        lines = [member_cells(one) for one in district.roster.values()]
    else:
        lines = [category_cells(one, district) for one in district.catalogue.values()]
    found = [{**line, **cells} if line["编码"] == code else line for line in lines]
    columns = MEMBER if name == "roster.csv" else CATEGORY
    (folder / name).write_text(table(columns, found), "utf-8")


def words(folder: Path) -> list[tuple[str, str]]:
    """What check-district says of errors and of the roster."""
    return [(each.severity, each.words) for each in check(folder, TODAY)]


def test_every_line_goes_out_and_in_unchanged() -> None:
    for folder in sorted(path for path in DISTRICTS.iterdir() if (path / "units.csv").exists()):
        district = read(folder)
        for kind, things in (("catalogue", district.catalogue), ("roster", district.roster)):
            lines = {code: line_of(district, kind, code) for code in things}
            again = amended(district, kind, lines)
            assert not again.wrong
            assert getattr(again.district, kind) == things


def test_what_must_not_be_pushed_down_has_a_lead_of_the_district(folder: Path) -> None:
    rewritten(folder, "catalogue.csv", "0104", {"不得下派": "是", "网格先办": "否"})
    district = read(folder)
    category = district.catalogue["0104"]
    assert category.not_down
    assert district.first_unit(category, "CH010101").name == "区综合行政执法局"
    rewritten(folder, "catalogue.csv", "0104", {"主办单位": "社区居委会"})
    assert any("却不是区里的部门" in told for _, told in words(folder))


def test_leave_and_who_has_left_stand_in_the_roster(folder: Path) -> None:
    rewritten(folder, "roster.csv", "R0001", {"请假": "2026-11-25至2026-11-28 R0003"})
    leave = Leave(date(2026, 11, 25), date(2026, 11, 28), "R0003")
    assert read(folder).roster["R0001"].leaves == (leave,)
    rewritten(folder, "roster.csv", "R0003", {"在岗": "否"})
    assert not read(folder).roster["R0003"].active
    assert ("warning", "替班人“R0003”不在人员里") in words(folder)
