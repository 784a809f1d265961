"""Tables of other systems: their keys, which tickets each entered, and what was entered before."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from integrations.sql.tables.base import Utc, metadata, row_id

keys = Table(
    "keys",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("public", String(16), nullable=False, unique=True),
    Column("secret", String(64), nullable=False),
    Column("scopes", String(60), nullable=False),
    Column("a_minute", Integer, nullable=False),
    Column("since", Utc, nullable=False),
    Column("until", Utc),
    Column("ended", Utc),
    Column("used", Utc),
)

entered = Table(
    "entered",
    metadata,
    Column("ticket", ForeignKey("tickets.number"), primary_key=True),
    Column("key", ForeignKey("keys.name"), nullable=False),
    Column("at", Utc, nullable=False),
)
Index("entered_by", entered.c.key, entered.c.at)

marks = Table(
    "marks",
    metadata,
    row_id(),
    Column("key", ForeignKey("keys.name"), nullable=False),
    Column("mark", String(64), nullable=False),
    Column("content", String(64), nullable=False),
    Column("at", Utc, nullable=False),
    Column("ticket", String(20), nullable=False),
    UniqueConstraint("key", "mark", name="entered_once"),
)
