"""A ticket's way between units, its checks and orders, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.desk.desk import SYSTEM, Desk
from bot.desk.returns import undecided
from bot.desk.table import do
from bot.hearing import district_of
from bot.settings import Settings
from console import rows
from console.scope import Scope
from console.way_photos import holder, kept
from dialogs.commands import JoinTicket, OpenTicket, WithdrawTicket
from dialogs.unnamed import HideName
from grid.asking import asked_of
from grid.calendar import YearTable
from grid.district import District
from grid.events import Actor
from grid.handling import handling_of
from grid.orders import (
    AskResident,
    AskTime,
    Check,
    DecideTime,
    DenyReturn,
    Designate,
    Dispatch,
    ReportDone,
    RequestReturn,
    Sign,
    TakeHolidays,
)
from grid.refused import Refused
from grid.returns import mark, way_of
from grid.tickets import Ticket
from integrations import holidays
from integrations.seal import Seal
from integrations.sql.store import Store, Work

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)  # Wednesday, ten in the morning
UNIT, OFFICE, CENTRE = (
    Actor("r0136", "unit_handler"), Actor("chen", "dispatcher"), Actor("leader", "centre_leader"),
)  # fmt: skip
CHECKER = Actor("r0226", "verifier")
DONE, WHY = "到现场清扫，遗撒的渣土已经全部拉走。", "按职责清单定"
PHOTO = {"hash": "ab" * 32, "mime": "image/jpeg", "size": 700}


@pytest.fixture
def district() -> District:
    """The demo's, with a calendar of its own."""
    shared = district_of(Settings().district_folder)
    return replace(shared, calendar=replace(shared.calendar))


@pytest.fixture
def order(store: Store, district: District) -> Callable[..., Any]:
    """Somebody's order, done in a transaction of its own."""

    def give(command: Any, who: Actor, at: datetime = NOW) -> Any:
        with store.begin() as work:
            return do(desk(work, district, who, at), command)

    return give


def desk(work: Work, district: District, who: Actor, at: datetime) -> Desk:
    """A desk in a transaction; a resident's with their conversation."""
    made = Desk(work, district, at, who, Seal("0" * 32))
    if who.role == "resident":
        row = work.contacts.lock(who.id, at)
        made.contact, made.person = row.contact, row.person
    return made


def opened(order: Callable[..., Any], category: str = "0102", who: str = "web:a") -> Ticket:
    """A resident's ticket in the demo's first grid."""
    place = {"text": "幸福里", "grid": "CH010101"}
    command = OpenTicket(category, "幸福里3号楼下有渣土，没人管。", place)
    made: Ticket = order(command, Actor(who, "resident"))
    return made


def now(store: Store, number: str) -> Ticket:
    """The ticket as it is kept."""
    with store.read() as work:
        found = work.tickets.get(number)
    assert found
    return found


def gives_back(number: str, unit: str = "BM01", better: str = "BM03") -> RequestReturn:
    """A unit would be rid of it."""
    return RequestReturn(number, unit, "duty", "这条路不在保洁清单里", better)


def test_a_return_goes_its_way_to_the_ruling_and_the_log_proves_it(
    store: Store, order: Callable[..., Any]
) -> None:
    number = opened(order).number
    for unit, other in (("BM01", "BM03"), ("BM03", "BM21")):
        order(gives_back(number, unit, other), UNIT)
        order(Dispatch(number, other, WHY), OFFICE)
    order(gives_back(number, "BM21", "BM02"), UNIT)
    assert now(store, number).state == "coordinating"
    order(Designate(number, "BM03", "城管、住建", "会上一致"), CENTRE)
    with store.read() as work:
        way = way_of(work.log.of("ticket", number))
        assert not work.log.broken("ticket", number)
    assert (way.held, way.designated) == (("BM01", "BM03", "BM21", "BM03"), True)
    with pytest.raises(Refused):
        order(gives_back(number, "BM03", "BM01"), UNIT)


def test_of_two_dispatchers_at_one_return_the_slower_is_refused(
    store: Store, order: Callable[..., Any]
) -> None:
    number = opened(order).number
    order(gives_back(number), UNIT)
    seen, start = mark(now(store, number)), threading.Barrier(2)

    def decide(command: Any) -> str:
        start.wait()
        try:
            order(command, Actor(f"chen{command.why}", "dispatcher"))
        except Refused:
            return "refused"
        return "done"

    both = [Dispatch(number, "BM03", "归住建局管理", seen), DenyReturn(number, "就是归你", seen)]
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, both)) == ["done", "refused"]
    with store.read() as work:
        assert not work.log.broken("ticket", number)


def test_an_undecided_return_goes_to_the_centre(
    store: Store, order: Callable[..., Any], district: District
) -> None:
    number = opened(order).number
    order(gives_back(number), UNIT)
    with store.read() as work:
        [due] = [row for row in work.dues.of(number) if row.what == "return_decision"]
    assert due.at == NOW + timedelta(hours=6)  # four working hours, over noon
    with store.begin() as work:
        undecided(desk(work, district, SYSTEM, due.at), number)
    assert now(store, number).state == "coordinating"


