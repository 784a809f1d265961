"""Where it is: pin, address, estate, landmark or alias, and buttons when unclear (A7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dialogs import places
from dialogs.flows.own_words import NO_IDEA, needed, own_words
from dialogs.flows.same_place import after, of_the_last, or_there
from dialogs.flows.two_places import which_of_two
from dialogs.lookup import Lookup
from dialogs.places import OUTSIDE
from dialogs.question import Asked, Option, Question, choice
from dialogs.talk import Talk
from dialogs.told import Told, facts

AS_SAID, AGAIN = {"as_said": True}, {"again": True}
SHOWN = 6


def where(part: Talk, look: Lookup) -> dict[str, Any]:
    """The place with its grid, as named or, where a position was sent as well, as picked."""
    return which_of_two(part, look, _named_where(part, look))


def _named_where(part: Talk, look: Lookup) -> dict[str, Any]:
    """Candidates are shown as buttons; own words are taken at last."""
    said = part.ask(_or_there(part, look))
    settled = places.settled(said, look.district)
    if settled is not None and settled.get("how") == OUTSIDE:
        return _outside(part, look, settled)
    if settled is not None:
        return _narrowed(part, look, settled)
    options = candidates(said, look)
    if not options:
        return _unknown(part, look, said)
    about = str(said.get("text", ""))
    text = look.say("which_place" if len(options) > 1 else "this_place", text=about)
    question = _place_choice("place_which", text, options, about)
    answer = part.ask(replace(question, known=lambda _: _said_before(part, ".place_which", about)))
    return chosen(answer, said, look)


def _or_there(part: Talk, look: Lookup) -> Question:
    """Where is it? Of a second problem the place of the first is one tap away."""
    question, first = place_question(look), part.run.given.get("0.place")
    told = part.told.get("place") or {}
    if told and part.name("place") not in part.run.reopened:
        read = question.read
        question = replace(question, read=lambda answer: places.around(told, read(answer)))
    before = after(str(part.run.said.get("after", "")), look)
    if before and part.part < 1:
        return or_there(question, before, str(before["text"]), look)
    if part.part < 1 or not first:
        return question
    return or_there(question, first[1], place_words(first[1], look), look)


def _said_before(part: Talk, question: str, about: str) -> Any:
    """Which 人民路, or what 小区北门 is near, said once holds for all problems of the message."""
    kept = (each for name, each in part.run.given.items() if name.endswith(question))
    return next((each[1] for each in kept if each[0] == about), None)


def told_place(part: Talk, look: Lookup) -> dict[str, Any]:
    """A place named without being asked for, if it is clear which; empty otherwise."""
    kept = part.run.given.get(part.name("place"))
    return clear_place(kept[1] if kept else part.told.get("place"), look)


def clear_place(told: dict[str, Any] | None, look: Lookup) -> dict[str, Any]:
    """A place as it was told, with its grid, if it is clear which; empty otherwise."""
    found = places.settled(told, look.district) if told else None
    return {} if found is None or found.get("how") == OUTSIDE else found


def place_now(asked: Asked, trail: Sequence[Asked], look: Lookup) -> dict[str, Any]:
    """A place as it stands among the answers so far, empty while it is not clear which it is."""
    picked = next((a.value for a in trail if a.name == f"{asked.name}_which" and a.how), None)
    place = chosen(str(picked), asked.value, look) if picked is not None else None
    place = place or places.settled(asked.value, look.district) or {}
    return {} if place.get("grid") == look.district.catch_all.id else place


def place_question(look: Lookup) -> Question:
    """Where is it? In any of the ways people say it."""

    def read(told: Told) -> dict[str, Any] | None:
        spot = facts(told).get("place")
        if spot is not None:
            return dict(spot)
        return of_the_last(told, look) or own_words(told)

    def known(said: dict[str, Any]) -> dict[str, Any] | None:
        spot = said.get("place")
        if not spot or (not spot.get("places") and "lat" not in spot and "grid" not in spot
                        and places.only_a_building(str(spot.get("text", "")))):  # fmt: skip
            return None
        return dict(spot)

    return Question("place", look.say("ask_place"), read, known=known, label="地点",
                    show=lambda place: place_words(place, look), asks="pin",
                    miss=needed(look), why=look.say("why_place"),
                    hint=look.say("ask_place_again"))  # fmt: skip


def place_words(place: dict[str, Any], look: Lookup) -> str:
    """A place as shown on the card, with its grid."""
    settled = places.settled(place, look.district) or place
    grid = places.grid_words(settled, look.district)
    text = str(settled.get("text", "发来的定位"))
    return f"{text}（{grid}）" if grid and grid not in text else text


def candidates(said: dict[str, Any], look: Lookup) -> tuple[Option, ...]:
    """What the words may mean, each with its grid: places, roads by their grids, whole areas."""
    rows = look.district.places
    pairs = [(i, grid) for i in said.get("places", ()) if i in rows
             for grid in rows[i].candidates or ("",)]  # fmt: skip
    if not pairs:
        pairs = [("", grid) for grid in said.get("grids", ()) if grid in look.district.units]
    return tuple(_option(place, grid, look) for place, grid in pairs[:SHOWN])


def _option(place_id: str, grid: str, look: Lookup) -> Option:
    grid_name = places.grid_words({"grid": grid}, look.district)
    name = look.district.places[place_id].name if place_id else ""
    label = f"{name}（{grid_name}）" if name and grid_name else name or grid_name
    return Option(label, f"{place_id}|{grid}", (name.lower(), grid_name))


def _place_choice(name: str, text: str, options: tuple[Option, ...], about: str) -> Question:
    none = Option("都不是", "", ("都不对", "不是", "不对"))
    return choice(name, text, (*options, none), about=about)


def chosen(answer: str, said: dict[str, Any], look: Lookup) -> dict[str, Any]:
    """The place a button stands for; 都不是 keeps the words for a clerk."""
    place_id, _, grid = answer.partition("|")
    text = str(said.get("text", ""))
    if place_id:
        name = look.district.places[place_id].name
        own = text if said.get("exact", True) or not text else f"{name}（原话“{text}”）"
        return places.named(own, place_id, look.district, grid, "chosen")
    if grid:
        return {"text": text, "place": "", "grid": grid, "lat": None, "lng": None, "how": "chosen"}
    return {"text": said.get("text", ""), "grid": look.district.catch_all.id, "how": "own words"}


def _narrowed(part: Talk, look: Lookup, place: dict[str, Any]) -> dict[str, Any]:
    """A whole community is too wide to go and look: where in it? Asked once."""
    if not places.wide(place, look.district):
        return place
    text = str(place["text"])
    keep = Option("到处都是", AS_SAID, ("就按这个写", "整个社区", "都有", "跳过", "不清楚"))
    question = Question("place_near", look.say("place_wide", text=text), _near_reader(),
                        options=(keep,), about=text, asks="pin", why=look.say("why_place"),
                        known=lambda _: _said_before(part, ".place_near", text),
                        holds=lambda value: isinstance(value, dict))  # fmt: skip
    answer = part.ask(question)
    found = None if answer == AS_SAID else places.settled(answer, look.district)
    if found is not None and found.get("how") == OUTSIDE:
        return _outside(part, look, found)
    if found is not None:
        return found
    own = "" if answer == AS_SAID else str(answer.get("text", ""))
    return {**place, "text": text + own}


def _unknown(part: Talk, look: Lookup, said: dict[str, Any]) -> dict[str, Any]:
    """Not in the gazetteer: one more try by pin or landmark, then the words (0.2, 7)."""
    text = str(said.get("text", ""))
    keep = Option("就按这个写", AS_SAID, ("就这个", "就是这里", "没错", "对"))
    question = Question("place_near", look.say("place_unknown", text=text), _near_reader(),
                        options=(keep,), about=text, asks="pin", why=look.say("why_place"),
                        known=lambda _: _said_before(part, ".place_near", text),
                        holds=lambda value: isinstance(value, dict))  # fmt: skip
    answer = part.ask(question)
    settled = None if answer == AS_SAID else places.settled(answer, look.district)
    if settled is not None and settled.get("how") == OUTSIDE:
        return _outside(part, look, settled)
    if settled is not None:
        return {**settled, "text": _joined(text, str(settled["text"]))}
    options = () if answer == AS_SAID else candidates(answer, look)
    if options:
        label = look.say("which_place", text=str(answer.get("text", "")))
        pick = part.ask(_place_choice("place_near_which", label, options, str(answer.get("text"))))
        return chosen(pick, said, look)
    more = "" if answer == AS_SAID else f"（{answer.get('text', '')}）"
    return {"text": text + more, "grid": look.district.catch_all.id, "how": "own words"}


def _joined(first: str, near: str) -> str:
    """The words of both answers; a bare 3-2-501 stands after the place it belongs to."""
    bare = not any("一" <= c <= "鿿" for c in first)
    if bare:
        return f"{near}{first}"
    return first if near in first or near.endswith("定位") else f"{near}，{first}"


def _near_reader() -> Any:
    def read(told: Told) -> dict[str, Any] | None:
        spot = facts(told).get("place")
        if spot is not None:
            return dict(spot)
        return AS_SAID if told.yes or NO_IDEA.fullmatch(told.plain) else own_words(told)

    return read


def _outside(part: Talk, look: Lookup, place: dict[str, Any]) -> dict[str, Any]:
    """Outside the district: the other city's 12345, or another place (R07)."""
    about = f"{place.get('lat')},{place.get('lng')}"
    ways = (
        Option("换个位置", AGAIN, ("换", "发错了")),
        Option("不在这里，不报了", AS_SAID, ("不报了",)),
    )
    answer = part.ask(choice("outside", look.say("outside", district=look.district.name), ways,
                             about=about))  # fmt: skip
    return place if answer == AS_SAID else _elsewhere(part, look)


def _elsewhere(part: Talk, look: Lookup) -> dict[str, Any]:
    """Where it is after all, once the first place has turned out to be outside."""
    said = part.ask(_another_place(look))
    found = places.settled(said, look.district)
    options = candidates(said, look) if found is None else ()
    if options:
        text = str(said.get("text", ""))
        label = look.say("which_place", text=text)
        picked = part.ask(_place_choice("place_again_which", label, options, text))
        return chosen(picked, said, look)
    own = {"text": said.get("text", ""), "grid": look.district.catch_all.id, "how": "own words"}
    return own if found is None else found


def _another_place(look: Lookup) -> Question:
    """The same question once more; a second place outside is no answer."""
    again = replace(place_question(look), name="place_again", known=None, label="地点")

    def read(told: Told) -> dict[str, Any] | None:
        spot: dict[str, Any] | None = again.read(told)
        found = places.settled(spot, look.district) if spot else None
        return None if found and found.get("how") == OUTSIDE else spot

    return replace(again, read=read)
