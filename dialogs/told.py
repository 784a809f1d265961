"""What a message tells: the words as heard, beside pins, photos and phone cards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dialogs.incoming import Incoming
from nlu.heard import Heard, Part, Spot


@dataclass(frozen=True, slots=True)
class Told:
    """One message, heard."""

    incoming: Incoming
    heard: Heard = field(default_factory=Heard)

    @property
    def text(self) -> str:
        """The resident's own words, unchanged but for the edges."""
        return self.incoming.text.strip()

    @property
    def plain(self) -> str:
        """The words normalised and without closing punctuation, for comparing with options."""
        return (self.heard.text or self.text).strip().strip("。.!！?？~～,， ").lower()


def facts(told: Told) -> dict[str, Any]:
    """Every fact of the message under the name a question may want it by; plain JSON values."""
    heard, found = told.heard, dict[str, Any]()
    if heard.guesses:
        found["guesses"] = [[g.code, g.confidence] for g in heard.guesses]
    if told.incoming.pin:
        found["place"] = {"lat": told.incoming.pin.lat, "lng": told.incoming.pin.lng}
    elif heard.spot:
        found["place"] = spot_fact(heard.spot)
    found |= _numbers(heard)
    if told.incoming.phone or heard.phones:
        found["phone"] = told.incoming.phone or heard.phones[0]
    return found


def _numbers(heard: Heard) -> dict[str, Any]:
    found = dict[str, Any]()
    if heard.times:
        found["since"] = found["time"] = heard.times[0].text
    if heard.amounts:
        found["amount"] = f"{heard.amounts[0]:g}元"
    if heard.people is not None:
        found["people"] = found["people_count"] = f"{heard.people}人"
    if heard.plates:
        found["plate"] = heard.plates[0]
    if heard.names:
        found["party"] = heard.names[0]
    if heard.tickets:
        found["ticket"] = heard.tickets[0]
    return found


def spot_fact(spot: Spot) -> dict[str, Any]:
    """A heard place as a plain value."""
    return {"text": spot.text, "places": list(spot.places), "grids": list(spot.grids),
            "exact": spot.exact}  # fmt: skip


def part_fact(part: Part) -> dict[str, Any]:
    """One problem of several, with what belongs to it alone."""
    found: dict[str, Any] = {"detail": part.text}
    if part.guesses:
        found["guesses"] = [[g.code, g.confidence] for g in part.guesses]
    if part.spot:
        found["place"] = spot_fact(part.spot)
    return found
