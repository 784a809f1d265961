"""/metrics and the page of the running house, over a bot that runs and is broken on purpose."""

from __future__ import annotations

import asyncio
import errno
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI

from bot.build import Bot, build
from bot.channels.port import Unreachable
from bot.desk.desk import Desk
from bot.metrics import Meter, metrics_page, written
from bot.running import Running
from bot.settings import ROOT, Settings
from bot.spool import Spool
from console.running_words import Figures, troubles
from dialogs.commands import OpenTicket
from dialogs.incoming import Incoming
from dialogs.say import Say
from followup.due import Due
from grid.events import Actor
from integrations.district.reading import read
from integrations.sql.migrate import migrate
from integrations.sql.store import Store
from integrations.sql.watch import DUE, Watch
from nlu.gazetteer import Name
from nlu.heard import Heard
from nlu.listener import load_listener

with warnings.catch_warnings():  # the test client would rather have httpx2
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient


class Shut:
    """A channel whose platform refuses everything, and says so."""

    name = "test"
    trouble = "令牌不对，请检查设置"

    async def send(self, contact: str, say: Say, key: str) -> str:
        raise Unreachable

    async def say_now(self, contact: str, text: str) -> None:
        if contact.endswith(":mute"):
            raise OSError("no way")

    async def fetch(self, ref: str) -> bytes:
        raise Unreachable


