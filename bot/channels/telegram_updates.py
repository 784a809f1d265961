"""Telegram's updates as Incoming: what a resident sent, or nothing for what is not for us."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message, MessageEntity, Update

from dialogs.incoming import Attachment, Incoming, Pin

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
FILE_NAME = 40  # characters of a file's own name that are kept to be said

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account; `username` is empty until Telegram has told it."""

    id: int
    username: str = ""


def incoming(update: Update, me: Me, clock: Clock) -> Incoming | None:
    """What the update means for a conversation; None for groups, channels and other bots.

    `clock` gives the time of a tap: Telegram does not say when a button was pressed.
    """
    key = f"telegram:{me.id}:{update.update_id}"
    if update.callback_query:
        return _tap(key, update.callback_query, clock())
    if update.my_chat_member:
        return _left(key, update.my_chat_member)
    if update.message:
        return _message(key, update.message, me)
    return _edit(key, update.edited_message, me) if update.edited_message else None


def _tap(key: str, query: CallbackQuery, at: datetime) -> Incoming | None:
    shown = query.message
    if not query.data or (shown and shown.chat.type != "private"):
        return None
    return Incoming(
        key,
        f"telegram:{shown.chat.id if shown else query.from_user.id}",
        at.astimezone(UTC),
        kind="tap",
        button=query.data,
        shown=str(shown.message_id) if shown else "",
        name=query.from_user.full_name,
    )


def _left(key: str, change: ChatMemberUpdated) -> Incoming | None:
    """The resident blocked the bot. That they came back shows in what they write next."""
    if change.chat.type != "private" or change.new_chat_member.status != "kicked":
        return None
    return Incoming(
        key,
        f"telegram:{change.chat.id}",
        change.date.astimezone(UTC),
        kind="event",
        event="blocked",
        name=change.from_user.full_name,
    )


def _edit(key: str, message: Message, me: Me) -> Incoming | None:
    """An edited message; the moves of a live location are no edits."""
    return None if message.location else _message(key, message, me, kind="edit")


def _message(key: str, message: Message, me: Me, kind: str = "message") -> Incoming | None:
    sender = message.from_user
    if message.chat.type != "private" or (sender and sender.is_bot) or _service(message):
        return None
    return Incoming(
        key,
        f"telegram:{message.chat.id}",
        ((message.edit_date if kind == "edit" else None) or message.date).astimezone(UTC),
        kind=kind,
        text=_text(message),
        files=files(message),
        pin=_pin(message),
        phone=own_phone(message),
        sticker=bool(message.sticker or message.dice),
        reply_to=_reply(message, me),
        data=_data(message),
        name=sender.full_name if sender else "",
    )


def _service(message: Message) -> bool:
    """What Telegram reports by itself in a private chat: nobody said anything."""
    quiet = ("pinned_message", "message_auto_delete_timer_changed", "write_access_allowed")
    return any(getattr(message, name) for name in (*quiet, "chat_background_set"))


def _text(message: Message) -> str:
    if message.venue:
        return f"{message.venue.title} {message.venue.address}".strip()
    return message.text or message.caption or ""


def _pin(message: Message) -> Pin | None:
    spot = message.venue.location if message.venue else message.location
    return Pin(spot.latitude, spot.longitude) if spot else None


def own_phone(message: Message) -> str:
    """The digits of the sender's own card, without +86; somebody else's card is not kept."""
    card, sender = message.contact, message.from_user
    if not card or not sender or card.user_id != sender.id:
        return ""
    digits = "".join(char for char in card.phone_number if char.isdecimal() and char.isascii())
    return digits[2:] if len(digits) == 13 and digits.startswith("861") else digits


def _reply(message: Message, me: Me) -> str:
    answered = message.reply_to_message
    ours = answered and answered.from_user and answered.from_user.id == me.id
    return str(answered.message_id) if answered and ours else ""


def _data(message: Message) -> dict[str, Any]:
    """The message's own id (an edit has the same), a file's name, and what we cannot read.

    `unreadable` is contact (somebody else's card), poll or other.
    """
    data: dict[str, Any] = {"message": str(message.message_id)}
    if message.document and message.document.file_name:
        data["file"] = message.document.file_name[:FILE_NAME]
    if message.contact:
        return data if own_phone(message) else {**data, "unreadable": "contact"}
    readable = message.sticker or message.dice or _pin(message) or files(message)
    if not readable and not _text(message):
        data["unreadable"] = "poll" if message.poll else "other"
    return data


def files(message: Message) -> tuple[Attachment, ...]:
    """The file of a message by its Telegram id; of a photo the largest size."""
    album = message.media_group_id or ""
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        return (Attachment("photo", best.file_id, album, "image/jpeg", best.file_size or 0),)
    found = _recording(message) or _document(message)
    if not found:
        return ()
    kind, file = found
    mime = str(getattr(file, "mime_type", "") or "")
    return (Attachment(kind, file.file_id, album, mime, file.file_size or 0),)


def _recording(message: Message) -> tuple[str, Any] | None:
    """Sound or moving pictures; an animation also carries a document, so it is asked first."""
    for kind, names in (("voice", ("voice", "audio")), ("video", ("video", "video_note"))):
        for name in names:
            if file := getattr(message, name):
                return kind, file
    return ("video", message.animation) if message.animation else None


def _document(message: Message) -> tuple[str, Any] | None:
    """A picture sent as a file is still a photo of the place."""
    if not message.document:
        return None
    picture = (message.document.mime_type or "").startswith("image/")
    return "photo" if picture else "document", message.document


def called_from(update: Update, me: Me) -> int | None:
    """The id of the group in which somebody spoke to the bot, or None.

    In a group only commands, mentions and replies to the bot are for it (domain: C14).
    """
    message = update.message
    if not message or message.chat.type not in ("group", "supergroup") or not me.username:
        return None
    if message.from_user and message.from_user.is_bot:
        return None
    return message.chat.id if _reply(message, me) or _addressed(message, me) else None


def _addressed(message: Message, me: Me) -> bool:
    name = f"@{me.username}".lower()
    texts = {**message.parse_entities(), **message.parse_caption_entities()}
    for entity, text in texts.items():
        if entity.type == MessageEntity.MENTION and text.lower() == name:
            return True
        if entity.type == MessageEntity.BOT_COMMAND:
            return "@" not in text or text.lower().endswith(name)
    return False
