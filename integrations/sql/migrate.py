"""Migrating the store to the newest tables, or back."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from integrations.sql.store import Store

FOLDER = Path(__file__).with_name("migrations")
LOCK = 1963  # a number of our own for PostgreSQL's advisory locks
_MIGRATION = re.compile(r"v(\d+)_\w+")


class UnknownRevision(Exception):
    """A revision there is not; the message lists those there are."""


def migrate(store: Store, to: str = "head") -> None:
    """Bring the store to a revision: "head", "base", or one by name. Up or down as needed.

    Raises UnknownRevision.
    """
    if to == "head" and _at(store) == newest():
        return
    from alembic import command  # a tenth of a second to import: only when there is work
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    known = [one.revision for one in ScriptDirectory(str(FOLDER)).walk_revisions()]
    if to not in ("head", "base", *known) and not to.startswith(("-", "+")):
        raise UnknownRevision("、".join(["base", *reversed(known), "head"]))
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with store.engine.begin() as connection:
        if not store.sqlite:  # a second process that starts now waits, and finds it done
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        config.attributes["connection"] = connection
        down = to == "base" or to.startswith("-") or _is_older(connection, to)
        (command.downgrade if down else command.upgrade)(config, to)


def newest() -> str:
    """The newest revision, by the names of the files."""
    names = (_MIGRATION.fullmatch(path.stem) for path in FOLDER.glob("versions/v*.py"))
    return max(name[1] for name in names if name)


def _at(store: Store) -> str:
    """The revision a store stands at; empty for a new one."""
    with store.read() as work:
        if not inspect(work.connection).has_table("alembic_version"):
            return ""
        found = work.connection.scalar(text("SELECT version_num FROM alembic_version"))
        return str(found or "")


def _is_older(connection: Connection, to: str) -> bool:
    """Whether a revision lies before the one the store stands at."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    at = MigrationContext.configure(connection).get_current_revision()
    script = ScriptDirectory(str(FOLDER))
    older = script.iterate_revisions(at, "base") if at else ()
    return to in {one.revision for one in older} - {at}


def revise(store: Store, message: str, revision: str) -> None:
    """Write a new migration from the difference between store and tables (for developers)."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=revision)
