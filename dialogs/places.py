"""A place as an answer: from pin, name or own words to one value with its grid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from grid.district import District
from nlu.heard import Heard
from nlu.normal import normal
from nlu.numerals import number

Place = dict[str, Any]
"""text (own words), place (id), grid (unit id), lat, lng, how (named, pin, chosen, own words)."""

OUTSIDE = "outside"  # how of a position that lies in no grid of ours, nor near one

_TOKENS = (
    re.compile(r"[0-9一二三四五六七八九十百]+\s*(?:号楼|幢|栋|座|号院)"),
    re.compile(r"[0-9一二三四五六七八九十]+\s*单元"),
    re.compile(r"[0-9一二三四五六七八九十]+\s*(?:楼|层)(?!上|下)"),
    re.compile(r"[0-9一二三四五六七八九十百零]+\s*(?:室|号)(?!楼|院)"),
)


def beside(heard: Heard) -> str:
    """What a message tells beside its place, both as they are read: 幸福里３號樓 leaves nothing;
    empty where no place is told."""
    return heard.text.replace(normal(heard.spot.text).text, "") if heard.spot else ""


def merged_place(old: Mapping[str, Any], new: Mapping[str, Any], wrong: str = "") -> Place:
    """A corrected place: a building or unit alone replaces its like in the old words.

    不是三号楼，是五号楼 on 幸福里3号楼2单元 gives 幸福里5号楼2单元; a place with a name of its
    own replaces the whole. `old` is an answer, `new` a heard place (text, places) or a pin.
    """
    if "lat" in new or new.get("places") or not old.get("text"):
        return dict(new)
    text, words = str(old["text"]), str(new.get("text", ""))
    for pattern in _TOKENS:
        token = pattern.search(words)
        if token is None:
            continue
        old_token = pattern.search(text)
        new_token = _dressed(token[0], like=old_token[0] if old_token else "")
        text = pattern.sub(new_token, text, count=1) if old_token else _put_in(text, new_token)
        words = words.replace(token[0], "", 1)
    if words == new.get("text"):
        return dict(new)
    if _BETWEEN.search(words):
        return {**old, "text": _before_building(str(old["text"])) + str(new["text"])}
    room = _ROOM.fullmatch(words.strip("的，, 在"))
    return {**old, "text": _ROOM.sub("", text) + room[0] if room else text}


def _put_in(text: str, token: str) -> str:
    """幸福里3单元 and 5号楼: the building stands before what lies in it, and after 人民路88号."""
    level = next((n for n, pattern in enumerate(_TOKENS) if pattern.match(token)), len(_TOKENS))
    at = _first(text, *_TOKENS[level + 1 : 3])
    return text[:at] + token + text[at:]


def _first(text: str, *patterns: re.Pattern[str]) -> int:
    """Where the first of these, or a door, begins in the text; its end when none is there."""
    hits = (pattern.search(text) for pattern in (*patterns, _A_DOOR))
    return min((hit.start() for hit in hits if hit), default=len(text))


_A_DOOR = re.compile(r"[0-9一二三四五六七八九十百零]+\s*室|(?<!\d)\d{3,4}$")


_BETWEEN = re.compile(r"之间|中间|旁边?|对面|后面|前面|门口|楼下|附近")
"""5号楼和6号楼之间 is no building but where among them."""


def _before_building(text: str) -> str:
    """幸福里 of 幸福里3号楼2单元."""
    at = [hit.start() for pattern in _TOKENS if (hit := pattern.search(text))]
    return text[: min(at)] if at else text


def within(around: Mapping[str, Any], place: Mapping[str, Any]) -> Place:
    """A building or unit told after a whole place lies in it; any other place stays as it is.

    3单元门口 after 幸福里5号楼楼下 is 幸福里5号楼3单元门口, and after 幸福里5号楼2单元 as well.
    `around` is an answer or a heard place, `place` a heard place.
    """
    words = str(place.get("text", ""))
    level = next((n for n, pattern in enumerate(_TOKENS) if pattern.match(words)), None)
    whole = around.get("places") or around.get("place")
    if level is None or not whole or place.get("places") or "grid" in place:
        return dict(place)
    text = str(around["text"])
    inner = _TOKENS[level:3] or _TOKENS[3:]  # 3号楼 is within 88号, and 92号 is not
    return {**around, "text": _BESIDE.sub("", text[: _first(text, *inner)]) + words}


def around(told: Mapping[str, Any], place: Mapping[str, Any] | None) -> Place | None:
    """幸福里, answered where 3号楼 was told before, is 幸福里3号楼; no answer stays none."""
    if place is None:
        return None
    named = any(pattern.search(str(place.get("text", ""))) for pattern in _TOKENS)
    if named or not only_a_building(str(told.get("text", ""))):
        return dict(place)
    return within(place, told)


_BESIDE = re.compile(
    r"(?:的?(?:旁边?|对面|后面|前面|门口|楼下|楼上|附近|那边|那里|那儿|里面|里头))+$"
)

A_ROOM = re.compile(
    r"(?:就|是|他家|她家|楼上|楼下|隔壁|的)*(\d{3,4})(?:室|的|那家|那户|他家|家|[啊呀嘛])*"
)
"""301的, 401那家: whose it is, and no place of its own."""
_ROOM = re.compile(r"(?<!\d)\d{3,4}$")
"""The room at the end: 5号楼1单元302."""


def _dressed(token: str, like: str) -> str:
    """五号楼 written as 5号楼 where the words it replaces have digits."""
    if not any(c.isascii() and c.isdigit() for c in like):
        return token
    han = re.match(r"[一二三四五六七八九十百零]+", token)
    value = number(han[0]) if han else None
    return token if han is None or value is None else f"{value:g}{token[han.end() :]}"


def only_a_building(text: str) -> bool:
    """Whether the words name a building, unit or room and no place around it."""
    rest = text
    for pattern in _TOKENS:
        rest = pattern.sub("", rest)
    return rest != text and not rest.strip("的，, 在")


def contradicted(words: str, text: str) -> bool:
    """Whether the words name another building or unit than the place does: 3号楼 and 5号楼."""
    for pattern in _TOKENS[:2]:
        told, here = ({_counted(token) for token in pattern.findall(w)} for w in (words, text))
        if told and here and not told & here:
            return True
    return False


def _counted(token: str) -> float | None:
    """3 of 三号楼."""
    digits = re.match(r"[0-9一二三四五六七八九十百]+", token)
    return number(digits[0]) if digits else None


def settled(spot: Mapping[str, Any], district: District) -> Place | None:
    """The one place a heard place means; None when it may mean several or must be confirmed."""
    if "grid" in spot:
        return dict(spot)
    if "lat" in spot:
        return pinned(float(spot["lat"]), float(spot["lng"]), district)
    ids = [p for p in spot.get("places", ()) if p in district.places]
    exact = bool(spot.get("exact", True))
    if exact and len(ids) == 1 and len(district.places[ids[0]].candidates) == 1:
        return named(str(spot["text"]), ids[0], district)
    areas = [g for g in spot.get("grids", ()) if g in district.units]
    if exact and not ids and len(areas) == 1:
        return {"text": spot["text"], "place": "", "grid": areas[0], "lat": None, "lng": None,
                "how": "named"}  # fmt: skip
    return None


def named(
    text: str, place_id: str, district: District, grid: str = "", how: str = "named"
) -> Place:
    """A place of the gazetteer; `text` keeps the resident's own words, `grid` settles a road's."""
    place = district.places[place_id]
    own = grid or place.grid or (place.grids[0] if len(place.grids) == 1 else "")
    return {"text": text, "place": place.id, "grid": own, "lat": place.lat, "lng": place.lng,
            "how": how}  # fmt: skip


def pinned(lat: float, lng: float, district: District) -> Place:
    """A shared position: its grid by polygon, named after the place it lies in, if any."""
    if district.outside(lat, lng):
        return {"text": "发来的定位", "grid": "", "lat": lat, "lng": lng, "how": OUTSIDE}
    grid = district.grid_at(lat, lng)
    near = district.place_at(lat, lng)
    text = near.name if near else (f"{grid.name}内的定位" if grid else "发来的定位")
    return {"text": text, "place": near.id if near else "", "grid": grid.id if grid else "",
            "lat": lat, "lng": lng, "how": "pin"}  # fmt: skip


def grid_words(place: Mapping[str, Any], district: District) -> str:
    """The grid and its community in words, e.g. 枫桥社区第三网格; empty when there is none."""
    unit = district.units.get(str(place.get("grid", "")))
    if unit is None:
        return ""
    above = district.units.get(unit.parent)
    if unit.id == district.catch_all.id:
        return unit.name
    if above is None or unit.name.startswith(above.name):
        return unit.name
    return f"{above.name}{unit.name.removeprefix(_stem(above.name))}"


def wide(place: Mapping[str, Any], district: District) -> bool:
    """Whether a place is a whole community or more: nobody can be sent there to look."""
    grid = str(place.get("grid", ""))
    return not place.get("place") and any(u.parent == grid for u in district.units.values())


def _stem(name: str) -> str:
    """幸福 of 幸福社区: what the names of its grids begin with again."""
    return re.sub(r"(社区|街道|村|镇|乡)$", "", name)
