"""What staff write down of how it turned out: a resident's word by telephone, their own look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordVerdict:
    """The resident has told a clerk whether it is solved; for who cannot or will not write.

    `solved` is solved, partly or unsolved, `satisfied` 5 to 1, 0 when it was not asked; `member`
    is the roster's id of the clerk, where they have one: never of a unit that has had it.
    """

    number: str
    solved: str
    satisfied: int
    words: str
    member: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Reinspect:
    """Who supervises has looked at a closed ticket again: it is not solved."""

    number: str
    words: str
    seen: str = ""
