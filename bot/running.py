"""Running: the joined bot with its lanes, post, scheduler and channels, started and stopped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.build import Bot
from bot.channels.port import Channel
from bot.keeper import Keeper
from bot.lanes import Lanes
from bot.metrics import CountedListener, ErrorCount, Meter
from bot.post import Post
from bot.rim import Ports, Rim
from bot.standing import Overview
from dialogs.incoming import Incoming
from integrations.holidays import learn
from integrations.rasa import RasaListener
from integrations.sql.boxes import Letter

log = logging.getLogger("fengqiao")
TICK = 2.0  # seconds between looks at what is due
SWEEP = 2.0  # … at messages left over, and at the spool
FETCH = 3.0
CLEAN = 3600.0
LOOK = 20.0  # … at whether another model was chosen
LATE = timedelta(minutes=10)  # lag of due actions at which health turns red


STRANDED = timedelta(days=3)  # words for a channel nobody has opened meanwhile are given up


class Running:
    """One process of the bot.

    `everything`: it also has the channels, and keeps the files. A worker beside it has neither:
    open pages, keyboards and what a channel will bear hang on one process, and its folder may be
    another machine's. What a worker says lies in the outbox until the other one sends it.
    """

    def __init__(self, bot: Bot, everything: bool = True) -> None:
        self.bot = bot
        self.everything = everything
        self.channels: dict[str, Channel] = {}
        self.stop = asyncio.Event()
        self.turns = ThreadPoolExecutor(8, "turn")
        self.store_pool = ThreadPoolExecutor(4, "store")
        self.chores = ThreadPoolExecutor(2, "chore")
        self.meter = Meter()
        self.overview = Overview(self, self.meter)
        self._errors = ErrorCount(self.meter)
        bot.door.house.listener = CountedListener(bot.listener, self.meter)
        bot.pager.told = self.meter.paged
        self.lanes = Lanes(self.meter.timed(bot.door.turn), self.turns)
        self.post = Post(bot.store, self.channels, bot.clock, self.store_pool, self._reads)
        self.keeper = Keeper(bot.store, self.channels, bot.settings.folder, bot.clock,
                             bot.door.house.retention)  # fmt: skip
        ports = Ports(bot.door.accept, self._alarm(), bot.say, self.lanes.wake, self._say_now,
                      bot.pager.without_store)  # fmt: skip
        self.rim = Rim(ports, bot.spool, self.store_pool)
        self.scheduler = AsyncIOScheduler()
        self._tasks: list[asyncio.Future[None]] = []
        self._runs: list[Callable[[asyncio.Event], Awaitable[None]]] = []
        self.started = False

    def _reads(self, letter: Letter) -> Letter:
        """A letter with what is for its reader alone in it, on the way there."""
        if letter.say.open:
            return letter
        with self.bot.store.read() as work:
            return work.private.letter(letter, self.bot.seal)

    def _alarm(self) -> Any:
        heard, alarm = self.meter.alarmed, self.bot.listener.alarm
        return lambda text: heard(alarm(text))

    async def _say_now(self, contact: str, words: str) -> None:
        channel: Any = self.channels.get(contact.partition(":")[0])
        if channel is not None and hasattr(channel, "say_now"):
            await self.meter.said(channel.say_now(contact, words))
        else:  # it rides on the answer, or there is no such channel here
            result = "answer" if channel is not None else "failed"
            self.meter.add("fengqiao_safety_sentences_total", result=result)

    def add(
        self, channel: Channel, run: Callable[[asyncio.Event], Awaitable[None]] | None = None
    ) -> None:
        """A channel that sends, and what brings in its messages, if that has to run."""
        self.channels[channel.name] = channel
        if run is not None:
            self._runs.append(run)

    async def start(self) -> None:
        """Begin: what was left over first, then everything that comes."""
        log.addHandler(self._errors)
        self.lanes.start()
        if self.everything:
            await self._quietly("leases", self._take_back)
            self.post.start()
            self.bot.door.house.wake = self.post.wake
            self._tasks.append(asyncio.ensure_future(self.post.run(self.stop)))
        for run in self._runs:
            self._tasks.append(asyncio.ensure_future(run(self.stop)))
        jobs = [(self.tick, TICK), (self.sweep, SWEEP), (self.look, LOOK)]
        if self.everything:
            jobs += [(self.fetch, FETCH), (self.clean, CLEAN)]
        for act, seconds in jobs:
            self.scheduler.add_job(act, "interval", seconds=seconds, coalesce=True,
                                    max_instances=1, misfire_grace_time=None)  # fmt: skip
        self.scheduler.start()
        await self.sweep()
        await self._quietly("overview", self.overview.begin)
        self.started = True

    def _take_back(self) -> None:
        """Words this process had in hand when it was killed go at once, not when a lease ends."""
        with self.bot.store.begin() as work:
            work.outbox.take_back(list(self.channels))

    async def tick(self) -> None:
        """Do what is due."""
        await self._quietly("clockwork", self.bot.clockwork.tick)

    async def sweep(self) -> None:
        """Replay the spool, once the store is back, and wake lanes with something left over."""
        await self._quietly("sweep", self._sweep)

    def _sweep(self) -> None:
        self.bot.spool.replay(self.bot.door.accept)
        with self.bot.store.read() as work:
            contacts = work.inbox.waiting()
            self.bot.clock.set_offset(work.settings.get("clock.offset", "0"))
            learn(self.bot.district.calendar, work)
            self.bot.door.house.look(work, self.bot.clock())
        for contact in contacts:
            self.lanes.wake(contact)

    async def fetch(self) -> None:
        """Fetch attachments that wait."""
        try:
            await self.keeper.fetch()
        except Exception:
            log.exception("fetch")

    async def clean(self) -> None:
        """Erase what has had its time."""
        await self._quietly("clean", self.keeper.sweep)
        await self._quietly("strand", self._strand)

    def _strand(self) -> None:
        with self.bot.store.begin() as work:
            work.outbox.strand(list(self.channels), self.bot.clock() - STRANDED)

    async def look(self) -> None:
        """Hear with the model that was chosen since, without a restart."""
        if self.bot.ears is not None:
            await self._quietly("look", self.bot.ears.look)
        await self._quietly("library", self.bot.library.look)

    async def _quietly(self, what: str, act: Callable[[], Any]) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(self.chores, act)
        except asyncio.CancelledError:
            if not self.stop.is_set():
                raise
        except Exception as error:
            log.warning("%s: %s", what, type(error).__name__, exc_info=self.bot.store.ready())

    def take(self, incoming: Incoming) -> None:
        """A word of staff, accepted and its lane woken; raises when the store is down."""
        self.bot.door.accept(incoming)
        self.lanes.wake(incoming.contact)

    def health(self) -> dict[str, Any]:
        """How things stand; `ok` is what monitoring asks for."""
        store = self.bot.store.ready()
        lag = self._lag() if store else None
        ok = store and self.started and not self.rim.broken and (lag or 0) < LATE.total_seconds()
        return {"ok": ok, "store": store, "spool": "empty" if self.bot.spool.empty else "waiting",
                "broken": self.rim.broken, "due_lag_seconds": lag,
                "model": getattr(self.bot.listener, "model", None) is not None,
                "channels": sorted(self.channels), **self._trouble(), **self._ears(),
                **self._rasa()}  # fmt: skip

    def _trouble(self) -> dict[str, Any]:
        """What a channel's platform refuses until somebody changes the settings there or here."""
        words = {name: getattr(channel, "trouble", "") for name, channel in self.channels.items()}
        found = {name: said for name, said in words.items() if said}
        return {"channel_trouble": found} if found else {}

    def _ears(self) -> dict[str, Any]:
        """Which model hears, and why the one that was chosen does not."""
        ears = self.bot.ears
        return {"model_name": ears.name, "model_trouble": ears.trouble} if ears else {}

    def _rasa(self) -> dict[str, Any]:
        """How the Rasa server answers, where there is one."""
        listener = self.bot.listener
        return {"rasa": asdict(listener.counts)} if isinstance(listener, RasaListener) else {}

    def _lag(self) -> float:
        with self.bot.store.read() as work:
            at = work.dues.next_at()
        return max(0.0, (self.bot.clock() - at).total_seconds()) if at else 0.0

    async def end(self) -> None:
        """Stop taking, let turns under way finish, let go."""
        self.stop.set()
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        for channel in self.channels.values():
            if hasattr(channel, "hang_up"):
                channel.hang_up()  # open pages, which would hold up the end
        await self.lanes.settle()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if isinstance(self.bot.listener, RasaListener):
            self.bot.listener.close()
        for pool in (self.turns, self.store_pool, self.chores):
            pool.shutdown(wait=True, cancel_futures=True)
        self.bot.store.close()
        log.removeHandler(self._errors)
