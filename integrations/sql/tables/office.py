"""Tables of the office: counters, accounts, sessions, audit, settings."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from integrations.sql.tables.base import Utc, metadata, row_id

counters = Table(
    "counters",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Integer, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("password", String(300), nullable=False),
    Column("roles", String(200), nullable=False),
    Column("member", String(60), nullable=False),
    Column("display", String(60), nullable=False),
    Column("fails", Integer, nullable=False),
    Column("locked", Utc),
    Column("second", LargeBinary),
    Column("since", Utc, nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("true")),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("account", ForeignKey("accounts.name")),
    Column("since", Utc, nullable=False),
    Column("seen", Utc, nullable=False),
    Column("passed", Boolean, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    row_id(),
    Column("at", Utc, nullable=False),
    Column("account", String(60), nullable=False),
    Column("act", String(60), nullable=False),
    Column("about", String(120), nullable=False),
    Column("why", String(300), nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    row_id(),
    Column("inbox", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    Column("by", String(60), nullable=False),
    Column("field", String(24), nullable=False),
    Column("was", String(200), nullable=False),
    Column("now", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("contact", String(120), nullable=False, server_default="", index=True),
    Column("ticket", String(20), nullable=False, server_default="", index=True),
    Column("state", String(10), nullable=False, server_default="open", index=True),
    Column("decided", Utc),
    Column("decided_by", String(60), nullable=False, server_default=""),
    Column("why", String(300), nullable=False, server_default=""),
)
Index("corrections_of", corrections.c.inbox)

settings = Table(
    "settings",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)
