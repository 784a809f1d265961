"""The mediator speaks with one side alone: words go between these two, nobody else (E11, E17)."""

from __future__ import annotations

from datetime import datetime

from bot.desk import panelists
from bot.desk.desk import Desk
from bot.desk.docket import Docket, load, presided
from bot.desk.following import party_of
from dialogs.say import Button, Say
from followup.due import Due
from grid.refused import Refused
from integrations.sql.private import Aside
from mediation import alone, alone_words
from mediation.alone import OFFER, WORD, Word
from mediation.handover import Reply
from mediation.parties import Party

OVER = "alone_over"
NO_CHANNEL = ("", "office", "phone")
SPOKE = "有一方单独对您说了话，只有您看得到，请在页面上看。"


def button(label: str, number: str, act: str, row: int = 0) -> Button:
    """A button that means the same in every channel: whose case, what, which row."""
    return Button(label, f"alone:{number}:{act}:{row}")


def reachable(party: Party) -> bool:
    """Whether words get to this side in a conversation of its own."""
    return party.contact.partition(":")[0] not in NO_CHANNEL


def side(docket: Docket, party: str) -> Party:
    """A party of the case."""
    found = party_of(docket, party)
    if found is None:
        raise Refused("请选是哪一方。", "party")
    return found


def may_speak(docket: Docket, party: Party) -> bool:
    """Whether the mediator and this side may speak alone now."""
    return alone.may_speak(docket.case, docket.offer.reply is Reply.ACCEPTED, party)


def mediator_name(desk: Desk, docket: Docket) -> str:
    """Who presides."""
    member = desk.district.roster.get(docket.case.mediator)
    return member.name if member else ""


def keep(desk: Desk, docket: Docket, word: tuple[str, str, str], by: str) -> int:
    """Keep words sealed; `word`: whose thread, what it is, what was said."""
    party, kind, text = word
    mediator = docket.case.mediator
    seen = desk.now if by == mediator else None
    row = Word(0, docket.case.number, party, by, mediator, kind, desk.now, alone.checked(text),
               seen)  # fmt: skip
    return desk.work.private.add(row, desk.seal)


def letter(desk: Desk, party: Party, frame: tuple[str, int], *buttons: Button) -> None:
    """A frame without the words, and the row that has them: put together for the reader alone."""
    if reachable(party):
        text, row = frame
        say = Say(text, buttons, kind="notice", private=row)
        desk.work.outbox.add(party.contact, say, desk.now, None)


# -- the mediator, on the case's page


def spoken_with(desk: Desk, number: str, party: str) -> tuple[Docket, Party]:
    """The case and the side with whom its mediator may speak alone; Refused otherwise."""
    docket = presided(desk, number)
    one = side(docket, party)
    if not may_speak(docket, one):
        raise Refused("现在还不能单独说：要等这一方同意调解，您也接下了这件调解；结束了的也不行。")
    return docket, one


def say_alone(desk: Desk, number: str, form: dict[str, str]) -> None:
    """Say something to one side alone."""
    docket, party = spoken_with(desk, number, form.get("party", ""))
    if not reachable(party):
        raise Refused("这一方没有对话，请打电话或见面说。")
    row = keep(desk, docket, (party.id, WORD, form.get("text", "")), docket.case.mediator)
    frame = alone_words.from_mediator(mediator_name(desk, docket))
    letter(desk, party, (frame, row), button("单独回复", number, "open"))


def note_offer(desk: Desk, number: str, form: dict[str, str]) -> None:
    """What a side would settle for, for the mediator alone; the other side's stands beside it."""
    docket, party = spoken_with(desk, number, form.get("party", ""))
    keep(desk, docket, (party.id, OFFER, form.get("text", "")), docket.case.mediator)


# -- a party, in its conversation


def begin(desk: Desk, docket: Docket, party: Party, kind: str) -> None:
    """From now on this contact's words go to the mediator alone, or to the table."""
    number = docket.case.number
    desk.work.private.begin(Aside(party.contact, number, party.id, kind, desk.now, 1))
    wait(desk, party.contact, number, desk.now)


def wait(desk: Desk, contact: str, number: str, last: datetime) -> None:
    """It ends after a while without a word, and it is said that it has."""
    desk.later(Due(f"{OVER}:{contact}", OVER, last + alone.IDLE, contact, number, moves=True))


def opened(desk: Desk, docket: Docket, party: Party) -> list[Say]:
    """A party wants to speak alone."""
    if not may_speak(docket, party):
        return [Say(alone_words.nobody())]
    begin(desk, docket, party, WORD)
    name = mediator_name(desk, docket)
    return [Say(alone_words.opened(name), (button("说完了", docket.case.number, "over"),))]


def ended(desk: Desk) -> list[Say]:
    """A party has said everything."""
    stop(desk)
    return [Say(alone_words.over())]


def stop(desk: Desk) -> bool:
    """Back to ordinary words; False when it was so already."""
    desk.work.dues.cancel(desk.now, "单独说话已结束", keys=[f"{OVER}:{desk.contact}"])
    return desk.work.private.end(desk.contact, desk.now)


def over(desk: Desk, due: Due) -> None:
    """Nothing was said for a while."""
    found = desk.work.private.aside(due.contact)
    if found is None or not found.open:
        return
    if desk.now < found.last + alone.IDLE:
        wait(desk, due.contact, found.case, found.last)
        return
    desk.work.private.end(due.contact, desk.now)
    desk.work.outbox.add(due.contact, Say(alone_words.over(), kind="notice"), desk.now, None)


def heard(desk: Desk, aside: Aside, text: str) -> tuple[int, list[Say]]:
    """A party's words for the mediator alone: the row that has them, and what is answered."""
    docket = load(desk, aside.case)
    party = side(docket, aside.party)
    if not may_speak(docket, party):
        stop(desk)
        return 0, [Say(alone_words.ended())]
    tell_mediator(desk, docket)
    row = keep(desk, docket, (party.id, WORD, text), party.id)
    begin(desk, docket, party, WORD)
    name = mediator_name(desk, docket)
    done = button("说完了", docket.case.number, "over")
    return row, [Say(alone_words.delivered(name), (done,))]


def tell_mediator(desk: Desk, docket: Docket, what: str = SPOKE) -> None:
    """That something was said, never what; once, until it has been read."""
    case = docket.case
    if not desk.work.private.unseen(case.number, case.mediator) or what != SPOKE:
        panelists.tell_mediator(desk, docket, what, "alone")
