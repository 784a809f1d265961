"""The tables. Rows become dataclasses in one function per table; nothing is loaded lazily."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData()


class Utc(TypeDecorator[datetime]):
    """Aware UTC in, aware UTC out, on stores with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive times: they are bugs."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


persons = Table(
    "persons",
    metadata,
    _id(),
    Column("phone", LargeBinary),
    Column("phone_index", String(64), index=True),
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
    _id(),
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
    _id(),
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

tickets = Table(
    "tickets",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("person", ForeignKey("persons.id"), nullable=False, index=True),
    Column("contact", String(120), nullable=False, index=True),
    Column("category", String(8), nullable=False),
    Column("detail", Text, nullable=False),
    Column("opened", Utc, nullable=False),
    Column("state", String(24), nullable=False, index=True),
    Column("place", String(300), nullable=False),
    Column("place_id", String(60), nullable=False),
    Column("grid", String(60), nullable=False),
    Column("lat", Float),
    Column("lng", Float),
    Column("unit", String(60), nullable=False),
    Column("level", String(16), nullable=False),
    Column("sla", String(4), nullable=False),
    Column("contact_due", Utc),
    Column("answer_due", Utc),
    Column("privacy", String(16), nullable=False),
    Column("secret", Boolean, nullable=False),
    Column("slots", JSON, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered", Utc),
    Column("redo_count", Integer, nullable=False),
    Column("return_count", Integer, nullable=False),
    Column("urges", Integer, nullable=False),
    Column("close_code", String(24), nullable=False),
    Column("routed", String(300), nullable=False),
    Column("version", Integer, nullable=False),
)
Index("tickets_twin", tickets.c.category, tickets.c.grid, tickets.c.state)

followers = Table(
    "followers",
    metadata,
    Column("ticket", ForeignKey("tickets.number"), primary_key=True),
    Column("person", ForeignKey("persons.id"), primary_key=True),
    Column("contact", String(120), nullable=False),
    Column("since", Utc, nullable=False),
)

additions = Table(
    "additions",
    metadata,
    _id(),
    Column("ticket", ForeignKey("tickets.number"), nullable=False, index=True),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Column("words", Text, nullable=False),
)

files = Table(
    "files",
    metadata,
    _id(),
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
    _id(),
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
    _id(),
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

ratings = Table(
    "ratings",
    metadata,
    _id(),
    Column("ticket", ForeignKey("tickets.number"), nullable=False, index=True),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    Column("solved", String(10), nullable=False),
    Column("satisfied", Integer, nullable=False),
    Column("reason", String(60), nullable=False),
    Column("words", Text, nullable=False),
    UniqueConstraint("ticket", "person", "round", name="rated_once"),
)

alerts = Table(
    "alerts",
    metadata,
    _id(),
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
    _id(),
    Column("alert", ForeignKey("alerts.id"), nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("member", String(60), nullable=False),
    Column("channel", String(24), nullable=False),
    Column("result", String(200), nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("number", String(60), primary_key=True),
    Column("person", ForeignKey("persons.id"), nullable=False, index=True),
    Column("contact", String(120), nullable=False),
    Column("ticket", String(20), nullable=False, index=True),
    Column("state", String(24), nullable=False),
    Column("mediator", String(60), nullable=False, index=True),
    Column("opened", Utc, nullable=False),
    Column("start", Utc),
    Column("body", JSON, nullable=False),
    Column("version", Integer, nullable=False),
)

parties = Table(
    "parties",
    metadata,
    _id(),
    Column("case", ForeignKey("cases.number"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("body", JSON, nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("case", "role", name="one_party_a_role"),
)

bookings = Table(
    "bookings",
    metadata,
    Column("member", String(60), primary_key=True),
    Column("quarter", Utc, primary_key=True),
    Column("hold", String(60), nullable=False, index=True),
    Column("until", Utc),
)

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
    _id(),
    Column("at", Utc, nullable=False),
    Column("account", String(60), nullable=False),
    Column("act", String(60), nullable=False),
    Column("about", String(120), nullable=False),
    Column("why", String(300), nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    _id(),
    Column("inbox", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    Column("by", String(60), nullable=False),
    Column("field", String(24), nullable=False),
    Column("was", String(200), nullable=False),
    Column("now", String(200), nullable=False),
    Column("text", Text, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)
