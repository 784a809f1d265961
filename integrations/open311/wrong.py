"""A request of another system that cannot be done: the HTTP status, and the words that say why."""

from __future__ import annotations


class Wrong(Exception):
    """Answered as the standard's list of errors; the words are Chinese and name the way out."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
