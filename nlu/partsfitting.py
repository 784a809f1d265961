"""Fits what nlu.parts weighs: python -m nlu.partsfitting MODEL prints the weights and writes
openings.npz; MODEL is the folder of a trained model.

Most is learnt from the messages of parts.yaml; beside them stand pairs of short training sentences
of different categories, joined as residents join them (two problems), and training sentences of
several clauses (one). The ears that guess at these are trained on the other half of the sentences.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from nlu import openings
from nlu.fitting import Fit, fit
from nlu.heard import Guess
from nlu.model import load_model
from nlu.normal import normal
from nlu.parts import clauses, cut_at, tells_where
from nlu.partsigns import (
    DESK,
    EDGES,
    OPENER,
    Guessed,
    Words,
    guessed_signs,
    kinds,
    sound,
    word_signs,
)
from nlu.training import Sentence, category_rows, read_sentences

DATA, MESSAGES = Path(__file__).with_name("data"), Path(__file__).with_name("parts.yaml")
_JOINTS = (
    *"，，，，，，。。；！",
    *("", " ", " ", " 还有", "还有", "顺便说下"),
    *("，还有", "，另外", "，而且", "，同时", "，顺便说下", "，再说", "，对了", "，还有个事"),
    *("。另外", "。还有", "。其次"),
)
_PAIRS, _MARKED = 1000, 50  # pairs a half; how many of their cuts one of parts.yaml counts for
_BAR = "｜"
_MARKS = re.compile("[,。;!?\n]+")
_TYPED = (("", 0.16), (" ", 0.12))  # what stands for every mark, and in which share of messages
_OPENING_CLAUSES = 5  # read of a letter
_BIAS_OFF = 0.6  # a lower one: two problems left together cost more than a cut too many

Guesser = Callable[[str], tuple[Guess, ...]]
Row = tuple[tuple[float, ...], bool]


def main(model: Path) -> None:
    """Write the openings, print bias and weights."""
    from sklearn.linear_model import LogisticRegression

    said = [s for s in read_sentences(DATA) if re.fullmatch(r"c\d{4}", s.intent)]
    random.Random(5).shuffle(said)
    rows = [row for half in (0, 1) for row in _half(said[half::2], said[1 - half :: 2])]
    _teach_openings([s.text for s in said])
    marked = list(_marked(cache(load_model(model).guess)))
    machine = LogisticRegression(C=1.0, max_iter=3000)
    weights = np.repeat([1.0, _MARKED], [len(rows), len(marked)])
    signs, truth = zip(*[*rows, *marked], strict=True)
    machine.fit(signs, truth, sample_weight=weights)
    told = [round(float(weight), 2) for weight in machine.coef_[0]]
    words = len(Words._fields)
    print("WORDS_WEIGHTS =", Words(*told[:words]))
    print("SOUND_WEIGHT =", told[words])
    print("GUESSED_WEIGHTS =", Guessed(*told[words + 1 :]))
    print("BIAS =", round(float(machine.intercept_[0]) + _BIAS_OFF, 2))


def _half(held: Sequence[Sentence], others: Sequence[Sentence]) -> Iterator[Row]:
    """Rows of one half of the sentences, heard by who learnt the other."""
    taught = category_rows(others)
    ear = fit([s.text for s in taught], [s.intent for s in taught], Fit()).ear
    ear = replace(ear, weights=np.ascontiguousarray(ear.weights))
    _teach_openings([s.text for s in others])
    yield from _joined(held, cache(ear.top))


def _marked(guess: Guesser) -> Iterator[Row]:
    """The cuts of the messages written for this."""
    with MESSAGES.open(encoding="utf-8") as file:
        messages = yaml.safe_load(file)
    for message in messages["several"]:
        pieces = [normal(piece).text for piece in message.split(_BAR)]
        ends = np.cumsum([len(piece) for piece in pieces[:-1]])
        yield from _cuts("".join(pieces), [int(end) for end in ends], guess)
    for message in messages["one"]:
        yield from _cuts(normal(message).text, [], guess)


def _joined(held: Sequence[Sentence], guess: Guesser) -> Iterator[Row]:
    chance = random.Random(8)
    short = [s for s in held if 4 <= len(s.text) <= 40 and not s.intent.startswith(f"c{DESK}")]
    for _ in range(_PAIRS):
        first, second = chance.sample(short, 2)
        if first.intent != second.intent:
            one, two = (_typed(s.text, chance) for s in (first, second))
            joint = normal(chance.choice(_JOINTS)).text
            yield from _cuts(one + joint + two, [len(one)], guess)
    long = [s for s in held if len(s.text) >= 14]
    for sentence in chance.sample(long, 2 * _PAIRS):
        yield from _cuts(_typed(sentence.text, chance), [], guess)


def _typed(text: str, chance: random.Random) -> str:
    """A sentence as it is, or without marks, or with blanks for them."""
    plain, drawn = normal(text.strip("，。！？；,.!?; ")).text, chance.random()
    for instead, share in _TYPED:
        if drawn < share:
            return _MARKS.sub(instead, plain)
        drawn -= share
    return plain


def _cuts(text: str, joints: Sequence[int], guess: Guesser) -> Iterator[Row]:
    """A row for every cut; those at a joint open another problem. Joints come before the marks."""
    found, since = clauses(text), 0
    for number, clause in enumerate(found[1:], 1):
        cut = cut_at(text, found, number, since)
        if tells_where(cut.after):
            continue
        before = {clause.start - many for many in range(len(cut.joint) + 1)}
        there = not before.isdisjoint(joints)
        guessed = [kinds(guess(side)) for side in (cut.before, cut.after, cut.ahead)]
        yield (*word_signs(cut), sound(cut), *guessed_signs(*guessed)), there
        since = clause.start if there else since


def _teach_openings(texts: Sequence[str]) -> None:
    """Fit and write which clauses begin a message."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    told = [(openings.heard(words), first) for text in texts for words, first in _begun(text)]
    ends = np.cumsum([0, *(len(slots) for (slots, _), _ in told)])
    slots = np.concatenate([slots for (slots, _), _ in told])
    worth = np.concatenate([worth for (_, worth), _ in told])
    matrix: Any = csr_matrix((worth, slots, ends), shape=(len(told), 1 << openings.BITS))
    machine = LogisticRegression(C=0.5, solver="liblinear")
    machine.fit(matrix, [first for _, first in told])
    weights = machine.coef_[0]
    scale = np.float32(np.abs(weights).max() / 127)
    np.savez_compressed(openings.WEIGHTS, weights=np.round(weights / scale).astype(np.int8),
                        scale=scale, bias=np.float32(machine.intercept_[0]))  # fmt: skip
    openings.forget()


def _begun(text: str) -> Iterator[tuple[str, bool]]:
    """The clauses of a sentence without what joins them, and whether it is the first."""
    pieces = [p for p in _MARKS.split(normal(text).text) if len(p) > 2]
    for number, piece in enumerate(pieces[:_OPENING_CLAUSES]):
        words = OPENER.sub("", piece, count=1).strip(EDGES)
        if len(words) > 2:
            yield words, number == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
