"""One message at a time: threads that hear at once take the interpreter from each other, and
together need twice as long as one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from nlu.encoder import Encoder, Floats


class Turn:
    """Held while a message is heard; stepped aside from while only the encoder works."""

    def __init__(self) -> None:
        self._lock = Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for one's turn and keep it."""
        with self._lock:
            yield

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let others in who wait; for who holds the turn."""
        self._lock.release()
        try:
            yield
        finally:
            self._lock.acquire()


class EncoderAside(Encoder):
    """An encoder for who holds the turn: it computes without the interpreter, so others may."""

    def __init__(self, encoder: Encoder, turn: Turn) -> None:
        super().__init__(encoder.engine)
        self._turn = turn

    def _vector(self, text: str) -> Floats:
        with self._turn.aside():
            return super()._vector(text)
