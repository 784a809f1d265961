"""A cry of a few characters in the middle of a report, too short for any ear: 着了, 有人喊."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.danger import raised
from dialogs.engine import Turn, again
from dialogs.run import Run
from nlu.heard import Danger

_AT = r"(?:里面|里头|屋里|楼上|隔壁|外面|那边|那里|现在|好像|真的?|又|都|已经|快|[，,!！])*"
_KINDS = {
    "fire": r"(?:火|电线|东西)?(?:着|烧)(?:起来)?了|[有在]?(?:冒烟|冒火|起火)了?|有[火烟]|炸了",
    "trapped": r"(?:有人|谁|孩子|小孩|老人)?(?:一直)?在?(?:喊|叫|哭|敲门?|拍门|呼救)(?:着|呢)?",
    "electric_shock": r"漏电了?|(?:有人)?(?:被)?电到了?人?|(?:在)?打火花|冒火花",
    "gas": r"漏气了?|(?:有)?煤气味",
    "collapse": r"(?:要)?塌了|(?:要)?垮了",
    "violence": r"打起来了|动手了|(?:有人|他)?拿着?刀",
    "medical": r"(?:人)?(?:晕|昏|倒下|不动|没气|不行|站不起来)了|(?:在)?流血了?",
}
_CRIES = {kind: re.compile(f"{_AT}(?:{words})[了啊呀!！]*") for kind, words in _KINDS.items()}
_SOMEBODY = re.compile(r"有人|谁|孩子|小孩|老人")
_DANGER = re.compile(
    r"(?:是的?|有|对|真的?|嗯|现在|就是|[，, ])*(?:危险|着火|起火|救命|有人受伤|出事)了?[啊呀!！]*"
)
LONGEST = 6  # characters of a cry
ASKED = "cried"  # marks a report whose teller was asked whether there is danger now
_OF_IT = ("detail", "clearer", "story", "change")
"""Questions that such words answer: 掉下来了, said to what is wrong."""


def cried(turn: Turn) -> bool:
    """Danger that no ear is sure of is asked about, beside the open question and once."""
    run = turn.talk.top
    if run is None or run.flow != "report" or run.open is None or turn.told.heard.danger:
        return False
    before = run.said.pop(ASKED, None)
    if before and _says_so(turn, run):
        found = Danger(before[0], "E0", before[1])
        turn.told = replace(turn.told, heard=replace(turn.told.heard, danger=found))
        return raised(turn)
    kind = _cry(turn.told.plain)
    if not kind or before or run.open.name.split(".")[-1] in _OF_IT or _is_shown(turn, run):
        return False
    run.said[ASKED] = [kind, turn.told.text]
    run.said.setdefault("more", []).append(turn.told.text)
    turn.talk.misses = 0
    again(turn, turn.look.say("cried", words=turn.told.text))
    return True


def _cry(words: str) -> str:
    """Which danger a message of a few characters may cry out; "" for none."""
    if len(words) > LONGEST:
        return ""
    found = next((kind for kind, cry in _CRIES.items() if cry.fullmatch(words)), "")
    return "" if found == "trapped" and not _SOMEBODY.search(words) else found


def _is_shown(turn: Turn, run: Run) -> bool:
    """Whether the words are an option of the open question."""
    asked = turn.outcome(run).open
    return asked is not None and any(
        turn.told.plain in (option.label, *option.words) for option in asked.question.options
    )


def _says_so(turn: Turn, run: Run) -> bool:
    """有危险; or a yes that the open question has no use for."""
    if _DANGER.fullmatch(turn.told.plain) or _cry(turn.told.plain):
        return True
    asked = turn.outcome(run).open
    return turn.told.yes and asked is not None and asked.question.answer(turn.told) is None
