"""Carrying a sentence across: only that very one, and only after its side said 可以转告 (E11)."""

from __future__ import annotations

from bot.desk import alone
from bot.desk.alone import button, letter, mediator_name, reachable, side
from bot.desk.desk import Desk
from bot.desk.docket import Docket, presided
from bot.desk.following import parties_of, say
from dialogs.say import Say
from grid.refused import Refused
from mediation import alone as rules
from mediation import alone_words
from mediation.alone import CARRY, Word
from mediation.case import Act, noted
from mediation.parties import Party

ANSWERED = "有一方答复了您想转告的一句话，请在页面上看。"


def ask(desk: Desk, number: str, form: dict[str, str]) -> None:
    """Ask a side whether this very sentence may be carried across."""
    docket, party = alone.spoken_with(desk, number, form.get("party", ""))
    if not reachable(party):
        raise Refused("这一方没有对话，转告不了：可不可以转告，要本人在对话里说。")
    row = alone.keep(desk, docket, (party.id, CARRY, form.get("text", "")), docket.case.mediator)
    frame = alone_words.ask_carry(mediator_name(desk, docket))
    letter(desk, party, (frame, row), button("可以转告", number, "carry_yes", row),
           button("不要转告", number, "carry_no", row))  # fmt: skip
    _log(desk, docket, "carry_asked", row)


def answer(desk: Desk, docket: Docket, party: Party, said: tuple[int, str]) -> list[Say]:
    """That side's word on that very sentence, by the row it was shown with."""
    row, yes = said
    word = desk.work.private.get(row, desk.seal)
    if word is None or (word.case, word.party) != (docket.case.number, party.id):
        raise Refused("没有找到这句话。")
    if word.answer == yes:
        return [Say(alone_words.carry_said(yes))]
    given = rules.answered(word, yes, desk.now)
    if not desk.work.private.answer(given):
        raise Refused("这句话刚刚已经转告了，收不回来。")
    _log(desk, docket, f"carry_{yes}", row)
    alone.tell_mediator(desk, docket, ANSWERED)
    return [Say(alone_words.carry_said(yes))]


def waiting(desk: Desk, docket: Docket, party: Party, answers: tuple[str, ...]) -> list[Word]:
    """Sentences of a side that are not carried across and whose answer is one of those."""
    words = desk.work.private.of(docket.case.number, docket.case.mediator, desk.seal)
    return [one for one in words if one.kind == CARRY and one.party == party.id
            and one.sent is None and one.answer in answers]  # fmt: skip


def send(desk: Desk, number: str, form: dict[str, str]) -> None:
    """Carry it across, once; the store itself looks that its side said yes to this row."""
    docket = presided(desk, number)
    row = int(form["row"]) if form.get("row", "").isdecimal() else 0
    word = desk.work.private.get(row, desk.seal)
    if word is None or (word.case, word.mediator) != (number, docket.case.mediator):
        raise Refused("没有找到这句话。")
    own = side(docket, word.party)
    other = next(one for one in parties_of(docket) if one.id != own.id)
    alone.spoken_with(desk, number, other.id)
    if not reachable(other):
        raise Refused("对方没有对话，请打电话或见面转告；只转告这一句。")
    if not rules.may_carry(word) or not desk.work.private.carry(row, desk.now):
        raise Refused("这一方没有说“可以转告”这一句，或者已经转告过了。")
    letter(desk, other, (alone_words.carried(mediator_name(desk, docket)), row),
           button("单独回复", number, "open"))  # fmt: skip
    say(desk, own, f"carried:{row}", alone_words.carried_too())
    _log(desk, docket, "carry_sent", row)


def _log(desk: Desk, docket: Docket, move: str, row: int) -> None:
    """Proof that it was asked and answered; of the sentence only its number."""
    act = Act(desk.actor, desk.now, data={"row": row})
    desk.happened(noted(docket.case, move, act))
