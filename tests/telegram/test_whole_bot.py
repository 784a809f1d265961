"""The whole bot over HTTP, as if on Telegram: from the first word to the answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import uvicorn

from bot.build import Bot, build
from bot.running import Running
from bot.serve import create_app, webhook_secret
from bot.settings import Settings
from bot.telegram_emulator.emulator import Emulator
from bot.telegram_emulator.faults import Fault
from bot.telegram_emulator.person import Person, Shown
from dialogs.commands import AnswerTicket
from grid.events import Actor
from integrations.sql.migrate import migrate
from integrations.sql.store import Store
from nlu.listener import Listener

CLERK = Actor("chen", "hotline_staff")


class Life:
    """A bot in a thread of its own, on a free port."""

    def __init__(self, settings: Settings, listener: Listener) -> None:
        store = Store(settings.url)
        migrate(store)
        self.bot: Bot = build(settings, listener, store)
        config = uvicorn.Config(create_app(Running(self.bot)), port=0, log_level="critical")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=asyncio.run, args=[self.server.serve()], daemon=True)

    def __enter__(self) -> Life:
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)

    @property
    def url(self) -> str:
        port = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"


@pytest.fixture
def telegram() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def settings(tmp_path: Path, telegram: Emulator) -> Settings:
    return Settings(files=str(tmp_path), demo="1", breath="0.4", telegram_token=telegram.token,
                    telegram_api=telegram.url)  # fmt: skip


@pytest.fixture
def life(settings: Settings, listener: Listener) -> Iterator[Life]:
    with Life(settings, listener) as alive:
        yield alive


def next_after(telegram: Emulator, me: Person, seen: int) -> Shown:
    """The newest message after one, the introduction left out."""

    def new() -> list[Shown]:
        return [one for one in me.heard() if one.id > seen and "您好" not in one.text]

    assert telegram.waits(lambda: bool(new())), [one.text for one in me.heard()]
    return new()[-1]


def through_to_the_card(telegram: Emulator, me: Person) -> None:
    """Answer whatever is asked until the summary card is there."""
    answered = 0
    for _ in range(9):
        shown = next_after(telegram, me, answered)
        answered = shown.id
        if "对吗" in shown.text:
            return
        if "在哪儿" in shown.text:
            me.says("幸福里3号楼")
        else:
            me.taps(shown.labels[0] if "哪一类" in shown.text else shown.labels[-1])
    raise AssertionError([one.text for one in me.heard()])


def test_from_the_first_word_to_the_receipt_and_the_answer(telegram: Emulator, life: Life) -> None:
    me = telegram.user(4711)
    me.says("幸福里3号楼楼下垃圾没人清，垃圾桶都满了，臭得很。")
    assert "自动应答" in me.waits_for("您好").text
    through_to_the_card(telegram, me)
    tap = me.taps("1 提交")
    assert me.answered(tap)
    receipt = me.waits_for("已经登记好了").text
    number = receipt.partition("编号")[2][:13]
    life.bot.door.do(AnswerTicket(number, "已经清运。*_[]()`", "chen"), CLERK)
    assert "已经清运。*_[]()`" in me.waits_for("有答复了").text


def test_a_second_tap_and_an_old_button_change_nothing(telegram: Emulator, life: Life) -> None:
    me = telegram.user(4712)
    me.says("幸福里3号楼楼下垃圾没人清，垃圾桶都满了，臭得很。")
    through_to_the_card(telegram, me)
    first, second = me.taps("1 提交"), me.taps("1 提交")
    assert me.answered(first)
    assert me.answered(second)
    me.waits_for("已经登记好了")
    me.waits_for("过期")
    with life.bot.store.read() as work:
        assert sum(work.tickets.counts().values()) == 1


def test_five_short_messages_get_one_answer(telegram: Emulator, settings: Settings,
                                            listener: Listener) -> None:  # fmt: skip
    with Life(replace(settings, breath="2"), listener):
        me = telegram.user(4713)
        for text in ("楼道灯坏了", "幸福里", "3号楼", "半个月了", "没人管"):
            me.says(text)
        next_after(telegram, me, 0)
        heard = [one.text for one in me.heard()]
        assert len(heard) == 2, heard  # the introduction, and one answer


def test_danger_is_heard_first_and_told_once(telegram: Emulator, life: Life) -> None:
    me = telegram.user(4714)
    me.says("厨房着火了快来人！！！")
    assert "119" in me.waits_for().text
    me.waits_for("您现在安全吗")
    assert sum("用湿毛巾" in shown.text for shown in me.heard()) == 1


def test_too_many_requests_and_bad_gateways_lose_nothing(telegram: Emulator, life: Life) -> None:
    telegram.fails(Fault("sendMessage", 429, retry_after=1), Fault("sendMessage", 502),
                   Fault("getUpdates", 502, times=2))  # fmt: skip
    me = telegram.user(4715)
    me.says("你好")
    me.waits_for("自动应答", seconds=20)
    me.waits_for("烦心事", seconds=20)


def test_ten_thousand_characters_are_taken_and_the_answer_is_split(telegram: Emulator,
                                                                   life: Life) -> None:  # fmt: skip
    me = telegram.user(4716)
    me.says("幸福里3号楼垃圾没人清，" * 370)
    me.waits_for("您好")
    me.waits_for()
    with life.bot.store.read() as work:
        assert len(work.inbox.of("telegram:4716")[0].incoming.text) > 4000


def test_the_webhook_wants_its_secret(telegram: Emulator, settings: Settings,
                                      listener: Listener) -> None:  # fmt: skip
    secret = webhook_secret(settings)
    with Life(replace(settings, telegram_webhook="https://example.org/hook"), listener) as life:
        from bot.channels.telegram_webhook import webhook_path

        path, update = life.url + webhook_path(secret), _update("你好")
        assert httpx.post(path, json=update).status_code == 401
        told = {"X-Telegram-Bot-Api-Secret-Token": secret}
        for _ in range(3):
            assert httpx.post(path, json=update, headers=told).status_code == 200
        telegram.user(4717).waits_for("自动应答")
        with life.bot.store.read() as work:
            assert len(work.inbox.of("telegram:4717")) == 1


def _update(text: str) -> dict[str, object]:
    person = {"id": 4717, "is_bot": False, "first_name": "住户"}
    chat = {"id": 4717, "type": "private", "first_name": "住户"}
    return {"update_id": 9001, "message": {"message_id": 1, "date": 1_795_000_000, "from": person,
                                           "chat": chat, "text": text}}  # fmt: skip
