"""The YAML files of a district: slots, policies, phones and wording."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from dialogs.wording import EVERYWHERE, SENTENCES, placeholders
from grid.calendar import WorkingCalendar
from grid.catalogue import Limit, Slot
from grid.policies import Policies
from integrations.district import cells
from integrations.district.draft import Draft
from integrations.district.mistakes import Notes
from integrations.district.sheet import decoded
from integrations.district.words import PHONES, POLICIES, WORKING_HOURS

Entry = tuple[str, object, int]  # key, value (text, list or mapping of texts), line
Hours = tuple[tuple[time, time], ...]
CHINESE_COLON = re.compile(r"^[^\s#:：]+：", re.MULTILINE)


def slots(folder: Path, draft: Draft, notes: Notes) -> None:
    """slots.yaml must be there: the catalogue names its questions by it."""
    for key, value, line in _entries(folder / "slots.yaml", notes):
        try:
            draft.slots[key] = _slot(key, value)
        except (KeyError, ValueError) as wrong:
            notes.error("slots.yaml", line, f"“{key}”：缺少或写错了{wrong}")


def _slot(key: str, value: object) -> Slot:
    if not isinstance(value, dict):
        raise ValueError("名称、问法、为什么")
    skippable = cells.yes_no(str(value.get("可跳过", "是")))
    return Slot(key, value["名称"], value["问法"], value["为什么"], skippable)


def policies(folder: Path, draft: Draft, notes: Notes) -> Hours:
    """Reads policies.yaml into the draft; returns the working hours, which are the calendar's."""
    hours = WorkingCalendar().hours
    for key, value, line in _optional(folder / "policies.yaml", notes):
        name = cells.plain(key)
        try:
            if name == WORKING_HOURS:
                hours = _clocks(value)
            else:
                draft.policies = _with(draft.policies, POLICIES[name], value)
        except KeyError:
            notes.error("policies.yaml", line, f"没有“{key}”这一项规则")
        except (TypeError, ValueError) as wrong:
            notes.error("policies.yaml", line, f"“{key}”：{wrong}")
    return hours


def phones(folder: Path, draft: Draft, notes: Notes) -> None:
    for key, value, _ in _optional(folder / "phones.yaml", notes):
        draft.phones[PHONES.get(key, key)] = cells.plain(str(value))


def wording(folder: Path, draft: Draft, notes: Notes) -> None:
    for key, value, line in _optional(folder / "wording.yaml", notes):
        try:
            draft.wording[key] = _sentence(key, value)
        except ValueError as wrong:
            notes.error("wording.yaml", line, f"“{key}”：{wrong}")


def _sentence(key: str, value: object) -> str:
    """A sentence to be said instead of ours: it may name what ours names, or what all may."""
    if not isinstance(value, str):
        raise ValueError("后面应是一句话")
    ours = SENTENCES.get(key, SENTENCES["safety.other"] if key.startswith("safety.") else None)
    if ours is None:
        raise ValueError("没有这一句，请看dialogs/wording.py里的名称")
    may = placeholders(ours) | set(EVERYWHERE)
    try:
        value.format_map(dict.fromkeys(may, ""))
    except KeyError as strange:
        raise ValueError(f"这一句里不能用{{{strange.args[0]}}}") from None
    except (ValueError, AttributeError, IndexError):
        raise ValueError("大括号里的写法不对") from None
    return value


def _with(old: Policies, name: str, value: object) -> Policies:
    """The policies with one number changed, read as its default is typed."""
    changed: dict[str, Any] = {name: _read(getattr(Policies(), name), value)}
    return replace(old, **changed)


def _read(like: object, value: object) -> object:
    if isinstance(like, tuple) and isinstance(like[0], time):
        return cells.clock(str(value))
    if isinstance(like, tuple):
        parts = value if isinstance(value, list) else cells.listed(str(value))
        return tuple(_read(like[0], part) for part in parts)
    return str(value).strip() if isinstance(like, str) else _reader(like)(str(value))


def _reader(like: object) -> Callable[[str], object]:
    if isinstance(like, timedelta):
        return cells.spell
    if isinstance(like, date):
        return cells.every_year
    if isinstance(like, Limit):
        return cells.limit
    return _whole if isinstance(like, int) else _number


def _whole(text: str) -> int:
    if not cells.plain(text).isdigit():
        raise ValueError(f"“{text}”应是整数")
    return int(cells.plain(text))


def _number(text: str) -> float:
    try:
        return float(cells.plain(text))
    except ValueError:
        raise ValueError(f"“{text}”不是数字") from None


def _clocks(value: object) -> Hours:
    parts = value if isinstance(value, list) else cells.listed(str(value))
    return tuple(cells.clock(str(part)) for part in parts)


def _optional(path: Path, notes: Notes) -> Iterator[Entry]:
    return _entries(path, notes) if path.exists() else iter(())


def _entries(path: Path, notes: Notes) -> Iterator[Entry]:
    """The entries of a YAML mapping; every scalar stays the text that was written.

    YAML would make 0512 an octal number and 12:30 a count of seconds.
    """
    text = decoded(path, notes)
    try:
        loader = yaml.BaseLoader(text or "")
        node = loader.get_single_node()
    except yaml.YAMLError as wrong:
        words = "这一行不合YAML格式，请检查冒号（要用英文的）后的空格、缩进和引号"
        notes.unread(path.name, _line(wrong, text or ""), words)
        return
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        notes.unread(path.name, 1, "应是“名称: 内容”一行一项")
        return
    yield from _pairs(loader, node, path.name, notes)


def _line(wrong: yaml.YAMLError, text: str) -> int:
    """Where it went wrong; YAML itself notices a Chinese colon only on the line after."""
    colon = CHINESE_COLON.search(text)
    if colon:
        return text.count("\n", 0, colon.start()) + 1
    mark = wrong.problem_mark if isinstance(wrong, yaml.MarkedYAMLError) else None
    return mark.line + 1 if mark else 0


def _pairs(
    loader: yaml.BaseLoader, node: yaml.MappingNode, file: str, notes: Notes
) -> Iterator[Entry]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        line = key_node.start_mark.line + 1
        if key in seen:
            notes.error(file, line, f"“{key}”写了两遍")
        seen.add(key)
        yield key, loader.construct_object(value_node, deep=True), line
