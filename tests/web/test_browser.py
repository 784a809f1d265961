"""The chat in a real browser: written, seen, resent, left, with the keyboard and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dialogs.incoming import Incoming
from dialogs.say import Button, Say
from integrations.sql.store import Store
from tests.web.conftest import Town

sync_api = pytest.importorskip("playwright.sync_api", reason="no Playwright")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium")
PHONE = {"width": 360, "height": 740}
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update"]  # fmt: skip
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Any, town: Town) -> Iterator[Any]:
    """A phone's browser, without a page yet."""
    context = chromium.new_context(
        viewport=PHONE, base_url=town.url, locale="zh-CN", permissions=["geolocation"],
        geolocation={"latitude": 31.25, "longitude": 120.5},
    )  # fmt: skip
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def chat(phone: Any) -> Any:
    """The chat, open; an error in a script fails the test."""
    page = phone.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto("/")
    return page


def expect(found: Any) -> Any:
    """Playwright's patience."""
    return sync_api.expect(found)


def asking(_: Incoming) -> Say:
    """An answer with two buttons."""
    return Say("在哪儿？<b>粗</b>", (Button("1 幸福里", "r:q:t:0"), Button("2 都不是", "r:q:t:1")))


def test_a_word_is_written_answered_and_tapped(town: Town, chat: Any) -> None:
    town.reply = asking
    chat.get_by_label("写消息").last.fill("楼道灯坏了")
    chat.keyboard.press("Enter")
    expect(chat.get_by_text("在哪儿？<b>粗</b>")).to_be_visible()
    chat.get_by_role("button", name="1 幸福里").first.click()
    expect(chat.locator(".line.me").last).to_contain_text("1 幸福里")
    expect(chat.locator(".line.me .fate").last).to_have_text("已送到")
    expect(chat.locator(".line.bot").last).not_to_have_class(re.compile("past"))
    expect(chat.locator(".line.bot").first).to_have_class(re.compile("past"))
    assert [(i.kind, i.button) for i in town.kept] == [("message", ""), ("tap", "r:q:t:0")]
    assert town.kept[1].shown == chat.locator(".line.bot").first.get_attribute("data-row")


def test_the_same_after_a_reload(town: Town, chat: Any) -> None:
    town.reply = asking
    chat.locator("#text").fill("楼道灯坏了")
    chat.get_by_role("button", name="发送", exact=True).click()
    expect(chat.locator(".line.bot")).to_have_count(1)
    chat.reload()
    expect(chat.locator(".line.bot")).to_have_count(1)
    expect(chat.locator(".line.me")).to_have_count(1)
    chat.get_by_role("button", name="2 都不是").click()
    expect(chat.locator(".line.bot")).to_have_count(2)
    assert town.kept[1].button == "r:q:t:1"


def test_the_lines_are_as_high_after_a_reload_as_before(town: Town, chat: Any) -> None:
    town.reply = asking
    chat.locator("#text").fill("楼道灯坏了")
    chat.get_by_role("button", name="发送", exact=True).click()
    line = chat.locator(".line.bot")
    expect(line).to_have_count(1)
    before = line.bounding_box()["height"]
    chat.reload()
    assert abs(line.bounding_box()["height"] - before) < 4


def test_who_has_lost_the_cookie_still_hears_the_answers(town: Town, chat: Any, phone: Any) -> None:
    other = phone.new_page()
    other.goto("/")
    phone.clear_cookies()
    town.reply = lambda _: Say("听到了")
    for many, words in enumerate(("路灯不亮", "第二句"), 1):
        other.locator("#text").fill(words)
        other.keyboard.press("Enter")
        expect(other.get_by_text("听到了")).to_have_count(many)
    assert len({one.contact for one in town.kept}) == 1


def test_a_file_that_is_no_sound_is_not_called_one(chat: Any) -> None:
    pdf = {"name": "告知书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 ..."}
    chat.locator("#photos").set_input_files(pdf)
    chat.get_by_role("button", name="发送", exact=True).click()
    expect(chat.locator(".line.me .fate").last).to_have_text("没有发出")
    expect(chat.locator(".line.me .words").last).to_have_text("［告知书.pdf］")
    expect(chat.locator("#state")).to_be_empty()


