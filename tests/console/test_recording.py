"""Recording as the panel's page shows it: where it lies is told for a reason, looks stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.desk import outcomes
from grid.events import Actor
from grid.refused import Refused
from tests.console.conftest import Clerk
from tests.console.test_alone import A, Alone, R
from tests.town import Town

PLACE = "三楼档案柜07号盘"


class Recorded(Alone):
    """Everybody has agreed; it was recorded, and the mediator has written down where it lies."""

    def __init__(self, arrive: Callable[..., Clerk], town: Town) -> None:
        super().__init__(arrive, town)
        self.url = f"/staff/cases/{self.number}"
        self.records("record_ask")
        for who in (A, R):
            town.taps("同意录", who) if who == A else self.agrees(f"{self.number}:r")
        self.agrees(self.mediator)
        self.records("record_on")
        town.clock.now += timedelta(days=2, hours=1)
        self.clerk = self.sits("mediator1")
        page = self.clerk.posts(f"{self.url}/outcome", self.url, what="record_keep",
                                sitting=self.sitting(), place=PLACE, years="1")  # fmt: skip
        assert "保管到2027-11-20" in page

    def agrees(self, person: str) -> None:
        self.records("record_say", person=person, answer="yes")

    def sitting(self) -> str:
        with self.town.bot.store.read() as work:
            return work.recordings.all_answers(self.number)[0][0].isoformat()

    def looks(self, clerk: Clerk, why: str) -> str:
        return clerk.posts(f"{self.url}/recording", self.url, row="1", why=why)


@pytest.fixture
def recorded(arrive: Callable[..., Clerk], town: Town) -> Recorded:
    return Recorded(arrive, town)


def test_where_it_lies_is_on_no_page_until_somebody_says_why(recorded: Recorded) -> None:
    clerk = recorded.clerk
    assert PLACE not in clerk.sees(recorded.url)
    assert PLACE not in recorded.looks(clerk, " ")
    assert clerk.status == 409
    assert PLACE in recorded.looks(clerk, "核对说好的数目")
    page = clerk.sees(recorded.url)
    assert "谁看过（1次）" in page
    assert "核对说好的数目" in page
    assert PLACE.encode() not in recorded.bytes()


def test_nobody_off_the_panel_gets_to_it(recorded: Recorded) -> None:
    for name in ("chen", "mediator2"):
        clerk = recorded.sits(name)
        token = clerk.token("/staff/cases")
        form = {"csrf": token, "row": "1", "why": "看看"}
        clerk.seen = clerk.browser.post(f"{recorded.url}/recording", data=form)
        assert clerk.status in (403, 404)
        assert PLACE not in clerk.seen.text


def test_the_page_has_the_proof_and_says_what_cannot_be_held_back(recorded: Recorded) -> None:
    page = recorded.clerk.sees(recorded.url)
    assert "谁什么时候同意的（3条）" in page
    assert "2026-11" in page
    assert "当面说的" in page
    assert "链接拦不住" in page


def test_when_its_years_are_over_it_has_to_go(recorded: Recorded) -> None:
    recorded.town.clock.now += timedelta(days=366)
    clerk = recorded.sits("mediator1")
    assert "到期了，请销毁" in clerk.sees(recorded.url)
    page = clerk.posts(f"{recorded.url}/outcome", recorded.url, what="record_destroyed", row="1")
    assert "已销毁" in page
    recorded.looks(clerk, "再看看")
    assert clerk.status == 404
    with pytest.raises(Refused):
        recorded.records("record_destroyed", row="1")


def test_a_party_cannot_answer_for_the_mediator(recorded: Recorded) -> None:
    actor = Actor(f"{recorded.number}:a", "applicant")
    form, number = {"person": recorded.mediator, "answer": "yes"}, recorded.number
    with pytest.raises(Refused):
        recorded.town.bot.door.change(
            actor, lambda d: outcomes.mediator_records(d, number, "record_say", form)
        )
