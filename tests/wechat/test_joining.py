"""Words that wait for one contact leave as one message, on a channel that rather has it so."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.port import TryLater
from bot.post import Post
from dialogs.say import Button, Say
from integrations.sql.store import Store

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
ME = "line:one"
BUTTONS = (Button("是", "r1:join:ad25c7:0"),)


class Line:
    """A channel that joins; it refuses some words for good, and fails as planned."""

    name = "line"
    joins = True

    def __init__(self) -> None:
        self.said: list[Say] = []
        self.fails: list[Exception] = []

    async def send(self, contact: str, say: Say, key: str) -> str:
        if self.fails:
            raise self.fails.pop(0)
        if "坏" in say.text:
            raise ValueError("never")
        self.said.append(say)
        return f"line:{key}"

    async def fetch(self, ref: str) -> bytes:
        raise ValueError(ref)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = Store(f"sqlite:///{tmp_path / 'x.db'}")
    found.create()
    return found


def posted(store: Store, says: Sequence[Say], line: Line, hold: float = 0) -> list[str]:
    """What is said when all of it waits; the last one is held back for `hold` seconds."""
    with store.begin() as work:
        for number, say in enumerate(says, 1):
            work.outbox.add(ME, say, NOW, 1, hold if number == len(says) else 0)

    async def run() -> None:
        with ThreadPoolExecutor(1) as pool:
            post = Post(store, {"line": line}, lambda: NOW, pool)
            for _ in range(6):
                await post.once()

    asyncio.run(run())
    return [one.text for one in line.said]


def states(store: Store) -> list[tuple[str, str]]:
    with store.read() as work:
        return [(one.state, one.sent_id) for one in work.outbox.of(ME)]


def test_several_are_one_and_all_are_marked_as_sent(store: Store) -> None:
    line = Line()
    assert posted(store, [Say("一"), Say("二"), Say("三", BUTTONS)], line) == ["一\n\n二\n\n三"]
    assert line.said[0].buttons == BUTTONS
    assert states(store) == [("sent", "line:1")] * 3


def test_what_comes_after_buttons_goes_by_itself(store: Store) -> None:
    assert posted(store, [Say("一", BUTTONS), Say("二")], Line()) == ["一", "二"]


def test_what_is_held_back_is_not_taken_along(store: Store) -> None:
    assert posted(store, [Say("一"), Say("二")], Line(), hold=3) == ["一"]


def test_a_clerk_s_words_are_known_as_such(store: Store) -> None:
    line = Line()
    posted(store, [Say("工作人员来了"), Say("您好", by="chen")], line)
    assert (line.said[0].text, line.said[0].by) == ("工作人员来了\n\n您好", "chen")


def test_one_that_is_never_taken_does_not_take_the_others_with_it(store: Store) -> None:
    assert posted(store, [Say("一"), Say("坏"), Say("三")], Line()) == ["一", "三"]
    assert [state for state, _ in states(store)] == ["sent", "failed", "sent"]


def test_what_waits_for_a_rest_is_joined_afterwards(store: Store) -> None:
    line = Line()
    line.fails = [TryLater(0)]
    assert posted(store, [Say("一"), Say("二")], line) == ["一\n\n二"]


def test_other_contacts_are_not_joined(store: Store) -> None:
    with store.begin() as work:
        work.outbox.add("line:other", Say("别人的"), NOW - timedelta(seconds=1), 2)
    assert sorted(posted(store, [Say("一"), Say("二")], Line())) == ["一\n\n二", "别人的"]
