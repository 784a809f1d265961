"""Entries of knowledge brought in and taken out: `fengqiao knowledge`, and the demo's own."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, time
from pathlib import Path

from bot.clock import Clock
from bot.desk.desk import Desk
from bot.desk.knowledge import bring_entries, move_entry, write_entry
from bot.hearing import district_of
from bot.settings import Settings
from grid.calendar import SHANGHAI
from grid.district import District
from grid.events import Actor
from grid.knowledge import BringEntries, Entry, MoveEntry, WriteEntry, checked
from grid.refused import Refused
from integrations.district.mistakes import Unreadable
from integrations.entries import BadEntries, entries_csv, entries_yaml, read_entries
from integrations.seal import Seal
from integrations.sql.migrate import migrate
from integrations.sql.store import Store, Work

FILE = "knowledge.yaml"
WRITER, APPROVER = Actor("chen", "hotline_staff"), Actor("leader", "centre_leader")
"""The demo's two people: who writes does not approve, in the demo neither."""


def unit_ids(district: District) -> dict[str, str]:
    """The ids of units, by id and by name."""
    return {**{unit.name: unit.id for unit in district.units.values()},
            **{unit.id: unit.id for unit in district.units.values()}}  # fmt: skip


def stock_demo(store: Store, folder: Path, now: datetime) -> int:
    """Put the demo district's entries into a store that has none; returns how many."""
    path = folder / FILE
    with store.begin() as work:
        if not path.exists() or work.knowledge.mark()[0]:
            return 0
        district = district_of(folder)
        rows = read_entries(path.read_bytes(), unit_ids(district))
        for _, wording in rows:
            end = wording.valid_until
            at = min(now, datetime.combine(end, time(), SHANGHAI).astimezone(UTC)) if end else now
            entry = write_entry(_desk(work, district, at, WRITER), WriteEntry(wording))
            _approve(work, district, at, entry)
        return len(rows)


def entries_wrong(folder: Path) -> str:
    """What is wrong with a district's entries, in Chinese; empty when nothing is."""
    path = folder / FILE
    if not path.exists():
        return ""
    try:
        district = district_of(folder)
        for _, wording in read_entries(path.read_bytes(), unit_ids(district)):
            checked(wording, district.units, district.catalogue)
    except (BadEntries, Refused) as wrong:
        return wrong.words if isinstance(wrong, Refused) else str(wrong)
    except Unreadable:
        return ""  # the district's own mistakes come first
    return ""


def _approve(work: Work, district: District, now: datetime, entry: Entry) -> None:
    """Submitted by one and approved by the other; what is over by now was approved in its time."""
    for move, actor in (("submit", WRITER), ("approve", APPROVER)):
        order = MoveEntry(entry.number, entry.version, move, seen=entry.seen)
        entry = move_entry(_desk(work, district, now, actor), order)


def _desk(work: Work, district: District, now: datetime, actor: Actor) -> Desk:
    return Desk(work, district, now, actor, Seal("0" * 32))


def knowledge_command(settings: Settings, arguments: argparse.Namespace) -> int:
    """`fengqiao knowledge import FILE --by NAME | export FILE`; returns the exit code."""
    store = Store(settings.url)
    migrate(store)
    try:
        if arguments.act == "export":
            return _export(store, arguments.file)
        return _import(store, settings, arguments)
    except (Refused, BadEntries) as wrong:
        print(wrong.words if isinstance(wrong, Refused) else wrong, file=sys.stderr)
        return 1
    except OSError as wrong:
        print(f"读写不了 {arguments.file}：{_plainly(wrong)}。", file=sys.stderr)
        return 1


def _plainly(wrong: OSError) -> str:
    """Why a file cannot be read or written."""
    known = {FileNotFoundError: "没有这个文件或文件夹", IsADirectoryError: "这是一个文件夹",
             PermissionError: "没有权限"}  # fmt: skip
    return known.get(type(wrong), str(wrong))


def _export(store: Store, path: Path) -> int:
    with store.read() as work:
        entries = work.knowledge.listed()
    make = entries_yaml if path.suffix in (".yaml", ".yml") else entries_csv
    path.write_text(make(entries), "utf-8")
    print(f"已写出{len(entries)}条（每个版本一条）到 {path}")
    return 0


def _import(store: Store, settings: Settings, arguments: argparse.Namespace) -> int:
    district = district_of(settings.district_folder)
    rows = read_entries(arguments.file.read_bytes(), unit_ids(district))
    with store.begin() as work:
        account = work.accounts.get(arguments.by)
        if account is None:
            raise Refused("请用 --by 写上导入人的账号：导入的条目要由另一个人审核。")
        desk = _desk(work, district, Clock()(), Actor(account.name, "importer"))
        new = bring_entries(desk, BringEntries(tuple(rows)))
    print(f"导入{len(rows)}条，其中{new}条是新的或有改动，等待另一位同事在工作台审核。")
    return 0
