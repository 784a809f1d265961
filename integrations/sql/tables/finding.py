"""Tables for finding: the words of tickets as pairs of characters, and kept views.

The words stand in `findings_text`, which each store has in a shape of its own: FTS5 on SQLite,
two tsvectors on PostgreSQL. Its rowid is the id of a row of `findings`.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    event,
)

from integrations.sql.tables.base import Utc, metadata, row_id
from integrations.sql.tables.talk import persons
from integrations.sql.tables.work import tickets

findings = Table(
    "findings",
    metadata,
    row_id(),
    Column("ticket", ForeignKey("tickets.number"), nullable=False, unique=True),
)

views = Table(
    "views",
    metadata,
    row_id(),
    Column("account", ForeignKey("accounts.name"), nullable=False),
    Column("page", String(10), nullable=False),
    Column("name", String(30), nullable=False),
    Column("query", String(1000), nullable=False),
    Column("since", Utc, nullable=False),
    UniqueConstraint("account", "page", "name", name="view_named_once"),
)

Index("tickets_due", tickets.c.answer_due, tickets.c.number)
Index("tickets_place", tickets.c.place_id)
Index("tickets_unit", tickets.c.unit, tickets.c.state)
Index("cases_opened", metadata.tables["cases"].c.opened)
_UNTAILED = persons.c.phone.is_not(None) & persons.c.phone_tail.is_(None)
Index("persons_untailed", persons.c.id, sqlite_where=_UNTAILED, postgresql_where=_UNTAILED)

MADE = {
    "sqlite": ("CREATE VIRTUAL TABLE findings_text USING fts5(words, own,"
               " tokenize='unicode61 remove_diacritics 0', prefix='1')",),
    "postgresql": (
        "CREATE TABLE findings_text (rowid integer PRIMARY KEY,"
        " words tsvector NOT NULL, own tsvector NOT NULL)",
        "CREATE INDEX findings_words ON findings_text USING gin (words)",
        "CREATE INDEX findings_own ON findings_text USING gin (own)",
    ),
}  # fmt: skip
"""`words` as everybody may read them, `own` as told where that differs; only clerks look there."""
if sqlite3.sqlite_version_info >= (3, 42):  # what is erased leaves its pages at once
    SECURE = "INSERT INTO findings_text (findings_text, rank) VALUES ('secure-delete', 1)"
    MADE["sqlite"] = (*MADE["sqlite"], SECURE)
GONE = "DROP TABLE IF EXISTS findings_text"


def _made(_table: Table, connection: Connection, **_: Any) -> None:
    """Tests make all tables at once; a real store is migrated."""
    for statement in MADE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


event.listen(findings, "after_create", _made)
