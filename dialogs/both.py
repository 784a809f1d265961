"""两个都是: at the question between kinds a problem may be of both; each is a matter of its own."""

from __future__ import annotations

import re
from typing import Any

from dialogs.engine import Turn, advance, give
from dialogs.flows.kind import NOT_LISTED
from dialogs.places import within
from dialogs.problems import MOST
from dialogs.run import JSON, Run

_ALL = re.compile(
    r"(?:我?说?的?(?:这|那|上面|前面)?)?(?P<many>[两俩二三四234])?(?:个|样|种|者|件|条|类)?(?:事|情况|问题)?"
    r"(?:都|全)(?:是|有|要|对|算|像|沾|占|报|反映)(?:一?点|边|登记|上|一下)?[的了吧啊呢嘛呀哈]*"
    r"|(?P<also>两)(?:个|样|种|者|件)(?:事|问题)?(?:一起|一块儿?)?(?:报|反映|登记)?"
)
_ONE = r"(?:是|选|第)?(\d|[一二三四])[个项条]?"
_AND = r"(?:也|又|和|跟|与|加|及|[、，,+/\s])+"
_NAMED = re.compile(rf"既?{_ONE}{_AND}{_ONE}(?:都(?:是|有|要|选|对))?[的了吧]*")
_HAN = {"一": 1, "两": 2, "俩": 2, "二": 2, "三": 3, "四": 4}


def both(turn: Turn) -> bool:
    """Said to be of several of the kinds shown: as many problems, told in the same words."""
    run = turn.talk.top
    if run is None or run.open is None or run.flow != "report":
        return False
    if run.open.name.split(".")[-1] not in ("kind", "clearer"):
        return False
    codes = _picked(turn, run)
    if not 2 <= len(codes) <= MOST + 1 - max(1, len(run.parts)):
        return False
    apart(run)
    _multiply(turn, run, codes)
    names = "、".join(turn.look.category(code).name for code in codes)
    turn.say(turn.look.say("both_kinds", n=len(codes), kinds=names))
    turn.talk.misses = 0
    advance(turn)
    return True


def _picked(turn: Turn, run: Run) -> list[str]:
    """The codes meant, as they were shown: all of them, the first two, or those named."""
    assert run.open is not None
    values = [str(value) for _, value in run.open.options]
    codes = [v for v in values if v in turn.look.district.catalogue and v != NOT_LISTED]
    if numbers := _NAMED.fullmatch(turn.told.plain):
        named = [values[n - 1] for n in map(_number, numbers.groups()) if 0 < n <= len(values)]
        return [code for code in codes if code in named]
    said = _ALL.fullmatch(turn.told.plain)
    if said is None:
        return []
    many = said["many"] or said["also"]
    return codes[: _number(many)] if many else codes


def _number(word: str) -> int:
    return _HAN.get(word) or int(word)


def apart(run: Run) -> None:
    """What was told of the one problem so far becomes the first of several."""
    if not run.parts:
        own: JSON = {k: run.said.pop(k) for k in ("guesses", "detail", "place") if k in run.said}
        run.parts.append(own)


def inherit_place(run: Run) -> None:
    """What is told beside the first problem is where that is, unless a place is named with it."""
    first = run.given.get("0.place", [None, None])[1]
    for part in run.parts[1:]:
        if first:
            part["place"] = within(first, part["place"]) if "place" in part else first


_FOR_ALL = re.compile(
    r"(?:[两三四五]?[件个]?事?)?(?:都|全|全都)(?:是|就)?在|(?:同一个|一个|一样的?)(?:地方|位置)"
)


def for_all(turn: Turn, run: Run, place: Any) -> None:
    """都在幸福里, said where one of several problems is: so are those without a place."""
    asked = run.open.name.split(".")[-1] if run.open else ""
    if asked == "place" and isinstance(place, dict) and _FOR_ALL.match(turn.told.plain):
        for part in run.parts:
            part.setdefault("place", place)


def _multiply(turn: Turn, run: Run, codes: list[str]) -> None:
    assert run.open is not None
    number, _, short = run.open.name.partition(".")
    first = run.parts[int(number)]
    first.setdefault("detail", _told_when_asked(run, number))
    give(run, f"{number}.{short}", run.open.about, codes[0])
    give(run, f"{number}.kind", "", codes[0])
    for code in codes[1:]:
        name = turn.look.category(code).name
        twin = {**first, "guesses": [[code, 1.0]], "beside": int(number), "called": name}
        run.given[f"{len(run.parts)}.kind"] = ["", code, "asked"]
        run.parts.append(twin)
    first["called"] = turn.look.category(codes[0]).name


def _told_when_asked(run: Run, number: str) -> Any:
    kept = run.given.get(f"{number}.detail")
    return kept[1]["text"] if kept else ""
