"""Signing in: passwords, locks, the second factor, sessions that end."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.build import build
from bot.pages import accounts_at_start
from bot.running import Running
from bot.settings import Settings
from console import totp
from console.accounts import (
    DEMO_PASSWORD,
    NewAccount,
    change_password,
    check_password,
    ensure_demo_accounts,
    hash_password,
    make_account,
)
from grid.refused import Refused
from tests.console.conftest import Clerk
from tests.town import Town

Arrive = Callable[..., Clerk]


def enrols(clerk: Clerk, town: Town) -> str:
    """Set up the second factor as the page says; returns the secret."""
    assert clerk.seen is not None
    found = re.search(r"<code>([A-Z2-7]{32})</code>", clerk.seen.text)
    kept = re.search(r'name="kept" value="([^"]+)"', clerk.seen.text)
    assert found
    assert kept
    code = totp.code_at(found.group(1), totp.step_of(town.clock()))
    clerk.posts("/staff/second", code=code, kept=kept.group(1))
    return found.group(1)


def test_a_clerk_signs_in_and_out(arrive: Arrive) -> None:
    clerk = arrive()
    assert "等人接待" in clerk.signs_in()
    clerk.posts("/staff/logout")
    assert "工作人员登录" in clerk.sees("/staff/")


def test_a_wrong_password_and_an_unknown_account_hear_the_same(arrive: Arrive) -> None:
    clerk = arrive()
    wrong = clerk.signs_in("chen", "wrong-one")
    unknown = clerk.signs_in("nobody", "wrong-one")
    assert "账号或密码不对" in wrong
    assert "账号或密码不对" in unknown


def test_five_wrong_passwords_lock_the_account_for_fifteen_minutes(
    arrive: Arrive, town: Town
) -> None:
    clerk = arrive()
    for _ in range(5):
        said = clerk.signs_in("chen", "wrong-one")
    assert "先锁15分钟" in said
    assert "先锁15分钟" in clerk.signs_in()
    town.clock.now += timedelta(minutes=16)
    assert "等人接待" in clerk.signs_in()


def test_outside_the_demo_the_second_factor_is_set_up_at_the_first_login(
    arrive: Arrive, town: Town
) -> None:
    clerk = arrive(demo=False)
    assert "第一次登录" in clerk.signs_in()
    assert "工作人员登录" in clerk.sees("/staff/tickets")  # the password alone opens nothing
    clerk.signs_in()
    enrols(clerk, town)
    assert "等人接待" in clerk.sees("/staff/")
    assert "演示" not in clerk.sees("/staff/")


def test_a_code_is_good_once_and_only_for_its_own_account(arrive: Arrive, town: Town) -> None:
    clerk = arrive(demo=False)
    clerk.signs_in()
    secret = enrols(clerk, town)
    code = totp.code_at(secret, totp.step_of(town.clock()))
    assert "第一次登录" not in clerk.signs_in()
    assert "验证码不对" in clerk.posts("/staff/second", code=code)
    town.clock.now += timedelta(minutes=1)
    fresh = totp.code_at(secret, totp.step_of(town.clock()))
    assert "等人接待" in clerk.posts("/staff/second", code=fresh)


def test_guessing_codes_locks_the_account_though_the_password_is_right(
    arrive: Arrive, town: Town
) -> None:
    clerk = arrive(demo=False)
    clerk.signs_in()
    enrols(clerk, town)
    for _ in range(5):
        clerk.signs_in()
        said = clerk.posts("/staff/second", code="000000")
    assert "先锁15分钟" in said


def test_a_secret_shown_to_a_thief_does_not_replace_the_one_set_up(
    arrive: Arrive, town: Town
) -> None:
    thief, clerk = arrive(demo=False), arrive(demo=False)
    thief.signs_in()
    assert thief.seen is not None
    shown = re.search(r"<code>([A-Z2-7]{32})</code>", thief.seen.text)
    kept = re.search(r'name="kept" value="([^"]+)"', thief.seen.text)
    assert shown
    assert kept
    clerk.signs_in()
    enrols(clerk, town)
    thief.signs_in()
    code = totp.code_at(shown.group(1), totp.step_of(town.clock()))
    assert "验证码不对" in thief.posts("/staff/second", code=code, kept=kept.group(1))


def test_a_session_ends_after_fifteen_idle_minutes_and_after_eight_hours(
    arrive: Arrive, town: Town
) -> None:
    clerk = arrive()
    clerk.signs_in()
    for _ in range(3):
        town.clock.now += timedelta(minutes=14)
        assert "等人接待" in clerk.sees("/staff/")
    town.clock.now += timedelta(minutes=16)
    assert "工作人员登录" in clerk.sees("/staff/")
    clerk.signs_in()
    for _ in range(35):
        town.clock.now += timedelta(minutes=14)
        last = clerk.sees("/staff/")
    assert "工作人员登录" in last


def test_a_page_that_refreshes_itself_does_not_keep_the_session_alive(
    arrive: Arrive, town: Town
) -> None:
    clerk = arrive()
    clerk.signs_in()
    for _ in range(2):
        town.clock.now += timedelta(minutes=10)
        clerk.sees("/staff/?live=1")
    assert clerk.status == 401


def test_a_second_login_ends_the_first(arrive: Arrive) -> None:
    first, second = arrive(), arrive()
    first.signs_in()
    second.signs_in()
    assert "工作人员登录" in first.sees("/staff/")


def test_what_was_typed_is_not_lost_when_the_session_has_ended(chen: Clerk, town: Town) -> None:
    town.says("转人工")
    chen.sees("/staff/talk/terminal:me")
    town.clock.now += timedelta(hours=1)
    said = chen.posts("/staff/talk/terminal:me/reply", text="您家几号楼？")
    assert "重新登录" in said
    assert "您家几号楼？" in said


def test_a_form_without_its_token_changes_nothing(chen: Clerk, town: Town) -> None:
    town.says("转人工")
    chen.sees("/staff/talk/terminal:me")
    chen.posts("/staff/talk/terminal:me/reply", text="您好", csrf="0" * 64)
    assert chen.status == 409
    assert "您好\n" not in town.answers()


def test_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B, SHA-1, last six digits
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert totp.code_at(secret, 59 // 30) == "287082"
    assert totp.code_at(secret, 1111111109 // 30) == "081804"


def test_passwords_are_salted_and_checked() -> None:
    kept = hash_password("澄禾-1234")
    assert kept != hash_password("澄禾-1234")
    assert check_password("澄禾-1234", kept)
    assert not check_password("澄禾-1235", kept)


def test_an_account_is_made_once_with_a_known_role_and_no_reserved_name(town: Town) -> None:
    with town.bot.store.begin() as work:
        for name, roles, password in (
            ("queue", ("auditor",), "long-enough"), ("wu", ("king",), "long-enough"),
            ("wu", ("auditor",), "short"), ("chen", ("auditor",), "long-enough"),
        ):  # fmt: skip
            with pytest.raises(Refused):
                make_account(work, NewAccount(name, "吴", roles), password, town.clock())


def test_off_loopback_known_demo_passwords_are_replaced_by_printed_ones(town: Town) -> None:
    with town.bot.store.begin() as work:
        shown = ensure_demo_accounts(work, town.bot.district, town.clock(), False)
        assert {one.name for one in shown} >= {"chen", "leader", "mediator1", "auditor"}
        for one in shown:
            row = work.accounts.get(one.name)
            assert row is not None
            assert not check_password(DEMO_PASSWORD, row.password)
            assert check_password(one.password, row.password)
        assert not ensure_demo_accounts(work, town.bot.district, town.clock(), False)


@pytest.mark.parametrize("demo", ["0", "1"])
def test_a_store_that_was_a_demo_opens_to_nobody_with_the_known_password(
    arrive: Arrive, town: Town, demo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = next(m for m in town.bot.district.roster.values() if m.role == "unit_handler")
    arrive().signs_in(handler.id.lower())
    abroad = Settings(files=str(town.folder), demo=demo, secret="s" * 40, host="0.0.0.0")
    bot = build(abroad, town.bot.listener, town.bot.store, town.clock)
    accounts_at_start(Running(bot))
    assert f"fengqiao user password {handler.id.lower()}" in capsys.readouterr().err
    with town.bot.store.read() as work:
        for row in work.accounts.all():
            assert not check_password(DEMO_PASSWORD, row.password), row.name
    accounts_at_start(Running(town.bot))
    for name in [handler.id.lower(), *(["chen"] if demo == "0" else [])]:
        assert "账号或密码不对" not in arrive().signs_in(name)


def test_a_session_begun_in_the_demo_is_worth_nothing_outside_it(
    arrive: Arrive, town: Town
) -> None:
    clerk, outside = arrive(), arrive(demo=False)
    clerk.signs_in()
    outside.browser.cookies = clerk.browser.cookies
    assert "工作人员登录" in outside.sees("/staff/tickets")


def test_a_new_password_ends_sessions_and_may_ask_for_a_new_second_factor(
    arrive: Arrive, town: Town
) -> None:
    clerk = arrive(demo=False)
    clerk.signs_in()
    enrols(clerk, town)
    with town.bot.store.begin() as work:
        change_password(work, "chen", "another-2026", keep_second=False)
    assert "工作人员登录" in clerk.sees("/staff/")
    assert "账号或密码不对" in clerk.signs_in()
    assert "第一次登录" in clerk.signs_in("chen", "another-2026")


def test_an_account_unused_for_three_months_is_shut_until_it_is_let_in_again(
    arrive: Arrive, town: Town
) -> None:
    clerk = arrive(demo=False)
    clerk.signs_in()
    town.clock.now += timedelta(days=91)
    assert "三个月没有登录过" in clerk.signs_in()
    assert "账号或密码不对" in clerk.signs_in(password="wrong")
    with town.bot.store.begin() as work:
        work.accounts.saw(town.clock(), "command", "user_on", "chen")
    assert "三个月没有登录过" not in clerk.signs_in()


def test_one_address_cannot_try_account_after_account(arrive: Arrive, town: Town) -> None:
    clerk = arrive()
    for n in range(20):
        assert "账号或密码不对" in clerk.signs_in(f"nobody{n}", "wrong-one")
    assert "次数太多" in clerk.signs_in("nobody", "wrong-one")
    assert "次数太多" in clerk.signs_in()
    town.clock.now += timedelta(minutes=16)
    assert "等人接待" in clerk.signs_in()
