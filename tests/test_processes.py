"""A worker beside the web server: nothing is lost between them, nothing is anybody's twice."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.build import Bot, build
from bot.channels.port import Unreachable
from bot.post import IDLE
from bot.prepare import patiently, wait_for
from bot.running import Running
from bot.settings import BadSetting, Settings, secret_of
from bot.spool import Spool
from dialogs.incoming import Incoming
from dialogs.say import Say
from followup.due import Due
from integrations.sql.engine import away
from integrations.sql.migrate import migrate
from integrations.sql.store import Store
from nlu.heard import Danger, Heard

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
SOON = 15.0  # seconds


class Plain:
    """A listener that understands nothing."""

    def alarm(self, text: str) -> Danger | None:
        return None

    def hear(self, text: str, now: datetime) -> Heard:
        return Heard(text)


class Window:
    """The web chat's channel, as the other process has it."""

    name = "web"

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, contact: str, say: Say, key: str) -> str:
        self.sent.append(say.text)
        return key

    async def fetch(self, ref: str) -> bytes:
        raise Unreachable


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    settings = Settings(files=str(tmp_path), demo="1", breath="0")
    store = Store(settings.url, busy_seconds=0.2)
    migrate(store)
    yield build(settings, Plain(), store)
    store.close()


def message(key: str, text: str = "你好", contact: str = "web:a") -> Incoming:
    return Incoming(key, contact, datetime.now(UTC), text=text)


def letters(bot: Bot) -> list[str]:
    with bot.store.read() as work:
        return [one.state for one in work.outbox.of("web:a")]


async def until(true: object, seconds: float = SOON) -> None:
    for _ in range(int(seconds / 0.02)):
        if true():  # type: ignore[operator]
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came true")


def runs(bot: Bot, everything: bool, done: object, window: Window | None = None) -> None:
    """Run a process of the bot until something is true."""

    async def life() -> None:
        house = Running(bot, everything)
        if window:
            house.add(window)
        await house.start()
        try:
            await until(done)
        finally:
            await house.end()

    asyncio.run(life())


def test_what_a_worker_answers_waits_for_the_process_with_the_web_chat(bot: Bot) -> None:
    bot.door.accept(message("k"))
    again = build(bot.settings, Plain())
    runs(bot, False, lambda: "waiting" in letters(again))
    assert set(letters(again)) == {"waiting"}
    window = Window()
    runs(again, True, lambda: set(letters(again)) == {"sent"}, window)
    with Store(bot.settings.url).read() as work:
        assert len(window.sent) == len(work.outbox.of("web:a"))


def test_a_worker_leaves_photos_to_the_process_that_has_the_channel(bot: Bot) -> None:
    with bot.store.begin() as work:
        work.files.add("web:a", {"ref": "p", "kind": "photo"}, NOW)
    house = Running(bot, False)
    asyncio.run(house.keeper.fetch())
    with bot.store.read() as work:
        assert [row.state for row in work.files.of("web:a")] == ["waiting"]


def test_words_in_the_hand_of_a_killed_process_go_at_its_start(bot: Bot) -> None:
    with bot.store.begin() as work:
        work.contacts.lock("web:a", bot.clock())
        work.outbox.add("web:a", Say("时间定了"), bot.clock(), None)
        assert work.outbox.claim(bot.clock(), timedelta(minutes=10))
    window = Window()
    runs(bot, True, lambda: bool(window.sent), window)


def test_words_for_a_channel_that_nobody_opens_are_given_up_after_days(bot: Bot) -> None:
    with bot.store.begin() as work:
        work.outbox.add("telegram:1", Say("旧的"), NOW, None)
        work.outbox.add("web:a", Say("还要送"), NOW, None)
        assert work.outbox.strand(["web"], NOW) == 0
        assert work.outbox.strand(["web"], NOW + timedelta(days=3)) == 1
        assert [one.state for one in work.outbox.of("telegram:1")] == ["failed"]
        assert [one.state for one in work.outbox.of("web:a")] == ["waiting"]


def test_the_post_does_not_spin_behind_words_that_were_put_off(bot: Bot) -> None:
    with bot.store.begin() as work:
        first = work.outbox.add("web:a", Say("先"), bot.clock() - timedelta(minutes=1), None)
        work.outbox.add("web:a", Say("后"), bot.clock() - timedelta(minutes=1), None)
        work.outbox.later(first, bot.clock() + timedelta(minutes=5), "渠道要求稍后再发")

    async def look() -> float:
        house = Running(bot)
        house.add(Window())
        assert await house.post.once() == 0
        return await house.post._until_next()

    assert asyncio.run(look()) >= IDLE


# -- the spool, shared and slow


def test_a_message_can_be_spooled_while_a_replay_hangs(tmp_path: Path) -> None:
    spool, hangs, goes_on = Spool(tmp_path), threading.Event(), threading.Event()
    spool.add(message("k1"))

    def accept(incoming: Incoming) -> bool:
        hangs.set()
        return goes_on.wait(SOON)

    with ThreadPoolExecutor(2) as pool:
        replay = pool.submit(spool.replay, accept)
        assert hangs.wait(SOON)
        added = pool.submit(spool.add, message("k2"))
        added.result(SOON)
        assert not spool.empty
        goes_on.set()
        replay.result(SOON)
    kept: list[str] = []
    spool.replay(lambda one: not kept.append(one.key))
    assert kept == ["k2"]
    assert spool.empty


