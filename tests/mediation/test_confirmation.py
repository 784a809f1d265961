"""Judicial confirmation: what is excluded, until when, what goes along."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from grid.calendar import WorkingCalendar
from grid.refused import Refused
from mediation import confirm_words, confirmation
from mediation.agreement import confirmation_steps, last_day, legal_last_day
from mediation.case import Case, Stage
from mediation.confirmation import Confirmation, Wish, bar_of, phase
from mediation.outcome import Agreement

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
CASE = Case("T-1", "0701", "楼上漏水", "渗水", "修好", "web:1", NOW, stage=Stage.EFFECTIVE)
PLAIN = Agreement("王某11月30日前修好防水，赔2500元。", "written", NOW, "2026-11-30", NOW)
KEPT = Confirmation(PLAIN.mark)
HOLIDAYS = WorkingCalendar(holidays=frozenset(date(2026, 10, n) for n in range(1, 8)))
A_WEEKEND = date(2026, 11, 20)


def words(text: str) -> Agreement:
    return replace(PLAIN, words=text)


@pytest.mark.parametrize(
    ("text", "bar"),
    [
        ("双方自愿离婚，孩子由女方带。", "identity"),
        ("孩子抚养权归母亲，父亲每月给1000元。", "identity"),
        ("老宅房屋归哥哥所有，弟弟11月30日前搬走。", "title"),
        ("双方同意把车位过户给张某。", "title"),
        ("离婚后多年，男方11月30日前还清2500元。", ""),
        ("王某修好卫生间，房屋的损失赔2500元。", ""),
        ("车归还给李某，12月1日前送到。", ""),
    ],
)
def test_the_words_say_what_the_law_excludes(text: str, bar: str) -> None:
    assert bar_of(CASE, words(text), KEPT) == bar


def test_the_category_of_identity_is_excluded_until_the_mediator_says_otherwise() -> None:
    family = replace(CASE, category="0704")
    assert bar_of(family, PLAIN, KEPT) == "identity"
    lifted = confirmation.barred(KEPT, confirmation.LIFTED, "只有还钱")
    assert bar_of(family, PLAIN, lifted) == ""
    with pytest.raises(Refused):
        confirmation.barred(KEPT, confirmation.LIFTED, " ")


def test_the_last_day_is_a_workday_and_never_after_the_laws() -> None:
    calendar = WorkingCalendar()
    assert last_day(date(2026, 11, 26), calendar) == date(2026, 12, 25)
    assert last_day(A_WEEKEND, calendar) == date(2026, 12, 21)
    for n in range(1, 29):
        since = date(2026, 9, n)
        assert last_day(since, HOLIDAYS) <= legal_last_day(since, HOLIDAYS)
        assert HOLIDAYS.is_workday(last_day(since, HOLIDAYS))


def test_a_reminder_on_a_holiday_comes_before_it_and_never_twice_on_a_day() -> None:
    days = [step.day for step in confirmation_steps(date(2026, 9, 6), HOLIDAYS)]
    assert last_day(date(2026, 9, 6), HOLIDAYS) == date(2026, 10, 8)  # the 5th is a holiday
    assert days == [date(2026, 9, 23), date(2026, 9, 30), date(2026, 10, 8)]


def test_silence_is_no_yes_and_a_later_no_voids_signatures() -> None:
    one = confirmation.wished(KEPT, Wish("a", "yes", NOW))
    assert not one.both(("a", "r"))
    both = confirmation.wished(one, Wish("r", "yes", NOW))
    signed = confirmation.signed(both, ("a", "r"), NOW)
    again = confirmation.wished(signed, Wish("r", "no", NOW))
    assert again.signed is None
    assert not again.both(("a", "r"))
    with pytest.raises(Refused):
        confirmation.signed(again, ("a", "r"), NOW)


def test_where_it_stands() -> None:
    day = date(2026, 12, 25)
    assert phase(CASE, PLAIN, KEPT, (day, HOLIDAYS)) == "open"
    assert phase(CASE, PLAIN, KEPT, (date(2026, 12, 26), HOLIDAYS)) == "over"
    draft = replace(PLAIN, effective=None)
    assert phase(replace(CASE, stage=Stage.SIGNING), draft, KEPT, (day, HOLIDAYS)) == "none"
    applied = replace(CASE, stage=Stage.CONFIRM_APPLIED)
    assert phase(applied, PLAIN, KEPT, (day, HOLIDAYS)) == "applied"
    done = replace(KEPT, result="confirmed")
    assert phase(replace(CASE, stage=Stage.PERFORMING), PLAIN, done, (day, HOLIDAYS)) == "confirmed"


def test_two_years_end_on_a_day_that_exists() -> None:
    assert confirm_words.enforced_until(date(2028, 2, 29)) == "2030年2月28日"
    assert confirm_words.enforced_until(date(2026, 2, 28)) == "2028年2月28日"


def test_a_labour_agreement_and_an_oral_one_name_their_own_papers() -> None:
    labour = {one.name for one in confirmation.materials(replace(CASE, category="0901"), PLAIN)}
    assert "劳动关系的材料" in labour
    oral = {one.name for one in confirmation.materials(CASE, replace(PLAIN, kind="oral"))}
    assert "口头协议登记表" in oral
    assert "调解协议书原件" not in oral
