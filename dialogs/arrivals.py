"""What comes without a resident's word: due actions, words of staff, events of other parties."""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs.dates import limit_words, parsed
from dialogs.engine import Turn, advance, again
from dialogs.flows.survey import ENOUGH
from dialogs.run import Run
from dialogs.say import Say
from grid.tickets import STATE_WORDS

BLOCKED = "blocked"
"""A channel says that the contact has shut it."""


class Postponed(Exception):
    """The conversation is busy; the door tries the due action again later."""


def arrive(turn: Turn) -> None:
    """Deal with something that is not a message of the resident."""
    incoming = turn.told.incoming
    {"due": _due, "staff": _staff, "event": _event}[incoming.kind](turn)


def _due(turn: Turn) -> None:
    dues = {"nudge": _nudge, "draft_expiry": _expire, "draft_purge": _purge, "survey": _survey,
            "survey_reminder": _survey, "still_there": _safe_check,
            "offer_mediation": _offer_mediation, "relapse_check": _relapse,
            "facts": _facts, "case_time": _case_time, "confirm_ask": _court}  # fmt: skip
    dues.get(turn.told.incoming.event, _notice)(turn)


def _nudge(turn: Turn) -> None:
    """Silence is nudged once (C8)."""
    if _draft_run(turn) and turn.talk.holder == "bot":
        again(turn, turn.look.say("nudge"))


def _expire(turn: Turn) -> None:
    """A draft's life is over; its text is kept seven days, then offered no more (B3).

    A survey below it stays: 没解决 said there is to count.
    """
    if turn.talk.dropped.get("run", {}).get("id") == turn.told.incoming.data.get("run"):
        turn.talk.dropped = {}
    run = _draft_run(turn)
    if run is None:
        return
    turn.talk.stack[:] = [one for one in turn.talk.stack if one.flow == "survey"]
    parts = [str(p.get("detail", "")) for p in run.parts] or [str(run.said.get("detail", ""))]
    text = "；".join(p for p in parts if p)
    until = turn.look.now + timedelta(days=7)
    if text:
        turn.talk.kept_draft = {"text": text, "until": until.isoformat(), "said": run.said,
                                "parts": run.parts, "files": run.files,
                                "given": run.given}  # fmt: skip


def _draft_run(turn: Turn) -> Run | None:
    """The draft a due action was planned for, if it is still under way."""
    wanted = turn.told.incoming.data.get("run")
    return next((r for r in turn.talk.stack if r.id == wanted), None)


def _purge(turn: Turn) -> None:
    """Seven days after the expiry the kept text is gone; the person is told when they come back."""
    if turn.talk.kept_draft:
        turn.talk.kept_draft = {"gone": True}


def _relapse(turn: Turn) -> None:
    """Weeks later: has it come back? (D.1)"""
    ticket = turn.look.seen.ticket(str(turn.told.incoming.data["about"]))
    if ticket is None or ticket.state != "closed":
        return
    _come_to_rest(turn)
    what = turn.look.category(ticket.category).name
    turn.say(Say(turn.look.say("relapse_check", no=ticket.number, what=what), kind="survey"))


def _offer_mediation(turn: Turn) -> None:
    """A clerk has said that it may be mediated: would the person like it?"""
    ticket = turn.look.seen.ticket(str(turn.told.incoming.data["about"]))
    if ticket is None or ticket.ended:
        return
    _come_to_rest(turn)
    turn.begin("offer_mediation", {"number": ticket.number, "category": ticket.category,
                                   "text": ticket.detail, "cleared": True})  # fmt: skip
    advance(turn)


def _facts(turn: Turn) -> None:
    """Staff cannot go on without something only the resident knows: it is asked once (B.5)."""
    data = turn.told.incoming.data
    ticket = turn.look.seen.ticket(str(data["about"]))
    if ticket is None or ticket.ended:
        return
    _come_to_rest(turn)
    what, key = turn.look.category(ticket.category).name, "ask_facts"
    wait = limit_words(turn.look.district.policies.facts_wait)
    asked = turn.look.say(key if data.get("stands") else "ask_facts_urgent", no=ticket.number,
                          what=what, question=str(data["question"]), wait=wait)  # fmt: skip
    turn.begin("facts", {"facts": {"ticket": ticket.number}, "asked": asked})
    advance(turn)


def _case_time(turn: Turn) -> None:
    """A session was moved: each party is asked whether the new time suits (C.9)."""
    data = turn.told.incoming.data
    _come_to_rest(turn)
    turn.begin("new_time", {"number": str(data["about"]), "start": str(data["start"]),
                            "until": str(data["until"])})  # fmt: skip
    advance(turn)


