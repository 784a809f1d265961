"""Knowledge in the store: one version in force, nothing decided unseen, words taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from grid.knowledge import Entry, Standing, Wording
from grid.refused import Refused
from integrations.sql.store import Store
from tests.store.test_contract import NOW

WORDS = Wording("补办水牌", ("水牌丢了怎么补", "补水牌"), "到一号窗口补办。", "《水牌办法》", "",
                "U1", "一号窗口", date(2026, 1, 1), None, "", ("1201",))  # fmt: skip
DRAFT = Entry("K0001", 1, WORDS, Standing.DRAFT, ("anna",), NOW)


def test_an_entry_comes_back_whole(store: Store) -> None:
    whole = replace(DRAFT, standing=Standing.APPROVED, approver="ben", approved=NOW,
                    wording=replace(WORDS, valid_until=date(2026, 12, 31)))  # fmt: skip
    with store.begin() as work:
        work.knowledge.add(whole)
    with store.read() as work:
        assert work.knowledge.approved() == [whole]
        assert work.knowledge.get("K0001", 1) == whole


def test_two_versions_are_never_in_force_together(store: Store) -> None:
    approved = replace(DRAFT, standing=Standing.APPROVED)
    with store.begin() as work:
        work.knowledge.add(approved)
        with pytest.raises(Refused), work.savepoint():
            work.knowledge.add(replace(approved, version=2))
        work.knowledge.add(replace(DRAFT, version=2))
        with pytest.raises(Refused), work.savepoint():
            work.knowledge.add(replace(DRAFT, version=3))


def test_what_has_changed_meanwhile_is_not_written_over(store: Store) -> None:
    with store.begin() as work:
        work.knowledge.add(DRAFT)
        before = work.knowledge.mark()
        work.knowledge.save(replace(DRAFT, standing=Standing.SUBMITTED, seen=2), seen=1)
        assert work.knowledge.mark() != before
        with pytest.raises(Refused):
            work.knowledge.save(replace(DRAFT, seen=2), seen=1)


def asked(text: str, contact: str = "web:a", entry: str = "") -> dict[str, object]:
    return {"at": NOW, "contact": contact, "text": text, "category": "1201", "entry": entry,
            "version": 1 if entry else 0}  # fmt: skip


def test_a_question_without_an_answer_is_a_gap_until_somebody_has_seen_to_it(store: Store) -> None:
    with store.begin() as work:
        row = work.questions.add(asked("护照怎么办"))
        work.questions.add(asked("水牌怎么补", entry="K0001"))
        assert [gap.text for gap in work.questions.gaps(NOW - timedelta(days=1))] == ["护照怎么办"]
        work.questions.settle([row], "anna")
        assert work.questions.gaps(NOW - timedelta(days=1)) == []


def test_usage_is_counted_by_entry_and_by_what_was_thought_of_it(store: Store) -> None:
    with store.begin() as work:
        row = work.questions.add(asked("水牌怎么补", entry="K0001"))
        work.questions.add(asked("补水牌", entry="K0001"))
        work.questions.judge(row, "yes")
        assert work.questions.usage(NOW)["K0001"] == {"yes": 1, "": 1}
        assert work.questions.usage(NOW + timedelta(seconds=1)) == {}


def test_who_has_their_talk_erased_takes_their_questions_back(store: Store) -> None:
    with store.begin() as work:
        work.questions.add(asked("护照怎么办"))
        work.questions.add(asked("驾照怎么办", "web:b"))
        work.questions.forget("web:a")
        assert [gap.text for gap in work.questions.gaps(NOW)] == ["驾照怎么办"]
        work.questions.outlive(NOW + timedelta(seconds=1))
        assert work.questions.gaps(NOW) == []
        assert work.questions.usage(NOW) == {"": {"": 2}}
