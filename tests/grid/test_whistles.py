"""A whistle's moves, its clocks, and how the called units are scored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.hearing import district_of
from bot.settings import Settings
from grid.district import District
from grid.figures_whistles import ACK, COME, Answer, report
from grid.refused import Refused
from grid.whistles import (
    ANSWERS,
    CALLED_WORDS,
    KINDS,
    NEXT,
    STATES,
    Called,
    Judged,
    State,
    Whistle,
    answered,
    moved,
    settled,
    to_judge,
    unjudged,
)
from grid.whistles_clocks import call, latest_meeting, opens, second_step

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)  # Wednesday, ten in the morning
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(scope="module")
def district() -> District:
    return district_of(Settings().district_folder)


def whistle(district: District, kind: str = "joint", *units: str) -> Whistle:
    """One blown now, for its latest time; the first unit leads."""
    made = Whistle("S1", kind, "CH01", "street1", NOW, "西门",
                   latest_meeting(district, kind, NOW), "清摊", ("T1",), ())  # fmt: skip
    for n, unit in enumerate(units or ("BM01", "BM07")):
        made = made.with_call(call(district, made, (unit, "co" if n else "lead"), NOW))
    return made


def test_every_state_has_words_and_every_move_leads_somewhere() -> None:
    assert set(STATES) == set(State)
    assert set(CALLED_WORDS) == set(Called)
    assert {to for moves in NEXT.values() for to in moves.values()} <= set(State)
    assert {to for moves in ANSWERS.values() for to in moves.values()} <= set(Called)


@pytest.mark.parametrize(
    ("kind", "ack", "come"),
    [("emergency", "02:10", "02:30"), ("joint", "03:00", "08:00"),
     ("tough", "2026-11-19T09:30", "2026-11-23T09:30")],
)  # fmt: skip
def test_each_kind_has_its_clocks(district: District, kind: str, ack: str, come: str) -> None:
    one = whistle(district, kind).calls[0]
    assert ack in one.ack_due.isoformat()
    assert come in one.come_due.isoformat()


def test_an_answer_is_never_due_after_the_meeting(district: District) -> None:
    friday = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # eight in the evening
    late = replace(whistle(district), meet=friday + 2 * HOUR)
    assert call(district, late, ("BM07", "co"), friday).ack_due == late.meet


def test_an_enforcement_whistle_may_be_later_where_it_was_agreed(district: District) -> None:
    usual = latest_meeting(district, "joint", NOW)
    assert latest_meeting(district, "joint", NOW, agreed=True) > usual
    assert latest_meeting(district, "emergency", NOW, agreed=True) == NOW + 30 * MINUTE


def test_who_is_called_later_has_their_full_time(district: District) -> None:
    blown = whistle(district, "emergency")
    later = call(district, blown, ("BM04", "co"), NOW + 20 * MINUTE)
    assert (later.ack_due, later.come_due) == (NOW + 30 * MINUTE, NOW + 50 * MINUTE)
    assert second_step(district, "emergency", later.ack_due) == NOW + 40 * MINUTE


def test_nobody_reports_in_hours_before(district: District) -> None:
    tough = whistle(district, "tough")
    assert opens(tough, tough.calls[0]) == tough.meet - HOUR
    now = whistle(district, "emergency")
    assert opens(now, now.calls[0]) == NOW


def test_the_whistle_follows_its_units(district: District) -> None:
    made = whistle(district)
    for unit in ("BM01", "BM07"):
        made = settled(made.with_call(answered(made.call_of(unit), "ack", acked=NOW)))
    assert made.state == State.ACKED
    for unit in ("BM01", "BM07"):
        made = settled(made.with_call(answered(made.call_of(unit), "arrive", arrived=NOW)))
    assert made.state == State.ARRIVED
    with pytest.raises(Refused, match="都到场了"):
        moved(made, "call_off")
    assert moved(made, "call_unit").state == State.BLOWN


def test_whoever_declines_is_not_on_the_way_until_the_street_has_decided(
    district: District,
) -> None:
    made = whistle(district)
    for unit, move in (("BM01", "ack"), ("BM07", "ack"), ("BM07", "decline")):
        made = settled(made.with_call(answered(made.call_of(unit), move, acked=NOW)))
    assert made.state == State.BLOWN
    assert settled(made.with_call(answered(made.call_of("BM07"), "insist"))).state == State.ACKED
    assert settled(made.with_call(answered(made.call_of("BM07"), "excuse"))).state == State.ACKED


def test_who_was_let_off_holds_nobody_up(district: District) -> None:
    made = whistle(district)
    made = settled(made.with_call(answered(made.call_of("BM07"), "excuse")))
    assert settled(made).state == State.BLOWN
    made = settled(made.with_call(answered(made.call_of("BM01"), "arrive", acked=NOW)))
    assert made.state == State.ARRIVED
    with pytest.raises(Refused, match="不用来"):
        answered(made.call_of("BM07"), "arrive")
    with pytest.raises(Refused, match="没有叫这个单位"):
        made.call_of("BM30")


def test_both_sides_rate_each_other_and_who_was_let_off_does_not(district: District) -> None:
    made = whistle(district, "joint", "BM01", "BM07", "BM09")
    for unit, move in (("BM01", "arrive"), ("BM07", "miss"), ("BM09", "excuse")):
        made = made.with_call(answered(made.call_of(unit), move))
    assert set(to_judge(made)) == {("CH01", "BM01"), ("BM01", "CH01"), ("CH01", "BM07"),
                                   ("BM07", "CH01")}  # fmt: skip
    done = [Judged(by, about, 5, "", NOW) for by, about in to_judge(made)[:3]]
    assert len(unjudged(made, done)) == 1


def answer(**more: object) -> Answer:
    """A unit called by an enforcement whistle at ten, awaited at two."""
    given: dict[str, object] = {"ack_due": NOW + HOUR, "come_due": NOW + 4 * HOUR,
                                "state": "called"}  # fmt: skip
    return Answer("S1", "joint", "CH01", "BM07", "co", **given | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "ack", "come", "absent"),
    [
        (answer(), (0, 1), (0, 1), 1),
        (answer(state="acked", acked=NOW + MINUTE), (1, 1), (0, 1), 1),
        (answer(state="acked", acked=NOW + 2 * HOUR), (0, 1), (0, 1), 1),
        (answer(state="arrived", acked=NOW, arrived=NOW + 3 * HOUR), (1, 1), (1, 1), 0),
        (answer(state="arrived", acked=NOW, arrived=NOW + 5 * HOUR), (1, 1), (0, 1), 0),
        (answer(state="excused", acked=NOW, over=NOW + 6 * HOUR), (1, 1), (0, 0), 0),
        (answer(state="excused", over=NOW + MINUTE, off=True), (0, 0), (0, 0), 0),
        (answer(state="absent", over=NOW + 6 * HOUR), (0, 1), (0, 1), 1),
    ],
)
def test_a_unit_is_scored_for_what_was_due_and_not_let_off(
    one: Answer, ack: tuple[int, int], come: tuple[int, int], absent: int
) -> None:
    made = report([one], NOW + 7 * HOUR)
    got = [(rate.got, rate.of) for rate in map(made.units["BM07"].rate, (ACK, COME))]
    assert got == [ack, come]
    assert len(made.all.absent) == absent


def test_before_its_time_nobody_is_late() -> None:
    made = report([answer()], NOW + MINUTE)
    assert made.all.rate(ACK).of == made.all.rate(COME).of == 0
    assert set(made.streets["CH01"].kinds) <= set(KINDS)
    assert made.blown.all == 1
