"""A web server over a real store, with a small doormat in the bot's place."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from bot.build import Bot, build
from bot.channels.port import Receipt
from bot.channels.web import WebChannel
from bot.settings import Settings
from bot.web.pages import create_pages
from bot.web.parts import WebParts
from dialogs.incoming import Incoming
from dialogs.say import Say
from integrations.sql.store import Store
from nlu.heard import Heard

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
FIRE = "着火"


class Deaf:
    """A listener that understands nothing."""

    def hear(self, text: str, now: datetime) -> Heard:
        """Only the words."""
        return Heard(text)

    def alarm(self, text: str) -> bool:
        """Fire, in one word."""
        return FIRE in text


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def later(self, **spell: float) -> None:
        """Time goes on."""
        self.now += timedelta(**spell)


class Town:
    """The web server, what it was told, and a store to look into."""

    def __init__(self, folder: Path, heartbeat: float = 15.0) -> None:
        self.clock = Hand()
        self.store = Store(f"sqlite:///{folder / 'town.db'}")
        self.store.create()
        settings = Settings(demo="1", files=str(folder))
        self.bot: Bot = build(settings, Deaf(), self.store, self.clock)  # type: ignore[arg-type]
        self.channel = WebChannel(folder, self.clock)
        self.pool = ThreadPoolExecutor(4)
        self.down = False
        self.kept: list[Incoming] = []
        self.parts = WebParts(
            self.accept, self.store, self.bot.door, self.bot.seal, self.bot.say, self.clock,
            self.channel, b"secret of links", self.pool,
            lambda text: FIRE in text, heartbeat=heartbeat,
        )  # fmt: skip
        self.app = FastAPI()
        self.app.include_router(create_pages(self.parts))
        self.reply: Callable[[Incoming], Say | None] = lambda _: None

    async def accept(self, incoming: Incoming) -> Receipt:
        """Keep it and answer at once, as `reply` says."""
        safety = self.bot.say("safety.fire") if FIRE in incoming.text else ""
        if self.down:
            return Receipt("", safety=safety)
        with self.store.begin() as work:
            fresh = work.inbox.add(incoming, self.clock())
            work.contacts.lock(incoming.contact, self.clock())
            turn = work.inbox.of(incoming.contact)[-1].id
        self.kept += [incoming] if fresh else []
        say = self.reply(incoming)
        if fresh and safety:
            await self.channel.say_now(incoming.contact, safety)
            self.put(incoming.contact, Say(safety, kind="emergency", said=True), turn)
        if fresh and say is not None:
            await self.channel.send(
                incoming.contact, say, str(self.put(incoming.contact, say, turn))
            )
        return Receipt("inbox", fresh, safety)

    def put(self, contact: str, say: Say, turn: int | None = None) -> int:
        """A row of the outbox, sent."""
        with self.store.begin() as work:
            row = work.outbox.add(contact, say, self.clock(), turn)
            work.outbox.sent(row, self.clock(), str(row))
        return row

    def open(self) -> None:
        """Serve on a free port of loopback."""
        place = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{place.getsockname()[1]}"
        config = uvicorn.Config(self.app, log_level="error", ws="none", lifespan="off",
                                timeout_graceful_shutdown=1)  # fmt: skip
        self.server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self.server.run, args=([place],))
        self._thread.start()
        while not self.server.started:
            time.sleep(0.005)

    def close(self) -> None:
        """Let go."""
        self.channel.hang_up()
        self.server.should_exit = True
        self._thread.join()
        self.pool.shutdown()
        self.parts.photos.shutdown()
        self.store.close()

    def browser(self) -> httpx.Client:
        """A browser with our script: it asks for JSON."""
        return httpx.Client(base_url=self.url, headers={"Accept": "application/json"})


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A town with its server open."""
    made = Town(tmp_path)
    made.open()
    yield made
    made.close()


@pytest.fixture
def page(town: Town) -> Iterator[httpx.Client]:
    """A browser that has opened the chat."""
    with town.browser() as browser:
        assert browser.get("/").status_code == 200
        yield browser
