"""Words said alone, sealed at rest, and whose words go to the mediator alone just now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, update

from dialogs.say import Say
from integrations.seal import Seal
from integrations.sql.boxes import Kept, Letter, insert_once, new_id
from integrations.sql.schema import cases, inbox, private_talks, private_words
from mediation.alone import MASK, Word

MARK = "private"
"""In the `data` of an incoming message: the row that holds its words."""
SEALED = "sealed"
"""In the `data` of a message not yet dealt with: its words, sealed as hex digits."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A contact that speaks alone (or at the round table) with the mediator of a case."""

    contact: str
    case: str
    party: str
    kind: str
    last: datetime
    open: int


class Private:
    """Rows of few eyes; who may open them is decided by who asks."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    # -- words

    def add(self, word: Word, seal: Seal) -> int:
        """Keep a word; its own id is given by the store."""
        row = {"case": word.case, "party": word.party, "by": word.by, "mediator": word.mediator,
               "kind": word.kind, "at": word.at, "sealed": seal.close(word.text),
               "seen": word.seen}  # fmt: skip
        return new_id(self.connection, private_words, row)

    def of(self, case: str, mediator: str, seal: Seal) -> list[Word]:
        """What was said in a case to that mediator and by them, oldest first."""
        w = private_words.c
        query = select(private_words).where(w.case == case, w.mediator == mediator)
        return [_word(row, seal) for row in self.connection.execute(query.order_by(w.id))]

    def of_party(self, case: str, party: str, seal: Seal) -> list[Word]:
        """What stands in a side's own thread, whoever presided, and what it said at the table."""
        w = private_words.c
        own = or_(w.party == party, w.by == party)
        query = select(private_words).where(w.case == case, own).order_by(w.id)
        return [_word(row, seal) for row in self.connection.execute(query)]

    def get(self, row: int, seal: Seal) -> Word | None:
        """One word."""
        query = select(private_words).where(private_words.c.id == row)
        found = self.connection.execute(query).first()
        return _word(found, seal) if found else None

    def unseen(self, case: str, mediator: str) -> int:
        """How many words of the parties that mediator has not read."""
        w = private_words.c
        query = select(w.id).where(w.case == case, w.mediator == mediator, w.by != mediator,
                                   w.seen.is_(None))  # fmt: skip
        return len(self.connection.execute(query).all())

    def seen(self, case: str, mediator: str, now: datetime) -> None:
        """The mediator has them on the screen."""
        w = private_words.c
        where = (w.case == case, w.mediator == mediator, w.seen.is_(None))
        self.connection.execute(update(private_words).where(*where).values(seen=now))

    def answer(self, word: Word) -> bool:
        """A side's word on its own sentence; False when it was carried across meanwhile."""
        where = (private_words.c.id == word.id, private_words.c.sent.is_(None))
        values = {"answer": word.answer, "answered": word.answered}
        return self.connection.execute(update(private_words).where(*where)
                                       .values(values)).rowcount == 1  # fmt: skip

    def carry(self, row: int, now: datetime) -> bool:
        """Mark it carried across; True once, and only while the side's word is a yes."""
        w = private_words.c
        where = (w.id == row, w.kind == "carry", w.answer == "yes", w.sent.is_(None))
        query = update(private_words).where(*where).values(sent=now)
        return self.connection.execute(query).rowcount == 1

    def outlive(self, states: Sequence[str], before: datetime) -> int:
        """Words of cases that ended, said before then, are gone; returns how many."""
        over = select(cases.c.number).where(cases.c.state.in_(states))
        where = (private_words.c.at < before, private_words.c.case.in_(over))
        return self.connection.execute(delete(private_words).where(*where)).rowcount

    # -- who speaks alone now

    def aside(self, contact: str) -> Aside | None:
        """How the contact speaks alone, or did lately."""
        query = select(private_talks).where(private_talks.c.contact == contact)
        row = self.connection.execute(query).first()
        return Aside(**row._mapping) if row else None

    def begin(self, one: Aside) -> None:
        """From now on the contact's words go to the mediator alone, or to the table."""
        values = {"contact": one.contact, "case": one.case, "party": one.party,
                  "kind": one.kind, "last": one.last, "open": 1}  # fmt: skip
        if not insert_once(self.connection, private_talks, values):
            where = private_talks.c.contact == one.contact
            self.connection.execute(update(private_talks).where(where).values(values))

    def end(self, contact: str, now: datetime) -> bool:
        """Back to ordinary words; False when it was so already."""
        where = (private_talks.c.contact == contact, private_talks.c.open == 1)
        query = update(private_talks).where(*where).values(open=0, last=now)
        return self.connection.execute(query).rowcount == 1

    # -- the talk's own rows

    def hide(self, row: int, word: int) -> None:
        """A message of the inbox keeps nothing of its words."""
        body = self.connection.execute(select(inbox.c.body).where(inbox.c.id == row)).scalar_one()
        data = {key: value for key, value in body["data"].items() if key not in _TOLD}
        kept = {**body, "text": MASK, "files": [], "pin": None, "phone": "",
                "data": {**data, MARK: word}}  # fmt: skip
        self.connection.execute(update(inbox).where(inbox.c.id == row).values(body=kept))

    def show(self, row: int, text: str) -> None:
        """Words of danger are ordinary after all: who comes to help must read them."""
        body = self.connection.execute(select(inbox.c.body).where(inbox.c.id == row)).scalar_one()
        data = {key: value for key, value in body["data"].items() if key != SEALED}
        kept = {**body, "text": text, "data": data}
        self.connection.execute(update(inbox).where(inbox.c.id == row).values(body=kept))

    def letter(self, letter: Letter, seal: Seal) -> Letter:
        """A letter as its reader gets it, on its way and on their own page."""
        return letter if letter.say.open else replace(letter, say=self.opened(letter.say, seal))

    def opened(self, say: Say, seal: Seal) -> Say:
        """The words of a Say with what was said alone in them, or what is sealed in their place."""
        if say.sealed:
            return replace(say, text=seal.open(bytes.fromhex(say.sealed)), sealed="")
        word = self.get(say.private, seal) if say.private else None
        return replace(say, text=say.text.replace(MASK, word.text)) if word else say

    def message(self, kept: Kept, seal: Seal) -> Kept:
        """A message as its sender wrote it, for their own page."""
        data = kept.incoming.data
        if MARK not in data and SEALED not in data:
            return kept
        word = self.get(int(data.get(MARK, 0)), seal)
        text = word.text if word else seal.open(bytes.fromhex(str(data.get(SEALED, ""))))
        return replace(kept, incoming=replace(kept.incoming, text=text or MASK))


_TOLD = (SEALED, "alarmed", "alarm_words")


def _word(row: Row[Any], seal: Seal) -> Word:
    return Word(row.id, row.case, row.party, row.by, row.mediator, row.kind, row.at,
                seal.open(row.sealed), row.seen, row.answer, row.answered, row.sent)  # fmt: skip
