"""The house under load: arrivals at 60/s, danger behind a locked store, long histories, size."""

from __future__ import annotations

import asyncio
import contextlib
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.build import build
from bot.prepare import prepare
from bot.running import Running
from bot.settings import ROOT, Settings
from dialogs.incoming import Incoming
from dialogs.say import Say
from integrations.sql.boxes import Outbox

RATE, RESIDENTS, SECONDS = 60, 50, 60
LINES = (
    "你好", "幸福里3号楼楼道灯坏了", "跳过", "跳过", "提交", "不留", "我那个灯的事怎么样了",
    "阳光花园门口垃圾没人清", "跳过", "跳过", "提交", "谢谢", "人民路的路灯不亮", "取消", "帮助",
)  # fmt: skip


class Sink:
    """A channel that takes everything and notes when."""

    name = "bench"

    def __init__(self) -> None:
        self.at: dict[str, float] = {}
        self.now: list[float] = []

    async def send(self, contact: str, say: Say, key: str) -> str:
        """Take it."""
        self.at[key] = time.perf_counter()
        return key

    async def say_now(self, contact: str, text: str) -> None:
        """Note when the safety words left."""
        self.now.append(time.perf_counter())

    async def fetch(self, ref: str) -> bytes:
        """Nothing is ever fetched here."""
        raise ValueError(ref)


def settings(folder: Path) -> Settings:
    """A bot of its own, with the installation's model."""
    model = ROOT / "var" / "model"
    return Settings(files=str(folder), demo="1", breath="0",
                    model=str(model) if model.exists() else "")  # fmt: skip


def arrivals(seconds: int = SECONDS) -> dict[str, Any]:
    """Messages at random at 60/s from 50 residents: accepted → outbox, lost, out of order."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_arrivals(Path(folder), seconds))


async def _arrivals(folder: Path, seconds: int) -> dict[str, Any]:
    chosen = settings(folder)
    prepare(chosen, print)
    bot = build(chosen)
    house, sink = Running(bot), Sink()
    house.add(sink)
    said_at: dict[int, float] = {}
    with _watched(said_at):
        await house.start()
        accepted = await _pour(house, seconds)
        await _drained(bot)
        await house.end()
    return _figures(chosen, accepted, said_at)


@contextlib.contextmanager
def _watched(said_at: dict[int, float]):  # type: ignore[no-untyped-def]
    """Note when the first words of each turn are written to the outbox."""
    plain = Outbox.add

    def add(self: Outbox, contact: str, say: Say, now: datetime, turn: int | None,
            hold: float = 0) -> int:  # fmt: skip
        if turn is not None:
            said_at.setdefault(turn, time.perf_counter())
        return plain(self, contact, say, now, turn, hold)

    Outbox.add = add  # type: ignore[method-assign]
    try:
        yield
    finally:
        Outbox.add = plain  # type: ignore[method-assign]


async def _pour(house: Running, seconds: int) -> dict[str, float]:
    """Messages at Poisson moments; returns when each was accepted."""
    accepted: dict[str, float] = {}
    turns = dict.fromkeys(range(RESIDENTS), 0)
    random.seed(7)
    tasks = []
    start = time.perf_counter()
    at = start

    async def one(key: str, who: int, text: str) -> None:
        await house.rim(Incoming(key, f"bench:{who}", datetime.now(UTC), text=text))
        accepted[key] = time.perf_counter()

    while at - start < seconds:
        at += random.expovariate(RATE)
        await asyncio.sleep(max(0.0, at - time.perf_counter()))
        who = random.randrange(RESIDENTS)
        turns[who] += 1
        text = LINES[turns[who] % len(LINES)]
        tasks.append(asyncio.ensure_future(one(f"{who}:{turns[who]}", who, text)))
    await asyncio.gather(*tasks)
    return accepted


async def _drained(bot: Any) -> None:
    for _ in range(600):
        with bot.store.read() as work:
            if not work.inbox.waiting():
                return
        await asyncio.sleep(0.1)


def _figures(
    chosen: Settings, accepted: dict[str, float], said_at: dict[int, float]
) -> dict[str, Any]:
    database = sqlite3.connect(chosen.url.removeprefix("sqlite:///"))
    rows = database.execute("SELECT id, key, contact, state FROM inbox ORDER BY id").fetchall()
    turns = database.execute("SELECT contact, turn FROM outbox ORDER BY id").fetchall()
    database.close()
    took = [(said_at[row] - accepted[key]) * 1000 for row, key, _, _ in rows if row in said_at]
    took = [max(0.0, one) for one in took]
    return {"messages": len(rows), "p50_ms": round(statistics.median(took), 1),
            "p95_ms": round(statistics.quantiles(took, n=20)[18], 1), "max_ms": round(max(took), 1),
            "lost": sum(state != "done" for *_, state in rows),
            "out_of_order": _disorder(turns)}  # fmt: skip


def _disorder(turns: list[tuple[str, int | None]]) -> int:
    last: dict[str, int] = {}
    count = 0
    for contact, turn in turns:
        count += turn is not None and turn < last.get(contact, 0)
        last[contact] = max(turn or 0, last.get(contact, 0))
    return count


def danger_behind_a_lock(seconds: float = 10) -> dict[str, Any]:
    """How soon an emergency's words leave while another program locks the store."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_danger(Path(folder), seconds))


