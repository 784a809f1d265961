"""What a form for a caller is filled with: what was heard of the words, beside what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.parts import ConsoleParts
from dialogs.flows.kind import LIKELY, NOT_LISTED, SUREST, sure
from dialogs.places import settled
from dialogs.told import spot_fact
from nlu.heard import Danger, Heard

MOST = 3  # kinds offered


@dataclass(frozen=True, slots=True)
class Filled:
    """What the second step of the form shows."""

    guesses: tuple[tuple[str, str, int], ...]  # code, name, percent
    picked: str  # of them the one that is ticked; empty: none is sure
    place: str
    grid: str  # id and name, as the list has it
    near: tuple[str, ...]  # places it may mean
    phone: str
    danger: Danger | None
    safety: str  # what to read out at once
    dispute: bool


def heard_of(parts: ConsoleParts, words: str) -> Heard:
    """What is understood; nothing at all of no words."""
    return parts.hear(words) if words else Heard()


def filled(parts: ConsoleParts, form: Mapping[str, str], heard: Heard) -> Filled:
    """Typed fields stay as they were; empty ones take what was heard."""
    spot = spot_fact(heard.spot) if heard.spot else {}
    place = (settled(spot, parts.district) if spot else None) or {}
    danger = heard.danger
    return Filled(
        _guesses(parts, heard), _picked(form, heard),
        form.get("place") or (heard.spot.text if heard.spot else ""),
        form.get("grid") or _grid(parts, place), _near(parts, spot) if not place else (),
        form.get("phone") or (heard.phones[0] if heard.phones else ""), danger,
        parts.say(f"safety.{danger.kind}") if danger else "", heard.dispute,
    )  # fmt: skip


def _guesses(parts: ConsoleParts, heard: Heard) -> tuple[tuple[str, str, int], ...]:
    catalogue = parts.district.catalogue
    likely = [g for g in heard.guesses if g.code in catalogue and g.code != NOT_LISTED
              and g.confidence >= LIKELY]  # fmt: skip
    return tuple((g.code, catalogue[g.code].name, round(min(g.confidence, SUREST) * 100))
                 for g in likely[:MOST])  # fmt: skip


def _picked(form: Mapping[str, str], heard: Heard) -> str:
    """Ticked by hand, or surely heard: in between a person has to choose."""
    if "guess" in form:
        return form["guess"]
    known = [[g.code, g.confidence] for g in heard.guesses]
    return str(known[0][0]) if sure(known) else ""


def _grid(parts: ConsoleParts, place: Mapping[str, Any]) -> str:
    unit = parts.district.units.get(str(place.get("grid", "")))
    return f"{unit.id} {unit.name}" if unit else ""


def _near(parts: ConsoleParts, spot: Mapping[str, Any]) -> tuple[str, ...]:
    places = parts.district.places
    return tuple(places[one].name for one in spot.get("places", ()) if one in places)[:4]


def spot_of(parts: ConsoleParts, text: str) -> dict[str, Any]:
    """The place of the district some words name; empty when they leave it open."""
    heard = parts.hear(text)
    found = settled(spot_fact(heard.spot), parts.district) if heard.spot else None
    return dict(found or {})
