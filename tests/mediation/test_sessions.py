"""Sessions, words, hand-over, rooms and what falls due after an agreement."""

from datetime import UTC, date, datetime, timedelta

import pytest

from grid.calendar import WorkingCalendar
from grid.events import Actor, Event
from grid.refused import Refused
from mediation import words
from mediation.agreement import (
    confirmable,
    legal_last_day,
    performance_steps,
    relation_checks,
    safe_last_day,
)
from mediation.booking import Slot
from mediation.case import Case
from mediation.handover import Extras, Reply, answered, compose, offer
from mediation.parties import Party
from mediation.rooms import entries, room_name
from mediation.sessions import Change, ask_change

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SLOT = Slot(NOW + timedelta(days=2), 60, ("m1",))
PARTY = Party("p1", "T-1", "applicant", "王小明")
CASE = Case("T-1", "0701", "楼上漏水", "天花板渗水", "修好", "web:1", NOW, mediator="m1", slot=SLOT)


def test_a_party_changes_twice_and_then_talks_to_a_person() -> None:
    once = ask_change(PARTY, SLOT, NOW)
    twice = ask_change(once.party, SLOT, NOW)
    assert (once.change, twice.change) == (Change.FREE, Change.FREE)
    with pytest.raises(Refused) as refused:
        ask_change(twice.party, SLOT, NOW)
    assert "转人工" in refused.value.words


def test_in_the_last_two_hours_the_other_side_is_asked() -> None:
    edge = SLOT.start - timedelta(hours=2)
    assert ask_change(PARTY, SLOT, edge).change is Change.FREE
    assert ask_change(PARTY, SLOT, edge + timedelta(seconds=1)).change is Change.NEEDS_OTHER
    with pytest.raises(Refused):
        ask_change(PARTY, SLOT, SLOT.start)


def test_the_invitation_is_voluntary_free_and_names_the_other_routes() -> None:
    said = words.invitation("幸福街道调委会", "楼上漏水")
    assert all(part in said for part in ("自愿", "免费", "仲裁", "法院", "不愿意"))
    assert "免费" not in words.invitation("商会", "货款", kind="commercial")


def test_times_are_said_as_people_say_them() -> None:
    half_past_two = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    assert words.moment(half_past_two) == "11月24日（周二）下午2点半"
    assert words.moment(half_past_two - timedelta(hours=2)) == "11月24日（周二）中午12点半"


def test_the_hand_over_shows_each_wish_on_its_own_side_only() -> None:
    other = Party("p2", "T-1", "respondent", "陈某")
    event = Event("case", "T-1", "screened", NOW, Actor("b", "system"), "intake", "screened")
    page = compose(CASE, (other, PARTY), (event,), Extras(promised=("24小时内回复",)))
    assert [side.role for side in page.sides] == ["applicant", "respondent"]
    assert [side.wish for side in page.sides] == ["修好", ""]
    assert [line.words for line in page.timeline] == ["已初审"]
    assert page.extras.promised == ("24小时内回复",)


def test_a_mediator_answers_in_time_and_says_why_not() -> None:
    offered = offer(CASE, "m1", NOW)
    assert offered.until == NOW + timedelta(hours=24)
    assert answered(offered, True, NOW).reply is Reply.ACCEPTED
    with pytest.raises(Refused):
        answered(offered, False, NOW)
    with pytest.raises(Refused):
        answered(offered, True, offered.until + timedelta(seconds=1))
    with pytest.raises(Refused):
        answered(answered(offered, False, NOW, "时间冲突"), True, NOW)


def test_everybody_has_a_link_of_their_own_that_opens_around_the_session() -> None:
    links = entries(CASE, SLOT, ("p1", "p2", "m1"))
    assert len({link.token for link in links}) == 3
    assert [link.role for link in links] == ["guest", "guest", "moderator"]
    assert not links[0].opens(SLOT.start - timedelta(minutes=16))
    assert links[0].opens(SLOT.start - timedelta(minutes=15))
    assert links[0].opens(SLOT.end + timedelta(minutes=30))
    assert not links[0].opens(SLOT.end + timedelta(minutes=31))
    assert len(room_name()) >= 22


def test_the_day_told_for_the_court_is_one_before_the_laws() -> None:
    effective = date(2026, 11, 20)
    assert safe_last_day(effective) == date(2026, 12, 19)
    assert legal_last_day(effective, WorkingCalendar()) == date(2026, 12, 21)  # 20th: a Sunday
    assert not confirmable("0704")
    assert confirmable("0701")


def test_performance_is_followed_around_its_due_date() -> None:
    days = [step.day.isoformat() for step in performance_steps(date(2026, 12, 10))]
    assert days == ["2026-12-07", "2026-12-11", "2026-12-17", "2026-12-25", "2027-01-09"]
    assert len(relation_checks(date(2026, 12, 10), "0701")) == 2
    assert len(relation_checks(date(2026, 12, 10), "0801")) == 1
