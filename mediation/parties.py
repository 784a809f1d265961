"""The parties of a case: how they are reached, what proves who they are, what they consented to."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from grid.refused import Refused

CODE_TRIES = 5
REFUSED_REST = timedelta(days=30)  # C2: no second invitation before, unless they re-open
DELIVERERS = frozenset({"mediator", "committee_admin", "hotline_staff", "community"})
WAYS = {"phone": "打电话", "sms": "发短信", "visit": "上门", "paper": "书面", "chat": "网页或微信"}


ATTENDS = {"video": "手机视频", "onsite": "到调解室当面谈", "phone": "打电话参加"}
"""How a party takes part (S10 §16); it may think again until the session begins."""


class Consent(StrEnum):
    """What a party said to being mediated; silence is never a yes (0, item 7)."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


ANSWERS: dict[Consent, frozenset[Consent]] = {
    Consent.INVITED: frozenset({Consent.ACCEPTED, Consent.DECLINED}),
    Consent.ACCEPTED: frozenset({Consent.WITHDRAWN}),
    Consent.DECLINED: frozenset(),  # only `came_back` turns it round
    Consent.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a case. Only hashes of the personal link and of the code are kept."""

    id: str
    case: str
    role: str  # applicant or respondent
    name: str
    reach: str = ""  # phone or address to reach them by, as the applicant gave it
    contact: str = ""  # their conversation, once they opened their link
    consent: Consent = Consent.INVITED
    answered_at: datetime | None = None
    token_hash: str = ""
    code_hash: str = ""
    attempts: int = 0  # wrong codes
    link_by: str = ""  # who of the staff delivered the link, how, when
    link_how: str = ""
    link_at: datetime | None = None
    code_by: str = ""
    code_how: str = ""
    code_at: datetime | None = None
    reschedules: int = 0
    consent_by: str = ""  # who of the staff was told yes or no, and how; empty: said itself
    consent_how: str = ""
    attends: str = ""  # a key of ATTENDS; empty: nothing said, so by video
    told_of: str = ""  # the time (ISO) staff told it of, where it has no conversation

    @property
    def side(self) -> str:
        """Which side it is, as the log and the parties read it: no name."""
        return "申请人" if self.role == "applicant" else "对方"

    @property
    def called(self) -> str:
        """What staff call it: the applicant, or the other party by name."""
        return self.side if self.role == "applicant" else self.name


@dataclass(frozen=True, slots=True)
class Check:
    """What came of a code: keep `party` in either case, a wrong try must count."""

    ok: bool
    party: Party
    left: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """Staff handed over the link or the code: who, in which role, how, when."""

    what: str  # link or code
    by: str
    role: str
    how: str  # one of WAYS
    at: datetime


def make_token() -> str:
    """A link's secret of 128 bits."""
    return secrets.token_urlsafe(16)


def make_code() -> str:
    """Six digits to say on the phone."""
    return f"{secrets.randbelow(1_000_000):06d}"


def hashed(value: str, secret: bytes) -> str:
    """HMAC-SHA-256: a six-digit code under a plain hash would be guessed in a second."""
    return hmac.new(secret, value.encode(), hashlib.sha256).hexdigest()


def invited(party: Party, token: str, code: str, secret: bytes) -> Party:
    """The party with a fresh link and code; what was sent before is void."""
    return replace(
        party,
        token_hash=hashed(token, secret),
        code_hash=hashed(code, secret),
        attempts=0,
        link_by="",
        link_how="",
        link_at=None,
        code_by="",
        code_how="",
        code_at=None,
    )


def check_code(party: Party, code: str, secret: bytes) -> Check:
    """Compare a code; after five wrong ones it is locked until staff give out a new one."""
    if party.attempts >= CODE_TRIES or not party.code_hash:
        return Check(False, party, 0)
    digits = "".join(str(int(sign)) for sign in code if sign.isdecimal())
    if hmac.compare_digest(party.code_hash, hashed(digits, secret)):
        return Check(True, replace(party, attempts=0), CODE_TRIES)
    tried = replace(party, attempts=party.attempts + 1)
    return Check(False, tried, CODE_TRIES - tried.attempts)


def delivered(party: Party, delivery: Delivery) -> Party:
    """Record how link or code reached the party; only staff, and by two different ways."""
    if delivery.role not in DELIVERERS:
        raise Refused("邀请要由调解员或工作人员送达，申请人不能代送。")
    if delivery.how not in WAYS:
        raise Refused("请选择送达方式：" + "、".join(WAYS.values()) + "。", "how")
    if not party.token_hash:
        raise Refused("还没有链接和验证码，请先生成。")
    other = party.code_how if delivery.what == "link" else party.link_how
    if other == delivery.how:
        raise Refused("链接和验证码要分两种方式送达，请换一种方式。", "how")
    if delivery.what == "link":
        return replace(party, link_by=delivery.by, link_how=delivery.how, link_at=delivery.at)
    return replace(party, code_by=delivery.by, code_how=delivery.how, code_at=delivery.at)


def answer(party: Party, consent: Consent, at: datetime) -> Party:
    """Record a clear yes, a no, or the withdrawal of a yes, which is possible at all times (C1)."""
    if consent is party.consent:
        return party
    if consent not in ANSWERS[party.consent]:
        raise Refused("这个邀请已经答复过了。想改主意的话，请回“转人工”，工作人员会帮您。")
    return replace(party, consent=consent, answered_at=at)


def attends(party: Party, how: str) -> Party:
    """The party in the way it wants to take part."""
    if how not in ATTENDS:
        raise Refused("请选怎么参加：" + "、".join(ATTENDS.values()) + "。", "attends")
    return replace(party, attends=how)


def came_back(party: Party, at: datetime) -> Party:
    """Who said no says yes after all, unasked, by its own link (C2)."""
    if party.consent is not Consent.DECLINED:
        raise Refused("这个邀请已经答复过了。想改主意的话，请回“转人工”，工作人员会帮您。")
    return replace(party, consent=Consent.ACCEPTED, answered_at=at)


def all_accepted(parties: Iterable[Party]) -> bool:
    """Whether both sides are there and every party said yes; nothing less begins a mediation."""
    there = list(parties)
    sides = {party.role for party in there}
    agreed = all(party.consent is Consent.ACCEPTED for party in there)
    return agreed and sides == {"applicant", "respondent"}


def rests_until(party: Party) -> datetime | None:
    """Until when who said no, or took back a yes, is left in peace; None for who did not (C2)."""
    if party.consent not in (Consent.DECLINED, Consent.WITHDRAWN) or party.answered_at is None:
        return None
    return party.answered_at + REFUSED_REST


def may_invite(party: Party, now: datetime) -> bool:
    """Whether they may be asked: not within 30 days of a no (C2); they may come by themselves."""
    until = rests_until(party)
    return until is None or now >= until


def same_person(party: Party, name: str, reach: str) -> bool:
    """Whether another application means the same other party: by the words, or by a number."""
    numbers = set(_NUMBER.findall(reach)) & set(_NUMBER.findall(party.reach))
    return bool(numbers) or _plain(party.name) == _plain(name)


_NUMBER = re.compile(r"(?<!\d)\d{7,11}(?!\d)")


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name)
