"""What the bot says arrives on Telegram, or the outbox learns what to do about it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.channels import telegram_wire
from bot.channels.port import TryLater, Unreachable
from bot.channels.telegram import Telegram
from bot.telegram_emulator.emulator import Emulator
from bot.telegram_emulator.faults import Fault
from bot.telegram_emulator.person import Person
from dialogs.say import Button, Say
from tests.telegram.conftest import TAPPED_AT, Doormat

Work = Callable[[Telegram], Awaitable[Any]]


@pytest.fixture
def user(emulator: Emulator) -> Person:
    """A resident who has written to the bot."""
    person = emulator.user(4711)
    person.says("你好")
    return person


def run(emulator: Emulator, work: Work) -> Any:
    """Do something with a channel that only sends."""

    async def working() -> Any:
        telegram = Telegram(emulator.token, emulator.url, Doormat(), lambda: TAPPED_AT)
        try:
            return await work(telegram)
        finally:
            await telegram.close()

    return asyncio.run(working())


def send(emulator: Emulator, *says: Say) -> list[str]:
    """Send these, one after the other; returns the ids."""

    async def work(telegram: Telegram) -> list[str]:
        return [await telegram.send("telegram:4711", say, f"row{n}") for n, say in enumerate(says)]

    return list(run(emulator, work))


@pytest.mark.parametrize(
    "text",
    ["*_[]()~`>#+-=|{}.!", "<script>alert(1)</script>", "'; DROP TABLE", "{{7*7}}", "=cmd|' /C"],
)
def test_special_characters_are_shown_as_they_are(
    emulator: Emulator, user: Person, text: str
) -> None:
    send(emulator, Say(text))
    assert user.heard()[-1].text == text
    assert "parse_mode" not in emulator.calls("sendMessage")[0]


def test_no_preview_opens_a_personal_link(emulator: Emulator, user: Person) -> None:
    send(emulator, Say("您的房间 https://example.org/r/abc"))
    assert '"is_disabled"' in emulator.calls("sendMessage")[0]["link_preview_options"]


def test_a_long_text_is_split_with_the_buttons_under_the_last_part(
    emulator: Emulator, user: Person
) -> None:
    (sent,) = send(emulator, Say("楼道里的灯坏了。" * 1200, (Button("好", "ok"),)))
    parts = user.heard()
    assert len(parts) == 3
    assert [part.labels for part in parts] == [(), (), ("好",)]
    assert sent == str(parts[-1].id)


def test_a_repeat_goes_on_where_the_first_try_stopped(emulator: Emulator, user: Person) -> None:
    say = Say("楼道里的灯坏了。" * 1200)

    async def work(telegram: Telegram) -> None:
        emulator.world.bell.ring()
        await telegram.send("telegram:4711", Say("先说一句"), "row0")
        emulator.fails(Fault("sendMessage", 429, retry_after=7))
        with pytest.raises(TryLater) as later:
            await telegram.send("telegram:4711", say, "row1")
        assert (later.value.seconds, later.value.everyone) == (7.0, True)
        await telegram.send("telegram:4711", say, "row1")

    run(emulator, work)
    assert "".join(part.text for part in user.heard()[1:]) == say.text


@pytest.mark.parametrize("fault", [Fault("sendMessage", 502), Fault("sendMessage", 500)])
def test_a_server_in_trouble_is_tried_later_for_this_contact(
    emulator: Emulator, user: Person, fault: Fault
) -> None:
    emulator.fails(fault)
    with pytest.raises(TryLater) as later:
        send(emulator, Say("您好"))
    assert later.value.everyone is False


def test_a_server_that_hangs_is_tried_later(
    emulator: Emulator, user: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_wire, "PATIENCE", 0.1)
    emulator.fails(Fault("sendMessage", hang=0.5))
    with pytest.raises(TryLater):
        send(emulator, Say("您好"))


def test_nobody_there_at_all_is_tried_later(user: Person) -> None:
    gone = Emulator()
    gone._socket.close()
    with pytest.raises(TryLater):
        send(gone, Say("您好"))


def test_who_blocked_the_bot_cannot_be_reached(emulator: Emulator, user: Person) -> None:
    user.blocks()
    with pytest.raises(Unreachable):
        send(emulator, Say("您好"))


def test_an_unknown_chat_cannot_be_reached(emulator: Emulator) -> None:
    with pytest.raises(Unreachable):
        send(emulator, Say("您好"))


@pytest.mark.parametrize("say", [Say("  "), Say("好", (Button("是", "很" * 30),))])
def test_what_telegram_never_takes_is_no_matter_of_trying_again(
    emulator: Emulator, user: Person, say: Say
) -> None:
    with pytest.raises(ValueError):
        send(emulator, say)
    assert user.heard() == []


def test_a_position_is_asked_for_with_a_control_that_goes_away(
    emulator: Emulator, user: Person
) -> None:
    async def work(telegram: Telegram) -> None:
        await telegram.send("telegram:4711", Say("在哪里？", asks="pin"), "a")
        assert user.chat.keyboard is not None
        assert user.chat.keyboard["keyboard"][0][0]["request_location"] is True
        await telegram.send("telegram:4711", Say("收到。"), "b")

    run(emulator, work)
    assert user.chat.keyboard is None


def test_inline_buttons_come_before_the_control(emulator: Emulator, user: Person) -> None:
    send(emulator, Say("在哪里？", (Button("东门", "e"),), asks="pin"))
    assert user.chat.keyboard is None
    assert user.heard()[-1].labels == ("东门",)


def test_the_safety_sentence_is_tried_again_at_once(emulator: Emulator, user: Person) -> None:
    emulator.fails(Fault("sendMessage", 502))
    run(emulator, lambda telegram: telegram.say_now("telegram:4711", "请马上离开并拨打119。"))
    assert user.heard()[-1].text == "请马上离开并拨打119。"


def test_a_file_over_20_mb_or_unknown_is_refused(emulator: Emulator) -> None:
    big = emulator.world.keep(b"0" * (20 * 1024 * 1024 + 1))["file_id"]

    async def work(telegram: Telegram) -> None:
        for ref in (big, "nobody"):
            with pytest.raises(ValueError):
                await telegram.fetch(ref)

    run(emulator, work)


def test_a_wrong_token_is_named_without_showing_it() -> None:
    with pytest.raises(ValueError) as wrong:
        Telegram("secret-words", "http://127.0.0.1:9", Doormat(), lambda: TAPPED_AT)
    assert "secret-words" not in str(wrong.value)
