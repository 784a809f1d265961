"""A ticket's way in a real browser: returned, ruled on, put right, done, checked, both widths."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from PIL import Image

from console.accounts import DEMO_PASSWORD
from console.console import create_console
from tests.console.conftest import opens, parts_of
from tests.town import Town

sync_api = pytest.importorskip("playwright.sync_api", reason="no Playwright")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update"]  # fmt: skip
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
CLEANING, HOUSING, LAND = "r0177", "r0179", "r0197"
"""Who handles for 城市管理局, 住房和城乡建设局 and 自然资源和规划局 in the made-up district."""
Desk = Callable[..., Any]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def address(town: Town) -> Iterator[str]:
    """The console on a free port of loopback."""
    app = FastAPI()
    app.include_router(create_console(parts_of(town)))
    place = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="error", ws="none", lifespan="off",
                            timeout_graceful_shutdown=1)  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([place],))
    thread.start()
    while not server.started:
        time.sleep(0.005)
    yield f"http://127.0.0.1:{place.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def desk(chromium: Any, address: str) -> Iterator[Desk]:
    """Somebody of the staff at a screen of their own; an error in a script fails the test."""
    contexts = []

    def sits_down(name: str, screen: dict[str, int] | None = None) -> Any:
        context = chromium.new_context(
            viewport=screen or WIDE, base_url=address, locale="zh-CN", service_workers="block"
        )
        contexts.append(context)
        context.set_default_timeout(8000)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto("/staff/login")
        page.get_by_label("账号").fill(name)
        page.get_by_label("密码").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "login" not in url)
        return page

    yield sits_down
    for context in contexts:
        context.close()


def expect(found: Any) -> Any:
    """Playwright's patience."""
    return sync_api.expect(found)


def says(page: Any, words: str) -> None:
    """What the page must show somewhere."""
    expect(page.get_by_text(words).first).to_be_visible()


def returns(page: Any, number: str, better: str, reason: str = "职能不符") -> None:
    """A unit's member opens the form, fills it, sends it."""
    page.goto(f"/staff/tickets/{number}")
    page.get_by_text("不归我们管？申请退回").click()
    page.get_by_label("理由").select_option(label=reason)
    page.get_by_label("依据和说明").fill("这条路不在我们的养护清单里。")
    page.get_by_label("应该由谁办").fill(better)
    page.get_by_role("button", name="申请退回").click()


def decides(page: Any, number: str, button: str, unit: str = "") -> None:
    """A dispatcher decides on it."""
    page.goto(f"/staff/tickets/{number}")
    if unit:
        page.get_by_label("改派给").fill(unit)
    page.get_by_label("理由（会记入经过").fill("按区里的职责清单定。")
    page.get_by_role("button", name=button, exact=True).click()


def moves(town: Town, number: str) -> list[str]:
    with town.bot.store.read() as work:
        return [event.move for event in work.log.of("ticket", number)]


def test_a_ticket_goes_from_unit_to_unit_until_the_centre_rules(town: Town, desk: Desk) -> None:
    number = opens(town, "0102").number
    cleaning, housing, land = desk(CLEANING, PHONE), desk(HOUSING, PHONE), desk(LAND)
    chen, leader = desk("chen"), desk("leader")
    cleaning.get_by_role("link", name=number).click()
    says(cleaning, "诉求人的称呼和电话不给承办单位看")
    returns(cleaning, number, "区住房和城乡建设局")
    says(cleaning, "已经申请退回，等区联动指挥中心的派单员定")
    chen.goto("/staff/tickets")
    chen.get_by_role("link", name="退回待定的（1）").click()
    says(chen, "11月18日 16:00前定退不退")
    decides(chen, number, "同意退回，改派")  # to the unit that was proposed
    says(chen, "退回过1次")
    returns(housing, number, "BM21 区自然资源和规划局")
    decides(chen, number, "同意退回，改派")
    returns(land, number, "区水务局")
    says(land, "已经不在您的单位了")
    leader.goto("/staff/tickets")
    leader.get_by_role("link", name="待裁定的（1）").click()
    says(leader, "11月20日 17:30前裁定")
    leader.get_by_role("link", name=number).click()
    leader.get_by_label("承办单位").fill("区住房和城乡建设局")
    leader.get_by_label("听了哪些单位的意见").fill("城管、住建、规划三家")
    leader.get_by_label("裁定的依据").fill("小区外的支路由住建养护。")
    leader.get_by_role("button", name="裁定").click()
    says(leader, "中心已裁定")
    housing.goto(f"/staff/tickets/{number}")
    says(housing, "不能再退回")
    expect(housing.get_by_role("button", name="申请退回")).to_have_count(0)
    assert moves(town, number)[-1] == "designate"
    town.tick()
    assert "现在由区住房和城乡建设局负责" in town.answers("web:neighbour").splitlines()[-1]


