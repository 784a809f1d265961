"""How it turned out, told to a clerk on the telephone or seen by who supervises."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.console.conftest import Clerk, opens
from tests.console.test_duties import answers
from tests.console.test_way import moves, signed_in
from tests.town import START, Town

Arrive = Callable[..., Clerk]
ME, CALLER = "web:neighbour", "phone:caller"
STILL = "沙发拉走了一半，剩下的还堵着门。"


@pytest.fixture
def arrive(arrive: Arrive) -> Arrive:
    """Staff whose sessions do not end when days pass for the residents."""
    return lambda **more: arrive(watch=lambda: START, **more)


@pytest.fixture
def clerk(arrive: Arrive) -> Clerk:
    return signed_in(arrive, "chen")


def says(clerk: Clerk, number: str, solved: str = "unsolved", **more: str) -> str:
    """A clerk writes down what the resident said."""
    url = f"/staff/tickets/{number}"
    given = {"solved": solved, "satisfied": "0", "words": STILL} | more
    return clerk.posts(f"{url}/verdict", url, **given)


def test_a_callers_unsolved_is_done_again(clerk: Clerk, town: Town) -> None:
    number = opens(town, who=CALLER).number
    answers(town, clerk, number)
    assert "请打电话告知答复" in clerk.sees("/staff/duties")
    page = says(clerk, number, satisfied="2")
    assert "没解决，2分 电话里说：沙发拉走了一半" in page
    ticket = town.tickets()[0]
    assert (ticket.state, ticket.redo_count) == ("redo", 1)
    assert ticket.answer_due > town.clock()
    town.later(days=2)
    assert "close_code" not in moves(town, number)
    assert town.tickets()[0].state == "redo"  # and is not closed as if nobody had answered


def test_solved_closes_it_as_rated_after_a_day(clerk: Clerk, town: Town) -> None:
    number = opens(town, who=CALLER).number
    answers(town, clerk, number)
    says(clerk, number, "solved", satisfied="5", words="说很快就清了，满意。")
    town.later(hours=25)
    ticket = town.tickets()[0]
    assert (ticket.state, ticket.close_code) == ("closed", "rated")
    with town.bot.store.read() as work:
        (row,) = work.tickets.ratings(number)
    assert (row.solved, row.satisfied) == ("solved", 5)


def test_who_rings_after_it_was_closed_has_it_opened_again(clerk: Clerk, town: Town) -> None:
    number = opens(town, who=CALLER).number
    answers(town, clerk, number)
    town.later(days=10)
    assert town.tickets()[0].state == "closed"
    assert "只记没解决" in says(clerk, number, "solved")
    says(clerk, number)
    assert moves(town, number)[-1] == "reopen"
    assert "回电" in clerk.sees("/staff/duties")


def test_too_late_it_is_told_again_as_a_new_one(clerk: Clerk, town: Town) -> None:
    number = opens(town, who=CALLER).number
    answers(town, clerk, number)
    town.later(days=20)
    assert "请另登一件" in says(clerk, number)
    assert town.tickets()[0].state == "closed"


def test_who_can_be_written_to_reads_that_it_goes_on(clerk: Clerk, town: Town) -> None:
    number = opens(town).number
    answers(town, clerk, number)
    town.tick()
    town.answers(ME)
    says(clerk, number)
    town.tick()
    assert "您在电话里说还没有解决，已经重新打开" in town.answers(ME)
    says(clerk, number)  # the same form once more
    assert moves(town, number).count("rate_bad") == 1


def test_before_the_answer_there_is_nothing_to_judge(clerk: Clerk, town: Town) -> None:
    number = opens(town).number
    assert "记下来" not in clerk.sees(f"/staff/tickets/{number}")
    assert "现在不用记评价" in says(clerk, number)


def test_a_supervisor_opens_what_was_closed_and_is_not_done(
    arrive: Arrive, clerk: Clerk, town: Town
) -> None:
    number, supervisor = opens(town).number, signed_in(arrive, "supervisor")
    url = f"/staff/tickets/{number}"
    answers(town, clerk, number)
    town.later(ME, days=17)
    assert town.tickets()[0].state == "closed"
    supervisor.posts(f"{url}/reinspect", url, words="现场还堆着两张旧床垫")
    assert town.tickets()[0].state == "redo"
    town.tick()
    assert "我们回头看了一次" in town.answers(ME)
    assert "没有解决" in clerk.sees("/staff/duties")
    clerk.posts(f"{url}/reinspect", url, words="现场还堆着两张旧床垫")
    assert clerk.status == 404  # a clerk's word is the resident's
