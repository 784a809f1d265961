"""A district answers: which grid, which unit, by when, and who."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from grid.calendar import SHANGHAI, WorkingCalendar
from grid.catalogue import Category, Limit
from grid.district import District
from grid.people import Hours, Member
from grid.places import Area, Place
from grid.units import Unit


def box(of: str, west: float, south: float, side: float) -> Area:
    east, north = west + side, south + side
    return Area(of, (((west, south), (east, south), (east, north), (west, north)),))


UNITS = (
    Unit("D", "样区", "district"),
    Unit("S", "样街道", "street", "D", lead_names=("街道办事处",)),
    Unit("C", "样社区", "community", "S"),
    Unit("G1", "样一网格", "grid", "C"),
    Unit("G2", "样二网格", "grid", "C"),
    Unit("M", "样微网格", "micro_grid", "G2"),
    Unit("X", "样专业网格", "grid", "S", layer="professional"),
    Unit("ZX", "区联动指挥中心", "district", "D", kind="centre"),
    Unit("JD", "区机动队", "district", "D", kind="patrol", catch_all=True),
    Unit("W", "区水务局", "district", "D", kind="department", lead_names=("水务局",)),
    Unit("P", "区公安局", "district", "D", kind="department", lead_names=("公安局",)),
    Unit("SP", "样派出所", "street", "S", "department", lead_names=("公安局(派出所)",)),
    Unit("CT", "样社区调委会", "community", "C", "committee", lead_names=("社区人民调解委员会",)),
)
AREAS = (
    box("D", 0, 0, 10), box("G1", 0, 0, 2), box("G2", 2, 0, 2), box("M", 3, 0, 1),
    box("X", 0, 0, 5), box("里", 0.5, 0.5, 1), box("幢", 0.6, 0.6, 0.1),
)  # fmt: skip
PLACES = (
    Place("里", "和里", "G1", ("老和里",)),
    Place("幢", "和里1幢", "G1", kind="building"),
    Place("路", "长路", kind="road", grids=("G1", "G2")),
    Place("库", "水库", kind="landmark"),
)
LEAK = Category(
    "0204", "积水", "市政", "水务局(排水)", ("街道办事处", "物业企业", "水务局"), "community", "U2",
    Limit(1, "hour", "working"), Limit(2, "day", "working"), ("loc", "photo"), "forbidden",
    True, "normal",
)  # fmt: skip
ROSTER = (
    Member("1", "甲", "patroller", "G1"),
    Member("2", "乙", "mediator", "CT"),
    Member("3", "丙", "duty", "ZX", hours=(Hours(0, "08:00", "20:00"),)),
    Member("4", "丁", "duty", "ZX", hours=(Hours(0, "20:00", "08:00"),)),
    Member("5", "戊", "mediator", "D"),
)


@pytest.fixture
def district() -> District:
    return District(
        name="样区",
        units={each.id: each for each in UNITS},
        places={each.id: each for each in PLACES},
        areas=AREAS,
        catalogue={"0204": LEAK},
        roster={each.id: each for each in ROSTER},
        calendar=WorkingCalendar(),
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_a_chain_runs_from_the_unit_up_to_the_district(district: District) -> None:
    assert [each.id for each in district.chain("M")] == ["M", "G2", "C", "S", "D"]


def test_children_are_areas_first(district: District) -> None:
    assert [each.id for each in district.children("S")] == ["C", "X", "SP"]
    assert district.children("M") == ()


def test_a_position_finds_the_smallest_grid_of_its_layer(district: District) -> None:
    assert district.grid_at(lat=0.5, lng=2.5) == district.units["G2"]
    assert district.grid_at(lat=0.5, lng=3.5) == district.units["M"]
    assert district.grid_at(0.5, 3.5, layer="professional") == district.units["X"]


def test_a_position_in_no_grid_is_still_in_the_district(district: District) -> None:
    assert district.grid_at(9, 9) is None
    assert not district.outside(9, 9)
    assert district.outside(11, 9)


def test_without_polygons_no_position_is_outside(district: District) -> None:
    assert not replace(district, areas=()).outside(50, 50)


def test_a_position_finds_the_building_before_the_estate(district: District) -> None:
    assert district.place_at(0.65, 0.65) == district.places["幢"]
    assert district.place_at(1.4, 1.4) == district.places["里"]
    assert district.place_at(1.9, 1.9) is None


def test_names_for_the_listener(district: District) -> None:
    names = set(district.names())
    assert {("和里", "里", "G1"), ("老和里", "里", "G1")} <= names
    assert {("长路", "路", "G1"), ("长路", "路", "G2"), ("水库", "库", "")} <= names
    assert {("样社区", "", "C"), ("样微网格", "", "M")} <= names
    assert "和里1幢" not in {text for text, _, _ in names}
    assert "样区" not in {text for text, _, _ in names}


def test_a_department_is_found_without_its_brackets(district: District) -> None:
    assert district.unit_for(LEAK, "G1").id == "W"


def test_the_station_and_the_committee_of_the_place_are_found(district: District) -> None:
    assert district.unit_for(replace(LEAK, lead="公安局(派出所)"), "G1").id == "SP"
    assert district.unit_for(replace(LEAK, lead="社区人民调解委员会"), "M").id == "CT"
    assert district.unit_for(replace(LEAK, lead="街道办事处"), "C").id == "S"


def test_of_two_stations_the_one_of_the_street_is_found(district: District) -> None:
    other = {
        "S2": Unit("S2", "邻街道", "street", "D"),
        "SP2": Unit("SP2", "邻所", "street", "S2", "department", lead_names=("公安局(派出所)",)),
    }
    wider = replace(district, units={**district.units, **other})
    category = replace(LEAK, lead="公安局(派出所)")
    assert wider.unit_for(category, "S2").id == "SP2"
    assert wider.unit_for(category, "D").id == "P"  # no station beside it: the bureau itself


def test_what_lies_in_no_grid_goes_to_the_catch_all_unit(district: District) -> None:
    assert district.unit_for(LEAK, None).id == "JD"


def test_what_has_no_place_goes_to_the_centre(district: District) -> None:
    assert district.unit_for(replace(LEAK, slots=("topic",)), None).id == "ZX"


def test_an_unknown_lead_goes_to_the_centre(district: District) -> None:
    assert district.unit_for(replace(LEAK, lead="没有的局"), "G1").id == "ZX"


def test_the_grid_tries_first_where_the_catalogue_says_so(district: District) -> None:
    assert district.first_unit(LEAK, "G1").id == "G1"
    assert district.first_unit(replace(LEAK, grid_first=False), "G1").id == "W"
    assert district.first_unit(LEAK, "C").id == "W"
    assert district.first_unit(LEAK, None).id == "JD"


def test_co_units_are_those_of_the_district_without_the_lead(district: District) -> None:
    assert [each.id for each in district.co_units(LEAK, "G1")] == ["S"]


def test_deadlines_in_working_time(district: District) -> None:
    contact, answer = district.deadlines(LEAK, at("2026-11-18 17:00"))
    assert contact == at("2026-11-19 09:00")
    assert answer == at("2026-11-20 17:30")
    assert (contact.tzinfo, answer.tzinfo) == (UTC, UTC)


def test_deadlines_in_natural_time_run_through_the_night(district: District) -> None:
    urgent = replace(
        LEAK, respond=Limit(30, "minute", "natural"), resolve=Limit(24, "hour", "natural")
    )
    opened = at("2026-11-21 23:50")
    contact, answer = district.deadlines(urgent, opened)
    assert contact - opened == timedelta(minutes=30)
    assert answer - opened == timedelta(hours=24)


def test_members_come_nearest_first_with_those_of_committees(district: District) -> None:
    mediators = district.members("mediator", district.chain("G1"))
    assert [each.id for each in mediators] == ["2", "5"]
    assert [each.id for each in district.members("patroller", district.chain("G2"))] == []


def test_duty_follows_the_watches_through_the_night(district: District) -> None:
    grid = district.units["G1"]
    assert [each.id for each in district.duty(grid, at("2026-11-23 12:00"))] == ["3"]  # Monday
    assert [each.id for each in district.duty(grid, at("2026-11-23 23:00"))] == ["4"]
    assert [each.id for each in district.duty(grid, at("2026-11-24 07:59"))] == ["4"]


def test_an_alert_finds_somebody_even_in_a_gap_of_the_roster(district: District) -> None:
    assert len(district.duty(district.units["G1"], at("2026-11-25 12:00"))) == 2


def test_an_area_is_known_by_its_name_alone(district: District) -> None:
    areas = (
        Unit("N", "光明新村社区", "community", "S"),
        Unit("N1", "光明新村社区第1网格", "grid", "N"),
        Unit("H1", "机床厂宿舍第一网格", "grid", "C"),
        Unit("H2", "机床厂宿舍第二网格", "grid", "C"),
        Unit("K", "和平社区", "community", "S"),
    )
    units = {**district.units, **{each.id: each for each in areas}}
    rows = set(replace(district, units=units).names())
    assert {row for row in rows if row[0] == "光明新村"} == {("光明新村", "", "N")}
    assert {row[2] for row in rows if row[0] == "机床厂宿舍"} == {"H1", "H2"}
    assert not [row for row in rows if row[0] == "和平"]


def test_a_place_keeps_its_name_before_an_area(district: District) -> None:
    units = {**district.units, "N": Unit("N", "光明新村社区", "community", "S")}
    places = {**district.places, "村": Place("村", "光明新村", "G1")}
    rows = replace(district, units=units, places=places).names()
    assert [row for row in rows if row[0] == "光明新村"] == [("光明新村", "村", "G1")]
