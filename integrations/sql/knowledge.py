"""The store's knowledge: versions of entries, and what residents asked and were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from grid.knowledge import Entry, Standing, Wording
from grid.refused import Refused
from integrations.sql.boxes import insert_once, new_id
from integrations.sql.schema import entries, questions

_OF_WORDING = tuple(field.name for field in fields(Wording))
_LISTS = ("questions", "categories")
CHANGED = "这一条刚刚被别人改过，请看过现在的内容再操作。"


def _row(entry: Entry) -> dict[str, Any]:
    """An entry as kept: its wording's fields beside its own."""
    kept = {f.name: getattr(entry, f.name) for f in fields(entry) if f.name != "wording"}
    words = asdict(entry.wording)
    return {**kept, **words, "standing": str(entry.standing), "writers": list(entry.writers),
            **{name: list(words[name]) for name in _LISTS}}  # fmt: skip


def _entry(row: Row[Any]) -> Entry:
    kept = row._mapping
    words = {name: kept[name] for name in _OF_WORDING}
    words |= {name: tuple(words[name]) for name in _LISTS}
    own = {f.name: kept[f.name] for f in fields(Entry) if f.name != "wording"}
    own |= {"standing": Standing(own["standing"]), "writers": tuple(own["writers"])}
    return Entry(wording=Wording(**words), **own)


class Knowledge:
    """Entries by number and version; nothing is ever deleted."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, entry: Entry) -> None:
        """Keep a new version; Refused when the number has one in work already."""
        if not insert_once(self.connection, entries, _row(entry)):
            raise Refused(CHANGED)

    def save(self, entry: Entry, seen: int) -> None:
        """Write a version that stood as it was seen; Refused when it did not."""
        where = (entries.c.number == entry.number, entries.c.version == entry.version,
                 entries.c.seen == seen)  # fmt: skip
        query = update(entries).where(*where).values(_row(entry))
        if self.connection.execute(query).rowcount != 1:
            raise Refused(CHANGED)

    def versions(self, number: str) -> list[Entry]:
        """All versions of an entry, the newest first."""
        query = select(entries).where(entries.c.number == number)
        rows = self.connection.execute(query.order_by(entries.c.version.desc()))
        return [_entry(row) for row in rows]

    def get(self, number: str, version: int) -> Entry | None:
        """One version."""
        where = (entries.c.number == number, entries.c.version == version)
        row = self.connection.execute(select(entries).where(*where)).first()
        return _entry(row) if row else None

    def approved(self, number: str = "") -> list[Entry]:
        """What stands approved, whatever its dates: all, or of one number."""
        where = [entries.c.standing == str(Standing.APPROVED)]
        where += [entries.c.number == number] if number else []
        rows = self.connection.execute(select(entries).where(*where).order_by(entries.c.number))
        return [_entry(row) for row in rows]

    def listed(self) -> list[Entry]:
        """Every version, by number, the newest of each first."""
        query = select(entries).order_by(entries.c.number, entries.c.version.desc())
        return [_entry(row) for row in self.connection.execute(query)]

    def mark(self) -> tuple[int, int]:
        """Another mark whenever anything has changed: rows never go, and moves only grow."""
        row = self.connection.execute(select(func.count(), func.sum(entries.c.seen))).one()
        return int(row[0]), int(row[1] or 0)


class Questions:
    """What residents asked; `entry` is what answered it, empty for a gap."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, values: dict[str, Any]) -> int:
        """Keep a question; returns its row."""
        return new_id(self.connection, questions, {"verdict": "", "settled": "", **values})

    def judge(self, row: int, verdict: str) -> None:
        """What its asker said of the answer: yes, no or person."""
        query = update(questions).where(questions.c.id == row)
        self.connection.execute(query.values(verdict=verdict))

    def gaps(self, since: datetime, most: int = 400) -> list[Row[Any]]:
        """Questions that nothing answered and nobody has settled, latest first."""
        where = (questions.c.entry == "", questions.c.settled == "", questions.c.text > "",
                 questions.c.at >= since)  # fmt: skip
        query = select(questions).where(*where).order_by(questions.c.id.desc()).limit(most)
        return list(self.connection.execute(query))

    def settle(self, rows: Sequence[int], by: str) -> None:
        """Somebody has seen to these gaps."""
        query = update(questions).where(questions.c.id.in_(list(rows)), questions.c.entry == "")
        self.connection.execute(query.values(settled=by))

    def usage(self, since: datetime) -> dict[str, dict[str, int]]:
        """How often each entry was said, by verdict; "" is a gap or an answer without a word."""
        columns = (questions.c.entry, questions.c.verdict, func.count())
        query = select(*columns).where(questions.c.at >= since)
        found: dict[str, dict[str, int]] = {}
        for entry, verdict, many in self.connection.execute(query.group_by(*columns[:2])):
            found.setdefault(entry, {})[verdict] = many
        return found

    def outlive(self, before: datetime) -> None:
        """Words of questions have the time of talk; that something was asked still counts."""
        query = update(questions).where(questions.c.at < before, questions.c.contact > "")
        self.connection.execute(query.values(text="", contact=""))

    def forget(self, contact: str) -> None:
        """Who asked takes the words back; that something was asked still counts."""
        query = update(questions).where(questions.c.contact == contact)
        self.connection.execute(query.values(text="", contact=""))
