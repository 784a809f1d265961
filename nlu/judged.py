"""How a history's tickets were judged by a model that had not seen them, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from nlu.sheets import Line

_BLURRED, _BLURRED_TICKETS = 0.25, 10  # from which share, and number, two labels may be one


@dataclass(frozen=True)
class Judged:
    """Every ticket judged by a model that had not seen it; `scores` are already calibrated."""

    labels: tuple[str, ...]
    truth: Any
    scores: Any
    rows: tuple[int, ...]  # the tickets, by their place in the history
    lines: tuple[Line, ...]  # the same by their line in the file
    heads: float = 0.0  # share right where only a title or a beginning was heard

    @cached_property
    def confidences(self) -> Any:
        """One row per ticket, one column per label, each row summing up to one."""
        grown = np.exp(self.scores - self.scores.max(axis=1, keepdims=True))
        return grown / grown.sum(axis=1, keepdims=True)

    @cached_property
    def guesses(self) -> Any:
        """The best label of each ticket."""
        return self.scores.argmax(axis=1)

    @property
    def accuracy(self) -> float:
        """Share of tickets whose best label is the given one."""
        return float((self.guesses == self.truth).mean())

    def confusion(self) -> Any:
        """Rows are the labels given, columns the labels guessed."""
        table = np.zeros((len(self.labels), len(self.labels)), int)
        np.add.at(table, (self.truth, self.guesses), 1)
        return table

    def per_label(self) -> list[tuple[float, float, float, int]]:
        """Precision, recall, F1 and number of tickets of each label."""
        table = self.confusion()
        out = []
        for i in range(len(self.labels)):
            hits, guessed, given = table[i, i], table[:, i].sum(), table[i].sum()
            precision = hits / guessed if guessed else 0.0
            recall = hits / given if given else 0.0
            both = precision + recall
            out.append(
                (precision, recall, 2 * precision * recall / both if both else 0.0, int(given))
            )
        return out

    @property
    def macro_f1(self) -> float:
        """The mean of the labels' F1."""
        return float(np.mean([row[2] for row in self.per_label()]))

    @property
    def among_two(self) -> float:
        """Share of tickets whose label is one of the best two."""
        own = self.scores[np.arange(len(self.truth)), self.truth]
        return float(((self.scores > own[:, None]).sum(axis=1) < 2).mean())

    def sure(self, least: float) -> tuple[float, float]:
        """Share of tickets answered with so much confidence, and how many of them are right."""
        chosen = self.confidences.max(axis=1) >= least
        right = (self.guesses == self.truth)[chosen]
        return float(chosen.mean()), float(right.mean()) if len(right) else 0.0

    def mixed_up(self) -> list[tuple[int, int, int]]:
        """Pairs of labels by how often people and model differ between them, both ways."""
        table = self.confusion()
        both = np.triu(table + table.T, 1)
        pairs = [(int(both[i, j]), int(i), int(j)) for i, j in np.argwhere(both)]
        return sorted(pairs, key=lambda pair: (-pair[0], pair[1:]))

    def blurred(self) -> list[tuple[str, str, float]]:
        """Pairs of labels that may be one: people and model differ so often, as a share of both."""
        given = self.confusion().sum(axis=1)
        found = [(self.labels[i], self.labels[j], float(many / (given[i] + given[j])))
                 for many, i, j in self.mixed_up() if many >= _BLURRED_TICKETS]  # fmt: skip
        return sorted((one for one in found if one[2] >= _BLURRED), key=lambda one: -one[2])

    def called(self, given: int, guessed: int) -> list[int]:
        """Tickets of one label that were heard as another, surest first."""
        found = np.flatnonzero((self.truth == given) & (self.guesses == guessed))
        return [int(i) for i in found[np.argsort(-self.confidences[found, guessed])]]

    def suspects(self, least: float) -> list[int]:
        """Tickets whose label the model contradicts so surely, surest first."""
        own = self.confidences.max(axis=1)
        found = np.flatnonzero((self.guesses != self.truth) & (own >= least))
        return [int(i) for i in found[np.argsort(-own[found], kind="stable")]]

    def scores_of(self) -> dict[str, float]:
        """The main figures, for history.json."""
        figures = {"accuracy": self.accuracy, "macro_f1": self.macro_f1, "heads": self.heads}
        return {name: round(value, 4) for name, value in figures.items()}

    def calibration(self) -> list[tuple[float, float, int]]:
        """Mean confidence, share right and number of tickets in ten steps of confidence."""
        sure = self.confidences.max(axis=1)
        right = self.guesses == self.truth
        out = []
        for step in range(10):
            inside = (sure > step / 10) & (sure <= (step + 1) / 10)
            if inside.any():
                out.append(
                    (float(sure[inside].mean()), float(right[inside].mean()), int(inside.sum()))
                )
        return out
