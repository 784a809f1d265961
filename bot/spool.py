"""The spool: with the store down, messages wait in a file, fsynced, and are replayed once."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

from dialogs.incoming import Incoming
from integrations.sql.boxes import incoming_from, incoming_json


class Spool:
    """One file of JSON lines; a line half written by a crash is kept aside, never an obstacle."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "inbox.jsonl"
        self._lock = threading.Lock()

    def add(self, incoming: Incoming) -> None:
        """Keep a message; returns once it is on the disk. Raises OSError when it cannot be."""
        line = json.dumps(incoming_json(incoming), ensure_ascii=False) + "\n"
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not self.path.exists() or self.path.stat().st_size == 0

    def replay(self, accept: Callable[[Incoming], bool]) -> list[str]:
        """Hand every message to `accept`, oldest first; returns the contacts concerned.

        The file goes only after all are accepted; accepting twice is harmless by their keys.
        """
        with self._lock:
            if self.empty:
                return []
            good, bad = self._lines()
            for incoming in good:
                accept(incoming)
            if bad:
                with self.path.with_suffix(".bad").open("a", encoding="utf-8") as aside:
                    aside.writelines(bad)
            self.path.unlink()
        return list(dict.fromkeys(one.contact for one in good))

    def _lines(self) -> tuple[list[Incoming], list[str]]:
        good, bad = [], []
        for line in self.path.read_text("utf-8", "replace").splitlines(keepends=True):
            try:
                good.append(incoming_from(json.loads(line)))
            except (ValueError, KeyError, TypeError):
                bad.append(line)
        return good, bad
