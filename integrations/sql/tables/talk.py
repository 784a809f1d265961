"""Tables of conversations: persons, contacts, inbox, outbox."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from integrations.sql.tables.base import Utc, metadata, row_id

persons = Table(
    "persons",
    metadata,
    row_id(),
    Column("phone", LargeBinary),
    Column("phone_index", String(64), index=True),
    Column("phone_tail", String(64), index=True),
    Column("since", Utc, nullable=False),
    Column("surveys", Boolean, nullable=False, server_default=text("true")),
    Column("notices", Boolean, nullable=False, server_default=text("true")),
)

contacts = Table(
    "contacts",
    metadata,
    Column("contact", String(120), primary_key=True),
    Column("person", ForeignKey("persons.id"), nullable=False, index=True),
    Column("name", String(120), nullable=False, server_default=""),
    Column("talk", JSON, nullable=False),
    Column("holder", String(60), nullable=False, server_default="bot", index=True),
    Column("queued", Utc),
    Column("why", String(200), nullable=False, server_default=""),
    Column("urgent", Boolean, nullable=False, server_default=text("false")),
    Column("before", JSON),
    Column("before_turn", Integer),
    Column("pin", String(200), nullable=False, server_default=""),
    Column("shy", Boolean, nullable=False, server_default=text("false")),
    Column("unreachable", Boolean, nullable=False, server_default=text("false")),
    Column("since", Utc, nullable=False),
    Column("seen", Utc, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    row_id(),
    Column("key", String(200), nullable=False, unique=True),
    Column("contact", String(120), nullable=False),
    Column("at", Utc, nullable=False),
    Column("accepted", Utc, nullable=False),
    Column("body", JSON, nullable=False),
    Column("heard", JSON),
    Column("state", String(10), nullable=False, server_default="open"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("done", Utc),
    Column("ticket", String(20), nullable=False, server_default=""),
)
Index(
    "inbox_open",
    inbox.c.contact,
    inbox.c.id,
    sqlite_where=inbox.c.state == "open",
    postgresql_where=inbox.c.state == "open",
)
Index("inbox_of", inbox.c.contact, inbox.c.id)

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    Column("contact", String(120), nullable=False),
    Column("turn", Integer),
    Column("kind", String(12), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Column("at", Utc, nullable=False),
    Column("not_before", Utc, nullable=False),
    Column("state", String(10), nullable=False, server_default="waiting"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("lease", Utc),
    Column("sent", Utc),
    Column("sent_id", String(80), nullable=False, server_default=""),
    Column("note", String(300), nullable=False, server_default=""),
)
Index(
    "outbox_waiting",
    outbox.c.contact,
    outbox.c.id,
    sqlite_where=outbox.c.state == "waiting",
    postgresql_where=outbox.c.state == "waiting",
)
Index("outbox_of", outbox.c.contact, outbox.c.id)
Index("outbox_turn", outbox.c.turn)
