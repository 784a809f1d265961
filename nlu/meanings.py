"""What short texts mean, remembered as vectors of the encoder in a file beside the models."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nlu.encoder import Encoder, Floats
from nlu.semantic import HEAD, lead, standing

FILE = "meanings.npz"
AT_ONCE = 16  # texts encoded in one go


class Meanings:
    """Vectors by text. Safe to share: what is remembered is replaced in one step."""

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        self.encoder = encoder
        self.path = folder / FILE if folder else None
        with np.load(HEAD, allow_pickle=False) as arrays:
            self._middle: Floats = arrays["middle"].astype(np.float32)
        self._known = self._read()

    def _read(self) -> dict[str, Floats]:
        if self.path is None or not self.path.exists():
            return {}
        try:
            with np.load(self.path, allow_pickle=False) as arrays:
                texts, rows = [str(one) for one in arrays["texts"]], arrays["vectors"]
        except (OSError, ValueError, KeyError):
            return {}  # it is made anew
        return dict(zip(texts, rows.astype(np.float32), strict=True))

    def missing(self, texts: Sequence[str]) -> list[str]:
        """Those that are not known yet."""
        return [text for text in dict.fromkeys(texts) if text not in self._known]

    def learn(self, texts: Sequence[str]) -> None:
        """Encode some texts and remember them."""
        fresh = dict(zip(texts, self.encoder.vectors([lead(one) for one in texts]), strict=True))
        self._known = {**self._known, **fresh}

    def keep(self, texts: Sequence[str]) -> None:
        """Write what is known of these texts to the file, and forget the rest."""
        known = self._known
        self._known = {one: known[one] for one in texts if one in known}
        if self.path is None or not self._known:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f"{os.getpid()}.{FILE}")
        rows = np.stack(list(self._known.values())).astype(np.float16)
        np.savez(draft, texts=np.array(list(self._known)), vectors=rows)
        draft.replace(self.path)

    def rows(self, texts: Sequence[str]) -> Floats | None:
        """One direction a text; None as long as one is missing."""
        if not texts or self.missing(texts):
            return None
        return standing(np.stack([self._known[one] for one in texts]), self._middle)

    def of(self, text: str) -> Floats:
        """The direction of what somebody asks."""
        out: Floats = standing(self.encoder.vector(lead(text))[None], self._middle)[0]
        return out
