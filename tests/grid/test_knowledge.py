"""Entries of knowledge: who may move them where, and when they are in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from grid.events import Actor
from grid.knowledge import NEXT, Entry, Standing, Wording, checked, moved, reasoned
from grid.refused import Refused

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
ANNA, BEN = Actor("anna", "hotline_staff"), Actor("ben", "centre_leader")
WORDS = Wording("补办水牌", ("水牌丢了怎么补",), "到一号窗口补办。", "《水牌办法》", "编1号", "U1",
                "一号窗口", date(2026, 1, 1), date(2026, 12, 31))  # fmt: skip
DRAFT = Entry("K0001", 1, WORDS, Standing.DRAFT, ("anna",), NOW)


def submitted() -> Entry:
    return moved(DRAFT, "submit", ANNA, NOW)[0]


def approved() -> Entry:
    return moved(submitted(), "approve", BEN, NOW)[0]


def test_who_wrote_or_submitted_an_entry_does_not_approve_it() -> None:
    with pytest.raises(Refused):
        moved(submitted(), "approve", ANNA, NOW)
    helped = moved(DRAFT, "submit", BEN, NOW)[0]
    with pytest.raises(Refused):
        moved(helped, "approve", BEN, NOW)


def test_an_approved_entry_says_who_approved_it_and_when() -> None:
    assert (approved().approver, approved().approved) == ("ben", NOW)


def test_what_was_approved_is_never_edited() -> None:
    for standing in Standing:
        assert ("edit" in NEXT.get(standing, {})) == (standing is Standing.DRAFT)


@pytest.mark.parametrize("standing", [s for s in Standing if s is not Standing.APPROVED])
def test_only_an_approved_entry_is_in_force(standing: Standing) -> None:
    assert not replace(approved(), standing=standing).in_force(date(2026, 6, 1))
    assert approved().in_force(date(2026, 6, 1))


def test_an_entry_is_in_force_from_its_first_to_its_last_day() -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [approved().in_force(day) for day in days] == [False, True, True, False]


def test_ending_an_entry_takes_a_reason() -> None:
    for move in ("expire", "withdraw", "give_back"):
        with pytest.raises(Refused):
            reasoned(move, " 错 ")
    assert reasoned("submit", "") == ""


@pytest.mark.parametrize("wrong", [
    {"source": ""}, {"answer": ""}, {"questions": ()}, {"office": ""}, {"unit": "nobody"},
    {"answer": "长" * 601}, {"valid_until": date(2025, 1, 1)}, {"link": "http://x.example"},
    {"link": "javascript:alert(1)"}, {"categories": ("9999",)},
])  # fmt: skip
def test_what_cannot_be_said_to_residents_is_refused_in_words(wrong: dict[str, object]) -> None:
    assert checked(WORDS, {"U1"}, {"1201"}) == WORDS
    with pytest.raises(Refused):
        checked(replace(WORDS, **wrong), {"U1"}, {"1201"})  # type: ignore[arg-type]
