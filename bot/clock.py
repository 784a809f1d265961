"""The one clock: real time, plus in demo mode an offset every process reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def real_time() -> datetime:
    """The world's time, for what a movable clock must not move: sessions, locks, codes."""
    return datetime.now(UTC)


class Clock:
    """Time as the bot sees it, aware UTC."""

    def __init__(self) -> None:
        self.offset = timedelta(0)

    def __call__(self) -> datetime:
        """Now."""
        return real_time() + self.offset

    def set_offset(self, seconds: str) -> None:
        """The demo's offset, as its row keeps it; anything unreadable is none."""
        try:
            self.offset = timedelta(seconds=float(seconds))
        except ValueError:
            self.offset = timedelta(0)
