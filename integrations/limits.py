"""Limits kept in memory: messages a minute, wrong PINs, wrong passwords from one address."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

MOST = 10_000  # keys remembered; the oldest are forgotten first


class Counter:
    """At most `times` within `spell` for each key; forgets what is older."""

    def __init__(self, times: int, spell: timedelta) -> None:
        self.times = times
        self.spell = spell
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()

    def full(self, key: str, now: datetime) -> bool:
        """Whether there may be no more now."""
        return len(self._recent(key, now)) >= self.times

    def count(self, key: str, now: datetime) -> None:
        """One more."""
        self._recent(key, now).append(now)

    def forget(self, key: str) -> None:
        """Begin again."""
        self._seen.pop(key, None)

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        found = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while found and found[0] <= now - self.spell:
            found.popleft()
        while len(self._seen) > MOST:
            self._seen.popitem(last=False)
        return found
