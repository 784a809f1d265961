"""Tables of whistles: what they are about, whom they call, how both sides rate each other."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from integrations.sql.tables.base import Utc, metadata

whistles = Table(
    "whistles",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("street", String(60), nullable=False, index=True),
    Column("by", String(60), nullable=False),
    Column("at", Utc, nullable=False, index=True),
    Column("place", String(200), nullable=False),
    Column("meet", Utc, nullable=False),
    Column("why", String(400), nullable=False),
    Column("plan_due", Utc),
    Column("planned", Utc),
    Column("state", String(12), nullable=False, index=True),
    Column("result", Text, nullable=False),
    Column("ended", Utc),
    Column("version", Integer, nullable=False),
)

whistle_tickets = Table(
    "whistle_tickets",
    metadata,
    Column("whistle", ForeignKey("whistles.number"), primary_key=True),
    Column("ticket", ForeignKey("tickets.number"), primary_key=True),
    Column("open", Boolean, nullable=False),
)
Index("whistle_tickets_of", whistle_tickets.c.ticket)
Index("one_open_whistle", whistle_tickets.c.ticket, unique=True,
      sqlite_where=text("open"), postgresql_where=text("open"))  # fmt: skip

whistle_calls = Table(
    "whistle_calls",
    metadata,
    Column("whistle", ForeignKey("whistles.number"), primary_key=True),
    Column("unit", String(60), primary_key=True),
    Column("role", String(8), nullable=False),
    Column("at", Utc, nullable=False),
    Column("ack_due", Utc, nullable=False),
    Column("come_due", Utc, nullable=False),
    Column("state", String(12), nullable=False),
    Column("acked", Utc),
    Column("acked_by", String(60), nullable=False),
    Column("arrived", Utc),
    Column("arrived_by", String(60), nullable=False),
    Column("why", String(400), nullable=False),
    Column("insisted", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("whistle_calls_of", whistle_calls.c.unit, whistle_calls.c.state)

whistle_ratings = Table(
    "whistle_ratings",
    metadata,
    Column("whistle", ForeignKey("whistles.number"), primary_key=True),
    Column("by", String(60), primary_key=True),
    Column("about", String(60), primary_key=True),
    Column("score", Integer, nullable=False),
    Column("words", String(400), nullable=False),
    Column("at", Utc, nullable=False),
)
