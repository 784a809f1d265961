"""Fits the second opinion on danger: whether, which kind, and the bounds chosen out of fold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlu.dangers import BRIEF, NONE, NOW, Limits
from nlu.fitting import linear
from nlu.linear import Linear
from nlu.overallfitting import Messages, fit_overall, heard_in
from nlu.risklessons import HOW, WORDS, Risky, Told, drawn, lesson_of
from nlu.riskmachines import Lesson, Machine
from nlu.sidebyside import Outcome

_FOLDS = 3
_JUDGED = 1  # folds that are heard out of fold for the bounds: a third of the rows is enough
NEVER = -1  # the fold of what neither teaches nor is judged
_DOUBTFUL = 0.5  # ordinary messages that score higher out of fold teach nothing
# Shares of false alarms accepted out of fold, among what only sounds like danger and among
# ordinary complaints (some of which do tell of danger, so that fewer are false than counted).
_FALSE_HARD, _FALSE_PLAIN, _FALSE_LETTER = 0.0112, 0.0115, 0.012
# The same shares among messages of a few words that are no small talk.
_FALSE_BRIEF_HARD, _FALSE_BRIEF_PLAIN = 0.03, 0.012
_MOST_BRIEF = 1.0  # less is never asked, however few sentences there are to judge by
_WEIGHED_HARD = 0.02  # share at which the halves are weighed: more alarms tell more surely
# Shares that one half alone lets by.
_TRIED_HARD = (0.015, 0.02, 0.025, 0.03, 0.0325, 0.035, 0.0375, 0.04, 0.045, 0.05, 0.06, 0.08)
_TRIED_PLAIN = (0.008, 0.009, 0.01, 0.011, 0.012, 0.013, 0.014, 0.016)
_PAGED_HARD, _PAGED_PLAIN = 0.001, 0.0002
_LOST = 0.05  # share of the dangers told in strong words that may be missed

Floats = npt.NDArray[np.float32]
Marked = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]
Fitting = Callable[[Lesson, Rows], Machine]


@dataclass(frozen=True)
class _Taught:
    """The rows that teach, of which row each stretch is, which are small talk, which are of a few
    words, and which count: not those in doubt, nor those of which there is no score."""

    kinds: npt.NDArray[np.str_]
    owner: Rows
    talk: Marked
    brief: Marked
    counting: Marked

    @property
    def hard(self) -> Marked:
        return np.equal(self.kinds, NONE) & self.counting

    @property
    def plain(self) -> Marked:
        return np.equal(self.kinds, "") & self.counting

    @property
    def short(self) -> Marked:
        """The ordinary rows that are heard as a whole."""
        return self.plain & ~self._long

    @property
    def letters(self) -> Marked:
        """The ordinary rows that are heard in several stretches."""
        return self.plain & self._long

    @property
    def danger(self) -> Marked:
        return np.not_equal(self.kinds, NONE) & np.not_equal(self.kinds, "") & self.counting

    @property
    def _long(self) -> Marked:
        return np.bincount(self.owner, minlength=len(self.kinds)) > 1

    def loudest(self, scores: Floats) -> Floats:
        """The score of each row: that of its loudest stretch."""
        out = np.full(len(self.kinds), -np.inf, np.float32)
        np.maximum.at(out, self.owner, scores)
        return out

    def any(self, told: Marked) -> Marked:
        """The rows of which some stretch has a mark."""
        out = np.zeros(len(self.kinds), bool)
        out[self.owner[told]] = True
        return out


def fit_risk(rows: Sequence[Risky]) -> Outcome:
    """Fit on all rows; the bounds come from sentences left out of the fitting."""
    told = lesson_of(rows)
    brief = np.array([len(row.text) <= BRIEF for row in rows])
    taught = _Taught(told.whole.kinds, told.owner, told.talk, brief, np.ones(len(rows), bool))
    fold, folds = _folds(told, taught, np.array([drawn(row.text, _FOLDS) for row in rows]))
    taught = replace(taught, counting=(fold != NEVER) & (fold < _JUDGED))
    scores = out_of_fold(told.lesson, folds, _JUDGED, Machine.whole)[: len(told.owner)]
    whole = _wholes_out_of_fold(told.whole, fold)
    bounds = _bounds(taught, scores, whole)
    machine = Machine.whole(told.lesson, np.flatnonzero(folds != NEVER)).lowered(bounds.halves)
    overall = fit_overall(told.whole, np.flatnonzero(fold != NEVER)).lowered(bounds.whole)
    added = machine.worth(told.words * WORDS)
    heard = _Heard(scores - np.array(bounds.halves), whole - bounds.whole, added, told.words)
    limits, report = _limited(taught, heard)
    return Outcome(_ear(told, machine), report, limits, overall)


def _folds(told: Told, taught: _Taught, fold: Rows) -> tuple[Rows, Rows]:
    """The folds of the rows, changed, and of their stretches. Ordinary rows that sound like danger
    teach nothing, unless they are small talk, nor does what stands beside the loudest stretch."""
    first = out_of_fold(told.lesson, fold[told.lesson.row], _FOLDS, Machine.rough)
    loud = first[: len(told.owner), 0]
    fold[taught.plain & ~taught.talk & (taught.loudest(loud) > _DOUBTFUL)] = NEVER
    return fold, np.where(told.beside(loud), NEVER, fold[told.lesson.row])


def _ear(told: Told, machine: Machine) -> Linear:
    """A machine as it is heard with: without the features that are the lexicon's."""
    names = told.lesson.names
    labels = (*names, *(NOW + name for name in names))
    return linear(told.terms, (machine.weights[:-2], machine.bias), labels, HOW)


