"""What parties say to a new time: a yes of each, and silence that is none."""

from datetime import UTC, datetime, timedelta

import pytest

from grid.refused import Refused
from mediation import newtime
from mediation.booking import Slot
from mediation.newtime import Said

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SLOT = Slot(NOW + timedelta(days=2), 60, ("m1",))
BOTH = ("T-1:a", "T-1:r")


def said(party: str, answer: str = "yes", **more: str) -> Said:
    return Said(party, answer, NOW, **more)


def test_a_new_time_stands_only_when_each_party_said_yes() -> None:
    new = newtime.asked(SLOT, NOW)
    assert not new.fine(BOTH)
    new = newtime.told(new, said(BOTH[0]))
    assert not new.fine(BOTH)
    assert new.silent(BOTH) == (BOTH[1],)
    new = newtime.told(new, said(BOTH[1]))
    assert new.fine(BOTH)


def test_the_last_word_counts() -> None:
    new = newtime.told(newtime.asked(SLOT, NOW), said(BOTH[0]))
    new = newtime.told(new, said(BOTH[0], "no", wish="周五"))
    assert [one.answer for one in new.said] == ["no"]
    assert newtime.told(new, said(BOTH[0])).of(BOTH[0]) == said(BOTH[0])


def test_the_time_for_an_answer_ends_two_hours_before_the_session() -> None:
    assert newtime.asked(SLOT, NOW).until == NOW + timedelta(hours=24)
    soon = Slot(NOW + timedelta(hours=25), 60, ("m1",))
    assert newtime.asked(soon, NOW).until == NOW + timedelta(hours=23)


@pytest.mark.parametrize("wrong", [said("p", "maybe"), said("p", "no", pick="明天")])
def test_what_is_no_answer_is_refused(wrong: Said) -> None:
    with pytest.raises(Refused):
        newtime.told(newtime.asked(SLOT, NOW), wrong)


def test_after_it_has_begun_nothing_is_answered() -> None:
    with pytest.raises(Refused):
        newtime.told(newtime.asked(SLOT, NOW), Said("p", "yes", SLOT.start))
