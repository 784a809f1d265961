"""The words of an agreement: begun from what is known, assented to as they stand, kept or not."""

from datetime import UTC, datetime

import pytest

from grid.refused import Refused
from mediation.case import Case
from mediation.outcome import (
    Agreement,
    Draft,
    assented,
    first_words,
    objected,
    told_kept,
    written_down,
)

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
WORDS = "王某11月30日前修好卫生间的防水，赔2000元。"
A, R = "T-1:a", "T-1:r"


def case(category: str = "0701") -> Case:
    return Case("T-1", category, "楼上漏水", "天花板渗水", "修好并赔钱", "web:1", NOW)


def agreement(kind: str = "written") -> Agreement:
    return written_down(case(), Draft(WORDS, kind, "2026-11-30"), NOW)


def test_an_agreement_begins_with_what_was_told_and_no_share_of_blame() -> None:
    words = first_words(case(), "王某")
    for told in ("天花板渗水", "修好并赔钱", "王某"):
        assert told in words
    assert "责任" not in words


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (Draft(first_words(case(), "王某"), "written"), "还没有写"),
        (Draft(first_words(case(), "王某").replace("\n", "\r\n"), "written"), "还没有写"),
        (Draft("好", "written"), "写清"),
        (Draft("字" * 5001, "written"), "写清"),
        (Draft(WORDS, ""), "书面"),
        (Draft(WORDS, "written", "11月底"), "日期"),
        (Draft(WORDS, "written", "2026-11-01"), "过了"),
    ],
)
def test_what_is_missing_is_said(draft: Draft, said: str) -> None:
    with pytest.raises(Refused, match=said):
        written_down(case(), draft, NOW)


def test_about_wages_nothing_is_agreed_by_word_of_mouth() -> None:
    with pytest.raises(Refused, match="书面"):
        written_down(case("0901"), Draft(WORDS, "oral"), NOW)


def test_assent_belongs_to_the_words_that_were_read() -> None:
    one = agreement()
    both = assented(assented(assented(one, A, one.mark), R, one.mark), A, one.mark)
    assert both.assents == (A, R)
    other = written_down(case(), Draft(WORDS.replace("2000", "2500"), "written"), NOW)
    with pytest.raises(Refused, match="改过"):
        assented(other, A, one.mark)


def test_an_objection_takes_the_assent_back_and_an_assent_the_objection() -> None:
    one = agreement()
    against = objected(assented(one, A, one.mark), A, one.mark, "是两千五")
    assert against.assents == ()
    assert against.objection(A) == "是两千五"
    assert assented(against, A, one.mark).objection(A) == ""
    with pytest.raises(Refused, match="哪里不对"):
        objected(one, A, one.mark, "  ")


def test_the_last_word_on_performance_counts() -> None:
    one = told_kept(told_kept(agreement(), A, "no"), A, "yes")
    assert one.said_kept(A) == "yes"
    assert one.said_kept(R) == ""
    with pytest.raises(Refused, match="选一项"):
        told_kept(one, A, "maybe")
