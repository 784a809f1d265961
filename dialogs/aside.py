"""What is told beside an answer: another problem becomes a part of its own, the rest answers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from dialogs.both import apart, inherit_place
from dialogs.engine import Turn, advance
from dialogs.flows.kind import NOT_LISTED, sure
from dialogs.flows.own_words import names_a_place
from dialogs.owned import divided
from dialogs.problems import FOLLOWS, MOST, SUFFERS, problems, unled
from dialogs.run import Run
from dialogs.told import Told, anew, facts, part_fact
from nlu.heard import Part

_ALSO = re.compile(r"^(?:还有|另外|对了|顺便|而且|再有|再就是)")
_ANNOUNCES = re.compile(
    r"(?:那|我)?(?:再|还要?|另外|顺便|又)*(?:加|补充?|报|说|反映|登记)?(?:上)?一?(?:[条件个点])?(?:事情?|问题)?[吧啊]*"
)
"""再加一条, before what is added."""
_NOT_HERE = ("kind", "story", "change")
"""Questions about the one problem itself: what is said there tells of that."""


def told_beside(turn: Turn) -> bool:
    """Take another problem out of an answer, and go on with what is left of the message."""
    run = turn.talk.top
    if run is None or run.flow != "report" or run.open is None or not turn.told.text:
        return False
    short = run.open.name.split(".")[-1]
    if short in ("detail", "clearer"):
        return _several(turn, run)
    if short in _NOT_HERE or turn.told.incoming.kind != "message":
        return False
    others, rest = _others(turn, run, short)
    if not others or not rest.text or len(run.parts) + len(others) > MOST:
        return False
    apart(run)
    for part in others:
        run.parts.append(part_fact(replace(part, text=unled(part.text))))
        turn.say(turn.look.say("another_part", n=len(run.parts)))
    inherit_place(run)
    turn.told = rest
    if not _ANNOUNCES.fullmatch(rest.plain):
        return False
    turn.talk.misses = 0
    advance(turn)
    return True


def _others(turn: Turn, run: Run, short: str) -> tuple[list[Part], Told]:
    """The other problems told, and the message without them; more of the same is kept."""
    others = [part for part in turn.told.heard.parts if _is_another(turn, run, part)]
    joined = _joined(turn.told) if len(others) < 2 else None
    if joined is None:
        return others, _rest(turn.told, others, short)
    rest, tail = joined
    if not others:
        run.said.setdefault("more", []).append(tail)
        turn.told = rest
    return [replace(part, text=tail, spot=None) for part in others], rest


def _several(turn: Turn, run: Run) -> bool:
    """Asked what is wrong, somebody tells of several things."""
    several = problems(turn.told.heard, turn.look.near)
    if run.parts or len(several) < 2:
        return False
    run.said, run.parts = divided({**run.said, **facts(turn.told)}, several)
    run.said.pop("detail", None)
    run.open = None
    turn.talk.misses = 0
    advance(turn)
    return True


def _is_another(turn: Turn, run: Run, part: Part) -> bool:
    """Whether a piece surely tells of something else that is wrong, and not only where it is."""
    guesses: list[list[Any]] = [[g.code, g.confidence] for g in part.guesses]
    if not sure(guesses) or guesses[0][0] == NOT_LISTED:
        return False
    if not (_ALSO.search(part.text) or SUFFERS.search(part.text)):
        return False
    if FOLLOWS.search(part.text) or names_a_place(part.text):
        return False
    known, code = kinds_of(turn, run), str(guesses[0][0])
    return bool(known) and not any(k == code or turn.look.near(k, code) for k in known)


def kinds_of(turn: Turn, run: Run) -> set[str]:
    """The kinds of the problems told so far."""
    trail = turn.outcome(run).trail
    found = {str(a.value) for a in trail if a.how and a.name.split(".")[-1] == "kind"}
    first = (part["guesses"][0] for part in run.parts if part.get("guesses"))
    return found | {str(code) for code, _ in first}


def _joined(told: Told) -> tuple[Told, str] | None:
    """不对，是5号楼，还有垃圾没人收: the correction, and what is told beside it in one breath."""
    text = told.heard.text
    joint = _JOINT.search(text)
    if joint is None or not anew(text[: joint.start()]):
        return None
    head = text[: joint.start()]
    spot = told.heard.spot if told.heard.spot and told.heard.spot.text in head else None
    heard = replace(told.heard, text=head, act="correct", guesses=(), parts=(), spot=spot)
    return Told(replace(told.incoming, text=head), heard), text[joint.end() :]


_JOINT = re.compile(r"[，,。；; ]+(?=(?:还有|另外|对了|顺便|再有|再就是))")


def _rest(told: Told, others: list[Part], short: str) -> Told:
    """The message without the other problems; of one piece that is all, the place it names."""
    left = [part for part in told.heard.parts if part not in others]
    text = "，".join(part.text for part in left)
    spot = next((part.spot for part in left if part.spot), None)
    if not left and short.startswith("place") and others and others[0].spot:
        spot = others[0].spot
        text = spot.text
    heard = replace(
        told.heard, text=text, act="other", sure=0.5, spot=spot, parts=tuple(left),
        guesses=left[0].guesses if left else (),
        times=tuple(t for t in told.heard.times if t.text in text),
    )  # fmt: skip
    return Told(replace(told.incoming, text=text), heard)
