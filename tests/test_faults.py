"""The house when something breaks: store down, channel angry, poison, floods (G3, domain rules)."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.build import Bot, build
from bot.channels.port import TryLater, Unreachable
from bot.running import Running
from bot.settings import ROOT, BadSetting, Settings, checked, secret_of
from dialogs.incoming import Incoming
from dialogs.say import Say
from integrations.district.reading import read
from integrations.sql.migrate import migrate
from integrations.sql.store import Store
from nlu.gazetteer import Name
from nlu.heard import Danger, Heard
from nlu.listener import Listener, load_listener

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)


class Mouth:
    """A channel that remembers what it was given, and fails when told to."""

    name = "test"

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.now: list[tuple[str, str]] = []
        self.fails: list[Exception] = []
        self.shut: set[str] = set()

    async def send(self, contact: str, say: Say, key: str) -> str:
        if contact in self.shut:
            raise Unreachable
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append((contact, say.text))
        return key

    async def say_now(self, contact: str, text: str) -> None:
        self.now.append((contact, text))

    async def fetch(self, ref: str) -> bytes:
        raise Unreachable

    def to(self, contact: str) -> list[str]:
        return [text for who, text in self.sent if who == contact]


class Flaky:
    """A listener that breaks on one word and is slow on none."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.model = None

    def alarm(self, text: str) -> Danger | None:
        return self.listener.alarm(text)

    def hear(self, text: str, now: datetime) -> Heard:
        if "毒药" in text:
            return Heard(text, "report", 1.0, guesses=(None,))  # type: ignore[arg-type] a bug
        if "聋" in text:
            raise RuntimeError("the model is broken")
        return self.listener.hear(text, now)


@pytest.fixture(scope="module")
def ears(tmp_path_factory: pytest.TempPathFactory) -> Flaky:
    names = tuple(Name(*row) for row in read(ROOT / "districts" / "demo").names())
    return Flaky(load_listener(None, names, tmp_path_factory.mktemp("cache")))


@pytest.fixture
def bot(tmp_path: Path, ears: Flaky) -> Iterator[Bot]:
    settings = Settings(files=str(tmp_path), demo="1", breath="0")
    store = Store(settings.url, busy_seconds=0.2)
    migrate(store)
    yield build(settings, ears, store)  # type: ignore[arg-type]
    store.close()


def running(bot: Bot, act: Callable[[Running, Mouth], Awaitable[None]]) -> Mouth:
    """Run `act` beside a running bot with one channel."""
    mouth = Mouth()

    async def life() -> None:
        house = Running(bot)
        house.add(mouth)
        await house.start()
        try:
            await act(house, mouth)
        finally:
            await house.end()

    asyncio.run(life())
    return mouth


