"""A second opinion on a ticket's words: a small network over what they stand near to.

Near to in two ways: along the axes on which this city's tickets differ most, and towards the
categories of our own sentences. Unlike the linear ears it knows words by the company they keep.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.historynet import Net
from nlu.linear import Ids, Linear, load_linear, save_linear, shares
from nlu.semantic import standing

_AWAY, _SHARES = 0.6, 0.8  # weights of our categories' scores and shares beside the axes
_LEAST = 1e-6

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Senses:
    """Turns texts into numbers: n-grams of the joint ear along axes, and an ear of our own."""

    kept: Ids  # n-grams of the joint ear that have a place on the axes, in rising order
    axes: npt.NDArray[np.int8]  # kept × axes
    scale: Floats  # of each axis
    known: Linear
    middle: Floats  # of the places on the axes, then of our categories' scores

    def along(self, ids: Ids, values: Floats) -> Floats:
        """The place on each axis of a text given by its n-grams."""
        at = np.searchsorted(self.kept, ids)
        at[at == len(self.kept)] = 0
        here = self.kept[at] == ids
        out: Floats = (values[here] @ self.axes[at[here]].astype(np.float32)) * self.scale
        return out

    def features(self, places: Floats, known: Floats) -> Floats:
        """A row for each text: its direction on the axes and among our categories, their roots."""
        many = self.axes.shape[1]
        spread = known - known.mean(axis=1, keepdims=True)
        roots = np.sqrt(np.stack([shares(row) for row in known * self.known.temperature]))
        near, away = standing(places, self.middle[:many]), standing(spread, self.middle[many:])
        out: Floats = np.hstack([near, _AWAY * away, _SHARES * roots]).astype(np.float32)
        return out


@dataclass(frozen=True)
class Topics:
    """A network over what the senses tell, and the weight of its opinion beside the words'."""

    senses: Senses
    net: Net
    share: float

    def beside(self, joint: Linear, text: str) -> Floats:
        """What is added to the scores of the joint ear."""
        places = self.senses.along(*joint.vector(text))
        seen = self.senses.features(places[None], self.senses.known.scores(text)[None])
        out: Floats = said(self.net, seen)[0] * np.float32(self.share)
        return out


def said(net: Net, features: Floats) -> Floats:
    """The logarithm of one confidence per row and label."""
    scores = net.scores(features)
    out: Floats = np.log(np.stack([shares(row) for row in scores]) + _LEAST)
    return out


def save_topics(folder: Path, topics: Topics | None) -> dict[str, Any] | None:
    """Write topics.npz and the ear of our own; returns their entry for history.json."""
    (folder / "topics.npz").unlink(missing_ok=True)
    if topics is None:
        return None
    senses, net = topics.senses, topics.net
    arrays = {name: getattr(senses, name) for name in ("kept", "axes", "scale", "middle")}
    whole: dict[str, Any] = {
        **arrays,
        **{f"net_{f.name}": getattr(net, f.name) for f in fields(Net)},
    }
    np.savez_compressed(folder / "topics.npz", **whole)
    return {"share": topics.share, "known": save_linear(folder, "known", senses.known)}


def load_topics(folder: Path, about: dict[str, Any] | None) -> Topics | None:
    """What save_topics wrote; None for a model without it, as older ones are."""
    if about is None:
        return None
    with np.load(folder / "topics.npz", allow_pickle=False) as arrays:
        kept, axes, scale, middle = (arrays[one] for one in ("kept", "axes", "scale", "middle"))
        net = Net(*(arrays[f"net_{one.name}"] for one in fields(Net)))
    known = load_linear(folder, "known", about["known"])
    return Topics(Senses(kept, axes, scale, known, middle), net, float(about["share"]))
