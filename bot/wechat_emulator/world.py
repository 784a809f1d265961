"""The state of the emulated platform: one account, its followers, tokens, files and faults."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.clock import real_time
from bot.telegram_emulator.bell import Bell

Json = dict[str, Any]
WORD, TOUCH = (timedelta(hours=48), 5), (timedelta(minutes=1), 3)
TOKEN_LIFE = 7200  # seconds


class Refusal(Exception):
    """The platform's answer with an errcode."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.body = {"errcode": code, "errmsg": f"{words} rid: 0-0-0"}


@dataclass(slots=True)
class Shown:
    """One message of the account as a follower sees it; `way` is custom, answer or notice."""

    text: str
    way: str = "custom"
    items: tuple[tuple[str, str], ...] = ()  # of a list: id and words


@dataclass(slots=True)
class Leave:
    """Until when the account may write, and how often still."""

    until: datetime
    left: int


@dataclass(slots=True)
class Follower:
    """One person and what the account may send them."""

    follows: bool = True
    barred: bool = False  # takes no notices
    word: Leave | None = None
    touch: Leave | None = None
    shown: list[Shown] = field(default_factory=list)


@dataclass(slots=True)
class Fault:
    """The next `times` calls whose path ends with `path` fail: an errcode, or an HTTP status.

    `after` so many have gone well.
    """

    path: str
    code: int = 0
    status: int = 0
    times: int = 1
    after: int = 0


class World:
    """Everything the platform knows."""

    def __init__(self) -> None:
        self.appid, self.secret = "wx0123456789abcdef", secrets.token_hex(16)
        self.token, self.aes_key = secrets.token_hex(16), ""
        self.hook = ""  # where messages are posted
        self.bell = Bell()
        self.offset = timedelta(0)  # of the platform's clock, for tests that let days pass
        self.followers: dict[str, Follower] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.calls: list[tuple[str, Json]] = []
        self.faults: list[Fault] = []
        self.lists = True  # whether this kind of account may send lists
        self.templates: dict[str, set[str]] = {}  # id → its fields
        self._access, self._until = "", real_time()
        self.issued = 0

    def now(self) -> datetime:
        """The platform's time."""
        return real_time() + self.offset

    def follower(self, openid: str) -> Follower:
        """One person; whoever is new follows the account."""
        return self.followers.setdefault(openid, Follower())

    def access(self, force: bool = False) -> Json:
        """The access token, a new one when the old is over or a new one is forced."""
        if force or not self._access or self.now() >= self._until:
            self._access = secrets.token_urlsafe(48)
            self._until = self.now() + timedelta(seconds=TOKEN_LIFE)
            self.issued += 1
        left = int((self._until - self.now()).total_seconds())
        return {"access_token": self._access, "expires_in": left}

    def expire(self) -> None:
        """The token is over, sooner than was said."""
        self._until = self.now()

    def check_access(self, given: str) -> None:
        """Raises Refusal for a token that is none or over."""
        if not given:
            raise Refusal(41001, "access_token missing")
        if given != self._access:
            raise Refusal(40001, "invalid credential, access_token is invalid or not latest")
        if self.now() >= self._until:
            raise Refusal(42001, "access_token expired")

    def spend(self, openid: str) -> Follower:
        """One customer-service message to a follower; raises Refusal when none may go."""
        person = self.followers.get(openid)
        if person is None:
            raise Refusal(40003, "invalid openid")
        given = [one for one in (person.touch, person.word) if one and one.until > self.now()]
        if not person.follows or not given:
            raise Refusal(45015, "response out of time limit or subscription is canceled")
        for one in given:
            if one.left:
                one.left -= 1
                return person
        raise Refusal(45047, "out of response count limit")

    def fault(self, path: str) -> Fault | None:
        """The fault this call meets, used up by one."""
        fits = [one for one in self.faults if one.times and path.endswith(one.path)]
        if not fits:
            return None
        if fits[0].after:
            fits[0].after -= 1
            return None
        fits[0].times -= 1
        return fits[0]
