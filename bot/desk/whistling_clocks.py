"""What time does to a whistle: not answered, not there, without a plan, not rated."""

from __future__ import annotations

from collections.abc import Iterable

from bot.desk.desk import SYSTEM, Desk
from bot.desk.notices import Word
from bot.desk.routes import called
from bot.desk.whistling_told import Row, district_duty, give, give_leader, home, named, write
from dialogs.dates import time_words
from followup.due import Due
from grid.whistles import Call, Called, State, Whistle, moved
from grid.whistles_clocks import second_step

ANSWER, COME, PLAN, RATE = "whistle_ack", "whistle_come", "whistle_plan", "whistle_rate"
"""The due actions of a whistle's clocks."""


def plan_clocks(desk: Desk, whistle: Whistle, calls: Iterable[Call]) -> None:
    """Look twice at each clock of the called units: when it is over, and as long again later."""
    for one in calls:
        for what, at in ((ANSWER, one.ack_due), (COME, one.come_due)):
            later = second_step(desk.district, whistle.kind, at)
            for step, when in ((1, at), (2, later)):
                key = f"{what}:{whistle.number}:{one.unit}:{one.at.isoformat()}:{step}"
                data = {"unit": one.unit, "step": step, "at": one.at.isoformat()}
                desk.later(Due(key, what, when, about=whistle.number, data=data))
    if whistle.plan_due:
        key = f"{PLAN}:{whistle.number}"
        desk.later(Due(key, PLAN, whistle.plan_due, about=whistle.number))


def plan_end(desk: Desk, whistle: Whistle) -> None:
    """Both sides have so long to rate each other."""
    at = desk.district.due(desk.district.policies.whistle_rate, desk.now)
    desk.later(Due(f"{RATE}:{whistle.number}", RATE, at, about=whistle.number))


def look(desk: Desk, due: Due) -> None:
    """A unit has not answered, or is not there: its leader hears of it, then the district's duty.

    B.6: timeouts go to the unit's leader, then to the district's people on duty.
    """
    whistle = desk.work.whistles.lock(due.about)
    one = next((one for one in whistle.calls if one.unit == due.data["unit"]), None)
    if one is None or not whistle.open or one.at.isoformat() != due.data["at"]:
        return
    waits = one.state == Called.CALLED if due.what == ANSWER else one.awaited
    if not waits or (due.what == ANSWER and one.come_due < desk.now):
        return  # not being there says more than not having answered
    did = "确认" if due.what == ANSWER else "报到"
    by = one.ack_due if due.what == ANSWER else one.come_due
    words = f"{called(desk, one.unit)}到{time_words(by)}没有{did}"
    desks = _leader(desk, whistle, one, words) if due.data["step"] == 1 else ""
    if not desks:
        desks = "区值班"
        district_duty(desk, whistle, f"{named(desk, whistle)}：{words}，请督促。")
    row = Row("late", f"{words}，已告诉{desks}", one.unit, by=SYSTEM)
    write(desk, whistle, whistle, row)


def _leader(desk: Desk, whistle: Whistle, one: Call, words: str) -> str:
    """Tell the unit's leader and the street; who was told, empty when the unit has no leader."""
    said = Word("whistle_late", f"{named(desk, whistle)}：{words}，请马上安排。")
    give(desk, whistle, said, home(desk, whistle))
    leaders = give_leader(desk, whistle, said, one.unit)
    return "单位负责人" + "、".join(each.name for each in leaders) if leaders else ""


def unplanned(desk: Desk, due: Due) -> None:
    """The lead unit of a tough whistle has no plan in time."""
    whistle = desk.work.whistles.lock(due.about)
    if not whistle.open or whistle.planned:
        return
    words = f"{called(desk, whistle.lead)}到{time_words(desk.now)}没有拿出方案"
    said = Word("whistle_late", f"{named(desk, whistle)}：{words}。")
    give(desk, whistle, said, home(desk, whistle))
    give_leader(desk, whistle, said, whistle.lead)
    district_duty(desk, whistle, said.words)
    write(desk, whistle, whistle, Row("late", words, whistle.lead, by=SYSTEM))


def unrated(desk: Desk, due: Due) -> None:
    """The time for rating is over: whoever has said nothing has said nothing."""
    whistle = desk.work.whistles.lock(due.about)
    if whistle.state != State.HANDLED:
        return
    after = desk.work.whistles.save(moved(whistle, "all_rated"))
    write(desk, whistle, after, Row("judge", "到时没有评完，不再等", by=SYSTEM))
