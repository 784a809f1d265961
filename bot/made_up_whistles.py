"""Whistles of the made-up weeks: one that went well, one somebody did not come to, two open now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.made_up_town import Life, Waits
from dialogs.commands import OpenTicket
from grid.events import Actor
from grid.whistles import Whistle
from grid.whistles_orders import (
    Acknowledge,
    Blow,
    Conclude,
    Decline,
    Judge,
    ReportIn,
    WriteLog,
)

STREET = Actor("street1", "street")


@dataclass(frozen=True, slots=True)
class Scene:
    """What is told of, and how the street calls: whom, where, for what."""

    category: str
    told: str
    kind: str
    units: tuple[str, ...]  # the lead first
    place: str
    why: str


STALLS = Scene("0104", "幸福里西门一到晚上摆满烧烤摊，人行道走不了人。", "joint",
               ("CH01Z", "BM07", "BM09"), "幸福里西门",
               "烧烤摊占了整条人行道：执法队清摊，交警疏导，市监看证照。")  # fmt: skip
COVER = Scene("0201", "幸福里门口井盖没了，晚上看不见。", "emergency", ("BM03", "BM04"),
              "幸福里门口", "先围起来，再查是谁家的井，换上新盖。")  # fmt: skip
ROOF = Scene("0302", "幸福里几栋楼的楼顶都搭了棚子，好多年了。", "tough", ("CH01Z", "BM21"),
             "街道三楼会议室", "三十年的楼顶加建，一起商量分几步拆。")  # fmt: skip


LANE = Scene("0502", "幸福里消防通道天天被车堵着，消防车进不来。", "joint", ("BM07", "BM11"),
             "幸福里南门", "消防通道停满了车：交警拖移，消防救援大队一起看通道标线。")  # fmt: skip
Handled = Callable[[Life, str, float], Waits]
"""How a unit handles a ticket: its number, and after how many working hours."""


def begin(life: Life, end: datetime, handled: Handled) -> None:
    """Everything that whistles have to show: of last weeks, and of this moment."""
    stalls = ("CH01Z", "BM07", "BM09")
    for days, scene, come in ((20, STALLS, stalls), (9, STALLS, ("CH01Z", "BM09")),
                              (3, COVER, ("BM03", "BM04"))):  # fmt: skip
        at = (end - timedelta(days=days)).replace(hour=2)  # ten in the morning here
        life.begins(at, held(life, scene, come, handled))
    life.begins(end - timedelta(hours=26), waits(life, ROOF))
    life.begins(end - timedelta(minutes=50), fresh(life, LANE))


def blown(life: Life, scene: Scene, who: str) -> Whistle | None:
    """Somebody tells of it, and the street whistles."""
    place = next(one for one in life.bot.district.places.values() if one.name == "幸福里")
    ticket = life.resident(who, OpenTicket(scene.category, scene.told, {
        "text": place.name, "place": place.id, "grid": place.grid}))  # fmt: skip
    if not ticket:
        return None
    made: Whistle | None = life.does(STREET, Blow(
        scene.kind, "CH01", (ticket.number,), scene.units[0], scene.units[1:], scene.place,
        scene.why))  # fmt: skip
    return made


def held(life: Life, scene: Scene, come: tuple[str, ...], handled: Handled) -> Waits:
    """A whistle from beginning to end; who is not among `come` neither answers nor comes."""
    whistle = blown(life, scene, f"web:life-whistle-{next(life.order)}")
    if whistle is None:
        return
    number = whistle.number
    yield life.now + timedelta(minutes=6)
    for unit in come:
        life.does(_of(life, unit), Acknowledge(number, unit))
    yield whistle.meet - timedelta(minutes=4)
    for unit in come:
        life.does(_of(life, unit), ReportIn(number, unit, "到了三个人，一辆车"))
    yield life.now + timedelta(minutes=30)
    life.does(_of(life, come[0]), WriteLog(number, come[0], "已经劝离，路面在清。"))
    yield life.now + timedelta(minutes=40)
    life.does(STREET, Conclude(number, "当场办好了，牵头单位一周后再来看一次。"))
    for one in (call.unit for call in whistle.calls):
        mark, words = (5, "") if one in come else (1, "没有回应，也没有来")
        life.does(STREET, Judge(number, "CH01", one, mark, words))
        life.does(_of(life, one), Judge(number, one, "CH01", 4))
    yield from handled(life, whistle.tickets[0], 3)


def waits(life: Life, scene: Scene) -> Waits:
    """A meeting still to come: one unit has said yes, one that it cannot."""
    whistle = blown(life, scene, "web:life-whistle-roof")
    if whistle is None:
        return
    yield life.now + timedelta(minutes=50)
    life.does(_of(life, scene.units[0]), Acknowledge(whistle.number, scene.units[0]))
    why = "当天有听证会，建议改请住建局。"
    life.does(_of(life, scene.units[1]), Decline(whistle.number, scene.units[1], why))


def fresh(life: Life, scene: Scene) -> Waits:
    """One of this hour: the lead has said yes, the other has not answered yet."""
    whistle = blown(life, scene, "web:life-whistle-lane")
    if whistle is None:
        return
    yield life.now + timedelta(minutes=12)
    life.does(_of(life, scene.units[0]), Acknowledge(whistle.number, scene.units[0]))


def _of(life: Life, unit: str) -> Actor:
    """Somebody of a unit."""
    roster = life.bot.district.roster.values()
    member = next(one for one in roster if (one.unit, one.role) == (unit, "unit_handler"))
    return Actor(member.id.lower(), "unit_handler")
