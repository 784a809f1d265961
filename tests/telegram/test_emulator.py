"""The emulator is Telegram in the eyes of two client libraries, and as strict as Telegram."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiogram.methods
import httpx
import pytest
import telegram
from aiogram import Bot as Aiogram
from aiogram import types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter

from bot.channels.telegram import Telegram
from bot.telegram_emulator.emulator import Emulator
from bot.telegram_emulator.faults import Fault
from bot.telegram_emulator.fields import FIELDS
from bot.telegram_emulator.person import picture
from dialogs.say import Button, Say
from tests.telegram.conftest import TAPPED_AT, Doormat


def call(emulator: Emulator, method: str, **fields: Any) -> dict[str, Any]:
    """A raw call; returns the answer's JSON."""
    with httpx.Client(trust_env=False) as client:
        answer = client.post(f"{emulator.url}/bot{emulator.token}/{method}", json=fields)
    body: dict[str, Any] = answer.json()
    assert answer.status_code == (200 if body["ok"] else body["error_code"])
    return body


def everything(emulator: Emulator) -> None:
    """A resident does all a resident can do."""
    user = emulator.user(4711, "王")
    first = user.says("/start abc @fengqiao_demo_bot https://example.org 你好")
    user.edits(first["message_id"], "五号楼")
    user.says("回复", reply_to=first["message_id"])
    user.sends_photo(caption="见图")
    user.album(picture("red"), picture("blue"), caption="两张")
    user.pin(31.1, 120.6)
    user.venue((31.1, 120.6), "菜场", "团结路8号")
    user.document(b"%PDF", "合同.pdf", "application/pdf")
    user.shares_phone("13800000000")
    for act in (user.voice, user.sticker, user.dice):
        act()
    user.says_in(emulator.group(), "@fengqiao_demo_bot 在吗")
    markup = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}
    call(emulator, "sendMessage", chat_id=4711, text="提交吗？", reply_markup=markup)
    user.taps("好")
    user.taps_data(999, "old")
    user.blocks()
    user.unblocks()


def test_both_libraries_read_every_update(emulator: Emulator) -> None:
    everything(emulator)
    assert len(emulator.world.emitted) >= 17
    for update in emulator.world.emitted:
        theirs = telegram.Update.de_json(update)
        strict = types.Update.model_validate(update)
        assert theirs.update_id == strict.update_id
        assert theirs.api_kwargs == {}
        assert strict.event_type in update
        assert strict.model_extra == {}


def test_the_known_fields_are_those_of_aiogram() -> None:
    for name, fields in FIELDS.items():
        method = getattr(aiogram.methods, name[0].upper() + name[1:])
        assert fields <= set(method.model_fields), name


def test_what_our_channel_sends_is_a_method_of_aiogram(emulator: Emulator) -> None:
    emulator.user(1).says("你好")

    async def work() -> None:
        channel = Telegram(emulator.token, emulator.url, Doormat(), lambda: TAPPED_AT)
        await channel.send("telegram:1", Say("在哪里？", asks="pin"), "a")
        await channel.send("telegram:1", Say("好", (Button("是", "y"),)), "b")
        await channel.close()

    asyncio.run(work())
    for name, fields in emulator.world.calls:
        method = getattr(aiogram.methods, name[0].upper() + name[1:])
        nested = {k: json.loads(v) if v[:1] in "{[" else v for k, v in fields.items()}
        assert method.model_validate(nested).model_extra == {}
    assert len(emulator.world.calls) == 2


def with_aiogram(emulator: Emulator, work: Callable[[Aiogram], Awaitable[None]]) -> None:
    """Do something with the other client library."""

    async def working() -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.url))
        async with Aiogram(emulator.token, session=session) as bot:
            await work(bot)

    asyncio.run(working())


def test_aiogram_can_fetch_a_photo_and_send_one(emulator: Emulator) -> None:
    emulator.user(1).sends_photo(picture("red"))

    async def work(bot: Aiogram) -> None:
        assert (await bot.me()).username == "fengqiao_demo_bot"
        (update,) = await bot.get_updates(timeout=1)
        assert update.message is not None
        assert update.message.photo is not None
        file = await bot.get_file(update.message.photo[-1].file_id)
        held = await bot.download_file(str(file.file_path))
        assert held is not None
        assert held.read() == picture("red")
        photo = types.BufferedInputFile(picture("blue"), "a.jpg")
        assert (await bot.send_photo(1, photo, caption="看")).caption == "看"

    with_aiogram(emulator, work)


def test_aiogram_understands_its_refusals(emulator: Emulator) -> None:
    user = emulator.user(1)
    user.says("你好")

    async def work(bot: Aiogram) -> None:
        emulator.fails(Fault("sendMessage", 429, retry_after=3))
        with pytest.raises(TelegramRetryAfter):
            await bot.send_message(1, "好")
        user.blocks()
        with pytest.raises(TelegramForbiddenError):
            await bot.send_message(1, "好")

    with_aiogram(emulator, work)


