"""The spool: with the store down, messages wait in a file, fsynced, and are replayed once."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dialogs.incoming import Incoming
from integrations.sql.boxes import incoming_from, incoming_json


class Spool:
    """A file of JSON lines; a line half written by a crash is kept aside, never an obstacle.

    Several processes may share the folder. What is being replayed lies in a file of its own, so
    that a message can be added at any moment, also while the store hangs in a replay.
    """

    def __init__(self, folder: Path, fit: Callable[[Incoming], Incoming] = lambda one: one) -> None:
        self.path = folder / "inbox.jsonl"
        self.fit = fit  # without what may not be kept as it was typed, here either

    @property
    def leaving(self) -> Path:
        """The messages that are being replayed, or were when a replay broke off."""
        return self.path.with_suffix(".leaving")

    def add(self, incoming: Incoming) -> None:
        """Keep a message; returns once it is on the disk. Raises OSError when it cannot be."""
        fit = self.fit(incoming)
        line = json.dumps(incoming_json(fit)) + "\n"  # in ASCII: no sign in it ends a line
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._alone("adding"), self.path.open("a", encoding="utf-8") as file:
            file.write(line if _whole(self.path) else f"\n{line}")
            file.flush()
            os.fsync(file.fileno())

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not (_filled(self.path) or _filled(self.leaving))

    def replay(self, accept: Callable[[Incoming], bool]) -> list[str]:
        """Hand every message to `accept`, oldest first; returns the contacts concerned.

        The file goes only after all are accepted; accepting twice is harmless by their keys.
        While another process replays there is nothing to do here.
        """
        if self.empty:
            return []
        try:
            with self._alone("replaying", wait=False):
                return self._replay(accept)
        except BlockingIOError:
            return []

    def _replay(self, accept: Callable[[Incoming], bool]) -> list[str]:
        if not self.leaving.exists():
            with self._alone("adding"):
                if not self.path.exists():
                    return []  # another process has just replayed it
                self.path.replace(self.leaving)
        good, bad = self._lines()
        for incoming in good:
            accept(incoming)
        if bad:
            with self.path.with_suffix(".bad").open("a", encoding="utf-8") as aside:
                aside.writelines(bad)
        self.leaving.unlink()
        return list(dict.fromkeys(one.contact for one in good))

    def _lines(self) -> tuple[list[Incoming], list[str]]:
        good: list[Incoming] = []
        bad: list[str] = []
        for line in self.leaving.read_bytes().splitlines(keepends=True):
            try:
                good.append(incoming_from(json.loads(line)))
            except (ValueError, KeyError, TypeError):
                bad.append(line.decode("utf-8", "replace"))
        return good, bad

    @contextmanager
    def _alone(self, what: str, wait: bool = True) -> Iterator[None]:
        """Nobody else does `what` meanwhile, in this process or another; the lock dies with us."""
        with self.path.with_suffix(f".{what}").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            yield


def _whole(path: Path) -> bool:
    """Whether a file ends with a line's end; half a line must not spoil the one that follows."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 1))
        return file.read() in (b"", b"\n")


def _filled(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
