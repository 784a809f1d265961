"""The CSV files of a district: units, places, catalogue, roster and calendar."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from grid.catalogue import Category
from grid.people import Member
from grid.places import Place
from grid.replies import ReplyTemplate, checked
from grid.units import Unit
from integrations.district import cells
from integrations.district.draft import Draft
from integrations.district.mistakes import Notes
from integrations.district.sheet import Row, rows
from integrations.district.words import (
    CONFIDENTIAL,
    HANDLING,
    KINDS,
    LAYERS,
    LEVELS,
    MEDIABLE,
    PLACE_KINDS,
    REPLY_WHERE,
    ROLES,
    SLA,
)  # fmt: skip

UNIT_COLUMNS = ("编码", "名称", "级别", "上级")
PLACE_COLUMNS = ("编码", "名称", "别名", "网格")
CATEGORY_COLUMNS = (
    "编码", "大类", "事项", "主办单位", "层级", "时限类别", "首次联系", "答复时限", "追问",
)  # fmt: skip
REPLY_COLUMNS = ("编码", "名称", "话")
MEMBER_COLUMNS = ("编码", "姓名", "岗位", "单位")


def units(folder: Path, draft: Draft, notes: Notes) -> None:
    for row in rows(folder / "units.csv", UNIT_COLUMNS, notes):
        code = row.needed("编码", cells.code)
        name = row.needed("名称", str)
        level = row.needed("级别", partial(cells.chosen, LEVELS))
        if code and name and level:
            draft.units.add(code, _unit(row, code, level), row)


def _unit(row: Row, code: str, level: str) -> Unit:
    return Unit(
        id=code,
        name=row.text("名称"),
        level=level,
        parent=row.value("上级", cells.code, ""),
        kind=row.value("类型", partial(cells.chosen, KINDS), "area"),
        layer=LAYERS.get(row.text("图层"), row.text("图层") or "basic"),
        phone=row.value("电话", cells.code, ""),
        lead_names=tuple(cells.plain(each) for each in cells.listed(row.text("派单名称"))),
        catch_all=row.value("兜底", cells.yes_no, False),
    )


def places(folder: Path, draft: Draft, notes: Notes) -> None:
    for row in rows(folder / "places.csv", PLACE_COLUMNS, notes):
        code, name = row.needed("编码", cells.code), row.needed("名称", str)
        if code and name:
            draft.places.add(code, _place(row, code, draft), row)


def _place(row: Row, code: str, draft: Draft) -> Place:
    named = row.each("网格", cells.code, cells.listed)
    found = tuple(dict.fromkeys(filter(None, (draft.units.find(grid) for grid in named))))
    for grid in named:
        if not draft.units.find(grid):
            row.error(f"“网格”：没有编码为“{grid}”的单位")
    return Place(
        id=code,
        name=row.text("名称"),
        grid=found[0] if len(found) == 1 else "",
        aliases=cells.listed(row.text("别名")),
        kind=PLACE_KINDS.get(row.text("类别"), row.text("类别") or "estate"),
        lat=row.value("纬度", _latitude, None),
        lng=row.value("经度", cells.degrees, None),
        public=row.value("公共", cells.yes_no, False),
        grids=found if len(found) > 1 else (),
    )


def _latitude(text: str) -> float | None:
    value = cells.degrees(text)
    if value is not None and abs(value) > 90:
        raise ValueError(f"“{text}”超过了90度，经度和纬度是不是填反了")
    return value


def catalogue(folder: Path, draft: Draft, notes: Notes) -> None:
    """Needs the slots first: the table names them as the office does."""
    for row in rows(folder / "catalogue.csv", CATEGORY_COLUMNS, notes):
        category = category_in(row, draft)
        if category:
            draft.catalogue.add(category.code, category, row)


def category_in(row: Row, draft: Draft) -> Category | None:
    """The category a line tells of; None, and mistakes, when it does not say enough."""
    code, name = row.needed("编码", cells.category_code), row.needed("事项", str)
    respond, resolve = row.needed("首次联系", cells.limit), row.needed("答复时限", cells.limit)
    if not (code and name and respond and resolve):
        return None
    asked = partial(cells.chosen, {slot.label: key for key, slot in draft.slots.items()})
    return Category(
        code=code, name=name, respond=respond, resolve=resolve, first=row.text("大类"),
        lead=cells.plain(row.text("主办单位")),
        co=tuple(cells.plain(each) for each in cells.listed(row.text("协办单位"))),
        level=row.needed("层级", partial(cells.chosen, HANDLING)) or "district",
        sla=row.needed("时限类别", partial(cells.chosen, SLA)) or "N3",
        slots=row.each("追问", asked, cells.listed),
        mediable=row.value("能否调解", partial(cells.chosen, MEDIABLE), "forbidden"),
        grid_first=row.value("网格先办", cells.yes_no, False),
        confidential=row.value("保密", partial(cells.chosen, CONFIDENTIAL), "normal"),
        confusable=row.each("易混事项", cells.category_code, cells.listed),
        keywords=cells.listed(row.text("关键词")),
        active=row.value("启用", cells.yes_no, True),
        not_down=row.value("不得下派", cells.yes_no, False),
    )  # fmt: skip


def roster(folder: Path, draft: Draft, notes: Notes) -> None:
    for row in rows(folder / "roster.csv", MEMBER_COLUMNS, notes):
        member = member_in(row, draft)
        if member:
            draft.roster.add(member.id, member, row)


def member_in(row: Row, draft: Draft) -> Member | None:
    """The person a line tells of; None, and mistakes, when it does not say enough."""
    code, name = row.needed("编码", cells.code), row.needed("姓名", str)
    role = row.needed("岗位", partial(cells.chosen, ROLES))
    return _member(row, code, role, draft) if code and name and role else None


def _member(row: Row, code: str, role: str, draft: Draft) -> Member:
    unit = row.needed("单位", cells.code) or ""
    if unit and not draft.units.find(unit):
        row.error(f"“单位”：没有编码为“{unit}”的单位")
    return Member(
        id=code,
        name=row.text("姓名"),
        role=role,
        unit=draft.units.find(unit),
        phone=row.value("电话", cells.code, ""),
        skills=row.each("擅长", cells.skill, cells.listed),
        hours=row.value("排班", cells.watches, ()),
        languages=cells.listed(row.text("语言")),
        channel=row.value("联系渠道", cells.channel, ""),
        leaves=row.value("请假", cells.leaves, ()),
        active=row.value("在岗", cells.yes_no, True),
    )


def replies(folder: Path, draft: Draft, notes: Notes) -> None:
    """Needs the catalogue first: a template may be for some categories alone."""
    path = folder / "replies.csv"
    for row in rows(path, REPLY_COLUMNS, notes) if path.exists() else ():
        template = reply_in(row, draft)
        if template:
            draft.replies.add(template.code, template, row)


def reply_in(row: Row, draft: Draft) -> ReplyTemplate | None:
    """The reply template a line tells of; None, and mistakes, when it cannot be used."""
    code, name = row.needed("编码", cells.code), row.needed("名称", str)
    words = row.needed("话", checked)
    kinds = row.each("事项", cells.skill, cells.listed)
    for kind in kinds:
        if not any(known.startswith(kind) for known in draft.catalogue.things):
            row.error(f"“事项”：没有编码为“{kind}”的事项")
    chosen = partial(cells.chosen, REPLY_WHERE)
    where = row.each("用在", chosen, cells.listed) or tuple(REPLY_WHERE.values())
    return ReplyTemplate(code, name, words, where, kinds) if code and name and words else None


def calendar(folder: Path, draft: Draft, notes: Notes) -> None:
    for row in rows(folder / "calendar.csv", ("日期", "类型"), notes):
        day = row.needed("日期", cells.day)
        kind = row.needed("类型", partial(cells.chosen, {"放假": "off", "上班": "on"}))
        if not (day and kind):
            continue
        if day in draft.days:
            row.error(f"{day}写了两遍")
        draft.days[day] = kind == "on"
