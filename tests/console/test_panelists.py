"""Notices to the panel: they reach the channel the roster names, or somebody is told to ring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from grid.calendar import SHANGHAI
from tests.console.conftest import Clerk
from tests.console.test_sittings import JUDGE, LAWYER, START, Panel
from tests.town import Town

LAWYERS, MEDIATORS = "telegram:4711", "telegram:4712"


@pytest.fixture
def panel(arrive: Callable[..., Clerk], town: Town, monkeypatch: pytest.MonkeyPatch) -> Panel:
    """A case whose mediator and lawyer have a channel; the judge has none."""
    made = Panel(arrive, town)
    roster = town.bot.district.roster
    for one, channel in ((LAWYER, LAWYERS), (made.mediator, MEDIATORS)):
        monkeypatch.setitem(roster, one, replace(roster[one], channel=channel))
    town.tick()
    return made


def hears(panel: Panel, who: str) -> str:
    """What a member heard since, everything due done."""
    panel.town.tick()
    return panel.town.answers(who)


def test_who_is_asked_to_come_hears_of_it_with_where_to_answer(panel: Panel) -> None:
    told = hears(panel, LAWYERS)
    assert "请您作为律师参加" in told
    assert "11月24日（周二）下午2点" in told
    assert f"/staff/cases/{panel.number}" in told
    assert "请您主持" in hears(panel, MEDIATORS)
    assert "天花板" not in told


def test_who_has_no_channel_is_rung_and_the_mediator_is_told_the_number(panel: Panel) -> None:
    judge = panel.town.bot.district.roster[JUDGE]
    told = hears(panel, MEDIATORS)
    assert f"请打电话给法官{judge.name}（{judge.phone}）" in told
    page = panel.sees("mediator1")
    assert "请打电话告诉" in page
    assert judge.phone in page
    assert "要打电话" in panel.sees("mediator1", "/staff/cases")
    assert "请打电话告诉" not in panel.sees("r0244")


def test_an_answer_given_on_the_phone_counts_and_the_call_is_gone(panel: Panel) -> None:
    clerk = panel.arrive()
    clerk.signs_in("mediator1")
    page = clerk.posts(f"{panel.url}/rung", panel.url, member=JUDGE, said="comes")
    assert "法官 韩桂芳： 会到场" in page
    assert "请打电话告诉" not in page
    again = clerk.posts(f"{panel.url}/rung", panel.url, member=JUDGE, said="told")
    assert "不用打了" in again


def test_a_call_nobody_answered_stays_and_is_counted(panel: Panel) -> None:
    clerk = panel.arrive()
    clerk.signs_in("mediator1")
    page = clerk.posts(f"{panel.url}/rung", panel.url, member=JUDGE, said="nobody")
    assert "没打通1次" in page


def test_a_member_cannot_tick_off_a_call_about_somebody_else(panel: Panel) -> None:
    clerk = panel.arrive()
    clerk.signs_in("r0244")
    page = clerk.posts(f"{panel.url}/rung", panel.url, member=JUDGE, said="told")
    assert "由主持的调解员或工作人员" in page
    assert "请打电话告诉" in panel.sees("mediator1")


def test_what_does_not_arrive_becomes_a_call(panel: Panel) -> None:
    panel.town.tick()
    with panel.town.bot.store.begin() as work:
        rows = [one.id for one in work.outbox.of(LAWYERS)]
        work.outbox.drop(rows, "送不到：对方停用了这个渠道", "failed")
    panel.town.clock.now += timedelta(minutes=11)
    panel.town.tick()
    page = panel.sees("mediator1")
    lawyer = panel.town.bot.district.roster[LAWYER]
    assert lawyer.phone in page
    assert "对方停用了这个渠道" in page


def test_the_page_says_what_has_arrived(panel: Panel) -> None:
    hears(panel, LAWYERS)
    page = panel.sees("mediator1")
    lawyer = panel.town.bot.district.roster[LAWYER]
    assert f"律师{lawyer.name}：请答复 已送到" in page


def test_who_says_nothing_is_asked_once_more_and_who_answered_is_not(panel: Panel) -> None:
    panel.all_agree()
    hears(panel, LAWYERS)
    panel.town.later(hours=13)
    panel.town.later(hours=12)
    assert "还在等您答复" in panel.town.answers(LAWYERS)


def test_who_answered_is_not_asked_again(panel: Panel) -> None:
    panel.all_agree()
    panel.does("r0244", "comes")
    hears(panel, LAWYERS)
    panel.town.later(hours=25)
    assert "还在等您答复" not in panel.town.answers(LAWYERS)


def test_at_night_nobody_of_the_panel_is_woken(panel: Panel) -> None:
    panel.all_agree()
    hears(panel, LAWYERS)
    panel.town.clock.now = datetime(2026, 11, 18, 22, tzinfo=SHANGHAI).astimezone(UTC)
    panel.does("mediator1", "time", start="2026-12-01T14:00+08:00", why="改一下")
    assert "新的时间" not in hears(panel, LAWYERS)
    assert "等到11月19日 09:00" in panel.sees("mediator1")
    panel.town.later(hours=11)
    assert "新的时间是12月1日（周二）下午2点" in panel.town.answers(LAWYERS)


def test_a_moved_time_reaches_the_panel_and_the_reminders_follow_it(panel: Panel) -> None:
    panel.all_agree()
    assert "时间定了" in hears(panel, LAWYERS)
    panel.does("mediator1", "time", start="2026-12-01T14:00+08:00", why="改一下", agreed="1")
    assert "新的时间是12月1日（周二）下午2点" in hears(panel, LAWYERS)
    panel.town.later(days=7)
    before = panel.town.answers(LAWYERS)
    assert "提醒您" not in before
    assert "快到时间了" not in before
    panel.town.later(days=6, hours=3)
    panel.town.later(hours=1)
    told = panel.town.answers(LAWYERS)
    assert told.count("提醒您") == 2
    token = next(e.token for e in panel.docket.room.entries if e.person == LAWYER)
    assert f"/room/{token}" in told


def test_the_replaced_hears_nothing_more_and_the_mediator_hears_who_comes(panel: Panel) -> None:
    panel.all_agree()
    hears(panel, LAWYERS)
    hears(panel, MEDIATORS)
    panel.does("r0244", "cannot", why="那天要开庭")
    assert "来不了，没有别人有空" in hears(panel, MEDIATORS)
    panel.town.later(days=7)
    assert "提醒您" not in panel.town.answers(LAWYERS)


def test_when_it_ends_before_the_session_nobody_comes_for_nothing(panel: Panel) -> None:
    panel.all_agree()
    hears(panel, LAWYERS)
    panel.does("mediator1", "failed", reason="self_settled")
    assert "不用您来了" in hears(panel, LAWYERS)
    assert "请打电话告诉" in panel.sees("mediator1")
    panel.town.clock.now = (START + timedelta(hours=2)).astimezone(UTC)
    assert "请打电话告诉" not in panel.sees("mediator1")
