"""Co-units: the unit that leads asks others for their part, and none of them is silent for long."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.console.conftest import Clerk, opens
from tests.console.test_handling import acts, reports
from tests.console.test_way import ROADWORK, decides, gives_back, handler, moves, signed_in
from tests.town import START, Town

Arrive = Callable[..., Clerk]
ME = "web:neighbour"
WANTED = "明天上午到幸福里3号楼下，一起认一认路面归谁。"
SAID = "已到现场，路面是市政管养，明天我们来补。"


@pytest.fixture
def arrive(arrive: Arrive) -> Arrive:
    """Staff whose sessions do not end when days pass for the residents."""
    return lambda **more: arrive(watch=lambda: START, **more)


def working(arrive: Arrive, town: Town) -> tuple[str, Clerk]:
    """A ticket that its unit has signed."""
    number, ours = opens(town, ROADWORK).number, handler(arrive, town)
    acts(ours, number, "sign")
    return number, ours


def asks(clerk: Clerk, number: str, unit: str = "BM03 区住房和城乡建设局") -> str:
    """The unit that leads fills the form."""
    return acts(clerk, number, "help", helper=unit, words=WANTED)


def answers(clerk: Clerk, number: str, words: str = SAID, unit: str = "BM03") -> str:
    """The other one fills its own."""
    url = f"/staff/help/{number}"
    return clerk.posts(url, url, helper=unit, words=words)


def test_a_unit_is_asked_answers_and_only_then_it_is_reported_done(
    arrive: Arrive, town: Town
) -> None:
    number, ours = working(arrive, town)
    assert "11月19日 17:30前回复" in asks(ours, number)
    theirs = handler(arrive, town, "BM03")
    page = theirs.sees("/staff/duties")
    assert "请您单位协办的（1）" in page
    assert WANTED[:20] in page
    assert "还没有回复" in reports(ours, number)
    answers(theirs, number)
    assert "请您单位协办的" not in theirs.sees("/staff/duties")
    assert SAID in ours.sees("/staff/duties")
    assert SAID in ours.sees(f"/staff/tickets/{number}")
    assert "等没有经办的人核查" in reports(ours, number)
    assert moves(town, number)[-3:] == ["co_asked", "co_replied", "done"]


def test_who_helps_reads_what_is_wanted_and_nothing_of_the_resident(
    arrive: Arrive, town: Town
) -> None:
    number, ours = working(arrive, town)
    asks(ours, number)
    theirs = handler(arrive, town, "BM03")
    page = theirs.sees(f"/staff/help/{number}")
    assert WANTED in page
    assert "旧沙发" not in page  # the resident's words
    theirs.sees(f"/staff/tickets/{number}")
    assert theirs.status == 404
    handler(arrive, town, "BM02").sees(f"/staff/help/{number}")
    other = handler(arrive, town, "BM02")
    other.sees(f"/staff/help/{number}")
    assert other.status == 404


def test_silence_is_told_above_and_to_who_supervises(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number, ours = working(arrive, town)
    asks(ours, number)
    town.later(ME, days=2)
    told = "区住房和城乡建设局到时没有回复协办"
    for clerk in (handler(arrive, town, "BM03"), ours, signed_in(arrive, "supervisor")):
        assert told in clerk.sees("/staff/duties")
    assert told in signed_in(arrive, "chen").sees("/staff/duties")
    assert "co_late" in moves(town, number)
    assert "请您单位协办的（1）" in handler(arrive, town, "BM03").sees("/staff/duties")


def test_what_is_needed_no_more_holds_nothing_up(arrive: Arrive, town: Town) -> None:
    number, ours = working(arrive, town)
    asks(ours, number)
    acts(ours, number, "nohelp", helper="BM03", why="查到了，路面归我们自己")
    assert "不用再回复" in answers(handler(arrive, town, "BM03"), number)
    assert "等没有经办的人核查" in reports(ours, number)
    town.later(ME, days=2)
    assert "co_late" not in moves(town, number)


def test_another_unit_that_gets_it_begins_anew(arrive: Arrive, chen: Clerk, town: Town) -> None:
    number, ours = working(arrive, town)
    asks(ours, number)
    gives_back(ours, number, better="BM02")
    decides(chen, number, "dispatch", "BM02")
    assert "不等您单位协办" in answers(handler(arrive, town, "BM03"), number)
    town.later(ME, days=2)
    assert "co_late" not in moves(town, number)


def test_the_bounds_of_asking(arrive: Arrive, town: Town) -> None:
    number, ours = working(arrive, town)
    assert "请选别的单位" in asks(ours, number, "BM01")
    assert "没有这个单位" in asks(ours, number, "XX99")
    asks(ours, number)
    asks(ours, number)  # the same form once more
    assert moves(town, number).count("co_asked") == 1
    other = handler(arrive, town, "BM02")
    other.posts(f"/staff/tickets/{number}/help", "/staff/tickets", helper="BM03", words=WANTED)
    assert other.status == 404


def test_a_dispatcher_asks_for_the_unit_that_has_it(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number, ours = working(arrive, town)
    assert "派单目录列了" in chen.sees(f"/staff/tickets/{number}")
    asks(chen, number)
    assert WANTED in ours.sees(f"/staff/tickets/{number}")
    assert moves(town, number)[-1] == "co_asked"
