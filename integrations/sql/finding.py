"""Finding tickets by words and by phone: what is indexed, forgotten and asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    or_,
    select,
    text,
    update,
)

from dialogs.covered import covered, own_of
from integrations.seal import Seal
from integrations.sql.boxes import insert_once, new_id
from integrations.sql.grams import Ways, for_fts5, for_tsvector, fts5, pieces, tsquery
from integrations.sql.schema import additions, findings, followers, persons, tickets, views

TAIL = 4  # digits of a phone that are known by heart
_ADD = {
    "sqlite": "INSERT INTO findings_text (rowid, words, own) VALUES (:row, :words, :own)",
    "postgresql": "INSERT INTO findings_text (rowid, words, own)"
    " VALUES (:row, CAST(:words AS tsvector), CAST(:own AS tsvector))",
}
_DROP = text("DELETE FROM findings_text WHERE rowid = :row")
NAMED = tickets.c.secret.is_(False) & (tickets.c.privacy != "anonymous")
"""Whose person is hidden from nobody in the office."""
_ASKED = (tickets.c.number, tickets.c.detail, tickets.c.place, tickets.c.answer, tickets.c.slots)


class Finding:
    """The words of tickets, kept beside them in the same transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.sqlite = connection.dialect.name == "sqlite"

    def index(self, number: str) -> None:
        """Index a ticket anew: the resident's words, what was added, the place, the answer.

        Nothing of the conversation is indexed.
        """
        found = self.connection.execute(select(*_ASKED).where(tickets.c.number == number)).first()
        if found is None:
            return
        row = self._row(number)
        if row is None:
            row = new_id(self.connection, findings, {"ticket": number})
        else:
            self.connection.execute(_DROP, {"row": row})
        open_words, own = _words(found, self._added(number))
        shape = for_fts5 if self.sqlite else for_tsvector
        values = {"row": row, "words": shape(open_words), "own": shape(own)}
        self.connection.execute(text(_ADD[self.connection.dialect.name]), values)

    def _row(self, number: str) -> int | None:
        query = select(findings.c.id).where(findings.c.ticket == number)
        return self.connection.execute(query).scalar()

    def _added(self, number: str) -> list[str]:
        query = select(additions.c.words).where(additions.c.ticket == number)
        return list(self.connection.scalars(query.order_by(additions.c.id)))

    def forget(self, numbers: Iterable[str]) -> None:
        """Tickets that nobody finds by words any more."""
        for number in numbers:
            row = self._row(number)
            if row is not None:
                self.connection.execute(_DROP, {"row": row})
                self.connection.execute(delete(findings).where(findings.c.id == row))

    def saying(self, asked: Sequence[Ways], whole: bool) -> Select[tuple[str]]:
        """Numbers of tickets that say all of it; `whole` looks into what is covered for others."""
        found = select(findings.c.ticket)
        if self.sqlite:
            match = fts5(asked) if whole else f"words : ({fts5(asked)})"
            rows = text("SELECT rowid FROM findings_text WHERE findings_text MATCH :asked")
            return found.where(findings.c.id.in_(rows.bindparams(_asked(match))))
        own = " OR own @@ CAST(:asked AS tsquery)" if whole else ""
        rows = text("SELECT rowid FROM findings_text"
                    f" WHERE words @@ CAST(:asked AS tsquery){own}")  # fmt: skip
        return found.where(findings.c.id.in_(rows.bindparams(_asked(tsquery(asked)))))

    # -- phones

    def fill_tails(self, seal: Seal, most: int = 5000) -> None:
        """Index the last digits of phones that were left since; they are kept sealed only."""
        where = (persons.c.phone.is_not(None), persons.c.phone_tail.is_(None))
        query = select(persons.c.id, persons.c.phone).where(*where).limit(most)
        for row in self.connection.execute(query).all():
            mark = ""
            with suppress(ValueError):  # sealed with another secret: nobody can read it any more
                mark = tail_mark(seal, seal.open(row.phone))
            one = update(persons).where(persons.c.id == row.id)
            self.connection.execute(one.values(phone_tail=mark))


class Views:
    """Lists somebody looks at often: a name and the query of the address."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def of(self, account: str, page: str) -> list[Row[Any]]:
        """An account's own ones of a page, by name."""
        query = select(views).where(views.c.account == account, views.c.page == page)
        return list(self.connection.execute(query.order_by(views.c.name)))

    def keep(self, values: dict[str, Any]) -> None:
        """Keep one; what was so named before is another from now on."""
        self.connection.execute(delete(views).where(
            views.c.account == values["account"], views.c.page == values["page"],
            views.c.name == values["name"]))  # fmt: skip
        insert_once(self.connection, views, values)

    def drop(self, row: int, account: str) -> None:
        """Take one away, if it is theirs."""
        where = (views.c.id == row, views.c.account == account)
        self.connection.execute(delete(views).where(*where))


def _asked(words: str) -> BindParameter[str]:
    return bindparam("asked", words, unique=True)


def tail_mark(seal: Seal, phone: str) -> str:
    """A blind index of a phone's last digits; nothing can be read from it."""
    return seal.index(f"tail:{phone[-TAIL:]}")


def of_phone(marks: Sequence[str]) -> tuple[Select[tuple[str]], ...]:
    """Numbers of the tickets that persons with such a phone have, and of those they follow.

    Never one whose person stays hidden: a phone would tell who gave the tip-off (J1).
    """
    known = or_(persons.c.phone_index.in_(marks), persons.c.phone_tail.in_(marks))
    whose = select(persons.c.id).where(known)
    followed = select(followers.c.ticket).where(followers.c.person.in_(whose))
    own = select(tickets.c.number).where(tickets.c.person.in_(whose), NAMED)
    return own, select(tickets.c.number).where(tickets.c.number.in_(followed), NAMED)


def _words(found: Any, added: list[str]) -> tuple[list[str], list[str]]:
    """The pieces as everybody may read them, and as told where that differs."""
    slots = [str(value) for _, value in found.slots]
    told = [found.detail, *added, *slots]
    own = own_of(told)
    texts = [*told, found.place, found.answer]
    read = [own.out_of(covered(one)) for one in (*told, found.place)]
    read.append(own.out_of(found.answer))
    kept = [one for one in texts if one]
    return pieces(one for one in read if one), pieces(kept) if read != texts else []


def refill(connection: Connection) -> None:
    """Index every ticket that is not; for the migration of a store with tickets."""
    finding = Finding(connection)
    known = select(findings.c.ticket)
    query = select(tickets.c.number).where(tickets.c.number.not_in(known))
    query = query.where(tickets.c.contact != "office:expired").order_by(tickets.c.number)
    for number in list(connection.scalars(query)):
        finding.index(number)
