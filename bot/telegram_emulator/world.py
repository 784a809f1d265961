"""The state of the server: chats and what was said in them, files, updates not yet fetched."""

from __future__ import annotations

import copy
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.telegram_emulator.bell import Bell
from bot.telegram_emulator.faults import Faults
from bot.telegram_emulator.refusal import Json, Refusal, bad
from bot.telegram_emulator.things import private_chat


@dataclass
class Chat:
    """One chat as the bot and the person see it."""

    about: Json
    messages: dict[int, Json] = field(default_factory=dict)
    keyboard: Json | None = None  # the reply keyboard on the person's screen
    blocked: bool = False
    last: int = 0  # the newest message's number


@dataclass
class Webhook:
    """Where updates are posted."""

    url: str
    secret: str = ""


class World:
    """Everything the server knows. Change it under `bell.lock` and ring afterwards."""

    def __init__(self, token: str, clock: Callable[[], float] = time.time) -> None:
        self.token = token
        self.bell = Bell()
        self.closed = False
        self.begin(clock)

    def begin(self, clock: Callable[[], float] = time.time) -> None:
        """Start from nothing; what was there is forgotten."""
        self.clock = clock
        self.faults = Faults()
        self.me: Json = {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": "枫桥",
            "username": "fengqiao_demo_bot",
        }
        self.chats: dict[int, Chat] = {}
        self.updates: list[Json] = []
        self.emitted: list[Json] = []  # all updates ever, for tests
        self.calls: list[tuple[str, Json]] = []  # all calls of the bot, for tests
        self.files: dict[str, bytes] = {}
        self.taps: dict[str, Json | None] = {}  # callback id → the bot's answer
        self.commands: list[Json] = []
        self.allowed: set[str] = set()
        self.webhook: Webhook | None = None
        self.polls = 0  # a newer getUpdates ends an older one

    def now(self) -> int:
        """Unix seconds."""
        return int(self.clock())

    def chat(self, number: int) -> Chat:
        """A chat the bot may write to; raises Refusal as Telegram does otherwise."""
        chat = self.chats.get(number)
        if chat is None:
            raise bad("chat not found")
        if chat.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return chat

    def open(self, about: Json) -> Chat:
        """The chat, new when somebody speaks in it for the first time."""
        return self.chats.setdefault(about["id"], Chat(about))

    def post(self, chat: Chat, sender: Json, content: Json) -> Json:
        """Put a message into a chat."""
        with self.bell.lock:
            chat.last += 1
            message: Json = {
                "message_id": chat.last,
                "date": self.now(),
                "chat": chat.about,
                "from": sender,
                **content,
            }
            chat.messages[chat.last] = message
            self.bell.ring()
            return message

    def emit(self, kind: str, thing: Json) -> Json:
        """Queue an update for the bot."""
        with self.bell.lock:
            update = {"update_id": 1000 + len(self.emitted), kind: copy.deepcopy(thing)}
            self.emitted.append(update)
            if not self.allowed or kind in self.allowed:
                self.updates.append(update)
            self.bell.ring()
            return update

    def says(self, sender: Json, content: Json, group: Json | None = None) -> Json:
        """A person says something, in private or in a group; returns the message."""
        with self.bell.lock:
            message = self.post(self.open(group or private_chat(sender)), sender, content)
            self.emit("message", message)
            return message

    def keep(self, data: bytes) -> Json:
        """Store a file; returns its id, unique id and size. The same bytes keep their id."""
        digest = hashlib.sha256(data).hexdigest()
        self.files[f"F{digest[:40]}"] = data
        return {
            "file_id": f"F{digest[:40]}",
            "file_unique_id": digest[:16],
            "file_size": len(data),
        }

    def fetch(self, offset: int, limit: int) -> list[Json]:
        """Updates from `offset` on; those before it are forgotten. Negative: from the end."""
        with self.bell.lock:
            if offset < 0:
                self.updates = self.updates[offset:]
            elif self.updates and self.updates[0]["update_id"] < offset:
                self.updates = [u for u in self.updates if u["update_id"] >= offset]
                self.bell.ring()
            batch = self.updates[:limit]
            if self.faults.twice:
                batch = [update for update in batch for _ in range(2)]
            return batch[::-1] if self.faults.backwards else batch
