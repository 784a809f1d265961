"""Sessions as a calendar other programs can subscribe to (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mediation.booking import Slot
from mediation.case import Case, Stage

FOLD = 73  # octets of a line before it is folded; the standard allows 75
LIVE = (Stage.SCHEDULED, Stage.IN_SESSION)
ASKED = (Stage.INVITING, Stage.ACCEPTED, Stage.MEDIATOR_PENDING)
"""Stages in which a time is only held: the calendar shows it as not yet certain."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in a calendar: `words` are its title, `link` where more of it stands."""

    case: Case
    words: str
    link: str


def calendar(name: str, entries: Sequence[Entry], now: datetime) -> str:
    """A calendar; a session whose time is off is not in it, so that subscribers lose it."""
    rows = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fengqiao//mediation//ZH",
            "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}"]  # fmt: skip
    for entry in entries:
        if entry.case.slot is not None and entry.case.stage in (*LIVE, *ASKED):
            rows += _event(entry, entry.case.slot, now)
    rows.append("END:VCALENDAR")
    return "".join(f"{line}\r\n" for row in rows for line in _folded(row))


def _event(entry: Entry, slot: Slot, now: datetime) -> list[str]:
    """The uid stays as long as the case lives; the sequence grows with each of its moves."""
    status = "CONFIRMED" if entry.case.stage in LIVE else "TENTATIVE"
    return ["BEGIN:VEVENT", f"UID:{entry.case.number}@fengqiao", f"DTSTAMP:{_utc(now)}",
            f"SEQUENCE:{entry.case.version}", f"DTSTART:{_utc(slot.start)}",
            f"DTEND:{_utc(slot.end)}", f"SUMMARY:{_text(entry.words)}", f"STATUS:{status}",
            f"DESCRIPTION:{_text(entry.link)}", "CLASS:PRIVATE", "END:VEVENT"]  # fmt: skip


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """Words as the standard wants them."""
    plain = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r", "").replace("\n", "\\n")


def _folded(row: str) -> list[str]:
    """A row in lines of few enough octets, never within a character."""
    lines = [""]
    for sign in row:
        if len((lines[-1] + sign).encode()) > FOLD:
            lines.append(" ")
        lines[-1] += sign
    return lines
