"""Values back into the cells of a district's tables, as an office would have written them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from grid.catalogue import Category, Limit
from grid.district import District
from grid.people import Hours, Leave, Member
from grid.replies import ReplyTemplate
from integrations.district.words import CONFIDENTIAL, HANDLING, MEDIABLE, REPLY_WHERE, ROLES

CATEGORY = (
    "编码", "大类", "事项", "主办单位", "协办单位", "层级", "时限类别", "首次联系", "答复时限",
    "追问", "能否调解", "网格先办", "保密", "易混事项", "关键词", "启用", "不得下派",
)  # fmt: skip
MEMBER = ("编码", "姓名", "岗位", "单位", "电话", "擅长", "排班", "语言", "联系渠道",
          "请假", "在岗")  # fmt: skip
REPLY = ("编码", "名称", "用在", "事项", "话")
SPELLS = {"minute": "分钟", "hour": "小时", "day": "天"}
DAYS = "一二三四五六日"
Cells = dict[str, str]


def category_cells(category: Category, district: District) -> Cells:
    """A rule of the catalogue as its line in catalogue.csv."""
    labels = (district.slots[key].label for key in category.slots if key in district.slots)
    row = (
        category.code, category.first, category.name, category.lead, "、".join(category.co),
        _word(HANDLING, category.level), category.sla, limit(category.respond),
        limit(category.resolve), "、".join(labels), _word(MEDIABLE, category.mediable),
        yes(category.grid_first), _word(CONFIDENTIAL, category.confidential),
        "、".join(category.confusable), "；".join(category.keywords), yes(category.active),
        yes(category.not_down),
    )  # fmt: skip
    return dict(zip(CATEGORY, row, strict=True))


def member_cells(member: Member) -> Cells:
    """A person as their line in roster.csv."""
    row = (member.id, member.name, _word(ROLES, member.role), member.unit, member.phone,
           "、".join(member.skills), watches(member.hours), "、".join(member.languages),
           member.channel, leaves(member.leaves), yes(member.active))  # fmt: skip
    return dict(zip(MEMBER, row, strict=True))


def reply_cells(template: ReplyTemplate) -> Cells:
    """A reply template as its line in replies.csv."""
    where = "、".join(_word(REPLY_WHERE, one) for one in template.where)
    row = (template.code, template.name, where, "、".join(template.kinds), template.words)
    return dict(zip(REPLY, row, strict=True))


def table(columns: Sequence[str], lines: Iterable[Mapping[str, str]]) -> str:
    """A table as a spreadsheet opens it: with a mark of its encoding, one line a row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _harmless(text) for name, text in line.items()} for line in lines)
    return "\ufeff" + out.getvalue()


def limit(given: Limit) -> str:
    """A time limit: 2工作小时, 1工作日, 24小时, 30天."""
    if given.calendar == "working":
        unit = "日" if given.unit == "day" else SPELLS[given.unit]
        return f"{given.value}工作{unit}"
    return f"{given.value}{SPELLS[given.unit]}"


def watches(hours: Iterable[Hours]) -> str:
    """Watches, day by day: 周一 09:00-11:30、周二 18:30-20:30."""
    return "、".join(f"周{DAYS[one.weekday]} {one.start}-{one.end}" for one in hours)


def leaves(given: Iterable[Leave]) -> str:
    """Days off: 2026-11-25至2026-11-28 R0003."""
    return "、".join(f"{one.first}至{one.last} {one.substitute}".strip() for one in given)


def yes(flag: bool) -> str:
    """是 or 否."""
    return "是" if flag else "否"


def _word(words: Mapping[str, str], value: str) -> str:
    """The first word an office has for a value."""
    return next((word for word, meant in words.items() if meant == value), value)


def _harmless(text: str) -> str:
    """A cell that a spreadsheet would take for a formula begins with a space."""
    return f" {text}" if text[:1] in ("=", "+", "@") else text
