"""A ticket as the standard's service request: whole for who entered it, public parts for others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grid.calendar import SHANGHAI
from grid.district import District
from grid.tickets import STATE_WORDS, State, Ticket
from integrations.open311.services import PHOTO

OPEN, CLOSED = "open", "closed"
WHERE = ("address", "address_id", "zipcode", "lat", "long", "media_url")
_ANSWERED = (State.FEEDBACK, State.CLOSED, State.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Look:
    """One ticket as one system may see it; `own`: it entered it itself."""

    ticket: Ticket  # a merged one stands as the one that is worked on
    own: bool
    unit: str  # name
    moved: datetime | None


def w3(at: datetime | None) -> str | None:
    """A time as the standard wants it, in Shanghai's zone."""
    return at.astimezone(SHANGHAI).replace(microsecond=0).isoformat() if at else None


def request(look: Look, district: District) -> dict[str, Any]:
    """One service request of GET /requests."""
    ticket = look.ticket
    category, told = district.catalogue[ticket.category], _told(look, district)
    return {
        "service_request_id": ticket.number, "status": CLOSED if ticket.ended else OPEN,
        "status_notes": notes(look), "service_name": category.name,
        "service_code": ticket.category, "description": told["description"],
        "agency_responsible": look.unit, "service_notice": None,
        "requested_datetime": w3(ticket.opened),
        "updated_datetime": w3(look.moved or ticket.opened),
        "expected_datetime": w3(ticket.answer_due),
        **{name: told[name] for name in WHERE},
    }  # fmt: skip


def notes(look: Look) -> str:
    """How it stands, as the resident reads it; the answer only for whom it is from."""
    ticket = look.ticket
    words = STATE_WORDS[ticket.state]
    if look.own and ticket.answer and ticket.state in _ANSWERED:
        return f"{words}。答复：{ticket.answer}"
    return words


def _told(look: Look, district: District) -> dict[str, Any]:
    """What was told: nothing of what is secret, and of others' reports the public place alone."""
    ticket = look.ticket
    if look.own and ticket.secret:
        return dict.fromkeys(("description", *WHERE))
    place = district.places.get(ticket.place_id)
    if not look.own:
        name = place.name if place else ""
        what = district.catalogue[ticket.category].name
        return {"description": f"{name}：{what}" if name else what, "address": name,
                "address_id": ticket.place_id or None, "zipcode": None,
                "lat": place.lat if place else None, "long": place.lng if place else None,
                "media_url": None}  # fmt: skip
    return {"description": ticket.detail, "address": ticket.place or None,
            "address_id": ticket.place_id or None, "zipcode": None, "lat": ticket.lat,
            "long": ticket.lng, "media_url": dict(ticket.slots).get(PHOTO)}  # fmt: skip
