"""Fits the weights of nlu.parts anew: python -m nlu.partsfitting prints them.

Two problems are pairs of short training sentences of different categories, joined as residents
join them; one problem is a training sentence of several clauses. The ear that guesses is trained
on other sentences than those.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from nlu.fitting import Fit, fit
from nlu.heard import Guess
from nlu.normal import normal
from nlu.parts import DESK, clauses, signs
from nlu.training import Sentence, category_rows, read_sentences

DATA = Path(__file__).with_name("data")
_JOINTS = (
    "，",
    "，",
    "，",
    "，",
    "。",
    "，还有",
    "，另外",
    "，而且",
    "，同时",
    "，也",
    "，顺便说下",
)
_PAIRS, _STEP = 1500, 4  # one sentence in four is kept from the ear
_CLAUSES = re.compile("[,。，！？!?；;]")

Guesser = Callable[[str], tuple[Guess, ...]]
Row = tuple[tuple[float, ...], bool]


def main() -> None:
    """Print bias and weights."""
    from sklearn.linear_model import LogisticRegression

    said = [s for s in read_sentences(DATA) if re.fullmatch(r"c\d{4}", s.intent)]
    random.Random(5).shuffle(said)
    taught = category_rows(s for i, s in enumerate(said) if i % _STEP)
    ear = fit([s.text for s in taught], [s.intent for s in taught], Fit()).ear
    rows = list(_rows(said[::_STEP], cache(ear.top)))
    machine = LogisticRegression(class_weight="balanced", max_iter=1000)
    machine.fit([row[0] for row in rows], [row[1] for row in rows])
    print("BIAS", round(float(machine.intercept_[0]), 2))
    print("WEIGHTS", tuple(round(float(w), 2) for w in machine.coef_[0]))


def _rows(held: list[Sentence], guess: Guesser) -> Iterator[Row]:
    chance = random.Random(8)
    short = [s for s in held if 6 <= len(s.text) <= 26 and not _CLAUSES.search(s.text)]
    short = [s for s in short if not s.intent.startswith(f"c{DESK}")]
    for _ in range(_PAIRS):
        first, second = chance.sample(short, 2)
        if first.intent != second.intent:
            yield from _pair(first.text, chance.choice(_JOINTS) + second.text, guess)
    for one in held:
        if 20 <= len(one.text) <= 110 and _CLAUSES.search(one.text):
            yield from _cuts(normal(one.text).text, -1, guess)


def _pair(first: str, second: str, guess: Guesser) -> Iterator[Row]:
    return _cuts(normal(first + second).text, len(normal(first).text), guess)


def _cuts(text: str, joint: int, guess: Guesser) -> Iterator[Row]:
    """A row for every cut up to the joint; a cut at the joint opens a second problem."""
    found = clauses(text)
    for clause in found[1:]:
        there = abs(clause.start - joint) <= 1
        if joint < 0 or there or clause.start < joint:
            after = text[clause.start : clause.end]
            yield signs(text[: clause.start], after, clause.opened, guess), there


if __name__ == "__main__":
    main()
