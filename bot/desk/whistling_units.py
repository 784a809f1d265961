"""Commands of called units, and of both sides: answered, reported in, the joint log, the rating."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.desk.desk import Desk
from bot.desk.notices import Word
from bot.desk.routes import LEAST, called, told
from bot.desk.whistling_told import (
    Row,
    discreet,
    give,
    home,
    named,
    nobody,
    quiet,
    tickets_of,
    write,
)
from dialogs.dates import time_words
from grid.refused import Refused
from grid.whistles import (
    LOG,
    Call,
    Called,
    Judged,
    State,
    Whistle,
    answered,
    moved,
    settled,
    to_judge,
    unjudged,
)
from grid.whistles_clocks import opens
from grid.whistles_orders import Acknowledge, Decline, Judge, ReportIn, WriteLog

LOW = 2  # a mark up to this one needs words


def acknowledge(desk: Desk, command: Acknowledge) -> Whistle:
    """A unit says that it comes; said by two people of it at once it is said once."""
    whistle, one = _called(desk, command.whistle, command.unit)
    if command.for_it and not nobody(desk, command.unit):
        raise Refused(f"{called(desk, command.unit)}在名册上有人，请他们自己确认。")
    if one.acked and one.state in (Called.ACKED, Called.ARRIVED):
        return whistle
    one = answered(one, "ack", acked=desk.now, acked_by=desk.actor.id)
    return _keep(desk, whistle, one, Row("ack", _for_it(command), one.unit))


def _for_it(command: Acknowledge | ReportIn) -> str:
    return "街道代记" if command.for_it else ""


def _called(desk: Desk, number: str, unit: str) -> tuple[Whistle, Call]:
    """An open whistle and the unit's call in it."""
    whistle = desk.work.whistles.lock(number)
    one = whistle.call_of(unit)
    if not whistle.open:
        words = {State.CALLED_OFF: "已经撤哨了，不用去了"}.get(whistle.state, "已经有了结果")
        raise Refused(f"{whistle.number}{words}。")
    return whistle, one


def _keep(desk: Desk, whistle: Whistle, one: Call, row: Row) -> Whistle:
    """Write the unit's call, the whistle as it stands now, and the log."""
    one = desk.work.whistles.save_call(whistle.number, one)
    after = desk.work.whistles.save(settled(whistle.with_call(one)))
    write(desk, whistle, after, row)
    quiet(desk, after)
    return after


def decline(desk: Desk, command: Decline) -> Whistle:
    """A unit should not have to come, and says why; the street decides, the clocks run on."""
    whistle, one = _called(desk, command.whistle, command.unit)
    said = told(command.why, "为什么来不了：职责里没有、另有急事，还是该叫别的单位")
    why = discreet(desk, tickets_of(desk, whistle.tickets), said)
    if one.insisted:
        raise Refused("街道已经定了还是要来，请按时到场；有困难请直接打电话给街道。")
    if one.state == Called.DECLINED and one.why == why:
        return whistle
    one = answered(one, "decline", why=why, acked=one.acked or desk.now,
                   acked_by=one.acked_by or desk.actor.id)  # fmt: skip
    after = _keep(desk, whistle, one, Row("decline", why, one.unit))
    words = f"{named(desk, after)}：{called(desk, one.unit)}说来不了，请定。{why}"
    give(desk, after, Word("whistle_declined", words), home(desk, after))
    return after


def report_in(desk: Desk, command: ReportIn) -> Whistle:
    """A unit is there; a photo or a word says so, and when."""
    whistle, one = _called(desk, command.whistle, command.unit)
    if one.state == Called.ARRIVED:
        return whistle
    if one.state == Called.EXCUSED:
        raise Refused(f"{called(desk, one.unit)}已经不用来了。")
    if (at := opens(whistle, one)) > desk.now:
        raise Refused(f"还没到时间，{time_words(at)}起可以报到。")
    said = discreet(desk, tickets_of(desk, whistle.tickets), command.words.strip())
    if not command.files and len(said) < LEAST:
        raise Refused(f"请附一张现场照片，或写一句谁到了、几个人（至少{LEAST}个字）。")
    one = answered(one, "arrive", arrived=desk.now, arrived_by=desk.actor.id,
                   acked=one.acked or desk.now, acked_by=one.acked_by or desk.actor.id)  # fmt: skip
    words = "，".join(part for part in (_for_it(command), said) if part)
    data = {"files": _photos(desk, whistle, command.files), "late": desk.now > one.come_due}
    return _keep(desk, whistle, one, Row("arrive", words, one.unit, data))


