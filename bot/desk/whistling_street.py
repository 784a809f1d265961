"""Commands of the street about its whistle: more units, who must come, its end, its result."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.desk import Desk
from bot.desk.notices import Word
from bot.desk.routes import called, told
from bot.desk.whistling import callable_unit, tell_called
from bot.desk.whistling_clocks import plan_clocks, plan_end
from bot.desk.whistling_told import Row, discreet, give, home, named, quiet, tickets_of, write
from grid.events import Actor
from grid.refused import Refused
from grid.whistles import MOST_UNITS, Called, Whistle, answered, moved, settled
from grid.whistles_clocks import call
from grid.whistles_orders import CallOff, CallUnit, Conclude, Rule

LEAST_RESULT = 10


def call_unit(desk: Desk, command: CallUnit) -> Whistle:
    """One more unit is called, or one that had been let off after all."""
    whistle = desk.work.whistles.lock(command.whistle)
    after = moved(whistle, "call_unit")
    callable_unit(desk, whistle.street, command.unit)
    fresh = call(desk.district, whistle, (command.unit, "co"), desk.now)
    before = next((one for one in whistle.calls if one.unit == command.unit), None)
    if before is None and len(whistle.calls) >= MOST_UNITS:
        raise Refused(f"一个哨最多叫{MOST_UNITS}个单位。")
    if before is None:
        desk.work.whistles.add_call(whistle.number, fresh)
    elif before.state != Called.EXCUSED:
        raise Refused(f"{called(desk, command.unit)}已经叫过了。")
    else:
        again = answered(before, "call", at=fresh.at, ack_due=fresh.ack_due, acked=None,
                         come_due=fresh.come_due, acked_by="", why="")  # fmt: skip
        fresh = desk.work.whistles.save_call(whistle.number, again)
    after = desk.work.whistles.save(after.with_call(fresh))
    write(desk, whistle, after, Row("call_unit", called(desk, command.unit), command.unit))
    tell_called(desk, after, fresh)
    plan_clocks(desk, after, (fresh,))
    return after


def rule(desk: Desk, command: Rule) -> Whistle:
    """The street lets a unit off, or it must come; that binds."""
    whistle = desk.work.whistles.lock(command.whistle)
    why = discreet(desk, tickets_of(desk, whistle.tickets), told(command.why, "为什么这样定"))
    one = whistle.call_of(command.unit)
    if one.state != Called.DECLINED:
        raise Refused(f"{called(desk, one.unit)}没有等着定的申请，可能别人刚定过，请看日志。")
    move = "insist" if command.come else "excuse"
    one = desk.work.whistles.save_call(
        whistle.number, answered(one, move, insisted=command.come or one.insisted)
    )
    after = desk.work.whistles.save(settled(whistle.with_call(one)))
    said = f"{called(desk, one.unit)}{'还是要来' if command.come else '不用来'}：{why}"
    write(desk, whistle, after, Row(move, said, one.unit))
    give(desk, after, Word("whistle_ruled", f"{named(desk, after)}：{said}"), (one.unit,))
    quiet(desk, after)
    return after


def call_off(desk: Desk, command: CallOff, by: Actor | None = None) -> Whistle:
    """The whistle is taken back; who should have been there by then and was not, was absent."""
    whistle = desk.work.whistles.lock(command.whistle)
    why = discreet(desk, tickets_of(desk, whistle.tickets), told(command.why, "为什么撤哨"))
    return _ends(desk, moved(whistle, "call_off", ended=desk.now), Row("call_off", why), by)


def conclude(desk: Desk, command: Conclude) -> Whistle:
    """What came of it; both sides rate each other from now on."""
    whistle = desk.work.whistles.lock(command.whistle)
    words = discreet(desk, tickets_of(desk, whistle.tickets), command.words.strip())
    if len(words) < LEAST_RESULT:
        raise Refused(f"请写清楚来了哪些单位、做了什么、结果怎样（至少{LEAST_RESULT}个字）。")
    after = moved(whistle, "handle", ended=desk.now, result=words)
    if all(one.state != Called.ARRIVED for one in whistle.calls):
        raise Refused("还没有单位报到。没有人来的，请撤哨并写明原因，没有到的照样记下。")
    if whistle.kind == "tough" and whistle.planned is None:
        raise Refused("攻坚哨要先有牵头单位的方案（写在联合日志里），再写结果。")
    after = _ends(desk, after, Row("handle", words))
    plan_end(desk, after)
    return after


def _ends(desk: Desk, whistle: Whistle, row: Row, by: Actor | None = None) -> Whistle:
    """Nobody is awaited any more: who is overdue was absent, the others need not come."""
    before = desk.work.whistles.get(whistle.number) or whistle
    told = [one.unit for one in whistle.calls if one.awaited or one.state == Called.ARRIVED]
    for one in [one for one in whistle.calls if one.awaited]:
        move = "miss" if one.come_due < desk.now else "excuse"
        one = desk.work.whistles.save_call(whistle.number, answered(one, move))
        whistle = whistle.with_call(one)
    whistle = desk.work.whistles.save(whistle)
    write(desk, before, whistle, replace(row, by=by))
    words = f"{named(desk, whistle)}{'有了结果，请互评' if whistle.result else '撤了'}：{row.why}"
    what = "whistle_rate" if whistle.result else "whistle_off"
    own = home(desk, whistle) if by else ()  # the street when it was not the street's own doing
    give(desk, whistle, Word(what, words), (*told, *own))
    quiet(desk, whistle)
    return whistle