def test_done_and_checked_with_photos_and_more_time(
    store: Store, order: Callable[..., Any]
) -> None:
    number = opened(order, "0107").number
    unit = now(store, number).unit
    order(Sign(number, unit), UNIT)
    until = now(store, number).answer_due
    assert until
    order(AskTime(number, unit, until + timedelta(hours=1), "要等车辆调来"), UNIT)
    order(DecideTime(number, True, "情况属实"), OFFICE)
    assert now(store, number).answer_due == until + timedelta(hours=1)
    order(ReportDone(number, unit, DONE, (PHOTO,)), UNIT)
    order(
        Check(number, False, "site", "东头还有一堆", files=({**PHOTO, "hash": "cd" * 32},)), CHECKER
    )
    order(ReportDone(number, unit, DONE + "又去了一次。", (PHOTO,)), UNIT)
    order(Check(number, True, "site", DONE), CHECKER)
    found = now(store, number)
    assert (found.state, found.answer) == ("feedback", DONE)
    with store.read() as work:
        owners = sorted(row.contact for row in work.tickets.files(number))
        assert owners == ["check:r0226", f"unit:{unit}"]
        assert handling_of(work.log.of("ticket", number)).granted == 1


def test_a_withdrawn_ticket_leaves_nothing_open(store: Store, order: Callable[..., Any]) -> None:
    number, resident = opened(order).number, Actor("web:a", "resident")
    order(AskResident(number, "渣土在哪个路口？"), OFFICE)
    order(gives_back(number), UNIT)
    order(WithdrawTicket(number), resident)
    with store.read() as work:
        events = work.log.of("ticket", number)
        assert (way_of(events).asked, asked_of(events)) == (None, None)
        assert not [row for row in work.dues.of(number) if row.state == "waiting"]
        assert rows.counted(work, Scope())["returned"] == 0


def test_a_hazard_goes_on_without_the_person(store: Store, order: Callable[..., Any]) -> None:
    number = opened(order, "0207").number
    order(JoinTicket(number), Actor("web:b", "resident"))
    order(gives_back(number, now(store, number).unit, "BM21"), UNIT)
    order(WithdrawTicket(number), Actor("web:a", "resident"))
    after = now(store, number)
    assert (after.state, after.contact) == ("return_pending", "office:hazard")
    with store.read() as work:
        waiting = {row.what for row in work.dues.of(number) if row.state == "waiting"}
        assert "return_decision" in waiting
        assert [contact for _, contact in work.tickets.followers(number)] == ["web:b"]


def test_a_name_is_taken_off_once(store: Store, order: Callable[..., Any]) -> None:
    number, resident = opened(order).number, Actor("web:a", "resident")
    assert order(HideName(number), resident).units
    assert order(HideName(number), resident).already
    with store.read() as work:
        made = [event for event in work.log.of("ticket", number) if event.move == "unname"]
    assert len(made) == 1


def test_the_lists_find_what_waits_for_whom(store: Store, order: Callable[..., Any]) -> None:
    returned, asking, done = (opened(order, code, f"web:{code}").number
                              for code in ("0102", "0107", "0203"))  # fmt: skip
    order(gives_back(returned), UNIT)
    for number in (asking, done):
        order(Sign(number, now(store, number).unit), UNIT)
    until = now(store, asking).answer_due
    assert until
    ask = AskTime(asking, now(store, asking).unit, until + timedelta(hours=1), "要等车辆调来")
    order(ask, UNIT)
    order(ReportDone(done, now(store, done).unit, DONE, (PHOTO,)), UNIT)
    with store.read() as work:
        counts = rows.counted(work, Scope())

        def listed(state: str, scope: Scope | None = None) -> list[str]:
            wanted = rows.Wanted(state, scope=scope or Scope())
            return [t.number for t in rows.wanted_tickets(work, wanted, NOW)]

        assert (listed("returned"), listed("extending")) == ([returned], [asking])
        assert listed("done_pending_check", Scope(checks=True)) == [done]
        theirs = listed("open", Scope(unit=now(store, done).unit))
        assert done in theirs
        assert returned not in theirs
        assert (counts["returned"], counts["extending"]) == (1, 1)


def test_photos_of_an_unfinished_form_are_found_by_who_chose_them(store: Store) -> None:
    with store.begin() as work:
        for number in ("20261118-0001", "20261118-0002"):
            ref = f"{number}:{PHOTO['hash']}"
            work.files.add(holder("li"), {**PHOTO, "ref": ref, "kind": "photo"}, NOW)
            row = work.files.get(holder("li"), ref)
            assert row
            work.files.save(row.id, state="kept", hash=PHOTO["hash"])
    with store.read() as work:
        assert len(kept(work, "li", "20261118-0001")) == 1
        assert kept(work, "zhao", "20261118-0001") == []


def test_a_years_holidays_are_kept_and_move_what_hung_on_them(
    store: Store, order: Callable[..., Any], district: District
) -> None:
    at = datetime(2026, 12, 30, 2, 0, tzinfo=UTC)
    place = {"text": "幸福里", "grid": "CH010101"}
    command = OpenTicket("0107", "行道树倒在路上", place)
    number = order(command, Actor("web:a", "resident"), at).number
    table = YearTable(2027, frozenset({date(2027, 1, 1)}), frozenset())
    before = now(store, number).answer_due
    with store.read() as work:
        assert [one.moves for one in holidays.recounts(work, district, table)] == [True]
    assert order(TakeHolidays(table), CENTRE, at) == 1
    after = now(store, number).answer_due
    assert before
    assert after
    assert after > before
    with store.read() as work:
        assert holidays.kept(work) == (table,)
        assert not work.log.broken("ticket", number)