async def until(true: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait for something to come true; fails after a while."""
    for _ in range(int(seconds / 0.02)):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came true")


def message(key: str, text: str, contact: str = "test:a") -> Incoming:
    return Incoming(key, contact, datetime.now(UTC), text=text)


def locked(bot: Bot) -> sqlite3.Connection:
    """Another program holds the database."""
    other = sqlite3.connect(bot.settings.folder / "fengqiao.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    return other


def test_the_same_update_five_times_at_once_has_one_effect(bot: Bot) -> None:
    async def act(house: Running, mouth: Mouth) -> None:
        receipts = await asyncio.gather(*(house.rim(message("same", "你好")) for _ in range(5)))
        assert [r.kept for r in receipts] == ["inbox"] * 5
        assert sum(r.fresh for r in receipts) == 1
        await until(lambda: len(mouth.to("test:a")) >= 2)
        await asyncio.sleep(0.3)

    assert len(running(bot, act).to("test:a")) == 2  # the introduction and one greeting


def test_with_the_store_down_nothing_is_lost_and_it_is_said_once(bot: Bot) -> None:
    async def act(house: Running, mouth: Mouth) -> None:
        other = locked(bot)
        first = await house.rim(message("k1", "幸福里的路灯坏了"))
        second = await house.rim(message("k2", "已经半个月了"))
        assert (first.kept, second.kept) == ("spool", "spool")
        assert "已经收到" in first.words
        assert second.words == ""
        other.execute("ROLLBACK")
        other.close()
        await house.sweep()
        await until(lambda: bool(mouth.to("test:a")))
        assert bot.spool.empty

    running(bot, act)
    with bot.store.read() as work:
        assert [k.incoming.key for k in work.inbox.of("test:a")] == ["k1", "k2"]


def test_danger_is_answered_at_once_while_the_store_is_locked(bot: Bot) -> None:
    async def act(house: Running, mouth: Mouth) -> None:
        other = locked(bot)
        waiting = asyncio.ensure_future(house.rim(message("k", "着火了快来人")))
        await until(lambda: bool(mouth.now), seconds=1.0)
        assert "119" in mouth.now[0][1]
        assert not waiting.done(), "the words left before the store was asked"
        receipt = await waiting
        assert "119" in receipt.safety
        other.execute("ROLLBACK")
        other.close()
        await house.sweep()
        await until(lambda: any("安全吗" in text for text in mouth.to("test:a")))

    mouth = running(bot, act)
    assert len(mouth.now) == 1
    assert not any("119！" in text for text in mouth.to("test:a")), "said twice"
    pages = [json.loads(line) for line in bot.pager.path.read_text("utf-8").splitlines()]
    assert pages[0]["kind"] == "fire"


def test_with_store_and_spool_gone_the_safety_words_still_leave_and_health_is_red(bot: Bot) -> None:
    async def act(house: Running, mouth: Mouth) -> None:
        bot.spool.path = Path("/proc/nowhere/inbox.jsonl")
        other = locked(bot)
        receipt = await house.rim(message("k", "煤气漏了"))
        assert receipt.kept == ""
        assert mouth.now
        other.execute("ROLLBACK")
        other.close()
        assert house.health()["ok"] is False

    running(bot, act)


def test_one_poisonous_message_is_parked_and_the_next_is_heard(bot: Bot) -> None:
    async def act(house: Running, mouth: Mouth) -> None:
        await house.rim(message("bad", "毒药"))
        await house.rim(message("other", "你好", "test:b"))
        await house.rim(message("next", "你好"))
        await until(lambda: bool(mouth.to("test:b")) and len(mouth.to("test:a")) >= 2)

    mouth = running(bot, act)
    assert "出了点问题" in mouth.to("test:a")[0]
    with bot.store.read() as work:
        assert [c.contact for c in work.contacts.queue()] == ["test:a"]
        assert work.inbox.of("test:a")[0].state == "parked"


def test_with_the_listener_broken_people_are_still_answered(bot: Bot) -> None:
    bot.door.take(message("k", "聋子的耳朵坏了很久没有人来修"))
    with bot.store.read() as work:
        assert work.outbox.of("test:a")
        kept = work.inbox.of("test:a")[0]
    assert kept.state == "done"
    assert kept.heard
    assert kept.heard["degraded"] == "RuntimeError"


def test_an_alarm_counts_though_the_ear_fails_and_shows_the_words_that_gave_it(bot: Bot) -> None:
    complaint = "小区环境很差，没有人管理，希望领导重视一下。" * 40
    alarm = bot.listener.alarm(f"{complaint}现在我家厨房着火了，聋子也该听见")
    assert alarm is not None
    told = message("k", f"{complaint}现在我家厨房着火了，聋子也该听见")
    data = {"alarmed": alarm.kind, "alarm_words": alarm.words}
    bot.door.take(replace(told, data=data))
    with bot.store.read() as work:
        found = work.alerts.get(1)
        said = [letter.say.text for letter in work.outbox.of("test:a")]
    assert found is not None
    assert found.words == "着火了"
    assert any("您现在安全吗" in words for words in said)


def test_messages_of_one_resident_are_answered_in_order(bot: Bot) -> None:
    async def act(house: Running, mouth: Mouth) -> None:
        for n in range(12):
            await house.rim(message(f"k{n}", f"帮助{'。' * (n % 2)}"))
        await until(lambda: _done(bot) == 12)

    running(bot, act)
    with bot.store.read() as work:
        turns = [one.turn for one in work.outbox.of("test:a") if one.turn]
    assert turns == sorted(turns)


def _done(bot: Bot) -> int:
    with bot.store.read() as work:
        return sum(k.state == "done" for k in work.inbox.of("test:a"))


def test_a_channel_that_wants_a_rest_gets_it_and_order_is_kept(bot: Bot) -> None:
    async def act(house: Running, mouth: Mouth) -> None:
        mouth.fails = [TryLater(0.3, everyone=True), TryLater(0.1), RuntimeError("502")]
        await house.rim(message("k1", "你好"))
        await until(lambda: len(mouth.to("test:a")) >= 2, seconds=20)

    texts = running(bot, act).to("test:a")
    assert "自动应答" in texts[0]
    assert "自动应答" not in texts[1]


def test_a_resident_who_blocked_us_holds_up_nobody(bot: Bot) -> None:
    async def act(house: Running, mouth: Mouth) -> None:
        mouth.shut.add("test:gone")
        await house.rim(message("k1", "你好", "test:gone"))
        await house.rim(message("k2", "你好", "test:b"))
        await until(lambda: len(mouth.to("test:b")) == 2)
        await until(lambda: _unreachable(bot, "test:gone"))

    running(bot, act)


def _unreachable(bot: Bot, contact: str) -> bool:
    with bot.store.read() as work:
        row = work.contacts.get(contact)
        return bool(row and row.unreachable)


def test_what_was_accepted_before_a_restart_is_answered_after_it(bot: Bot) -> None:
    bot.door.accept(message("k", "你好"))

    async def act(house: Running, mouth: Mouth) -> None:
        await until(lambda: len(mouth.to("test:a")) == 2)

    running(bot, act)


def test_a_line_torn_by_a_crash_is_set_aside_and_the_others_replayed(bot: Bot) -> None:
    bot.spool.add(message("k1", "你好"))
    with bot.spool.path.open("a", encoding="utf-8") as file:
        file.write('{"key": "torn", "cont')
    bot.spool.add(message("k2", "在吗"))
    contacts = bot.spool.replay(bot.door.accept)
    assert contacts == ["test:a"]
    with bot.store.read() as work:
        assert [one.incoming.key for one in work.inbox.of("test:a")] == ["k1", "k2"]
    assert "torn" in bot.spool.path.with_suffix(".bad").read_text("utf-8")


def test_numbers_of_papers_and_pins_lie_nowhere_while_the_store_is_down(bot: Bot) -> None:
    bot.spool.add(message("k1", "我身份证110101199003078515，垃圾没人清"))
    bot.spool.add(message("k2", "设置查看码 47110815"))
    lies = bot.spool.path.read_bytes().decode("unicode_escape")
    assert "110101199003078515" not in lies
    assert "47110815" not in lies
    bot.spool.replay(bot.door.accept)
    with bot.store.read() as work:
        first, pin = [one.incoming for one in work.inbox.of("test:a")]
    assert first.text == "我身份证[已隐藏证件号]，垃圾没人清"
    assert first.data["hidden"]
    assert bot.seal.open(bytes.fromhex(pin.data["pin"])) == "47110815"


def test_two_processes_answer_a_contact_once(bot: Bot, ears: Flaky) -> None:
    twin = build(bot.settings, ears, Store(bot.settings.url))  # type: ignore[arg-type]
    for n in range(6):
        bot.door.accept(message(f"k{n}", "帮助"))
    gate = threading.Barrier(2)

    def work_off(one: Bot) -> None:
        gate.wait()
        while one.door.turn("test:a"):
            pass

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work_off, [bot, twin]))
    twin.store.close()
    with bot.store.read() as work:
        helps = [one for one in work.outbox.of("test:a") if "您可以这样跟我说" in one.say.text]
        assert len(helps) == 6
        assert all(k.tries == 0 for k in work.inbox.of("test:a"))


def test_a_scheduler_that_slept_nine_days_asks_once_and_by_day(bot: Bot) -> None:
    from followup.due import Due

    late = bot.clock() - timedelta(days=9)
    with bot.store.begin() as work:
        work.contacts.lock("test:a", late)
        stale = late + timedelta(hours=20)
        work.dues.add(Due("nudge:x", "nudge", late, "test:a", stale=stale))
        news = {"event": "closed", "data": {"no": "1", "what": "路灯"}}
        work.dues.add(Due("tell:x", "tell", late, "test:a", data=news))
    while bot.clockwork.tick():
        pass
    with bot.store.read() as work:
        said = [one.say.text for one in work.outbox.of("test:a")]
    assert len(said) == 1
    assert "已经办结" in said[0]


def test_a_due_action_that_fails_is_tried_again_and_then_given_up_with_a_note(bot: Bot) -> None:
    from followup.due import Due

    with bot.store.begin() as work:
        work.dues.add(Due("bad", "case_expiry", bot.clock(), about="没有这件"))
    for _ in range(6):
        bot.clockwork.tick()
        with bot.store.begin() as work:
            work.connection.exec_driver_sql("UPDATE dues SET at = '2020-01-01 00:00:00.000000'")
    with bot.store.read() as work:
        row = work.dues.of("没有这件")[0]
    assert row.state == "failed"
    assert row.note


def test_a_weak_secret_is_refused_outside_demo_mode() -> None:
    with pytest.raises(BadSetting, match="FENGQIAO_SECRET"):
        checked(Settings(secret="short"))
    with pytest.raises(BadSetting, match="FENGQIAO_SECRET"):
        checked(Settings())
    with pytest.raises(BadSetting, match="FENGQIAO_SECRET"):
        checked(Settings(demo="1", secret="weak"))
    with pytest.raises(BadSetting, match="FENGQIAO_SECRET"):
        checked(Settings(secret="a" * 40))
    good = Settings(secret="kS9x2LmQ7vT4wZ8pR3nB6yH1cJ5dF0gA")
    assert checked(good) == good
    with pytest.raises(BadSetting, match="FENGQIAO_PORT"):
        checked(replace(good, port="eighty"))


def test_a_demo_keeps_a_random_secret_of_its_own(tmp_path: Path) -> None:
    chosen = checked(Settings(demo="1", files=str(tmp_path), host="0.0.0.0"))
    first = secret_of(chosen)
    assert len(first) >= 32
    assert secret_of(chosen) == first
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_the_demo_is_free_only_on_loopback() -> None:
    assert Settings(demo="1").loopback
    assert Settings(demo="1", telegram_token="1:x", telegram_api="http://127.0.0.1:8081").loopback
    assert not Settings(demo="1", telegram_token="1:x").loopback
    assert not Settings(demo="1", public_url="https://example.org").loopback


def test_after_an_outage_the_older_message_is_heard_first(bot: Bot) -> None:
    async def act(house: Running, mouth: Mouth) -> None:
        other = locked(bot)
        await house.rim(message("older", "幸福里的路灯坏了"))
        other.execute("ROLLBACK")
        other.close()
        await house.rim(message("newer", "已经半个月了"))
        await until(lambda: _done(bot) == 2)

    running(bot, act)
    with bot.store.read() as work:
        assert [k.incoming.key for k in work.inbox.of("test:a")] == ["older", "newer"]
