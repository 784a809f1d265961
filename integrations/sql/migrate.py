"""Migrating the store to the newest tables, or back."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from integrations.sql.store import Store

FOLDER = Path(__file__).with_name("migrations")


class UnknownRevision(Exception):
    """A revision there is not; the message lists those there are."""


def migrate(store: Store, to: str = "head") -> None:
    """Bring the store to a revision: "head", "base", or one by name. Up or down as needed.

    Raises UnknownRevision.
    """
    known = [one.revision for one in ScriptDirectory(str(FOLDER)).walk_revisions()]
    if to not in ("head", "base", *known) and not to.startswith(("-", "+")):
        raise UnknownRevision("、".join(["base", *reversed(known), "head"]))
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        down = to == "base" or to.startswith("-") or _is_older(connection, to)
        (command.downgrade if down else command.upgrade)(config, to)


def _is_older(connection: Connection, to: str) -> bool:
    """Whether a revision lies before the one the store stands at."""
    at = MigrationContext.configure(connection).get_current_revision()
    script = ScriptDirectory(str(FOLDER))
    older = script.iterate_revisions(at, "base") if at else ()
    return to in {one.revision for one in older} - {at}


def revise(store: Store, message: str, revision: str) -> None:
    """Write a new migration from the difference between store and tables (for developers)."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=revision)
