"""What offices and spreadsheets do to files is forgiven, and settings are read as written."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from grid.catalogue import Limit
from integrations.district import check, read
from tests.district.conftest import change

SPOILS: dict[str, Callable[[str], bytes]] = {
    "gb18030": lambda text: text.encode("gb18030"),
    "bom": lambda text: text.encode("utf-8-sig"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode("utf-8"),
    "gb18030 from windows": lambda text: text.replace("\n", "\r\n").encode("gb18030"),
    "blank lines": lambda text: text.replace("\n", "\n\n").encode("utf-8"),
}


@pytest.mark.parametrize("name", SPOILS)
def test_whatever_an_office_saves_reads_the_same(folder: Path, name: str) -> None:
    before = read(folder)
    for path in folder.glob("*.csv"):
        path.write_bytes(SPOILS[name](path.read_text(encoding="utf-8")))
    assert check(folder) == []
    assert read(folder) == before


def test_what_excel_makes_of_codes_and_dates_is_undone(folder: Path) -> None:
    before = read(folder)
    catalogue = folder / "catalogue.csv"
    lines = catalogue.read_text(encoding="utf-8").split("\n")
    catalogue.write_text("\n".join(line.removeprefix("0") for line in lines), encoding="utf-8")
    calendar = folder / "calendar.csv"
    text = calendar.read_text(encoding="utf-8").replace("2026-0", "2026/").replace("2026-", "2026/")
    calendar.write_text(text.replace("-", "/").replace("/0", "/"), encoding="utf-8")
    assert read(folder) == before


def test_numeric_codes_find_their_lost_zeros(folder: Path) -> None:
    """One file went through Excel, the other did not."""
    for name in ("units.csv", "places.csv", "roster.csv", "areas.geojson"):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace("CH", "0"), encoding="utf-8")
    before = read(folder)
    roster = folder / "roster.csv"
    stripped = re.sub(r",0(\d+),", r",\1,", roster.read_text(encoding="utf-8"))
    roster.write_text(stripped, encoding="utf-8")
    assert {each.unit for each in read(folder).roster.values()} == {
        each.unit for each in before.roster.values()
    }


def test_lists_may_be_separated_by_any_comma(folder: Path) -> None:
    change(folder / "places.csv", "区医院、人民医院", '"区医院，人民医院;老医院"')
    places = read(folder).places.values()
    hospital = next(each for each in places if each.name == "澄禾区人民医院")
    assert hospital.aliases == ("区医院", "人民医院", "老医院")


def test_policies_left_out_keep_their_default_and_others_change(folder: Path) -> None:
    (folder / "policies.yaml").write_text(
        '安静时段: ["20:00-08:00"]\n满意度回访: 36小时\n'
        '网格先办: 2工作小时\n工作时间: ["09:00-17:00"]\n',
        encoding="utf-8",
    )
    district = read(folder)
    assert [str(each) for each in district.policies.quiet[0]] == ["20:00:00", "08:00:00"]
    assert district.policies.survey_after == timedelta(hours=36)
    assert district.policies.grid_first == Limit(2, "hour", "working")
    assert district.policies.redo_max == 2
    assert str(district.calendar.hours[0][0]) == "09:00:00"


def test_phones_and_wording_are_text_as_written(folder: Path) -> None:
    (folder / "phones.yaml").write_text("燃气抢修: 0512\n我们的电话: 12:30\n", encoding="utf-8")
    (folder / "wording.yaml").write_text("welcome: 您好\n", encoding="utf-8")
    district = read(folder)
    assert district.phones == {"gas": "0512", "我们的电话": "12:30"}
    assert district.wording == {"welcome": "您好"}


def test_a_member_may_have_a_channel_and_a_wrong_one_is_named(folder: Path) -> None:
    path = folder / "roster.csv"
    head, first, second, third, *rest = path.read_text(encoding="utf-8").split("\n")
    lines = [f"{head},联系渠道", f"{first},Telegram：4711", f"{second},Fang@Example.org",
             f"{third},", *(f"{line}," if line else line for line in rest)]  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8")
    members = list(read(folder).roster.values())
    assert [one.channel for one in members[:3]] == ["telegram:4711", "mail:fang@example.org", ""]
    path.write_text("\n".join(lines).replace("Telegram：4711", "微信"), encoding="utf-8")
    assert any("联系渠道" in str(wrong) and "微信" in str(wrong) for wrong in check(folder))


def test_the_city_names_the_days_on_which_nobody_is_asked_anything(folder: Path) -> None:
    policies = folder / "policies.yaml"
    policies.write_text('安静日子: [6月7日, "06-08", 1月27日]\n', encoding="utf-8")
    days = read(folder).policies.quiet_days
    assert [(day.month, day.day) for day in days] == [(6, 7), (6, 8), (1, 27)]
