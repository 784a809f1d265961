"""The command that blows a whistle: which tickets, whom it calls, where and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk.desk import Desk
from bot.desk.notices import Word
from bot.desk.routes import Step, called, put, told
from bot.desk.whistling_clocks import plan_clocks
from bot.desk.whistling_told import (
    Row,
    discreet,
    district_duty,
    give,
    home,
    named,
    nobody,
    write,
)
from dialogs.dates import time_words
from grid.calendar import SHANGHAI
from grid.refused import Refused
from grid.tickets import NEXT, STATE_WORDS, Ticket
from grid.whistles import (
    KINDS,
    MOST_TICKETS,
    MOST_UNITS,
    ROLES,
    Call,
    Whistle,
)
from grid.whistles_clocks import call, latest_meeting
from grid.whistles_orders import Blow


def blow(desk: Desk, command: Blow) -> Whistle:
    """Call units to a place because of tickets; the same form sent twice is one whistle."""
    tickets = _tickets(desk, command)
    if again := _repeated(desk, command):
        return again
    units = _units(desk, command)
    whistle = _made(desk, command, tickets)
    for ticket in tickets:  # each may have moved meanwhile: then its version says so
        data = {"whistle": whistle.number, "units": list(units)}
        put(desk, ticket, Step("whistle", whistle.why, data))
    parts = [(unit, "co" if n else "lead") for n, unit in enumerate(units)]
    calls = tuple(call(desk.district, whistle, part, desk.now) for part in parts)
    whistle = replace(whistle, calls=calls)
    desk.work.whistles.add(whistle)
    write(desk, whistle, whistle, Row("blow", whistle.why, data={"units": list(units)}))
    _tell(desk, whistle)
    plan_clocks(desk, whistle, calls)
    return whistle


def _made(desk: Desk, command: Blow, tickets: list[Ticket]) -> Whistle:
    """The whistle without its calls; what the street wrote tells nothing of who reported it."""
    meet = _meeting(desk, command)
    why = discreet(desk, tickets, told(command.why, "请各单位来做什么"))[:400]
    place = discreet(desk, tickets, command.place.strip())[:200]
    if not place:
        raise Refused("请写明在哪里集合。")
    numbers = tuple(ticket.number for ticket in tickets)
    return Whistle(_number(desk), command.kind, command.street, desk.actor.id, desk.now, place,
                   meet, why, numbers, (), plan_due=_plan_due(desk, command.kind))  # fmt: skip


def _tell(desk: Desk, whistle: Whistle) -> None:
    """The called units hear of it; the street too, where a dispatcher has blown it for them."""
    for one in whistle.calls:
        tell_called(desk, whistle, one)
    if desk.actor.role != "street":
        said = f"{named(desk, whistle)}：派单员替街道吹的，请接着管到底。{whistle.why}"
        give(desk, whistle, Word("whistle", said), home(desk, whistle))


def _tickets(desk: Desk, command: Blow) -> list[Ticket]:
    """The tickets; Refused where a whistle cannot be blown for one of them."""
    numbers = tuple(sorted(set(command.tickets)))
    if not numbers:
        raise Refused("请写上为哪一件工单吹哨。")
    if len(numbers) > MOST_TICKETS:
        raise Refused(f"一个哨最多带{MOST_TICKETS}件工单，请只留在同一处的。")
    found = desk.work.tickets.several(numbers)
    if missing := set(numbers) - {one.number for one in found}:
        raise Refused(f"没有编号{'、'.join(sorted(missing))}的工单，请核对。")
    for ticket in found:
        if "whistle" not in NEXT.get(ticket.state, {}):
            state = STATE_WORDS[ticket.state].replace("您", "居民")
            raise Refused(f"工单{ticket.number}{state}，现在不能吹哨；已经派给单位的才能吹。")
        category = desk.district.catalogue.get(ticket.category)
        if ticket.secret or (category and category.confidential == "high"):
            raise Refused(
                f"工单{ticket.number}要严格保密，不能吹哨让许多单位知道，请联系中心负责人。"
            )
    return found


def _repeated(desk: Desk, command: Blow) -> Whistle | None:
    """The whistle that this very form has blown already."""
    number = desk.work.whistles.open_of(command.tickets[0])
    found = desk.work.whistles.get(number) if number else None
    same = found and set(found.tickets) == set(command.tickets) and found.lead == command.lead
    return found if same and found and found.by == desk.actor.id else None


def _units(desk: Desk, command: Blow) -> tuple[str, ...]:
    """The lead first, then the others."""
    if command.kind not in KINDS:
        raise Refused("请选吹哪一种哨。")
    if not command.lead:
        raise Refused("请选由哪个单位牵头。")
    units = tuple(dict.fromkeys((command.lead, *(one for one in command.co if one))))
    if len(units) > MOST_UNITS:
        raise Refused(f"一个哨最多叫{MOST_UNITS}个单位。")
    for unit in units:
        callable_unit(desk, command.street, unit)
    return units


def callable_unit(desk: Desk, street: str, unit: str) -> None:
    """Refused for what is no unit one can call."""
    found = desk.district.units.get(unit)
    if found is None:
        raise Refused("没有这个单位，请从列表里选。")
    if unit == street:
        raise Refused(f"{found.name}就是吹哨的，不用叫自己。")
    if not found.parent or found.kind == "patrol":
        raise Refused(f"{found.name}不能叫到现场，请选具体的部门、队伍或社区。")


def _meeting(desk: Desk, command: Blow) -> datetime:
    """When units are to be there. Refused for a time past, or later than the kind allows."""
    latest = latest_meeting(desk.district, command.kind, desk.now, command.agreed)
    if command.kind == "emergency" or command.meet is None:
        return latest_meeting(desk.district, command.kind, desk.now)
    if command.meet <= desk.now:
        raise Refused("到场的时间要在现在以后。")
    if command.meet > latest:
        more = ""
        if command.kind == "joint" and not command.agreed:
            more = "和各单位约好了更晚的时间，请勾上“已经约好”。"
        raise Refused(f"{KINDS[command.kind]}最晚{time_words(latest)}到场。{more}")
    return command.meet


def _plan_due(desk: Desk, kind: str) -> datetime | None:
    limit = desk.district.policies.whistle_plan
    return desk.district.due(limit, desk.now) if kind == "tough" else None


def _number(desk: Desk) -> str:
    """S20261118-001."""
    day = f"{desk.now.astimezone(SHANGHAI):%Y%m%d}"
    return f"S{day}-{desk.work.counters.next(f'whistle:{day}'):03d}"


def tell_called(desk: Desk, whistle: Whistle, one: Call) -> None:
    """The unit's people hear of it; where there are none, the district's duty at once."""
    part = f"您单位{ROLES[one.role]}"
    words = (f"{named(desk, whistle)}：请{time_words(one.come_due)}前到{whistle.place}，"
             f"{time_words(one.ack_due)}前先确认，{part}。{whistle.why}")  # fmt: skip
    give(desk, whistle, Word("whistle", words), (one.unit,))
    if nobody(desk, one.unit):
        who = called(desk, one.unit)
        words = f"{named(desk, whistle)}：{who}在名册上没有人，收不到通知，请马上打电话。"
        district_duty(desk, whistle, words)