def out_of_fold(lesson: Lesson, folds: Rows, many: int, fitting: Fitting) -> Floats:
    """Scores of the stretches from machines that had not seen their rows, one column each half;
    of the first `many` folds alone; the others are as far from danger as can be."""
    scores = np.full((len(folds), 2), -np.inf, np.float32)
    for number in range(many):
        unseen = np.flatnonzero(folds == number)
        machine = fitting(lesson, np.flatnonzero((folds != number) & (folds != NEVER)))
        scores[unseen] = machine.scores(lesson.matrix[unseen])
    return scores


def _wholes_out_of_fold(told: Messages, fold: Rows) -> Floats:
    """What ears for wholes that had not seen them hear in the rows that are judged; 0 in others."""
    found = np.zeros(len(fold), np.float32)
    for number in range(_JUDGED):
        ear = fit_overall(told, np.flatnonzero((fold != number) & (fold != NEVER)))
        found[fold == number] = heard_in(ear, told)[fold == number]
    return found


class _Bounds(NamedTuple):
    """What is taken off both halves, and off what they say together with the whole."""

    halves: tuple[float, float]
    whole: float


def _bounds(taught: _Taught, scores: Floats, whole: Floats) -> _Bounds:
    """The bounds under which most dangers are heard, and no more false alarms are given than
    accepted; those of the halves say how they stand to each other. The lookalikes of a few words
    are judged by `_brief`."""
    general, twins = (taught.loudest(column) for column in scores.T)
    best, chosen = -1.0, _Bounds((float(general.max()), float(twins.max())), 0.0)
    for plain, hard in product(_TRIED_PLAIN, _TRIED_HARD):
        tried = _above(general[taught.short], plain), _above(twins[taught.hard], hard)
        heard = taught.loudest((scores - np.array(tried, np.float32)).min(axis=1)) + whole
        calm = _above(heard[taught.short], _FALSE_PLAIN)
        found = _share(heard[taught.danger] >= max(calm, _above(heard[taught.hard], _WEIGHED_HARD)))
        if found > best:
            best = found
            longer = heard[taught.hard & ~taught.brief]
            chosen = _Bounds(tried, max(calm, _above(longer, _FALSE_HARD)))
    return chosen


@dataclass(frozen=True, slots=True)
class _Heard:
    """What both halves said of the stretches and what the wholes of the rows said, above their
    bounds; what words of the lexicon added to the stretches, and the words."""

    scores: Floats
    whole: Floats
    added: Floats
    words: Floats


def _limited(taught: _Taught, heard: _Heard) -> tuple[Limits, dict[str, float]]:
    """The limits, and the scores at them: all bounds are in the ears, so that zero is heard.

    What strong words add is as much as danger told in them needs to be heard, and no more: so
    the ear can still silence them where nothing is happening.
    """
    scores = taught.loudest(heard.scores.min(axis=1)) + heard.whole
    bare = taught.loudest((heard.scores - heard.added).min(axis=1)) + heard.whole
    letter = max(0.0, _above(scores[taught.letters], _FALSE_LETTER))
    hard = scores[taught.hard]
    paged = max(_above(hard, _PAGED_HARD), _above(scores[taught.short], _PAGED_PLAIN), 0.0)
    told = bare[taught.danger & taught.any(heard.words[:, 1] > 0)]
    strong = max(0.0, -_above(told, 1 - _LOST)) if len(told) else 1.0
    brief = _brief(taught, scores)
    named = {"found": taught.danger, "false": taught.hard, "ordinary": taught.short}
    report = {name: round(_share(scores[of] >= 0), 4) for name, of in named.items()}
    report["brief"] = round(_share(scores[taught.danger & taught.brief] >= -brief), 4)
    return Limits(0.0, paged, strong / 3, strong, letter, brief), report


def _brief(taught: _Taught, scores: Floats) -> float:
    """What may be asked less of a few words, so that no more false alarms are given than
    accepted: who is in danger has no time to write more (decision 22)."""
    hard, plain = taught.hard & taught.brief, taught.short & taught.brief & ~taught.talk
    least = max(_above(scores[hard], _FALSE_BRIEF_HARD), _above(scores[plain], _FALSE_BRIEF_PLAIN))
    return float(np.clip(-least, 0.0, _MOST_BRIEF))


def _share(marks: Marked) -> float:
    return float(marks.mean()) if len(marks) else 0.0


def _above(scores: Floats, share: float) -> float:
    """The score that only this share of the sentences reaches."""
    return float(np.quantile(scores, 1 - share)) if len(scores) else 0.0