def test_a_return_half_filled_says_what_is_missing_and_keeps_the_rest(
    town: Town, desk: Desk
) -> None:
    number = opens(town, "0102").number
    page = desk(CLEANING, PHONE)
    returns(page, number, "")
    says(page, "请写上您认为该由哪个单位办")
    expect(page.get_by_label("依据和说明")).to_have_value("这条路不在我们的养护清单里。")
    page.get_by_label("应该由谁办").fill("区住房和城乡建设局")
    page.get_by_role("button", name="申请退回").click()
    says(page, "已经申请退回")
    assert moves(town, number)[-1] == "request_return"


def test_two_quick_clicks_return_it_once(town: Town, desk: Desk) -> None:
    number = opens(town, "0102").number
    page = desk(CLEANING)
    page.goto(f"/staff/tickets/{number}")
    page.get_by_text("不归我们管？申请退回").click()
    page.get_by_label("理由").select_option(label="权属不清")
    page.get_by_label("依据和说明").fill("两家都说自己管。")
    page.get_by_role("button", name="申请退回").dblclick()
    says(page, "已经申请退回")
    assert moves(town, number).count("request_return") == 1


def test_two_dispatchers_at_one_return_and_the_slower_is_told(town: Town, desk: Desk) -> None:
    number = opens(town, "0102").number
    returns(desk(CLEANING), number, "区住房和城乡建设局")
    quick, slow = desk("r0223"), desk("r0224")
    slow.goto(f"/staff/tickets/{number}")
    decides(quick, number, "不同意退回")
    says(quick, "不同意退回")
    slow.get_by_label("理由（会记入经过").fill("我看应该由住建办。")
    slow.get_by_role("button", name="同意退回，改派").click()
    says(slow, "刚刚有了变化")
    expect(slow.get_by_label("刚才写的内容")).to_have_value("我看应该由住建办。")
    assert moves(town, number)[-1] == "deny_return"


def test_a_category_is_put_right_and_nothing_overflows_a_phone(town: Town, desk: Desk) -> None:
    number = opens(town, "0103").number
    page = desk("chen", PHONE)
    page.goto(f"/staff/tickets/{number}")
    page.get_by_text("类别不对？改类别").click()
    page.get_by_label("正确的类别").fill("0102 道路保洁与遗撒")
    page.get_by_label("为什么改").fill("说的是马路没人扫。")
    page.get_by_role("button", name="改类别").click()
    says(page, "按派单目录改派")
    for url in (f"/staff/tickets/{number}", "/staff/tickets", "/staff/tickets?state=returned"):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], url
    assert town.tickets()[0].unit == "BM01"


PATROLLER = "r0001"
DONE = "上午到现场清扫，遗撒的渣土已经全部拉走。"


