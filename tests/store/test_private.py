"""Words said alone on both databases: sealed, carried across once, and gone after their time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

from sqlalchemy import text

from integrations.seal import Seal
from integrations.sql.private import Aside
from integrations.sql.store import Store, Work
from mediation.alone import CARRY, Word
from tests.store.test_way import NOW

SEAL = Seal("a secret of the tests")
WORD = Word(0, "TJ1", "TJ1:a", "m1", "m1", CARRY, NOW, "各出一半ZX81")


def case(work: Work, state: str = "scheduled") -> None:
    row = work.contacts.lock("web:1", NOW)
    work.cases.add({"number": "TJ1", "person": row.person, "contact": "web:1", "ticket": "",
                    "state": state, "mediator": "m1", "opened": NOW, "start": NOW, "body": {},
                    "version": 0})  # fmt: skip


def kept(store: Store, word: Word = WORD, state: str = "scheduled") -> int:
    with store.begin() as work:
        case(work, state)
        return work.private.add(word, SEAL)


def test_the_words_are_sealed_and_open_again(store: Store) -> None:
    row = kept(store)
    with store.read() as work:
        raw = work.connection.execute(text("SELECT sealed FROM private_words")).scalar_one()
        assert b"ZX81" not in bytes(raw)
        assert work.private.get(row, SEAL) == replace(WORD, id=row)
        assert work.private.of("TJ1", "m2", SEAL) == []


def test_of_many_at_once_one_carries_it_across(store: Store) -> None:
    row, gate = kept(store), Barrier(4)
    with store.begin() as work:
        assert not work.private.carry(row, NOW)  # its side has not said yes
        assert work.private.answer(replace(WORD, id=row, answer="yes", answered=NOW))

    def carry() -> bool:
        gate.wait()
        with store.begin() as work:
            return work.private.carry(row, NOW)

    with ThreadPoolExecutor(4) as pool:
        won = [one.result() for one in [pool.submit(carry) for _ in range(4)]]
    assert won.count(True) == 1
    with store.begin() as work:
        assert not work.private.answer(replace(WORD, id=row, answer="no", answered=NOW))


def test_who_speaks_alone_is_one_row_a_contact(store: Store) -> None:
    kept(store)
    with store.begin() as work:
        for kind in ("word", "table"):
            work.private.begin(Aside("web:1", "TJ1", "TJ1:a", kind, NOW, 1))
        found = work.private.aside("web:1")
        assert found is not None
        assert (found.kind, found.open) == ("table", 1)
        assert work.private.end("web:1", NOW)
        assert not work.private.end("web:1", NOW)


def test_words_of_a_case_that_ended_are_gone_after_their_time(store: Store) -> None:
    kept(store, state="closed_archived")
    with store.begin() as work:
        assert work.private.outlive(["closed_archived"], NOW) == 0
        assert work.private.outlive(["scheduled"], NOW + timedelta(days=400)) == 0
        assert work.private.outlive(["closed_archived"], NOW + timedelta(days=400)) == 1
