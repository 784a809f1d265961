"""A session's people and time: lawyer and judge are asked, the mediator moves it, the limit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.desk import cases, docket, limits
from bot.desk.desk import SYSTEM
from dialogs.commands import ApplyMediation, HoldSlot
from grid.calendar import SHANGHAI
from grid.events import Actor
from grid.people import Member
from mediation.case import Stage
from mediation.parties import Consent
from tests.console.conftest import Clerk, at_desk, demo_accounts
from tests.town import Town

START = datetime(2026, 11, 24, 14, 0, tzinfo=SHANGHAI)
LAWYER, JUDGE = "R0244", "R0247"
APPLICANT, OTHER = "web:upstairs", "web:other"
SCREENING = {"violence": "no", "proceedings": "no", "incapacity": "no", "willing": "yes"}


class Panel:
    """A case with a whole panel; everybody has a browser."""

    def __init__(self, arrive: Callable[..., Clerk], town: Town) -> None:
        self.arrive, self.town = arrive, town
        self.mediator = demo_accounts(town.bot.district)[2].member
        people = (self.mediator, LAWYER, JUDGE)
        hold = at_desk(town, APPLICANT, HoldSlot(START, 60, people))
        self.number = at_desk(town, APPLICANT, ApplyMediation(
            "0701", "楼上漏水，我家天花板发霉了。", "修好并赔两千元", "王某（502）", "13900000000",
            hold, START, 60, people, SCREENING)).number  # fmt: skip
        self.url = f"/staff/cases/{self.number}"

    def sees(self, who: str, url: str = "") -> str:
        clerk = self.arrive()
        clerk.signs_in(who)
        return clerk.sees(url or self.url)

    def does(self, who: str, what: str, **form: str) -> str:
        clerk = self.arrive()
        clerk.signs_in(who)
        return clerk.posts(f"{self.url}/outcome", self.url, what=what, **form)

    def all_agree(self) -> None:
        """Other party and mediator say yes; the room is opened."""
        door = self.town.bot.door
        no, yes = self.number, Consent.ACCEPTED
        door.change(Actor("p", "resident"), lambda d: cases.party_answers(d, no, yes, OTHER))
        actor = Actor(self.mediator, "mediator")
        door.change(actor, lambda d: cases.mediator_answers(d, no, True))
        self.town.tick()
        self.town.answers(APPLICANT)
        self.town.answers(OTHER)

    @property
    def docket(self) -> Any:
        return self.town.bot.door.change(SYSTEM, lambda d: docket.load(d, self.number))

    def booked(self) -> set[str]:
        with self.town.bot.store.read() as work:
            return {row.member for row in work.bookings.of(self.number)}

    def waiting(self, what: str) -> list[Any]:
        with self.town.bot.store.read() as work:
            return [row for row in work.dues.of(self.number)
                    if row.what == what and row.state == "waiting"]  # fmt: skip


@pytest.fixture
def panel(arrive: Callable[..., Clerk], town: Town) -> Panel:
    return Panel(arrive, town)


@pytest.fixture
def second(town: Town, monkeypatch: pytest.MonkeyPatch) -> Member:
    """Another lawyer of the same field."""
    one = Member("R9001", "方律师", "lawyer", "BM41", skills=("07",))
    monkeypatch.setitem(town.bot.district.roster, one.id, one)
    return one


def test_lawyer_and_judge_find_their_appointment_the_hand_over_and_the_room(panel: Panel) -> None:
    assert "等您答复" in panel.sees("r0244", "/staff/cases")
    assert "请您参加这场调解" in panel.sees("r0244")
    panel.all_agree()
    page = panel.sees("r0247")
    for words in ("11月24日 14:00", "天花板发霉", "进入调解室", "请您参加这场调解"):
        assert words in page
    assert "您答复过：会到场" in panel.does("r0247", "comes")
    assert "等您答复" not in panel.sees("r0247", "/staff/cases")
    assert "法官 韩桂芳： 会到场" in panel.sees("mediator1")


def test_who_cannot_come_says_why_and_another_is_asked_at_the_same_time(
    panel: Panel, second: Member
) -> None:
    panel.all_agree()
    assert "为什么来不了" in panel.does("r0244", "cannot", why="")
    panel.does("r0244", "cannot", why="那天要开庭")
    assert panel.booked() == {panel.mediator, second.id, JUDGE}
    with panel.town.bot.store.read() as work:
        assert {row.until for row in work.bookings.of(panel.number)} == {None}
    case = panel.docket.case
    assert (case.lawyer, case.slot.start, case.slot.people) == (
        second.id, START, (panel.mediator, second.id, JUDGE))  # fmt: skip
    assert "请您参加这场调解" in panel.sees("r9001")
    assert "进入调解室" in panel.sees("r9001")
    page = panel.sees("mediator1")
    assert "来不了 那天要开庭" in page
    assert "已另请：律师方律师" in page
    panel.town.tick()
    assert panel.town.answers(APPLICANT) == panel.town.answers(OTHER) == ""


def test_giving_up_the_seat_twice_leads_to_the_list(panel: Panel, second: Member) -> None:
    panel.all_agree()
    clerk = panel.arrive()
    clerk.signs_in("r0244")
    csrf = clerk.token(panel.url)
    for _ in range(2):
        clerk.posts(f"{panel.url}/outcome", what="cannot", why="出差", csrf=csrf)
        assert clerk.status == 200


def test_who_gave_up_the_seat_sees_the_case_no_more(panel: Panel, second: Member) -> None:
    panel.all_agree()
    panel.does("r0244", "cannot", why="出差")
    clerk = panel.arrive()
    clerk.signs_in("r0244")
    clerk.sees(panel.url)
    assert clerk.status == 404
    assert LAWYER not in {one.person for one in panel.docket.room.entries}


def test_a_held_time_stays_held_no_longer_than_before_when_a_seat_changes(
    panel: Panel, second: Member
) -> None:
    panel.does("r0244", "cannot", why="出差")
    with panel.town.bot.store.read() as work:
        rows = work.bookings.of(panel.number)
    assert {row.until for row in rows} == {panel.docket.case.held_until}
    assert {row.member for row in rows} == {panel.mediator, second.id, JUDGE}


def test_when_nobody_else_is_free_the_chair_stays_empty_and_the_mediator_knows(
    panel: Panel,
) -> None:
    panel.all_agree()
    panel.does("r0244", "cannot", why="出差")
    assert panel.booked() == {panel.mediator, JUDGE}
    assert panel.docket.case.stage is Stage.SCHEDULED
    assert "律师的位子空着" in panel.sees("mediator1")


def test_when_the_time_moves_the_empty_chair_is_filled_again(panel: Panel) -> None:
    panel.all_agree()
    panel.does("r0244", "cannot", why="出差")
    panel.does("mediator1", "time", start="2026-12-01T14:00+08:00", why="律师来不了")
    assert panel.booked() == {panel.mediator, LAWYER, JUDGE}
    assert "请您参加这场调解" in panel.sees("r0244")


def test_the_mediator_moves_a_session_and_the_reminders_move_with_it(panel: Panel) -> None:
    panel.all_agree()
    old = {one.token for one in panel.docket.room.entries}
    assert "为什么另约时间" in panel.does(
        "mediator1", "time", start="2026-12-01T14:00+08:00", why=""
    )
    panel.does("mediator1", "time", start="2026-12-01T14:00+08:00", why="法官那天有会")
    panel.town.tick()
    assert panel.docket.case.stage is Stage.SCHEDULED
    for who in (APPLICANT, OTHER):
        told = panel.town.answers(who)
        assert "12月1日（周二）下午2点" in told
        assert "法官那天有会" not in told
    assert not old & {one.token for one in panel.docket.room.entries}
    for row in panel.waiting("reminder_link"):
        assert row.at == datetime(2026, 12, 1, 13, 50, tzinfo=SHANGHAI)
    assert len(panel.waiting("reminder_link")) == 2
    assert "11月24日" not in panel.town.later(APPLICANT, days=7)


def test_its_own_booking_does_not_stand_in_the_way_and_everybody_is_asked_anew(
    panel: Panel,
) -> None:
    panel.all_agree()
    panel.does("r0244", "comes")
    panel.does("mediator1", "time", start="2026-11-24T14:15+08:00", why="晚一刻钟")
    assert panel.docket.case.slot.start == START + timedelta(minutes=15)
    assert "请您参加这场调解" in panel.sees("r0244")


def test_a_session_moved_there_and_back_is_told_each_time(panel: Panel) -> None:
    panel.all_agree()
    for day in ("2026-12-01", "2026-11-24"):
        panel.does("mediator1", "time", start=f"{day}T14:00+08:00", why="改一下")
        panel.town.tick()
    assert "11月24日（周二）下午2点" in panel.town.answers(OTHER)
    assert len(panel.waiting("reminder_link")) == 2


def test_a_time_when_somebody_is_not_free_is_not_given(panel: Panel) -> None:
    panel.all_agree()
    assert "11月24日 14:00 吴俊杰" not in panel.sees("mediator1")
    for start in (
        "2026-11-24T14:00",
        "2026-11-25T14:00+08:00",
        "2026-11-18T11:00",
        "2026-12-01T14:05",
        "明天",
    ):
        page = panel.does("mediator1", "time", by_hand=start, why="改一下")
        assert "另选一个" in page or "重新选" in page
    assert panel.docket.case.slot.start == START
    assert len(panel.booked()) == 3


def test_a_session_is_adjourned_and_another_time_is_found_later(panel: Panel) -> None:
    panel.all_agree()
    panel.town.clock.now = START.astimezone(panel.town.clock().tzinfo) + timedelta(minutes=40)
    assert "休会，另约时间" in panel.sees("mediator1")
    page = panel.does("mediator1", "time", start="", why="等物业来看漏点")
    assert "新的时间还没有定" in page
    assert panel.docket.case.stage is Stage.ADJOURNED
    assert panel.booked() == set()
    panel.town.tick()
    assert "先谈到这里" in panel.town.answers(OTHER)
    panel.does("mediator1", "time", by_hand="2026-12-01T14:00")
    panel.town.tick()
    assert panel.docket.case.stage is Stage.SCHEDULED
    assert "12月1日" in panel.town.answers(OTHER)
    assert "请您参加这场调解" in panel.sees("r0244")


def test_only_who_presides_moves_a_session(panel: Panel) -> None:
    panel.all_agree()
    page = panel.does("r0247", "time", start="2026-12-01T14:00+08:00", why="我有会")
    assert "只有主持的调解员" in page
    assert "改时间" not in panel.sees("r0247")


def test_the_limit_is_planned_seen_and_extended_once_when_both_agree(panel: Panel) -> None:
    panel.all_agree()
    assert len(panel.waiting("limit_remind")) == 2
    first = panel.docket.case.limit_at
    assert "还有30天" in panel.sees("mediator1") or "还有29天" in panel.sees("mediator1")
    assert "过了调解期限" not in panel.sees("mediator1")
    panel.does("mediator1", "longer", until="2026-12-30", why="等鉴定结果")
    panel.town.tick()
    for who in (APPLICANT, OTHER):
        told = panel.town.answers(who)
        assert "等鉴定结果" in told
        assert f"/case/{panel.number}/" in told
    door, number = panel.town.bot.door, panel.number
    door.change(SYSTEM, lambda d: limits.tells_longer(d, number, f"{number}:a", True))
    assert panel.docket.case.limit_at == first
    door.change(SYSTEM, lambda d: limits.tells_longer(d, number, f"{number}:r", True))
    assert panel.docket.case.limit_at == datetime(2026, 12, 30, 18, tzinfo=SHANGHAI)
    (end,) = panel.waiting("limit_end")
    assert end.at == datetime(2026, 12, 30, 18, tzinfo=SHANGHAI)
    assert "已经延长" in panel.sees("mediator1")
    assert "只能延长一次" in panel.does("mediator1", "longer", until="2027-01-10", why="还要等")


def test_at_the_limit_a_case_without_a_time_ends_with_the_routes_told(panel: Panel) -> None:
    panel.all_agree()
    panel.does("mediator1", "time", start="", why="等鉴定")
    panel.town.answers(OTHER)
    told = panel.town.later(OTHER, days=31)
    assert panel.docket.case.stage is Stage.TERMINATED
    assert panel.docket.case.end_reason == "deadline"
    assert "到法院起诉" in told


def test_at_the_limit_a_session_that_was_held_waits_for_the_mediators_word(panel: Panel) -> None:
    panel.all_agree()
    panel.town.later(days=31)
    assert panel.docket.case.stage is Stage.SCHEDULED
    assert "已经到了" in panel.sees("mediator1")
    assert "期限到了" in panel.sees("mediator1")


def test_from_day_twenty_the_list_says_that_the_limit_is_near(panel: Panel) -> None:
    panel.all_agree()
    panel.town.later(days=19)
    assert "期限还有" not in panel.sees("mediator1", "/staff/cases")
    panel.town.later(days=2)
    assert "期限还有9天" in panel.sees("mediator1", "/staff/cases")
    panel.town.later(days=10)
    assert "过了期限" in panel.sees("mediator1", "/staff/cases")


def test_no_session_is_booked_after_the_limit(panel: Panel) -> None:
    panel.all_agree()
    panel.town.later(days=20)
    page = panel.does("mediator1", "time", by_hand="2026-12-22T14:00", why="改一下")
    assert "请双方同意延长期限" in page


def test_the_agreement_is_one_sheet_for_the_panel_alone(panel: Panel) -> None:
    panel.all_agree()
    panel.town.later(days=6, hours=5)
    words = "王某12月20日前修好防水，赔2500元。"
    panel.does("mediator1", "agreement", words=words, kind="written", keep_by="2026-12-20")
    sheet = panel.sees("mediator1", f"{panel.url}/agreement")
    for part in ("人民调解协议书", words, "签名、按指印", "王某（502）", "印章"):
        assert part in sheet
    clerk = panel.arrive()
    clerk.signs_in("chen")
    clerk.sees(f"{panel.url}/agreement")
    assert clerk.status in (403, 404)


def test_ending_a_session_that_never_was_does_not_speak_of_today(panel: Panel) -> None:
    panel.all_agree()
    panel.does("mediator1", "time", start="", why="申请人住院")
    panel.town.answers(OTHER)
    panel.does("mediator1", "failed", reason="too_far_apart")
    panel.town.tick()
    told = panel.town.answers(OTHER)
    assert "意见相差太大" in told
    assert "今天没谈拢" not in told
    assert not panel.waiting("session_survey")
