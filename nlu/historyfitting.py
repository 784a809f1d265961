"""Fits the ears of a history model: one per column, and one for short and single texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.fitting import Fit, linear
from nlu.grams import LONGEST, Terms, weighed
from nlu.historymeaning import Encoded, fit_meaning
from nlu.historymodel import READ, Ears, HistoryModel, Warmth, is_brief, join, together
from nlu.linear import Linear

_HOW = Fit(longest=LONGEST)
_LEAST_TEXTS, _MOST_TERMS = 2, 400_000  # n-grams kept per block
# C of the machines: of the columns, of the joined text, of the one on likelihood ratios
_STRENGTH, _STRENGTH_JOINT, _STRENGTH_RATIO = 1.0, 1.0, 0.25
_HEADS = (30, 60)  # characters of the beginnings that teach short messages
_HEAD_WEIGHT, _PIECE_WEIGHT = 0.7, 0.3  # against 1 for a ticket
_MANY, _READ_OF_MANY = 50_000, 200  # tickets from which memory counts: then less is read
_SENTENCE = re.compile(r"[。!?！？;；\n]")
_PIECE = 12, 80  # characters of a sentence that teaches by itself
_MOST_PIECES, _PIECES_IN_ALL = 8, 60_000  # per ticket; a big history needs fewer of each
_PRECISION, _ROUNDS = 0.01, 100  # of the solver
_NEVER = 10.0  # far below every score
_FEW_LABELS = 20  # up to which ratios and pieces are worth their time

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tickets:
    """A city's tickets: one list of texts per column, labels, lines in the file."""

    columns: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    lines: tuple[int, ...]

    def whole(self) -> list[str]:
        """All columns of each ticket joined."""
        return [" ".join(row) for row in zip(*self.texts, strict=True)]


@dataclass(frozen=True)
class Block:
    """Texts as features, and which."""

    matrix: Any
    terms: Terms


@dataclass(frozen=True)
class Corpus:
    """Tickets as features: the columns side by side, and a block of joined texts and pieces.

    `owner` is the ticket of each row of the joint block, whose first rows are the whole tickets.
    """

    tickets: Tickets
    columns: Any
    terms: tuple[Terms, ...]  # the features of each column
    joint: Block
    owner: npt.NDArray[np.int64]
    weight: Floats

    @property
    def labels(self) -> Any:
        """The labels as an array."""
        return np.array(self.tickets.labels)


@dataclass(frozen=True)
class Machine:
    """Weights of features by label, and what is added."""

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats

    def scores(self, matrix: Any) -> Floats:
        """A decision value per row and label."""
        out: Floats = np.asarray(matrix @ self.weights + self.bias, np.float32)
        return out

    def among(self, every: Any) -> Machine:
        """The same with all labels, of which it may have seen some only; the others never win."""
        places = np.searchsorted(every, self.classes)
        weights = np.zeros((len(self.weights), len(every)), np.float32)
        weights[:, places] = self.weights
        bias = np.full(len(every), -_NEVER, np.float32)
        bias[places] = self.bias
        return Machine(tuple(str(name) for name in every), weights, bias)


@dataclass(frozen=True)
class Unseen:
    """Scores of tickets by machines that have not seen them; and of titles and beginnings of
    theirs, with the ticket of each."""

    scores: Floats
    brief: npt.NDArray[np.bool_]
    heads: Floats
    owner: npt.NDArray[np.int64]


def prepare(tickets: Tickets) -> Corpus:
    """Count n-grams once, for all folds and the final fit; labels are not looked at, only their
    number."""
    blocks = [_block(texts) for texts in tickets.texts]
    columns = _stacked([block.matrix for block in blocks])
    terms = tuple(block.terms for block in blocks)
    del blocks
    rows = list(zip(*tickets.texts, strict=True))
    pieces = _pieces(tickets)
    short = [(number, *one) for number, row in enumerate(rows) for one in _short(row, pieces)]
    joined = [join(row, _read(tickets)) for row in rows]
    joint = _block([*joined, *(text for _, text, _ in short)])
    owner = np.array([*range(len(rows)), *(number for number, _, _ in short)])
    weight = np.array([*[1.0] * len(rows), *(w for _, _, w in short)], np.float32)
    return Corpus(tickets, columns, terms, joint, owner, weight)


def _read(tickets: Tickets) -> int:
    """How many characters of the last column the joint ear reads."""
    return READ if len(tickets.labels) < _MANY else _READ_OF_MANY


