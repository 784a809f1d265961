"""Engines: SQLite that waits its turn and never loses, PostgreSQL as it comes."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

NETWORK = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5,
           "keepalives_count": 3, "tcp_user_timeout": 15_000}  # fmt: skip
"""PostgreSQL's own settings of a connection; seconds, the last in milliseconds."""
IDLE = 60  # seconds after which the server ends a transaction that nobody goes on with
LASTING = ("does not exist", "authentication failed", "pg_hba.conf", "permission denied",
           "could not translate host name")  # fmt: skip
"""What waiting does not mend."""


class FairLock:
    """First come, first served: without it single writers starve for seconds."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def acquire(self) -> None:
        """Wait for one's turn."""
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def release(self) -> None:
        """Pass the lock to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


def make_engine(url: str, busy_seconds: float = 5.0) -> Engine:
    """An engine for a SQLAlchemy URL; SQLite with WAL, FULL sync, foreign keys, BEGIN IMMEDIATE.

    Its errors name no values: they are residents' words, and errors go into the log (T21).
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        patience = {} if parsed.get_driver_name() != "psycopg" else dict(NETWORK)
        made = create_engine(
            parsed, pool_size=8, max_overflow=8, pool_pre_ping=True, connect_args=patience,
            hide_parameters=True,
        )  # fmt: skip
        event.listen(made, "connect", _limits)
        event.listen(made, "handle_error", _without_values)
        return made
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed, connect_args={"timeout": busy_seconds, "check_same_thread": False},
        hide_parameters=True,
    )  # fmt: skip
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def away(error: BaseException) -> bool:
    """Whether the store is out of reach, shut or busy for the moment: nobody's mistake.

    Such a failure says nothing about the message or the due action it befell.
    """
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    words = str(error.orig)
    if isinstance(error.orig, sqlite3.Error):
        return "locked" in words
    passing = error.connection_invalidated or isinstance(error, OperationalError)
    return passing and not any(lasting in words for lasting in LASTING)


def _without_values(context: ExceptionContext) -> None:
    """PostgreSQL tells the whole row of a constraint that was hurt: nothing of it is logged."""
    for error in filter(None, (context.original_exception, context.sqlalchemy_exception)):
        words = str(error.args[0]) if error.args else ""
        if _DETAIL in words:
            error.args = (words.partition(_DETAIL)[0],)


_DETAIL = "\nDETAIL:"


def _limits(connection: Any, _record: Any) -> None:
    """A process cut off in the middle of a turn must not hold its conversation for hours."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = {IDLE * 1000}")
    connection.commit()


def _pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def turn_of(lock: FairLock | None) -> Iterator[None]:
    """Hold the lock, if there is one."""
    if lock is None:
        yield
        return
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
