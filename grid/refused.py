"""A refusal: something a person asked for cannot be done, said in Chinese with the way out."""

from __future__ import annotations


class Refused(Exception):
    """Raised by commands; never a bug. `question` names the question to ask again, if any."""

    def __init__(self, words: str, question: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.question = question