def test_a_way_into_our_own_pages_can_be_tapped_as_it_comes_and_after_a_reload(
    town: Town, chat: Any
) -> None:
    town.reply = lambda _: Say("看协议：https://a.example/case/TJ1/x-Y，https://evil.example/case")
    chat.locator("#text").fill("协议呢")
    chat.keyboard.press("Enter")
    for _ in range(2):
        expect(chat.locator("#log a")).to_have_count(1)
        expect(chat.locator("#log a")).to_have_attribute("href", "/case/TJ1/x-Y")
        chat.reload()


def test_the_safety_sentence_is_an_alert_and_comes_once(town: Town, chat: Any) -> None:
    town.reply = lambda _: Say("您现在安全吗？")
    chat.locator("#text").fill("楼上着火了")
    chat.keyboard.press("Enter")
    expect(chat.get_by_text("您现在安全吗？")).to_be_visible()
    expect(chat.locator(".line.emergency[role=alert]")).to_have_count(1)
    chat.reload()
    expect(chat.locator(".line.emergency")).to_have_count(1)


def test_what_could_not_be_sent_is_sent_when_the_server_is_back(town: Town, chat: Any) -> None:
    town.down = True
    chat.locator("#text").fill("路灯不亮")
    chat.keyboard.press("Enter")
    expect(chat.locator("#state")).to_contain_text("还没有送到")
    chat.reload()
    town.down = False
    expect(chat.locator(".fate").last).to_have_text("已送到")
    assert [one.text for one in town.kept] == ["路灯不亮"]
    assert chat.evaluate("sessionStorage.length") == 0


def test_a_message_whose_acknowledgement_was_lost_is_kept_once(town: Town, chat: Any) -> None:
    lost: list[int] = []

    def lose(route: Any) -> None:
        if not lost:
            lost.append(1)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    chat.route("**/chat/messages", lose)
    chat.locator("#text").fill("路灯不亮")
    chat.keyboard.press("Enter")
    expect(chat.locator(".fate")).to_have_text("已送到")
    expect(chat.locator(".line.me")).to_have_count(1)
    assert len(town.kept) == 1


def test_a_photo_and_a_position_are_sent(town: Town, chat: Any) -> None:
    chat.locator("#photos").set_input_files(
        {"name": "灯.png", "mimeType": "image/png", "buffer": PNG}
    )
    expect(chat.locator("#picked")).to_contain_text("灯.png")
    chat.get_by_role("button", name="发送", exact=True).click()
    expect(chat.locator(".line.me .fate").last).to_have_text("已送到")
    chat.get_by_role("button", name="发送我的位置").click()
    expect(chat.locator(".line.me")).to_have_count(2)
    expect(chat.locator(".line.me .fate").last).to_have_text("已送到")
    assert [len(one.files) for one in town.kept] == [1, 0]
    assert town.kept[1].pin is not None
    chat.reload()
    expect(chat.locator("img.photo")).to_have_js_property("complete", True)
    assert chat.locator("img.photo").evaluate("image => image.naturalWidth") == 1


def test_leaving_shows_a_page_about_nothing_and_back_shows_nothing(town: Town, chat: Any) -> None:
    chat.locator("#text").fill("他又打我了")
    chat.keyboard.press("Enter")
    expect(chat.locator(".fate")).to_have_text("已送到")
    chat.get_by_role("button", name="离开").click()
    expect(chat.get_by_role("heading", name="便民电话")).to_be_visible()
    assert chat.title() == "便民电话"
    chat.go_back()
    expect(chat.get_by_text("他又打我了")).to_have_count(0)
    chat.goto("/")
    expect(chat.get_by_role("heading", name="便民服务")).to_be_visible()
    expect(chat.get_by_text("他又打我了")).to_have_count(0)
    assert [one.text for one in town.kept] == ["他又打我了", "再见"]


def test_goodbye_clears_the_screen(town: Town, chat: Any) -> None:
    chat.locator("#text").fill("他又打我了")
    chat.keyboard.press("Enter")
    expect(chat.locator(".fate")).to_have_text("已送到")
    town.reply = lambda _: Say("再见。屏幕上的内容已经收起来了。", clear=True)
    chat.locator("#text").fill("再见")
    chat.keyboard.press("Enter")
    expect(chat.get_by_text("收起来了")).to_be_visible()
    expect(chat.locator(".line")).to_have_count(1)