def fits(page: Any) -> None:
    """Nothing sticks out at the side."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], page.url


def test_a_ticket_is_signed_done_checked_and_done_again(
    town: Town,
    desk: Desk,
    tmp_path: Path,
) -> None:
    number, picture = opens(town, "0102").number, tmp_path / "after.jpg"
    Image.new("RGB", (640, 480), "green").save(picture)
    ours, checker = desk(CLEANING, PHONE), desk(PATROLLER, PHONE)
    ours.get_by_role("link", name=number).click()
    fits(ours)
    ours.get_by_role("button", name="签收，开始办").dblclick()
    says(ours, "11月18日 17:00前办完")
    for round in (1, 2):
        ours.goto(f"/staff/tickets/{number}")
        ours.get_by_label("做了什么、结果怎样").fill(DONE)
        ours.get_by_label("办完以后的照片").set_input_files(str(picture))
        ours.get_by_role("button", name="报办结").click()
        says(ours, "等没有经办的人核查")
        expect(ours.get_by_alt_text("单位附的办完以后的照片").first).to_be_visible()
        fits(ours)
        checker.goto("/staff/tickets")
        checker.get_by_role("link", name=number).click()
        checker.get_by_label("怎样核查的").select_option(label="到现场看过")
        fits(checker)
        if round == 1:
            checker.get_by_label("没通过的").fill("还有两堆没有拉走。")
            checker.get_by_role("button", name="不通过").click()
        else:
            checker.get_by_role("button", name="核查通过").click()
        says(checker, "没有符合条件的工单")
    town.tick()
    assert DONE in town.answers("web:neighbour")
    rounds = ["done", "check_fail", "done", "check_pass"]
    assert moves(town, number)[-5:] == ["sign", *rounds]


def test_more_time_is_asked_for_on_a_phone_and_granted(
    town: Town,
    desk: Desk,
) -> None:
    number = opens(town, "0102").number
    ours, chen = desk(CLEANING, PHONE), desk("chen")
    ours.goto(f"/staff/tickets/{number}")
    ours.get_by_role("button", name="签收，开始办").click()
    ours.get_by_text("到时办不完？申请延期").click()
    ours.get_by_label("延到").fill("2026-11-19T09:30")
    ours.get_by_label("为什么（居民会看到）").fill("要等清扫车修好。")
    fits(ours)
    ours.get_by_role("button", name="申请延期").click()
    says(ours, "等派单员定")
    chen.goto("/staff/tickets")
    chen.get_by_role("link", name="申请延期的（1）").click()
    chen.get_by_role("link", name=number).click()
    says(chen, "想延到")
    fits(chen)
    chen.get_by_role("heading", name="延期：怎么定").locator("..").get_by_label("理由").fill(
        "车确实在修。"
    )
    chen.get_by_role("button", name="同意延期").click()
    says(chen, "要等清扫车修好")
    town.tick()
    assert "要延到" in town.answers("web:neighbour")


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_photos_of_a_refused_report_are_shown_again_and_sent_once(
    town: Town, desk: Desk, tmp_path: Path, screen: dict[str, int]
) -> None:
    number, picture, other = opens(town, "0102").number, tmp_path / "a.jpg", tmp_path / "b.jpg"
    Image.new("RGB", (60, 40), "green").save(picture)
    other.write_bytes(b"%PDF-1.4 no photo")
    ours = desk(CLEANING, screen)
    ours.goto(f"/staff/tickets/{number}")
    ours.get_by_role("button", name="签收，开始办").click()
    ours.get_by_label("做了什么、结果怎样").fill(DONE)
    ours.get_by_label("办完以后的照片").set_input_files([str(picture), str(other)])
    ours.get_by_role("button", name="报办结").click()
    says(ours, "别的照片都留着")
    kept = ours.get_by_alt_text("已经选好的照片1")
    expect(kept).to_be_visible()
    assert kept.evaluate("image => image.decode().then(() => image.naturalWidth)") == 60
    fits(ours)
    ours.get_by_role("button", name="报办结").click()
    says(ours, "等没有经办的人核查")
    expect(ours.get_by_alt_text("单位附的办完以后的照片")).to_have_count(1)
    assert moves(town, number)[-1] == "done"


def test_the_holidays_of_a_year_are_put_in_on_a_phone(town: Town, desk: Desk) -> None:
    leader = desk("leader", PHONE)
    leader.goto("/staff/tickets")
    says(leader, "2027年的放假安排还没有录入")
    leader.get_by_role("link", name="去录入").click()
    expect(leader.get_by_label("年份")).to_have_value("2027")
    leader.get_by_label("放假和调休上班的日子").fill("1月1日（周五）至3日（周日）放假调休，共3天。")
    leader.get_by_role("button", name="先看看会改什么").click()
    says(leader, "只有3天假，可能没有写全")
    fits(leader)
    leader.get_by_role("button", name="录入，改期限").click()
    says(leader, "在这里录入的")
    assert 2027 in town.bot.district.calendar.known
