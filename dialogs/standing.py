"""What is said and begun outside a flow: greetings, new wishes, photos first, calling a person."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from dialogs.commands import AddToTicket, CallPerson, LeavePhone, LeaveQueue
from dialogs.dates import time_words
from dialogs.engine import Turn, advance, again
from dialogs.lookup import Queue
from dialogs.told import facts, part_fact

_FLOWS = {
    "progress": "progress", "urge": "urge", "withdraw": "withdraw", "supplement": "supplement",
    "mediate": "mediate", "rate": "rate", "reschedule": "reschedule",
}  # fmt: skip
_KINDS = {"tip_off": "1203", "praise": "1206", "suggest": "1206", "consult": "1201"}
_SMALL = ("greet", "thanks", "help")
ENOUGH = 8  # characters from which an unclear message is taken as a report, and asked about
FITS = 0.45  # confidence from which a category is at least worth a question


def call_person(turn: Turn, why: str, urgent: bool = False) -> None:
    """Hand the conversation to a person and say honestly how long it takes (C9)."""
    waiting = turn.talk.holder == "queue"
    queue: Queue = turn.act(CallPerson(why, urgent))[0]
    turn.talk.holder = "queue"
    words = queue_words(turn, queue, waiting)
    if turn.talk.top and turn.talk.top.open:
        words += turn.look.say("queue_meanwhile")
    again(turn, words)


def queue_words(turn: Turn, queue: Queue, waiting: bool) -> str:
    """Position or opening time; never a promise nobody has made."""
    if queue.open:
        key = "queue_still" if waiting else "queue_position"
        return turn.look.say(key, n=queue.position)
    opens = time_words(queue.opens) if queue.opens else "上班后"
    return turn.look.say("queue_closed", opens=opens)


def leave_queue(turn: Turn) -> None:
    """Out of the queue, and on with the bot."""
    if turn.talk.holder != "queue":
        again(turn, turn.look.say("not_in_queue"))
        return
    turn.act(LeaveQueue())
    turn.talk.holder = "bot"
    again(turn, turn.look.say("left_queue"))


def keep_files(turn: Turn) -> bool:
    """Photos and voice notes go to the report under way, or begin one; words with them go on."""
    files = turn.told.incoming.files
    album = next((f.album for f in files if f.album), "")
    first = not album or album != turn.talk.album
    turn.talk.album = album or turn.talk.album
    run = turn.talk.top
    if run is None:
        if turn.told.text:
            return _begin_with_files(turn)
        run = turn.begin("report")
    run.files += [asdict(f) for f in files]
    if turn.told.text:
        return False
    if first:
        again(turn, turn.look.say(f"kept_{_kind(turn)}", n=len(run.files)))
    return True


def _begin_with_files(turn: Turn) -> bool:
    return bool(begin(turn, files=[asdict(f) for f in turn.told.incoming.files]))


def _kind(turn: Turn) -> str:
    return "voice" if turn.told.incoming.files[0].kind == "voice" else "photo"


def begin(turn: Turn, files: list[dict[str, Any]] | None = None) -> bool:
    """With nothing under way: the flow a message asks for, or small talk; False if neither."""
    heard = turn.told.heard
    if turn.told.incoming.phone and not turn.told.text:
        turn.act(LeavePhone(turn.told.incoming.phone))
        turn.say(turn.look.say("phone_kept"))
        return True
    if heard.act in _SMALL and len(turn.told.plain) <= 12 and not files:
        turn.say(turn.look.say({"help": "help", "greet": "welcome"}.get(heard.act, heard.act)))
        return True
    if heard.act == "abuse" and not _fits(turn):
        return _abused(turn)
    if heard.act in _FLOWS and heard.sure >= 0.5:
        return _start(turn, _FLOWS[heard.act])
    if _is_report(turn) or files or turn.told.incoming.pin:
        return _report(turn, files or [])
    return False


def _fits(turn: Turn) -> bool:
    guesses = turn.told.heard.guesses
    return bool(guesses) and guesses[0].confidence >= FITS


def _is_report(turn: Turn) -> bool:
    heard = turn.told.heard
    if heard.act in _KINDS or (heard.act == "report" and heard.sure >= 0.5) or heard.spot:
        return True
    return heard.act not in ("other", "abuse") and _fits(turn) or _substantial(turn)


def _substantial(turn: Turn) -> bool:
    said = [c for c in turn.told.plain if "一" <= c <= "鿿"]
    return (
        len(said) >= ENOUGH
        and turn.told.heard.act not in ("abuse",)
        and (turn.told.heard.act != "other" or turn.told.heard.sure < 0.7)
    )


def _start(turn: Turn, flow: str) -> bool:
    turn.begin(flow, {"text": turn.told.text, "facts": facts(turn.told)})
    turn.talk.misses = 0
    advance(turn)
    return True


def _report(turn: Turn, files: list[dict[str, Any]]) -> bool:
    run, heard = turn.begin("report"), turn.told.heard
    run.files = files
    run.said = facts(turn.told)
    if turn.told.text:
        run.said["detail"] = turn.told.text
    if heard.act in _KINDS and not (heard.act == "consult" and _fits(turn)):
        run.said["guesses"] = [[_KINDS[heard.act], 0.9]]
    if len(heard.parts) > 1:
        run.parts = [part_fact(p) for p in heard.parts[:5]]
        run.said.pop("guesses", None)
    turn.talk.misses = 0
    advance(turn)
    return True


def _abused(turn: Turn) -> bool:
    """Calm, then a warning, then half an hour's rest; never an insult (domain rules E.2)."""
    turn.talk.abuse += 1
    if turn.talk.abuse >= 3:
        turn.talk.abuse = 0
        until = turn.look.now + timedelta(minutes=30)
        turn.talk.quiet_until = until.isoformat()
        turn.say(turn.look.say("paused", time=time_words(until)))
        return True
    turn.say(turn.look.say("abused" if turn.talk.abuse == 1 else "abused_again"))
    return True


def noted(turn: Turn) -> bool:
    """No answer to what is asked, yet something worth keeping: kept, and the question again."""
    run, heard = turn.talk.top, turn.told.heard
    if run is None or run.flow != "report" or not turn.told.text:
        return False
    told = facts(turn.told)
    told.pop("guesses", None)
    if not told and not (heard.act in ("report", "supplement") and len(turn.told.plain) >= 4):
        return False
    extra = run.said.setdefault("more", [])
    if len(extra) >= 6:
        return False
    extra.append(turn.told.text)
    for name, value in told.items():
        run.said.setdefault(name, value)
    again(turn, turn.look.say("noted"))
    return True


def edited_later(turn: Turn) -> bool:
    """A message edited after the report was sent becomes a supplement of it."""
    ticket = next((t for t in turn.look.open_tickets()), None)
    if ticket is None:
        return False
    turn.act(AddToTicket(ticket.number, f"（居民改了说法）{turn.told.text}"))
    turn.say(turn.look.say("edit_added", no=ticket.number))
    return True
