"""When a message is a question for approved knowledge, and what else must not be one."""

from __future__ import annotations

import re
from typing import Any

from dialogs.commands import KeepQuestion
from dialogs.engine import Turn, advance, again
from dialogs.flows.kind import sure
from dialogs.opening import COMPLAINT, only_asks, told_of
from dialogs.problems import SUFFERS, problems
from dialogs.reading import take
from dialogs.run import JSON, Run
from dialogs.telling import answers_where, shaken
from mediation.case import Stage
from nlu.heard import Heard
from nlu.questions import BOUND, MAYBE, NEAR, names_nothing

SHORTEST, LONGEST = 4, 80  # characters of a question; a longer message tells a story
_ASKS = re.compile(
    r"吗|么$|[？?]|怎么|如何|怎样|咋|哪[里儿个些]|去哪|什么|啥|多少|多久|几[天点号户岁次种类]|找谁"
    r"|能不能|可不可以|要不要|是否|合法|收不收|行不行|能否|有没有|[要能用可让给][^，,。]{0,12}不$"
)
_COMPLAINS = re.compile(
    r"怎么(?:还|没|又|老|总|这么|那么|回事|搞的|就|不(?!分))|凭什么|管不管|谁来管|没人管|为什么(?:不|没|还)"
    r"|(?:什么时候|多久|几时).{0,4}(?:给我|联系|打电话|答复|回复)"
    r"|(?:什么时候|多久)(?:才|能|可以|才能)?(?:给|来|把)?(?:修|弄|解决|处理|清|通|来|管)"
)
_LAW = re.compile(r"调解|协议|司法确认|仲裁|起诉|法院|开庭|律师|赔|判|违约|履行|证据|对方")
_OWN_BUSINESS = ("progress", "urge", "withdraw", "reschedule", "rate", "supplement", "mediate")
_NEVER = ("tip_off", "abuse", "affirm", "deny", "correct", "cancel", "greet", "thanks")
ENDED = frozenset({Stage.REFUSED_TYPE, Stage.REFERRED_OUT, Stage.NOT_STARTED_REFUSED,
                    Stage.NO_CONTACT, Stage.PERFORMED, Stage.CLOSED_ARCHIVED,
                    Stage.TERMINATED})  # fmt: skip
_OWN = ("consult", "answered")
_STORIES = ("detail", "clearer", "story", "facts", "claim", "more")
"""Open questions whose answer is the story itself: 公司不交社保怎么办 belongs to it."""


def complains(heard: Heard) -> bool:
    """Whether the words of a question complain: 怎么没人管, 还有没有王法."""
    return bool(_COMPLAINS.search(heard.text) or COMPLAINT.search(heard.text))


def may_ask(heard: Heard) -> bool:
    """Whether a message may be a question at all; danger never is (E.1)."""
    if heard.danger is not None or heard.act in _NEVER:
        return False
    asks = heard.act == "consult" or bool(_ASKS.search(heard.text))
    return asks and SHORTEST <= len(heard.text) <= LONGEST


def a_question(turn: Turn) -> bool:
    """A question that an entry answers, also in the middle of something else (C3)."""
    if not _near(turn) or not _asks(turn):
        return False
    if _of_ones_case(turn):
        turn.say(turn.look.say("knowledge_your_case"))
        return True
    return _begin(turn)


def goes_on(turn: Turn) -> bool:
    """Said of the answer just given: thanks, or a question that names nothing else."""
    run, heard = turn.talk.top, turn.told.heard
    if run is None or run.open is None or turn.told.incoming.files:
        return False
    if run.flow != "answered":
        return _judged_beside(turn, run)
    if heard.act == "thanks" and len(heard.text) <= THANKS:
        take(turn, run, "yes")
        return True
    entry = turn.look.entry(str(run.args["number"]))
    if entry is None or not (_asks_on(turn) or (may_ask(heard) and names_nothing(heard.text))):
        return False
    words = turn.look.say("knowledge_more", office=entry.wording.office)
    again(turn, words)
    return True


def _judged_beside(turn: Turn, run: Run) -> bool:
    """有用, said of an answer given in the middle of something else, which goes on."""
    judged = _HELPED.fullmatch(turn.told.plain)
    if judged is None or not run.said.pop(BESIDE, False):
        return False
    turn.talk.misses = 0
    again(turn, turn.look.say("knowledge_sorry_open" if judged["no"] else "knowledge_thanks"))
    return True


BESIDE = "answered_beside"  # marks what is under way when a question was answered in its middle
_HELPED = re.compile(
    r"(?:嗯|哦|好的?|挺|很|这个?|还是|倒是)*[，, ]*"
    r"(?:(?P<no>没用|没有用|没什么用|没帮助|没帮上忙)|有用的?|有帮助|管用|清楚了|明白了|知道了|懂了|晓得了)"
    r"[了的啊呢哈]*[，, ]*(?:谢谢|多谢)?[啊你您了啦]*"
)
THANKS = 12  # characters
_ON = re.compile(r"(?:那|要是|如果|我)[^，,。]{1,12}呢$")
"""那猫呢, 我没有疫苗证明呢: asks on about what was answered."""


def _asks_on(turn: Turn) -> bool:
    """Whether it asks on, and no other entry answers it."""
    heard, surely = turn.told.heard, any(score >= BOUND for _, score in turn.told.known)
    return heard.danger is None and not surely and bool(_ON.fullmatch(turn.told.plain))


