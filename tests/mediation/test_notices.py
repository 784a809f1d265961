"""Who of the panel must be rung up, as the log of a case tells it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from grid.events import Actor, Event
from mediation import notices
from mediation.booking import Slot
from mediation.case import Case, Stage

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SLOT = Slot(NOW + timedelta(days=2), 60, ("m1", "l1"))
CASE = Case("T-1", "0701", "楼上漏水", "天花板渗水", "修好", "web:1", NOW, mediator="m1",
            lawyer="l1", slot=SLOT, stage=Stage.SCHEDULED)  # fmt: skip


def log(move: str, member: str = "l1", **more: object) -> Event:
    data = {"member": member, "what": "asked", "words": "请答复", "row": 7,
            "start": SLOT.start.isoformat(), **more}  # fmt: skip
    return Event("case", "T-1", move, NOW, Actor("system", "system"), data=data)


def called(*events: Event, case: Case = CASE, at: datetime = NOW) -> list[str]:
    return [one.member for one in notices.calls(case, events, at)]


def test_who_could_not_be_told_is_rung_until_somebody_told_them() -> None:
    ring = log(notices.RING)
    assert called(ring) == ["l1"]
    assert called(ring, log(notices.RUNG_UP, said="nobody")) == ["l1"]
    assert called(ring, log(notices.RUNG_UP, said="told")) == []
    assert called(ring, log(notices.TOLD)) == []
    assert called(ring, log("seat_declined")) == []
    assert called(log(notices.TOLD), ring) == ["l1"]


def test_nobody_is_rung_about_a_time_that_has_changed_or_passed() -> None:
    ring = log(notices.RING)
    moved = replace(CASE, slot=replace(SLOT, start=SLOT.start + timedelta(days=1)))
    assert called(ring, case=moved) == []
    assert called(ring, case=replace(CASE, lawyer="l2")) == []
    assert called(ring, case=replace(CASE, stage=Stage.TERMINATED)) == []
    assert called(ring, at=SLOT.start) == []


def test_who_need_not_come_is_told_even_though_they_are_off_the_panel() -> None:
    ring = log(notices.RING, what="let_go")
    assert called(ring, case=replace(CASE, lawyer="", stage=Stage.TERMINATED)) == ["l1"]


def test_a_notice_says_when_and_what_about_and_nothing_of_what_was_told() -> None:
    said = notices.asked(CASE, "lawyer", SLOT.start)
    assert "楼上漏水" in said
    assert "天花板" not in said
    assert "11月25日（周三）上午10点" in said
