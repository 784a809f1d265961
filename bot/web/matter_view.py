"""What one party sees of its case on its own page; nothing of what the other said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk import assents
from bot.web.matter_court import Court
from bot.web.matter_private import Few
from grid.calendar import SHANGHAI
from mediation import newtime, words
from mediation.booking import Slot
from mediation.case import BINDING, CHINESE, ENDS, Case, Stage
from mediation.limits import Longer
from mediation.newtime import NewTime
from mediation.outcome import Agreement
from mediation.parties import Consent, Party


@dataclass(frozen=True, slots=True)
class Matter:
    """A case as one party sees it."""

    case: Case
    party: Party
    agreement: Agreement | None
    others: tuple[Party, ...]
    room: str
    talked: bool  # the session has been not long ago: how was it?
    told: bool  # … and this party has told
    longer: Longer | None = None  # the mediator asks for more time
    new: NewTime | None = None  # the session was moved: does the time suit?
    free: tuple[Slot, ...] = ()  # other times the party may wish for
    signing: datetime | None = None  # until when everybody should have signed
    few: Few | None = None  # recording, talking together, speaking alone
    court: Court | None = None  # the court's confirmation of the agreement in force

    @property
    def calendar(self) -> str:
        """Where a phone's calendar finds the session, as a path of ours."""
        return f"/case/{self.case.number}/{self.room.rpartition('/')[2]}/calendar.ics"

    @property
    def stage(self) -> str:
        """Where it stands, in words."""
        return CHINESE[self.case.stage]

    @property
    def over(self) -> bool:
        """Whether nothing is waited for any more."""
        return self.case.stage in ENDS

    @property
    def when(self) -> str:
        """When the session is, in words; empty while the time is not known."""
        live = self.case.stage is Stage.SCHEDULED and self.case.slot is not None
        return words.moment(self.case.slot.start) if live and self.case.slot else ""

    @property
    def start(self) -> str:
        """The time as a form names it."""
        return self.case.slot.start.isoformat() if self.case.slot else ""

    @property
    def asked(self) -> bool:
        """Whether the party is asked if the time suits."""
        return bool(self.when) and self.new is not None and self.new.asked

    @property
    def answer_by(self) -> str:
        """Until when both must have said so, in words."""
        return words.moment(self.new.until) if self.new else ""

    @property
    def on_time(self) -> str:
        """What this party said to the time: yes, no, or empty."""
        said = self.new.of(self.party.id) if self.new else None
        return said.answer if said else ""

    @property
    def wish(self) -> str:
        """The time it would like instead, in words."""
        said = self.new.of(self.party.id) if self.new else None
        if said is None:
            return ""
        picked = words.moment(datetime.fromisoformat(said.pick)) if said.pick else ""
        return "，".join(one for one in (picked, said.wish) if one)

    @property
    def changes_left(self) -> int:
        """How often the party may still change a time that was settled."""
        return newtime.left(self.party)

    @property
    def others_times(self) -> list[tuple[str, str]]:
        """Times to choose from: as a form names them, and in words."""
        return [(slot.start.isoformat(), words.moment(slot.start)) for slot in self.free]

    @property
    def redone(self) -> bool:
        """Whether they meet once more over words that never came into force."""
        return self.case.stage in (Stage.SCHEDULED, Stage.RESCHEDULING, Stage.ADJOURNED)

    @property
    def sign_by(self) -> str:
        """Until when everybody should have signed, in words."""
        return words.moment(self.signing) if self.signing else ""

    @property
    def asks_longer(self) -> bool:
        """Whether more time waits for the parties' word."""
        open_still = self.case.stage not in ENDS | BINDING
        return open_still and self.longer is not None and not self.longer.done

    @property
    def longer_until(self) -> str:
        """Until which day more time is asked for, in words."""
        return words.day(self.longer.until.astimezone(SHANGHAI).date()) if self.longer else ""

    @property
    def on_longer(self) -> str:
        """What this party said to more time: yes, no, or empty."""
        if self.longer is None:
            return ""
        if self.party.id in self.longer.agreed:
            return "yes"
        return "no" if self.party.id in self.longer.refused else ""

    @property
    def asks(self) -> bool:
        """Whether the words of the agreement wait for this party."""
        return self.case.stage in assents.DRAFTING and self.agreement is not None

    @property
    def said(self) -> bool:
        """Whether this party has said that they are right."""
        return self.agreement is not None and self.party.id in self.agreement.assents

    @property
    def waits(self) -> bool:
        """Whether somebody else has still to say so."""
        given = self.agreement.assents if self.agreement else ()
        return any(one.id not in given for one in self.others)

    @property
    def may_withdraw(self) -> bool:
        """Whether consent can be taken back: until an agreement is in force (C1)."""
        return self.case.stage not in ENDS | BINDING and self.party.consent is Consent.ACCEPTED

    @property
    def in_force(self) -> bool:
        """Whether its performance may be told."""
        return self.case.stage in assents.IN_FORCE

    @property
    def keep_by(self) -> str:
        """By when it is to be performed, in words."""
        return words.day(self.agreement.day) if self.agreement and self.agreement.day else ""

    @property
    def since(self) -> str:
        """From when it is in force, in words; empty while it is not."""
        at = self.agreement.effective if self.agreement else None
        return words.day(at.astimezone(SHANGHAI).date()) if at else ""