def test_two_processes_sharing_a_folder_replay_a_message_once(tmp_path: Path) -> None:
    mine, theirs, kept = Spool(tmp_path), Spool(tmp_path), []
    mine.add(message("k1"))

    def accept(incoming: Incoming) -> bool:
        assert theirs.replay(accept) == []  # the other one is at it
        theirs.add(message("k2"))
        kept.append(incoming.key)
        return True

    mine.replay(accept)
    assert kept == ["k1"]
    theirs.replay(lambda one: not kept.append(one.key))
    assert kept == ["k1", "k2"]


def test_a_replay_that_breaks_off_is_begun_again_with_the_oldest(tmp_path: Path) -> None:
    spool, kept = Spool(tmp_path), []
    spool.add(message("k1"))

    def gone(incoming: Incoming) -> bool:
        raise OSError("the store went away again")

    with pytest.raises(OSError, match="went away"):
        spool.replay(gone)
    spool.add(message("k2"))
    for _ in range(2):
        spool.replay(lambda one: not kept.append(one.key))
    assert kept == ["k1", "k2"]


@pytest.mark.parametrize("text", ["灯\u2028坏了", "灯\x85坏了", "灯\x0c坏了"])
def test_signs_that_end_a_line_come_back_from_the_spool(tmp_path: Path, text: str) -> None:
    spool, kept = Spool(tmp_path), []
    spool.add(message("k", text))
    spool.replay(lambda one: not kept.append(one.text))
    assert kept == [text]


# -- the store away


def test_a_store_that_is_away_is_no_fault_of_the_message(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.door.accept(message("k"))

    def shut(*_: object) -> None:
        raise OperationalError("", {}, Exception("terminating connection: administrator command"))

    monkeypatch.setattr(bot.door, "_answer", shut)
    for _ in range(4):
        with pytest.raises(OperationalError):
            bot.door.turn("web:a")
    monkeypatch.undo()
    with bot.store.read() as work:
        assert [(k.state, k.tries) for k in work.inbox.of("web:a")] == [("open", 0)]


def test_a_store_that_is_away_counts_against_no_due_action(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bot.store.begin() as work:
        work.dues.add(Due("a", "archive", NOW, about="x"))

    def shut(*_: object) -> None:
        raise OperationalError("", {}, Exception("the database system is shutting down"))

    monkeypatch.setattr(bot.clockwork, "_one", shut)
    with pytest.raises(OperationalError):
        bot.clockwork.tick()
    with bot.store.read() as work:
        assert [row.tries for row in work.dues.of("x")] == [0]


def test_what_waiting_does_not_mend_is_told_from_what_it_does() -> None:
    def refused(words: str) -> OperationalError:
        return OperationalError("", {}, Exception(words))

    assert away(refused("connection refused"))
    assert away(refused("FATAL: the database system is starting up"))
    assert not away(refused('FATAL: database "twon" does not exist'))
    assert not away(refused('FATAL: password authentication failed for user "fq"'))
    assert not away(ValueError())


class Waking:
    """A store that answers at the third look."""

    def __init__(self, words: str = "connection refused") -> None:
        self.looks = 0
        self.words = words

    def trouble(self) -> Exception | None:
        self.looks += 1
        return OperationalError("", {}, Exception(self.words)) if self.looks < 3 else None


def test_a_start_waits_for_the_database_and_says_so_once() -> None:
    store, said = Waking(), []
    wait_for(store, said.append, rest=0)  # type: ignore[arg-type]
    assert store.looks == 3
    assert len(said) == 1
    assert "数据库" in said[0]


def test_a_start_goes_on_when_the_database_goes_away_in_the_middle_of_it() -> None:
    store, said = Waking(), []

    def begin() -> str:
        if trouble := store.trouble():
            raise trouble
        return "begun"

    assert patiently(begin, said.append, rest=0) == "begun"
    assert all("数据库" in words for words in said)
    with pytest.raises(ZeroDivisionError):
        patiently(lambda: 1 / 0, print, rest=0)


def test_a_start_with_a_wrong_database_is_refused_in_words() -> None:
    with pytest.raises(BadSetting, match="FENGQIAO_DATABASE_URL"):
        wait_for(Waking("role does not exist"), print, rest=0)  # type: ignore[arg-type]


def test_processes_that_start_at_once_keep_one_secret(tmp_path: Path) -> None:
    settings, gate = Settings(demo="1", files=str(tmp_path)), threading.Barrier(8)

    def start(_: int) -> str:
        gate.wait()
        return secret_of(settings)

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(start, range(8)))
    assert len(found) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_worker_told_to_end_finishes_its_turns(bot: Bot) -> None:
    import os
    import signal

    from bot.serve import work

    async def life() -> None:
        house = Running(bot, False)
        asyncio.get_running_loop().call_later(0.3, os.kill, os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(work(house), SOON)
        assert house.stop.is_set()

    started = time.monotonic()
    asyncio.run(life())
    assert time.monotonic() >= started
