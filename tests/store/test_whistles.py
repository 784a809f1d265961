"""Whistles on both databases: called, answered by many at once, called off, scored, proved."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from bot.afterwards import plan
from bot.desk.table import do
from bot.desk.whistling_over import TICKET, ticket_over
from bot.hearing import district_of
from bot.settings import Settings
from dialogs.commands import AnswerTicket, WithdrawTicket
from followup.due import Due
from grid.district import District
from grid.events import Actor
from grid.merging import Merge
from grid.refused import Refused
from grid.whistles import Called, State, Whistle
from grid.whistles_orders import (
    Acknowledge,
    Blow,
    CallOff,
    CallUnit,
    Conclude,
    Decline,
    Judge,
    ReportIn,
    Rule,
    WriteLog,
)
from integrations.sql.migrate import migrate
from integrations.sql.store import Store
from tests.store.test_way import NOW, desk, opened

STREET = Actor("street1", "street")
TEAM, TRAFFIC = Actor("r0250", "unit_handler"), Actor("r0142", "unit_handler")
WHY = "夜市摊点占了整条人行道，请一起来清。"
MINUTE = timedelta(minutes=1)


class Town:
    """A store with the demo's district, in which orders are given one transaction each."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.district: District = district_of(Settings().district_folder)

    def does(self, command: Any, who: Actor = STREET, at: datetime = NOW) -> Any:
        with self.store.begin() as work:
            made = desk(work, self.district, who, at)
            result = do(made, command)
            plan(made, None, [])
            return result

    def ticket(self, who: str = "web:a") -> str:
        return opened(lambda command, actor: self.does(command, actor), "0104", who).number

    def blows(self, *tickets: str, kind: str = "joint", **more: Any) -> Whistle:
        given: dict[str, Any] = {"lead": "CH01Z", "co": ("BM07",), "place": "幸福里西门"}
        made: Whistle = self.does(Blow(kind, "CH01", tickets, why=WHY, **given | more))
        return made

    def now(self, number: str) -> Whistle:
        with self.store.read() as work:
            found = work.whistles.get(number)
        assert found
        return found

    def moves(self, kind: str, about: str) -> list[str]:
        with self.store.read() as work:
            assert not work.log.broken(kind, about)
            return [event.move for event in work.log.of(kind, about)]


@pytest.fixture
def town(store: Store) -> Town:
    return Town(store)


def test_from_blown_to_rated_and_both_logs_prove_it(town: Town) -> None:
    ticket = town.ticket()
    number = town.blows(ticket).number
    assert number == "S20261118-001"
    town.does(Acknowledge(number, "CH01Z"), TEAM)
    assert town.now(number).state == State.BLOWN
    town.does(Acknowledge(number, "BM07"), TRAFFIC)
    assert town.now(number).state == State.ACKED
    later = NOW + timedelta(hours=5)
    town.does(ReportIn(number, "CH01Z", "到了三个人"), TEAM, later)
    town.does(WriteLog(number, "CH01Z", "先劝，再收桌椅"), TEAM, later)
    town.does(ReportIn(number, "BM07", "两辆车到了"), TRAFFIC, later)
    assert town.now(number).state == State.ARRIVED
    town.does(Conclude(number, "摊点清走了，城管每晚再看一次。"), at=later)
    for by, about, who in (("CH01", "CH01Z", STREET), ("CH01", "BM07", STREET),
                           ("CH01Z", "CH01", TEAM), ("BM07", "CH01", TRAFFIC)):  # fmt: skip
        town.does(Judge(number, by, about, 5), who, later)
    assert town.now(number).state == State.RATED
    assert town.moves("whistle", number) == [
        "blow", "ack", "ack", "arrive", "note", "arrive", "handle", *["judge"] * 4]  # fmt: skip
    assert [move for move in town.moves("ticket", ticket) if move.startswith("whistle")] == [
        "whistle", "whistle_acked", "whistle_acked", "whistle_arrived", "whistle_arrived",
        "whistle_handled", *["whistle_rated"] * 4]  # fmt: skip


def test_two_units_answering_at_the_same_moment_are_both_heard(town: Town) -> None:
    number = town.blows(town.ticket()).number
    both = Barrier(2)

    def answers(unit: str) -> None:
        both.wait()
        town.does(Acknowledge(number, unit), TEAM)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(answers, ("CH01Z", "BM07")))
    assert town.now(number).state == State.ACKED
    assert town.moves("whistle", number) == ["blow", "ack", "ack"]


def test_two_people_of_a_unit_answering_at_once_answer_once(town: Town) -> None:
    number = town.blows(town.ticket()).number
    both = Barrier(4)

    url = town.store.engine.url.render_as_string(hide_password=False)
    workers = [town, Town(Store(url))]  # as two processes are, with nothing in common

    def answers(n: int) -> None:
        both.wait()
        workers[n % 2].does(Acknowledge(number, "BM07"), Actor(f"r{n}", "unit_handler"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(answers, range(4)))
    workers[1].store.close()
    assert town.moves("whistle", number) == ["blow", "ack"]


def test_of_two_whistles_for_one_ticket_one_is_blown(town: Town) -> None:
    ticket, both = town.ticket(), Barrier(2)

    def blows(unit: str) -> bool:
        both.wait()
        try:
            town.does(Blow("joint", "CH01", (ticket,), unit, (), "西门", WHY))
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(blows, ("CH01Z", "BM07"))) == [False, True]
    with pytest.raises(Refused, match="S20261118-001"):
        town.blows(ticket, lead="BM09")


