"""What is said on WeChat: lengths, lists, the token, refusals, files."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from operator import methodcaller
from typing import TypeVar

import pytest

from bot.channels.port import TryLater, Unreachable
from bot.channels.wechat import BIGGEST_FILE, SEND, WeChat
from bot.channels.wechat_notices import Notice
from bot.channels.wechat_text import bodies
from bot.wechat_emulator.emulator import Emulator
from bot.wechat_emulator.world import WORD, Fault, Leave
from dialogs.say import Button, Say
from integrations.wechat.client import Away, Client, Token, told

T = TypeVar("T")
NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
ME = "wechat:o_made_up"
BUTTONS = (Button("1 提交", "r1:sure:ad25c7:0"), Button("2 改地点", "r1:sure:ad25c7:1"))
PLAIN = Notice.of("template:T1 thing1=words")


@pytest.fixture
def wechat(wechat: Emulator) -> Emulator:
    """The platform with one follower who has just written."""
    wechat.world.follower("o_made_up").word = Leave(wechat.world.now() + WORD[0], WORD[1])
    wechat.world.templates["T1"] = {"thing1"}
    return wechat


def on(wechat: Emulator, act: Callable[[WeChat], Awaitable[T]], left: int = 5,
       notice: Notice | None = None) -> T:  # fmt: skip
    """Do something with a channel that believes it may send so many messages."""

    async def run() -> T:
        client = Client(wechat.world.appid, wechat.world.secret, wechat.url)
        try:
            return await act(WeChat(client, lambda contact, now: left, lambda: NOW, notice))
        finally:
            await client.close()

    return asyncio.run(run())


def sends(wechat: Emulator, say: Say, left: int = 5, notice: Notice | None = None) -> str:
    return on(wechat, lambda channel: channel.send(ME, say, "7"), left, notice)


def shown(wechat: Emulator) -> list[str]:
    return [one.text for one in wechat.world.follower("o_made_up").shown]


# -- words


def test_a_text_is_cut_between_sentences_and_nothing_is_lost() -> None:
    text = "".join(f"第{n}句，楼道里的灯又坏了好几天。" for n in range(120))
    parts = [one["text"]["content"] for one in bodies(Say(text))]
    assert len(parts) == 3
    assert all(len(part.encode()) <= 2048 and part.endswith("。") for part in parts)
    assert "".join(parts) == text


def test_no_character_is_cut_in_two() -> None:
    parts = [one["text"]["content"] for one in bodies(Say("🏠" * 1000))]
    assert "".join(parts) == "🏠" * 1000


def test_buttons_are_a_list_under_the_last_message() -> None:
    *texts, last = bodies(Say("长" * 1100, BUTTONS))
    assert [one["msgtype"] for one in texts] == ["text", "text"]
    assert len(last["msgmenu"]["head_content"].encode()) <= 1024
    assert last["msgmenu"]["list"] == [{"id": b.data, "content": b.label} for b in BUTTONS]


def test_more_than_ten_items_stand_below_as_words() -> None:
    many = tuple(Button(f"{n} 项", f"r1:kind:ad25c7:{n}") for n in range(1, 13))
    (body,) = bodies(Say("哪一类？", many))
    assert len(body["msgmenu"]["list"]) == 10
    assert body["msgmenu"]["tail_content"] == "11 项\n12 项"


@pytest.mark.parametrize("data", ["", "x" * 65, "a&b:c:d:e", "a b", "项"])
def test_an_item_s_id_is_what_an_address_takes(data: str) -> None:
    with pytest.raises(ValueError):
        bodies(Say("x", (Button("是", data),)))


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(ValueError):
        bodies(Say(" \n"))


# -- sending


def test_words_and_a_list_arrive(wechat: Emulator) -> None:
    assert sends(wechat, Say("对吗？", BUTTONS)) == "wechat:1:7"
    assert shown(wechat) == ["对吗？\n1 提交\n2 改地点"]


def test_an_account_without_lists_gets_lines(wechat: Emulator) -> None:
    wechat.world.lists = False
    sends(wechat, Say("对吗？", BUTTONS))
    assert shown(wechat) == ["对吗？\n1 提交\n2 改地点"]


def test_a_token_is_asked_for_once_and_shared(wechat: Emulator) -> None:
    async def many(channel: WeChat) -> None:
        await asyncio.gather(*(channel.send(ME, Say(f"{n}"), str(n)) for n in range(5)))

    on(wechat, many)
    assert [path for path, _ in wechat.world.calls].count("/cgi-bin/stable_token") == 1
    assert sorted(shown(wechat)) == ["0", "1", "2", "3", "4"]


def test_a_token_that_is_over_is_renewed_and_the_words_sent_again(wechat: Emulator) -> None:
    async def twice(channel: WeChat) -> None:
        await channel.send(ME, Say("一"), "1")
        wechat.world.expire()
        await asyncio.gather(*(channel.send(ME, Say(f"{n}"), str(n)) for n in (2, 3)))

    on(wechat, twice)
    assert sorted(shown(wechat)) == ["2", "3", "一"]
    assert wechat.world.issued == 2


def test_a_token_the_platform_calls_wrong_is_forced_anew(wechat: Emulator) -> None:
    async def twice(channel: WeChat) -> None:
        await channel.send(ME, Say("一"), "1")
        wechat.fails(Fault(SEND, code=40001))
        await channel.send(ME, Say("二"), "2")

    on(wechat, twice)
    assert shown(wechat) == ["一", "二"]
    asked = [body for path, body in wechat.world.calls if path.endswith("stable_token")]
    assert [body.get("force_refresh") for body in asked] == [None, None, True]


def test_a_token_is_renewed_before_its_end() -> None:
    now, asked = [0.0], list[object]()

    async def post(path: str, body: object) -> dict[str, object]:
        asked.append(body)
        return {"access_token": f"token{len(asked)}", "expires_in": 7200}

    async def at(token: Token, seconds: float) -> str:
        now[0] = seconds
        return await token.get(post)

    async def run() -> list[str]:
        token = Token("wx1", "secret", lambda: now[0])
        return [await at(token, seconds) for seconds in (0, 6800, 6950, 7300)]

    assert asyncio.run(run()) == ["token1", "token1", "token2", "token2"]


@pytest.mark.parametrize(
    ("code", "wait", "everyone"),
    [(-1, 0.5, False), (45009, 600, True), (45011, 60, True), (48001, 300, True),
     (40164, 300, True), (42001, 5, True), (99999, 30, False)],
)  # fmt: skip
def test_each_refusal_waits_its_time(wechat: Emulator, code: int, wait: float,
                                     everyone: bool) -> None:  # fmt: skip
    wechat.fails(Fault(SEND, code=code, times=2))
    with pytest.raises(TryLater) as later:
        sends(wechat, Say("你好"))
    assert (later.value.seconds, later.value.everyone) == (wait, everyone)


def test_a_platform_that_is_away_is_asked_less_and_less_often(wechat: Emulator) -> None:
    wechat.fails(Fault("", status=502, times=9))

    async def waits(channel: WeChat) -> list[float]:
        found = []
        for _ in range(8):
            with pytest.raises(TryLater) as later:
                await channel.send(ME, Say("你好"), "7")
            found.append(later.value.seconds)
        return found

    assert on(wechat, waits) == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_a_server_that_is_not_there_is_away() -> None:
    async def run() -> None:
        client = Client("wx1", "secret", "http://127.0.0.1:9")
        channel = WeChat(client, lambda contact, now: 5, lambda: NOW)
        with pytest.raises(TryLater):
            await channel.send(ME, Say("你好"), "7")
        await client.close()

    asyncio.run(run())


@pytest.mark.parametrize("code", [40003, 43004])
def test_who_is_gone_cannot_be_reached(wechat: Emulator, code: int) -> None:
    wechat.fails(Fault(SEND, code=code))
    with pytest.raises(Unreachable):
        sends(wechat, Say("你好"))


def test_a_message_that_is_never_taken_is_a_mistake_of_ours(wechat: Emulator) -> None:
    wechat.fails(Fault(SEND, code=45002))
    with pytest.raises(ValueError):
        sends(wechat, Say("你好"))


def test_a_repeat_goes_on_where_the_first_try_stopped(wechat: Emulator) -> None:
    long = Say("".join(f"第{n}句话说的是灯。" for n in range(150)))

    async def twice(channel: WeChat) -> None:
        wechat.fails(Fault(SEND, status=500, after=1))
        with pytest.raises(TryLater):
            await channel.send(ME, long, "2")
        await channel.send(ME, long, "2")

    on(wechat, twice)
    assert len(shown(wechat)) == 2
    assert "".join(shown(wechat)) == long.text


# -- outside the leave


def test_outside_the_leave_nothing_is_sent_to_be_refused(wechat: Emulator) -> None:
    with pytest.raises(Unreachable) as gone:
        sends(wechat, Say("已经清运。", kind="notice"), left=0)
    assert "48小时" in gone.value.words
    assert wechat.world.calls == []


def test_a_notice_tells_that_there_are_words(wechat: Emulator) -> None:
    words = "您反映的事有答复了：" + "已经清运。" * 9
    assert sends(wechat, Say(words, kind="notice"), 0, PLAIN) == "notice:7"
    assert shown(wechat) == [words[:19] + "…"]


def test_dialogue_goes_by_no_notice_but_a_clerk_s_words_do(wechat: Emulator) -> None:
    with pytest.raises(Unreachable):
        sends(wechat, Say("在哪儿？"), 0, PLAIN)
    assert sends(wechat, Say("我是坐席小陈。", by="chen"), 0, PLAIN)


@pytest.mark.parametrize("code", [45015, 45047])
def test_a_leave_the_platform_sees_otherwise_becomes_a_notice(wechat: Emulator, code: int) -> None:
    wechat.fails(Fault(SEND, code=code))
    assert sends(wechat, Say("已经清运。", kind="notice"), 5, PLAIN) == "notice:7"


def test_who_takes_no_notices_cannot_be_reached(wechat: Emulator) -> None:
    wechat.world.follower("o_made_up").barred = True
    with pytest.raises(Unreachable):
        sends(wechat, Say("已经清运。", kind="notice"), 0, PLAIN)


def test_a_notice_s_fields_are_filled_and_cut() -> None:
    notice = Notice.of("subscribe:S9 thing1=words character_string2=number time3=time thing4=hint")
    body = notice.body(Say("20261118-0001（路灯）\n已经答复：换了新灯泡，晚上看看。"), NOW)
    assert notice.path.endswith("/subscribe/bizsend")
    assert body["data"] == {
        "thing1": {"value": "（路灯） 已经答复：换了新灯泡，晚上看…"}, "character_string2":
        {"value": "20261118-0001"}, "time3": {"value": "2026-11-18 10:00"},
        "thing4": {"value": "回复任意一句看全文"},
    }  # fmt: skip


# -- files and logs


def test_a_file_is_fetched_and_a_large_one_is_not(wechat: Emulator) -> None:
    wechat.world.files["m1"] = ("image/jpeg", b"\xff\xd8\xff picture")
    wechat.world.files["m2"] = ("image/jpeg", b"x" * (BIGGEST_FILE + 1))
    assert on(wechat, lambda channel: channel.fetch("m1")).endswith(b"picture")
    with pytest.raises(ValueError):
        on(wechat, lambda channel: channel.fetch("m2"))
    with pytest.raises(Unreachable):
        on(wechat, lambda channel: channel.fetch("gone"))


def test_a_video_is_fetched_from_where_it_lies_and_from_nowhere_else(wechat: Emulator) -> None:
    token = wechat.world.access()["access_token"]
    there = f"{wechat.url}/cgi-bin/media/get?access_token={token}&media_id=film"
    wechat.world.files["film"] = ("video/mp4", b"moving")
    for name, address in (("v1", there), ("v2", "http://169.254.1.1/x"), ("v3", "file:///etc/x")):
        told = json.dumps({"video_url": address}).encode()
        wechat.world.files[name] = ("application/json", told)
    assert on(wechat, lambda channel: channel.fetch("v1")) == b"moving"
    for name in ("v2", "v3"):
        with pytest.raises(TryLater):
            on(wechat, methodcaller("fetch", name))


def test_neither_secret_nor_token_nor_words_are_logged(
    wechat: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wechat.fails(Fault(SEND, code=48001), Fault("", status=502, times=1))
    for _ in range(3):
        with suppress(TryLater):
            sends(wechat, Say("我家的事"))
    secrets = (wechat.world.secret, wechat.world.access()["access_token"], "我家的事")
    assert not [one for one in secrets if one in caplog.text]
    assert "48001" in caplog.text


def test_what_came_to_wait_meanwhile_repeats_nothing_already_said(wechat: Emulator) -> None:
    long = "".join(f"第{n}句话说的是灯。" for n in range(150))

    async def grown(channel: WeChat) -> None:
        wechat.fails(Fault(SEND, status=500, after=1))
        with pytest.raises(TryLater):
            await channel.send(ME, Say(long), "2")
        await channel.send(ME, Say(f"{long}\n\n还有一句。"), "2")

    on(wechat, grown)
    assert "".join(shown(wechat)).replace("\n", "") == f"{long}还有一句。"


def test_an_error_page_in_json_is_no_yes() -> None:
    with pytest.raises(Away):
        told(404, b'{"message": "no route"}')


def test_a_label_is_not_told_to_the_log() -> None:
    with pytest.raises(ValueError, match="no item") as error:
        bodies(Say("谁？", (Button("张建国", "a b"),)))
    assert "张建国" not in str(error.value)
