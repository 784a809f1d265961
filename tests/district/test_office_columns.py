"""Columns an office may add: what must not be pushed down, leave, who has left."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from grid.people import ROLES, Leave
from grid.replies import ANSWER, TALK
from grid.units import KINDS
from integrations.district import check, read
from integrations.district import words as words_of_files
from integrations.district.amending import amended, line_of
from integrations.district.lines import (
    CATEGORY,
    MEMBER,
    REPLY,
    category_cells,
    member_cells,
    reply_cells,
    table,
)
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
        for kind in ("catalogue", "roster", "replies"):
            things = getattr(district, kind)
            lines = {code: line_of(district, kind, code) for code in things}
            again = amended(district, kind, lines)
            assert not again.wrong
            assert getattr(again.district, kind) == things


def test_reply_templates_are_read_and_their_slips_told_by_line(folder: Path) -> None:
    file = folder / "replies.csv"
    assert read(folder).replies["D03"].kinds == ("0203",)
    rows = ["编码,名称,用在,事项,话", "A1,好,对话、答复,,好的。", "A2,差,电话,,好的。",
            "A3,差,,99,好的。", "A4,差,,,{姓名}好。", "A1,重,,,好的。", "A5,,,,好的。"]  # fmt: skip
    file.write_bytes("\r\n".join(rows).encode("gb18030"))
    told = [(each.line, each.words) for each in check(folder, TODAY) if each.file == file.name]
    assert [line for line, _ in told] == [3, 4, 5, 6, 7]
    wanted = ("应是其中之一：对话、答复", "没有编码为“99”的事项", "这里不能用{姓名}", "重复了",
              "“名称”不能空着")  # fmt: skip
    assert all(part in words for part, (_, words) in zip(wanted, told, strict=True))
    file.unlink()
    assert read(folder).replies == {}


def test_every_template_of_the_demo_goes_out_as_it_came_in() -> None:
    demo = read(DISTRICTS / "demo").replies.values()
    text = (DISTRICTS / "demo" / "replies.csv").read_text("utf-8")
    assert table(REPLY, map(reply_cells, demo)).count("\r\n") == text.count("\n")


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


def test_the_files_have_a_word_for_every_role_kind_and_place_of_use() -> None:
    assert set(words_of_files.ROLES.values()) == set(ROLES)
    assert set(words_of_files.KINDS.values()) == set(KINDS)
    assert set(words_of_files.REPLY_WHERE.values()) == {TALK, ANSWER}