async def _danger(folder: Path, seconds: float) -> dict[str, Any]:
    chosen = settings(folder)
    prepare(chosen, print)
    house, sink = Running(build(chosen)), Sink()
    house.add(sink)
    await house.start()
    other = sqlite3.connect(folder / "fengqiao.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    for n in range(30):
        waiting = Incoming(f"b{n}", f"bench:{n}", datetime.now(UTC), text="你好")
        asyncio.ensure_future(house.rim(waiting))  # noqa: RUF006 the store is locked
    await asyncio.sleep(seconds / 2)
    asked = time.perf_counter()
    await house.rim(Incoming("fire", "bench:x", datetime.now(UTC), text="着火了快来人"))
    left = (sink.now[0] - asked) * 1000
    await asyncio.sleep(seconds / 2)
    other.execute("ROLLBACK")
    other.close()
    await house.end()
    return {"words_left_after_ms": round(left, 2)}


def long_history() -> dict[str, Any]:
    """The turn time of the 10th and of the 1,000th message of one resident (medians of 9)."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = settings(Path(folder))
        prepare(chosen, print)
        bot = build(chosen)
        took: list[float] = []
        for n in range(1010):
            text = LINES[n % len(LINES)]
            start = time.perf_counter()
            bot.door.take(Incoming(f"h{n}", "bench:h", datetime.now(UTC), text=text))
            took.append((time.perf_counter() - start) * 1000)
        bot.store.close()
    early, late = _cycle(took, 15), _cycle(took, 990)
    ratio = round(late / early, 2)
    return {"10th_ms": round(early, 2), "1000th_ms": round(late, 2), "ratio": ratio}


def _cycle(took: list[float], start: int) -> float:
    """The mean over one whole round of the lines, so that like is compared with like."""
    return statistics.fmean(sorted(took[start : start + len(LINES)])[2:-2])


def size() -> dict[str, Any]:
    """Resident memory of this process, which holds a whole bot."""
    return {"rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def start() -> dict[str, Any]:
    """From nothing to joined and ready, once a model is there (imports not counted)."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = settings(Path(folder))
        begun = time.perf_counter()
        prepare(chosen, print)
        bot = build(chosen)
        seconds = time.perf_counter() - begun
        bot.store.close()
    return {"start_s": round(seconds, 2)}


BENCHES: dict[str, Callable[[], dict[str, Any]]] = {
    "start": start,
    "arrivals at 60/s": arrivals,
    "danger behind a locked store": danger_behind_a_lock,
    "history": long_history,
    "size": size,
}
