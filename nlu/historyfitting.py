"""Fits the ears of a history model: one per column, and one for short and single texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.grams import Terms, weighed
from nlu.historymachines import FEW_LABELS, Machine, ear, fit_machine
from nlu.historymeaning import Encoded, fit_meaning
from nlu.historymodel import READ, Ears, HistoryModel, Warmth, is_brief, join
from nlu.historynet import Net
from nlu.historysenses import Sensed, fit_said, sense
from nlu.historytopics import Topics
from nlu.sheets import Line

_LEAST_TEXTS, _MOST_TERMS = 2, 400_000  # n-grams kept per block
_STRENGTH = 1.0  # C of the machines
_HEADS = (30, 60)  # characters of the beginnings that teach short messages
_HEAD_WEIGHT, _PIECE_WEIGHT = 0.7, 0.3  # against 1 for a ticket
_MANY, _READ_OF_MANY = 50_000, 200  # tickets from which memory counts: then less is read
_SENTENCE = re.compile(r"[。!?！？;；\n]")
_PIECE = 12, 80  # characters of a sentence that teaches by itself
_MOST_PIECES, _PIECES_IN_ALL = 8, 60_000  # per ticket; a big history needs fewer of each

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tickets:
    """A city's tickets: one list of texts per column, labels, lines in the file."""

    columns: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    lines: tuple[Line, ...]

    def whole(self) -> list[str]:
        """All columns of each ticket joined."""
        return [" ".join(row) for row in zip(*self.texts, strict=True)]

    def some(self, rows: Sequence[int]) -> Tickets:
        """Some of the tickets, by their place."""
        texts = tuple(tuple(column[row] for row in rows) for column in self.texts)
        labels = tuple(self.labels[row] for row in rows)
        return Tickets(self.columns, texts, labels, tuple(self.lines[row] for row in rows))


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
    sensed: Sensed | None

    @property
    def labels(self) -> Any:
        """The labels as an array."""
        return np.array(self.tickets.labels)


@dataclass(frozen=True)
class Unseen:
    """Tickets heard by machines that have not seen them: scores of the columns and, of the joint
    ear, scores and what the topics say; and of titles and beginnings of theirs, with the ticket
    of each."""

    whole: Floats
    brief: npt.NDArray[np.bool_]
    joint: Floats
    topics: Floats
    heads: Floats
    head_topics: Floats
    owner: npt.NDArray[np.int64]


def prepare(tickets: Tickets) -> Corpus:
    """Count n-grams once, for all folds and the final fit; of labels only their number counts,
    and that some tickets of each are among those that show what texts stand near to."""
    blocks = [_block(texts) for texts in tickets.texts]
    columns = _stacked([block.matrix for block in blocks])
    terms = tuple(block.terms for block in blocks)
    del blocks
    rows = list(zip(*tickets.texts, strict=True))
    pieces = _pieces(tickets)
    short = [(number, *one) for number, row in enumerate(rows) for one in _short(row, pieces)]
    joined = [join(row, _read(tickets)) for row in rows]
    texts = [*joined, *(text for _, text, _ in short)]
    joint = _block(texts)
    owner = np.array([*range(len(rows)), *(number for number, _, _ in short)])
    weight = np.array([*[1.0] * len(rows), *(w for _, _, w in short)], np.float32)
    sensed = sense(texts, joint.matrix, np.array(tickets.labels))
    return Corpus(tickets, columns, terms, joint, owner, weight, sensed)


def _read(tickets: Tickets) -> int:
    """How many characters of the last column the joint ear reads."""
    return READ if len(tickets.labels) < _MANY else _READ_OF_MANY


def _pieces(tickets: Tickets) -> int:
    """How many sentences of a ticket teach by themselves."""
    few = len(set(tickets.labels)) <= FEW_LABELS
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
    """What ears that were fitted on the seen tickets hear of the unseen ones."""
    every = np.unique(corpus.labels)
    whole, joint = (machine.among(every) for machine in _machines(corpus, seen))
    net = _net(corpus, seen)
    texts = list(zip(*corpus.tickets.texts, strict=True))
    brief = np.array([is_brief(texts[row]) for row in unseen])
    heads = np.flatnonzero(np.isin(corpus.owner, unseen) & (corpus.weight >= _HEAD_WEIGHT))
    heads = heads[heads >= len(texts)]
    matrix, columns = corpus.joint.matrix, whole.scores(corpus.columns[unseen])
    told, short = (_logs(corpus, net, rows) for rows in (unseen, heads))
    said = joint.scores(matrix[unseen]), told, joint.scores(matrix[heads]), short
    return Unseen(columns, brief, *said, corpus.owner[heads])


def fit_history(corpus: Corpus, warmth: Warmth, encoded: Encoded | None = None) -> HistoryModel:
    """The model fitted on all tickets."""
    every = np.arange(len(corpus.tickets.labels))
    whole, joint = _machines(corpus, every)
    ears, start = [], 0
    for terms in corpus.terms:
        end = start + len(terms.idf_)
        ears.append(ear(terms, whole.weights[start:end], whole.classes))
        start = end
    one = Ears((ear(corpus.joint.terms, joint.weights, joint.classes),), joint.bias)
    meaning = fit_meaning(encoded, corpus.labels) if encoded else None
    net = _net(corpus, every) if warmth.topics else None
    topics = Topics(corpus.sensed.senses, net, warmth.topics) if corpus.sensed and net else None
    columns, both = corpus.tickets.columns, Ears(tuple(ears), whole.bias)
    return HistoryModel(columns, both, one, warmth, {}, meaning, _read(corpus.tickets), topics)


def _machines(corpus: Corpus, seen: Any) -> tuple[Machine, Machine]:
    """The one over the columns, and the one over joined and short texts."""
    labels = corpus.labels
    whole = fit_machine(_rows(corpus.columns, seen), labels[seen], np.ones(len(seen)), _STRENGTH)
    rows = np.flatnonzero(np.isin(corpus.owner, seen))
    owners, weight = labels[corpus.owner[rows]], corpus.weight[rows]
    return whole, fit_machine(_rows(corpus.joint.matrix, rows), owners, weight, _STRENGTH)


def _net(corpus: Corpus, seen: Any) -> Net | None:
    """The network of topics, fitted on the seen tickets."""
    if corpus.sensed is None:
        return None
    every, wanted = np.unique(corpus.labels, return_inverse=True)
    taught = np.intersect1d(seen, corpus.sensed.taught)
    rows = np.flatnonzero(np.isin(corpus.owner, taught))
    shown = np.eye(len(every), dtype=np.float32)[wanted[corpus.owner[rows]]]
    return fit_said(corpus.sensed, corpus.joint.matrix, rows, (shown, corpus.weight[rows]))


def _logs(corpus: Corpus, net: Net | None, rows: Any) -> Floats:
    """What the topics say of rows of the joint block; nothing without a network."""
    if corpus.sensed is None or net is None:
        return np.zeros((len(rows), len(np.unique(corpus.labels))), np.float32)
    return corpus.sensed.logs(net, corpus.joint.matrix, rows)


def _rows(matrix: Any, chosen: Any) -> Any:
    """The rows of a matrix; all of them without a copy, which would be big."""
    return matrix if len(chosen) == matrix.shape[0] else matrix[chosen]


def _stacked(matrices: Sequence[Any]) -> Any:
    from scipy.sparse import hstack

    return hstack(matrices, format="csr", dtype=np.float32)
