"""Town: the whole bot over a real store, with a clock that moves when told."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.build import Bot, build
from bot.channels.terminal import printed
from bot.clock import Clock
from bot.settings import Settings
from dialogs.incoming import Attachment, Incoming, Pin
from dialogs.of_another import sentence_of
from dialogs.say import Say
from integrations.sql.store import Store, Work
from nlu.listener import Listener

START = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)  # Wednesday, 10:00 in Shanghai


class TownClock(Clock):
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        super().__init__()
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Town:
    """Residents talk, clerks act, time passes; what was said to whom is remembered."""

    def __init__(self, folder: Path, listener: Listener, **settings: Any) -> None:
        self.folder = folder
        self.listener = listener
        self.settings = Settings(files=str(folder), demo="1", **settings)
        self.clock = TownClock()
        self.bot: Bot = self._build(create=True)
        self.heard: dict[str, list[Say]] = {}
        self._ids = itertools.count(1)

    def _build(self, create: bool = False) -> Bot:
        store = Store(self.settings.url)
        if create:
            store.create()
        return build(self.settings, self.listener, store, self.clock)

    def restart(self) -> None:
        """Everything in memory is gone."""
        self.bot.store.close()
        self.bot = self._build()

    def says(self, text: str = "", who: str = "terminal:me", **more: Any) -> str:
        """A resident says something; returns what is answered, as a terminal prints it."""
        self.sends(text, who, **more)
        return self.answers(who)

    def sends(self, text: str = "", who: str = "terminal:me", **more: Any) -> None:
        """A resident says something and does not wait for the answer."""
        key = more.pop("key", f"{who}:{next(self._ids)}")
        danger = self.bot.listener.alarm(text) if text else None
        alarm = {"alarmed": danger.kind, "alarm_words": danger.words} if danger else {}
        data = more.pop("data", {}) | alarm
        incoming = Incoming(key, who, self.clock(), text=text, data=data, **more)
        if danger:
            words = self.bot.say(f"safety.{sentence_of(danger.kind, text)}")
            self.heard.setdefault(who, []).append(Say(words))
        self.bot.door.take(incoming)
        self.clock.now += timedelta(milliseconds=10)

    def answers(self, who: str = "terminal:me") -> str:
        """Deliver what is on its way (held words too) and return what `who` heard since."""
        self.deliver()
        said = self.heard.pop(who, [])
        return "\n".join(printed(one) for one in said)

    def deliver(self) -> None:
        """Send everything, as the post would after the breath."""
        moment = self.clock() + timedelta(seconds=10)
        while True:
            with self.bot.store.begin() as work:
                letters = work.outbox.claim(moment, timedelta(seconds=1))
                for letter in letters:
                    work.outbox.sent(letter.id, self.clock(), str(letter.id))
                    self.heard.setdefault(letter.contact, []).append(self._read(work, letter.say))
            if not letters:
                return

    def _read(self, work: Work, say: Say) -> Say:
        """A Say as its reader gets it; of what was said alone the mask."""
        return work.private.opened(say, self.bot.seal) if say.sealed else say

    def taps(self, label: str, who: str = "terminal:me") -> str:
        """Tap the newest button whose label holds those words."""
        with self.bot.store.read() as work:
            letters = work.outbox.of(who)
        buttons = [b for one in reversed(letters) for b in one.say.buttons]
        found = next((b for b in buttons if label in b.label), None)
        assert found is not None, f"no button {label!r} among {[b.label for b in buttons]}"
        return self.presses(found.data, who)

    def presses(self, data: str, who: str = "terminal:me") -> str:
        """Press a button by its data."""
        key = f"{who}:{next(self._ids)}"
        self.bot.door.take(Incoming(key, who, self.clock(), "tap", button=data))
        return self.answers(who)

    def photo(
        self, who: str = "terminal:me", text: str = "", album: str = "", ref: str = ""
    ) -> str:
        """Send a photo."""
        file = Attachment("photo", ref or f"p{next(self._ids)}", album)
        return self.says(text, who, files=(file,))

    def voice(self, who: str = "terminal:me") -> str:
        """Send a voice note."""
        return self.says("", who, files=(Attachment("voice", f"v{next(self._ids)}"),))

    def pin(self, lat: float, lng: float, who: str = "terminal:me") -> str:
        """Share a position."""
        return self.says("", who, pin=Pin(lat, lng))

    def staff(self, event: str, text: str = "", who: str = "terminal:me", by: str = "chen") -> str:
        """A clerk replies, takes over or gives back."""
        key = f"staff:{next(self._ids)}"
        self.bot.door.take(Incoming(key, who, self.clock(), "staff", text, event=event, by=by))
        return self.answers(who)

    def later(self, who: str = "terminal:me", **span: float) -> str:
        """Time passes, with the clockwork ticking; returns what `who` heard."""
        until = self.clock() + timedelta(**span)
        while True:
            self.tick()
            with self.bot.store.read() as work:
                at = work.dues.next_at()
            if at is None or at > until:
                break
            self.clock.now = max(self.clock.now, at)
        self.clock.now = until
        self.tick()
        return self.answers(who)

    def tick(self) -> None:
        """Let everything ripe be done."""
        for _ in range(50):
            if not self.bot.clockwork.tick():
                return

    def tickets(self) -> list[Any]:
        """Every ticket, by number."""
        with self.bot.store.read() as work:
            return sorted(work.tickets.listed(), key=lambda t: t.number)
