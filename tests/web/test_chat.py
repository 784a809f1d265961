"""What a resident's browser sees of the web chat."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.desk.people import pin_hash
from dialogs.incoming import Incoming, Pin
from dialogs.say import Button, Say
from integrations.seal import Seal
from tests.web.conftest import NOON, Town

ID = "0123456789abcdef"


def say(
    page: httpx.Client, text: str = "楼道灯坏了", ident: str = ID, **more: Any
) -> httpx.Response:
    """Post a message as our script does."""
    return page.post("/chat/messages", json={"id": ident, "text": text, **more})


def contact(page: httpx.Client, town: Town) -> str:
    """Whose browser this is."""
    return town.bot.seal.unsigned(page.cookies["fq"])


def events(page: httpx.Client, many: int, **headers: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The first events of the stream: name, id, data."""
    found: list[tuple[str, str, dict[str, Any]]] = []
    with page.stream("GET", "/chat/events", headers=headers) as stream:
        for block in _blocks(stream.iter_lines()):
            if "data" in block:
                found.append((block["event"], block.get("id", ""), json.loads(block["data"])))
            if len(found) == many:
                break
    return found


def _blocks(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    block: dict[str, str] = {}
    for line in lines:
        if not line:
            yield block
            block = {}
        elif ": " in line:
            name, _, value = line.partition(": ")
            block[name] = value


def shy(town: Town, who: str, pin: str = "") -> None:
    """Mark a conversation as one that is not shown again."""
    salt = "00" * 16
    kept = f"{salt}${pin_hash(pin, salt)}" if pin else ""
    with town.store.begin() as work:
        work.contacts.lock(who, NOON)
        work.contacts.save(who, shy=True, pin=kept)


def test_the_contact_is_a_signed_cookie_that_survives_a_reload(
    town: Town, page: httpx.Client
) -> None:
    first = contact(page, town)
    page.get("/")
    assert re.fullmatch(r"web:[0-9a-f]{32}", first)
    assert contact(page, town) == first


def test_a_cookie_of_another_secret_is_a_stranger(town: Town, page: httpx.Client) -> None:
    mine = contact(page, town)
    forged = Seal("another secret").signed(mine)
    with town.browser() as other:
        other.cookies.set("fq", forged)
        say(other)
    assert town.kept[0].contact != mine


def test_a_message_becomes_an_incoming(town: Town, page: httpx.Client) -> None:
    answer = say(page, pin={"lat": 31.5, "lng": 120.5})
    assert answer.json() == {"kept": "inbox", "safety": "", "words": "", "anew": False}
    who = contact(page, town)
    pin = Pin(31.5, 120.5)
    assert town.kept == [Incoming(f"{who}:{ID}", who, NOON, text="楼道灯坏了", pin=pin)]


def test_a_button_is_a_tap_that_names_the_message_it_stood_under(
    town: Town, page: httpx.Client
) -> None:
    say(page, "", button="r:q:t:0", shown="7")
    assert (town.kept[0].kind, town.kept[0].button, town.kept[0].shown) == ("tap", "r:q:t:0", "7")


def test_a_message_sent_again_is_acknowledged_and_kept_once(town: Town, page: httpx.Client) -> None:
    assert [say(page).status_code for _ in range(3)] == [200, 200, 200]
    assert len(town.kept) == 1


def test_the_safety_sentence_rides_on_the_answer(page: httpx.Client) -> None:
    assert "119" in say(page, "楼上着火了").json()["safety"]


def test_with_nothing_keeping_messages_the_safety_sentence_still_comes(
    town: Town, page: httpx.Client
) -> None:
    town.down = True
    answer = say(page, "楼上着火了")
    assert answer.status_code == 503
    assert answer.json()["kept"] == ""
    assert "119" in answer.json()["safety"]


@pytest.mark.parametrize(
    "body",
    [{"id": "x"}, {"id": "../../etc/passwd", "text": "a"}, {"id": ID}, [1],
     {"id": ID, "text": "字" * 20_001},
     {"id": ID, "pin": {"lat": 1e400, "lng": "x"}}, {"id": 5, "text": {"a": 1}}],
)  # fmt: skip
def test_what_is_no_message_is_refused_in_words(town: Town, page: httpx.Client, body: Any) -> None:
    content = json.dumps(body).encode()
    answer = page.post(
        "/chat/messages", content=content, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert re.search("[一-鿿]", answer.json()["error"])
    assert town.kept == []


def test_a_forged_post_from_another_site_is_not_taken(town: Town, page: httpx.Client) -> None:
    body = {"id": ID, "text": "假的"}
    answer = page.post("/chat/messages", json=body, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert town.kept == []


def test_the_21st_message_of_a_minute_is_told_to_wait_and_danger_is_not(
    town: Town, page: httpx.Client
) -> None:
    for n in range(20):
        assert say(page, ident=f"message-{n:04d}").status_code == 200
    slow = say(page, ident="message-9999")
    assert (slow.status_code, slow.headers["retry-after"]) == (429, "20")
    assert say(page, "着火了", "message-fire").status_code == 200
    town.clock.later(seconds=61)
    assert say(page, ident="message-9999").status_code == 200


def test_a_reload_shows_what_was_said_in_order(town: Town, page: httpx.Client) -> None:
    town.reply = lambda _: Say("在哪儿？<b>", (Button("1 这里", "r:q:t:0"),))
    say(page)
    town.clock.later(minutes=1)
    say(page, "", "fedcba9876543210", button="r:q:t:0")
    html = page.get("/").text
    assert html.index("楼道灯坏了") < html.index("在哪儿？&lt;b&gt;")
    assert html.count("1 这里") == 3  # the button twice, and the tap in the resident's own words
    assert "<b>" not in html


def test_what_is_older_than_a_day_is_not_shown(town: Town, page: httpx.Client) -> None:
    say(page)
    town.clock.later(hours=25)
    assert "楼道灯坏了" not in page.get("/").text


def test_news_since_the_residents_last_word_is_shown_however_old(
    town: Town, page: httpx.Client
) -> None:
    town.reply = lambda _: Say("登记好了")
    say(page)
    town.clock.later(hours=2)
    town.put(contact(page, town), Say("有答复了：灯已修好。"))
    town.clock.later(hours=60)
    html = page.get("/").text
    assert "有答复了" in html
    assert "楼道灯坏了" not in html
    assert "登记好了" not in html


def test_what_was_erased_or_never_sent_is_not_shown(town: Town, page: httpx.Client) -> None:
    say(page)
    who = contact(page, town)
    with town.store.begin() as work:
        work.outbox.add(who, Say("没有送出的话"), NOON, None)
        kept = work.inbox.oldest(who)
        assert kept is not None
        work.inbox.done(kept.id, NOON, None)
        work.inbox.erase(who)
    html = page.get("/").text
    assert "没有送出的话" not in html
    assert "楼道灯坏了" not in html


def test_what_was_said_before_a_cleared_screen_stays_cleared(
    town: Town, page: httpx.Client
) -> None:
    who = contact(page, town)
    town.put(who, Say("秘密的事"))
    town.put(who, Say("再见。", clear=True))
    town.put(who, Say("后来的话"))
    html = page.get("/").text
    assert "秘密的事" not in html
    assert "后来的话" in html
    seen = [data["text"] for _, _, data in events(page, 2, **{"Last-Event-ID": "0"})]
    assert seen == ["再见。", "后来的话"]


def test_the_stream_brings_what_was_missed_and_then_what_comes(
    town: Town, page: httpx.Client
) -> None:
    who = contact(page, town)
    first, second = town.put(who, Say("一")), town.put(who, Say("二", by="小王", asks="pin"))
    seen = events(page, 1, **{"Last-Event-ID": str(first)})
    assert seen[0][:2] == ("row", str(second))
    assert seen[0][2]["by"] == "小王"
    assert seen[0][2]["asks"] == "pin"
    town.reply = lambda _: Say("三")
    say(page)
    assert [e[2]["text"] for e in events(page, 1, **{"Last-Event-ID": str(second)})] == ["三"]


def test_words_to_one_contact_are_not_heard_by_another(town: Town, page: httpx.Client) -> None:
    town.put("web:" + "0" * 32, Say("别人的话"))
    town.put(contact(page, town), Say("我的话"))
    assert [e[2]["text"] for e in events(page, 1, **{"Last-Event-ID": "0"})] == ["我的话"]
    assert [r["text"] for r in page.get("/chat/rows?after=0").json()["rows"]] == ["我的话"]


def test_a_row_told_at_once_does_not_move_the_point_to_resume_from(
    town: Town, page: httpx.Client
) -> None:
    town.put(contact(page, town), Say("快离开", kind="emergency", said=True))
    name, ident, data = events(page, 1, **{"Last-Event-ID": "0"})[0]
    assert (name, ident, data["said"]) == ("row", "", True)


def test_a_browser_without_cookie_is_told_to_stop_asking(town: Town) -> None:
    assert httpx.get(f"{town.url}/chat/events").status_code == 204


def test_a_shy_conversation_reloads_as_an_empty_neutral_page(
    town: Town, page: httpx.Client
) -> None:
    say(page, "他又打我了")
    shy(town, contact(page, town))
    html = page.get("/").text
    assert "他又打我了" not in html
    assert "<title>便民服务</title>" in html
    assert "网格小助手" not in html
    assert "查看以前的对话" in html


def test_without_a_pin_the_history_is_kindly_not_shown(town: Town, page: httpx.Client) -> None:
    say(page, "他又打我了")
    shy(town, contact(page, town))
    assert "不显示以前的对话" in page.get("/history").text
    answer = page.post("/history", data={"pin": ""})
    assert answer.status_code == 403
    assert "他又打我了" not in answer.text


def test_the_pin_opens_the_history_and_five_wrong_ones_lock_it(
    town: Town, page: httpx.Client
) -> None:
    say(page, "他又打我了")
    shy(town, contact(page, town), "4711")
    assert "他又打我了" in page.post("/history", data={"pin": "4711"}).text
    for _ in range(5):
        assert page.post("/history", data={"pin": "0000"}).status_code == 403
    assert page.post("/history", data={"pin": "4711"}).status_code == 429
    town.clock.later(minutes=16)
    assert page.post("/history", data={"pin": "4711"}).status_code == 200


def test_leaving_says_goodbye_and_the_next_page_is_empty_at_once(
    town: Town, page: httpx.Client
) -> None:
    say(page, "他又打我了")
    answer = page.post("/chat/leave")
    assert answer.headers["location"] == "/phones"
    assert town.kept[-1].text == "再见"
    assert "他又打我了" not in page.get("/").text
    assert "燃气抢修" in page.get("/phones").text


def test_with_the_store_down_the_page_and_the_answer_still_come(
    town: Town, page: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with town.store.begin() as work:
        work.connection.exec_driver_sql("ALTER TABLE outbox RENAME TO away")
    html = page.get("/").text
    assert 'data-last=""' in html
    assert "查看以前的对话" in html


def test_a_browser_without_scripts_posts_and_reads(town: Town) -> None:
    town.reply = lambda _: Say("收到了")
    with httpx.Client(base_url=town.url, headers={"Accept": "text/html"}) as page:
        html = page.get("/").text
        ident = re.findall(r'name="id" value="(\w+)"', html)[0]
        form = {"id": (None, ident), "text": (None, "路灯不亮")}
        answer = page.post("/chat/messages", files=form, follow_redirects=True)
        assert "路灯不亮" in answer.text
        assert "收到了" in answer.text
        danger = {"id": (None, "f" * 16), "text": (None, "着火了")}
        assert "119！" in page.post("/chat/messages", files=danger).text


def test_every_answer_is_guarded(page: httpx.Client) -> None:
    for path in ("/", "/phones", "/history", "/web/chat.css", "/chat/rows", "/party/x", "/room/x"):
        headers = page.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"], path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["cache-control"] in ("no-store", "no-cache"), path


def test_no_page_has_inline_scripts_or_styles(page: httpx.Client) -> None:
    for path in ("/", "/phones", "/history", "/party/x"):
        html = page.get(path).text
        assert not re.search(r"<script(?! type=\"module\" src=)|<style|\sstyle=|\son\w+=", html), (
            path
        )


def test_a_script_known_to_the_browser_is_not_sent_again(page: httpx.Client) -> None:
    first = page.get("/web/chat.js")
    again = page.get("/web/chat.js", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert page.get("/web/..%2fanswers.py").status_code == 404
