"""Tables of knowledge: versions of entries, and what residents asked."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from integrations.sql.tables.base import Utc, metadata, row_id

entries = Table(
    "entries",
    metadata,
    row_id(),
    Column("number", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("standing", String(12), nullable=False),
    Column("title", String(120), nullable=False),
    Column("questions", JSON, nullable=False),
    Column("answer", Text, nullable=False),
    Column("source", String(200), nullable=False),
    Column("document", String(120), nullable=False),
    Column("unit", String(40), nullable=False),
    Column("office", String(200), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date),
    Column("link", String(300), nullable=False),
    Column("categories", JSON, nullable=False),
    Column("writers", JSON, nullable=False),
    Column("written", Utc, nullable=False),
    Column("approver", String(60), nullable=False),
    Column("approved", Utc),
    Column("seen", Integer, nullable=False),
    UniqueConstraint("number", "version", name="entry_version"),
)
Index("entries_one_in_force", entries.c.number, unique=True,
      sqlite_where=text("standing = 'approved'"),
      postgresql_where=text("standing = 'approved'"))  # fmt: skip
Index("entries_one_in_work", entries.c.number, unique=True,
      sqlite_where=text("standing IN ('draft', 'submitted')"),
      postgresql_where=text("standing IN ('draft', 'submitted')"))  # fmt: skip

questions = Table(
    "questions",
    metadata,
    row_id(),
    Column("at", Utc, nullable=False, index=True),
    Column("contact", String(120), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("category", String(8), nullable=False),
    Column("entry", String(10), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("verdict", String(10), nullable=False),
    Column("settled", String(60), nullable=False),
)
