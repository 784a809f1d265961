"""When WeChat lets us write: five messages in 48 hours after a word, three in a minute after a tap.

The rule of the platform since June 2023; it is reckoned here from what came in and what went out,
so that nothing is sent which would be refused, and a restart forgets nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update

from dialogs.arrivals import BLOCKED
from dialogs.incoming import Incoming
from integrations.sql.boxes import incoming_from
from integrations.sql.schema import inbox, outbox
from integrations.sql.store import Store, Work

WORD = (timedelta(hours=48), 5)
"""A message a resident wrote: how long, how many."""
TOUCH = (timedelta(minutes=1), 3)
"""A tap on a list, the account's menu, following, scanning."""
TOLD = "notice:"
"""Before the sent id of words of which only a notice has gone out so far."""
LOOK = 60  # of the latest messages; before as many taps there was a word


@dataclass(slots=True)
class Grant:
    """Leave to write: from when, until when, how many messages are left."""

    start: datetime
    until: datetime
    left: int


def grants(came: Iterable[tuple[Incoming, datetime]]) -> list[Grant]:
    """The leave of the latest word and of the latest touch, none from before the contact left.

    With each thing that came, oldest first, when it was taken: the platform's own time has whole
    seconds, and what went out in the second before must not count.
    """
    words: list[Grant] = []
    touches: list[Grant] = []
    for one, taken in came:
        if one.event == BLOCKED:
            words, touches = [], []
        elif one.key.startswith("wechat:"):
            span, many = TOUCH if _touch(one) else WORD
            latest = touches if _touch(one) else words
            latest[:] = [Grant(taken, one.at + span, many)]
    return words + touches


def _touch(one: Incoming) -> bool:
    """A tap, or an event: its key tells who, when and what (a message's only a number)."""
    return one.kind == "tap" or one.key.count(":") > 2


def left(given: Sequence[Grant], sent: Iterable[datetime], now: datetime) -> int:
    """How many messages may go now; each sent one used up the leave that ends first."""
    for at in sorted(sent):
        open_then = [one for one in given if one.start <= at < one.until and one.left]
        if open_then:
            min(open_then, key=lambda one: one.until).left -= 1
    return max((one.left for one in given if one.start <= now < one.until), default=0)


class Window:
    """What the store knows of a contact's leave."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def left(self, contact: str, now: datetime) -> int:
        """How many messages may go to a contact now."""
        with self._store.read() as work:
            given = grants(_came(work, contact))
            since = min((one.start for one in given), default=now)
            return left(given, _sent(work, contact, since), now)

    def reopen(self, contact: str) -> int:
        """Words of which only a notice went out wait again, whole; returns how many."""
        with self._store.begin() as work:
            return _reopened(work, contact)

    def shows(self, incoming: Incoming, now: datetime) -> bool:
        """Take a word that only answers a notice: it is kept, dealt with, and the words wait again.

        False, and nothing is kept, when no notice is open.
        """
        with self._store.read() as work:  # waits for nobody, and mostly that is all
            query = select(outbox.c.id).where(*_told(incoming.contact))
            if work.connection.execute(query).first() is None:
                return False
        with self._store.begin() as work:
            if not _reopened(work, incoming.contact):
                return False
            if work.inbox.add(incoming, now):
                row = update(inbox).where(inbox.c.key == incoming.key)
                work.connection.execute(row.values(state="done", done=now))
            return True


def sent_id(many: int, key: str) -> str:
    """The sent id of words that took so many messages."""
    return f"wechat:{many}:{key}"


def _told(contact: str) -> tuple[ColumnElement[bool], ...]:
    """The rows of a contact of which only a notice went out."""
    return (outbox.c.contact == contact, outbox.c.state == "sent",
            outbox.c.sent_id.startswith(TOLD))  # fmt: skip


def _reopened(work: Work, contact: str) -> int:
    values = {"state": "waiting", "sent": None, "sent_id": "", "lease": None, "tries": 0}
    query = update(outbox).where(*_told(contact)).values(values)
    return work.connection.execute(query).rowcount


def _came(work: Work, contact: str) -> list[tuple[Incoming, datetime]]:
    """What came from the platform; what staff and the clock put in gives no leave."""
    own = and_(inbox.c.contact == contact, inbox.c.key.startswith("wechat:"))
    query = select(inbox.c.body, inbox.c.accepted).where(own)
    rows = work.connection.execute(query.order_by(inbox.c.id.desc()).limit(LOOK)).all()
    return [(incoming_from(row.body), row.accepted) for row in reversed(rows)]


def _sent(work: Work, contact: str, since: datetime) -> list[datetime]:
    """When each message went out; the rows of words that went together have one sent id."""
    query = select(outbox.c.sent_id, outbox.c.sent).where(
        outbox.c.contact == contact, outbox.c.state == "sent", outbox.c.sent >= since,
        outbox.c.sent_id.startswith("wechat:")).distinct()  # fmt: skip
    rows = {row.sent_id: row.sent for row in work.connection.execute(query)}
    return [at for name, at in rows.items() for _ in range(int(name.split(":")[1]))]
