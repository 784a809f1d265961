"""Counting on both databases: nothing twice, everything listed that is counted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from bot.afterwards import plan
from bot.desk.table import do
from bot.hearing import district_of
from bot.settings import Settings
from dialogs.commands import AnswerTicket, JoinTicket, OpenTicket, RateTicket, WithdrawTicket
from grid.district import District
from grid.events import Actor
from grid.figures import MEASURES, OUT, Tally, together
from grid.hotspots import Hotspot, Seen
from grid.merging import Merge
from grid.orders import Check, ReportDone, RequestReturn, Sign
from grid.rejecting import HandToRescue, Reject
from integrations.sql import counting, counting_more, visits
from integrations.sql.counting import Frame, behind, counted, how_many
from integrations.sql.duties import overdue
from integrations.sql.hotspots import Hotspots, cases, crowd_at
from integrations.sql.store import Store
from tests.store.test_way import NOW, desk

CLERK = Actor("chen", "hotline_staff")
PLACE = {"text": "幸福里", "grid": "CH010101", "place": "P0001"}
ROADWORK = "0102"  # the cleaning department's


class Office:
    """Residents and staff at the desk of one store, at a time that moves."""

    def __init__(self, store: Store, district: District) -> None:
        self.store, self.district, self.now = store, district, NOW

    def orders(self, command: Any, who: Actor = CLERK) -> Any:
        with self.store.begin() as work:
            made = desk(work, self.district, who, self.now)
            if who.role == "resident":
                row = work.contacts.lock(who.id, self.now)
                made.contact, made.person = row.contact, row.person
            result = do(made, command)
            plan(made, None, [])
            return result

    def opens(self, who: str, category: str = ROADWORK, place: dict[str, Any] = PLACE) -> str:
        made = self.orders(OpenTicket(category, "路面上撒了一地沙子", place),
                           Actor(f"web:{who}", "resident"))  # fmt: skip
        return str(made.number)

    def answers(self, number: str) -> None:
        self.orders(AnswerTicket(number, "已经清扫干净。", "chen"))

    def rates(self, who: str, number: str, solved: str, satisfied: int) -> None:
        self.orders(RateTicket(number, solved, satisfied), Actor(f"web:{who}", "resident"))

    def frame(self, **more: Any) -> Frame:
        start = NOW - timedelta(days=1)
        return Frame(start, self.now + timedelta(days=1), self.now, **more)

    def tally(self, by: str = "day", **more: Any) -> Tally:
        with self.store.read() as work:
            return together(counted(work.connection, self.frame(**more), by).values())

    def numbers(self, what: str, **more: Any) -> list[str]:
        with self.store.read() as work:
            query = behind(self.frame(**more), what)
            return counting.listed(work.connection, query, 50, 0)


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store, district_of(Settings().district_folder))


def test_a_merged_report_and_a_follower_are_counted_once(office: Office) -> None:
    first, second = office.opens("a"), office.opens("b")
    office.orders(JoinTicket(first), Actor("web:c", "resident"))
    office.orders(Merge(first, (second,), "同一处沙子"))
    tally = office.tally()
    assert (tally["all"], tally["base"], tally["out.merged"]) == (2, 1, 1)
    office.answers(first)  # the merged one is answered with it, and is still one matter
    tally = office.tally()
    assert (tally["base"], tally["of.in_time"], tally["out.merged"]) == (1, 1, 1)
    assert office.numbers("out.merged") == [second]


def test_withdrawn_praise_and_unsorted_are_left_out_and_said(office: Office) -> None:
    gone, praise, unsorted = office.opens("a"), office.opens("b", "1206"), office.opens("c", "1207")
    office.orders(WithdrawTicket(gone), Actor("web:a", "resident"))
    assert {key: office.numbers(f"out.{key}") for key in ("withdrawn", "talk", "waiting")} == {
        "withdrawn": [gone], "talk": [praise], "waiting": [unsorted]}  # fmt: skip
    assert office.tally()["base"] == 0


def test_what_was_not_accepted_is_in_the_rate_of_acceptance_alone(office: Office) -> None:
    kept, other, urgent = office.opens("a"), office.opens("b"), office.opens("c")
    clerk = Actor("chen", "hotline_staff")
    office.orders(Reject(other, "elsewhere", "路口在邻市南浦区。"), clerk)
    office.orders(HandToRescue(urgent, "119", "14:05打的，已派车"), clerk)
    tally = office.tally()
    assert (tally["got.accepted"], tally["of.accepted"], tally["base"]) == (1, 3, 1)
    assert office.numbers("got.accepted") == [kept]
    assert set(office.numbers("of.accepted")) == {kept, other, urgent}
    assert office.numbers("out.rejected") == [other]


def test_the_longest_over_are_named_and_waits_are_of_what_counts(office: Office) -> None:
    first, answered = office.opens("a"), office.opens("b")
    office.now += timedelta(minutes=5)
    later = office.opens("c")
    office.answers(answered)
    office.now += timedelta(days=9)
    with office.store.read() as work:
        assert overdue(work.connection, office.now, 1) == (2, [first])
        assert overdue(work.connection, office.now, 9) == (2, [first, later])
        ((told, done),) = counting.answered_of(work.connection, office.frame())
    assert done - told == timedelta(minutes=5)


def test_an_answer_after_its_date_is_late_and_an_open_one_past_it_too(office: Office) -> None:
    on_time, late, never = (office.opens(who) for who in "abc")
    office.answers(on_time)
    office.now += timedelta(days=4)
    office.answers(late)
    assert office.numbers("got.in_time") == [on_time]
    assert sorted(office.numbers("of.in_time")) == [on_time, late, never]


def test_the_reporters_last_word_counts_and_nobody_elses(office: Office) -> None:
    number = office.opens("a")
    office.orders(JoinTicket(number), Actor("web:b", "resident"))
    office.answers(number)
    office.rates("a", number, "unsolved", 1)
    office.answers(number)
    office.rates("a", number, "solved", 4)
    office.rates("b", number, "unsolved", 1)
    tally = office.tally()
    assert [tally[key] for key in ("of.solved", "got.solved", "got.satisfied")] == [1, 1, 1]
    assert (tally["of.redone"], tally["got.redone"]) == (1, 1)
    assert tally["got.in_time_first"] == 0  # it took a redo


def test_silence_is_never_satisfaction(office: Office) -> None:
    number = office.opens("a")
    office.answers(number)
    tally = office.tally()
    assert (tally["of.satisfied"], tally["got.satisfied"]) == (0, 0)


def test_a_first_contact_counts_when_it_is_in_time_and_an_answer_is_one(office: Office) -> None:
    answered, silent = office.opens("a"), office.opens("b")
    office.answers(answered)
    office.now += timedelta(days=4)
    assert office.numbers("got.contact") == [answered]
    assert sorted(office.numbers("of.contact")) == [answered, silent]


@pytest.mark.parametrize("by", ["day", "area", "unit", "category"])
def test_every_way_of_cutting_adds_up_to_the_same(office: Office, by: str) -> None:
    first = office.opens("a")
    office.opens("b", "0104", {"text": "别处", "grid": "CH020101"})
    office.opens("c", "0501", {})
    office.answers(first)
    assert office.tally(by) == office.tally("day")
    assert office.tally(by)["all"] == 3


def test_whatever_is_counted_can_be_listed(office: Office) -> None:
    first, second = office.opens("a"), office.opens("b")
    office.answers(first)
    office.rates("a", first, "solved", 5)
    office.orders(RequestReturn(second, "BM01", "duty", "职责清单没有这一项。", "BM03"),
                  Actor("u", "unit_handler"))  # fmt: skip
    office.now += timedelta(days=3)
    tally = office.tally()
    names = ["all", "base", *(f"{side}.{m.key}" for m in MEASURES for side in ("of", "got")),
             *(f"out.{key}" for key in OUT)]  # fmt: skip
    with office.store.read() as work:
        listed = {name: how_many(work.connection, behind(office.frame(), name)) for name in names}
    assert listed == {name: tally[name] for name in names}
    assert office.numbers("got.nonsense") == []


def test_an_area_holds_its_grids_and_the_placeless_of_its_units(office: Office) -> None:
    here, placeless = office.opens("a"), office.opens("b", "0501", {})
    assert office.numbers("all", area=frozenset({"CH01", "CH010101"})) == [here]
    with office.store.read() as work:
        ticket = work.tickets.get(placeless)
    assert ticket is not None
    assert office.numbers("all", area=frozenset({ticket.unit})) == [placeless]


def test_a_closure_is_verified_only_by_somebody_elses_check(office: Office) -> None:
    checked, direct = office.opens("a"), office.opens("b")
    unit = Actor("u", "unit_handler")
    office.orders(Sign(checked, "BM01"), unit)
    office.orders(
        ReportDone(checked, "BM01", "已经清扫干净，路面无沙。", document="现场记录1"), unit
    )
    office.orders(
        Check(checked, True, "site", "到现场看过，路面已经干净了。"), Actor("v", "verifier")
    )
    office.answers(direct)
    for who, number in (("a", checked), ("b", direct)):
        office.rates(who, number, "solved", 5)
        _closes(office, number)
    with office.store.read() as work:
        found = list(counting_more.closures(work.connection, office.frame(), timedelta(days=15)))
    assert {(one.unit, one.out, one.young, one.count) for one in found} == {
        ("BM01", "", True, 1), ("BM01", "unchecked", True, 1)}  # fmt: skip


def _closes(office: Office, number: str) -> None:
    from bot.desk.ratings import close_rated

    with office.store.begin() as work:
        close_rated(desk(work, office.district, CLERK, office.now), number)


def test_returns_are_found_by_when_they_were_asked_for(office: Office) -> None:
    number = office.opens("a")
    office.orders(RequestReturn(number, "BM01", "duty", "职责清单没有这一项。", "BM03"),
                  Actor("u", "unit_handler"))  # fmt: skip
    with office.store.read() as work:
        found = counting_more.returned(work.connection, office.frame())
        later = Frame(NOW + timedelta(days=1), NOW + timedelta(days=2), NOW)
        assert not counting_more.returned(work.connection, later)
    assert [(one, code) for one, code, _ in found] == [(number, ROADWORK)]
    assert [event.move for event in found[0][2]][-1] == "request_return"


def test_a_morning_begins_with_what_is_overdue_and_what_is_due_today(office: Office) -> None:
    office.opens("a")
    with office.store.read() as work:
        assert counting_more.waiting_now(work.connection, office.frame())["today"] == 1
    office.now += timedelta(days=3)
    with office.store.read() as work:
        counts = counting_more.waiting_now(work.connection, office.frame())
        listed = how_many(work.connection, counting_more.behind_now(office.frame(), "overdue"))
    assert (counts["overdue"], counts["overdue_new"], counts["decide"], listed) == (1, 1, 0, 1)


def test_people_at_one_place_are_counted_with_who_follows(office: Office) -> None:
    first = office.opens("a")
    office.opens("b", "0104")
    office.orders(JoinTicket(first), Actor("web:c", "resident"))
    with office.store.read() as work:
        found = crowd_at(work.connection, "P0001", office.now)
        assert (found.count, found.people) == (2, 3)
        since = office.now - timedelta(days=7)
        assert how_many(work.connection, cases(ROADWORK, "P0001", since, office.now)) == 1
        assert Hotspots(work.connection).listed("open") == []


def test_a_visit_goes_on_until_a_day_of_silence(office: Office) -> None:
    def step(at: datetime, **more: Any) -> None:
        with office.store.begin() as work:
            visits.keep(work.connection, visits.Step("web:a", at, **more))

    step(NOW, flow="report", question="where", missed=True)
    step(NOW + timedelta(minutes=1), flow="report", question="sure")
    step(NOW + timedelta(minutes=2), flow="report", question="sure", corrected=True)
    step(NOW + timedelta(minutes=3), queued=True, tickets=1)
    with office.store.begin() as work:
        visits.taken(work.connection, "web:a", NOW + timedelta(minutes=13))
        visits.taken(work.connection, "web:a", NOW + timedelta(hours=3))
    step(NOW + timedelta(hours=30), flow="report", question="where")
    with office.store.read() as work:
        frame = Frame(NOW - timedelta(days=1), NOW + timedelta(days=3), NOW + timedelta(days=3))
        found = counting_more.funnels(work.connection, frame)["web"]
    counts = (found.visits, found.turns, found.missed, found.reports, found.cards, found.confirmed)
    assert counts == (2, 5, 1, 2, 1, 1)
    assert (found.corrected, found.queued, found.waits) == (1, 1, [600.0])
    assert found.left == {("report", "where"): 1}
    with office.store.read() as work:
        kept = work.connection.exec_driver_sql("SELECT contact FROM visits").scalars().all()
    assert not any("web" in one for one in kept)  # whose they are is not kept


def test_two_people_who_tell_and_follow_much_are_two(office: Office) -> None:
    for category in ("0102", "0103", "0104"):
        office.orders(JoinTicket(office.opens("a", category)), Actor("web:b", "resident"))
    with office.store.read() as work:
        found = crowd_at(work.connection, "P0001", office.now)
    assert (found.count, found.people) == (3, 2)


def test_a_morning_is_of_the_unit_and_the_category_that_were_chosen(office: Office) -> None:
    office.opens("a")
    with office.store.read() as work:
        for narrow in ({"unit": "BM99"}, {"category": "0501"}):
            frame = office.frame(**narrow)
            assert counting_more.waiting_now(work.connection, frame)["today"] == 0
            assert how_many(work.connection, counting_more.behind_now(frame, "today")) == 0


def test_a_clerk_who_writes_long_after_a_visit_came_for_nobody_in_it(office: Office) -> None:
    with office.store.begin() as work:
        visits.keep(work.connection, visits.Step("web:m1", NOW))
        visits.keep(work.connection, visits.Step("web:m2", NOW, queued=True))
        for who in ("web:m1", "web:m2"):
            visits.taken(work.connection, who, NOW + timedelta(days=3))
        frame = Frame(NOW - timedelta(days=1), NOW + timedelta(days=3), NOW + timedelta(days=3))
        found = counting_more.funnels(work.connection, frame)["web"]
    assert (found.visits, found.queued, len(found.waits)) == (2, 1, 1)


def test_a_grid_s_hot_spot_is_counted_on_at_its_place_once(office: Office) -> None:
    def seen(place: str) -> Hotspot:
        return Hotspot("burst", Seen("0103", place, 5, 4, 0, NOW), 0.5, 0.0)

    with office.store.begin() as work:
        kept = Hotspots(work.connection)
        assert kept.keep(seen("P0001"), NOW, "CH010101")
        assert kept.keep(seen("CH010101"), NOW, "CH010101")
        assert not kept.keep(seen("P0001"), NOW, "CH010101")
        assert sorted(row.place for row in kept.listed("open")) == ["CH010101", "P0001"]


def test_of_many_who_find_one_hot_spot_at_once_one_keeps_it(store: Store) -> None:
    def keep(place: str, gate: Barrier, seconds: int) -> bool:
        spot, now = Hotspot("burst", Seen("0103", place, 5, 4, 0, NOW), 0.5, 0.0), NOW
        gate.wait()
        with store.begin() as work:
            kept = Hotspots(work.connection)
            return kept.keep(spot, now + timedelta(seconds=seconds), "CH010101")

    with ThreadPoolExecutor(4) as pool:
        for n in range(8):
            gate = Barrier(4)
            tried = [pool.submit(keep, f"P{n}", gate, seconds) for seconds in range(4)]
            assert [one.result() for one in tried].count(True) == 1
    with store.read() as work:
        rows = Hotspots(work.connection).listed("open")
    assert sorted(row.place for row in rows) == [f"P{n}" for n in range(8)]


def test_a_hot_spot_of_the_grid_becomes_the_place_s_and_one_dealt_with_may_come_again(
    store: Store,
) -> None:
    def keep(place: str, hours: int) -> bool:
        with store.begin() as work:
            spot = Hotspot("burst", Seen("0103", place, 5, 4, 0, NOW), 0.5, 0.0)
            return Hotspots(work.connection).keep(spot, NOW + timedelta(hours=hours), "CH010101")

    assert keep("CH010101", 0)
    assert not keep("P0001", 1)
    with store.begin() as work:
        (row,) = Hotspots(work.connection).listed("open")
        assert (row.place, row.found) == ("P0001", NOW)
        assert Hotspots(work.connection).decide(row.id, "known", "已处理", ("li", NOW))
    assert keep("P0001", 2)
    assert not keep("P0001", 3)


def test_what_another_system_reports_is_nobody_s_patrol(office: Office) -> None:
    for n, contact in enumerate(("office:wang", "office:system-1", "office:enter-1", "web:x")):
        number = office.opens(f"n{n}")
        with office.store.begin() as work:
            ticket = work.tickets.get(number)
            assert ticket is not None
            work.tickets.save(replace(ticket, contact=contact))
    with office.store.read() as work:
        (trend,) = counting_more.trends(work.connection, office.frame())
    assert (trend.now, trend.staff_now) == (4, 1)
