"""The terminal as a channel: what is said is printed, buttons as a numbered list."""

from __future__ import annotations

from collections.abc import Callable

from bot.channels.port import Unreachable
from dialogs.say import Say


def printed(say: Say) -> str:
    """Words with their buttons as lines; the numbers are part of the labels."""
    rows = [say.text, *(f"  [{b.label}]" for b in say.buttons)]
    return "\n".join(rows)


class Terminal:
    """Writes what is said to one contact."""

    name = "terminal"

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    async def send(self, contact: str, say: Say, key: str) -> str:
        """Print it."""
        self._write(printed(say))
        return key

    async def say_now(self, contact: str, text: str) -> None:
        """Print a safety sentence at once."""
        self._write(text)

    async def fetch(self, ref: str) -> bytes:
        """A terminal has no files."""
        raise Unreachable
