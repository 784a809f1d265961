"""Tables of figures: hot spots with what a person said of them, and how conversations went."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, text

from integrations.sql.tables.base import Utc, metadata, row_id
from integrations.sql.tables.records import log
from integrations.sql.tables.work import tickets

hotspots = Table(
    "hotspots",
    metadata,
    row_id(),
    Column("key", String(160), nullable=False, unique=True),
    Column("kind", String(8), nullable=False),
    Column("category", String(8), nullable=False),
    Column("place", String(60), nullable=False),
    Column("since", Utc, nullable=False),
    Column("found", Utc, nullable=False),
    Column("updated", Utc, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("people", Integer, nullable=False),
    Column("usual", Float, nullable=False),
    Column("chance", Float, nullable=False),
    Column("state", String(8), nullable=False, server_default="open"),
    Column("decided", Utc),
    Column("decided_by", String(60), nullable=False, server_default=""),
    Column("why", String(300), nullable=False, server_default=""),
)
Index("hotspots_at", hotspots.c.place, hotspots.c.category)
Index("hotspots_state", hotspots.c.state)

visits = Table(
    "visits",
    metadata,
    row_id(),
    Column("contact", String(120), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("began", Utc, nullable=False),
    Column("last", Utc, nullable=False),
    Column("turns", Integer, nullable=False, server_default="0"),
    Column("missed", Integer, nullable=False, server_default="0"),
    Column("report", Boolean, nullable=False, server_default=text("false")),
    Column("card", Boolean, nullable=False, server_default=text("false")),
    Column("corrected", Boolean, nullable=False, server_default=text("false")),
    Column("tickets", Integer, nullable=False, server_default="0"),
    Column("flow", String(40), nullable=False, server_default=""),
    Column("question", String(40), nullable=False, server_default=""),
    Column("queued", Utc),
    Column("taken", Utc),
)
Index("visits_of", visits.c.contact, visits.c.id)
Index("visits_began", visits.c.began)

Index("tickets_opened", tickets.c.opened)
Index("log_moves", log.c.move, log.c.about, log.c.at)
