"""What residents do on Telegram arrives as Incoming: once, in order, and only when kept."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import pytest

from bot.channels.port import Receipt
from bot.channels.telegram import Telegram
from bot.telegram_emulator.emulator import Emulator
from bot.telegram_emulator.faults import Fault
from bot.telegram_emulator.person import picture
from dialogs.incoming import Attachment, Incoming, Pin
from tests.telegram.conftest import TAPPED_AT, Doormat, polling

pytestmark = pytest.mark.usefixtures("channel")


def test_a_sentence_arrives_with_its_time_sender_and_key(emulator: Emulator, door: Doormat) -> None:
    emulator.world.clock = lambda: 1_780_000_000
    emulator.user(4711, "王小明").says("幸福里3号楼楼道灯坏了")
    (heard,) = door.waits()
    assert heard.text == "幸福里3号楼楼道灯坏了"
    assert (heard.contact, heard.name, heard.kind) == ("telegram:4711", "王小明", "message")
    assert heard.at == datetime.fromtimestamp(1_780_000_000, UTC)
    assert heard.key == "telegram:7000001:1000"


def test_start_with_its_payload_and_other_commands_are_text(
    emulator: Emulator, door: Doormat
) -> None:
    emulator.user(1).says("/start s_abc")
    emulator.user(1).says("/help")
    assert [heard.text for heard in door.waits(2)] == ["/start s_abc", "/help"]


def test_an_edit_is_told_from_a_message_and_names_what_was_edited(
    emulator: Emulator, door: Doormat
) -> None:
    sent = emulator.user(1).says("三号楼")
    emulator.user(1).edits(sent["message_id"], "五号楼")
    first, second = door.waits(2)
    assert (second.kind, second.text) == ("edit", "五号楼")
    assert second.data["message"] == first.data["message"] == str(sent["message_id"])


def test_the_photos_of_an_album_come_one_by_one_and_can_be_fetched(
    emulator: Emulator, door: Doormat, channel: Telegram
) -> None:
    photos = [picture("red"), picture("blue")]
    emulator.user(1).album(*photos, caption="垃圾没人收")
    first, second = door.waits(2)
    assert (first.text, second.text) == ("垃圾没人收", "")
    assert first.files[0].album == second.files[0].album != ""

    async def fetch() -> list[bytes]:
        other = Telegram(emulator.token, emulator.url, door, lambda: TAPPED_AT)
        fetched = [await other.fetch(heard.files[0].ref) for heard in (first, second)]
        await other.close()
        return fetched

    assert asyncio.run(fetch()) == photos


def test_a_place_is_a_pin_and_a_venue_also_has_words(emulator: Emulator, door: Doormat) -> None:
    emulator.user(1).pin(31.16, 120.64)
    emulator.user(1).venue((31.17, 120.65), "幸福里菜场", "团结路8号")
    pin, venue = door.waits(2)
    assert (pin.pin, pin.text) == (Pin(31.16, 120.64), "")
    assert (venue.pin, venue.text) == (Pin(31.17, 120.65), "幸福里菜场 团结路8号")


def test_voice_and_files_are_kept_by_kind(emulator: Emulator, door: Doormat) -> None:
    emulator.user(1).voice(b"OggS1")
    emulator.user(1).document(b"%PDF", "合同.pdf", "application/pdf")
    emulator.user(1).document(picture(), "照片.jpg", "image/jpeg")
    kinds = [heard.files[0].kind for heard in door.waits(3)]
    assert kinds == ["voice", "document", "photo"]
    assert isinstance(door.all[0].files[0], Attachment)
    assert (door.all[0].files[0].mime, door.all[0].files[0].size) == ("audio/ogg", 5)
    assert door.all[1].data["file"] == "合同.pdf"


def test_only_the_senders_own_phone_is_taken(emulator: Emulator, door: Doormat) -> None:
    emulator.user(1).shares_phone("+86 138-0000-0000")
    emulator.user(1).shares_phone("13900000000", owner=99)
    own, other = door.waits(2)
    assert own.phone == "13800000000"
    assert other.phone == ""
    assert other.data["unreadable"] == "contact"
    assert "139" not in repr(other)


def test_stickers_and_dice_are_marked_as_such(emulator: Emulator, door: Doormat) -> None:
    emulator.user(1).sticker()
    emulator.user(1).dice()
    assert [heard.sticker for heard in door.waits(2)] == [True, True]


def test_a_blocked_bot_is_an_event(emulator: Emulator, door: Doormat) -> None:
    emulator.user(1).says("你好")
    emulator.user(1).blocks()
    assert (door.waits(2)[1].kind, door.all[1].event) == ("event", "blocked")


def test_a_tap_arrives_and_is_answered_after_it_was_kept(emulator: Emulator, door: Doormat) -> None:
    user = emulator.user(1)
    shown = emulator.world.post(user.chat, emulator.world.me, {"text": "提交吗？"})
    user.answered(user.taps_data(shown["message_id"], "r1:sure:ab:1"))
    (heard,) = door.waits()
    assert (heard.kind, heard.button, heard.shown) == ("tap", "r1:sure:ab:1", "1")
    assert heard.at == TAPPED_AT


def test_a_tap_on_a_message_long_gone_still_arrives(emulator: Emulator, door: Doormat) -> None:
    user = emulator.user(1)
    user.answered(user.taps_data(555, "old"))
    assert (door.waits()[0].button, door.all[0].shown) == ("old", "555")


def test_a_group_gets_a_link_and_nothing_of_it_is_kept(emulator: Emulator, door: Doormat) -> None:
    group = emulator.group()
    emulator.user(1).says_in(group, "大家好")
    emulator.user(1).says_in(group, "@fengqiao_demo_bot 3号楼张三家太吵")
    assert emulator.waits(lambda: len(emulator.in_group(group)) == 1)
    said = emulator.in_group(group)[0]
    link = said["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert link == "https://t.me/fengqiao_demo_bot?start=g"
    assert "张三" not in str(said)
    emulator.user(1).says_in(group, "在吗", reply_to=said["message_id"])
    assert emulator.waits(lambda: len(emulator.in_group(group)) == 2)
    emulator.user(1).says("私聊")
    assert [heard.text for heard in door.waits()] == ["私聊"]


def test_a_broken_update_is_parked_and_the_next_one_heard(
    emulator: Emulator, door: Doormat, caplog: pytest.LogCaptureFixture
) -> None:
    emulator.world.emit("message", {"message_id": "是的", "from": 7, "secret": "张三"})
    emulator.world.emit("callback_query", {"id": "1"})
    emulator.user(1).says("灯坏了")
    assert [heard.text for heard in door.waits()] == ["灯坏了"]
    assert "update 1000 parked" in caplog.text
    assert "张三" not in caplog.text


def test_what_was_not_kept_comes_again(emulator: Emulator, door: Doormat) -> None:
    refused = {"灯坏了"}

    def answer(heard: Incoming) -> Receipt:
        first = heard.text in refused
        refused.discard(heard.text)
        return Receipt("" if first else "inbox")

    door.answer = answer
    emulator.user(1).says("灯坏了")
    first, second = door.waits(2)
    assert first.key == second.key
    assert emulator.waits(lambda: not emulator.world.updates)


def test_a_message_is_confirmed_only_once_somebody_kept_it(
    emulator: Emulator, door: Doormat
) -> None:
    door.answer = lambda _: Receipt("")
    emulator.user(1).says("灯坏了")
    emulator.user(2).says("着火了")
    door.waits(4)
    assert {heard.text for heard in door.all} == {"灯坏了", "着火了"}
    assert len(emulator.world.updates) == 2


def test_one_message_that_makes_us_stumble_holds_up_nobody(
    emulator: Emulator, door: Doormat
) -> None:
    def answer(heard: Incoming) -> Receipt:
        if heard.text == "毒":
            raise RuntimeError("a bug of ours")
        return Receipt("inbox")

    door.answer = answer
    emulator.user(1).says("毒")
    emulator.user(2).says("灯坏了")
    assert emulator.waits(lambda: not emulator.world.updates)
    assert [heard.text for heard in door.all].count("毒") == 3
    assert "灯坏了" in [heard.text for heard in door.all]


def test_updates_out_of_order_and_twice_come_in_order(emulator: Emulator, door: Doormat) -> None:
    emulator.world.faults.twice = emulator.world.faults.backwards = True
    with emulator.world.bell.lock:
        for text in "一二三":
            emulator.user(1).says(text)
    keys = [heard.key for heard in door.waits(6)]
    assert keys == sorted(keys)
    assert len(set(keys)) == 3


def test_words_for_an_outage_are_said(emulator: Emulator, door: Doormat) -> None:
    door.answer = lambda _: Receipt("spool", words="系统正忙，您的话已收到。")
    emulator.user(1).says("灯坏了")
    assert emulator.user(1).waits_for("已收到").text == "系统正忙，您的话已收到。"


def test_an_outage_of_telegram_is_waited_out(emulator: Emulator, door: Doormat) -> None:
    emulator.fails(Fault("getUpdates", 502), Fault("getUpdates", 429, retry_after=1))
    emulator.user(1).says("灯坏了")
    assert door.waits()[0].text == "灯坏了"


def test_it_starts_where_getme_first_fails_and_optional_methods_are_missing(
    door: Doormat,
) -> None:
    with Emulator() as poor:
        poor.lacks("setMyCommands", "deleteWebhook", "sendChatAction")
        poor.fails(Fault("getMe", 502))
        with polling(poor, door):
            poor.user(1).says("灯坏了")
            assert door.waits()[0].text == "灯坏了"


def test_neither_the_token_nor_words_get_into_the_log(
    emulator: Emulator, door: Doormat, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        emulator.fails(Fault("getUpdates", 404), Fault("getUpdates", 500))
        emulator.user(1).says("我的电话13800000000")
        door.waits()
    assert emulator.token.partition(":")[2] not in caplog.text
    assert "13800000000" not in caplog.text
