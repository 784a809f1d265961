"""Judges a history's tickets by ears that have not seen them, nor near copies of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.fitting import calibrate
from nlu.historyfitting import Corpus, Unseen, judge_fold
from nlu.historymodel import Warmth, together
from nlu.judged import Judged

_FOLDS = 3
_ONE_SPLIT_FROM = 175_000  # tickets × labels from which one part is judged, not all in turn
_LEARNT_FROM = 3_000_000  # tickets × labels a judging ear learns from; more would take too long
_FEW = 30  # tickets that are too few to calibrate by
_WEIGHTS = 0.0, 0.1, 0.2, 0.3, 0.4, 0.6  # tried for what topics say
_WEIGHED = 10_000  # texts they are tried on

Say = Callable[[str], None]
Whole = npt.NDArray[np.int64]


def judge(corpus: Corpus, groups: list[int], say: Say) -> tuple[Judged, Warmth]:
    """How tickets are heard by ears that were fitted without their group, and how warm to be."""
    from sklearn.model_selection import StratifiedGroupKFold

    classes, truth = np.unique(corpus.labels, return_inverse=True)
    apart = _apart(corpus, groups, say)
    many = 1 if len(truth) * len(classes) >= _ONE_SPLIT_FROM else _FOLDS
    parts: list[tuple[Whole, Unseen]] = []
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=5)
    for seen, unseen in folds.split(truth, truth, apart):
        say(f"交叉验证 {len(parts) + 1}/{many}…")
        parts.append((unseen, judge_fold(corpus, _fewer(seen, len(classes)), unseen)))
        if len(parts) == many:
            break
    return _joined(corpus, parts, (classes, truth))


def _apart(corpus: Corpus, groups: list[int], say: Say) -> list[int]:
    """The groups; tickets of a label that has too few groups to go round count one by one."""
    of_label: dict[str, set[int]] = {}
    for label, group in zip(corpus.tickets.labels, groups, strict=True):
        of_label.setdefault(label, set()).add(group)
    copies = {label for label, found in of_label.items() if len(found) < _FOLDS}
    if copies:
        say(f"  {len(copies)} 个标签的工单几乎都是重复的，它们的分数偏高，不可信：{_some(copies)}")
    labels = corpus.tickets.labels
    return [-1 - i if labels[i] in copies else group for i, group in enumerate(groups)]


def _some(names: set[str]) -> str:
    return "、".join(sorted(names)[:10])


def _fewer(seen: Whole, labels: int) -> Whole:
    """So many tickets, drawn evenly, that judging a big history takes no longer than training."""
    most = max(1, _LEARNT_FROM // labels)
    return seen if len(seen) <= most else seen[np.linspace(0, len(seen) - 1, most).astype(int)]


def _joined(
    corpus: Corpus, parts: list[tuple[Whole, Unseen]], labels: tuple[Any, Any]
) -> tuple[Judged, Warmth]:
    """What all parts gave, in the order of the file, calibrated."""
    classes, truth = labels
    rows = np.concatenate([unseen for unseen, _ in parts])
    heard = _added([unseen for _, unseen in parts])
    owner, brief = heard.owner, heard.brief
    share = share_of_topics(heard, truth[[*rows, *owner]]) if corpus.sensed else 0.0
    scores, heads = _scores(heard, share)
    full = _warmth(scores[~brief], truth[rows[~brief]])
    low = _warmth(np.concatenate([scores[brief], heads]), truth[[*rows[brief], *owner]])
    warmth = Warmth(full or low or 1.0, low or full or 1.0, share)
    scores *= np.where(brief, warmth.brief, warmth.full)[:, None]
    order = np.argsort(rows)
    chosen = tuple(int(row) for row in rows[order])
    lines = tuple(corpus.tickets.lines[row] for row in chosen)
    right = float((heads.argmax(axis=1) == truth[owner]).mean()) if len(owner) else 0.0
    names = tuple(str(name) for name in classes)
    return Judged(names, truth[rows[order]], scores[order], chosen, lines, right), warmth


def _scores(heard: Unseen, share: float) -> tuple[Any, Any]:
    """Of the tickets, and of their titles and beginnings."""
    alone = heard.joint + heard.topics * share
    heads = heard.heads + heard.head_topics * share
    return np.where(heard.brief[:, None], alone, together(heard.whole, alone)), heads


def _added(parts: list[Unseen]) -> Unseen:
    """All parts as one."""
    if len(parts) == 1:  # of a big history, which is not to be copied
        return parts[0]
    return Unseen(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Unseen)))


def share_of_topics(heard: Unseen, truth: Whole) -> float:
    """The weight under which what topics say helps the joint ear most with unseen texts.

    Takes the labels of the tickets, then of their titles and beginnings; 0 where it never helps.
    """
    words = np.concatenate([heard.joint, heard.heads])
    topics = np.concatenate([heard.topics, heard.head_topics])
    some = np.linspace(0, len(words) - 1, min(len(words), _WEIGHED)).astype(int)
    words, topics, truth = words[some], topics[some], truth[some]
    loss = {share: calibrate(words + topics * share, truth)[1]["loss"] for share in _WEIGHTS}
    return min(loss, key=lambda share: loss[share])


def _warmth(scores: Any, truth: Any) -> float | None:
    """The factor for honest confidences, as if one more ticket, as clear as most, had been heard
    wrongly: where all were right no factor would be too big. None for too few tickets."""
    if len(truth) < _FEW:
        return None
    first, second = np.argsort(-scores, axis=1)[:, :2].T
    rows = np.arange(len(scores))
    lead = scores[rows, first] - scores[rows, second]
    usual = np.argsort(lead)[len(lead) // 2]
    return calibrate(np.vstack([scores, scores[usual]]), np.append(truth, second[usual]))[0]
