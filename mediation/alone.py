"""Back-to-back (背对背): the mediator speaks with one side alone; what may be carried across.

Domain rules C.1, C9: what is said alone is neither the other side's nor evidence later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from grid.refused import Refused
from mediation.case import ENDS, Case, Stage
from mediation.parties import Consent, Party

MASK = "〔单独说的话，这里看不到〕"
"""What stands wherever somebody looks who is not meant to read it."""
WORD, OFFER, CARRY, TABLE = "word", "offer", "carry", "table"
"""What a row is: said alone, a side's offer, a sentence to be carried across, said together."""
LONGEST = 4000  # characters of one message
IDLE = timedelta(minutes=30)  # of silence, then it is said that it has ended
EDITED = timedelta(hours=48)  # so long a channel lets people change what they sent
BEFORE = (Stage.INTAKE, Stage.SCREENED, Stage.INVITING)
"""Stages in which nobody presides yet."""


NOTES = {
    "carry_asked": "问一方可不可以转告一句话",
    "carry_yes": "本人说可以转告",
    "carry_no": "本人说不要转告",
    "carry_sent": "转告了对方",
    "table_asked": "问双方愿不愿意一起谈",
    "table_yes": "有一方愿意一起谈",
    "table_no": "有一方不一起谈",
    "table_ended": "调解员结束了一起谈",
}
"""What the log holds of it: that it was done, nothing of what was said."""


@dataclass(frozen=True, slots=True)
class Word:
    """Something said alone. `party` is whose thread it stands in, `by` who said it.

    It belongs to `mediator`, who was spoken to: nobody who takes the case over reads it.
    `answer` (yes, no or empty) and `sent` belong to a sentence to be carried across.
    """

    id: int
    case: str
    party: str
    by: str
    mediator: str
    kind: str
    at: datetime
    text: str
    seen: datetime | None = None
    answer: str = ""
    answered: datetime | None = None
    sent: datetime | None = None

    @property
    def own(self) -> bool:
        """Whether a party said it, not the mediator."""
        return self.by != self.mediator


@dataclass(frozen=True, slots=True)
class RoundTable:
    """Talking together in one thread: who said what to it, in the order said."""

    asked: datetime
    said: tuple[tuple[str, ...], ...] = ()  # party, yes or no
    ended: str = ""  # who ended it: a party's id or "mediator"

    def of(self, party: str) -> str:
        """What a party said last."""
        return next((one[1] for one in reversed(self.said) if one[0] == party), "")

    def open(self, parties: Sequence[str]) -> bool:
        """Whether everybody accepted and nobody took it back; silence is no yes."""
        return not self.ended and bool(parties) and all(self.of(one) == "yes" for one in parties)


def may_speak(case: Case, taken: bool, party: Party) -> bool:
    """Whether the mediator (who has `taken` the case) and this side may speak alone."""
    presides = bool(case.mediator) and taken
    live = case.stage not in (*ENDS, *BEFORE)
    return presides and live and party.consent is Consent.ACCEPTED


def checked(text: str) -> str:
    """Words fit to be kept; Refused for none or too many."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("请先写上要说的话。", "text")
    if len(text) > LONGEST:
        raise Refused(f"太长了，最多{LONGEST}字，请分几次说。", "text")
    return text


def answered(word: Word, answer: str, now: datetime) -> Word:
    """A side's word on its own sentence; what has been carried across cannot be taken back."""
    if word.kind != CARRY or answer not in ("yes", "no"):
        raise Refused("这句话不用答复。")
    if word.sent is not None:
        raise Refused("这句话已经转告了，收不回来。有不放心的，单独告诉调解员。")
    return replace(word, answer=answer, answered=now)


def may_carry(word: Word) -> bool:
    """Whether that very sentence may go across, and has not yet."""
    return word.kind == CARRY and word.answer == "yes" and word.sent is None


def sat_down(table: RoundTable | None, party: str, answer: str) -> RoundTable:
    """A party accepts talking together, or does not, or takes it back."""
    if table is None or table.ended:
        raise Refused("现在没有一起谈的邀请。")
    if answer not in ("yes", "no"):
        raise Refused("请选一项：愿意一起谈，还是不愿意。")
    ended = party if answer == "no" else ""
    return replace(table, said=(*table.said, (party, answer)), ended=ended)
