"""Reply templates (常用回复): what staff begin an answer with, filled from what is known (G4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Formatter

TALK, ANSWER = "talk", "answer"
"""Where a template is offered: writing to a resident, recording a ticket's answer."""
OF_TICKET = ("工单", "事项", "单位", "首次联系", "答复期限")
FIELDS = (*OF_TICKET, "热线", "我")
"""What may stand in braces. No name, number or place of a resident: an answer has followers."""
LONGEST = 1000  # characters
_BLANK = re.compile(r"【填[^】]*】")


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    """`kinds` are categories or the first two digits of some; none: it fits every category."""

    code: str
    name: str
    words: str
    where: tuple[str, ...] = (TALK, ANSWER)
    kinds: tuple[str, ...] = ()

    @property
    def of_ticket(self) -> bool:
        """Whether it can be said of a ticket only."""
        return bool(self.kinds) or any(name in OF_TICKET for name in named(self.words))

    def fits(self, where: str, category: str) -> bool:
        """Whether it is offered there, for a ticket's category."""
        kinds = self.kinds or (category,)
        return where in self.where and any(category.startswith(kind) for kind in kinds)

    def filled(self, known: Mapping[str, str]) -> str:
        """The words with what is known put in; empty when something they name is not."""
        if not all(known.get(name) for name in named(self.words)):
            return ""
        return self.words.format_map(known)


def named(words: str) -> tuple[str, ...]:
    """What the braces name; raises ValueError in Chinese for braces that cannot be filled."""
    try:
        found = [name for _, name, spec, how in Formatter().parse(words) if _field(name, spec, how)]
    except ValueError:
        raise ValueError("大括号里的写法不对") from None
    return tuple(str(name) for name in found)


def _field(name: str | None, spec: str | None, how: str | None) -> bool:
    if spec or how:
        raise ValueError
    return name is not None


def checked(words: str) -> str:
    """Words fit for a template; raises ValueError in Chinese."""
    if len(words) > LONGEST:
        raise ValueError(f"太长了，最多{LONGEST}字")
    if strange := [name for name in named(words) if name not in FIELDS]:
        raise ValueError(f"这里不能用{{{strange[0]}}}，能用的有{'、'.join(FIELDS)}")
    return words


def unfilled(text: str) -> str:
    """The first place a writer was to fill in and has not; empty when there is none."""
    found = _BLANK.search(text)
    return found[0] if found else ""


def offered(
    templates: Iterable[ReplyTemplate], where: str, category: str, known: Mapping[str, str]
) -> list[tuple[ReplyTemplate, str]]:
    """Templates of a ticket's category with their words; with no category, those of no ticket."""
    fitting = (one for one in templates
               if one.fits(where, category) and (category or not one.of_ticket))  # fmt: skip
    filled = ((one, one.filled(known)) for one in fitting)
    return [(one, words) for one, words in filled if words]
