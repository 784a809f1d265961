"""The Telegram channel: updates in by polling or webhook, words out, nothing stored."""

from __future__ import annotations

import asyncio
import itertools

from fastapi import APIRouter
from telegram import LinkPreviewOptions, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import TelegramError

from bot.channels.port import Accept, TryLater, Unreachable
from bot.channels.telegram_errors import meaning
from bot.channels.telegram_intake import Intake
from bot.channels.telegram_text import Markup, pieces, wanted
from bot.channels.telegram_updates import WANTED, Clock
from bot.channels.telegram_webhook import check_secret, router, webhook_path
from bot.channels.telegram_wire import Wire
from dialogs.say import Say

BIGGEST_FILE = 20 * 1024 * 1024  # bytes a bot may download (Bot API: getFile)
TRIES = 3  # of saying something at once
COMMANDS = {"start": "开始", "help": "帮助"}


class Telegram:
    """A bot on Telegram (or any server that speaks its Bot API), as a Channel.

    Sending works as soon as the object exists. `run_polling` or `run_webhook` brings in what
    residents send; both wait for a server that is down.
    """

    name = "telegram"

    def __init__(self, token: str, api_base: str, accept: Accept, clock: Clock) -> None:
        self._wire = Wire(token, api_base)
        self._intake = Intake(self._wire, accept, clock, self.say_now)
        self._sent: dict[str, list[str]] = {}  # ids of the pieces sent of a row not yet finished
        self._keyboards: set[int] = set()  # chats with a location or phone control on the screen
        self._failures = 0
        self._urgent = itertools.count()

    # -- out -----------------------------------------------------------------------------------

    async def send(self, contact: str, say: Say, key: str) -> str:
        """Send the words, long ones in several messages with the buttons under the last.

        Returns the last message's id. A repeat with the same `key` goes on with the piece at
        which the first try stopped. Raises TryLater, Unreachable, or ValueError for what
        Telegram will never take.
        """
        chat, texts = _chat(contact), pieces(say.text)
        if not texts:
            raise ValueError("Telegram sends no empty message")
        markup = wanted(say, chat in self._keyboards)
        sent = self._sent.setdefault(key, [])
        try:
            for number, text in enumerate(texts[len(sent) :], start=len(sent) + 1):
                sent.append(await self._say(chat, text, markup if number == len(texts) else None))
        except (Unreachable, ValueError):
            del self._sent[key]
            raise
        self._remember_keyboard(chat, markup)
        return self._sent.pop(key)[-1]

    async def say_now(self, contact: str, text: str) -> str:
        """Send plain words at once, past the outbox: three tries within a few seconds.

        Returns the message's id; raises what `send` raises when the last try failed.
        """
        key = f"now:{next(self._urgent)}"
        for _ in range(TRIES - 1):
            try:
                return await self.send(contact, Say(text, kind="emergency"), key)
            except TryLater as later:
                await asyncio.sleep(min(later.seconds, 2.0))
        try:
            return await self.send(contact, Say(text, kind="emergency"), key)
        finally:
            self._sent.pop(key, None)

    async def fetch(self, ref: str) -> bytes:
        """The bytes of a file by its id; raises ValueError when over 20 MB or not there."""
        try:
            file = await self._wire.bot.get_file(ref)
            if (file.file_size or 0) > BIGGEST_FILE:
                raise ValueError("file is too big")
            data = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise self._translated(error) from None
        if len(data) > BIGGEST_FILE:
            raise ValueError("file is too big")
        return data

    async def _say(self, chat: int, text: str, markup: Markup | None) -> str:
        try:
            message = await self._wire.bot.send_message(
                chat,
                text,
                reply_markup=markup,
                # A preview would have Telegram's servers open a personal, one-time link.
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except TelegramError as error:
            raise self._translated(error) from None
        self._failures = 0
        return str(message.message_id)

    def _translated(self, error: TelegramError) -> Exception:
        meant = meaning(error, self._failures)
        self._failures += isinstance(meant, TryLater) and not meant.everyone
        return meant

    def _remember_keyboard(self, chat: int, markup: Markup | None) -> None:
        if isinstance(markup, ReplyKeyboardMarkup):
            self._keyboards.add(chat)
        elif isinstance(markup, ReplyKeyboardRemove):
            self._keyboards.discard(chat)

    # -- in ------------------------------------------------------------------------------------

    async def run_polling(self, stop: asyncio.Event) -> None:
        """Fetch updates until `stop` is set. One that nobody kept is asked for again."""
        try:
            await self._start(stop)
            await self._wire.attempt("deleteWebhook")
            await self._intake.poll(stop)
        finally:
            await self._finish()

    async def run_webhook(self, stop: asyncio.Event, url: str, secret: str) -> None:
        """Have Telegram post updates to `url` + webhook_path(secret), until `stop` is set."""
        check_secret(secret)
        fields = {
            "url": url.rstrip("/") + webhook_path(secret),
            "secret_token": secret,
            "allowed_updates": list(WANTED),
        }
        try:
            await self._start(stop)
            await self._wire.until_done("setWebhook", fields, stop)
            await stop.wait()
        finally:
            await self._finish()

    def webhook_router(self, secret: str) -> APIRouter:
        """The route that Telegram posts to; 200 only for what was kept."""
        return router(secret, self._intake.take)

    async def _start(self, stop: asyncio.Event) -> None:
        await self._wire.introduce(stop)
        commands = [{"command": name, "description": words} for name, words in COMMANDS.items()]
        await self._wire.attempt("setMyCommands", {"commands": commands})

    async def _finish(self) -> None:
        await self._intake.finish()
        await self._wire.close()

    async def close(self) -> None:
        """Close the connections of a channel that was not running."""
        await self._wire.close()


def _chat(contact: str) -> int:
    return int(contact.removeprefix("telegram:"))
