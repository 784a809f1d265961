"""An agreement that is not signed in time: reminded, then the mediator decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.desk import docket
from bot.desk.desk import SYSTEM
from mediation.case import Stage
from tests.console.conftest import Clerk
from tests.console.test_outcomes import WORDS, Met
from tests.town import Town

APPLICANT = "web:upstairs"


@pytest.fixture
def met(arrive: Callable[..., Clerk], town: Town) -> Met:
    """Both have assented to the words; they wait to be signed."""
    made = Met(arrive(), town)
    made.posts("agreement", words=WORDS, kind="written", keep_by="2026-11-30")
    made.both_assent()
    town.tick()
    town.answers(APPLICANT)
    return made


def stage(met: Met) -> Stage:
    found: Stage = met.town.bot.door.change(SYSTEM, lambda d: docket.load(d, met.number)).case.stage
    return found


def overdue(met: Met) -> str:
    """Seven days and some hours go by; what the applicant heard."""
    heard = met.town.later(APPLICANT, days=8)
    met.clerk.signs_in("mediator1")
    return heard


def test_the_page_says_until_when_and_both_are_reminded_before(met: Met) -> None:
    assert "签字、盖章 到11月27日 18:00" in met.clerk.sees(met.url)
    heard = met.town.later(APPLICANT, days=6)
    assert "协议还没有签完字，请在11月27日" in heard


def test_when_it_is_over_the_mediator_decides_and_nothing_ends_by_itself(met: Met) -> None:
    assert "到期没有签完字，还没有生效" in overdue(met)
    assert stage(met) is Stage.SIGNING
    page = met.clerk.sees(met.url)
    assert "到期没有签完" in page
    for way in ("多留几天", "再谈一次", "结束"):
        assert way in page
    assert "签字到期" in met.clerk.sees("/staff/cases")


def test_more_days_are_given_with_a_reason_both_read(met: Met) -> None:
    overdue(met)
    assert "为什么要多留几天" in met.posts("sign_longer", until="2026-12-05", why=" ")
    page = met.posts("sign_longer", until="2026-12-05", why="王某在外地")
    assert "到12月5日 18:00" in page
    assert "到期没有签完字，" not in page
    met.town.tick()
    assert "留到12月5日（周六）晚上6点，原因：王某在外地" in met.town.answers(APPLICANT)
    met.town.later(days=9)
    met.clerk.signs_in("mediator1")
    assert "到期没有签完" in met.clerk.sees(met.url)


def test_they_meet_again_and_the_words_must_be_assented_to_anew(met: Met) -> None:
    overdue(met)
    met.posts("time", start="", why="王某想再谈")
    assert stage(met) is Stage.ADJOURNED
    met.town.tick()
    assert "再谈一次" in met.town.answers(APPLICANT)
    met.posts("time", by_hand="2026-12-03T14:00", agreed="1")
    assert stage(met) is Stage.SCHEDULED
    met.town.later(days=6)
    met.clerk.signs_in("mediator1")
    page = met.posts("agreement", words=WORDS, kind="written", keep_by="2026-12-30")
    assert stage(met) is Stage.AGREEMENT_DRAFT
    assert page.count("还没确认") == 2


def test_the_same_words_after_another_session_are_shown_to_both_again(met: Met) -> None:
    met.posts("time", start="", why="想再谈")
    met.posts("time", by_hand="2026-11-24T14:00", agreed="1")
    met.town.clock.now += timedelta(days=4, hours=5)
    met.clerk.signs_in("mediator1")
    met.posts("agreement", words=WORDS, kind="written", keep_by="2026-11-30")
    assert stage(met) is Stage.AGREEMENT_DRAFT


def test_it_ends_as_failed_with_the_routes_told(met: Met) -> None:
    overdue(met)
    met.posts("failed", reason="refuses_to_sign")
    met.town.tick()
    assert stage(met) is Stage.TERMINATED
    assert "到法院起诉" in met.town.answers(APPLICANT)
    page = met.clerk.sees(met.url)
    assert "多留几天" not in page
    assert "已终止：有一方不愿意签字" in page


def test_what_is_signed_in_time_is_never_overdue(met: Met) -> None:
    met.posts("signed")
    assert "还没有签完字" not in met.town.later(APPLICANT, days=9)
