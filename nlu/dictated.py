"""What is dictated in one breath: the matter stands in one piece of it, and the rest is talk."""

from __future__ import annotations

import re
from collections.abc import Callable

from nlu.heard import Guess

_JOINTS = re.compile(r"然后|就是说?|但是|而且|结果|因为|所以|那个|后来|[,。!?;\s]+")
"""What people say between two pieces, where they would write a comma."""
_SIGNS, _SPARSE = re.compile(r"[,。!?;:、\n]"), 60  # characters a sign, from which it is dictated
_NOTHING = ("1207", "1208", "1205", "1206", "1202")
"""Kinds that mere talk sounds like: thanks, pleas, what was said before."""
_LONG, _PIECE = 40, 6  # characters from which a message is taken apart, and of a piece
_CLEAR = 0.45  # confidence from which a piece tells the matter
_LESS = 0.9  # of its confidence: it is a piece

Guesses = tuple[Guess, ...]


def in_pieces(text: str, whole: Guesses, guess: Callable[[str], Guesses]) -> Guesses:
    """The guesses of a message, or of its clearest piece where the whole tells of nothing."""
    if len(text) < _LONG or not whole or whole[0].code != _NOTHING[0]:
        return whole
    if len(_SIGNS.findall(text)) * _SPARSE > len(text):
        return whole  # written, not dictated
    heard = [guess(piece) for piece in _JOINTS.split(text) if len(piece) >= _PIECE]
    clear = [one for one in heard if one and one[0].code not in _NOTHING]
    best = max(clear, key=lambda one: one[0].confidence, default=())
    if not best or best[0].confidence < _CLEAR:
        return whole
    return tuple(Guess(one.code, one.confidence * _LESS) for one in best)
