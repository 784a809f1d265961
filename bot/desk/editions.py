"""Commands about editions of what a city edits in the console: draft, publish, take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.desk.desk import Desk
from grid.calendar import SHANGHAI
from grid.district import District
from grid.editions import (
    AT_ONCE,
    CHANGED,
    KINDS,
    ROSTER,
    DropDraft,
    Edition,
    Line,
    Publish,
    PutLines,
    TakeBack,
    UndoLine,
    WriteLines,
    draft_of,
    event_of,
    fingerprint,
    published,
    taken_back,
    written,
)
from grid.refused import Refused
from grid.staffing import unfit
from integrations.district.amending import amended, line_of
from integrations.district.comparing import changes, with_edition


def write_lines(desk: Desk, command: WriteLines) -> Edition:
    """Change lines of the draft; Refused in words where they cannot be used."""
    newest, draft = _standing(desk, command.kind)
    base = draft or draft_of(command.kind, newest)
    before = with_edition(_files(desk), base)
    for code, was in command.was.items():
        if was != fingerprint(line_of(before, command.kind, code)):
            raise Refused(CHANGED)
    after = written(base, _new(desk, before, command), desk.actor.id)
    _refuse_wrong(desk, after)
    if draft is None:
        desk.work.editions.add(after)
    else:
        desk.work.editions.save(after, draft.seen)
    return after


def _new(desk: Desk, before: District, command: WriteLines) -> Mapping[str, Line | None]:
    """The lines that mean something else than what stands, each as an office writes it."""
    tried = amended(before, command.kind, command.lines, command.numbers)
    if tried.wrong:
        raise Refused(f"{tried.wrong}。")
    _refuse_stand_ins(desk, tried.district, command)
    meant = {code: line_of(tried.district, command.kind, code) for code in command.lines}
    found = {code: line for code, line in meant.items()
             if line != line_of(before, command.kind, code)}  # fmt: skip
    if not found:
        raise Refused("和现在的一样，没有改动。")
    return found


def put_lines(desk: Desk, command: PutLines) -> Edition:
    """Change lines at once; whoever else is drafting finishes first."""
    if command.kind not in AT_ONCE:
        raise Refused("这里要先存草稿、试算，再发布。")
    draft = write_lines(desk, WriteLines(command.kind, command.lines, command.was, command.numbers))
    return publish(desk, Publish(command.kind, draft.mark, command.why))


def _refuse_stand_ins(desk: Desk, district: District, command: WriteLines) -> None:
    """Whoever is named for a leave to come can stand in."""
    today = desk.now.astimezone(SHANGHAI).date()
    for code in command.lines if command.kind == ROSTER else ():
        member = district.roster.get(code)
        if words := unfit(district.roster, member, today) if member else "":
            line = command.numbers.get(code)
            raise Refused(f"第{line}行{words}。" if line else f"{words}。")


def undo_line(desk: Desk, command: UndoLine) -> Edition:
    """A line of the draft as it was before; the last one takes the draft with it."""
    newest, draft = _standing(desk, command.kind)
    if draft is None:
        raise Refused(CHANGED)
    old = newest.lines if newest else {}
    lines = {code: line for code, line in draft.lines.items() if code != command.code}
    if command.code in old:
        lines[command.code] = old[command.code]
    after = replace(draft, lines=lines, seen=draft.seen + 1)
    if not changes(_files(desk), after, newest):
        desk.work.editions.drop(draft)
        return after
    _refuse_wrong(desk, after)
    desk.work.editions.save(after, draft.seen)
    return after


def drop_draft(desk: Desk, command: DropDraft) -> None:
    """Throw the draft away."""
    _, draft = _standing(desk, command.kind)
    if draft is None or draft.mark != command.mark:
        raise Refused(CHANGED)
    desk.work.editions.drop(draft)


def publish(desk: Desk, command: Publish) -> Edition:
    """The draft becomes an edition; every process takes it up with its next transaction."""
    newest, draft = _standing(desk, command.kind)
    if draft is None:
        raise Refused(CHANGED)
    after = published(draft, command, newest, (desk.actor, desk.now))
    if not changes(_files(desk), after, newest):
        raise Refused("草稿里没有改动，没有可以发布的。")
    _refuse_wrong(desk, after)
    desk.work.editions.save(after, draft.seen)
    _log(desk, after, "publish", newest)
    return after


def take_back(desk: Desk, command: TakeBack) -> Edition:
    """An older edition holds again at once; a draft that stands is dealt with first."""
    newest, draft = _standing(desk, command.kind)
    if draft is not None:
        raise Refused("还有没发布的草稿，请先发布或者丢掉草稿，再退回。")
    editions = desk.work.editions.published(command.kind)
    after = taken_back(command, editions, (desk.actor, desk.now))
    _refuse_wrong(desk, after)
    desk.work.editions.add(after)
    _log(desk, after, "take_back", newest)
    return after


def _standing(desk: Desk, kind: str) -> tuple[Edition | None, Edition | None]:
    """The newest edition, and the draft, locked for who changes it."""
    if kind not in KINDS:
        raise Refused("没有这样的资料。")
    draft = desk.work.editions.draft(kind, lock=True)
    editions = desk.work.editions.published(kind)
    return (editions[-1] if editions else None), draft


def _refuse_wrong(desk: Desk, edition: Edition) -> None:
    """An edition that does not fit the files is neither kept nor published."""
    if wrong := amended(_files(desk), edition.kind, edition.lines).wrong:
        raise Refused(f"{wrong}。")


def _files(desk: Desk) -> District:
    """The district of the files alone."""
    return desk.files or desk.district


def _log(desk: Desk, after: Edition, move: str, newest: Edition | None) -> None:
    took = {} if after.took_back is None else {"took_back": after.took_back}
    data = {"changes": changes(_files(desk), after, newest), **took}
    desk.happened(event_of(after, move, (desk.actor, desk.now), data))
