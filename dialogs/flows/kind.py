"""Which of 120 categories: sure, between two, or unsure; asked, never insisted on (A.1)."""

from __future__ import annotations

from typing import Any

from dialogs.lookup import Lookup
from dialogs.question import Option, Question
from dialogs.talk import Talk
from dialogs.told import Told

SURE, MARGIN, UNSURE = 0.75, 0.15, 0.45
"""Filed unasked from 0.75 with 0.15 ahead of the next; below 0.45 one clarifying question."""
NOT_LISTED = "1207"


def clear_kind(part: Talk, look: Lookup) -> str:
    """The category's code; 1207 (待人工研判) when neither words nor buttons settle it."""
    guesses = _guesses(part.told)
    if not part.told.get("detail") and not guesses:
        part.ask(_tell_question("detail", look.say("ask_detail"), look))
    elif not guesses or guesses[0][1] < UNSURE:
        part.ask(_tell_question("clearer", look.say("ask_clearer"), look))
    return str(part.ask(kind_question(part, look)))


def _tell_question(name: str, text: str, look: Lookup) -> Question:
    """Asks for the problem in words; the answer keeps them with what they were taken for."""

    def read(told: Told) -> dict[str, Any] | None:
        if not told.text:
            return None
        return {"text": told.text, "guesses": [[g.code, g.confidence] for g in told.heard.guesses]}

    return Question(name, text, read, why=look.say("why_detail"),
                    hint=look.say("ask_detail_again"), skippable=name == "clearer")  # fmt: skip


def _guesses(told: dict[str, Any]) -> list[list[Any]]:
    return sorted(told.get("guesses") or [], key=lambda g: -float(g[1]))


def guesses_now(part: Talk) -> list[list[Any]]:
    """The guesses of the first words, or of a clearer second telling where that is surer."""
    first = _guesses(part.told)
    for name in ("clearer", "detail"):
        kept = part.run.given.get(part.name(name))
        again = _guesses(kept[1]) if kept and isinstance(kept[1], dict) else []
        if again and (not first or again[0][1] > first[0][1]):
            return again
    return first


def sure(guesses: list[list[Any]]) -> bool:
    """Whether the first guess may be filed unasked."""
    if not guesses or guesses[0][1] < SURE:
        return False
    return len(guesses) < 2 or guesses[0][1] - guesses[1][1] >= MARGIN


def kind_question(part: Talk, look: Lookup) -> Question:
    """Taken from the words when sure; otherwise up to three buttons and 都不是."""
    guesses = guesses_now(part)
    known = [g for g in guesses if g[0] in look.district.catalogue]
    worth = [g for g in known if g[1] >= 0.1][:3]
    if sure(known):
        default: Any = known[0][0]
    elif not worth or known[0][1] < 0.2:
        default = NOT_LISTED
    else:
        default = None
    codes = [str(g[0]) for g in worth or known[:3]]
    near = (
        look.category(codes[0]).confusable
        if codes and part.name("kind") in part.run.reopened
        else ()
    )
    shown = list(dict.fromkeys([*codes, *near]))[:4]
    options = tuple(Option(look.category(code).name, code) for code in shown)
    more = {} if default is None else {"default": default}
    return Question("kind", look.say("ask_kind"), _reader(look), label="类别",
                    show=lambda code: look.category(str(code)).name,
                    options=(*options, Option("都不是", NOT_LISTED, ("都不对", "不是", "其他"))),
                    why=look.say("why_kind"), hint=look.say("ask_kind_again"), **more)  # fmt: skip


def _reader(look: Lookup) -> Any:
    def read(told: Told) -> str | None:
        guesses = [[g.code, g.confidence] for g in told.heard.guesses]
        fits = [g for g in guesses if g[0] in look.district.catalogue and g[1] >= 0.6]
        return str(fits[0][0]) if fits else None

    return read


def kind_of(part: Talk, kind: str) -> str:
    """Why this category, in a sentence for staff and for whoever asks (PIPL §24)."""
    how = next((a.how for a in part.trail if a.name == part.name("kind")), "")
    if how == "asked":
        return "居民自己选定的类别"
    if kind == NOT_LISTED:
        return "说法不足以判断类别，等工作人员研判"
    best = next((g[1] for g in guesses_now(part) if g[0] == kind), 0.0)
    return f"按居民的说法自动判断（把握{best:.0%}），居民在确认卡上核对过"