def test_the_same_form_twice_is_one_whistle(town: Town) -> None:
    ticket = town.ticket()
    assert town.blows(ticket).number == town.blows(ticket).number
    assert town.moves("ticket", ticket).count("whistle") == 1


def test_several_tickets_at_one_place_hang_on_one_whistle(town: Town) -> None:
    first, second = town.ticket(), town.ticket("web:b")
    number = town.blows(first, second).number
    with town.store.read() as work:
        assert work.whistles.open_of(second) == number
        assert [one.number for one in work.whistles.of_ticket(first)] == [number]


def test_whom_the_street_does_not_let_off_must_come_and_whom_it_does_is_not_scored(
    town: Town,
) -> None:
    number = town.blows(town.ticket()).number
    town.does(Decline(number, "BM07", "当晚全员在高速执勤"), TRAFFIC)
    assert town.now(number).call_of("BM07").awaited  # until the street has decided
    town.does(Rule(number, "BM07", True, "只要一个人指挥交通"))
    assert town.now(number).call_of("BM07").state == Called.ACKED
    with pytest.raises(Refused, match="还是要来"):
        town.does(Decline(number, "BM07", "还是没有人手"), TRAFFIC)
    town.does(Decline(number, "CH01Z", "这条路归市管"), TEAM)
    town.does(Rule(number, "CH01Z", False, "核对过属实"))
    assert town.now(number).call_of("CH01Z").state == Called.EXCUSED
    with pytest.raises(Refused, match="不用来"):
        town.does(ReportIn(number, "CH01Z", "还是来了"), TEAM, NOW + timedelta(hours=4))
    town.does(CallUnit(number, "CH01Z"))
    assert town.now(number).call_of("CH01Z").state == Called.CALLED


def test_called_off_before_its_time_nobody_was_absent_and_after_it_somebody_was(
    town: Town,
) -> None:
    early = town.blows(town.ticket()).number
    town.does(CallOff(early, "摊点自己走了"), at=NOW + MINUTE)
    assert {one.state for one in town.now(early).calls} == {Called.EXCUSED}
    late = town.blows(town.ticket("web:b")).number
    due = town.now(late).meet
    town.does(ReportIn(late, "BM07", "一个人到了"), TRAFFIC, due)
    town.does(Conclude(late, "交警疏导了，执法队没有来。"), at=due + MINUTE)
    assert town.now(late).call_of("CH01Z").state == Called.ABSENT
    with pytest.raises(Refused, match="已经有了结果"):
        town.does(ReportIn(late, "CH01Z", "刚刚到"), TEAM, due + 2 * MINUTE)


@pytest.mark.parametrize("how", ["answered", "withdrawn"])
def test_a_whistle_whose_ticket_has_ended_is_called_off(town: Town, how: str) -> None:
    ticket = town.ticket()
    number = town.blows(ticket).number
    if how == "answered":
        town.does(AnswerTicket(ticket, "已经清走了。", "chen"), Actor("chen", "dispatcher"))
    else:
        town.does(WithdrawTicket(ticket, "自己走了"), Actor("web:a", "resident"))
    with town.store.begin() as work:
        due = next(one for one in work.dues.of(ticket) if one.what == "whistle_ticket")
        ticket_over(desk(work, town.district, STREET, NOW),
                    Due(due.key, due.what, due.at, about=ticket))  # fmt: skip
    assert town.now(number).state == State.CALLED_OFF
    with town.store.read() as work:
        assert work.whistles.open_of(ticket) == ""


def test_a_merged_ticket_takes_its_whistle_along(town: Town) -> None:
    first, second = town.ticket(), town.ticket("web:b")
    number = town.blows(second).number
    town.does(Merge(first, (second,), "同一处夜市"), Actor("chen", "dispatcher"))
    with town.store.begin() as work:
        ticket_over(desk(work, town.district, STREET, NOW), Due("k", TICKET, NOW, about=second))
    assert town.now(number).open
    assert set(town.now(number).tickets) == {first, second}


def test_somebody_who_saw_an_older_whistle_is_refused(town: Town) -> None:
    old = town.blows(town.ticket())
    town.does(Acknowledge(old.number, "BM07"), TRAFFIC)
    with pytest.raises(Refused, match="刚刚有了变化"), town.store.begin() as work:
        work.whistles.save(replace(old, result="别的"))
    with pytest.raises(Refused, match="刚刚有了变化"), town.store.begin() as work:
        work.whistles.save_call(old.number, old.call_of("BM07"))


def test_the_way_down_and_up_leaves_the_tickets(town: Town) -> None:
    ticket = town.ticket()
    town.blows(ticket)
    migrate(town.store, "0008")
    migrate(town.store)
    with town.store.read() as work:
        assert work.tickets.get(ticket)
        assert work.whistles.of_ticket(ticket) == []
