"""What falls due after a ticket's and a case's moves, after a draft, and after a stop."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from followup.after import Draft, after, draft_dues, still_wanted
from followup.aftercase import after_case, confirm_dues, limit_dues
from followup.cap import frees_at, opt_out
from followup.catchup import verdict
from followup.due import Due
from followup.quiet import POLITE, is_quiet
from followup.reminders import session_reminders
from followup.rules import Rules
from followup.survey import About
from grid.calendar import SHANGHAI, WorkingCalendar
from grid.events import Actor, Event
from mediation.booking import Slot
from mediation.case import Case, Stage

RULES = Rules(calendar=WorkingCalendar(holidays=frozenset({date(2026, 10, 1)})))
ABOUT = About("20261123-0001", "web:1")


def at(text: str) -> datetime:
    """A time of 2026 in Shanghai."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI).astimezone(UTC)


NOW = at("11-23T10:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def event(kind: str, before: str, to: str, when: datetime = NOW) -> Event:
    return Event(kind, "n", to, when, Actor("b", "system"), before, to)


def asked(about: About, when: datetime = NOW) -> dict[str, Due]:
    found = after([event("ticket", "done_pending_check", "feedback", when)], about, RULES)
    return {due.what: due for due in found}


def test_the_survey_comes_a_day_after_the_answer_then_one_reminder_then_the_end() -> None:
    dues = asked(ABOUT)
    assert dues["survey"].at == NOW + DAY
    assert dues["survey_reminder"].at == NOW + 4 * DAY
    assert dues["survey_close"].at == NOW + 16 * DAY
    assert dues["survey_call"].at == NOW + 6 * DAY
    assert dues.pop("survey_call").contact == ""  # a list of staff, and no turn
    assert {due.contact for due in dues.values()} == {"web:1"}


def test_after_an_emergency_it_comes_two_hours_after_the_person_is_safe() -> None:
    safe = replace(ABOUT, sla="E0", safe_at=at("11-23T16:30"))
    assert asked(safe)["survey"].at == at("11-23T18:30")
    assert asked(replace(ABOUT, sla="E1"), at("11-23T15:00"))["survey"].at == at("11-23T17:00")


def test_no_survey_leaves_at_a_quiet_time() -> None:
    for hour in range(24):
        for due in asked(ABOUT, at("11-23T00:00") + hour * HOUR).values():
            if due.what != "survey_close":
                assert not is_quiet(due.at, POLITE, RULES.calendar)


def test_who_is_never_asked_is_only_closed() -> None:
    dues = asked(replace(ABOUT, flags=frozenset({"tip_off"})))
    assert list(dues) == ["survey_close"]
    assert dues["survey_close"].data["why"] == "举报"
    assert dues["survey_close"].contact == ""


def test_the_same_cause_adds_the_same_rows_and_a_redo_adds_others() -> None:
    keys = {due.key for due in asked(ABOUT).values()}
    assert keys == {due.key for due in asked(ABOUT, NOW + HOUR).values()}
    assert not keys & {due.key for due in asked(replace(ABOUT, redo_count=1)).values()}


def test_an_answer_stops_what_was_to_come() -> None:
    survey = asked(ABOUT)["survey_reminder"]
    assert still_wanted(survey, "feedback", 0) == ""
    assert still_wanted(survey, "closed", 0)
    assert still_wanted(survey, "feedback", 1)


def test_a_redo_has_a_call_back_by_the_next_workday() -> None:
    (due,) = after([event("ticket", "feedback", "redo")], ABOUT, RULES)
    assert (due.what, due.at) == ("call_back", RULES.calendar.add_workdays(NOW, 1))


@pytest.mark.parametrize(("category", "days"), [("0702", 7), ("0303", 7), ("0901", 30)])
def test_what_comes_back_is_asked_about_after_a_while(category: str, days: int) -> None:
    closed = [event("ticket", "feedback", "closed")]
    dues = {due.what: due for due in after(closed, replace(ABOUT, category=category), RULES)}
    assert dues["relapse_check"].at == NOW + days * DAY
    assert "relapse_check" not in {due.what for due in after(closed, ABOUT, RULES)}


def test_a_note_in_the_log_causes_nothing() -> None:
    assert after([event("ticket", "feedback", "feedback")], ABOUT, RULES) == ()


def test_a_silent_draft_is_nudged_once_expires_and_is_purged() -> None:
    dues = {due.what: due for due in draft_dues(Draft("web:1", "r1", NOW + 8 * HOUR), RULES)}
    assert dues["nudge"].at == at("11-23T20:00")
    assert dues["draft_expiry"].at == at("11-24T18:00")
    assert dues["draft_purge"].at == at("12-01T18:00")
    assert all(due.moves for due in dues.values())
    evening = {due.what: due for due in draft_dues(Draft("web:1", "r1", at("11-23T20:00")), RULES)}
    assert evening["nudge"].at == at("11-24T09:00")
    assert evening["nudge"].key == dues["nudge"].key


def test_three_surveys_and_reminders_in_seven_days_are_enough() -> None:
    sent = [NOW - 6 * DAY, NOW - 2 * DAY, NOW - DAY]
    assert frees_at(sent[1:], NOW) == NOW
    assert frees_at(sent, NOW) == NOW + DAY
    assert frees_at([NOW - 7 * DAY, *sent[1:]], NOW) == NOW


STOPS = ["退订", "TD", "ｔｄ", "别再发了", "不要再打了", "别给我发消息了", "请退订",
         "别再给我发短信了", "不要再打电话给我了", "别烦我了", "以后别再叫我评价了",
         "我不想再收消息了"]  # fmt: skip


@pytest.mark.parametrize("text", STOPS)
def test_words_that_stop_surveys(text: str) -> None:
    assert opt_out(text) == "surveys"


@pytest.mark.parametrize("text", ["全部停止", "全停", "所有消息都别发了", "请全部停止。"])
def test_only_the_full_stop_stops_everything(text: str) -> None:
    assert opt_out(text) == "all"


COMPLAINTS = ["别再发噪音了，楼上", "td公司欠薪", "不要再打了，快来人", "别再打我了", "不要打我",
              "别打人", "不要再发臭了", "别再打孩子了", "再不发工资我们就走", ""]  # fmt: skip


@pytest.mark.parametrize("text", COMPLAINTS)
def test_complaints_and_cries_stop_nothing(text: str) -> None:
    assert opt_out(text) == ""


def test_while_something_is_asked_the_wish_has_to_be_plain() -> None:
    assert opt_out("不要再发了", busy=True) == "surveys"
    assert opt_out("别烦我了", busy=True) == ""
    assert opt_out("t", busy=True) == ""


SLOT = Slot(at("11-25T15:00"), 60, ("m1",))


def planned(start: str, booked: str) -> list[tuple[str, datetime]]:
    slot = Slot(at(start), 60, ("m1",))
    return [(one.what[9:], one.at) for one in session_reminders(slot, at(booked), RULES)]


@pytest.mark.parametrize(
    ("start", "booked", "expected"),
    [
        (
            "11-25T15:00",
            "11-23T10:00",
            [("day", "11-24T15:00"), ("hour", "11-25T14:00"), ("link", "11-25T14:50")],
        ),
        # noon is no obstacle to the hour's reminder
        (
            "11-25T14:00",
            "11-23T10:00",
            [("day", "11-24T14:00"), ("hour", "11-25T13:00"), ("link", "11-25T13:50")],
        ),
        # a day before is noon: the evening before that
        (
            "11-26T13:00",
            "11-23T10:00",
            [("day", "11-24T20:30"), ("hour", "11-26T12:00"), ("link", "11-26T12:50")],
        ),
        # that evening is past at booking: 09:00 of the session's day
        (
            "11-26T13:00",
            "11-24T21:30",
            [("day", "11-26T09:00"), ("hour", "11-26T12:00"), ("link", "11-26T12:50")],
        ),
        # the night holds the hour's reminder back until it would be too near the link
        ("11-25T09:00", "11-23T10:00", [("day", "11-24T09:00"), ("link", "11-25T08:50")]),
        # what has passed at booking is left out
        ("11-25T15:00", "11-25T12:30", [("hour", "11-25T14:00"), ("link", "11-25T14:50")]),
        # and nothing follows the confirmation within ten minutes but the link
        ("11-25T15:00", "11-25T13:55", [("link", "11-25T14:50")]),
    ],
)
def test_reminders_of_a_session(start: str, booked: str, expected: list[tuple[str, str]]) -> None:
    assert planned(start, booked) == [(what, at(when)) for what, when in expected]


def case(stage: Stage, **more: object) -> Case:
    empty = Case("T-1", "0701", "漏水", "渗水", "修", "web:1", NOW, stage=stage)
    return replace(empty, **more)  # type: ignore[arg-type]


def test_staff_are_reminded_on_day_twenty_and_twenty_seven() -> None:
    running = case(Stage.ACCEPTED, limit_at=NOW + 30 * DAY)
    assert [(due.at - NOW).days for due in limit_dues(running)] == [20, 27, 30]


def test_after_a_session_each_party_is_asked_alone() -> None:
    ended = event("case", "in_session", "agreement_draft")
    dues = after_case(ended, case(Stage.AGREEMENT_DRAFT), ("web:1", "web:2"), RULES)
    assert [(due.what, due.contact) for due in dues] == [
        ("session_survey", "web:1"),
        ("session_survey", "web:2"),
    ]


def test_an_agreement_is_followed_to_the_court_and_home() -> None:
    done = event("case", "signing", "effective")
    dues = after_case(done, case(Stage.EFFECTIVE), ("web:1",), RULES)
    days = [(due.what, (due.at - NOW).days) for due in dues]
    assert days == [
        ("relation_check", 30),
        ("relation_check", 90),
    ]
    court = confirm_dues(case(Stage.EFFECTIVE), NOW.astimezone(SHANGHAI).date(), RULES)
    assert [(due.what, (due.at - NOW).days) for due in court] == [
        ("confirm_remind", 14),
        ("confirm_remind", 24),
        ("confirm_remind", 29),
    ]


def test_a_survey_due_now_is_done_and_at_night_put_off() -> None:
    survey = asked(ABOUT)["survey"]
    assert verdict(survey, survey.at, RULES).do == "do"
    night = verdict(survey, at("11-24T22:00"), RULES)
    assert night.do == "defer"
    assert night.at is not None
    assert at("11-25T09:00") <= night.at <= at("11-25T09:30")


def test_the_cap_puts_a_survey_off_but_never_a_reminder_of_a_session() -> None:
    sent = [NOW - HOUR, NOW - 2 * HOUR, NOW - 3 * HOUR]
    assert verdict(Due("s", "survey", NOW), NOW, RULES, sent).do == "defer"
    assert verdict(Due("r", "reminder_hour", NOW), NOW, RULES, sent).do == "do"


def test_the_link_of_a_session_leaves_at_night_too() -> None:
    night = at("11-24T22:00")
    assert verdict(Due("r", "reminder_link", night), night, RULES).do == "do"
    assert verdict(Due("r", "reminder_hour", night), night, RULES).do == "defer"


def test_after_nine_days_off_old_reminders_are_dropped_and_surveys_spread() -> None:
    planned = session_reminders(SLOT, NOW, RULES)
    dues = [Due(one.what, one.what, one.at, "w", stale=one.stale) for one in planned]
    back = at("12-04T10:00")
    assert {verdict(due, back, RULES).do for due in dues} == {"drop"}
    surveys = [asked(replace(ABOUT, number=str(n)))["survey"] for n in range(50)]
    judged = [verdict(due, back, RULES) for due in surveys]
    assert {one.do for one in judged} == {"defer"}
    assert len({one.at for one in judged}) > 10
    again = [replace(due, at=one.at or back) for due, one in zip(surveys, judged, strict=True)]
    assert {verdict(due, due.at, RULES).do for due in again} == {"do"}


def test_what_would_be_stale_when_it_may_be_said_is_dropped() -> None:
    due = Due("n", "nudge", at("11-23T22:00"), stale=at("11-24T08:00"))
    assert verdict(due, at("11-23T22:00"), RULES).do == "drop"