def inline(**button: Any) -> dict[str, Any]:
    """A message with one inline button."""
    return {"text": "好", "reply_markup": {"inline_keyboard": [[{"text": "好", **button}]]}}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": " \n"}, "message text is empty"),
        ({"text": "字" * 4097}, "message is too long"),
        ({"text": "😡" * 2049}, "message is too long"),
        ({"text": "好", "txt": 1}, "unknown field"),
        ({"text": "好", "chat_id": 99}, "chat not found"),
        ({"text": "好", "chat_id": "王"}, "must be an integer"),
        (inline(callback_data="很" * 22), "BUTTON_DATA_INVALID"),
        (inline(callback_data=""), "BUTTON_DATA_INVALID"),
        (inline(), "Text buttons are unallowed"),
        (inline(url="javascript:1"), "Wrong HTTP URL"),
        (inline(callback_data="a", colour="red"), "wrong field"),
        ({"text": "好", "reply_markup": {"inline_keyboard": [{}]}}, "Array of Arrays"),
        ({"text": "好", "reply_markup": "{"}, "can't parse reply_markup"),
        ({"text": "好", "reply_markup": {"buttons": []}}, "can't parse reply keyboard"),
        ({"text": "1.5", "parse_mode": "MarkdownV2"}, "can't parse entities"),
        ({"text": "a*b", "parse_mode": "Markdown"}, "can't parse entities"),
        ({"text": "<b>a", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "<script>", "parse_mode": "HTML"}, "Unsupported start tag"),
    ],
)
def test_it_refuses_what_telegram_refuses(
    emulator: Emulator, fields: dict[str, Any], words: str
) -> None:
    emulator.user(1).says("你好")
    body = call(emulator, "sendMessage", **{"chat_id": 1, **fields})
    assert (body["ok"], body["error_code"]) == (False, 400)
    assert words in body["description"]
    assert emulator.user(1).heard() == []


def test_a_text_of_exactly_4096_passes(emulator: Emulator) -> None:
    emulator.user(1).says("你好")
    assert call(emulator, "sendMessage", chat_id=1, text="字" * 4096)["ok"]


def test_a_tap_can_be_answered_once(emulator: Emulator) -> None:
    tap = emulator.user(1).taps_data(1, "x")
    assert call(emulator, "answerCallbackQuery", callback_query_id=tap)["ok"]
    again = call(emulator, "answerCallbackQuery", callback_query_id=tap)
    assert "query is too old" in again["description"]


def test_updates_stay_until_they_are_confirmed_by_an_offset(emulator: Emulator) -> None:
    emulator.user(1).says("一")
    emulator.user(1).says("二")
    for _ in range(2):
        assert len(call(emulator, "getUpdates")["result"]) == 2
    assert [u["update_id"] for u in call(emulator, "getUpdates", offset=1001)["result"]] == [1001]
    assert call(emulator, "getUpdates", offset=1002)["result"] == []


def test_polling_and_a_webhook_exclude_each_other(emulator: Emulator) -> None:
    assert call(emulator, "setWebhook", url="http://127.0.0.1:9/x")["ok"]
    assert call(emulator, "getUpdates")["error_code"] == 409
    assert call(emulator, "deleteWebhook")["ok"]
    assert call(emulator, "getUpdates")["ok"]
    assert call(emulator, "setWebhook", url="http://example.org/x")["error_code"] == 400


def test_edits_and_deletions_work_on_the_bots_own_messages(emulator: Emulator) -> None:
    own = emulator.user(1).says("你好")["message_id"]
    sent = call(emulator, "sendMessage", chat_id=1, text="一")["result"]["message_id"]
    where = {"chat_id": 1, "message_id": sent}
    assert call(emulator, "editMessageText", text="二", **where)["result"]["text"] == "二"
    same = call(emulator, "editMessageText", text="二", **where)
    assert "message is not modified" in same["description"]
    theirs = call(emulator, "editMessageText", text="二", chat_id=1, message_id=own)
    assert theirs["error_code"] == 400
    assert call(emulator, "deleteMessage", **where)["ok"]
    assert emulator.user(1).heard() == []


def test_a_wrong_token_and_an_unknown_method_are_told_apart(emulator: Emulator) -> None:
    assert call(emulator, "flyToTheMoon")["error_code"] == 404
    with httpx.Client(trust_env=False) as client:
        assert client.get(f"{emulator.url}/bot1:x/getMe").status_code == 401


def test_the_page_can_chat(emulator: Emulator) -> None:
    with httpx.Client(trust_env=False, base_url=emulator.url) as client:
        assert "<title>" in client.get("/").text
        assert client.post("/control/5/say", json={"text": "你好"}).status_code == 200
        files = [("photo", ("a.jpg", picture(), "image/jpeg"))] * 2
        assert client.post("/control/5/photos", files=files).status_code == 200
        assert client.post("/control/5/pin", json={"lat": "x"}).status_code == 400
        assert client.post("/control/5/fly", json={}).status_code == 404
        chat = client.get("/control/5").json()
        picture_id = chat["messages"][1]["photo"][-1]["file_id"]
        assert client.get(f"/control/file/{picture_id}").content == picture()
    assert [m.get("text") for m in chat["messages"]] == ["你好", None, None]
    assert len(emulator.world.updates) == 3