def _photos(desk: Desk, whistle: Whistle, files: Iterable[dict[str, Any]]) -> list[str]:
    """Photos belong to the whistle from now on; what the log keeps of them."""
    contact, found = photos_of(whistle.number), []
    for file in files:
        ref = f"{whistle.number}:{file['hash']}"
        desk.work.files.add(contact, {**file, "ref": ref, "kind": "photo"}, desk.now)
        if row := desk.work.files.get(contact, ref):
            desk.work.files.save(row.id, state="kept", hash=file["hash"])
        found.append(str(file["hash"]))
    return found


def photos_of(number: str) -> str:
    """Whose the photos of a whistle are, in the table of files."""
    return f"whistle:{number}"


def write_log(desk: Desk, command: WriteLog) -> Whistle:
    """A word in the joint log, which the street and all called units read; also afterwards."""
    whistle = desk.work.whistles.lock(command.whistle)
    if command.unit != whistle.street:
        whistle.call_of(command.unit)
    if whistle.state in (State.RATED, State.CALLED_OFF):
        raise Refused("这个哨已经结束，联合日志不再添。")
    words = discreet(desk, tickets_of(desk, whistle.tickets), command.words.strip())
    if len(words) < LEAST and not command.files:
        raise Refused(f"请写一句现在怎样（至少{LEAST}个字），或附照片。")
    if _said(desk, whistle, words) and not command.files:
        return whistle  # sent twice
    data = {"files": _photos(desk, whistle, command.files)}
    after = _planned(desk, whistle, command, words)
    move = "plan" if command.plan else "note"
    write(desk, whistle, after, Row(move, words, command.unit, data))
    return after


def _said(desk: Desk, whistle: Whistle, words: str) -> bool:
    """Whether this person's word was the last in the log."""
    last = desk.work.log.of(LOG, whistle.number)[-1:]
    return any((one.actor, one.why) == (desk.actor, words[:500]) for one in last)


def _planned(desk: Desk, whistle: Whistle, command: WriteLog, words: str) -> Whistle:
    """The lead unit's plan is there, of a tough whistle."""
    if not command.plan:
        return whistle
    if whistle.kind != "tough" or command.unit != whistle.lead:
        raise Refused("只有攻坚哨的牵头单位写方案；别的情况请写日志。")
    if len(words) < LEAST:
        raise Refused("方案请写清楚谁做、做什么、什么时候做完。")
    return desk.work.whistles.save(replace(whistle, planned=whistle.planned or desk.now))


def judge(desk: Desk, command: Judge) -> Whistle:
    """One side rates the other, once; when all have, the whistle is over (双考核)."""
    whistle = desk.work.whistles.lock(command.whistle)
    if whistle.state != State.HANDLED:
        raise Refused("有了结果、还没有评完的哨才能评。")
    if (command.by, command.about) not in to_judge(whistle):
        raise Refused("只有街道和来了的、该来没来的单位互相评。")
    if not 1 <= command.score <= 5:
        raise Refused("请选1到5分。")
    words = discreet(desk, tickets_of(desk, whistle.tickets), command.words.strip())[:400]
    if command.score <= LOW and len(words) < LEAST:
        raise Refused(f"评{LOW}分和以下的，请写一句为什么（至少{LEAST}个字）。")
    one = Judged(command.by, command.about, command.score, words, desk.now)
    if not desk.work.whistles.judge(whistle.number, one):
        return whistle  # once said it stands
    said = f"{called(desk, command.by)}评{called(desk, command.about)}"
    after = whistle
    if not unjudged(whistle, desk.work.whistles.judged(whistle.number)):
        after = moved(whistle, "all_rated")
    after = desk.work.whistles.save(after)
    write(desk, whistle, after, Row("judge", said, command.by))
    return after
