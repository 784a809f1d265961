"""The WeChat channel: words out by customer-service message, kept within the platform's leave."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from bot.channels.port import TryLater, Unreachable
from bot.channels.wechat_errors import CLOSED, NO_LISTS, later, meaning, setting_is_wrong
from bot.channels.wechat_notices import Notice
from bot.channels.wechat_text import Body, bodies
from bot.channels.wechat_window import TOLD, sent_id
from dialogs.say import Say
from integrations.wechat.client import Away, Client, SaysNo, TooBig

BIGGEST_FILE = 20 * 1024 * 1024  # bytes
SEND = "/cgi-bin/message/custom/send"
TOLD_BY_NOTICE = ("notice", "survey")
"""Kinds that may go by template outside the 48 hours; so may a clerk's own words."""

Leave = Callable[[str, datetime], int]
"""How many messages may go to a contact at a time."""

log = logging.getLogger(__name__)


class WeChat:
    """An official account as a Channel. It has no `say_now`: the answer to a message carries that.

    `joins` tells the post that words waiting for one contact are better sent as one message: a
    resident's word pays for five.
    """

    name = "wechat"
    joins = True

    def __init__(self, client: Client, leave: Leave, clock: Callable[[], datetime],
                 notice: Notice | None = None) -> None:  # fmt: skip
        self._client = client
        self._leave = leave
        self._clock = clock
        self._notice = notice
        self.trouble = ""  # what only whoever runs the bot can mend; shown by /health
        self._lists = True
        self._failures = 0
        self._begun: dict[str, tuple[list[Body], int]] = {}  # of a row not yet finished: how far

    async def send(self, contact: str, say: Say, key: str) -> str:
        """Send the words, long ones in several messages with the list under the last.

        A repeat with the same `key` and words goes on where the first try stopped. Raises
        TryLater, Unreachable (the leave is over and no notice may tell it), or ValueError.
        """
        messages = bodies(say, self._lists)
        start = self._start(key, messages)
        if await asyncio.to_thread(self._leave, contact, self._clock()) <= start:
            return await self._tell(contact, say, key)
        try:
            for number, body in enumerate(messages[start:], start=start + 1):
                await self._say(contact, body)
                self._begun[key] = messages, number
        except SaysNo as no:
            return await self._otherwise(contact, say, key, no)
        except Away:
            raise self._away() from None
        self._failures, self.trouble = 0, ""
        self._begun.pop(key, None)
        return sent_id(len(messages), key)

    def _start(self, key: str, messages: list[Body]) -> int:
        """How many messages of a row have gone out in an earlier try, if they are the same; what
        follows them may have grown by words that came to wait meanwhile."""
        tried, done = self._begun.get(key, (messages, 0))
        return done if tried[:done] == messages[:done] else 0

    async def _otherwise(self, contact: str, say: Say, key: str, no: SaysNo) -> str:
        """What a refusal leaves: a notice, lines instead of a list, or an error of the port."""
        if no.code in CLOSED:
            return await self._tell(contact, say, key)
        if no.code == NO_LISTS and self._lists:
            self._lists = False
            return await self.send(contact, say, key)
        raise self._translated(no, key) from None

    async def _say(self, contact: str, body: Body) -> None:
        await self._client.call(SEND, {"touser": _openid(contact), **body})

    async def _tell(self, contact: str, say: Say, key: str) -> str:
        """Outside the leave a notice tells of words; they follow when the resident writes."""
        self._begun.pop(key, None)
        if self._notice is None or not (say.kind in TOLD_BY_NOTICE or say.by):
            raise Unreachable("48 hours", words=CLOSED_WORDS)
        body = {"touser": _openid(contact), **self._notice.body(say, self._clock())}
        try:
            await self._client.call(self._notice.path, body)
        except SaysNo as no:
            if no.code == REFUSED:
                raise Unreachable("no notices", words=CLOSED_WORDS) from None
            raise self._translated(no, key) from None
        except Away:
            raise self._away() from None
        return f"{TOLD}{key}"

    def _translated(self, no: SaysNo, key: str) -> Exception:
        if setting_is_wrong(no.code):
            self.trouble = str(no)
            log.error("wechat: the platform refuses the account itself (%s)", no.code)
        meant = meaning(no.code, self._failures)
        if isinstance(meant, TryLater):
            self._failures += 1
        else:
            self._begun.pop(key, None)
        return meant

    def _away(self) -> TryLater:
        waits = later(self._failures)
        self._failures += 1
        return waits

    async def fetch(self, ref: str) -> bytes:
        """The bytes of a file by its media id, which lives three days."""
        try:
            return await self._client.media(ref, BIGGEST_FILE)
        except TooBig:
            raise ValueError("file is too big") from None
        except SaysNo as no:
            meant = Unreachable("the file is gone") if no.code == NO_FILE else meaning(no.code)
            raise meant from None
        except Away:
            raise later(0) from None

    async def run(self, stop: asyncio.Event) -> None:
        """Have a token early, so that wrong settings show at the start; close at the end."""
        try:
            await self._client.ready()
        except SaysNo as no:
            self.trouble = str(no)
            log.error("wechat: no token, the platform says %s; look at the settings", no.code)
        except Away as error:
            log.warning("wechat: no token yet (%s)", error)
        await stop.wait()
        await self._client.close()


CLOSED_WORDS = "微信的48小时已过，对方再来消息才能发"
REFUSED = 43101
"""The resident takes no subscription messages (any more)."""
NO_FILE = 40007


def _openid(contact: str) -> str:
    return contact.removeprefix("wechat:")
