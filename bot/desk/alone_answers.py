"""What a party presses or says in whole words about speaking alone: found out, and done."""

from __future__ import annotations

from collections.abc import Callable

from bot.desk import alone, carrying, recording, roundtable
from bot.desk.desk import Desk
from bot.desk.docket import Docket, load
from bot.desk.following import parties_of
from dialogs.say import Say
from grid.refused import Refused
from mediation import alone_words
from mediation.alone import TABLE
from mediation.alone_words import PHRASES
from mediation.parties import Party

Act = Callable[[Desk, Docket, Party, int], list[Say]]
SIGN = "alone:"
GONE = "这个按钮已经不用了。要和调解员单独说话，回“单独说”。"

ACTS: dict[str, Act] = {
    "open": lambda desk, docket, party, row: alone.opened(desk, docket, party),
    "over": lambda desk, docket, party, row: alone.ended(desk),
    "carry_yes": lambda desk, docket, party, row: carrying.answer(
        desk, docket, party, (row, "yes")),
    "carry_no": lambda desk, docket, party, row: carrying.answer(desk, docket, party, (row, "no")),
    "table_yes": lambda desk, docket, party, row: roundtable.answer(desk, docket, party, "yes"),
    "table_no": lambda desk, docket, party, row: roundtable.answer(desk, docket, party, "no"),
    "table_in": lambda desk, docket, party, row: roundtable.comes_in(desk, docket, party),
    "record_yes": lambda desk, docket, party, row: recording.party_says(
        desk, docket, party, "yes"),
    "record_no": lambda desk, docket, party, row: recording.party_says(desk, docket, party, "no"),
}  # fmt: skip
"""What a button does, by its name; each looks whether it may."""


def tapped(desk: Desk, data: str) -> tuple[int, list[Say]] | None:
    """What follows a button; None when it is none of these."""
    if not data.startswith(SIGN):
        return None
    _, number, act, row = (*data.split(":"), "", "", "", "")[:4]
    if act not in ACTS or not row.isdecimal():
        raise Refused(GONE)
    docket = load(desk, number)
    party = _mine(desk, docket)
    if party is None:
        raise Refused("没有找到这件调解，请核对编号。")
    return 0, ACTS[act](desk, docket, party, int(row))


def _mine(desk: Desk, docket: Docket) -> Party | None:
    return next((one for one in parties_of(docket) if one.contact == desk.contact), None)


def said_in_words(desk: Desk, text: str) -> list[Say] | None:
    """The answer to a whole message that means a button; None when it means none just now."""
    act = PHRASES.get(text.strip(" 。！!"))
    if act is None:
        return None
    if act == "over":
        return alone.ended(desk) if _speaks_alone(desk) else None
    found = [one for one in _own(desk) if _is_asked(desk, act, one)]
    if not found:
        return None
    if len(found) > 1:
        return [_which(act, found)]
    docket, party = found[0]
    if act not in ("carry_yes", "carry_no"):
        return ACTS[act](desk, docket, party, 0)
    words = carrying.waiting(desk, docket, party, _answers(act))
    if len(words) > 1:
        return [Say(alone_words.which())]
    return ACTS[act](desk, docket, party, words[0].id)


def _speaks_alone(desk: Desk) -> bool:
    found = desk.work.private.aside(desk.contact)
    return found is not None and bool(found.open)


def _own(desk: Desk) -> list[tuple[Docket, Party]]:
    """The cases this contact is a party of, with its side, newest first."""
    rows = sorted(desk.work.cases.of_party(desk.contact), key=lambda row: row.opened, reverse=True)
    loaded = [load(desk, row.number) for row in rows]
    sides = [(docket, _mine(desk, docket)) for docket in loaded]
    return [(docket, party) for docket, party in sides if party is not None]


def _is_asked(desk: Desk, act: str, own: tuple[Docket, Party]) -> bool:
    """Whether these words can mean this case."""
    docket, party = own
    if act == "open":
        return alone.may_speak(docket, party)
    if act.startswith("carry"):
        return bool(carrying.waiting(desk, docket, party, _answers(act)))
    table = roundtable.table_of(docket)
    if table is None or table.ended:
        return False
    return act == "table_no" or table.of(party.id) != "yes"


def _answers(act: str) -> tuple[str, ...]:
    """Which sentences it may be about: a yes may be taken back."""
    return ("", "no") if act == "carry_yes" else ("", "yes")


def _which(act: str, found: list[tuple[Docket, Party]]) -> Say:
    buttons = tuple(alone.button(f"{docket.case.topic} {docket.case.number}", docket.case.number,
                                 act) for docket, _ in found)  # fmt: skip
    if act.startswith("carry"):
        return Say(alone_words.which())
    return Say("您有几件调解，是哪一件？", buttons)


__all__ = ["ACTS", "TABLE", "said_in_words", "tapped"]
