"""A position sent after the place was named: taken where the words have no grid, else asked."""

from __future__ import annotations

from typing import Any

from dialogs import places
from dialogs.engine import Turn, advance, again, give
from dialogs.flows.where import place_now
from dialogs.question import Asked
from dialogs.reading import CHANGE, edit
from dialogs.run import Run

_TAKES_ONE = ("place", "place_again", "place_near", "outside")
"""Questions a position answers by itself."""


def a_position_as_well(turn: Turn) -> bool:
    """Two places told of one problem: which is meant is asked once, unless both are one (A7)."""
    run, pin = turn.talk.top, turn.told.incoming.pin
    if run is None or run.open is None or run.flow != "report" or pin is None or turn.told.text:
        return False
    if run.open.name.split(".")[-1] in _TAKES_ONE:
        return False
    named = _named_before(turn, run)
    if not named:
        return False
    turn.talk.misses = 0
    if len(named) > 1:
        turn.say(turn.look.say("pin_for_which"))
        edit(turn, run, CHANGE)
        return True
    _weigh(turn, run, named[0])
    return True


def _named_before(turn: Turn, run: Run) -> list[Asked]:
    """The places told of the problem that is being asked about, or over the card of all."""
    outcome = turn.outcome(run)
    found = [a for a in outcome.trail if a.how and a.name.split(".")[-1] in _TAKES_ONE[:2]]
    part = outcome.open.part if outcome.open else -1
    return [a for a in found if part in (-1, a.part)]


def _weigh(turn: Turn, run: Run, asked: Asked) -> None:
    """One place told in words, one by position."""
    pin, look = turn.told.incoming.pin, turn.look
    assert pin is not None
    found = places.pinned(pin.lat, pin.lng, look.district)
    here = place_now(asked, turn.outcome(run).trail, look)
    text = str(asked.value.get("text") or found["text"])
    if here.get("grid") and found["how"] == places.OUTSIDE:
        again(turn, look.say("pin_outside", district=look.district.name, text=text))
    elif here.get("grid") == found["grid"] != "":
        _take(turn, run, asked, {**here, "lat": pin.lat, "lng": pin.lng})
    elif not here.get("grid"):
        _take(turn, run, asked, {**found, "text": text})
    else:
        told = run.parts[asked.part] if 0 <= asked.part < len(run.parts) else run.said
        told["pin"] = {"lat": pin.lat, "lng": pin.lng}
        advance(turn)


def _take(turn: Turn, run: Run, asked: Asked, place: dict[str, Any]) -> None:
    give(run, asked.name, asked.question.about, place)
    turn.say(turn.look.say("pin_kept", text=place["text"]))
    advance(turn)
