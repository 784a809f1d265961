"""What was said, as a page shows it: the inbox and the outbox of a contact in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.channels.web import Note, row_note
from dialogs.incoming import Incoming
from grid.calendar import SHANGHAI
from integrations.seal import Seal
from integrations.sql.boxes import Kept, Letter
from integrations.sql.store import Store, Work

SHOWN = timedelta(hours=24)
LATEST = 2**62
SPOKEN = ("message", "edit", "tap")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the conversation. `id` is the message's own, or the outbox row's number."""

    who: str  # me, bot or staff
    id: str
    at: datetime
    text: str
    buttons: tuple[dict[str, str], ...] = ()
    kind: str = ""
    asks: str = ""
    photos: tuple[str, ...] = ()
    clear: bool = False
    turn: int = 0  # the inbox row this is or answers: the order of what happened at one moment

    @property
    def clock(self) -> str:
        """14:05, in Shanghai."""
        return f"{self.at.astimezone(SHANGHAI):%H:%M}"


@dataclass(frozen=True, slots=True)
class Talk:
    """What a page begins with. `last` is the newest outbox row; None: the store did not answer."""

    lines: tuple[Line, ...] = ()
    last: int | None = None
    quiet: bool = False  # an empty, neutral page
    pin: bool = False  # a PIN opens what was said before

    @property
    def answered(self) -> int:
        """How many lines from the start have been answered: their buttons look it."""
        return max((n for n, line in enumerate(self.lines) if line.who == "me"), default=0)


def talk_of(store: Store, contact: str, now: datetime, hushed: bool = False,
            seal: Seal | None = None) -> Talk:  # fmt: skip
    """What the contact's page shows: the last 24 hours, or nothing where that is safer.

    `seal` opens what was said alone; without it a mask stands there.
    """
    with store.read() as work:
        row = work.contacts.get(contact)
        letters = _letters(work, contact, 0, seal)
        last = max((one.id for one in letters if one.state != "waiting"), default=0)
        if hushed or (row is not None and row.shy):
            return Talk((), last, True, bool(row and row.pin))
        kept = _kept(work, contact, seal)
        return Talk(_lines(kept, letters, now - SHOWN), last)


def opened(store: Store, contact: str, seal: Seal | None = None) -> Talk:
    """Everything still kept, for who gave the PIN."""
    with store.read() as work:
        letters = _letters(work, contact, 0, seal)
        last = max((one.id for one in letters if one.state != "waiting"), default=0)
        kept = _kept(work, contact, seal)
        return Talk(_lines(kept, letters, None, cut=False), last)


def pin_kept(store: Store, contact: str) -> str:
    """The PIN's hash; empty when none is set."""
    with store.read() as work:
        row = work.contacts.get(contact)
        return row.pin if row else ""


def has_photo(store: Store, contact: str, mark: str) -> bool:
    """Whether a photo is the contact's own."""
    with store.read() as work:
        kept = work.inbox.of(contact)
    return any(file.ref == mark and file.kind == "photo" for k in kept for file in k.incoming.files)


def _letters(work: Work, contact: str, after: int, seal: Seal | None) -> list[Letter]:
    """Their letters, with what was said to them alone."""
    letters = work.outbox.of(contact, after)
    return [work.private.letter(one, seal) for one in letters] if seal else letters


def _kept(work: Work, contact: str, seal: Seal | None) -> list[Kept]:
    """Their own messages, with what they said alone."""
    kept = work.inbox.of(contact)
    return [work.private.message(one, seal) for one in kept] if seal else kept


def _lines(messages: list[Kept], letters: list[Letter], since: datetime | None,
           cut: bool = True) -> tuple[Line, ...]:  # fmt: skip
    labels = {b.data: b.label for letter in letters for b in letter.say.buttons}
    mine = [_mine(kept, labels) for kept in messages if _said(kept)]
    lines = sorted(mine + [_theirs(one) for one in letters if visible(one)], key=_order)
    recent = [line for line in lines if since is None or line.at >= since or _news(line, lines)]
    cleared = max((n for n, line in enumerate(recent) if line.clear), default=-1)
    return tuple(recent[cleared + 1 :] if cut else recent)


def _news(line: Line, lines: list[Line]) -> bool:
    """Whether it came after all the resident said and answers none of it: nobody has read it.

    Who never wrote (the other party of a mediation) gets news alone.
    """
    said = next((one for one in reversed(lines) if one.who == "me"), None)
    return said is None or (line.at > said.at and line.turn > said.turn)


def _order(line: Line) -> tuple[datetime, int, bool]:
    return line.at, line.turn, line.who != "me"


def _said(kept: Kept) -> bool:
    one = kept.incoming
    return kept.state != "erased" and one.kind in SPOKEN and bool(
        one.text or one.button or one.files or one.pin
    )  # fmt: skip


def visible(letter: Letter) -> bool:
    """Whether it reached the page and has not been erased."""
    return letter.state == "sent" and bool(letter.say.text)


def _mine(kept: Kept, labels: dict[str, str]) -> Line:
    one = kept.incoming
    photos = tuple(file.ref for file in one.files if file.kind == "photo")
    ident = one.key.rpartition(":")[2]
    return Line("me", ident, one.at, words_of(one, labels), photos=photos, turn=kept.id)


def words_of(one: Incoming, labels: dict[str, str]) -> str:
    """What the resident sees of their own message."""
    voices = sum(file.kind == "voice" for file in one.files)
    said = one.text or (labels.get(one.button, "（按钮）") if one.button else "")
    return "\n".join(filter(None, (said, "［语音］" * voices, "［我的位置］" if one.pin else "")))


def _theirs(letter: Letter) -> Line:
    say = letter.say
    buttons = tuple({"label": b.label, "data": b.data} for b in say.buttons)
    who = "staff" if say.by else "bot"
    return Line(who, str(letter.id), letter.at, say.text, buttons, say.kind, say.asks,
                clear=say.clear, turn=letter.turn or LATEST)  # fmt: skip


def missed(store: Store, contact: str, after: int | None, since: datetime,
           seal: Seal | None = None) -> list[Note]:  # fmt: skip
    """Rows a page has not seen: those after an id, or, without one, those from a time on.

    A row that clears the screen takes what was before it along.
    """
    with store.read() as work:
        letters = [one for one in _letters(work, contact, after or 0, seal) if visible(one)]
    if after is None:
        letters = [one for one in letters if one.at >= since]
    cleared = max((n for n, one in enumerate(letters) if one.say.clear), default=0)
    return [row_note(one.id, one.say, one.at) for one in letters[cleared:]]


def mine_note(message: Any, labels: dict[str, str] | None = None) -> Note:
    """A message just accepted, for the other open pages of its sender."""
    text = words_of(message, labels or {})
    photos = [file.ref for file in message.files if file.kind == "photo"]
    ident = message.key.rpartition(":")[2]
    return Note("mine", {"id": ident, "text": text, "photos": photos, "at": message.at.isoformat()})
