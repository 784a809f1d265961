"""Telegram's objects as JSON: users, chats, files, text with its entities."""

from __future__ import annotations

import re

from bot.telegram_emulator.refusal import Json

_ENTITY = re.compile(
    r"(?P<bot_command>(?<!\S)/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{5,32})?)"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{5,32})"
    r"|(?P<url>https?://[^\s，。；！？]+)"
)


def units(text: str) -> int:
    """Length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def account(number: int, name: str) -> Json:
    """A person's account."""
    return {"id": number, "is_bot": False, "first_name": name, "language_code": "zh-hans"}


def private_chat(user: Json) -> Json:
    """The chat of one person with the bot."""
    return {"id": user["id"], "type": "private", "first_name": user["first_name"]}


def group_chat(number: int, title: str) -> Json:
    """A supergroup; its number is negative."""
    return {"id": number, "type": "supergroup", "title": title}


def words(text: str, field: str = "text") -> Json:
    """Text or caption with the entities Telegram finds in it by itself."""
    found = [
        {
            "type": str(hit.lastgroup),
            "offset": units(text[: hit.start()]),
            "length": units(hit.group()),
        }
        for hit in _ENTITY.finditer(text)
    ]
    content: Json = {field: text}
    if found:
        content["entities" if field == "text" else "caption_entities"] = found
    return content


def document(file: Json, name: str, mime: str) -> Json:
    """A file as it hangs on a message."""
    return {**file, "file_name": name, "mime_type": mime}


def photo(small: Json, large: Json) -> list[Json]:
    """The sizes of a photo, the smallest first, as Telegram gives them."""
    return [{**small, "width": 90, "height": 67}, {**large, "width": 1280, "height": 960}]


def sticker(file: Json, emoji: str) -> Json:
    """A plain sticker."""
    shape: Json = {"type": "regular", "width": 512, "height": 512}
    return {**file, **shape, "is_animated": False, "is_video": False, "emoji": emoji}
