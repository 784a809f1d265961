"""Reading an answer: taps, numbers, words, corrections, and going back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

from dialogs.engine import Turn, advance, again, give, reopen
from dialogs.places import beside, merged_place
from dialogs.problems import says_what
from dialogs.put_right import (
    keep_as_it_was,
    kind_meant,
    of_one_sort,
    other_kind,
    part_meant,
    which_part,
)
from dialogs.question import SKIPPED, Asked, tag
from dialogs.rooms import room_not_asked, room_put_right
from dialogs.run import Run
from dialogs.told import Told, anew, facts
from nlu.rather import rather

_NUMBER = re.compile(r"(?:选|第|选第)?\s*([0-9]{1,2}|[一二三四五六七八九十])\s*[个项号.、。)）]?")
_CHINESE = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
EDIT = "edit:"
CHANGE = "change"  # the question which line is to be changed
NOTHING = "-"  # after EDIT: back to the card, nothing is to be changed


def tapped(turn: Turn) -> None:
    """A button: it means what was shown; a stale one is answered kindly and changes nothing."""
    data = turn.told.incoming.button.split(":")
    run = next((r for r in turn.talk.stack if len(data) == 4 and r.id == data[0]), None)
    if (
        run is None
        or run.open is None
        or run.open.name != data[1]
        or tag(run.open.about) != data[2]
    ):
        stale(turn)
        return
    number = int(data[3]) if data[3].isdecimal() else -1
    if not 0 <= number < len(run.open.options):
        stale(turn)
        return
    turn.talk.stack.remove(run)
    turn.talk.stack.append(run)
    take(turn, run, run.open.options[number][1])


def stale(turn: Turn) -> None:
    """What a tap on an old button hears: how things stand, and the open question again."""
    last = next(iter(turn.look.mine()), None)
    gone = turn.told.incoming.button.partition(":")[0] not in {r.id for r in turn.talk.stack}
    if last and gone:
        again(turn, turn.look.say("stale_button_ticket", **status_words(turn, last)))
    else:
        again(turn, turn.look.say("stale_button"))


def status_words(turn: Turn, ticket: Any) -> dict[str, str]:
    """Number and state of a ticket for a sentence."""
    from grid.tickets import STATE_WORDS

    return {"no": ticket.number, "state": STATE_WORDS[ticket.state]}


def shown_option(run: Run, plain: str, raw: str) -> list[Any] | None:
    """The option a number or its exact words mean, as it was shown; None if neither."""
    options = run.open.options if run.open else []
    for option in options:
        if plain in (option[0].lower(), option[0].lower().strip("。！？")):
            return option
    number = number_said(raw)
    return options[number - 1] if 0 < number <= len(options) else None


def number_said(raw: str) -> int:
    """1 to 99 when the whole message is a number in any dress, otherwise 0."""
    text = unicodedata.normalize("NFKC", raw).strip("。.!? ")
    hit = _NUMBER.fullmatch(text)
    return (_CHINESE.get(hit[1]) or int(hit[1])) if hit else 0


def take(turn: Turn, run: Run, value: Any) -> None:
    """Take an answer to the open question, if what was shown is still on offer."""
    assert run.open is not None
    turn.talk.misses = 0
    if isinstance(value, str) and value.startswith(EDIT):
        edit(turn, run, value.removeprefix(EDIT))
        return
    outcome = turn.outcome(run)
    asked = outcome.open
    if asked and asked.name == run.open.name and not asked.question.holds(value):
        turn.say(turn.look.say("option_gone"))
        advance(turn)
        return
    give(run, run.open.name, run.open.about, value)
    advance(turn)


def edit(turn: Turn, run: Run, name: str) -> None:
    """A line of the card is to be changed: ask it again."""
    if name != CHANGE:
        to_the_card(run)
    keep_as_it_was(run, name)
    if name != NOTHING:
        reopen(run, name)
        forget_pin(run, [name])
    for follower in [n for n in run.given if n.startswith(f"{name}_")]:
        run.given.pop(follower)
    advance(turn)


def forget_pin(run: Run, changed: list[str]) -> None:
    """Once the place is told anew, a position sent before is weighed against it no more."""
    if any(name.split(".")[-1] == "place" for name in changed):
        for told in (run.said, *run.parts):
            told.pop("pin", None)


def to_the_card(run: Run) -> None:
    """What was to be changed has been said, whichever line had been asked for: the card again."""
    if CHANGE in run.reopened:
        run.reopened.remove(CHANGE)


def corrected(turn: Turn, kinds: bool = True) -> bool:
    """Change an earlier answer in free words; False when nothing earlier fits.

    Without `kinds` what a matter is stays as it is: more was told of it, nothing put right.
    """
    run = turn.talk.top
    if run is None:
        return False
    hits = [h for h in _corrections(turn, run) if kinds or not _only_told_more(turn, h[0])]
    if not hits and other_kind(turn, run):
        return True
    hits = hits or room_put_right(turn, run) or _last_answer(turn, run)
    if not hits:
        return _amended(turn, run)
    to_the_card(run)
    forget_pin(run, [asked.name for asked, _ in hits])
    if any(asked.name.split(".")[-1] == "kind" for asked, _ in hits) or _tells_what_as_well(turn):
        run.said.setdefault("more", []).append(turn.told.text)
    for asked, value in hits:
        give(run, asked.name, asked.question.about, value)
    label = hits[0][0].question.label or "这一项"
    turn.say(turn.look.say("corrected", label=label, value=hits[0][0].question.show(hits[0][1])))
    advance(turn)
    return True


def _only_told_more(turn: Turn, asked: Asked) -> bool:
    """Whether a line stays as it is when nothing is put right: 今天更多了 begins nothing anew."""
    short = asked.name.split(".")[-1]
    if short in ("since", "time"):
        return says_what(turn.told.heard) and not _BEGAN.search(turn.told.plain)
    return short == "kind"


_BEGAN = re.compile(r"开始|从|起|以来")


def _tells_what_as_well(turn: Turn) -> bool:
    """不是下水道，是化粪池满出来了，在5号楼: beside the place more is told of the matter."""
    heard = turn.told.heard
    return len(beside(heard)) >= TOLD and heard.act == "report" and says_what(heard)


TOLD = 10  # characters beside a place put right


def _last_answer(turn: Turn, run: Run) -> list[tuple[Asked, Any]]:
    """不对，三千, said after 两千: the answer just given, read again."""
    rest = anew(turn.told.plain)
    if not 0 < len(rest) <= SHORT or not run.history or run.open is None:
        return []
    asked = next((a for a in turn.outcome(run).trail if a.name == run.history[-1] and a.how), None)
    if asked is None or asked.question.options or not asked.question.label:
        return []
    if run.open.name == "sure" and not of_one_sort(rest, str(asked.value)):
        return []  # over the card any line may be meant, but 五千 is what was 三千
    heard = replace(turn.told.heard, text=rest, act="other")
    value = asked.question.answer(Told(replace(turn.told.incoming, text=rest), heard))
    return [] if value in (None, SKIPPED, asked.value) else [(asked, value)]


SHORT = 10  # characters of an answer given anew


def _amended(turn: Turn, run: Run) -> bool:
    """A place told but not yet asked about is corrected where it is kept."""
    spot = facts(turn.told).get("place")
    if spot is None and (text := room_not_asked(turn, run)):
        again(turn, turn.look.say("corrected", label="地点", value=text))
        return True
    kept = [d for d in (run.said, *run.parts) if isinstance(d.get("place"), dict)]
    if spot is None or not kept:
        return False
    old, wrong = kept[0]["place"], turn.told.heard.wrong
    for one in kept:
        if one["place"].get("text") == old.get("text"):
            one["place"] = merged_place(one["place"], spot, wrong)
    text = kept[0]["place"].get("text", "")
    again(turn, turn.look.say("corrected", label="地点", value=text))
    return True


def _corrections(turn: Turn, run: Run) -> list[tuple[Asked, Any]]:
    told, wrong = facts(turn.told), turn.told.heard.wrong
    trail = [a for a in turn.outcome(run).trail if a.how and a.question.label]
    hits = []
    for asked in trail:
        value = _new_value(asked, told, (wrong, turn.told.plain))
        if value is not None and value != asked.value and asked.question.holds(value):
            hits.append((asked, value))
    meant, which = part_meant(run, turn.told.plain), which_part(turn.told.plain)
    which = which if which >= 0 or rather(turn.told.plain).wrong else meant
    hits = [h for h in hits if meant in (-1, h[0].part) or h[0].name.split(".")[-1] != "kind"]
    hits = [h for h in hits if h[0].part == which] or hits
    named = [h for h in hits if wrong and _mentions(h[0], wrong)] or hits
    first = named[:1]
    same = [h for h in named if first and h[0].value == first[0][0].value]
    return [h for h in same if h[0].part == which] or same


def _new_value(asked: Asked, told: dict[str, Any], said: tuple[str, str]) -> Any:
    """What an answer becomes; `said` are the words taken back and all words of the message."""
    wrong, words = said
    if asked.name.split(".")[-1] == "place" and isinstance(asked.value, dict):
        spot = told.get("place")
        if spot is None:
            return None
        told = {**told, "place": merged_place(asked.value, spot, wrong)}
    if asked.name.split(".")[-1] == "kind" and "place" not in told:
        return kind_meant(words, told.get("guesses", ()), asked.value)
    return asked.question.from_facts(told)


def _mentions(asked: Asked, wrong: str) -> bool:
    return wrong in asked.question.show(asked.value)
