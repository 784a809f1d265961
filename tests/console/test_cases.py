"""Mediation on the console: inviting, delivering, and the hand-over."""

import re
from collections.abc import Callable

import pytest

from bot.desk import cases
from grid.events import Actor
from mediation.parties import Consent
from tests.console.conftest import Clerk, applies
from tests.town import Town

Arrive = Callable[..., Clerk]


@pytest.fixture
def mediator(arrive: Arrive) -> Clerk:
    clerk = arrive()
    clerk.signs_in("mediator1")
    return clerk


def accepts(town: Town, number: str) -> None:
    """The other party says yes."""
    actor = Actor("party", "resident")
    town.bot.door.change(actor, lambda desk: cases.party_answers(desk, number, Consent.ACCEPTED))


def test_the_hand_over_has_everything_and_one_tap_takes_the_case(
    mediator: Clerk, town: Town
) -> None:
    case = applies(town)
    url = f"/staff/cases/{case.number}"
    assert case.number in mediator.sees("/staff/cases")
    page = mediator.sees(url)
    for words in (
        "天花板发霉",
        "修好并赔两千元",
        "王某（502）",
        "没有",
        "自愿、免费",
        "11月20日 10:00",
    ):
        assert words in page
    assert "接受这件调解" in page
    assert "您的答复：已接受" in mediator.posts(f"{url}/reply", yes="1")
    assert "接受这件调解" not in mediator.sees(url)


def test_when_all_said_yes_the_mediator_finds_the_room(mediator: Clerk, town: Town) -> None:
    case = applies(town)
    url = f"/staff/cases/{case.number}"
    mediator.posts(f"{url}/reply", url, yes="1")
    assert "进入调解室" not in mediator.sees(url)
    accepts(town, case.number)
    town.tick()
    assert "进入调解室" in mediator.sees(url)
    assert "时间已定" in mediator.sees(url)
    assert re.search(r'href="[^"]*/room/[\w-]{20,}"', mediator.seen.text)  # type: ignore[union-attr]


def test_who_cannot_take_a_case_says_why_and_another_is_asked_at_that_time(
    mediator: Clerk, arrive: Arrive, town: Town
) -> None:
    case = applies(town)
    url = f"/staff/cases/{case.number}"
    assert "为什么不能接" in mediator.posts(f"{url}/reply", url, yes="0", why="")
    csrf = mediator.token(url)
    for _ in range(2):  # pressed twice
        assert case.number not in mediator.posts(
            f"{url}/reply", yes="0", why="那天要开庭", csrf=csrf
        )
        assert mediator.status == 200
    with town.bot.store.read() as work:
        (row,) = {one.member for one in work.bookings.of(case.number)}
        body = work.cases.get(case.number).body
    assert row == body["case"]["mediator"] != case.mediator
    other = arrive()
    other.signs_in(row.lower())
    assert "等您答复" in other.sees("/staff/cases") or "接受这件调解" in other.sees(url)
    town.tick()
    assert "放开" not in town.answers("web:upstairs")


def test_when_no_mediator_can_take_it_the_time_is_let_go(
    mediator: Clerk, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = applies(town)
    roster = town.bot.district.roster
    for one in [m for m in roster.values() if m.role == "mediator" and m.id != case.mediator]:
        monkeypatch.delitem(roster, one.id)
    url = f"/staff/cases/{case.number}"
    mediator.posts(f"{url}/reply", url, yes="0", why="那天要开庭")
    with town.bot.store.read() as work:
        assert not work.bookings.of(case.number)
    town.tick()
    assert "放开" in town.answers("web:upstairs")


def test_another_mediator_cannot_even_tell_that_the_case_exists(arrive: Arrive, town: Town) -> None:
    case = applies(town)
    other = arrive()
    other.signs_in("mediator2")
    assert case.number not in other.sees("/staff/cases")
    other.sees(f"/staff/cases/{case.number}")
    there = other.status
    other.sees("/staff/cases/TJ20261118-9999")
    assert (there, other.status) == (404, 404)
    other.sees("/staff/cases")
    other.posts(f"/staff/cases/{case.number}/reply", yes="1")
    assert other.status == 404


def test_a_clerk_invites_but_does_not_read_what_was_said(chen: Clerk, town: Town) -> None:
    case = applies(town)
    page = chen.sees(f"/staff/cases/{case.number}")
    assert "王某（502）" in page
    assert "发霉" not in page
    assert "两千元" not in page


def test_link_and_code_are_shown_once_and_delivered_by_two_ways(chen: Clerk, town: Town) -> None:
    case = applies(town)
    url = f"/staff/cases/{case.number}"
    page = chen.posts(f"{url}/invite", url)
    link = re.search(r"http://127\.0\.0\.1:8000/party/([\w-]{20,})", page)
    code = re.search(r"验证码： ?(\d{6})", page)
    assert link
    assert code
    again = chen.sees(url)
    assert link.group(1) not in again
    assert code.group(1) not in again
    page = chen.posts(f"{url}/deliver", url, what="link", how="sms")
    assert "发短信 陈坐席" in page
    assert "分两种方式" in chen.posts(f"{url}/deliver", url, what="code", how="sms")
    assert "打电话 陈坐席" in chen.posts(f"{url}/deliver", url, what="code", how="phone")
    assert town.answers("web:upstairs") == ""  # the applicant never sees the invitation


def test_a_mediator_does_not_deliver_for_cases_of_others(mediator: Clerk, town: Town) -> None:
    case = applies(town)
    mediator.posts(f"/staff/cases/{case.number}/invite", "/staff/cases")
    assert mediator.status == 404


def test_reading_a_case_is_written_down(chen: Clerk, mediator: Clerk, town: Town) -> None:
    case = applies(town)
    chen.sees(f"/staff/cases/{case.number}")
    mediator.sees(f"/staff/cases/{case.number}")
    with town.bot.store.read() as work:
        seen = [(r.account, r.act) for r in work.accounts.seen(case.number)]
    assert seen == [("chen", "case"), ("mediator1", "handover")]


def test_nothing_is_delivered_before_there_is_an_invitation(chen: Clerk, town: Town) -> None:
    url = f"/staff/cases/{applies(town).number}"
    assert "请先生成" in chen.posts(f"{url}/deliver", url, what="link", how="sms")


def test_who_said_no_is_not_offered_for_another_invitation(chen: Clerk, town: Town) -> None:
    case = applies(town)
    url = f"/staff/cases/{case.number}"
    assert "生成链接和验证码" in chen.sees(url)
    actor = Actor("party", "resident")
    town.bot.door.change(
        actor, lambda desk: cases.party_answers(desk, case.number, Consent.DECLINED)
    )
    assert "生成链接和验证码" not in chen.sees(url)


def test_in_the_demo_whoever_is_chosen_can_sign_in_under_the_rosters_id(
    chen: Clerk, arrive: Arrive, town: Town
) -> None:
    case = applies(town, member="R0154")
    assert "魏红霞（演示账号 r0154）" in chen.sees(f"/staff/cases/{case.number}")
    other = arrive()
    other.signs_in("r0154")
    assert "接受这件调解" in other.sees(f"/staff/cases/{case.number}")
    stranger = arrive(demo=False)
    stranger.signs_in("r0156")
    assert stranger.status == 409
    nobody = arrive()
    nobody.signs_in("r0164")
    assert nobody.status == 409
