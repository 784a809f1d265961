"""The webhook takes updates from who knows the secret, and acknowledges what was kept."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from bot.channels.port import Receipt
from bot.channels.telegram import Telegram
from bot.channels.telegram_webhook import webhook_path
from bot.telegram_emulator.emulator import Emulator
from tests.telegram.conftest import TAPPED_AT, Doormat

SECRET = "made_up-secret"
UPDATE = {
    "update_id": 5,
    "message": {
        "message_id": 1,
        "date": 1_780_000_000,
        "chat": {"id": 4711, "type": "private", "first_name": "王"},
        "from": {"id": 4711, "is_bot": False, "first_name": "王"},
        "text": "灯坏了",
    },
}


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The app on loopback; gives its URL."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


def post(door: Doormat, times: int = 1, header: str = SECRET, **body: object) -> list[int]:
    """Post an update several times at once; returns the statuses."""
    telegram = Telegram("7000001:x", "http://127.0.0.1:9", door, lambda: TAPPED_AT)
    app = FastAPI()
    app.include_router(telegram.webhook_router(SECRET))

    async def posting() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        headers = {"X-Telegram-Bot-Api-Secret-Token": header}
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            posts = [
                client.post(webhook_path(SECRET), headers=headers, json={**UPDATE, **body})
                for _ in range(times)
            ]
            return list(await asyncio.gather(*posts))

    answers = asyncio.run(posting())
    assert all(answer.content == b"" for answer in answers)
    return [answer.status_code for answer in answers]


def test_a_wrong_or_missing_secret_is_refused_without_a_word(door: Doormat) -> None:
    assert post(door, header="guess") == [401]
    assert post(door, header="") == [401]
    assert post(door, header="made_up-secre") == [401]
    assert door.all == []


def test_the_same_update_five_times_at_once_has_one_key(door: Doormat) -> None:
    assert post(door, times=5) == [200] * 5
    assert {heard.key for heard in door.all} == {"telegram:7000001:5"}


def test_what_nobody_kept_is_not_acknowledged(door: Doormat) -> None:
    door.answer = lambda _: Receipt("")
    assert post(door) == [503]


def test_a_broken_update_is_acknowledged_and_nonsense_is_not(door: Doormat) -> None:
    assert post(door, message={"message_id": "x"}) == [200]
    assert post(door, update_id="x") == [400]


def test_a_secret_telegram_would_not_send_is_refused_at_the_start(door: Doormat) -> None:
    telegram = Telegram("7000001:x", "http://127.0.0.1:9", door, lambda: TAPPED_AT)
    with pytest.raises(ValueError):
        telegram.webhook_router("枫桥")


async def posted(emulator: Emulator, telegram: Telegram, url: str) -> None:
    """A resident writes, and Telegram posts until that is taken."""
    stop = asyncio.Event()
    running = asyncio.ensure_future(telegram.run_webhook(stop, url, SECRET))
    emulator.user(4711).says("灯坏了")
    await emulator.world.bell.wait_async(lambda: not emulator.world.updates, 5)
    stop.set()
    await running


def test_telegram_posts_again_until_the_update_was_kept(emulator: Emulator, door: Doormat) -> None:
    door.answer = lambda _: Receipt("inbox" if len(door.all) > 1 else "")
    telegram = Telegram(emulator.token, emulator.url, door, lambda: TAPPED_AT)
    app = FastAPI()
    app.include_router(telegram.webhook_router(SECRET))
    with serving(app) as url:
        asyncio.run(posted(emulator, telegram, url))
    assert [heard.text for heard in door.all] == ["灯坏了", "灯坏了"]
    assert door.all[0].key == door.all[1].key
    assert emulator.world.updates == []
