"""A verdict half given: 好评 has stars in it, and whether it is solved is still asked."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.engine import Turn, again
from dialogs.once_more import NO_KIND
from dialogs.problems import SUFFERS
from dialogs.rating import rates
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


def not_now(turn: Turn) -> bool:
    """别烦我, said to a survey: it is let go at once."""
    run = turn.talk.top
    if run is None or run.flow != "survey" or not _LEAVE_ME.fullmatch(turn.told.plain):
        return False
    turn.talk.stack.remove(run)
    turn.talk.misses = 0
    turn.say(turn.look.say("survey_let_go"))
    if turn.talk.top:
        again(turn, turn.look.say("back_to"))
    return True


_LEAVE_ME = re.compile(
    r"(?:我|你们?|能不能|请|都|也|现在|真|好了|行了|算了|[，, ])*"
    r"(?:(?:别|不要|莫)(?:再)?(?:来)?(?:烦|打扰|骚扰|吵|问(?:来问去)?)我?|烦死了?|没空|没时间|没工夫|忙着呢"
    r"|(?:不想|不|懒得)(?:再)?(?:评价?|答|回答|填|打分|理你们?))(?:了|啊|呢|行不行|好吗|吧)*"
)


def of_this_matter(turn: Turn) -> bool:
    """呵呵，灯杆子都拆走了, said to 解决了吗: it is about that, and opens no second report."""
    run, guesses = turn.talk.top, turn.told.heard.guesses
    if run is None or run.flow != "survey" or run.open is None or turn.told.heard.spot:
        return False
    ticket = turn.look.seen.ticket(str(run.args["number"]))
    asked = turn.outcome(run).open
    if ticket is None or asked is None or asked.question.name not in ("solved", "satisfied"):
        return False
    same = guesses and guesses[0].confidence >= OTHER and guesses[0].code == ticket.category
    if not same or asked.question.answer(turn.told) is not None:
        return False
    run.said.setdefault("more", []).append(turn.told.text)
    turn.talk.misses = 0
    known = asked.question.name == "satisfied"
    again(turn, turn.look.say("survey_noted" if known else "survey_noted_solved"))
    return True


def said_once_more(turn: Turn) -> bool:
    """根本没人来修, said to 满意吗: kept with the verdict, and 满意吗 again."""
    run = turn.talk.top
    asked = turn.outcome(run).open if run and run.flow == "survey" else None
    if run is None or asked is None or asked.question.name != "satisfied":
        return False
    if asked.question.answer(turn.told) is not None or not rates(turn):
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
