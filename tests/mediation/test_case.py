"""The table of a case's moves: what it allows, what it refuses, how a case may end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from grid.calendar import WorkingCalendar
from grid.events import Actor
from grid.refused import Refused
from mediation.case import (
    CHINESE,
    END_REASONS,
    ENDS,
    NEXT,
    Act,
    Case,
    Stage,
    may_move,
    move,
    terminate,
)
from mediation.limits import extend, limit

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ACT = Act(Actor("m1", "mediator"), NOW)


def case(stage: Stage = Stage.INTAKE) -> Case:
    return Case("T-1", "0701", "楼上漏水", "天花板渗水", "修好", "web:1", NOW, stage=stage)


def test_every_stage_has_its_row_and_its_chinese() -> None:
    assert set(NEXT) == set(CHINESE) == set(Stage)


def test_every_stage_can_be_reached() -> None:
    reached, left = {Stage.INTAKE}, [Stage.INTAKE]
    while left:
        for to in NEXT[left.pop()] - reached:
            reached.add(to)
            left.append(to)
    assert reached | {Stage.TERMINATED} == set(Stage)


def test_the_whole_way_to_the_archive() -> None:
    way = [
        Stage.SCREENED,
        Stage.INVITING,
        Stage.ACCEPTED,
        Stage.MEDIATOR_PENDING,
        Stage.SCHEDULED,
        Stage.RESCHEDULING,
        Stage.SCHEDULED,
        Stage.IN_SESSION,
        Stage.ADJOURNED,
        Stage.SCHEDULED,
        Stage.IN_SESSION,
        Stage.AGREEMENT_DRAFT,
        Stage.SIGNING,
        Stage.EFFECTIVE,
        Stage.CONFIRM_APPLIED,
        Stage.CONFIRMED,
        Stage.PERFORMING,
        Stage.PERFORMED,
        Stage.CLOSED_ARCHIVED,
    ]
    at = case()
    for to in way:
        at, event = move(at, to, ACT)
        assert (event.kind, event.about, event.after) == ("case", "T-1", to.value)
    assert at.version == len(way)


@pytest.mark.parametrize(
    ("stage", "to"),
    [
        (Stage.INTAKE, Stage.INVITING),  # nobody is invited before the screening
        (Stage.INVITING, Stage.SCHEDULED),  # no consent, no mediation
        (Stage.REFERRED_OUT, Stage.INVITING),
        (Stage.SIGNING, Stage.CONFIRMED),
        (Stage.CLOSED_ARCHIVED, Stage.TERMINATED),
    ],
)
def test_a_move_outside_the_table_is_refused_in_chinese(stage: Stage, to: Stage) -> None:
    with pytest.raises(Refused) as refused:
        move(case(stage), to, ACT)
    assert CHINESE[stage] in refused.value.words


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in ENDS])
def test_whatever_is_under_way_can_be_terminated(stage: Stage) -> None:
    assert may_move(case(stage), Stage.TERMINATED)


def test_an_end_names_its_reason_and_the_routes_that_were_told() -> None:
    reason = next(iter(END_REASONS))
    with pytest.raises(Refused):
        terminate(case(Stage.IN_SESSION), Act(ACT.actor, NOW, "whatever"), ("court",))
    with pytest.raises(Refused):
        terminate(case(Stage.IN_SESSION), Act(ACT.actor, NOW, reason), ())
    ended, event = terminate(case(Stage.IN_SESSION), Act(ACT.actor, NOW, reason), ("court",))
    assert ended.end_reason == reason
    assert event.data == {"routes_told": ["court"]}


def test_each_kind_of_dispute_has_its_own_limit() -> None:
    calendar = WorkingCalendar()
    assert limit("people", NOW, calendar) == NOW + timedelta(days=30)
    assert limit("labour", NOW, calendar) == NOW + timedelta(days=15)
    assert limit("medical", NOW, calendar) == calendar.add_workdays(NOW, 30)


def test_the_limit_is_extended_only_when_every_party_agrees() -> None:
    running = replace(case(), limit_at=NOW)
    later = NOW + timedelta(days=10)
    with pytest.raises(Refused):
        extend(running, 1, 2, later)
    assert extend(running, 2, 2, later).limit_at == later
