"""The departments, committees and teams a district needs so that every category finds its lead."""

from __future__ import annotations

from made_up import DEPARTMENTS

LEADS = {  # further names in the catalogue; names with brackets are found without them
    "人民法院": "人民法庭",
    "区委政法委": "街道(综治)",
    "金融监管机构": "地方金融管理部门",
}
DISTRICT_COMMITTEES = (
    ("TW01", "区人民调解委员会", "人民调解委员会"),
    ("TW02", "区医疗纠纷人民调解委员会", "医疗纠纷人民调解委员会"),
    ("TW03", "区劳动争议人民调解委员会", ""),
    ("TW04", "区物业纠纷人民调解委员会", ""),
)

Row = tuple[object, ...]


def unit(code: str, name: str, level: str, parent: str, **more: str) -> Row:
    """A row of units.csv; `more`: kind, layer, phone, leads, rest (是 for the catch-all)."""
    kind = more.get("kind", "区域")
    layer = more.get("layer", "基础")
    rest = more.get("rest", "否")
    return (
        code,
        name,
        level,
        parent,
        kind,
        layer,
        more.get("phone", ""),
        more.get("leads", ""),
        rest,
    )


def of_district(root: str) -> list[Row]:
    """The command centre, the mobile team that takes what lies in no grid, and all departments."""
    rows = [
        unit("ZX01", "区联动指挥中心", "区", root, kind="中心", phone="0000-8100001",
             leads="区联动指挥中心"),
        unit("JD01", "区网格机动巡查队", "区", root, kind="巡查队伍", rest="是"),
    ]  # fmt: skip
    for number, name in enumerate(DEPARTMENTS, 1):
        shown = name if name.startswith("区") else f"区{name}"
        leads = "、".join(filter(None, (name, LEADS.get(name, ""))))
        rows.append(unit(f"BM{number:02d}", shown, "区", root, kind="部门",
                         phone=f"0000-82{number:05d}", leads=leads))  # fmt: skip
    for code, name, leads in DISTRICT_COMMITTEES:
        rows.append(unit(code, name, "区", root, kind="委员会", leads=leads))
    return rows


def of_street(street: str, name: str) -> list[Row]:
    """The police station, the enforcement team and the mediation committee of a street or town."""
    return [
        unit(f"{street}P", f"{name}派出所", "街道", street, kind="部门", leads="公安局(派出所)"),
        unit(f"{street}Z", f"{name}综合执法队", "街道", street, kind="执法队伍",
             leads="综合行政执法局"),
        unit(f"{street}T", f"{name}人民调解委员会", "街道", street, kind="委员会",
             leads="街道人民调解委员会"),
    ]  # fmt: skip


def of_community(community: str, name: str) -> Row:
    """The mediation committee of a community or village."""
    return unit(f"{community}T", f"{name}人民调解委员会", "社区", community, kind="委员会",
                leads="社区人民调解委员会")  # fmt: skip
