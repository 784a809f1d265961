"""What an answer leads to, and who is never asked (domain rules D.2, D.4, D.6, 0.2)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from followup.survey import (
    NEVER,
    QUESTIONS,
    About,
    Answer,
    Result,
    Solved,
    judge,
    never_asked,
    next_question,
    rung,
)
from grid.calendar import WorkingCalendar

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CALENDAR = WorkingCalendar()
ABOUT = About("20261123-0001", "web:1")


@pytest.mark.parametrize(
    ("solved", "stars", "redone", "result", "counts"),
    [
        (Solved.YES, 5, 0, Result.CLOSE, "satisfied"),
        (Solved.YES, 3, 0, Result.CLOSE, "satisfied"),
        (Solved.YES, 2, 0, Result.CALL_BACK, "unsatisfied"),  # 0.2 item 3: no redo
        (Solved.YES, 1, 2, Result.CALL_BACK, "unsatisfied"),
        (Solved.PARTLY, 5, 0, Result.REDO, "unsatisfied"),  # part solved is unsolved
        (Solved.NO, None, 0, Result.REDO, "unsatisfied"),  # acts at once
        (Solved.NOBODY, None, 1, Result.REDO, "unsatisfied"),
        (Solved.NO, 5, 1, Result.REDO, "unsatisfied"),  # five stars but unsolved
        (Solved.NO, None, 2, Result.REVIEW, "unsatisfied"),  # the third time
        (Solved.YES, None, 0, Result.ASK_ON, ""),
        (None, 5, 0, Result.ASK_ON, ""),
        (None, 1, 0, Result.ASK_ON, ""),
    ],
)
def test_what_an_answer_leads_to(
    solved: Solved | None, stars: int | None, redone: int, result: Result, counts: str
) -> None:
    outcome = judge(Answer(solved, stars), replace(ABOUT, redo_count=redone), NOW, CALENDAR)
    assert (outcome.result, outcome.counts) == (result, counts)


def test_a_good_answer_closes_a_day_later_and_a_bad_one_acts_at_once() -> None:
    good = judge(Answer(Solved.YES, 5), ABOUT, NOW, CALENDAR)
    bad = judge(Answer(Solved.NO), ABOUT, NOW, CALENDAR)
    assert good.acts_at == NOW + timedelta(hours=24)
    assert bad.acts_at == NOW


def test_somebody_calls_within_a_workday_and_sooner_in_an_emergency() -> None:
    bad = Answer(Solved.NO)
    assert judge(bad, ABOUT, NOW, CALENDAR).call_by == CALENDAR.add_workdays(NOW, 1)
    urgent = judge(bad, replace(ABOUT, sla="E1"), NOW, CALENDAR)
    assert urgent.call_by == NOW + timedelta(hours=2)


def test_the_third_unsolved_goes_to_supervision_step_three() -> None:
    third = judge(Answer(Solved.NO), replace(ABOUT, redo_count=2), NOW, CALENDAR)
    assert third.data == {"supervise": 3}


def test_solved_is_asked_before_satisfied_and_the_reason_only_when_it_was_bad() -> None:
    asked = [
        next_question(Answer()),
        next_question(Answer(Solved.YES)),
        next_question(Answer(Solved.YES, 2)),
    ]
    assert [question and question.key for question in asked] == ["solved", "satisfied", "reason"]
    assert next_question(Answer(Solved.YES, 4)) is None
    assert next_question(Answer(Solved.NO, 2, ("slow",))) is None
    assert len(QUESTIONS) == 3


@pytest.mark.parametrize("flag", sorted(NEVER))
def test_who_is_never_asked(flag: str) -> None:
    assert never_asked(replace(ABOUT, flags=frozenset({flag})))


def test_tip_offs_violence_and_finds_of_staff_are_never_asked_and_others_are() -> None:
    assert never_asked(replace(ABOUT, sla="J"))
    assert never_asked(replace(ABOUT, category="0706"))
    assert never_asked(replace(ABOUT, person_waits=False))
    assert not never_asked(ABOUT)


def test_what_was_urgent_redone_or_watched_is_rung_about_and_a_fifth_of_the_rest() -> None:
    assert rung(replace(ABOUT, sla="E1"), False, 0.0)
    assert rung(replace(ABOUT, redo_count=1), False, 0.0)
    assert rung(ABOUT, True, 0.0)
    many = [replace(ABOUT, number=f"20261123-{n:04}") for n in range(2000)]
    assert 340 <= sum(rung(one, False, 0.2) for one in many) <= 460
    assert not any(rung(one, False, 0.0) for one in many)
