"""A verdict half given: 好评 has stars in it, and whether it is solved is still asked."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs import standing
from dialogs.engine import Turn, again
from dialogs.once_more import NO_KIND
from dialogs.problems import SUFFERS
from dialogs.told import Told, facts
from followup import replies

_BUT = re.compile(r"[，,。 ](?:但是?|不过|可是?|另外|还有|就是|对了)[，, ]*(?:现在|今天)?(?=.{4})")

OTHER = 0.5  # confidence from which what is told beside a verdict is another matter


def told_with_it(turn: Turn) -> bool:
    """解决了，但是楼道灯又坏了: the verdict is taken, and the other problem waits below it."""
    run, guesses = turn.talk.top, turn.told.heard.guesses
    said = _BUT.search(turn.told.text)
    if run is None or run.flow != "survey" or said is None or run.open is None:
        return False
    if not SUFFERS.search(turn.told.text[said.end() :]):
        return False
    ticket = turn.look.seen.ticket(str(run.args["number"]))
    if ticket is None or not guesses or guesses[0].confidence < OTHER:
        return False
    if guesses[0].code == ticket.category:
        return False
    known = [[g.code, g.confidence] for g in guesses if g.code not in NO_KIND]
    told = facts(turn.told) | {"detail": turn.told.text[said.end() :], "guesses": known}
    other = turn.talk.push("report", {"said": told}, turn.look.now.isoformat())
    turn.talk.stack.remove(other)
    turn.talk.stack.insert(0, other)
    verdict = turn.told.text[: said.start()]
    heard = replace(turn.told.heard, text=verdict, act="rate", guesses=(), parts=(), spot=None)
    turn.told = Told(replace(turn.told.incoming, text=verdict), heard)
    return False


def said_once_more(turn: Turn) -> bool:
    """根本没人来修, said to 满意吗: kept with the verdict, and 满意吗 again."""
    run = turn.talk.top
    asked = turn.outcome(run).open if run and run.flow == "survey" else None
    if run is None or asked is None or asked.question.name != "satisfied":
        return False
    if asked.question.answer(turn.told) is not None or not standing.rates(turn):
        return False
    run.said.setdefault("more", []).append(turn.told.text)
    turn.talk.misses = 0
    again(turn, turn.look.say("noted"))
    return True


def half_a_verdict(turn: Turn) -> bool:
    """Keep the stars of an answer to 解决了吗, and ask that once more, kindly."""
    run = turn.talk.top
    if run is None or run.flow != "survey" or run.open is None or run.open.name != "solved":
        return False
    if run.args.get("text") or turn.told.incoming.kind != "message":
        return False
    reading = replies.read(turn.told.text)
    if reading.solved is not None or reading.satisfied is None or reading.ask:
        return False
    run.args["text"] = turn.told.text
    turn.talk.misses = 0
    again(turn, turn.look.say("survey_half"))
    return True
