"""A room put right by its number alone: 不对，是303; 不是302，是303; 门牌改成303."""

from __future__ import annotations

import re
from typing import Any

from dialogs.engine import Turn, advance, give
from dialogs.places import A_ROOM
from dialogs.question import SKIPPED, Asked
from dialogs.run import Run
from dialogs.told import anew
from nlu.rather import rather

_NUMBER = r"(\d{3,4})(?:室|房|号房)?"
_ROOM = re.compile(rf"{_NUMBER}[的了吧啊]*")
_NAMED = re.compile(
    r"(?:门牌号?|房号|室号|房间号?|地[点址]|\d{3,4}室?)(?:我)?"
    r"(?:写|说|打|填|记|搞)?(?:错了?|不对)?[，, ]*"
    rf"(?:应该|其实)?(?:是|改成|改为|换成){_NUMBER}[的了吧啊]*"
)
_SWAPPED = re.compile(rf"(?:是)?{_NUMBER}的?[，, ]*(?:不|弗|勿)是\d{{3,4}}(?:室|房)?的?")
_AT_THE_END = re.compile(r"(?<!\d)\d{3,4}(室|房)?$")
_BUILDING = re.compile(r"(?:号楼|[幢栋座]|单元)$")
_A_NUMBER = re.compile(r"\d{3,4}\D?")


def room_put_right(turn: Turn, run: Run) -> list[tuple[Asked, dict[str, Any]]]:
    """The place with the room that is meant; empty where another number may be meant as well."""
    room = _meant(turn.told.plain)
    lines = [a for a in turn.outcome(run).trail if a.question.label] if room else []
    if any(_is_a_number(a) for a in lines):
        return []
    told = [(a, _place_of(a, run)) for a in lines if a.name.split(".")[-1] == "place"]
    fits = [(a, place) for a, place in told if _AT_THE_END.search(place.get("text", ""))]
    fits = fits or [(a, place) for a, place in told if _BUILDING.search(place.get("text", ""))]
    return [(a, _with_room(place, room)) for a, place in fits] if len(fits) == 1 else []


def room_not_asked(turn: Turn, run: Run) -> str:
    """Put right where it is kept, the room of a place not asked about yet; the place in words."""
    room = _meant(turn.told.plain)
    kept = [d for d in (run.said, *run.parts) if room and isinstance(d.get("place"), dict)]
    fits = [d for d in kept if _AT_THE_END.search(str(d["place"].get("text", "")))]
    if len(fits) != 1:
        return ""
    fits[0]["place"] = _with_room(fits[0]["place"], room)
    return str(fits[0]["place"]["text"])


def next_door(turn: Turn, run: Run) -> bool:
    """401那家, said of 楼上 to a later question: which of them is kept with the other party."""
    said = A_ROOM.fullmatch(turn.told.plain)
    lines = turn.outcome(run).trail if said and not _meant(turn.told.plain) else ()
    party = next((a for a in lines if a.name.endswith("party") and a.how), None)
    if said is None or party is None or party.value == SKIPPED or _DIGIT.search(str(party.value)):
        return False
    give(run, party.name, party.question.about, f"{party.value}{said[1]}室")
    shown = run.given[party.name][1]
    turn.say(turn.look.say("corrected", label=party.question.label, value=shown))
    turn.talk.misses = 0
    advance(turn)
    return True


_DIGIT = re.compile(r"\d")


def _is_a_number(asked: Asked) -> bool:
    """Whether the answer is a number of its own: of a pole, a sum; a kind's code is none."""
    mine = asked.name.split(".")[-1] != "kind" and isinstance(asked.value, str)
    return mine and bool(_A_NUMBER.fullmatch(asked.value))


def _place_of(asked: Asked, run: Run) -> dict[str, Any]:
    """The place as answered; of one that is asked for again, as it was told."""
    told = run.parts[asked.part] if 0 <= asked.part < len(run.parts) else run.said
    place = asked.value if asked.how else told.get("place")
    return place if isinstance(place, dict) else {}


def _meant(words: str) -> str:
    """The number of the room a correction names; empty when it names something else."""
    said = (
        _NAMED.fullmatch(words)
        or _SWAPPED.fullmatch(words)
        or _ROOM.fullmatch(anew(words) or rather(words).right)
    )
    return said[1] if said else ""


def _with_room(place: dict[str, Any], room: str) -> dict[str, Any]:
    text = str(place["text"])
    before = _AT_THE_END.search(text)
    ending = (before[1] or "") if before else ""
    return {**place, "text": f"{_AT_THE_END.sub('', text)}{room}{ending}"}
