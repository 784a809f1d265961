"""A service request becomes a command: heard as a clerk's entry is, kind and place looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.discreet import discreet
from bot.house import House
from dialogs.dates import due_words
from dialogs.flows.details import alarm
from dialogs.flows.kind import FIRE, NOT_LISTED, SUREST, sure
from dialogs.incoming import Incoming
from dialogs.places import pinned, settled
from dialogs.told import spot_fact
from grid.catalogue import Category
from grid.district import District
from grid.entering import Alarmed
from grid.systems import SystemReport
from grid.tickets import Ticket
from integrations.open311.asked import Asked
from integrations.open311.services import PHOTO, attributes, category_of
from integrations.open311.wrong import Wrong
from nlu.heard import Danger, Heard

LEAST = 4
"""Characters that tell a matter where no service_code does, as for a clerk's entry."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Reads requests with the house's ear and the district's names."""

    house: House

    def danger(self, words: str) -> Danger | None:
        """The emergency lexicon over the whole text, before anything else."""
        return self.house.listener.alarm(words) if words else None

    def heard(self, words: str) -> Heard:
        """Everything understood; nothing at all of no words."""
        return self.house.listener.hear(words, self.house.clock()) if words else Heard()

    def report(self, asked: Asked, heard: Heard, key: str) -> SystemReport:
        """The command; raises Wrong for what is missing or cannot be."""
        kind, why = self._kind(asked, heard)
        place = self._place(asked, heard)
        if kind.has_place and kind.code != NOT_LISTED and not place:
            raise Wrong(400, "请写明在哪里：lat 和 long，或者 address_string。")
        slots = self._slots(asked, kind)
        danger, strong = danger_of(asked, heard, kind, slots)
        words = self._discreet(asked.words or kind.name)
        return SystemReport(key, asked.own, kind.code, words, why, place, slots, asked.sender,
                            danger, strong, heard.dispute)  # fmt: skip

    def _kind(self, asked: Asked, heard: Heard) -> tuple[Category, str]:
        """The code sent; else what was heard where that is sure; else a clerk sorts it; and why."""
        district = self.house.district
        if asked.code:
            return category_of(district, asked.code), "类别是那边选定的"
        if len(asked.words) < LEAST:
            raise Wrong(400, "请给出 service_code，或者在 description 里写清楚反映的事"
                             f"（至少{LEAST}个字）。")  # fmt: skip
        known = [[g.code, g.confidence] for g in heard.guesses]
        found = district.catalogue.get(heard.guesses[0].code) if sure(known) else None
        if found is None or found.code == NOT_LISTED:
            return district.catalogue[NOT_LISTED], "说法不足以判断类别，等工作人员研判"
        confidence = min(heard.guesses[0].confidence, SUREST)
        return found, f"按说法自动判断类别（把握{confidence:.0%}）"

    def _place(self, asked: Asked, heard: Heard) -> dict[str, Any]:
        """A pin counts before an address, an address before what the words name."""
        district = self.house.district
        named = self._named(asked.address) if asked.address else {}
        if asked.pin is None:
            if named or heard.spot is None:
                return named
            return _settled(heard, district) | {"text": heard.spot.text}
        pin = pinned(*asked.pin, district)
        if pin["how"] == "outside":
            raise Wrong(400, f"这个位置不在{district.name}，那边的事请打当地的12345。"
                             "要是坐标写错了，请改好再发（要 WGS-84）。")  # fmt: skip
        if not pin["grid"] and named.get("grid"):
            pin |= {"grid": named["grid"], "place": named.get("place", "")}
        return pin | ({"text": asked.address} if asked.address else {})

    def _named(self, address: str) -> dict[str, Any]:
        return _settled(self.heard(address), self.house.district) | {"text": address}

    def _slots(self, asked: Asked, kind: Category) -> tuple[tuple[str, str], ...]:
        """What was answered of the category's own details, and the link of a photo."""
        known = attributes(self.house.district, kind)
        if unknown := [name for name, _ in asked.attributes if name not in known]:
            raise Wrong(400, f"“{kind.name}”没有 {unknown[0]} 这个追问项，可用的见 "
                             f"/open311/v2/services/{kind.code}。")  # fmt: skip
        given = [(name, self._discreet(value)) for name, value in asked.attributes]
        return tuple(given + ([(PHOTO, asked.media)] if asked.media else []))

    def _discreet(self, words: str) -> str:
        """Numbers of papers and cards are not kept, as of residents' own words."""
        told = Incoming("open311", "office:open311", self.house.clock(), text=words)
        return discreet(told, self.house.seal).text

    def notice(self, ticket: Ticket, kind: str, reachable: bool) -> str:
        """What the resident is to read: what keeps them safe first, then who answers by when."""
        safety = self.house.say(f"safety.{kind}") + "\n" if kind else ""
        category = self.house.district.catalogue[ticket.category]
        if ticket.category == NOT_LISTED:
            return f"{safety}已经登记，编号{ticket.number}。归哪家管，工作人员看过就定下来。"
        unit = self.house.district.units.get(ticket.unit)
        answer = due_words(ticket.answer_due, category.resolve)
        contact = due_words(ticket.contact_due, category.respond)
        call = f"{contact}前打电话联系，" if reachable else ""
        by = f"，由{unit.name}先办" if unit else ""
        return f"{safety}已经登记，编号{ticket.number}{by}；{call}{answer}前答复。"


def _settled(heard: Heard, district: District) -> dict[str, Any]:
    found: Mapping[str, Any] | None = None
    if heard.spot:
        found = settled(spot_fact(heard.spot), district)
    return dict(found or {})


def danger_of(
    asked: Asked, heard: Heard, kind: Category, slots: tuple[tuple[str, str], ...]
) -> tuple[Alarmed | None, bool]:
    """The danger told, and whether it wakes the people on duty at once: in the words, by an
    answer that tells of it, or by 正在发生的火情 itself, as it is for a resident who picks it."""
    told = heard.danger
    if told is not None:
        return Alarmed(told.kind, told.level, told.words), told.strong
    story = asked.words or kind.name
    if found := alarm(slots, kind.code, story):
        return Alarmed(found.kind, found.level, found.words), found.page
    if kind.code == FIRE:
        return Alarmed("fire", "E0", story), True
    return None, False
