"""What a party sees on its page of the court's confirmation; never the other's word by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.desk import confirming
from bot.desk.confirming import File
from bot.desk.desk import Desk
from bot.desk.docket import Docket
from mediation import confirm_words, words
from mediation.case import Stage
from mediation.confirmation import BARS, RESULTS, Bar, Confirmation, Wish, bar_of, materials
from mediation.parties import Party

ACTS = {"court_yes": "yes", "court_no": "no"}


@dataclass(frozen=True, slots=True)
class Court:
    """Where the confirmation stands, for one party."""

    phase: str  # as confirmation.phase names it
    mark: str
    fingerprint: str
    last: str  # the last day, in words
    mine: str  # what this party said last
    both: bool
    kept: Confirmation
    name: str  # of the court; empty while none is known
    bar: Bar | None
    bring: tuple[str, ...]
    unkept: str  # what helps, where it is not kept; else empty

    @property
    def handed(self) -> str:
        """The day on which the court got it, in words."""
        return words.day(date.fromisoformat(self.kept.handed)) if self.kept.handed else ""

    @property
    def result(self) -> str:
        """What the court said, and when."""
        if not self.kept.result:
            return ""
        at = words.day(date.fromisoformat(self.kept.result_day))
        number = f"，案号{self.kept.ruling}" if self.kept.ruling else ""
        return f"{at}{RESULTS[self.kept.result]}{number}"


def court_for(desk: Desk, docket: Docket, party: Party) -> Court | None:
    """The party's view; None while no agreement is in force."""
    found = confirming.file_of(desk, docket)
    if found is None:
        return None
    kept, bar = found.kept, bar_of(docket.case, found.agreement, found.kept)
    bring = tuple(f"{one.name}：{one.mind}" for one in materials(docket.case, found.agreement)
                  if one.who == "双方")  # fmt: skip
    return Court(
        found.phase, found.agreement.mark, found.agreement.fingerprint, words.day(found.last),
        kept.wish(party.id), kept.both(found.parties), kept, confirming.court_of(desk, kept),
        BARS[bar] if bar else None, bring, _unkept(found, party),
    )  # fmt: skip


def _unkept(found: File, party: Party) -> str:
    said, broken = found.agreement.said_kept(party.id), found.docket.case.stage is Stage.BREACHED
    wanting = broken or said in ("no", "part")
    return confirm_words.routes(found.agreement, found.kept) if wanting else ""


def court_act(party: Party, form: dict[str, str]) -> Callable[[Desk], Any] | None:
    """What a button of the page does; None when it is another's."""
    answer = ACTS.get(form.get("act", ""))
    if answer is None:
        return None
    mark = form.get("mark", "")
    return lambda desk: confirming.says(
        desk, party.case, Wish(party.id, answer, desk.now), mark)  # fmt: skip
