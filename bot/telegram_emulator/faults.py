"""Unkindness on demand: which calls fail, how, and how often; which updates come twice."""

from __future__ import annotations

from dataclasses import dataclass

from bot.telegram_emulator.refusal import Refusal

_WORDS = {
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass
class Fault:
    """The next `times` calls of `method` ("" for any) fail with `status`.

    `hang` seconds pass first; `done` lets the work happen before the answer is lost; `chat`
    limits it to one chat.
    """

    method: str
    status: int = 502
    times: int = 1
    retry_after: int = 0
    hang: float = 0.0
    done: bool = False
    chat: int | None = None

    def hits(self, method: str, chat: int | None) -> bool:
        """Whether this call is to fail."""
        here = self.chat is None or self.chat == chat
        return self.times > 0 and here and self.method.lower() in ("", method.lower())

    def refusal(self) -> Refusal:
        """What the call is answered."""
        words = _WORDS.get(self.status, "Error").format(retry_after=self.retry_after)
        if self.retry_after:
            return Refusal(self.status, words, retry_after=self.retry_after)
        return Refusal(self.status, words)


class Faults:
    """What is unkind at the moment."""

    def __init__(self) -> None:
        self.planned: list[Fault] = []
        self.missing: set[str] = set()  # methods this server has never heard of
        self.twice = False  # each update is delivered twice
        self.backwards = False  # a batch comes newest first

    def next(self, method: str, chat: int | None) -> Fault | None:
        """The fault this call meets, if any, used up by one."""
        if method.lower() in self.missing:
            return Fault(method, 404)
        fault = next((f for f in self.planned if f.hits(method, chat)), None)
        if fault:
            fault.times -= 1
        return fault
