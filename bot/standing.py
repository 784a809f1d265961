"""How this process stands: for the page of who runs the house, and as gauges of /metrics."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from bot.clock import real_time
from bot.metrics import Meter, Sample, written
from bot.models import BASE
from console.running_parts import Engine, Standing
from grid.tickets import State
from integrations.rasa import RasaListener
from integrations.sql.store import Work
from integrations.sql.watch import DUE, INBOX, Traffic, Waiting, Watch

if TYPE_CHECKING:
    from bot.build import Bot
    from bot.running import Running

FRESH = 15.0  # seconds for which what the store said is said again
LOOKED_BACK = 200  # rows of the log read again: on PostgreSQL a lower number may commit later


def disk_free(folder: Path) -> int:
    """Bytes free where a folder lies; negative when that cannot be known."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return -1


class Overview:
    """One running process, seen whole."""

    def __init__(self, running: Running, meter: Meter) -> None:
        self.running = running
        self.meter = meter
        self.free: Callable[[Path], int] = disk_free
        self.started = real_time()
        self._lock = Lock()
        self._kept: tuple[float, list[Sample]] = (0.0, [])
        self._from = 0  # the log's last row when this process began
        self._since = self.started
        self._counted: set[int] = set()  # rows of the log and …
        self._answered: set[int] = set()  # … alerts that were counted

    def begin(self) -> None:
        """At the start: count from here, and write down what was given up before."""
        now = self._since = self.running.bot.clock()
        store = self.running.bot.store
        with store.read() as work:  # the walk holds up nobody
            missed = Watch(work.connection).unnoted()
        if missed:
            with store.begin() as work:
                Watch(work.connection).catch_up(missed, now)
        with store.read() as work:
            self._from = Watch(work.connection).newest()

    def standing(self) -> Standing:
        """For the page."""
        running, bot = self.running, self.running.bot
        channels = {name: str(getattr(channel, "trouble", ""))
                    for name, channel in sorted(running.channels.items())}  # fmt: skip
        return Standing(channels, not bot.spool.empty, running.rim.broken,
                        self.free(bot.settings.folder), engine_of(bot),
                        changed(bot.settings.backup_mark), bot.clock.offset, own_version(),
                        self.started, self.meter.total("fengqiao_errors_total"))  # fmt: skip

    # -- metrics

    def text(self) -> str:
        """Everything for a scrape; of the store at most every 15 seconds."""
        with self._lock:
            at, kept = self._kept
            if not kept or time.monotonic() - at >= FRESH:
                kept = self._of_store()
                self._kept = (time.monotonic(), kept)
        own = [*self.meter.samples(), *self.meter.histograms(), *self._of_process()]
        return written([*own, *kept])

    def _of_process(self) -> Iterator[Sample]:
        standing = self.standing()
        for name, trouble in standing.channels.items():
            yield "fengqiao_channel_on", {"channel": name}, 0 if trouble else 1
        yield "fengqiao_spool_waiting", {}, int(standing.spool)
        yield "fengqiao_disk_free_bytes", {}, standing.free
        yield "process_start_time_seconds", {}, self.started.timestamp()
        yield "process_cpu_seconds_total", {}, time.process_time()

    def _of_store(self) -> list[Sample]:
        bot = self.running.bot
        if not bot.store.ready():
            return [("fengqiao_store_up", {}, 0)]
        with bot.store.read() as work:
            watch, now = Watch(work.connection), bot.clock()
            self._count_tickets(watch)
            self._count_answers(work)
            return [("fengqiao_store_up", {}, 1),
                    ("fengqiao_store_bytes", {}, watch.size()),
                    ("fengqiao_due_failed", {}, len(watch.broken(DUE))),
                    ("fengqiao_inbox_messages", {"state": "parked"}, len(watch.broken(INBOX))),
                    *_aged("inbox_messages", watch.unanswered(), now),
                    *_aged("due_late", watch.late(now), now),
                    *_letters(watch.traffic(now), now)]  # fmt: skip

    def _count_tickets(self, watch: Watch) -> None:
        """By the first two digits of the category; each row of the log once."""
        top = max(self._counted, default=self._from)
        for row in watch.moves(max(self._from, top - LOOKED_BACK)):
            if row.id in self._counted:
                continue
            self._counted.add(row.id)
            if row.seq == 1:
                self.meter.add("fengqiao_tickets_opened_total", **{"class": row.category[:2]})
            if row.after == State.CLOSED and row.before != State.CLOSED:
                self.meter.add("fengqiao_tickets_closed_total", **{"class": row.category[:2]})
        newest = max(self._counted, default=0)
        self._counted = {one for one in self._counted if one > newest - 2 * LOOKED_BACK}

    def _count_answers(self, work: Work) -> None:
        """How long it took until somebody took an alert; of the last ones, each once."""
        for row in work.alerts.listed():
            if row.acked and row.at >= self._since and row.id not in self._answered:
                self._answered.add(row.id)
                seconds = (row.acked - row.at).total_seconds()
                self.meter.took("fengqiao_danger_answered_seconds", seconds)


def _aged(name: str, waiting: Waiting, now: datetime) -> list[Sample]:
    """How many wait, and the age of the oldest."""
    age = max(0.0, (now - waiting.since).total_seconds()) if waiting.since else 0.0
    if name == "due_late":
        return [("fengqiao_due_late", {}, waiting.count), ("fengqiao_due_lag_seconds", {}, age)]
    return [("fengqiao_inbox_messages", {"state": "waiting"}, waiting.count),
            ("fengqiao_inbox_oldest_seconds", {}, age)]  # fmt: skip


def _letters(traffic: dict[str, Traffic], now: datetime) -> Iterator[Sample]:
    for channel, one in traffic.items():
        states = {"waiting": one.waiting.count, "failed": one.failed, "sent": one.sent}
        for state, count in states.items():
            yield "fengqiao_outbox_letters", {"channel": channel, "state": state}, count
        since = one.waiting.since
        age = max(0.0, (now - since).total_seconds()) if since else 0.0
        yield "fengqiao_outbox_oldest_seconds", {"channel": channel}, age


def engine_of(bot: Bot) -> Engine:
    """Who understands, and since when."""
    rasa = asdict(bot.listener.counts) if isinstance(bot.listener, RasaListener) else {}
    encoder = bot.library.meanings is not None
    ears, named = bot.ears, bot.settings.model
    if ears is None:
        name = "设置里指定的模型" if named else ""
        return Engine(name, changed(Path(named) / "model.json") if named else None, "",
                      encoder, rasa)  # fmt: skip
    return Engine(ears.name, _used_since(bot), ears.trouble, encoder, rasa)


def _used_since(bot: Bot) -> datetime | None:
    """When the model in use was chosen; of the base model, when it was trained."""
    ears = bot.ears
    if ears is None or not ears.name:
        return None
    chosen = ears.shelf.mark[0]
    if ears.name == BASE or not chosen:
        return changed(ears.shelf.place(ears.name) / "model.json")
    return datetime.fromtimestamp(chosen / 1e9, UTC)


def changed(path: Path) -> datetime | None:
    """When a file was last written; None when it is not there."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None


def own_version() -> str:
    """Of the program; empty where it is not installed."""
    try:
        return version("fengqiao")
    except PackageNotFoundError:
        return ""
