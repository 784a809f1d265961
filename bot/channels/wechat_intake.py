"""WeChat's messages and events as Incoming: what a resident sent, or nothing for the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from dialogs.arrivals import BLOCKED
from dialogs.incoming import Attachment, Incoming, Pin
from integrations.wechat.position import to_wgs84

UNREADABLE = "【收到不支持的消息类型，暂无法显示】"
"""The platform's words for what it does not pass on: stickers mostly, red packets, calls."""
SCENE = "qrscene_"  # before the scene of a code scanned by somebody new
TOGETHER = 10  # seconds
SENT = "TEMPLATESENDJOBFINISH"
"""What became of a notice by template."""
TAP = re.compile(r"[^:]+:[^:]+:[^:]+:[^:]+")  # the shape of our buttons' data
_OPENID = re.compile(r"[A-Za-z0-9_-]{6,64}")
_FILES = {"image": ("photo", "image/jpeg"), "voice": ("voice", "audio/amr"),
          "video": ("video", "video/mp4"), "shortvideo": ("video", "video/mp4")}  # fmt: skip


class Odd(Exception):
    """A message without what every message has; it says which field, never what stands in it."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose messages these are.

    `shift` is how far the house's clock is from the world's: none but in a demo. `spot` gives the
    position of a code's scene (a place's or a grid's id), if it is one.
    """

    appid: str
    shift: Callable[[], timedelta] = timedelta
    spot: Callable[[str], Pin | None] = field(default=lambda scene: None)


def incoming(fields: Mapping[str, str], account: Account) -> Incoming | None:
    """What a message means for a conversation; None for what the platform reports by itself.

    Raises Odd when it has no sender, time or number.
    """
    kind, openid = fields.get("MsgType", ""), fields.get("FromUserName", "")
    if not _OPENID.fullmatch(openid):
        raise Odd("FromUserName")
    at = _moment(fields.get("CreateTime", ""))
    plain = Incoming(_key(fields, account), f"wechat:{openid}", at + account.shift())
    return _event(plain, fields, account) if kind == "event" else _message(plain, fields)


def _moment(seconds: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds[:12]), UTC)
    except (ValueError, OSError, OverflowError):
        raise Odd("CreateTime") from None


def _key(fields: Mapping[str, str], account: Account) -> str:
    """The same for each of the platform's tries: its number, or of an event who, when and what."""
    number = fields.get("MsgId") or fields.get("MsgID", "")
    if fields.get("MsgType") != "event":
        if not number.isdecimal() or len(number) > 30:
            raise Odd("MsgId")
        return f"wechat:{account.appid}:{number}"
    who, when = fields["FromUserName"], fields["CreateTime"][:12]
    return f"wechat:{account.appid}:{who}:{when}:{fields.get('Event', '')[:40]}"


def _message(plain: Incoming, fields: Mapping[str, str]) -> Incoming:
    kind, text = fields.get("MsgType", ""), fields.get("Content", "")
    tapped = fields.get("bizmsgmenuid", "")
    if TAP.fullmatch(tapped):
        return replace(plain, kind="tap", button=tapped)
    if kind == "text":
        return replace(plain, text=text) if text != UNREADABLE else replace(plain, sticker=True)
    if kind in _FILES and fields.get("MediaId"):
        return replace(plain, text=fields.get("Recognition", ""), files=_file(kind, fields))
    if kind == "location" and (pin := _pin(fields, "Location_X", "Location_Y")):
        return replace(plain, pin=pin, text=fields.get("Label", ""))
    return replace(plain, data={"unreadable": "other"})


def _file(kind: str, fields: Mapping[str, str]) -> tuple[Attachment, ...]:
    """Photos chosen together come one by one: those of the same seconds are answered once."""
    what, mime = _FILES[kind]
    album = f"wechat:{int(fields['CreateTime'][:12]) // TOGETHER}" if what == "photo" else ""
    return (Attachment(what, fields["MediaId"][:200], album, mime),)


def _pin(fields: Mapping[str, str], north: str, east: str) -> Pin | None:
    """A position in our coordinates; None for what is none."""
    try:
        lat, lng = float(fields.get(north, "")), float(fields.get(east, ""))
    except ValueError:
        return None
    return Pin(*to_wgs84(lat, lng)) if abs(lat) <= 90 and abs(lng) <= 180 else None


def _event(plain: Incoming, fields: Mapping[str, str], account: Account) -> Incoming | None:
    """Following, leaving, scanning, the account's own menu; a notice that did not arrive."""
    event, key = fields.get("Event", ""), fields.get("EventKey", "")
    if event == "unsubscribe" or (event == SENT and "block" in fields.get("Status", "")):
        return replace(plain, kind="event", event=BLOCKED)
    if event == "CLICK" and key:
        return replace(plain, text=key)
    if event in ("subscribe", "SCAN"):
        spot = account.spot(key.removeprefix(SCENE)) if key else None
        words = "/start" if event == "subscribe" else "你好"
        return replace(plain, pin=spot) if spot else replace(plain, text=words)
    return None
