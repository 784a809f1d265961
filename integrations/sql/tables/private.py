"""Tables of what a mediation keeps for few eyes: words said alone, consents to recording."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from integrations.sql.tables.base import Utc, metadata, row_id

private_words = Table(
    "private_words",
    metadata,
    row_id(),
    Column("case", ForeignKey("cases.number"), nullable=False),
    Column("party", String(60), nullable=False),
    Column("by", String(60), nullable=False),
    Column("mediator", String(60), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("at", Utc, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("seen", Utc),
    Column("answer", String(4), nullable=False, server_default=""),
    Column("answered", Utc),
    Column("sent", Utc),
)
Index("private_words_of", private_words.c.case, private_words.c.id)

private_talks = Table(
    "private_talks",
    metadata,
    Column("contact", String(120), primary_key=True),
    Column("case", ForeignKey("cases.number"), nullable=False, index=True),
    Column("party", String(60), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("last", Utc, nullable=False),
    Column("open", Integer, nullable=False),
)
"""Whose words go to the mediator alone now (`open`), or did lately."""

recording_answers = Table(
    "recording_answers",
    metadata,
    row_id(),
    Column("case", ForeignKey("cases.number"), nullable=False),
    Column("start", Utc, nullable=False),
    Column("person", String(60), nullable=False),
    Column("answer", String(10), nullable=False),
    Column("at", Utc, nullable=False),
    Column("wording", String(20), nullable=False),
    Column("how", String(12), nullable=False),
    Column("by", String(60), nullable=False),
)
Index("recording_answers_of", recording_answers.c.case, recording_answers.c.start)

recordings = Table(
    "recordings",
    metadata,
    row_id(),
    Column("case", ForeignKey("cases.number"), nullable=False, index=True),
    Column("start", Utc, nullable=False),
    Column("place", LargeBinary, nullable=False),
    Column("at", Utc, nullable=False),
    Column("by", String(60), nullable=False),
    Column("keep_until", String(10), nullable=False),
    Column("destroyed", Utc),
    Column("destroyed_by", String(60), nullable=False, server_default=""),
)
