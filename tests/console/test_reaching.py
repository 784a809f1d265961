"""Reaching the other party, a danger, a mediator who is silent: what staff see and do of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import absences, cases, docket, objecting, resting, risks, sittings
from bot.desk.desk import SYSTEM
from dialogs.commands import RaiseAlert
from grid.events import Actor
from grid.people import Member
from grid.refused import Refused
from mediation.case import Case, Stage
from mediation.handover import Reply
from mediation.parties import Consent
from tests.console.conftest import Clerk, applies, at_desk
from tests.town import Town

OTHER, APPLICANT = "web:other", "web:upstairs"


class Matter:
    """A case that was applied for, and everybody who acts on it."""

    def __init__(self, town: Town, case: Case) -> None:
        self.town, self.number = town, case.number
        self.url = f"/staff/cases/{case.number}"

    def do(self, actor: Actor, act: Callable[[Any, str], Any]) -> Any:
        return self.town.bot.door.change(actor, lambda desk: act(desk, self.number))

    def other(self, consent: Consent = Consent.ACCEPTED) -> None:
        self.do(Actor("p", "resident"), lambda d, no: cases.party_answers(d, no, consent, OTHER))
        self.town.tick()

    def mediator(self, yes: bool = True) -> None:
        actor = Actor(self.docket.case.mediator, "mediator")
        self.do(actor, lambda d, no: cases.mediator_answers(d, no, yes, "" if yes else "那天不在"))
        self.town.tick()

    def passes(self, **span: float) -> None:
        self.town.later(APPLICANT, **span)

    @property
    def docket(self) -> Any:
        return self.do(SYSTEM, docket.load)

    @property
    def stage(self) -> Stage:
        return Stage(self.docket.case.stage)

    def booked(self) -> int:
        with self.town.bot.store.read() as work:
            return len(work.bookings.of(self.number))


@pytest.fixture
def matter(town: Town) -> Matter:
    return Matter(town, applies(town))


def signed_in(arrive: Callable[..., Clerk], matter: Matter) -> Clerk:
    """Whoever presides now."""
    from console.accounts import demo_name

    clerk = arrive()
    clerk.signs_in(demo_name(matter.town.bot.district, matter.docket.case.mediator))
    return clerk


def test_the_other_party_is_tried_on_three_workdays_before_it_ends(
    chen: Clerk, matter: Matter
) -> None:
    matter.mediator()
    assert "今天要联系对方" in chen.sees("/staff/cases")
    page = chen.posts(f"{matter.url}/rung", matter.url, what="tried", how="phone")
    assert "打电话：没有联系上" in page
    assert "今天要联系对方" not in chen.sees("/staff/cases")
    matter.passes(days=1, hours=2)
    assert matter.stage is Stage.INVITING
    assert matter.booked() == 0
    for how in ("visit", "paper"):
        chen.signs_in()
        assert "今天要联系对方" in chen.sees("/staff/cases")
        chen.posts(f"{matter.url}/rung", matter.url, what="tried", how=how)
        if how == "visit":
            matter.passes(days=1)
    assert "按联系不上结束" in chen.sees(matter.url)
    matter.passes(days=4)
    assert (matter.stage, matter.docket.case.end_reason) == (Stage.NO_CONTACT, "no_contact")
    assert "仲裁" in matter.town.bot.say("event.case_no_contact", no="")


def test_a_yes_after_the_time_was_let_go_brings_a_time_from_the_mediator(
    arrive: Callable[..., Clerk], matter: Matter
) -> None:
    matter.mediator()
    matter.passes(hours=30)
    matter.other()
    assert matter.stage is Stage.MEDIATOR_PENDING
    presides = signed_in(arrive, matter)
    assert "约时间" in presides.sees(matter.url)
    assert presides.seen is not None
    start = presides.seen.text.partition('name="start" value="')[2].partition('"')[0]
    presides.posts(f"{matter.url}/outcome", matter.url, what="time", start=start)
    matter.town.tick()
    assert matter.stage is Stage.SCHEDULED
    assert matter.booked() > 0
    said = matter.town.answers(OTHER)
    assert "您方便吗" in said
    assert "新的时间" not in said.partition("您方便吗")[0]


def test_a_silent_mediator_is_followed_by_the_next_one_and_at_last_the_office_names_one(
    arrive: Callable[..., Clerk], chen: Clerk, matter: Matter, town: Town
) -> None:
    matter.other()
    first = matter.docket.case.mediator
    matter.passes(hours=25)
    assert matter.stage is Stage.MEDIATOR_PENDING
    second = matter.docket.case.mediator
    assert second != first
    assert matter.booked() > 0  # still at the same time, two days ahead
    matter.passes(days=4)
    assert matter.stage is Stage.MEDIATOR_PENDING
    chen.signs_in()
    assert "要指定调解员" in chen.sees("/staff/cases")
    chen.posts(f"{matter.url}/rung", matter.url, what="assign", member=second)
    assert matter.docket.case.mediator == second
    assert matter.docket.offer.reply is Reply.OPEN
    assert "要指定调解员" not in chen.sees("/staff/cases")
    matter.mediator()
    assert "约时间" in signed_in(arrive, matter).sees(matter.url)


def test_who_has_no_smartphone_says_yes_to_a_person_and_is_told_of_the_time(
    chen: Clerk, arrive: Callable[..., Clerk], matter: Matter
) -> None:
    matter.mediator()
    said = {"what": "answered", "said": "yes", "attends": "onsite"}
    assert "本人说的才能登记" in chen.posts(f"{matter.url}/rung", matter.url, how="sms", **said)
    assert matter.stage is Stage.INVITING
    page = chen.posts(f"{matter.url}/rung", matter.url, how="visit", **said)
    assert "上门，" in page.partition("同意调解")[2]
    matter.town.tick()
    assert matter.stage is Stage.SCHEDULED
    presides = signed_in(arrive, matter)
    page = presides.sees(matter.url)
    assert "到调解室当面谈" in page
    assert "请告诉当事人时间" in page
    party = f"{matter.number}:r"
    page = presides.posts(f"{matter.url}/rung", matter.url, what="party_told", party=party)
    assert "请告诉当事人时间" not in page


def test_a_mediator_who_cannot_does_not_end_what_both_want(matter: Matter) -> None:
    matter.other()
    matter.mediator(yes=False)
    assert matter.stage is Stage.MEDIATOR_PENDING


def test_a_danger_stops_the_session_and_only_a_person_lets_it_go_on(
    arrive: Callable[..., Clerk], chen: Clerk, matter: Matter
) -> None:
    matter.other()
    matter.mediator()
    at_desk(matter.town, OTHER, RaiseAlert("violence", "strong", "他要打我", True))
    matter.town.tick()
    assert "说到人身危险，先看" in chen.sees("/staff/cases")
    assert "他要打我" not in chen.sees(matter.url)
    matter.passes(minutes=40)
    assert (matter.stage, matter.booked()) == (Stage.RESCHEDULING, 0)
    said = matter.town.answers(APPLICANT)
    assert "危险" not in said
    presides = signed_in(arrive, matter)
    assert "先不见面" in presides.sees(matter.url)
    assert "选新的时间" not in presides.sees(matter.url)
    start = (matter.town.clock() + timedelta(days=3)).isoformat()
    refused = presides.posts(f"{matter.url}/outcome", matter.url, what="time", start=start)
    assert "有人身危险没有看过" in refused
    presides.posts(f"{matter.url}/rung", matter.url, what="risk_clear", why="派出所已经处理")
    assert "选新的时间" in presides.sees(matter.url)


def test_after_a_word_of_suicide_there_is_no_mediation_for_three_days(matter: Matter) -> None:
    at_desk(matter.town, APPLICANT, RaiseAlert("self_harm", "strong", "", True))
    matter.town.tick()
    clerk = Actor("chen", "hotline_staff")
    with pytest.raises(Refused, match="72小时"):
        matter.do(clerk, lambda d, no: risks.clear(d, no, {"why": "打过电话"}))
    matter.passes(hours=73)
    matter.do(clerk, lambda d, no: risks.clear(d, no, {"why": "打过电话，家人陪着"}))
    assert not risks.is_open(matter.docket)


def test_the_mediator_stops_it_when_it_may_come_to_blows(
    arrive: Callable[..., Clerk], matter: Matter
) -> None:
    matter.other()
    matter.mediator()
    presides = signed_in(arrive, matter)
    page = presides.posts(f"{matter.url}/rung", matter.url, what="risk_seen", why="双方扬言动手")
    assert "双方扬言动手" in page
    assert matter.stage is Stage.RESCHEDULING


def test_accepted_it_has_a_file_number_without_gaps(matter: Matter, town: Town) -> None:
    assert not matter.docket.case.file_number
    matter.other()
    assert matter.docket.case.file_number.endswith("人调字第1号")
    town.clock.now += timedelta(hours=3)
    second = Matter(town, applies(town))
    second.other()
    assert second.docket.case.file_number.endswith("人调字第2号")


def test_who_said_no_comes_back_by_itself(matter: Matter) -> None:
    matter.other(Consent.DECLINED)
    assert matter.stage is Stage.NOT_STARTED_REFUSED
    with pytest.raises(Refused, match="说过不愿意调解"):
        applies(matter.town)
    matter.do(Actor("p", "respondent"), lambda d, no: resting.reopen(d, no, OTHER))
    assert matter.stage is Stage.MEDIATOR_PENDING
    matter.mediator()
    assert matter.docket.offer.reply is Reply.ACCEPTED


def test_each_side_may_have_another_mediator_once(matter: Matter) -> None:
    matter.other()
    matter.mediator()
    first = matter.docket.case.mediator
    party = f"{matter.number}:r"
    matter.do(Actor(party, "respondent"), lambda d, no: objecting.objects(d, no, party))
    assert matter.stage is Stage.MEDIATOR_PENDING
    assert matter.docket.case.mediator != first
    assert matter.booked() > 0
    with pytest.raises(Refused, match="换过一次"):
        matter.do(Actor(party, "respondent"), lambda d, no: objecting.objects(d, no, party))


def test_who_is_not_there_gets_another_time_once(
    arrive: Callable[..., Clerk], matter: Matter
) -> None:
    matter.other()
    matter.mediator()
    party, actor = f"{matter.number}:r", Actor(matter.docket.case.mediator, "mediator")
    with pytest.raises(Refused, match="15分钟"):
        matter.do(actor, lambda d, no: absences.absent(d, no, {"party": party}))
    matter.passes(days=2, minutes=16)
    page = signed_in(arrive, matter).sees(matter.url)
    assert "有人没到" in page
    matter.do(actor, lambda d, no: absences.absent(d, no, {"party": party}))
    matter.town.tick()
    assert (matter.stage, matter.booked()) == (Stage.RESCHEDULING, 0)
    assert "没能到齐" in matter.town.answers(APPLICANT)
    start = matter.town.clock() + timedelta(days=3)
    at = start.replace(hour=2, minute=0, second=0, microsecond=0).isoformat()
    matter.do(actor, lambda d, no: sittings.another_time(d, no, {"start": at, "agreed": "1"}))
    matter.passes(days=3)
    matter.do(actor, lambda d, no: absences.absent(d, no, {"party": party}))
    assert (matter.stage, matter.docket.case.end_reason) == (Stage.TERMINATED, "no_show")


def test_who_waits_in_vain_has_a_person_at_once(chen: Clerk, matter: Matter) -> None:
    matter.other()
    matter.mediator()
    matter.passes(days=2, minutes=16)
    party = f"{matter.number}:r"
    matter.do(Actor(party, "respondent"), lambda d, no: absences.waited(d, no, party))
    matter.town.tick()
    assert "让您白等了" in matter.town.answers(OTHER)
    with matter.town.bot.store.read() as work:
        row = work.contacts.get(OTHER)
    assert (row.holder, row.urgent) == ("queue", True)
    chen.signs_in()
    assert "当事人在等，调解员没到" in chen.sees("/staff/cases")


def test_who_is_a_party_by_number_is_not_asked_to_mediate(matter: Matter, town: Town) -> None:
    roster: dict[str, Member] = town.bot.district.roster
    first = roster[matter.docket.case.mediator]
    from bot.desk import ties

    def known(desk: Any, _: str) -> Any:
        return ties.ties_of(desk, "", 0, f"老邻居 {first.phone}")

    from mediation.panel import conflict

    assert conflict(first, matter.do(SYSTEM, known)) == "就是当事人本人或同一户"
