"""Tables of what is owed to somebody: calls with their attempts, and notices to desks."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from integrations.sql.tables.base import Utc, metadata, row_id

calls = Table(
    "calls",
    metadata,
    row_id(),
    Column("ticket", ForeignKey("tickets.number"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("since", Utc, nullable=False),
    Column("by", Utc, nullable=False),
    Column("why", String(300), nullable=False),
    Column("state", String(10), nullable=False, server_default="owed"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next", Utc),
    UniqueConstraint("ticket", "kind", "turn", name="call_once"),
)
Index("calls_owed", calls.c.state, calls.c.by)

attempts = Table(
    "attempts",
    metadata,
    row_id(),
    Column("call", ForeignKey("calls.id"), nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("account", String(60), nullable=False),
    Column("how", String(12), nullable=False),
    Column("reached", Boolean, nullable=False),
    Column("words", String(500), nullable=False),
)

notices = Table(
    "notices",
    metadata,
    row_id(),
    Column("key", String(200), nullable=False, unique=True),
    Column("at", Utc, nullable=False),
    Column("desk", String(60), nullable=False),
    Column("ticket", String(20), nullable=False),
    Column("what", String(16), nullable=False),
    Column("words", String(300), nullable=False),
    Column("told", Integer, nullable=False, server_default="0"),
    Column("seen", Utc),
    Column("seen_by", String(60), nullable=False, server_default=""),
)
Index("notices_open", notices.c.desk, notices.c.seen)
Index("notices_ticket", notices.c.ticket)
