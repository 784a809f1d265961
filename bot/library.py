"""The library: approved knowledge kept ready in memory, to be asked which entry answers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime
from threading import Lock

from grid.calendar import SHANGHAI
from grid.knowledge import Entry
from integrations.sql.store import Store
from nlu.heard import Guess
from nlu.meanings import AT_ONCE, Meanings
from nlu.questions import Hit, Known, Questions

log = logging.getLogger("fengqiao.library")
MOST = 3 * AT_ONCE  # wordings learnt at a look
NONE: tuple[tuple[int, int], date] = ((-1, -1), date.min)


class Library:
    """Asked outside the turn's transaction; what is said is looked up again within it."""

    def __init__(self, store: Store, clock: Callable[[], datetime],
                 meanings: Meanings | None = None) -> None:  # fmt: skip
        self.store = store
        self.clock = clock
        self.meanings = meanings
        self._mark = NONE  # of the entries, and the day they were in force
        self._questions = Questions(())
        self._looking = Lock()

    def find(self, text: str, guesses: Sequence[Guess] = ()) -> tuple[Hit, ...]:
        """The entries in force that may answer, best first; none when the store is away."""
        try:
            self._fresh()
            return self._questions.find(text, guesses)
        except Exception:
            log.exception("the library was not read")
            return ()

    def _fresh(self) -> None:
        """Read anew when an entry has moved or another day has come."""
        today = self.clock().astimezone(SHANGHAI).date()
        with self.store.read() as work:
            mark = (work.knowledge.mark(), today)
            if mark == self._mark:
                return
            entries = [one for one in work.knowledge.approved() if one.in_force(today)]
        self._questions = Questions([known_as(one) for one in entries], self.meanings)
        self._mark = mark

    def look(self) -> int:
        """Learn what some more wordings mean; returns how many are still to be learnt.

        Called every few seconds: encoding all at once would hold up a start.
        """
        if self.meanings is None or not self._looking.acquire(blocking=False):
            return 0
        try:
            self._fresh()
            known = self._questions.known
            return self._learn(self.meanings, [text for one in known for text in one.wordings])
        finally:
            self._looking.release()

    def _learn(self, meanings: Meanings, texts: list[str]) -> int:
        missing = meanings.missing(texts)
        for start in range(0, min(len(missing), MOST), AT_ONCE):
            meanings.learn(missing[start : start + AT_ONCE])
        if missing:
            meanings.keep(texts)
            self._questions = Questions(self._questions.known, meanings)
        return max(0, len(missing) - MOST)


def known_as(entry: Entry) -> Known:
    """An entry as the question it answers."""
    words = entry.wording
    return Known(entry.number, (words.title, *words.questions), words.answer, words.categories)
