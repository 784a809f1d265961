"""Returns: how long, to whom never, whose desk decides; read from a ticket's log."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.build import district_of
from bot.settings import Settings
from grid.district import District
from grid.events import Actor
from grid.people import Member
from grid.refused import Refused
from grid.returns import (
    Way,
    barred,
    centre_offered,
    desk_above,
    may_be_returned_until,
    office_dues,
    own_grids,
    unit_due,
    way_of,
)
from grid.tickets import State, Ticket, moved
from grid.units import Unit

AT = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)  # Wednesday, 10:00 in Shanghai
CLERK = Actor("chen", "dispatcher")


@pytest.fixture(scope="module")
def district() -> District:
    return district_of(Settings().district_folder)


def walked(*steps: tuple[str, str], sla: str = "N3", reporter: str = "web:1") -> tuple[Ticket, Way]:
    """A ticket after some moves, an hour apart; of a move the unit it goes to or comes from."""
    ticket = Ticket("20261118-0001", "1", "web:1", "0102", "脏", AT, sla=sla, grid="CH010101")
    events, at, actor = [], AT, Actor(reporter, "resident")
    for move, unit in (("submit", ""), ("accept", ""), *steps):
        more = {"unit": unit} if move in ("dispatch", "designate", "reroute") else {}
        ticket, event = moved(ticket, move, actor, at, data={**more, "from": unit}, changes=more)
        events.append(event)
        actor, at = CLERK, at + timedelta(hours=1)
    return ticket, way_of(events)


def shanghai(at: datetime | None) -> str:
    return f"{at + timedelta(hours=8):%m-%d %H:%M}" if at else ""


@pytest.mark.parametrize(
    ("sla", "until"),
    [("E0", "11-18 12:30"), ("E1", "11-18 12:30"), ("U2", "11-18 16:00"), ("N3", "11-19 17:30"),
     ("C4", "11-19 17:30"), ("Q", "11-19 17:30"), ("R", "11-25 17:30")],
)  # fmt: skip
def test_each_class_has_its_time_for_returning(district: District, sla: str, until: str) -> None:
    ticket, way = walked(("dispatch", "BM01"), sla=sla)  # at noon
    assert shanghai(may_be_returned_until(district, ticket, way)) == until


def test_after_a_ruling_there_is_no_time_for_returning(district: District) -> None:
    ticket, way = walked(("coordinate", ""), ("designate", "BM01"))
    assert way.designated
    assert may_be_returned_until(district, ticket, way) is None


def test_who_returned_it_gets_it_no_more_who_had_to_keep_it_may(district: District) -> None:
    _, way = walked(("dispatch", "BM01"), ("request_return", "BM01"), ("deny_return", "BM01"))
    assert way.returned == ()
    assert way.denied == ("BM01",)
    assert not barred(district, way, district.units["BM01"])
    _, way = walked(("dispatch", "BM01"), ("request_return", "BM01"), ("approve_return", "BM01"))
    assert "退回过" in barred(district, way, district.units["BM01"])
    assert not barred(district, way, district.units["BM03"])


def test_it_never_goes_back_to_the_grid_whose_patroller_reported_it(district: District) -> None:
    patroller = next(m for m in district.roster.values() if m.role == "patroller")
    _, way = walked(("dispatch", "BM01"), reporter=patroller.id)
    assert own_grids(district, patroller.id) == {patroller.unit}
    assert "自己的巡查员报上来的" in barred(district, way, district.units[patroller.unit])
    community = district.units[district.units[patroller.unit].parent]
    assert not barred(district, way, community)


def test_a_patroller_of_a_micro_grid_bars_the_grid_around_it(district: District) -> None:
    micro = Unit("m1", "一号微网格", "micro_grid", "CH010101")
    member = Member("R9", "某巡查员", "patroller", "m1")
    wider = replace(district, units={**district.units, "m1": micro},
                    roster={**district.roster, "R9": member})  # fmt: skip
    assert own_grids(wider, "R9") == {"m1", "CH010101"}


def test_patrols_and_the_district_itself_handle_nothing(district: District) -> None:
    patrol = Unit("p1", "巡查一队", "district", "CH", kind="patrol")
    assert "只管发现" in barred(district, Way(), patrol)
    assert "请派给具体的" in barred(district, Way(), district.root)
    assert "没有这个单位" in barred(district, Way(), None)
    assert not barred(district, Way(), district.catch_all)


def test_the_nearest_level_with_dispatchers_decides_never_the_unit_itself(
    district: District,
) -> None:
    assert desk_above(district, "CH010101") == district.centre
    member = Member("R9", "某派单员", "dispatcher", "CH01")
    wider = replace(district, roster={**district.roster, "R9": member})
    assert desk_above(wider, "CH010101").id == "CH01"
    assert desk_above(wider, "CH01") == district.centre
    assert desk_above(wider, "CH020101") == district.centre
    assert desk_above(wider, "nowhere") == district.centre


def test_the_office_has_its_own_times(district: District) -> None:
    asked = (("dispatch", "BM01"), ("request_return", "BM01"))  # asked at 13:00
    found = [(words, shanghai(at)) for words, at in office_dues(district, *walked(*asked))]
    assert found == [("定退不退", "11-19 09:00")]
    ticket, way = walked(*asked, sla="E1")
    assert shanghai(office_dues(district, ticket, way)[0][1]) == "11-18 13:30"
    ticket, way = walked(*asked, ("auto", ""))
    found = [(words, shanghai(at)) for words, at in office_dues(district, ticket, way)]
    assert found == [("开协调会", "11-19 17:30"), ("裁定", "11-20 17:30")]
    assert not office_dues(district, *walked(("dispatch", "BM01")))


def test_a_units_clock_begins_when_it_gets_the_ticket(district: District) -> None:
    first, again = ("dispatch", "BM01"), ("dispatch", "BM03")
    back = (("request_return", "BM01"), ("approve_return", "BM01"))
    early = unit_due(district, *walked(first))
    assert shanghai(early) == "11-19 10:00"  # given at noon, five working hours
    assert shanghai(unit_due(district, *walked(first, *back, again))) == "11-19 11:00"  # at 15:00
    assert unit_due(district, *walked(first, *back)) is None
    denied = walked(first, back[0], ("deny_return", "BM01"))
    assert unit_due(district, *denied) == early


def test_the_centre_is_offered_at_the_last_return_the_district_allows(district: District) -> None:
    ticket, _ = walked(("dispatch", "BM01"))
    assert not centre_offered(district, ticket)
    assert centre_offered(district, replace(ticket, return_count=1))
    strict = replace(district, policies=replace(district.policies, return_max=1))
    assert centre_offered(strict, ticket)


def test_only_who_has_it_may_be_rid_of_it() -> None:
    ticket, _ = walked(("dispatch", "BM01"))
    for move in ("approve_return", "deny_return", "designate", "auto"):
        with pytest.raises(Refused, match="现在不能这样做"):
            moved(ticket, move, CLERK, AT)
    assert moved(ticket, "request_return", CLERK, AT)[0].state is State.RETURN_PENDING
