"""What else a message may begin: another problem of the same report, another wish."""

from __future__ import annotations

import re
from datetime import timedelta

from dialogs import control, solved, standing
from dialogs.both import apart, inherit_place
from dialogs.dates import parsed
from dialogs.engine import Turn, advance, again
from dialogs.flows.kind import NOT_LISTED, sure, sure_of
from dialogs.not_yet import not_sent_yet
from dialogs.problems import MOST, SUFFERS, problems, says_what, unled
from dialogs.rating import judges, rates
from dialogs.reading import take
from dialogs.run import LIGHT, Run
from dialogs.telling import KINDS, is_report
from dialogs.told import Told, facts, part_fact
from nlu.heard import Heard
from nlu.keywords import words_found
from nlu.rather import rather

SWITCHES = {
    "progress": "progress", "urge": "urge", "withdraw": "withdraw", "supplement": "supplement",
    "mediate": "mediate",
}  # fmt: skip
"""Acts that begin another flow while one is under way."""

_MORE = ("还有", "另外", "对了", "顺便", "再说一个", "再反映", "再报一个")


def another_problem(turn: Turn) -> bool:
    """A new problem inside an open report becomes another part of it (A16)."""
    run, heard = turn.talk.top, turn.told.heard
    if run is None or run.flow != "report" or not _is_another(turn, run):
        return False
    if not heard.guesses or len(run.parts) >= MOST:
        return False
    if heard.guesses[0].confidence < 0.3 and not announced(turn.told):
        return False
    join_in(turn, run)
    return True


def join_in(turn: Turn, run: Run) -> None:
    """What a message tells becomes another problem of the report, or several."""
    apart(run)
    new = facts(turn.told) | {"detail": unled(turn.told.text)}
    several = problems(turn.told.heard, turn.look.near)
    run.parts += [part_fact(p) for p in several] if len(several) > 1 else [new]
    inherit_place(run)
    turn.say(turn.look.say("another_part", n=len(run.parts)))
    advance(turn)


def announced(told: Told) -> bool:
    """对了，小区门口还有人卖假药: another problem with a place of its own, and no new place."""
    hit = _ANNOUNCED.match(told.plain)
    return bool(hit) and not rather(told.plain).right and says_what(told.heard)


_ANNOUNCED = re.compile(
    r"(?:对了|另外|顺便|还有)[，, ]*(?!.{0,6}(?:错|不对|应该是|改))"
    r".{0,10}(?:还有|也有|又有|也是?没|也坏)"
)


def _is_another(turn: Turn, run: Run) -> bool:
    """Said to be another, or surely of another kind while something else is asked."""
    if turn.told.submits:
        return False
    if turn.told.plain.startswith(_MORE):
        return True
    heard, asked = turn.told.heard, turn.outcome(run).open
    if run.said.get("consult"):
        return False  # it belongs to the question, or has a card of its own
    if heard.act != "report" or len(turn.told.plain) < STORY or _belongs(heard):
        return False
    if not sure_of(heard.guesses):
        return False
    if heard.guesses[0].code in (*KINDS.values(), NOT_LISTED):
        return False
    kinds = [a.value for a in turn.outcome(run).trail if a.name.split(".")[-1] == "kind"]
    if not kinds or heard.guesses[0].code in kinds or asked is None:
        return False
    return asked.question.answer(turn.told) is None


def _belongs(heard: Heard) -> bool:
    """Whether words of some kind tell of nothing new: where it is, since when, how it was served.

    就在菜市场门口那个红绿灯; 上个月的; 天天早上四点打鸣; 你们上次说处理了根本没用.
    """
    words, first = heard.text, heard.guesses[0].code if heard.guesses else ""
    if not says_what(heard) or (first in _OF_US and words[:1] in "你您上"):
        return True
    if _GOES_ON.match(words):
        return True
    spelt = len(words) >= SPELT_OUT or bool(words_found(words, first))
    return (bool(_WHERE.match(words)) or not spelt) and not SUFFERS.search(words)


_GOES_ON = re.compile(r"天天|每[天晚次]|经常|老是|总是|一到|从[早昨前上去]|搞得|弄得|害得|[吵臭]得")
SPELT_OUT = 8  # characters below which a word of the kind itself must be said
_OF_US = ("1202", "1205")  # how somebody was served, and what was told before
_WHERE = re.compile(r"(?:就|也)?是?在[^，,。]{2,}$")
STORY = 4  # characters a problem of its own takes, when nobody says that it is another


