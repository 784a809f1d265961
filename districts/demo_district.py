"""The demo: 澄禾区, four streets, sixteen communities, 64 grids, more than 300 places."""

from __future__ import annotations

from departments import Row, of_community, of_district, of_street, unit
from ground import QUARTERS as CORNERS_OF_STREETS
from ground import SIDE, SOUTH, STEP, WEST, box, cells, communities, inside, ring
from made_up import DEPARTMENTS, ESTATES, LANDMARKS, ROADS, RURAL, STREETS, URBAN, WITH_BUILDINGS
from people import SESSIONS, Roster

ROOT = "CH"
LAWYERS = "BM41"
COURT = "BM42"


def tables() -> dict[str, list[Row]]:
    """Rows by file name."""
    return {"units.csv": units(), "places.csv": places(), "roster.csv": roster()}


def units() -> list[Row]:
    rows = [unit(ROOT, "澄禾区", "区", "")]
    for number, street in enumerate(STREETS, 1):
        rows.append(unit(f"CH{number:02d}", street, "街道", ROOT,
                         phone=f"0000-81{number:05d}", leads="街道办事处、街道(乡镇)"))  # fmt: skip
    for code, (name, _) in communities().items():
        rows.append(unit(code, name, "社区", code[:4], leads="社区居委会、村民委员会"))
    for code in cells():
        name = communities()[code[:6]][0].removesuffix("社区")
        ordinal = "一二三四"[int(code[6:]) - 1]
        rows.append(unit(code, f"{name}第{ordinal}网格", "网格", code[:6]))
    rows += of_district(ROOT)
    for number, street in enumerate(STREETS, 1):
        rows += of_street(f"CH{number:02d}", street)
    return rows + [of_community(code, name) for code, (name, _) in communities().items()]


