"""The table of editions: what administrators have changed of the district's files, in versions."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table, UniqueConstraint, text

from integrations.sql.tables.base import Utc, metadata, row_id

editions = Table(
    "editions",
    metadata,
    row_id(),
    Column("kind", String(12), nullable=False),
    Column("number", Integer, nullable=False),
    Column("published", Utc),
    Column("lines", JSON, nullable=False),
    Column("begins", Utc),
    Column("by", String(60), nullable=False),
    Column("why", String(400), nullable=False),
    Column("took_back", Integer),
    Column("writers", JSON, nullable=False),
    Column("seen", Integer, nullable=False),
    UniqueConstraint("kind", "number", name="edition_number"),
)
Index("editions_one_draft", editions.c.kind, unique=True,
      sqlite_where=text("published IS NULL"),
      postgresql_where=text("published IS NULL"))  # fmt: skip
