"""All tables in one place. Rows become dataclasses in one function a table; nothing is lazy."""

from __future__ import annotations

from integrations.sql.tables.base import Utc, metadata
from integrations.sql.tables.duties import attempts, calls, notices
from integrations.sql.tables.editions import editions
from integrations.sql.tables.figures import hotspots, visits
from integrations.sql.tables.finding import findings, views
from integrations.sql.tables.keys import entered, keys, marks
from integrations.sql.tables.knowledge import entries, questions
from integrations.sql.tables.office import (
    accounts,
    audit,
    corrections,
    counters,
    sessions,
    settings,
)
from integrations.sql.tables.private import (
    private_talks,
    private_words,
    recording_answers,
    recordings,
)
from integrations.sql.tables.records import alerts, dues, files, log, pages
from integrations.sql.tables.talk import contacts, inbox, outbox, persons
from integrations.sql.tables.whistles import (
    whistle_calls,
    whistle_ratings,
    whistle_tickets,
    whistles,
)
from integrations.sql.tables.work import (
    additions,
    bookings,
    cases,
    followers,
    parties,
    ratings,
    tickets,
)

__all__ = [
    "Utc",
    "accounts",
    "additions",
    "alerts",
    "attempts",
    "audit",
    "bookings",
    "calls",
    "cases",
    "contacts",
    "corrections",
    "counters",
    "dues",
    "editions",
    "entered",
    "entries",
    "files",
    "findings",
    "followers",
    "hotspots",
    "inbox",
    "keys",
    "log",
    "marks",
    "metadata",
    "notices",
    "outbox",
    "pages",
    "parties",
    "persons",
    "private_talks",
    "private_words",
    "questions",
    "ratings",
    "recording_answers",
    "recordings",
    "sessions",
    "settings",
    "tickets",
    "views",
    "visits",
    "whistle_calls",
    "whistle_ratings",
    "whistle_tickets",
    "whistles",
]
