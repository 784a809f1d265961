"""People on Telegram, as a test or the page has them act: they say, tap, send, and hear."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import count
from typing import Any

from PIL import Image

from bot.telegram_emulator import things
from bot.telegram_emulator.refusal import Json
from bot.telegram_emulator.world import Chat, World

PATIENCE = 5.0  # seconds to wait for an answer
_numbers = count(1)  # of albums and taps


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as the person sees it now."""

    id: int
    text: str
    buttons: tuple[tuple[str, ...], ...]  # labels, row by row
    raw: Json

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels, in reading order."""
        return tuple(label for row in self.buttons for label in row)


def picture(colour: str = "grey", size: tuple[int, int] = (640, 480)) -> bytes:
    """A small JPEG of one colour."""
    held = io.BytesIO()
    Image.new("RGB", size, colour).save(held, "JPEG")
    return held.getvalue()


class Person:
    """One account; what it does becomes updates for the bot."""

    def __init__(self, world: World, number: int, name: str = "住户") -> None:
        self.world = world
        self.about = things.account(number, name)
        self._seen = 0  # the newest message when this person last did something

    # -- what people do ------------------------------------------------------------------------

    def says(self, text: str, **extra: Any) -> Json:
        """Write text; returns the message. `reply_to` (a message id) makes it a reply."""
        return self._send({**things.words(text), **self._replying(extra)})

    def says_in(self, group: int, text: str, **extra: Any) -> Json:
        """Write in a group."""
        about = self.world.chats[group].about
        content = {**things.words(text), **self._replying(extra, group)}
        return self.world.says(self.about, content, about)

    def edits(self, message_id: int, text: str) -> Json:
        """Change what was written."""
        with self.world.bell.lock:
            message = self.chat.messages[message_id]
            message.update(things.words(text), edit_date=self.world.now())
            return self.world.emit("edited_message", message)

    def taps(self, label: str) -> str:
        """Tap the newest button with this label; returns the callback's id."""
        for message in reversed(self.chat.messages.values()):
            for button in _buttons(message):
                if button["text"] == label:
                    return self.taps_data(message["message_id"], button["callback_data"])
        raise LookupError(f"no button {label!r}")

    def taps_data(self, message_id: int, data: str) -> str:
        """Tap a button by its data, also one no longer shown; returns the callback's id."""
        with self.world.bell.lock:
            tap = f"{self.world.me['id']}{next(_numbers):06}"
            query: Json = {"id": tap, "from": self.about, "chat_instance": "1", "data": data}
            query["message"] = self.chat.messages.get(message_id) or {
                "chat": self.chat.about,
                "message_id": message_id,
                "date": 0,  # Telegram's sign for a message no longer accessible
            }
            self.world.taps[tap] = None
            self._seen = self.chat.last
            self.world.emit("callback_query", query)
            return tap

    def sends_photo(self, data: bytes = b"", caption: str = "", album: str = "") -> Json:
        """Send a photo."""
        content: Json = {
            "photo": things.photo(self._file(picture(size=(90, 67))), self._file(data or picture()))
        }
        if caption:
            content |= things.words(caption, "caption")
        if album:
            content["media_group_id"] = album
        return self._send(content)

    def album(self, *photos: bytes, caption: str = "") -> list[Json]:
        """Send several photos at once; the first carries the caption."""
        name = f"album{next(_numbers)}"
        return [
            self.sends_photo(data, "" if number else caption, name)
            for number, data in enumerate(photos)
        ]

    def pin(self, lat: float, lng: float) -> Json:
        """Share a position."""
        return self._send({"location": {"latitude": lat, "longitude": lng}})

    def venue(self, spot: tuple[float, float], title: str, address: str) -> Json:
        """Share a named place at (lat, lng)."""
        location = {"latitude": spot[0], "longitude": spot[1]}
        about = {"location": location, "title": title, "address": address}
        return self._send({"venue": about, "location": location})

    def voice(self, data: bytes = b"OggS made up", seconds: int = 3) -> Json:
        """Send a voice message."""
        return self._send(
            {"voice": {**self._file(data), "duration": seconds, "mime_type": "audio/ogg"}}
        )

    def document(self, data: bytes, name: str, mime: str) -> Json:
        """Send a file."""
        return self._send({"document": things.document(self._file(data), name, mime)})

    def shares_phone(self, phone: str, owner: int | None = None) -> Json:
        """Share a contact card: one's own, or that of `owner`."""
        whose = self.about["id"] if owner is None else owner
        card = {"phone_number": phone, "first_name": self.about["first_name"], "user_id": whose}
        return self._send({"contact": card})

    def sticker(self, emoji: str = "😡") -> Json:
        """Send a sticker."""
        return self._send({"sticker": things.sticker(self._file(b"RIFF made up"), emoji)})

    def dice(self, value: int = 3) -> Json:
        """Throw a dice."""
        return self._send({"dice": {"emoji": "🎲", "value": value}})

    def blocks(self) -> Json:
        """Block the bot."""
        return self._membership("member", "kicked")

    def unblocks(self) -> Json:
        """Let the bot write again."""
        return self._membership("kicked", "member")

    # -- what they see -------------------------------------------------------------------------

    @property
    def chat(self) -> Chat:
        """This person's chat with the bot."""
        return self.world.open(things.private_chat(self.about))

    def heard(self) -> list[Shown]:
        """All messages of the bot that stand in the chat."""
        with self.world.bell.lock:
            return [self._shown(m) for m in self.chat.messages.values() if self._by_bot(m)]

    def waits_for(self, words: str = "", seconds: float = PATIENCE) -> Shown:
        """The first message of the bot with these words since this person last did something.

        Raises TimeoutError with what was said instead.
        """
        if not self.world.bell.wait(lambda: bool(self._new(words)), seconds):
            raise TimeoutError(f"not heard: {words!r}; heard: {[m.text for m in self._new('')]}")
        return self._new(words)[0]

    def answered(self, tap: str, seconds: float = PATIENCE) -> Json:
        """The bot's answer to a tap, waited for; raises TimeoutError."""
        self.world.bell.wait(lambda: self.world.taps[tap] is not None, seconds)
        answer = self.world.taps[tap]
        if answer is None:
            raise TimeoutError("the tap was not answered")
        return answer

    def _new(self, words: str) -> list[Shown]:
        return [m for m in self.heard() if m.id > self._seen and words in m.text]

    def _by_bot(self, message: Json) -> bool:
        return bool(message["from"]["id"] == self.world.me["id"])

    def _shown(self, message: Json) -> Shown:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        labels = tuple(tuple(button["text"] for button in row) for row in rows)
        text = str(message.get("text") or message.get("caption") or "")
        return Shown(message["message_id"], text, labels, message)

    # -- how it reaches the bot ----------------------------------------------------------------

    def _send(self, content: Json) -> Json:
        with self.world.bell.lock:
            chat = self.chat
            if (chat.keyboard or {}).get("one_time_keyboard"):
                chat.keyboard = None
            message = self.world.says(self.about, content)
            self._seen = message["message_id"]
            return message

    def _file(self, data: bytes) -> Json:
        return self.world.keep(data)

    def _replying(self, extra: Json, group: int | None = None) -> Json:
        if "reply_to" not in extra:
            return {}
        chat = self.world.chats[group] if group else self.chat
        return {"reply_to_message": chat.messages[extra["reply_to"]]}

    def _membership(self, before: str, after: str) -> Json:
        self.chat.blocked = after == "kicked"
        change: Json = {"chat": self.chat.about, "from": self.about, "date": self.world.now()}
        change["old_chat_member"] = self._status(before)
        change["new_chat_member"] = self._status(after)
        return self.world.emit("my_chat_member", change)

    def _status(self, status: str) -> Json:
        until: Json = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.world.me, "status": status, **until}


def _buttons(message: Json) -> list[Json]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row if "callback_data" in button]