class Quota:
    """A disk of so many bytes, of which a spool uses some."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.used = 0

    def free(self, folder: Path) -> int:
        return self.size - self.used

    def take(self, count: int) -> None:
        if self.used + count > self.size:
            raise OSError(errno.ENOSPC, "no space left on device")
        self.used += count


class SpoolOn(Spool):
    """A spool on such a disk."""

    def __init__(self, folder: Path, disk: Quota) -> None:
        super().__init__(folder)
        self.disk = disk

    def add(self, incoming: Incoming) -> None:
        self.disk.take(len(incoming.text) * 3 + 200)
        super().add(incoming)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    settings = Settings(files=str(tmp_path), demo="1", breath="0")
    store = Store(settings.url, busy_seconds=0.2)
    migrate(store)
    names = tuple(Name(*row) for row in read(ROOT / "districts" / "demo").names())
    yield build(settings, load_listener(None, names, tmp_path / "cache"), store)
    store.close()


def says(bot: Bot, *texts: str, contact: str = "test:1") -> dict[str, str]:
    """Run the bot while somebody says something; the samples after everything was answered."""

    async def life() -> str:
        running = Running(bot)
        running.add(Shut())
        await running.start()
        try:
            for text in texts:
                await running.rim(Incoming(f"{contact}:{text}", contact, bot.clock(), text=text))
            await running.rim.settle()
            await running.lanes.settle()
            await asyncio.sleep(0.05)
            await running.lanes.settle()
            return await asyncio.to_thread(running.overview.text)
        finally:
            await running.end()

    return samples(asyncio.run(life()))


def samples(text: str) -> dict[str, str]:
    """Name and labels → value."""
    rows = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name: value for name, value in (row.rsplit(" ", 1) for row in rows)}


def test_turns_acts_and_errors_are_counted(bot: Bot) -> None:
    found = says(bot, "你好", "幸福里3号楼楼道灯坏了半个月没人管")
    assert found["fengqiao_turns_total"] == "2"
    assert found["fengqiao_turn_seconds_count"] == "2"
    assert found['fengqiao_turn_seconds_bucket{le="+Inf"}'] == "2"
    acts = [row for row in found if row.startswith("fengqiao_heard_total")]
    assert sum(int(found[row]) for row in acts) == 2
    assert found["fengqiao_store_up"] == "1"
    assert found['fengqiao_channel_on{channel="test"}'] == "0"
    assert not any("test:1" in row or "幸福里" in row for row in found)


def test_an_emergency_counts_its_safety_sentence_and_its_pages(bot: Bot) -> None:
    found = says(bot, "着火了，快救命")
    assert found['fengqiao_danger_heard_total{kind="fire"}'] == "1"
    assert found['fengqiao_safety_sentences_total{result="sent"}'] == "1"


def test_a_safety_sentence_that_could_not_leave_is_counted_as_that(bot: Bot) -> None:
    found = says(bot, "着火了，快救命", contact="test:mute")
    assert found['fengqiao_safety_sentences_total{result="failed"}'] == "1"
    assert found['fengqiao_errors_total{logger="fengqiao.rim"}'] == "1"


class Riding:
    """A channel whose answer to a message carries the safety sentence."""

    name = "riding"

    async def send(self, contact: str, say: Say, key: str) -> str:
        return key

    async def fetch(self, ref: str) -> bytes:
        raise Unreachable


def test_a_safety_sentence_that_rides_on_the_answer_is_counted_too(bot: Bot) -> None:
    running = Running(bot)
    running.add(Riding())
    asyncio.run(running._say_now("riding:1", "请马上离开"))
    asyncio.run(running._say_now("nobody:1", "请马上离开"))
    found = samples(running.overview.text())
    assert found['fengqiao_safety_sentences_total{result="answer"}'] == "1"
    assert found['fengqiao_safety_sentences_total{result="failed"}'] == "1"
    asyncio.run(running.end())


def test_what_a_shut_channel_does_not_take_is_a_failed_letter(bot: Bot) -> None:
    with bot.store.begin() as work:
        work.contacts.lock("test:1", bot.clock())
        letter = work.outbox.add("test:1", Say("好了"), bot.clock(), None)
        work.outbox.drop([letter], "送不到", "failed")
        work.outbox.add("test:2", Say("等着"), bot.clock() - timedelta(minutes=5), None, 900)
    found = says(bot)
    assert found['fengqiao_outbox_letters{channel="test",state="failed"}'] == "1"
    assert found['fengqiao_outbox_letters{channel="test",state="waiting"}'] == "1"
    assert float(found['fengqiao_outbox_oldest_seconds{channel="test"}']) >= 300


def opens(desk: Desk) -> None:
    """A ticket."""
    from bot.desk.table import do

    row = desk.work.contacts.lock("web:1", desk.now)
    desk.contact, desk.person = row.contact, row.person
    do(
        desk,
        OpenTicket("0103", detail="旧沙发没人收", place={"text": "幸福里", "grid": "CH010101"}),
    )


def test_tickets_are_counted_once_by_class_and_not_those_of_before(bot: Bot) -> None:
    actor = Actor("web:1", "resident")
    bot.door.change(actor, opens)
    running = Running(bot)
    running.overview.begin()
    bot.door.change(actor, opens)
    name = 'fengqiao_tickets_opened_total{class="01"}'
    assert samples(running.overview.text())[name] == "1"
    running.overview._kept = (0.0, [])
    assert samples(running.overview.text())[name] == "1"
    asyncio.run(running.end())


def test_an_alert_somebody_took_is_timed_once(bot: Bot) -> None:
    running = Running(bot)
    running.overview.begin()
    now = bot.clock()
    with bot.store.begin() as work:
        row = work.alerts.add({"contact": "web:1", "at": now, "kind": "fire", "level": "E0",
                               "words": "着火", "state": "acked"})  # fmt: skip
        work.alerts.save(row, acked=now + timedelta(seconds=45), acked_by="chen")
    for _ in range(2):
        running.overview._kept = (0.0, [])
        found = samples(running.overview.text())
    assert found["fengqiao_danger_answered_seconds_count"] == "1"
    assert found["fengqiao_danger_answered_seconds_sum"] == "45"
    assert found['fengqiao_danger_answered_seconds_bucket{le="30.0"}'] == "0"
    asyncio.run(running.end())


def test_between_two_scrapes_of_a_quarter_minute_the_store_is_not_asked(bot: Bot) -> None:
    running = Running(bot)
    before = running.overview.text()
    with bot.store.begin() as work:
        work.dues.add(Due("x", "archive", bot.clock() - timedelta(hours=1)))
    assert samples(before)["fengqiao_due_late"] == "0"
    assert samples(running.overview.text())["fengqiao_due_late"] == "0"
    running.overview._kept = (0.0, [])
    found = samples(running.overview.text())
    assert found["fengqiao_due_late"] == "1"
    assert float(found["fengqiao_due_lag_seconds"]) >= 3600
    asyncio.run(running.end())


def test_with_the_store_away_metrics_still_answer(bot: Bot, tmp_path: Path) -> None:
    nowhere = replace(bot, store=Store(f"sqlite:///{tmp_path / 'other' / 'empty.db'}"))
    running = Running(nowhere)
    found = samples(running.overview.text())
    assert found["fengqiao_store_up"] == "0"
    assert "fengqiao_turn_seconds_count" in found
    asyncio.run(running.end())


def test_a_full_disk_is_said_before_and_after_a_message_is_lost(bot: Bot) -> None:
    """The store is away and the spool's disk full: the sender is not told it was kept."""
    disk = Quota(300)
    bot.spool = SpoolOn(bot.settings.folder / "spool", disk)
    running = Running(bot)
    running.overview.free = disk.free

    def away(incoming: Incoming) -> bool:
        raise OSError(errno.ENOSPC, "no space left on device")

    running.rim.ports.keep = away

    async def send(n: int) -> str:
        incoming = Incoming(f"k{n}", "test:1", bot.clock(), text="楼道灯坏了")
        return (await running.rim(incoming)).kept

    assert asyncio.run(send(1)) == "spool"
    words = troubles(running.overview.standing(), Figures(), bot.clock())
    assert any("磁盘只剩" in one and "快写满" in one for one in words)
    assert any("应急文件" in one for one in words)
    assert asyncio.run(send(2)) == ""
    words = troubles(running.overview.standing(), Figures(), bot.clock())
    assert "存不下来" in words[0]
    found = samples(running.overview.text())
    assert found["fengqiao_disk_free_bytes"] == "85"
    assert found["fengqiao_spool_waiting"] == "1"
    asyncio.run(running.end())


