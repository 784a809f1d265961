"""Recording of a sitting at the desk: everybody is asked, everybody can stop it."""

from __future__ import annotations

from datetime import date, datetime

from bot.desk import panelists
from bot.desk.alone import button, letter
from bot.desk.desk import SYSTEM, Desk
from bot.desk.docket import Docket, load, presided, save
from bot.desk.following import parties_of, say, side_of
from bot.desk.panelists import Word
from dialogs.say import Say
from followup.due import Due
from grid.calendar import SHANGHAI
from grid.refused import Refused
from mediation import notices, recording, words
from mediation.case import Act, Stage, noted
from mediation.parties import Party
from mediation.recording import WORDING, Answer

OVER = "recording_over"
SITS = (Stage.SCHEDULED, Stage.IN_SESSION)
DESTROY = "录音录像保管到期了，请销毁，并在页面上记下。"


def people(docket: Docket) -> tuple[str, ...]:
    """Everybody in the sitting: the parties and the panel."""
    return (*(one.id for one in parties_of(docket)), *notices.panel(docket.case))


def answers(desk: Desk, docket: Docket) -> tuple[Answer, ...]:
    """What was said about this sitting; about another time everybody is asked anew."""
    slot = docket.case.slot
    return desk.work.recordings.answers(docket.case.number, slot.start) if slot else ()


def asked(docket: Docket) -> bool:
    """Whether everybody was asked about this sitting."""
    slot, kept = docket.case.slot, docket.extras.get("recording", {})
    return slot is not None and kept.get("start") == slot.start.isoformat()


def may(desk: Desk, docket: Docket) -> bool:
    """Whether this sitting may be recorded now."""
    live = docket.case.stage in SITS and asked(docket)
    return live and recording.may(answers(desk, docket), people(docket))


def is_on(desk: Desk, docket: Docket) -> bool:
    """Whether it is being recorded, as far as the house knows; never without everybody's yes."""
    return may(desk, docket) and bool(docket.extras["recording"].get("on"))


