"""Commands about approved knowledge: write, submit, approve, end; and what residents asked."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.desk import Desk
from dialogs.commands import JudgeAnswer, KeepQuestion
from grid.calendar import SHANGHAI
from grid.events import Event
from grid.knowledge import (
    BringEntries,
    Entry,
    MoveEntry,
    SettleGap,
    Standing,
    Wording,
    WriteEntry,
    checked,
    moved,
    reasoned,
    with_writer,
)
from grid.refused import Refused
from integrations.sql.knowledge import CHANGED
from integrations.sql.plain import plain
from nlu.lessons import lesson_text

IN_WORK = (Standing.DRAFT, Standing.SUBMITTED)


def write_entry(desk: Desk, command: WriteEntry) -> Entry:
    """A new entry, a changed draft, or a new version beside the approved one; the result is it."""
    wording = checked(command.wording, desk.district.units, desk.district.catalogue)
    if not command.number:
        number = f"K{desk.work.counters.next('entry'):04d}"
        return _begun(desk, number, 1, wording)
    versions = desk.work.knowledge.versions(command.number)
    if not versions:
        raise Refused(f"没有编号{command.number}的条目。")
    latest = versions[0]
    if latest.standing not in IN_WORK:
        return _begun(desk, latest.number, latest.version + 1, wording)
    return _edited(desk, latest, wording, command.seen)


def _begun(desk: Desk, number: str, version: int, wording: Wording) -> Entry:
    entry = Entry(number, version, wording, Standing.DRAFT, (desk.actor.id,), desk.now)
    desk.work.knowledge.add(entry)
    _log(desk, entry, "write")
    return entry


def _edited(desk: Desk, entry: Entry, wording: Wording, seen: int) -> Entry:
    after, _ = moved(entry, "edit", desk.actor, desk.now)
    after = replace(after, wording=wording, writers=with_writer(entry.writers, desk.actor.id))
    desk.work.knowledge.save(after, seen)
    _log(desk, after, "edit", entry.standing)
    return after


def _log(desk: Desk, entry: Entry, move: str, before: str = "") -> None:
    """The whole wording goes into the log: what was said on any day can be shown (J8)."""
    data = {"version": entry.version, "wording": words_of(entry.wording)}
    desk.happened(Event("entry", entry.number, move, desk.now, desk.actor, before,
                        entry.standing, "", data))  # fmt: skip


def words_of(wording: Wording) -> dict[str, object]:
    """A wording as plain JSON."""
    until = wording.valid_until.isoformat() if wording.valid_until else ""
    return {**plain(wording), "valid_from": wording.valid_from.isoformat(), "valid_until": until}


def move_entry(desk: Desk, command: MoveEntry) -> Entry:
    """Submit, approve, give back, expire, withdraw; approving replaces the version before."""
    entry = desk.work.knowledge.get(command.number, command.version)
    if entry is None or command.move in ("edit", "replace"):
        raise Refused(f"没有编号{command.number}的条目。")
    if entry.seen != command.seen:
        raise Refused(CHANGED)
    after, event = moved(entry, command.move, desk.actor, desk.now)
    why = reasoned(command.move, command.why)
    if command.move == "approve":
        _fresh(desk, entry)
        _replace(desk, entry.number)
    desk.work.knowledge.save(after, entry.seen)
    desk.happened(replace(event, why=why))
    return after


def _fresh(desk: Desk, entry: Entry) -> None:
    if entry.over(desk.now.astimezone(SHANGHAI).date()):
        raise Refused("失效日期已经过了，不能再通过。请退回修改日期。")


def _replace(desk: Desk, number: str) -> None:
    for old in desk.work.knowledge.approved(number):
        after, event = moved(old, "replace", desk.actor, desk.now)
        desk.work.knowledge.save(after, old.seen)
        desk.happened(event)


def bring_entries(desk: Desk, command: BringEntries) -> int:
    """Write and submit what a file brings; returns how many were new or changed.

    What stands like that already is left alone; somebody else's draft is refused, not overwritten.
    """
    changed = 0
    for number, wording in command.rows:
        versions = desk.work.knowledge.versions(number) if number else []
        if versions and versions[0].wording == wording:
            continue
        if versions and versions[0].standing in IN_WORK:
            raise Refused(f"{number}有还没审完的草稿，请先处理，再导入。")
        entry = write_entry(desk, WriteEntry(wording, number if versions else ""))
        move_entry(desk, MoveEntry(entry.number, entry.version, "submit", seen=entry.seen))
        changed += 1
    return changed


def settle_gap(desk: Desk, command: SettleGap) -> None:
    """These questions without an answer have been seen to."""
    desk.work.questions.settle(command.rows, desk.actor.id)


def keep_question(desk: Desk, command: KeepQuestion) -> int:
    """Keep what was asked, without numbers, names and doors (J2); the result is its row."""
    return desk.work.questions.add({
        "at": desk.now, "contact": desk.contact if command.text else "",
        "text": lesson_text(command.text)[:200], "category": command.category,
        "entry": command.entry, "version": command.version})  # fmt: skip


def judge_answer(desk: Desk, command: JudgeAnswer) -> None:
    """Keep whether an answer helped."""
    desk.work.questions.judge(command.question, command.verdict)
