"""A party's own page: whether a new time suits, and another wished for."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from bot.desk import newtimes
from grid.calendar import SHANGHAI
from mediation.case import Stage
from tests.web.test_matter import Talked, talked
from tests.web.test_parties import APPLICANT, Matter, guest, matter

__all__ = ["guest", "matter", "talked"]
NEW = datetime(2026, 12, 3, 14, tzinfo=SHANGHAI)


class Moved:
    """The mediator has moved the session to 3 December, 14:00."""

    def __init__(self, talked: Talked, **form: str) -> None:
        self.talked, self.town = talked, talked.town
        talked.records("time", by_hand="2026-12-03T14:00", why="等物业来看", **form)
        talked.told()

    def says(self, who: str, act: str, **form: str) -> httpx.Response:
        given = {"start": self.start, **form, "act": act}
        return self.talked.guest.post(self.talked.url(who), data=given)

    @property
    def start(self) -> str:
        slot = self.talked.docket().case.slot
        return slot.start.isoformat() if slot else ""

    def until_silence(self) -> None:
        self.town.clock.later(hours=25)
        self.talked.told()


@pytest.fixture
def moved(talked: Talked) -> Moved:
    return Moved(talked)


def test_both_are_asked_and_a_yes_of_each_makes_it_stand(moved: Moved) -> None:
    assert "这个新的时间，您方便吗" in moved.talked.page("a")
    assert "您说可以" in moved.says("a", "time_yes").text
    assert "您方便吗" in moved.talked.page("r")
    moved.says("r", "time_yes")
    moved.until_silence()
    assert moved.talked.stage is Stage.SCHEDULED
    assert moved.talked.docket().case.slot.start == NEW


def test_silence_is_no_yes_and_the_time_is_let_go(moved: Moved) -> None:
    moved.says("a", "time_yes")
    old = moved.start
    moved.until_silence()
    assert moved.talked.stage is Stage.RESCHEDULING
    assert moved.talked.docket().case.slot is None
    with moved.town.store.read() as work:
        assert work.bookings.of(moved.talked.matter.number) == []
    assert any("没有等到双方都说可以" in words for words in moved.talked.told())
    assert "新的时间还没有定" in moved.talked.page("r")
    late = moved.says("r", "time_yes", start=old)
    assert late.status_code == 409
    assert "不作数了" in late.text


def test_a_no_with_a_wish_reaches_the_mediator_and_the_wish_is_offered_first(moved: Moved) -> None:
    free = moved.talked.page("r").split('name="pick" value="')[1].partition('"')[0]
    page = moved.says("r", "time_no", pick=free, wish="请安排到现场").text
    assert "您说不行" in page
    assert "请安排到现场" in page
    said = newtimes.new_time_of(moved.talked.docket())
    assert said is not None
    assert said.said[0].pick == free
    assert "请安排到现场" not in moved.talked.page("a")


def test_pressing_twice_says_it_once(moved: Moved) -> None:
    for _ in range(3):
        moved.says("r", "time_no", wish="周五")
    with moved.town.store.read() as work:
        events = work.log.of("case", moved.talked.matter.number)
    assert [one.move for one in events].count("time_no") == 1


def test_what_is_no_time_is_refused_and_the_words_stay(moved: Moved) -> None:
    page = moved.says("r", "time_no", pick="<b>明天</b>", wish="我周五有空")
    assert page.status_code == 409
    assert "我周五有空" in page.text
    assert moved.says("r", "time_no", start="昨天").status_code == 409


def test_who_was_asked_before_is_not_asked_again(talked: Talked) -> None:
    moved = Moved(talked, agreed="1")
    assert "您说可以" in moved.talked.page("a")
    moved.until_silence()
    assert moved.talked.stage is Stage.SCHEDULED


def test_the_mediator_hears_a_party_on_the_phone(moved: Moved) -> None:
    for who in "ar":
        moved.talked.records("heard", party=f"{moved.talked.matter.number}:{who}", said="yes",
                             start=moved.start)  # fmt: skip
    moved.until_silence()
    assert moved.talked.stage is Stage.SCHEDULED


def test_the_question_comes_into_the_conversation_with_buttons(moved: Moved) -> None:
    with moved.town.store.read() as work:
        said = work.outbox.of(APPLICANT)[-1].say
    assert "您方便吗" in said.text
    assert [one.label[2:] for one in said.buttons] == ["可以", "不行", "另提时间"]


def test_a_party_changes_a_settled_time_twice_at_most(matter: Matter, guest: httpx.Client) -> None:
    first = Talked(matter, guest, later=False)
    start = first.docket().case.slot.start.astimezone(UTC).isoformat()
    url = first.url("a")
    assert "还可以改2次" in guest.get(url).text
    for wish in ("周五", "周六"):
        guest.post(url, data={"act": "time_no", "start": start, "wish": wish})
    page = guest.post(url, data={"act": "time_no", "start": start, "wish": "周日"})
    assert page.status_code == 409
    assert "次数已经用完" in page.text
    assert first.stage is Stage.SCHEDULED
    assert first.docket().party("applicant")[1].reschedules == 2
