"""What goes wrong in the store is logged without what was said (T21)."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy.exc import IntegrityError

from integrations.sql.schema import inbox
from integrations.sql.store import Store

SAID = {"text": "my neighbour 13812345678"}


def test_an_error_of_the_store_names_no_values(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    row = {"key": None, "contact": "web:secret", "at": None, "accepted": None, "body": SAID}
    with store.begin() as work, pytest.raises(IntegrityError) as hurt, work.savepoint():
        work.connection.execute(inbox.insert().values(row))
    logging.getLogger("fengqiao.door").error("turn failed", exc_info=hurt.value)
    assert "13812345678" not in caplog.text + str(hurt.value)
    assert "web:secret" not in caplog.text
    assert "INSERT INTO inbox" in caplog.text
