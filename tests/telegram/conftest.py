"""The channel and the emulator, joined over real HTTP on loopback."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from bot.channels.port import Receipt
from bot.channels.telegram import Telegram
from bot.telegram_emulator.emulator import Emulator
from dialogs.incoming import Incoming

TAPPED_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Doormat:
    """An Accept that keeps everything in a list, as long as `answer` says so."""

    def __init__(self) -> None:
        self.all: list[Incoming] = []
        self.answer: Callable[[Incoming], Receipt] = lambda _: Receipt("inbox")
        self._changed = threading.Condition()

    async def __call__(self, incoming: Incoming) -> Receipt:
        with self._changed:
            self.all.append(incoming)
            self._changed.notify_all()
        return self.answer(incoming)

    def waits(self, many: int = 1) -> list[Incoming]:
        """What has come in, once it is `many`."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.all) >= many, 5), self.all
            return list(self.all)


@pytest.fixture(scope="session")
def running_emulator() -> Iterator[Emulator]:
    """One server for all tests: starting and stopping takes longer than most of them."""
    with Emulator() as running:
        yield running


@pytest.fixture
def emulator(running_emulator: Emulator) -> Emulator:
    """A fresh Telegram."""
    running_emulator.begin()
    return running_emulator


@pytest.fixture
def door() -> Doormat:
    """Where what residents send ends up."""
    return Doormat()


@contextmanager
def polling(emulator: Emulator, door: Doormat) -> Iterator[Telegram]:
    """The channel, polling in a thread with a loop of its own until the end of the block."""
    telegram = Telegram(emulator.token, emulator.url, door, lambda: TAPPED_AT)
    started: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
    ready = threading.Event()

    async def run() -> None:
        started.append((asyncio.get_running_loop(), asyncio.Event()))
        ready.set()
        await telegram.run_polling(started[0][1])

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    ready.wait(5)
    try:
        yield telegram
    finally:
        started[0][0].call_soon_threadsafe(started[0][1].set)
        thread.join(8)
        assert not thread.is_alive()


@pytest.fixture
def channel(emulator: Emulator, door: Doormat) -> Iterator[Telegram]:
    """The channel while it polls the emulator."""
    with polling(emulator, door) as telegram:
        yield telegram
