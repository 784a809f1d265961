"""What is said: words with buttons, the same for every channel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A button; `data` is at most 64 bytes and means what was shown when it was shown."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Say:
    """One message to a contact. Plain text: no channel may read markup into it.

    `kind` orders the outbox across contacts: emergency, dialogue, notice, survey. `asks` tells a
    channel that pin or phone may be offered as a native control ("pin", "phone" or "").
    `clear` asks a screen to hide what was said before (再见 on a shared device).
    """

    text: str
    buttons: tuple[Button, ...] = ()
    kind: str = "dialogue"
    asks: str = ""
    clear: bool = False
    said: bool = False  # already sent at once by the rim (a safety sentence): recorded only
    by: str = ""  # the staff account when a person wrote it
    private: int = 0  # the row of words said alone, which are put in for the reader only
    sealed: str = ""  # words for the reader only, sealed as hex digits; staff read `text`

    @property
    def open(self) -> bool:
        """Whether everybody who may see the conversation reads the same of it."""
        return not (self.private or self.sealed)