def ask(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The mediator asks everybody before the sitting."""
    docket = presided(desk, number)
    slot = docket.case.slot
    if docket.case.stage not in SITS or slot is None:
        raise Refused("先定好时间，再问大家同不同意录音录像。")
    if asked(docket):
        raise Refused("已经问过大家了。")
    docket.extras = {**docket.extras, "recording": {"start": slot.start.isoformat(), "on": ""}}
    _log(desk, docket, "record_asked", WORDING)
    said = recording.asked(words.moment(slot.start))
    for party in parties_of(docket):
        letter(desk, party, (said, 0), button("同意录", number, "record_yes"),
               button("不同意录", number, "record_no"))  # fmt: skip
    news = notices.news(docket.case, "要不要录音录像，请在页面上答复。")
    panelists.tell_all(desk, docket, Word("record", news, stale=slot.end))
    save(desk, docket)


def party_says(desk: Desk, docket: Docket, party: Party, answer: str, how: str = "chat"
               ) -> list[Say]:  # fmt: skip
    """A party agrees, does not, or takes it back."""
    _says(desk, docket, Answer(party.id, answer, desk.now, WORDING, how))
    if answer == "yes":
        return [Say(recording.noted("yes"), (button("不同意录", party.case, "record_no"),))]
    return [Say(recording.noted("no"))]


def page_says(desk: Desk, number: str, party: str, answer: str) -> None:
    """The same on the party's own page."""
    docket = load(desk, number)
    _says(desk, docket, Answer(party, answer, desk.now, WORDING, "page"))


def member_says(desk: Desk, number: str, form: dict[str, str]) -> None:
    """Somebody of the panel; who presides may write down what a party said in the room."""
    docket, person = load(desk, number), form.get("person", "") or desk.actor.id
    how, by = "staff", ""
    if person != desk.actor.id:
        presided(desk, number)
        if person not in {one.id for one in parties_of(docket)}:
            raise Refused("调解组的人要自己答复。", "person")
        how, by = "heard", desk.actor.id
    given = Answer(person, form.get("answer", ""), desk.now, WORDING, how, by)
    _says(desk, docket, given)


def _says(desk: Desk, docket: Docket, given: Answer) -> None:
    slot = docket.case.slot
    if slot is None or docket.case.stage not in SITS or not asked(docket):
        raise Refused("现在没有要答复的录音录像。")
    if given.person not in people(docket):
        raise Refused("只有在场的人答复。")
    was = may(desk, docket)
    new = recording.answer(answers(desk, docket), given)
    if new is None:
        return
    desk.work.recordings.add_answer(docket.case.number, slot.start, new)
    _log(desk, docket, f"record_{new.answer}", f"{_who(desk, docket, new.person)}（{new.wording}）")
    _changed(desk, docket, was)
    save(desk, docket)


def _changed(desk: Desk, docket: Docket, was: bool) -> None:
    """Everybody hears that it may be recorded, or may no longer; on goes off by itself."""
    now = may(desk, docket)
    if was == now:
        return
    said = recording.all_agreed() if now else recording.stopped()
    if not now and docket.extras["recording"].get("on"):
        _turn(desk, docket, "")
        _log(desk, docket, "record_off", "不是所有人都同意了")
    for party in parties_of(docket):
        say(desk, party, f"record_{'may' if now else 'stop'}:{desk.now.isoformat()}", said)
    news = notices.news(docket.case, said)
    panelists.tell_all(desk, docket, Word("record", news))


def turn_on(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The mediator begins to record; Refused while anybody's yes is missing."""
    docket = presided(desk, number)
    if not may(desk, docket):
        raise Refused("还不是所有在场的人都同意，不能录。")
    _turn(desk, docket, desk.now.isoformat())
    _log(desk, docket, "record_on", _begins(docket))
    for party in parties_of(docket):
        say(desk, party, f"record_on:{desk.now.isoformat()}", recording.begins())
    save(desk, docket)


def turn_off(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The mediator stops recording."""
    docket = presided(desk, number)
    _turn(desk, docket, "")
    _log(desk, docket, "record_off", "")
    save(desk, docket)


def _turn(desk: Desk, docket: Docket, on: str) -> None:
    kept = {**docket.extras.get("recording", {}), "on": on}
    docket.extras = {**docket.extras, "recording": kept}


def keep(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The mediator writes down where a recording lies and how long it is kept."""
    docket = presided(desk, number)
    start = _sitting(desk, number, form.get("sitting", ""))
    made = recording.kept(start, form, (desk.now, desk.actor.id))
    row = desk.work.recordings.add(number, made, desk.seal)
    _log(desk, docket, "record_kept", made.keep_until)
    day = date.fromisoformat(made.keep_until)
    at = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
    desk.later(Due(f"{OVER}:{row}", OVER, at, about=number, data={"row": row}))


def _sitting(desk: Desk, number: str, chosen: str) -> datetime:
    """A sitting that was allowed to be recorded at some time; others have no recording."""
    starts = {start for start, one in desk.work.recordings.all_answers(number)
              if one.answer == "yes"}  # fmt: skip
    found = next((one for one in starts if one.isoformat() == chosen), None)
    if found is None or not _was_on(desk, number, found):
        raise Refused("这一场没有录过：没有在这里开始过录音录像。", "sitting")
    return found


def _begins(docket: Docket) -> str:
    slot = docket.case.slot
    return words.moment(slot.start) if slot else ""


def _was_on(desk: Desk, number: str, start: datetime) -> bool:
    events = desk.work.log.of("case", number)
    return any((one.move, one.why) == ("record_on", words.moment(start)) for one in events)


def destroy(desk: Desk, number: str, form: dict[str, str]) -> None:
    """The mediator has destroyed it."""
    docket = presided(desk, number)
    row = int(form["row"]) if form.get("row", "").isdecimal() else 0
    mine = {one.id for one in desk.work.recordings.of(number, desk.seal)}
    if row not in mine or not desk.work.recordings.destroyed(row, desk.now, desk.actor.id):
        raise Refused("没有找到这份录音录像，或者已经销毁了。")
    _log(desk, docket, "record_destroyed", "")


def over(desk: Desk, due: Due) -> None:
    """Its years are over: the mediator hears that it has to go."""
    docket = load(desk, due.about)
    found = [one for one in desk.work.recordings.of(due.about, desk.seal)
             if one.id == int(due.data["row"]) and one.destroyed is None]  # fmt: skip
    if found:
        panelists.tell_mediator(desk, docket, DESTROY, "record")


def _who(desk: Desk, docket: Docket, person: str) -> str:
    member = desk.district.roster.get(person)
    return side_of(docket, person) or (member.name if member else person)


def _log(desk: Desk, docket: Docket, move: str, why: str) -> None:
    actor = desk.actor if desk.actor.id else SYSTEM
    desk.happened(noted(docket.case, move, Act(actor, desk.now, why)))
