"""A session's new time: what each party says to it, and what their silence means (C.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from grid.policies import Policies
from grid.refused import Refused
from mediation.booking import Slot, confirm_until
from mediation.parties import Party

ANSWERS = {"yes": "可以", "no": "不行"}
LONGEST = 200  # characters of a wish
DEFAULTS = Policies()


@dataclass(frozen=True, slots=True)
class Said:
    """What a party says: `wish` in its own words, `pick` a start it would like (ISO).

    `by` is who of the staff heard it on the phone; empty when the party said it itself.
    """

    party: str
    answer: str  # one of ANSWERS
    at: datetime
    wish: str = ""
    pick: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class NewTime:
    """The time the session was moved to, and until when both must say that they can.

    `asked` is False where a party itself would like to change a time that was settled: then
    nothing is let go by silence, the mediator decides.
    """

    start: datetime
    until: datetime
    said: tuple[Said, ...] = ()
    asked: bool = True

    def of(self, party: str) -> Said | None:
        """What a party said last."""
        return next((one for one in reversed(self.said) if one.party == party), None)

    def fine(self, parties: Sequence[str]) -> bool:
        """Whether everybody said yes; silence is none (0, item 7)."""
        given = [self.of(party) for party in parties]
        return bool(given) and all(one is not None and one.answer == "yes" for one in given)

    def silent(self, parties: Sequence[str]) -> tuple[str, ...]:
        """Who has said nothing yet."""
        return tuple(party for party in parties if self.of(party) is None)


def asked(slot: Slot, now: datetime, policies: Policies = DEFAULTS) -> NewTime:
    """Both are asked: 24 hours, ending two hours before the session at the latest."""
    return NewTime(slot.start, confirm_until(slot, now, policies))


def own_wish(slot: Slot, now: datetime) -> NewTime:
    """A party would like another time than the one settled."""
    return NewTime(slot.start, now, asked=False)


def told(new: NewTime, said: Said) -> NewTime:
    """A party's word, in the place of what it said before; Refused for none of the answers."""
    if said.answer not in ANSWERS:
        raise Refused("请选一项：可以，还是不行。", "answer")
    if said.pick and not _a_time(said.pick):
        raise Refused("请从列出的时间里选一个。", "pick")
    if said.at >= new.start:
        raise Refused("约定的时间已经到了，不能再改。来不了的话，请回“转人工”。")
    rest = tuple(one for one in new.said if one.party != said.party)
    return replace(new, said=(*rest, replace(said, wish=said.wish.strip()[:LONGEST])))


def _a_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def left(party: Party, policies: Policies = DEFAULTS) -> int:
    """How often the party may still change a settled time by itself."""
    return max(0, policies.reschedule_max - party.reschedules)
