"""What the pages of the roster show: people by unit, who is away, where nobody is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from grid.district import District
from grid.editions import ROSTER, fingerprint
from grid.people import Member
from grid.staffing import Gap, gaps
from integrations.district.amending import line_of
from integrations.district.lines import MEMBER
from integrations.district.words import ROLES
from integrations.seal import masked_phone

SHOWN = 60  # people on one page; the rest is found by words
ROLE_WORDS = {value: word for word, value in ROLES.items()}


def listed(district: District, query: Mapping[str, str], today: date) -> dict[str, Any]:
    """People that fit, and the warnings."""
    q, role = query.get("q", "").strip()[:60], query.get("role", "")
    only = query.get("only", "")
    found = [one for one in district.roster.values()
             if _fits(district, one, q) and role in ("", one.role)
             and _stands(one, only, today)]  # fmt: skip
    return {"people": [_row(district, one, today) for one in found[:SHOWN]], "many": len(found),
            "q": q, "role": role, "only": only, "roles": ROLE_WORDS,
            "gaps": [words_of(one) for one in gaps(district, today)]}  # fmt: skip


def _fits(district: District, member: Member, q: str) -> bool:
    """Words in a name, a code or a unit's name or code; whoever works for a department of it."""
    unit = district.units.get(member.unit)
    text = f"{member.id} {member.name} {member.unit} {unit.name if unit else ''}"
    return all(word in text for word in q.split())


def _stands(member: Member, only: str, today: date) -> bool:
    if only == "leave":
        return any(leave.last >= today for leave in member.leaves)
    return not member.active if only == "gone" else member.active


def _row(district: District, member: Member, today: date) -> dict[str, Any]:
    unit = district.units.get(member.unit)
    coming = [one for one in member.leaves if one.last >= today]
    return {"m": member, "unit": unit.name if unit else member.unit, "away": member.away(today),
            "role": ROLE_WORDS.get(member.role, member.role), "phone": masked_phone(member.phone),
            "leaves": [(one, _named(district, one.substitute)) for one in coming]}  # fmt: skip


def _named(district: District, code: str) -> str:
    member = district.roster.get(code)
    return f"{member.name}（{code}）" if member else ""


def words_of(gap: Gap) -> str:
    """A warning in words."""
    if gap.never:
        return f"{gap.unit.name}没有网格员，也没有网格长"
    days = f"{gap.first}" if gap.first == gap.last else f"{gap.first}至{gap.last}"
    return f"{gap.unit.name}{days}没有人在岗，也没有人替班"


def person(
    district: District, member: Member | None, typed: Mapping[str, str] | None, today: date
) -> dict[str, Any]:
    """One person's page: the line as the form shows it, without the number."""
    line = (line_of(district, ROSTER, member.id) if member else None) or {}
    shown = {name: line.get(name, "") for name in MEMBER} | dict(typed or {})
    unit = district.units.get(shown["单位"])
    shown |= {"电话": (typed or {}).get("电话", ""), "在岗": shown["在岗"] or "是"}
    shown["单位"] = f"{unit.id} {unit.name}" if unit else shown["单位"]
    mine = [one for one in gaps(district, today) if member and one.unit.id == member.unit]
    others = [one for one in district.roster.values() if one is not member and one.active]
    same = [one for one in others if member and one.role == member.role]
    return {"row": _row(district, member, today) if member else None, "typed": shown,
            "was": fingerprint(line or None), "roles": tuple(ROLES), "why": "", "asked": {},
            "units": [one for one in district.units.values() if one.parent],
            "others": sorted(same, key=lambda one: one.unit != member.unit if member else False),
            "gaps": [words_of(one) for one in mine], "today": today.isoformat()}  # fmt: skip