def places() -> list[Row]:
    rows: list[Row] = []
    for community, (name, _) in communities().items():
        for number, (text, aliases, kind) in enumerate(_of_community(name)):
            grid = f"{community}{number % 4 + 1:02d}"
            lng, lat = inside(cells()[grid], number // 4)
            rows.append((text, aliases, grid, kind, lat, lng))
    rows += _roads() + _buildings(rows)
    return [
        (f"P{number:04d}", *row, "是" if row[3] in PUBLIC else "否")
        for number, row in enumerate(rows, 1)
    ]


PUBLIC = ("道路", "公园", "市场", "车站", "停车场", "地标", "商场")


def _of_community(name: str) -> list[tuple[str, str, str]]:
    """(name, aliases, kind) of everything in a community."""
    rural = name.endswith("村")
    homes = [each.partition("=") for each in ESTATES[name].split()]
    found = [(text, alias, "村" if rural else "小区") for text, _, alias in homes]
    short = name.removesuffix("社区").removesuffix("村")
    for text, aliases, kind in RURAL if rural else URBAN:
        found.append((text.format(short), aliases.format(short), kind))
    return found + [each[:3] for each in LANDMARKS if each[3] == name]


def _roads() -> list[Row]:
    grids = {cell: code for code, cell in cells().items()}
    rows: list[Row] = []
    for name, aliases, way, at, first, last in ROADS:
        along = [(x, at) if way == "row" else (at, x) for x in range(first, last + 1)]
        rows.append((name, aliases, "、".join(grids[cell] for cell in along), "道路", "", ""))
    return rows


def _buildings(rows: list[Row]) -> list[Row]:
    """Four buildings in each of a few estates, so that a pin finds the building."""
    homes = [row for row in rows if row[0] in WITH_BUILDINGS]
    return [
        (f"{name}{number + 1}幢", "", grid, "楼栋", *_at(float(str(lat)), float(str(lng)), number))
        for name, _, grid, _, lat, lng in homes
        for number in range(4)
    ]


def _at(lat: float, lng: float, number: int) -> tuple[float, float]:
    return round(lat + 0.0008 * (number // 2 - 0.5), 5), round(lng + 0.0014 * (number % 2 - 0.5), 5)


def areas() -> list[dict[str, object]]:
    """The district (with a strip of water no grid covers), every level below, and some places."""
    wide, high = STEP * (SIDE + 1), STEP * SIDE
    rings = {ROOT: box(WEST + wide / 2, SOUTH + high / 2, wide, high)}
    for number, (column, row) in enumerate(CORNERS_OF_STREETS, 1):
        rings[f"CH{number:02d}"] = ring(column, row, 4)
    rings |= {code: ring(*cell, 2) for code, (_, cell) in communities().items()}
    rings |= {code: ring(*cell, 1) for code, cell in cells().items()}
    names = {row[0]: row[1] for row in units()}
    for code, name, _, _, kind, lat, lng, _ in places():
        names[code] = name
        if kind in ("小区", "楼栋"):
            size = (0.0028, 0.0018) if kind == "小区" else (0.0009, 0.0005)
            rings[str(code)] = box(float(str(lng)), float(str(lat)), *size)
    return [_feature(str(code), str(names[code]), points) for code, points in rings.items()]


def _feature(code: str, name: str, points: list[tuple[float, float]]) -> dict[str, object]:
    shape = {"type": "Polygon", "coordinates": [points]}
    return {"type": "Feature", "properties": {"编码": code, "名称": name}, "geometry": shape}


def roster() -> list[Row]:
    people = Roster("R")
    for grid in cells():
        people.add("巡查员", grid)
        people.add("网格长", grid)
    for community in communities():
        people.add("社区工作人员", community)
        people.add("调解员", f"{community}T", "07、06", SESSIONS)
    for number in range(1, len(STREETS) + 1):
        people.add("街道工作人员", f"CH{number:02d}")
        people.add("调解员", f"CH{number:02d}T", "07、08", SESSIONS)
        people.add("调委会管理员", f"CH{number:02d}T")
        people.add("值班", f"CH{number:02d}", "", "周一至周五 08:30-17:30")
    for number in range(1, len(DEPARTMENTS) + 1):
        people.add("承办人", f"BM{number:02d}")
    _centre(people)
    _whom_whistles_call(people)
    return people.rows


def _centre(people: Roster) -> None:
    for role, count in (("派单员", 3), ("核查员", 4), ("中心领导", 2), ("热线坐席", 4)):
        for _ in range(count):
            people.add(role, "ZX01")
    for watch in ("每天 08:30-17:30", "每天 17:30-00:30", "每天 00:30-08:30"):
        people.add("值班", "ZX01", "", watch)
    people.add("巡查员", "JD01")
    people.add("调解员", "TW01", "07、09", SESSIONS)
    people.add("调解员", "TW02", "1104", SESSIONS)
    people.add("调解员", "TW03", "09", SESSIONS)
    people.add("调委会管理员", "TW01")
    people.add("律师", LAWYERS, "07、08", "周二 14:00-17:30、周四 14:00-17:30、周四 18:30-20:30")
    people.add("律师", LAWYERS, "09", "周一 09:00-11:30、周三 14:00-17:30")
    people.add("律师", LAWYERS, "06、11", "周三 09:00-11:30、周五 09:00-11:30、周二 18:30-20:30")
    people.add("法官", COURT, "07、06", "周二 14:00-17:30、周四 18:30-20:30")
    people.add("法官", COURT, "08、09", "周四 14:00-17:30、周五 14:00-17:30")


def _whom_whistles_call(people: Roster) -> None:
    """Stations and enforcement teams have somebody, departments a leader who hears of silence."""
    for number in range(1, len(STREETS) + 1):
        people.add("承办人", f"CH{number:02d}P")
        people.add("承办人", f"CH{number:02d}Z")
        people.add("单位负责人", f"CH{number:02d}Z")
    for number in range(1, len(DEPARTMENTS) + 1):
        people.add("单位负责人", f"BM{number:02d}")