def _pieces(tickets: Tickets) -> int:
    """How many sentences of a ticket teach by themselves."""
    few = len(set(tickets.labels)) <= _FEW_LABELS
    return min(_MOST_PIECES, _PIECES_IN_ALL // len(tickets.labels)) if few else 0


def _short(row: Sequence[str], pieces: int) -> Iterator[tuple[str, float]]:
    """What people write in a chat instead of a letter: the columns before the last alone, the
    beginnings of the last one, and single sentences of it; each with its weight."""
    *before, last = row
    yield from ((text, 1.0) for text in before if text)
    yield from ((last[:size], _HEAD_WEIGHT) for size in _HEADS if len(last) > size)
    said = [one for one in _SENTENCE.split(last) if _PIECE[0] <= len(one) <= _PIECE[1]]
    yield from ((one, _PIECE_WEIGHT) for one in said[:pieces])


def _block(texts: Sequence[str]) -> Block:
    return Block(*weighed(texts, _LEAST_TEXTS, _MOST_TERMS))


def judge_fold(corpus: Corpus, seen: Any, unseen: Any) -> Unseen:
    """Scores of the unseen tickets from ears that were fitted on the seen ones."""
    every = np.unique(corpus.labels)
    whole, joint = (machine.among(every) for machine in _machines(corpus, seen))
    texts = list(zip(*corpus.tickets.texts, strict=True))
    brief = np.array([is_brief(texts[row]) for row in unseen])
    alone = joint.scores(corpus.joint.matrix[unseen])
    both = together(whole.scores(corpus.columns[unseen]), alone)
    heads = np.flatnonzero(np.isin(corpus.owner, unseen) & (corpus.weight >= _HEAD_WEIGHT))
    heads = heads[heads >= len(texts)]
    scores = np.where(brief[:, None], alone, both)
    return Unseen(scores, brief, joint.scores(corpus.joint.matrix[heads]), corpus.owner[heads])


def fit_history(corpus: Corpus, warmth: Warmth, encoded: Encoded | None = None) -> HistoryModel:
    """The model fitted on all tickets."""
    every = np.arange(len(corpus.tickets.labels))
    whole, joint = _machines(corpus, every)
    ears, start = [], 0
    for terms in corpus.terms:
        end = start + len(terms.idf_)
        ears.append(_ear(terms, whole.weights[start:end], whole.classes))
        start = end
    one = Ears((_ear(corpus.joint.terms, joint.weights, joint.classes),), joint.bias)
    meaning = fit_meaning(encoded, corpus.labels) if encoded else None
    columns, both = corpus.tickets.columns, Ears(tuple(ears), whole.bias)
    return HistoryModel(columns, both, one, warmth, {}, meaning, _read(corpus.tickets))


def _machines(corpus: Corpus, seen: Any) -> tuple[Machine, Machine]:
    """The one over the columns, and the one over joined and short texts."""
    labels = corpus.labels
    whole = _fit(_rows(corpus.columns, seen), labels[seen], np.ones(len(seen)), _STRENGTH)
    rows = np.flatnonzero(np.isin(corpus.owner, seen))
    owners, weight = labels[corpus.owner[rows]], corpus.weight[rows]
    return whole, _fit(_rows(corpus.joint.matrix, rows), owners, weight, _STRENGTH_JOINT)


def _rows(matrix: Any, chosen: Any) -> Any:
    """The rows of a matrix; all of them without a copy, which would be big."""
    return matrix if len(chosen) == matrix.shape[0] else matrix[chosen]


def _stacked(matrices: Sequence[Any]) -> Any:
    from scipy.sparse import hstack

    return hstack(matrices, format="csr", dtype=np.float32)


def _fit(matrix: Any, labels: Any, weight: Any, strength: float) -> Machine:
    """A linear SVM plus one on features weighted by their likelihood ratio, as one machine.

    With many labels the second is left out: it takes a fit of its own per label.
    """
    plain = _svm(strength).fit(matrix, labels, weight)
    classes = tuple(str(c) for c in plain.classes_)
    weights, bias = plain.coef_.T.copy(), plain.intercept_.copy()
    if len(classes) == 2:
        return Machine(
            classes, np.hstack([-weights, weights]), np.array([-bias[0], bias[0]], np.float32)
        )
    by_ratio = plain.classes_ if len(classes) <= _FEW_LABELS else ()
    for column, label in enumerate(by_ratio):
        ratio = _ratio(matrix, labels == label)
        machine = _svm(_STRENGTH_RATIO)
        machine.fit(_scaled(matrix, ratio), labels == label, weight)
        weights[:, column] += machine.coef_[0] * ratio
        bias[column] += machine.intercept_[0]
    return Machine(classes, weights.astype(np.float32), bias.astype(np.float32))


def _svm(strength: float) -> Any:
    from sklearn.svm import LinearSVC

    return LinearSVC(C=strength, tol=_PRECISION, max_iter=_ROUNDS, random_state=0)


def _scaled(matrix: Any, ratio: Any) -> Any:
    """Each feature times its ratio; only the values are copied."""
    from scipy.sparse import csr_matrix

    values = matrix.data * ratio.astype(np.float32)[matrix.indices]
    return csr_matrix((values, matrix.indices, matrix.indptr), shape=matrix.shape)


def _ratio(matrix: Any, mine: Any) -> Any:
    """How much likelier a feature is within a label than outside, as an absolute log ratio."""
    size = matrix.shape[1]
    all_of = np.bincount(matrix.indices, minlength=size)
    inside = np.bincount(matrix[np.flatnonzero(mine)].indices, minlength=size) + 0.5
    outside = all_of - inside + 1.0
    return np.abs(np.log(inside / inside.sum()) - np.log(outside / outside.sum()))


def _ear(terms: Terms, weights: Floats, classes: tuple[str, ...]) -> Linear:
    return linear(terms, (weights, np.zeros(len(classes), np.float32)), classes, _HOW)
