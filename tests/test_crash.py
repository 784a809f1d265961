"""kill -9 at every step: what was accepted is neither lost nor done twice (G3 rows 1–3)."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.settings import ROOT
from dialogs.commands import AnswerTicket
from dialogs.incoming import Incoming
from grid.events import Actor
from integrations.district.reading import read
from nlu.gazetteer import Name
from nlu.listener import Listener, load_listener
from tests.town import Town

pytestmark = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
ME = "terminal:me"
CLERK = Actor("chen", "hotline_staff")


@pytest.fixture(scope="module")
def plain_listener(tmp_path_factory: pytest.TempPathFactory) -> Listener:
    """Keywords suffice: what is tested is the house, not the hearing."""
    district = read(ROOT / "districts" / "demo")
    names = tuple(Name(*row) for row in district.names())
    return load_listener(None, names, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def town(tmp_path: Path, plain_listener: Listener) -> Town:
    """A town whose resident stands before the summary card."""
    town = Town(tmp_path, plain_listener)
    town.says("幸福里3号楼垃圾没人清，垃圾桶满了垃圾堆得臭味很大")
    for _ in range(6):
        if "对吗" in _last(town):
            break
        town.says("跳过" if "跳过" in _last(town) else "1")
    assert "对吗" in _last(town)
    return town


def _last(town: Town) -> str:
    with town.bot.store.read() as work:
        return work.outbox.of(ME)[-1].say.text


def killed_at(step: int, act: Callable[[], Any], town: Town) -> bool:
    """Run `act` in a process of its own that dies before its `step`-th statement or commit."""
    town.bot.store.close()
    child = os.fork()
    if child == 0:
        _die_at(step, town)
        try:
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    town.restart()
    return os.WIFSIGNALED(status)


def _die_at(step: int, town: Town) -> None:
    count = 0

    def tick(*_: Any) -> None:
        nonlocal count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = town.bot.store.engine
    event.listen(engine, "before_cursor_execute", tick)
    event.listen(engine, "commit", tick)


def test_a_submission_killed_anywhere_opens_one_ticket(town: Town, tmp_path: Path) -> None:
    submit = Incoming("submit", ME, town.clock(), text="提交")
    steps = 0
    for step in range(1, 200):
        copy = _copied(town, tmp_path / f"copy{step}")
        died = killed_at(step, lambda copy=copy: copy.bot.door.take(submit), copy)
        copy.bot.door.take(submit)  # the channel was not acknowledged, or it repeats itself
        _one_ticket_one_receipt(copy, step)
        copy.bot.store.close()
        steps = step
        if not died:
            break
    assert steps > 20, "the turn has fewer steps than a turn can have: nothing was tried"


def _copied(town: Town, folder: Path) -> Town:
    """The same town in another folder."""
    import sqlite3

    folder.mkdir()
    source = sqlite3.connect(town.folder / "fengqiao.db")
    target = sqlite3.connect(folder / "fengqiao.db")
    source.backup(target)
    source.close()
    target.close()
    copy = Town.__new__(Town)
    copy.__dict__.update(town.__dict__)
    copy.folder = folder
    copy.settings = type(town.settings)(files=str(folder), demo="1")
    copy.heard = {}
    copy.bot = copy._build()
    return copy


def _one_ticket_one_receipt(town: Town, step: int) -> None:
    tickets = town.tickets()
    with town.bot.store.read() as work:
        receipts = [one for one in work.outbox.of(ME) if "已经登记好了" in one.say.text]
        moves = [e.move for e in work.log.of("ticket", tickets[0].number)]
        broken = work.log.broken("ticket", tickets[0].number)
    assert len(tickets) == 1, step
    assert len(receipts) == 1, step
    assert moves == ["submit", "accept", "dispatch"], step
    assert broken == 0, step


def test_a_survey_killed_anywhere_is_asked_once(town: Town, tmp_path: Path) -> None:
    town.says("提交")
    for _ in range(3):
        if town.says("不用") == "":
            break
    number = town.tickets()[0].number
    town.bot.door.do(AnswerTicket(number, "已经清理干净了。", "chen"), CLERK)
    town.tick()
    town.clock.now = _due_at(town, "survey")
    for step in range(1, 200):
        copy = _copied(town, tmp_path / f"copy{step}")
        died = killed_at(step, copy.bot.clockwork.tick, copy)
        copy.tick()
        with copy.bot.store.read() as work:
            asked = [one for one in work.outbox.of(ME) if "解决了吗" in one.say.text]
        assert len(asked) == 1, step
        copy.bot.store.close()
        if not died:
            break
    assert step > 10


def _due_at(town: Town, what: str) -> Any:
    with town.bot.store.read() as work:
        return next(row.at for row in work.dues.of(town.tickets()[0].number) if row.what == what)


def test_killed_after_the_commit_and_before_sending_it_is_sent_after_the_restart(
    town: Town,
) -> None:
    town.sends("提交")
    town.restart()
    assert "已经登记好了" in town.answers()
    town.restart()
    assert town.answers() == ""
