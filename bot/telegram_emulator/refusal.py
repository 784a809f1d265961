"""A refusal in Telegram's own shape."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """The server says no: an HTTP status, Telegram's words, and what it adds to them."""

    def __init__(self, status: int, words: str, **parameters: int) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.parameters = parameters

    def body(self) -> Json:
        """The JSON of the answer."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.words}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad(words: str) -> Refusal:
    """400, as Telegram words it."""
    return Refusal(400, f"Bad Request: {words}")