def another_flow(turn: Turn) -> bool:
    """Another wish: its flow, and back afterwards."""
    run, heard = turn.talk.top, turn.told.heard
    if run is not None and _told_on(turn, run):
        return True
    if run is None or _makes_way(turn, run):
        return standing.begin(turn)
    judged = run.flow != "report" and judges(turn)
    flow = "rate" if judged else SWITCHES.get(heard.act)
    if flow is None or flow == run.flow or heard.sure < (0.85 if _takes_words(turn) else 0.6):
        return False
    if flow == "supplement" and run.flow == "report" and not turn.look.open_tickets():
        return False  # it belongs to what is being told: there is nothing else to add it to
    if flow == "mediate" and run.flow == "report":
        return False
    if _answers_rather(turn, run, flow):
        return False
    if flow == "progress" and not_sent_yet(turn):
        return True
    if run.flow == "report" and flow in _NOT_YET and not turn.look.open_tickets():
        return _NOT_YET[flow](turn)
    if run.flow in ("leave_phone", "progress", "consult", "answered"):
        turn.talk.stack.remove(run)  # asked once, never pressed
    turn.begin(flow, standing.wish(turn))
    advance(turn)
    return True


def _answers_rather(turn: Turn, run: Run, flow: str) -> bool:
    """Whether it belongs to what is asked: in danger, 已经报警了 is no wish to withdraw; and
    拖了这么久 says what was not good."""
    if run.flow == "safety":
        return not _fits_danger(turn, flow)
    asks = run.flow == "survey"
    return asks and (flow == "rate" or (flow == "urge" and _takes_words(turn)))


def _fits_danger(turn: Turn, flow: str) -> bool:
    """What may be begun while somebody is in danger: 还有谁能帮我 asks for no mediation."""
    if flow == "mediate":
        return "调解" in turn.told.plain
    return flow == "progress" and bool(turn.look.mine())


def _told_on(turn: Turn, run: Run) -> bool:
    """Safe, and telling more of it: 那个水是三楼漏下来的 is a yes to having it registered."""
    if run.flow != "safe_report" or turn.told.heard.spot or not _new(turn, run):
        return False
    told, before = facts(turn.told), run.args.get("facts", {})
    if not sure(told.get("guesses") or []):
        told["guesses"] = before.get("guesses", [])
    run.args["facts"] = {**told, **before, "guesses": told["guesses"]}
    run.args["text"] = f"{run.args.get('text', '')}。{turn.told.text}"
    take(turn, run, True)
    return True


def _how_long(turn: Turn) -> bool:
    again(turn, turn.look.say("faq.how_long"))
    return True


def _never_mind(turn: Turn) -> bool:
    """Only what is plainly not wanted is dropped; of 好像好了 it is asked."""
    run = turn.talk.top
    if run is not None and not _NOT_WANTED.search(turn.told.plain):
        return solved.perhaps(turn, run)
    control.cancel(turn)
    return True


_NOT_WANTED = re.compile(
    r"不(?:用|要|必|想|需要|再|报|投诉|反映|举报|登记|追究|告|弄|提交)|没必要|撤|取消|销|别|甭|算了|拉倒|作废|免了"
    r"|^(?:现在|已经|都)?没(?:事|问题)了?$"
)


_NOT_YET = {"urge": _how_long, "withdraw": _never_mind}
"""Wishes about what is only being told: there is no ticket yet to hurry or to withdraw."""


def _makes_way(turn: Turn, run: Run) -> bool:
    """Whether the open question steps aside for something new; small ones are dropped for it."""
    if run.flow == "safety" and _long_ago(turn, run) and _new(turn, run):
        turn.talk.stack.remove(run)  # the alert stays with the people on duty
        return turn.talk.top is None
    if not _yields(turn, run):
        return False
    if run.flow in LIGHT:
        turn.talk.stack.remove(run)
    return True


def _long_ago(turn: Turn, run: Run) -> bool:
    return run.open is not None and turn.look.now - parsed(run.open.at) > PATIENCE


def _yields(turn: Turn, run: Run) -> bool:
    """Whether a small question is open and this is no answer to it but something new."""
    return run.flow in (*LIGHT, "survey") and _new(turn, run)


def _new(turn: Turn, run: Run) -> bool:
    """Whether this is no answer to the open question but tells of something."""
    if run.flow in _SMALL and rates(turn):
        return True
    asked = turn.outcome(run).open
    if asked is None:
        return False
    if run.flow == "supplement" and _has_a_place_of_its_own(turn):
        return True
    return asked.question.answer(turn.told) is None and is_report(turn)


def _has_a_place_of_its_own(turn: Turn) -> bool:
    """Whether a whole matter is told: of a sure kind, with a place of the map."""
    heard = turn.told.heard
    known = sure_of(heard.guesses)
    return heard.act == "report" and known and bool(heard.spot and heard.spot.places)


_SMALL = ("leave_phone", "urge", "progress", "supplement", "offer_mediation", "unregistered")
"""Questions that step aside for 没解决, said of an answer that came meanwhile."""
PATIENCE = timedelta(minutes=10)
"""After which somebody who speaks of something else is not held by 您现在安全吗."""


def _takes_words(turn: Turn) -> bool:
    run = turn.talk.top
    asked = turn.outcome(run).open if run else None
    return bool(asked and asked.question.words)