def test_ten_tabs_all_hear_and_all_open(town: Town, phone: Any) -> None:
    town.reply = lambda _: Say("听到了")
    tabs = [phone.new_page() for _ in range(10)]
    for tab in tabs:
        tab.goto("/")
    tabs[9].locator("#text").fill("大家好")
    tabs[9].keyboard.press("Enter")
    for tab in tabs:
        expect(tab.get_by_text("大家好")).to_have_count(1)
        expect(tab.get_by_text("听到了")).to_have_count(1)
    tabs[0].close()
    tabs[5].locator("#text").fill("第二句")
    tabs[5].keyboard.press("Enter")
    for tab in tabs[1:]:
        expect(tab.get_by_text("听到了")).to_have_count(2)


def test_a_neutral_page_keeps_news_back_until_its_reader_has_spoken(town: Town, chat: Any) -> None:
    chat.locator("#text").fill("他又打我了")
    chat.keyboard.press("Enter")
    expect(chat.locator(".fate")).to_have_text("已送到")
    who = town.kept[0].contact
    _mark_shy(town.store, who)
    chat.reload()
    town.put(who, Say("您的案子有进展"))
    chat.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    chat.reload()
    expect(chat.locator("#log")).to_be_empty()
    town.reply = lambda _: Say("我在")
    chat.locator("#text").fill("在吗")
    chat.keyboard.press("Enter")
    expect(chat.get_by_text("我在")).to_be_visible()
    expect(chat.get_by_text("他又打我了")).to_have_count(0)


def _mark_shy(store: Store, who: str) -> None:
    with store.begin() as work:
        work.contacts.save(who, shy=True)


def test_the_keyboard_alone_is_enough(town: Town, chat: Any) -> None:
    town.reply = asking
    chat.locator("#text").press("Tab")
    names = []
    for _ in range(4):
        names.append(chat.evaluate("document.activeElement.id || document.activeElement.className"))
        chat.keyboard.press("Tab")
    assert names[:3] == ["send", "photos", "voice"]
    chat.locator("#text").fill("楼道灯坏了")
    chat.keyboard.press("Shift+Enter")
    chat.keyboard.type("半个月了")
    chat.keyboard.press("Enter")
    chat.get_by_role("button", name="1 幸福里").focus()
    chat.keyboard.press("Enter")
    expect(chat.locator(".line.bot")).to_have_count(2)
    assert town.kept[0].text == "楼道灯坏了\n半个月了"
    assert town.kept[1].button == "r:q:t:0"


def test_a_screen_reader_finds_landmarks_names_and_the_log(chat: Any) -> None:
    for role in ("banner", "main", "contentinfo", "navigation"):
        expect(chat.get_by_role(role)).to_have_count(1)
    expect(chat.get_by_role("log")).to_have_attribute("aria-live", "polite")
    unnamed = "node => ![...node.labels ?? []].length && !node.getAttribute('aria-label')"
    fields = chat.locator("input:not([type=hidden]), textarea").all()
    assert not any(field.evaluate(unnamed) for field in fields)
    assert chat.locator("html").get_attribute("lang") == "zh-CN"


def test_big_letters_stay_big(chat: Any) -> None:
    chat.get_by_role("button", name="大字").click()
    chat.reload()
    expect(chat.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    assert chat.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_text_can_be_read_and_nothing_runs_over_the_edge(
    town: Town, chat: Any, scheme: str, width: int, tmp_path: Path
) -> None:
    chat.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    chat.set_viewport_size({"width": width, "height": 740})
    chat.screenshot(path=tmp_path / "empty.png")
    town.reply = asking
    for text in ("楼上着火了", "a" * 300, "幸福里3号楼2单元楼道灯坏了半个月，垃圾也没人收"):
        chat.locator("#text").fill(text)
        chat.keyboard.press("Enter")
        expect(chat.locator(".fate").last).to_have_text("已送到")
    town.put(town.kept[0].contact, Say("您好，我是工作人员。", by="小王"))
    chat.reload()
    chat.screenshot(path=tmp_path / "chat.png")
    assert chat.evaluate("document.documentElement.scrollWidth") <= width
    assert chat.evaluate(CONTRAST) == []


CONTRAST = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const bad = [];
  for (const node of document.body.querySelectorAll("*")) {
    const own = [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || node.closest(".sr, .skip, noscript, [hidden], option")) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.push([node.textContent.slice(0, 20), ratio]);
  }
  return bad;
}"""
"""Texts with less than WCAG's 4.5 to 1 against what is behind them."""
