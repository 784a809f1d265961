"""Tables of tickets and mediation: rows, followers, ratings, cases, bookings."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from integrations.sql.tables.base import Utc, metadata, row_id

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
    Column("supervised", Integer, nullable=False, server_default="0"),
    Column("close_code", String(24), nullable=False),
    Column("routed", String(300), nullable=False),
    Column("parent", String(20), nullable=False, server_default="", index=True),
    Column("version", Integer, nullable=False),
    Column("edition", Integer, nullable=False, server_default="0"),
)
Index("tickets_twin", tickets.c.category, tickets.c.grid, tickets.c.state)
Index("tickets_lately", tickets.c.category, tickets.c.opened)
Index("tickets_nearby", tickets.c.grid, tickets.c.opened)

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
    row_id(),
    Column("ticket", ForeignKey("tickets.number"), nullable=False, index=True),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Column("words", Text, nullable=False),
)

ratings = Table(
    "ratings",
    metadata,
    row_id(),
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
    row_id(),
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
