"""Before anybody is invited: every sign leads to a person (domain rules C.2)."""

import pytest

from mediation.screening import QUESTIONS, screen

GOOD = {
    "violence": "no",
    "proceedings": "no",
    "incapacity": "no",
    "willing": "yes",
    "other": "楼上501，姓陈",
    "wish": "把水管修好",
}


def test_all_in_order_may_be_invited() -> None:
    assert screen(GOOD).ok
    assert screen(GOOD).route == "none"


@pytest.mark.parametrize(
    ("key", "value", "route"),
    [
        ("violence", "yes", "person"),
        ("violence", "unsure", "person"),
        ("proceedings", "police", "police_linked"),
        ("proceedings", "court", "person"),
        ("proceedings", "arbitration", "person"),
        ("proceedings", "petition", "person"),
        ("proceedings", "unsure", "person"),
        ("incapacity", "yes", "person"),
        ("incapacity", "unsure", "person"),
        ("willing", "no", "none"),
        ("willing", "unsure", "none"),
    ],
)
def test_any_sign_invites_nobody(key: str, value: str, route: str) -> None:
    result = screen({**GOOD, key: value})
    assert (result.ok, result.route, result.reasons) == (False, route, (key,))
    assert result.words


def test_the_first_sign_counts_before_anything_else_is_answered() -> None:
    assert screen({"violence": "yes"}).route == "person"


def test_violence_wins_over_the_police_case() -> None:
    result = screen({**GOOD, "violence": "yes", "proceedings": "police"})
    assert result.route == "person"
    assert "110" in result.words


def test_danger_in_free_words_counts_like_an_answer() -> None:
    assert screen(GOOD, dangers=("violence",)).route == "person"
    assert screen(GOOD, dangers=("gas",)).ok


def test_an_unanswered_question_keeps_it_open() -> None:
    result = screen({**GOOD, "wish": " "})
    assert (result.ok, result.route, result.missing) == (False, "none", ("wish",))


@pytest.mark.parametrize("mediable", ["conditional", "forbidden"])
def test_a_category_that_is_not_plainly_mediable_goes_to_a_person(mediable: str) -> None:
    assert screen(GOOD, mediable=mediable).route == "person"


def test_safety_is_asked_first_and_every_question_says_why() -> None:
    assert QUESTIONS[0].key == "violence"
    assert all(question.why for question in QUESTIONS)


def test_nobody_is_told_that_mediation_spares_a_penalty() -> None:
    words = screen({**GOOD, "proceedings": "police"}).words
    assert "处罚" not in words
