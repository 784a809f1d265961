"""Accounts of staff, their sessions, and who saw what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from integrations.sql.boxes import insert_once
from integrations.sql.schema import accounts, audit, sessions

USED = ("login", "user_add", "user_on", "user_password")
"""What of an account says that somebody wants it."""


class Accounts:
    """Who may use the console."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, values: dict[str, Any]) -> bool:
        """Add an account; False when the name is taken."""
        return insert_once(self.connection, accounts, {"fails": 0, **values})

    def get(self, name: str) -> Row[Any] | None:
        """An account."""
        return self.connection.execute(select(accounts).where(accounts.c.name == name)).first()

    def save(self, name: str, **values: Any) -> None:
        """Write columns."""
        self.connection.execute(update(accounts).where(accounts.c.name == name).values(values))

    def all(self) -> list[Row[Any]]:
        """Every account, by name."""
        return list(self.connection.execute(select(accounts).order_by(accounts.c.name)))

    def open_session(self, token: str, account: str, now: datetime, passed: bool) -> None:
        """Begin a session; the token is kept hashed. Another session of the account ends."""
        self.connection.execute(delete(sessions).where(sessions.c.account == account))
        row = {"token": token, "account": account, "since": now, "seen": now, "passed": passed}
        self.connection.execute(sessions.insert().values(row))

    def session(self, token: str) -> Row[Any] | None:
        """A session with its account."""
        query = select(sessions, accounts).join(accounts, accounts.c.name == sessions.c.account)
        return self.connection.execute(query.where(sessions.c.token == token)).first()

    def touch(self, token: str, now: datetime, **values: Any) -> None:
        """The session was used."""
        query = update(sessions).where(sessions.c.token == token).values(seen=now, **values)
        self.connection.execute(query)

    def close_session(self, token: str) -> None:
        """End a session."""
        self.connection.execute(delete(sessions).where(sessions.c.token == token))

    def saw(self, at: datetime, account: str, act: str, about: str, why: str = "") -> None:
        """Who looked at or did what (G9)."""
        row = {"at": at, "account": account, "act": act, "about": about[:120], "why": why[:300]}
        self.connection.execute(audit.insert().values(row))

    def last_used(self, name: str) -> datetime | None:
        """When somebody last signed in with an account, or it was made, let in or changed."""
        own = (audit.c.about == name, audit.c.act.in_(USED))
        query = select(audit.c.at).where(*own).order_by(audit.c.id.desc()).limit(1)
        return self.connection.execute(query).scalar()

    def seen(self, about: str) -> list[Row[Any]]:
        """Who looked at something, oldest first."""
        query = select(audit).where(audit.c.about == about).order_by(audit.c.id)
        return list(self.connection.execute(query))