def nothing_known(turn: Turn) -> bool:
    """A question in between that no entry answers: said honestly, and the open one comes again."""
    run = turn.talk.top
    if run is None or not _inside(turn) or not may_ask(turn.told.heard) or not _asks(turn):
        return False
    if run.said.get("consult"):
        _keep_gap(turn)
        return False  # what is asked further belongs to the consultation under way
    asked = turn.outcome(run).open
    if asked is None or not _plainly(turn.told.heard) or answers_where(turn):
        return False
    return asked.question.answer(turn.told) is None and _begin(turn)


def _keep_gap(turn: Turn) -> None:
    guesses = turn.told.heard.guesses
    text = "" if turn.talk.forgetful else turn.told.text
    turn.act(KeepQuestion(text, guesses[0].code if guesses else ""))


CONSULTS, GUESSED = 0.8, 0.75  # confidence of the act, or of the category, of a consultation
CONSULTATION = "1201"


def _plainly(heard: Heard) -> bool:
    """Whether a consultation is heard, by its act or by its category and its form."""
    if heard.act == "consult" and heard.sure >= CONSULTS:
        return True
    told = heard.guesses[:1] and heard.guesses[0].code == CONSULTATION
    return bool(told) and heard.guesses[0].confidence >= GUESSED and bool(_ASKS.search(heard.text))


def begin(turn: Turn) -> bool:
    """With nothing under way: a question is answered, or honestly not; False when it is none."""
    heard = turn.told.heard
    asks = only_asks(turn) or (_plainly(heard) and _asks(turn))
    if not asks or heard.danger is not None or _tells_more(turn):
        return False
    if not (_near(turn) or _of_rules(heard)):
        return False
    if _of_ones_case(turn):
        turn.say(turn.look.say("knowledge_your_case"))
        return True
    return _begin(turn)


def _near(turn: Turn) -> list[tuple[str, float]]:
    """The entries that may answer; the less sure ones only where nothing else is under way."""
    text = turn.told.heard.text
    loose = not _inside(turn) and _ASKS.search(text) and not complains(turn.told.heard)
    return [one for one in turn.told.known if one[1] >= (MAYBE if loose else BOUND)]


def _of_rules(heard: Heard) -> bool:
    """Whether rules are asked about; 狗叫了一晚上怎么办 wants help, and gets it without a word."""
    if heard.guesses[:1] and heard.guesses[0].code == CONSULTATION:
        return True
    return bool(_ASKS.search(_WHAT_NOW.sub("", heard.text))) and not complains(heard)


_WHAT_NOW = re.compile(r"(?:怎么|咋)(?:办|弄|整|搞|处理)(?!理)|咋个办")


def _inside(turn: Turn) -> bool:
    return turn.talk.top is not None and turn.talk.top.flow not in _OWN


def _asks(turn: Turn) -> bool:
    """Whether this is asked and not complained, and nothing stands in the way of an answer."""
    heard, run, incoming = turn.told.heard, turn.talk.top, turn.told.incoming
    if incoming.kind != "message" or incoming.files or shaken(turn) or _tells_more(turn):
        return False
    if run and (run.flow == "safety" or (run.open and _short(run.open.name) in _STORIES)):
        return False
    busy = turn.look.open_tickets() or _cases(turn)
    if heard.act in _OWN_BUSINESS and busy:
        return False
    surely = any(score >= SUREST for _, score in turn.told.known)
    suffers = not surely and SUFFERS.search(heard.text)
    return only_asks(turn) or not (complains(heard) or suffers)


def _tells_more(turn: Turn) -> bool:
    """Whether a question comes with a problem beside it: then all of it is registered."""
    parts = problems(turn.told.heard, turn.look.near)
    return len(parts) > 1 and any(SUFFERS.search(part.text) for part in parts)


SUREST = 0.75  # from here 身份证掉了咋个补 is asked and not complained


def _short(name: str) -> str:
    return name.split(".")[-1]


def _cases(turn: Turn) -> list[Any]:
    """The person's mediation cases under way."""
    found = turn.look.once("cases", turn.look.seen.cases)
    return [case for case in found if case["state"] not in ENDED]


def _of_ones_case(turn: Turn) -> bool:
    """What the law says of a case under way is for its mediator to say (domain rules E.2)."""
    return bool(_LAW.search(turn.told.heard.text)) and bool(_cases(turn))


def _begin(turn: Turn) -> bool:
    inside = _inside(turn)
    before = next((run for run in turn.talk.stack if run.flow in _OWN), None)
    turn.talk.stack = [run for run in turn.talk.stack if run.flow not in _OWN]
    args = _asked(turn, inside)
    if inside and turn.talk.top:
        turn.talk.top.said[BESIDE] = bool(args["found"])
    if before and before.args.get("title") and "detail" in args["report"]["said"]:
        told = f"（看过“{before.args['title']}”，接着问）{turn.told.text}"
        args["report"]["said"]["detail"] = told
    turn.begin("consult", args)
    turn.talk.misses = 0
    advance(turn)
    return True


def _asked(turn: Turn, inside: bool) -> JSON:
    """What the flow is begun with: the entries that may answer, whether to ask which."""
    found = _near(turn)[:2]
    near = len(found) > 1 and found[0][1] - found[1][1] < NEAR
    if not near:
        found = found[:1]
    surely = bool(found) and found[0][1] >= BOUND
    guesses = turn.told.heard.guesses
    return {"text": turn.told.text, "found": [number for number, _ in found],
            "ask": near or not surely, "category": guesses[0].code if guesses else "",
            "inside": inside, "forgetful": turn.talk.forgetful,
            "report": _report(turn)}  # fmt: skip


def _report(turn: Turn) -> JSON:
    """What a ticket would begin with; of no sure kind, it is a consultation."""
    told = told_of(turn)
    if not sure(told["said"].get("guesses") or []):
        told["said"]["guesses"] = [[CONSULTATION, CONSULTS]]
    return told
