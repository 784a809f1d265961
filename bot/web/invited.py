"""What the other party sees of the case it is invited to: nothing of what the applicant said."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk import docket as docket_of
from bot.desk import newtimes
from bot.desk.docket import Docket
from bot.desk.objecting import MAY
from grid.district import District
from mediation import words
from mediation.booking import Slot
from mediation.case import BINDING, ENDS, Case, Stage
from mediation.parties import Consent, Party


@dataclass(frozen=True, slots=True)
class Invited:
    """What the respondent may see of a case: topic, committee, time; nothing the other said."""

    number: str
    topic: str
    words: str
    mediator: str
    slot: Slot | None
    consent: Consent
    stage: Stage
    link: str
    matter: str
    """Their page about the agreement, once a session has been."""
    others: str
    """Who else will listen: the lawyer and the judge, where the applicant wished for them."""
    own: str = ""
    """Their page about the case, once the time was settled."""
    attends: str = ""
    """How it wants to take part: a key of ATTENDS; empty: nothing said."""
    objected: bool = False
    """Whether it has asked for another mediator before."""
    asks_time: bool = False
    """Whether the session was moved and their word on it is still missing."""

    @property
    def when(self) -> str:
        """The time in words; empty without one."""
        return words.moment(self.slot.start) if self.slot else ""

    @property
    def may_withdraw(self) -> bool:
        """Whether consent can still be taken back: until an agreement is in force."""
        return self.stage not in (*ENDS, *BINDING)

    @property
    def may_object(self) -> bool:
        """Whether it may still ask for another mediator: once, before they sit down."""
        return self.stage in MAY and not self.objected

    @property
    def may_return(self) -> bool:
        """Whether who said no may come back by itself."""
        return self.stage is Stage.NOT_STARTED_REFUSED and self.consent is Consent.DECLINED

    @property
    def over(self) -> bool:
        """Whether nothing is waited for any more."""
        return self.stage in ENDS


def invited(docket: Docket, party: Party, district: District) -> Invited:
    """The case as the invited party may see it."""
    case = docket.case
    member = district.roster.get(case.mediator)
    unit = district.units.get(member.unit) if member else None
    committee = unit.name if unit else "人民调解委员会"
    return Invited(
        case.number, case.topic, _asked(committee, case), member.name if member else "",
        case.slot, party.consent, case.stage, _link(docket, party), _matter(docket, party),
        _others(district, case), _own(docket, party), party.attends,
        bool(docket.extras.get("objected", {}).get(party.id)), _asks_time(docket, party),
    )  # fmt: skip


def _link(docket: Docket, party: Party) -> str:
    """Their way into the room, as a path of ours; only once the time is certain."""
    if docket.case.stage is not Stage.SCHEDULED:
        return ""
    address = docket_of.link_of(docket, party.id)
    return f"/room/{address.rpartition('/')[2]}" if address else ""


def _own(docket: Docket, party: Party) -> str:
    """Their page about the case, as a path of ours."""
    token = docket_of.link_of(docket, party.id).rpartition("/")[2]
    return f"/case/{docket.case.number}/{token}" if token else ""


def _matter(docket: Docket, party: Party) -> str:
    """The same, once there is something agreed to look at."""
    return _own(docket, party) if "agreement" in docket.extras else ""


def _asks_time(docket: Docket, party: Party) -> bool:
    new = newtimes.new_time_of(docket)
    live = docket.case.stage is Stage.SCHEDULED
    return live and new is not None and new.asked and new.of(party.id) is None


def _others(district: District, case: Case) -> str:
    """The rest of the panel by chair and name."""
    chairs = (("律师", case.lawyer), ("法官", case.judge))
    found = [(chair, district.roster.get(member)) for chair, member in chairs]
    return "、".join(f"{chair} {member.name}" for chair, member in found if member)


def _asked(committee: str, case: Case) -> str:
    """The invitation, without the numbers to reply with: the page has buttons."""
    return words.invitation(committee, case.topic, case.kind).partition("愿意回“1”")[0]
