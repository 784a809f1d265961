"""What residents send on WeChat, as what comes in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.wechat_intake import UNREADABLE, Account, Odd, incoming
from dialogs.incoming import Attachment, Incoming, Pin
from integrations.wechat.position import to_gcj02

ACCOUNT = Account("wx1", spot=lambda scene: Pin(30.0, 120.0) if scene == "CH010101" else None)
HEAD = {"ToUserName": "gh", "FromUserName": "o_made_up", "CreateTime": "1795000000", "MsgId": "42"}


def came(**fields: str) -> Incoming:
    found = incoming({**HEAD, **fields}, ACCOUNT)
    assert found is not None
    return found


def happened(event: str, **fields: str) -> Incoming | None:
    head = {name: value for name, value in HEAD.items() if name != "MsgId"}
    return incoming({**head, "MsgType": "event", "Event": event, **fields}, ACCOUNT)


def test_text_has_its_number_sender_and_time() -> None:
    heard = came(MsgType="text", Content="楼道灯坏了")
    at = datetime.fromtimestamp(1_795_000_000, UTC)
    assert heard == Incoming("wechat:wx1:42", "wechat:o_made_up", at, text="楼道灯坏了")


def test_a_chosen_item_is_a_tap_and_a_foreign_one_is_text() -> None:
    tapped = came(MsgType="text", Content="1 提交", bizmsgmenuid="r1:sure:ad25c7:0")
    assert (tapped.kind, tapped.button, tapped.text) == ("tap", "r1:sure:ad25c7:0", "")
    assert came(MsgType="text", Content="满意", bizmsgmenuid="101").text == "满意"


def test_a_sticker_is_known_by_the_platform_s_words() -> None:
    assert came(MsgType="text", Content=UNREADABLE).sticker


@pytest.mark.parametrize(
    ("kind", "what"),
    [("image", "photo"), ("voice", "voice"), ("video", "video"), ("shortvideo", "video")],
)
def test_files_are_named_by_their_media_id(kind: str, what: str) -> None:
    (file,) = came(MsgType=kind, MediaId="m_1").files
    assert (file.kind, file.ref) == (what, "m_1")


def test_photos_chosen_together_are_an_album() -> None:
    albums = [came(MsgType="image", MediaId="m", CreateTime=f"17950000{second}").files[0].album
              for second in ("00", "03", "30")]  # fmt: skip
    assert albums[0] == albums[1] != albums[2]


def test_a_voice_note_brings_what_the_platform_understood() -> None:
    heard = came(MsgType="voice", MediaId="m", Format="amr", Recognition="下水道堵了。")
    assert heard.text == "下水道堵了。"
    assert heard.files == (Attachment("voice", "m", mime="audio/amr"),)


def test_a_position_is_brought_to_our_coordinates() -> None:
    lat, lng = to_gcj02(30.091, 123.0035)
    heard = came(MsgType="location", Location_X=str(lat), Location_Y=str(lng), Label="幸福路1号")
    assert heard.pin is not None
    assert (heard.pin.lat, heard.pin.lng) == pytest.approx((30.091, 123.0035), abs=1e-6)
    assert heard.text == "幸福路1号"


@pytest.mark.parametrize("north", ["", "x", "nan", "inf", "91"])
def test_a_position_that_is_none_cannot_be_read(north: str) -> None:
    heard = came(MsgType="location", Location_X=north, Location_Y="120")
    assert heard.pin is None
    assert heard.data["unreadable"]


@pytest.mark.parametrize("kind", ["link", "miniprogrampage", "file", ""])
def test_what_cannot_be_read_is_told(kind: str) -> None:
    assert came(MsgType=kind).data == {"unreadable": "other"}


def test_following_begins_and_a_known_code_tells_where() -> None:
    first = happened("subscribe", EventKey="")
    assert first is not None
    assert first.text == "/start"
    there = happened("subscribe", EventKey="qrscene_CH010101")
    again = happened("SCAN", EventKey="CH010101")
    assert there is not None
    assert again is not None
    assert there.pin == again.pin == Pin(30.0, 120.0)
    other = happened("SCAN", EventKey="unknown")
    assert other is not None
    assert other.pin is None


def test_the_menu_s_key_is_what_was_said() -> None:
    clicked = happened("CLICK", EventKey="转人工")
    assert clicked is not None
    assert clicked.text == "转人工"


def test_leaving_and_a_notice_that_did_not_arrive_shut_the_contact() -> None:
    for gone in (happened("unsubscribe"),
                 happened("TEMPLATESENDJOBFINISH", Status="failed:user block")):  # fmt: skip
        assert gone is not None
        assert (gone.kind, gone.event) == ("event", "blocked")


@pytest.mark.parametrize("event", ["LOCATION", "VIEW", "scancode_push", "something_new"])
def test_what_the_platform_reports_by_itself_is_no_word(event: str) -> None:
    assert happened(event, Latitude="30", Longitude="120") is None
    assert happened("TEMPLATESENDJOBFINISH", Status="success") is None


def test_an_event_is_known_by_who_when_and_what() -> None:
    one, other = happened("subscribe"), happened("CLICK", EventKey="帮助")
    assert one is not None
    assert other is not None
    assert one.key == "wechat:wx1:o_made_up:1795000000:subscribe" != other.key


@pytest.mark.parametrize(
    "wrong",
    [{"FromUserName": ""}, {"FromUserName": "a:b:c:d:e"}, {"FromUserName": "x" * 65},
     {"CreateTime": "soon"}, {"CreateTime": ""}, {"MsgId": ""}, {"MsgId": "4:2"},
     {"CreateTime": "999999999999"}],
)  # fmt: skip
def test_a_message_without_sender_time_or_number_is_odd(wrong: dict[str, str]) -> None:
    with pytest.raises(Odd):
        incoming({**HEAD, "MsgType": "text", "Content": "x", **wrong}, ACCOUNT)


def test_a_demo_s_moved_clock_moves_what_comes_in() -> None:
    moved = Account("wx1", shift=lambda: timedelta(days=2))
    heard = incoming({**HEAD, "MsgType": "text", "Content": "x"}, moved)
    assert heard is not None
    assert heard.at == datetime.fromtimestamp(1_795_000_000, UTC) + timedelta(days=2)