def _court(turn: Turn) -> None:
    """An agreement is in force: does the party want the court's confirmation? (C15)"""
    data = turn.told.incoming.data
    waiting = {(one["number"], one.get("court")) for one in turn.look.seen.cases()}
    if (str(data["about"]), str(data["mark"])) not in waiting:
        return  # said meanwhile on the page, or nothing to ask any more
    _come_to_rest(turn)
    turn.begin("court", {"number": str(data["about"]), "mark": str(data["mark"]),
                         "last": str(data["last"])})  # fmt: skip
    advance(turn)


def _survey(turn: Turn) -> None:
    """A survey waits while another question is open or a person has the conversation."""
    number = str(turn.told.incoming.data["about"])
    ticket = turn.look.seen.ticket(number)
    if ticket is None or ticket.state != "feedback":
        return
    open_survey = [r for r in turn.talk.stack if r.flow == "survey" and r.args["number"] == number]
    if open_survey and turn.talk.holder == "bot" and _is_enough(turn, open_survey[0]):
        advance(turn)
        return
    if open_survey and turn.talk.top is open_survey[0] and turn.talk.holder == "bot":
        again(turn, turn.look.say("survey_reminder", no=number))
        return
    _come_to_rest(turn)
    turn.begin("survey", {"number": number})
    advance(turn)
    turn.says[-1] = Say(turn.says[-1].text, turn.says[-1].buttons, kind="survey")


def _is_enough(turn: Turn, run: Run) -> bool:
    """Whether a bad answer waits for the rest only: it counts without stars and reason."""
    asked = turn.outcome(run).open
    if asked is None or asked.name == "solved":
        return False
    if asked.name == "reason":
        run.given["reason"] = [asked.question.about, "other", "default"]
    run.said[ENOUGH] = True
    if turn.outcome(run).open is not None:
        del run.said[ENOUGH]  # solved, and no stars yet: asked once more
        return False
    turn.talk.stack.remove(run)
    turn.talk.stack.append(run)
    return True


def _come_to_rest(turn: Turn) -> None:
    """Questions nobody answers are dropped after their time; raises Postponed while one is open."""
    now = turn.look.now
    turn.talk.stack[:] = [
        run for run in turn.talk.stack
        if now - _asked_at(run, now) < STALE.get(run.flow, SMALL_STALE)
    ]  # fmt: skip
    if turn.talk.stack or turn.talk.holder != "bot":
        raise Postponed


def _asked_at(run: Run, now: datetime) -> datetime:
    return parsed(run.open.at) if run.open and run.open.at else now


DAY = timedelta(hours=24)
SMALL_STALE = timedelta(hours=2)
STALE = {
    "report": DAY * 2,
    "mediate": DAY,
    "apply": DAY,
    "safety": DAY,
    "survey": DAY * 7,
    "facts": DAY * 7,
    "new_time": DAY,
    "court": DAY * 2,
}
"""How long a question stays open; a report's draft has its own expiry (C8)."""


def _safe_check(turn: Turn) -> None:
    """Nobody answered 您现在安全吗 within 60 seconds: say that a person is being called."""
    top = turn.talk.top
    if top and top.flow == "safety":
        again(turn, turn.look.say("still_there"))


def _notice(turn: Turn) -> None:
    """Words prepared by whoever made the row: reminders, notices of a ticket or a case."""
    words = str(turn.told.incoming.data.get("words", ""))
    kind = str(turn.told.incoming.data.get("kind", "notice"))
    turn.say(Say(words, kind=kind))


def _staff(turn: Turn) -> None:
    """A clerk's word takes over by itself; giving back is marked (C10)."""
    incoming, talk = turn.told.incoming, turn.talk
    if incoming.event == "give_back":
        talk.holder = "bot"
        again(turn, turn.look.say("given_back"))
        return
    taken = talk.holder != incoming.by
    talk.holder = incoming.by
    if taken:
        turn.say(turn.look.say("person_here"))
    if incoming.text:
        turn.say(Say(incoming.text, by=incoming.by))


def _event(turn: Turn) -> None:
    """News of a ticket somebody follows, or of a case; a channel's own news is not answered."""
    if turn.told.incoming.event == BLOCKED:
        return
    data = turn.told.incoming.data
    if "state" in data:
        data = {**data, "state": STATE_WORDS.get(data["state"], data["state"])}
    key = turn.told.incoming.event
    turn.say(Say(turn.look.say(f"event.{key}", **data), kind="notice"))
