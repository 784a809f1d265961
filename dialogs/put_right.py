"""Putting right what a matter is: 也不是，是电梯; 第二件不是井盖，是下水道."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dialogs.engine import Turn, advance
from dialogs.run import Run
from nlu.keywords import guess_by_keywords, words_found
from nlu.rather import rather

_CHINESE = {c: n for n, c in enumerate("一二三四五", 1)} | {"两": 2}
LEFT = 0.3  # of a guess, once what was taken back is out of the question
OF_NOTHING = ("1205", "1207")  # 重复诉求, 待人工研判: no kind that anybody means
PLAINLY = 0.6  # confidence from which 不是路灯，是井盖 changes the kind


def which_part(words: str) -> int:
    """Of 第二件地方错了 the part it is about, from 0; -1 when none is named."""
    hit = _PART.match(words)
    return (_CHINESE.get(hit[1]) or int(hit[1])) - 1 if hit else -1


_PART = re.compile(r"(?:那|把|不是)?第([1-9一二两三四五])(?:件|个|条|项|点)?")


def kind_meant(words: str, guesses: Sequence[Sequence[Any]], now: Any) -> str | None:
    """The kind a correction names: what is taken back weighs nothing, and of few words that are
    no message by themselves (也不是，是电梯) the keywords tell."""
    right = rather(words).right
    if not right:
        sure = (str(code) for code, odds in guesses if odds >= PLAINLY)
        return next((code for code in sure if code not in OF_NOTHING), None)
    left = [(str(code), odds) for code, odds in guesses if code != now]
    gone = sum(odds for code, odds in guesses if code == now)
    meant = next((code for code, odds in left if odds >= PLAINLY * max(1 - gone, LEFT)), None)
    if meant:
        return meant
    likely = (guess.code for guess in guess_by_keywords(right))
    return next((code for code in likely if code != now and words_found(right, code)), None)


def other_kind(turn: Turn, run: Run) -> bool:
    """第二件不是井盖，是下水道, before that one is asked about: kept for when it is."""
    number, words = part_meant(run, turn.told.plain), turn.told.plain
    part = run.parts[number] if 0 <= number < len(run.parts) else None
    code = part and kind_meant(words, (), None)
    if part is None or not code or not rather(words).right:
        return False
    part["guesses"] = [[code, 1.0]]
    run.given.pop(f"{number}.kind", None)
    part["detail"] = f"{part.get('detail', '')}（{turn.told.text}）"
    shown = turn.look.category(code).name
    turn.say(turn.look.say("corrected", label=f"第{number + 1}件的类别", value=shown))
    advance(turn)
    return True


_THAT_ONE = re.compile(
    r"(?:^|[，,。 ])(?:那个?|是)?([^，,。 的那]{2,6})(?:的|那)(?:个|件|一件|一个)?"
    r"(?:事情?|问题)?的?(?:地点|地址|位置|地方)?(?:写|说|填|记|搞)?(?:不对|错|不是|应该是|在)"
)
"""路灯那个地点写错了: the problem is named by a word of its own."""


def part_meant(run: Run, words: str) -> int:
    """The problem a correction is about, by its number or by what is taken back; -1 unknown."""
    wrong = rather(words).wrong
    named = _PART.search(words)
    if named and len(run.parts) > 1:
        return which_part(words[named.start() :])
    told = [str(part.get("detail", "")) for part in run.parts]
    fits = [number for number, said in enumerate(told) if wrong and wrong in said]
    if (what := _THAT_ONE.search(words)) and not fits:
        fits = [number for number, said in enumerate(told) if what[1] in said]
    return fits[0] if len(fits) == 1 and len(run.parts) > 1 else -1


_NUMBER = re.compile(r"[\d零一二两三四五六七八九十百千万半几.]+多?(?:元|块钱?|[点号路户间人天])?")


def of_one_sort(words: str, other: str) -> bool:
    """Whether both are numbers: 五千 and 三千."""
    return bool(_NUMBER.fullmatch(words) and _NUMBER.fullmatch(other))


BEFORE = "before_change"  # the line being changed, and what it and what follows from it were


def keep_as_it_was(run: Run, name: str) -> None:
    """What a line about to be asked again is, in case it was named by mistake."""
    kept = {n: run.given[n] for n in run.given if n == name or n.startswith(f"{name}_")}
    run.said[BEFORE] = [name, kept]
