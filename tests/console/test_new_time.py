"""A moved time in the parties' conversations, and what the mediator makes of their words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.desk import newtimes
from dialogs.commands import TellTime
from grid.calendar import SHANGHAI
from grid.events import Actor
from mediation.case import Stage
from tests.console.conftest import Clerk
from tests.console.test_sittings import APPLICANT, OTHER, Panel
from tests.town import Town

NEW = datetime(2026, 12, 1, 14, tzinfo=SHANGHAI)


@pytest.fixture
def panel(arrive: Callable[..., Clerk], town: Town) -> Panel:
    """A case moved from 24 November to 1 December; both parties have been asked."""
    made = Panel(arrive, town)
    made.all_agree()
    made.does("mediator1", "time", start=NEW.isoformat(), why="法官那天有会")
    town.tick()
    assert "您方便吗" in town.answers(APPLICANT)
    assert "另提时间" in town.answers(OTHER)
    return made


def test_both_tap_yes_and_nobody_waits_any_more(panel: Panel) -> None:
    assert "记下您可以" in panel.town.taps("可以", APPLICANT)
    assert "还没答复" in panel.sees("mediator1")
    panel.town.taps("可以", OTHER)
    assert not panel.waiting("time_silent")
    page = panel.sees("mediator1")
    assert "申请人： 可以" in page
    assert "没等到双方" not in page


def test_another_time_is_wished_for_in_own_words(panel: Panel) -> None:
    assert "哪些时间方便" in panel.town.taps("另提时间", OTHER)
    assert "已经告诉调解员" in panel.town.says("下周四晚上都可以", OTHER)
    page = panel.sees("mediator1")
    assert "不行 希望：下周四晚上都可以" in page
    assert "有一方说时间不行" in panel.sees("mediator1", "/staff/cases")


def test_a_time_named_at_once_is_a_wish_and_no_yes(panel: Panel) -> None:
    assert "已经告诉调解员" in panel.town.says("12月3日晚上可以吗", OTHER)
    assert "希望：12月3日晚上可以吗" in panel.sees("mediator1")


def test_a_yes_that_names_the_day_is_a_yes(panel: Panel) -> None:
    assert "记下您可以" in panel.town.says("12月1日可以的", OTHER)


def test_a_tap_on_a_time_that_changed_again_changes_nothing(panel: Panel) -> None:
    panel.does("mediator1", "time", start="2026-11-24T14:00+08:00", why="又改")
    said = panel.town.taps("可以", OTHER)
    assert "不用答复" in said
    page = panel.sees("mediator1")
    assert page.count("还没答复") >= 2


def test_silence_lets_the_time_go_and_the_mediator_finds_another(panel: Panel) -> None:
    panel.town.taps("可以", APPLICANT)
    panel.town.later(hours=25)
    assert panel.docket.case.stage is Stage.RESCHEDULING
    assert panel.booked() == set()
    assert not panel.waiting("reminder_link")
    assert "新的时间还没有定" in panel.sees("mediator1")
    assert "先放开了" in panel.town.answers(OTHER)


def test_the_invited_party_may_ask_for_another_time_too(panel: Panel) -> None:
    for who in (APPLICANT, OTHER):
        panel.town.taps("可以", who)
    assert "哪些时间方便" in panel.town.says("我想改调解时间", OTHER)
    assert "先不变" in panel.town.says("周五下午", OTHER)
    assert panel.docket.case.slot.start == NEW
    assert "希望：周五下午" in panel.sees("mediator1")


def test_the_mediator_enters_what_was_said_on_the_phone(panel: Panel) -> None:
    start = panel.docket.case.slot.start.isoformat()
    for who in "ar":
        page = panel.does(
            "mediator1", "heard", party=f"{panel.number}:{who}", said="yes", start=start
        )
    assert "您登记的" in page
    assert not panel.waiting("time_silent")
    refused = panel.does("r0247", "heard", party=f"{panel.number}:a", said="no", start=start)
    assert "只有主持的调解员" in refused


def test_a_picked_time_is_the_first_the_mediator_sees(panel: Panel) -> None:
    start = panel.docket.case.slot.start.isoformat()
    pick = datetime(2026, 11, 24, 14, tzinfo=SHANGHAI).astimezone(UTC).isoformat()
    what = TellTime(panel.number, start, "no", "", pick)
    door = panel.town.bot.door
    door.change(
        Actor("p", "resident"), lambda d: newtimes.says(d, panel.number, f"{panel.number}:r", what)
    )
    page = panel.sees("mediator1")
    assert "11月24日 14:00 吴俊杰、姜大勇、韩桂芳 王某（502）提的" in page


def test_a_time_moved_away_and_back_at_once_is_still_told(panel: Panel) -> None:
    """Nobody may be waited for who was never asked."""
    for start in ("2026-11-24T14:00+08:00", NEW.isoformat()):
        panel.does("mediator1", "time", start=start, why="点错了")
    panel.town.tick()
    assert "12月1日（周二）下午2点" in panel.town.answers(OTHER)
    assert len(panel.waiting("reminder_link")) == 2
