"""What was understood of one message: the record that leaves `nlu` and enters the dialogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ACTS = (
    "report", "progress", "urge", "supplement", "withdraw", "mediate", "consult", "human",
    "affirm", "deny", "correct", "cancel", "help", "greet", "thanks", "abuse", "praise",
    "suggest", "rate", "reschedule", "tip_off", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """One possible category: four-digit code (or a history model's label), confidence 0–1."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Danger:
    """A sign of danger. `strong` pages a person at once; else only the safety sentence goes."""

    kind: str  # a type of the emergency lexicon: fire, gas, self_harm …
    level: str  # E0 or E1
    words: str  # what gave it away, as written
    strong: bool = True
    sure: bool = False  # told in so many words that no second opinion is asked


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as the resident named it, and the district's places it may mean, best first."""

    text: str  # the longest run of the resident's own words, e.g. 幸福里3幢502
    places: tuple[str, ...] = ()  # ids of places of the district; empty: not in the gazetteer
    grids: tuple[str, ...] = ()  # ids of the grids they lie in, same order, without repeats
    exact: bool = True  # False: found through a typo or a homophone, worth a confirmation


@dataclass(frozen=True, slots=True)
class Span:
    """A time as written and what it means; both ends aware (Asia/Shanghai offset)."""

    text: str
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One problem among several in a message."""

    text: str
    guesses: tuple[Guess, ...] = ()
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything understood of one message. Empty text (a photo, a pin) gives an empty Heard."""

    text: str = ""  # normalised: NFKC, simplified, no zero-width characters; never longer than said
    act: str = "other"  # one of ACTS
    sure: float = 0.0  # confidence of the act, 0–1
    guesses: tuple[Guess, ...] = ()  # up to three categories, best first; empty when nothing fits
    danger: Danger | None = None
    spot: Spot | None = None
    times: tuple[Span, ...] = ()
    phones: tuple[str, ...] = ()  # digits only
    tickets: tuple[str, ...] = ()  # ticket numbers as our numbers are written (20261121-0007)
    amounts: tuple[float, ...] = ()  # yuan
    plates: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    people: int | None = None
    parts: tuple[Part, ...] = ()  # one per separate problem; a single problem gives one part
    wrong: str = (
        ""  # of a correction (不是三号楼，是五号楼): the words taken back; new facts as usual
    )
    dispute: bool = False  # between identifiable parties
    why: tuple[str, ...] = ()  # the words that spoke for the first guess, for staff
    degraded: str = ""  # why a lesser engine heard this, e.g. "model missing"; empty normally