def test_a_due_that_always_fails_is_given_up_counted_and_on_the_list(bot: Bot) -> None:
    def breaks(desk: Desk, due: Due) -> None:
        raise ZeroDivisionError

    bot.clockwork.acts["archive"] = breaks
    running = Running(bot)
    with bot.store.begin() as work:
        work.dues.add(Due("archive:1", "archive", bot.clock()))
    for _ in range(5):
        with bot.store.begin() as work:
            work.dues.move(1, bot.clock())
        bot.clockwork.tick()
    with bot.store.read() as work:
        (found,) = Watch(work.connection).broken(DUE)
    assert found.error == "ZeroDivisionError"
    assert samples(running.overview.text())["fengqiao_due_failed"] == "1"
    asyncio.run(running.end())


def reader(host: str, token: str = "") -> TestClient:
    """A web application with the page alone, asked from somewhere."""
    app = FastAPI()
    app.include_router(metrics_page(lambda: "x 1\n", token))
    return TestClient(app, client=(host, 5000))


def test_metrics_are_for_this_machine_or_for_the_token() -> None:
    assert reader("127.0.0.1").get("/metrics").text == "x 1\n"
    assert reader("10.0.0.8").get("/metrics").status_code == 403
    proxied = reader("127.0.0.1").get("/metrics", headers={"X-Forwarded-For": "10.0.0.8"})
    assert proxied.status_code == 403
    right, wrong = {"Authorization": "Bearer made-up"}, {"Authorization": "Bearer other"}
    assert reader("10.0.0.8", "made-up").get("/metrics", headers=right).status_code == 200
    assert reader("10.0.0.8", "made-up").get("/metrics", headers=wrong).status_code == 403
    assert reader("10.0.0.8").get("/metrics", headers={"Authorization": ""}).status_code == 403


def test_the_text_is_what_prometheus_reads() -> None:
    meter = Meter()
    meter.add("fengqiao_errors_total", logger='a"b\\c\nd')
    meter.heard(Heard("x", "report", 0.9))
    text = written([*meter.samples(), *meter.histograms()])
    assert 'fengqiao_errors_total{logger="a\\"b\\\\c\\nd"} 1' in text
    assert "# TYPE fengqiao_turn_seconds histogram" in text
    assert text.count("# TYPE fengqiao_turn_seconds ") == 1
    assert "fengqiao_heard_unsure_total 1" in text
    assert text.endswith("\n")


def test_when_a_backup_was_made_is_known(bot: Bot) -> None:
    running = Running(bot)
    assert running.overview.standing().backup is None
    bot.settings.backup_mark.touch()
    made = running.overview.standing().backup
    assert made is not None
    assert made.tzinfo is UTC
    assert isinstance(running.overview.standing().started, datetime)
    asyncio.run(running.end())
