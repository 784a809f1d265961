"""Tables of what happened and what will: files, log, due actions, alerts."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from integrations.sql.tables.base import Utc, metadata, row_id

files = Table(
    "files",
    metadata,
    row_id(),
    Column("contact", String(120), nullable=False, index=True),
    Column("ref", String(300), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("ticket", String(20), nullable=False, server_default="", index=True),
    Column("at", Utc, nullable=False),
    Column("hash", String(64), nullable=False, server_default=""),
    Column("mime", String(80), nullable=False, server_default=""),
    Column("size", Integer, nullable=False, server_default="0"),
    Column("state", String(10), nullable=False, server_default="waiting"),
    Column("note", String(200), nullable=False, server_default=""),
    UniqueConstraint("contact", "ref", name="files_once"),
)

log = Table(
    "log",
    metadata,
    row_id(),
    Column("kind", String(8), nullable=False),
    Column("about", String(40), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("move", String(24), nullable=False),
    Column("at", Utc, nullable=False),
    Column("actor", String(60), nullable=False),
    Column("role", String(24), nullable=False),
    Column("before", String(24), nullable=False),
    Column("after", String(24), nullable=False),
    Column("why", String(500), nullable=False),
    Column("data", JSON, nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("kind", "about", "seq", name="log_order"),
)

dues = Table(
    "dues",
    metadata,
    row_id(),
    Column("key", String(200), nullable=False, unique=True),
    Column("what", String(40), nullable=False),
    Column("at", Utc, nullable=False),
    Column("contact", String(120), nullable=False),
    Column("about", String(40), nullable=False),
    Column("data", JSON, nullable=False),
    Column("stale", Utc),
    Column("state", String(10), nullable=False, server_default="waiting"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("done", Utc),
    Column("note", String(300), nullable=False, server_default=""),
)
Index(
    "dues_waiting",
    dues.c.at,
    sqlite_where=dues.c.state == "waiting",
    postgresql_where=dues.c.state == "waiting",
)
Index("dues_about", dues.c.about)

alerts = Table(
    "alerts",
    metadata,
    row_id(),
    Column("contact", String(120), nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("level", String(4), nullable=False),
    Column("words", String(200), nullable=False),
    Column("state", String(12), nullable=False),
    Column("paged", Integer, nullable=False, server_default="0"),
    Column("acked", Utc),
    Column("acked_by", String(60), nullable=False, server_default=""),
)

pages = Table(
    "pages",
    metadata,
    row_id(),
    Column("alert", ForeignKey("alerts.id"), nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("member", String(60), nullable=False),
    Column("channel", String(24), nullable=False),
    Column("result", String(200), nullable=False),
)
