"""A choice put right by its number or its words: 不是第二个，是第一个; 点错了，应该是第三个."""

from __future__ import annotations

import re
from typing import Any

from dialogs.engine import Turn, advance, give
from dialogs.put_right import BEFORE
from dialogs.question import Asked, Option
from dialogs.reading import CHANGE, EDIT, number_said, take, to_the_card
from dialogs.run import Run
from nlu.rather import rather

_OH = r"(?:不好意思|对不起|哎呀?|哦|噢|啊|呃|等等|等一?下|我|刚才|刚刚|前面|上面|那个|[，,。 ])*"
_NUMBER = r"(?:第|选|选项)*([0-9]{1,2}|[一二三四五六七八九十])\s*(?:个|项|条|号(?!楼|院))?"
_SLIPPED = r"(?:选|点|按|回|发|打|写|说|看|弄|搞|填)错(?:行|位)?了?|不对|错了"
_IS = r"(?:其实|应该|而)*(?:我?(?:要|想要?|选|说|点)的?|改|换)?(?:是|选|成|为|要|点)?"
_NOT = rf"不(?:是|要|选){_NUMBER}"
_GAP, _END = r"[的啊呀了啦，,。！! ]*", r"[的啊呀吧了哈]*"
_ANEW = re.compile(
    rf"{_OH}(?:(?:{_SLIPPED}){_GAP})*{_NOT}{_GAP}{_IS}{_NUMBER}{_END}"
    rf"|{_OH}(?:{_SLIPPED}){_GAP}{_IS}(?<![，,。！! ]){_NUMBER}{_END}"
    rf"|{_OH}(?:改|换)(?:成|为|选)?{_NUMBER}{_END}"
    rf"|{_OH}(?:应该)?(?:是|选){_NUMBER}{_GAP}而?{_NOT}{_END}"
)


_MERE_SLIP = re.compile(
    rf"{_OH}(?:选|点|按)错(?:行|位)?了?{_GAP}(?:不(?:用|想|要)?改(?:了|这个)*)?{_END}"
    rf"|{_OH}(?:还是|算了|那)*{_GAP}(?:不(?:用|想|要)?|别)改(?:了|这个|这项)*{_END}"
)


def as_it_was(turn: Turn, run: Run) -> bool:
    """点错了, said when a line is asked again: it stays as it was, and the card comes."""
    kept = run.said.get(BEFORE)
    if not kept or run.open is None or run.open.name != kept[0] or kept[0] not in run.reopened:
        return False
    run.said.pop(BEFORE)
    run.reopened.remove(kept[0])
    run.given.update(kept[1])
    turn.talk.misses = 0
    advance(turn)
    return True


def chosen_anew(turn: Turn) -> bool:
    """Another of the options shown is meant; False where nothing was chosen from so many."""
    run, words = turn.talk.top, turn.told.plain
    if run is None or turn.told.incoming.kind != "message":
        return False
    if _MERE_SLIP.fullmatch(words):
        return as_it_was(turn, run)
    said = _ANEW.fullmatch(words)
    if said is None:
        return _by_its_words(turn, run)
    wrong, right = _numbers(said)
    asked = next((one for one in _choices(turn, run) if _fits(one, wrong, right)), None)
    if asked is None:
        return _still_open(turn, run, right)
    _choose(turn, run, asked, asked.question.options[right - 1])
    return True


def _by_its_words(turn: Turn, run: Run) -> bool:
    """不是书香社区，是幸福社区的: both of them options of what was chosen last."""
    said = rather(turn.told.plain)
    asked = next(iter(_choices(turn, run)), None) if said.wrong and said.right else None
    if asked is None:
        return False
    wrong, right = said.wrong.rstrip("的那个"), said.right.rstrip("的那个")
    if not wrong or not right:
        return False
    had = [o for o in asked.question.options if o.value == asked.value and wrong in o.label]
    meant = [o for o in asked.question.options if right in o.label]
    if not had or len(meant) != 1 or meant == had:
        return False
    _choose(turn, run, asked, meant[0])
    return True


def _choose(turn: Turn, run: Run, asked: Asked, option: Option) -> None:
    turn.talk.misses = 0
    for name in [name for name in run.given if name.startswith(f"{asked.name}_")]:
        run.given.pop(name)
    give(run, asked.name, asked.question.about, option.value)
    to_the_card(run)
    label = asked.question.label or turn.look.say("your_choice")
    turn.say(turn.look.say("corrected", label=label, value=option.label))
    advance(turn)


def _numbers(said: re.Match[str]) -> tuple[int, int]:
    """The number taken back, 0 for none, and the one meant."""
    wrong, right, alone, changed, first, not_this = (number_said(g or "") for g in said.groups())
    if right or first:
        return (wrong, right) if right else (not_this, first)
    return 0, alone or changed


def _choices(turn: Turn, run: Run) -> list[Asked]:
    """The questions answered from options, the last one first."""
    trail = {a.name: a for a in turn.outcome(run).trail if a.how == "asked"}
    done = [trail[name] for name in reversed(run.history) if name in trail]
    return [one for one in done if len(one.question.options) >= MANY]


def _fits(asked: Asked, wrong: int, right: int) -> bool:
    options = asked.question.options
    if not 0 < right <= len(options) or asked.name.endswith(CHANGE):
        return False
    if str(options[right - 1].value).startswith(EDIT):
        return False
    had: Any = options[wrong - 1].value if 0 < wrong <= len(options) else None
    return asked.value != options[right - 1].value and (not wrong or had == asked.value)


def _still_open(turn: Turn, run: Run, right: int) -> bool:
    """Said while the choice is still open: it is the answer."""
    options = run.open.options if run.open else []
    if len(options) < MANY or not 0 < right <= len(options) or run.open is None:
        return False
    if run.open.name == "sure":
        return False  # over the card 第一个 is what was reported first
    take(turn, run, options[right - 1][1])
    return True


MANY = 2  # options that make a choice
