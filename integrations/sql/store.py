"""The store: transactions, each a `Work` with one gateway a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, select, text

from integrations.sql import schema
from integrations.sql.boxes import Inbox, Outbox
from integrations.sql.cases import Bookings, Cases
from integrations.sql.contacts import Contacts
from integrations.sql.corrections import Corrections
from integrations.sql.duties import Calls, Notices
from integrations.sql.editions import Editions
from integrations.sql.engine import FairLock, make_engine, turn_of
from integrations.sql.finding import Finding
from integrations.sql.keys import Keys
from integrations.sql.knowledge import Knowledge, Questions
from integrations.sql.private import Private
from integrations.sql.recordings import Recordings
from integrations.sql.records import Alerts, Counters, Dues, Files, Log, Settings
from integrations.sql.staff import Accounts
from integrations.sql.tickets import Tickets
from integrations.sql.whistles import Whistles


class Work:
    """One transaction and everything that can be read and written in it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.inbox = Inbox(connection)
        self.outbox = Outbox(connection)
        self.contacts = Contacts(connection)
        self.tickets = Tickets(connection)
        self.cases = Cases(connection)
        self.bookings = Bookings(connection)
        self.counters = Counters(connection)
        self.dues = Dues(connection)
        self.log = Log(connection)
        self.files = Files(connection)
        self.alerts = Alerts(connection)
        self.accounts = Accounts(connection)
        self.corrections = Corrections(connection)
        self.settings = Settings(connection)
        self.knowledge = Knowledge(connection)
        self.questions = Questions(connection)
        self.calls = Calls(connection)
        self.notices = Notices(connection)
        self.finding = Finding(connection)
        self.keys = Keys(connection)
        self.whistles = Whistles(connection)
        self.private = Private(connection)
        self.recordings = Recordings(connection)
        self.editions = Editions(connection)

    def surveyed(self, contact: str) -> list[datetime]:
        """When surveys and their reminders were sent to a person, by any contact, for the cap."""
        own, both = schema.contacts.alias(), schema.contacts
        person = select(own.c.person).where(own.c.contact == contact).scalar_subquery()
        theirs = select(both.c.contact).where(both.c.person == person)
        where = (schema.dues.c.contact.in_(theirs), schema.dues.c.state == "done")
        kinds = schema.dues.c.what.in_(["survey", "survey_reminder"])
        return list(self.connection.scalars(select(schema.dues.c.done).where(*where, kinds)))

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What happens inside is undone when it raises; the transaction goes on."""
        with self.connection.begin_nested():
            yield


class Store:
    """SQLite by default, PostgreSQL by URL; the same contract on both."""

    def __init__(self, url: str, busy_seconds: float = 5.0) -> None:
        self.engine = make_engine(url, busy_seconds)
        self.sqlite = self.engine.dialect.name == "sqlite"
        self._lock = FairLock() if self.sqlite else None

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """A writing transaction; commits at the end, rolls back when anything is raised."""
        with turn_of(self._lock), self.engine.begin() as connection:
            yield Work(connection)

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A reading transaction that waits for nobody."""
        with self.engine.connect() as plain:
            connection = plain.execution_options(reading=True)
            with connection.begin():
                yield Work(connection)

    def create(self) -> None:
        """Make the tables of an empty store (tests); a real one is migrated."""
        schema.metadata.create_all(self.engine)

    def ready(self) -> bool:
        """Whether the store answers."""
        try:
            with self.read() as work:
                work.connection.execute(text("SELECT 1 FROM settings"))
        except Exception:
            return False
        return True

    def trouble(self) -> Exception | None:
        """Why no connection comes about; None when one does, whatever tables there are."""
        try:
            with self.engine.connect():
                return None
        except Exception as error:
            return error

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()
