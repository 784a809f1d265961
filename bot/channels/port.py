"""What a channel needs of the bot, and the bot of a channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dialogs.incoming import Incoming
from dialogs.say import Say


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an incoming message at the door mat.

    `safety` is the safety sentence when danger was heard (a channel that can answer in the same
    breath, like the web chat, shows it there; for others the sentence has already been sent).
    `kept` is "inbox", "spool" or "" when neither took it: then the channel must not acknowledge.
    """

    kept: str
    fresh: bool = True  # False: a redelivery of something already accepted
    safety: str = ""
    words: str = (
        ""  # what to say when the store is down, once per outage ("已收到 …"); usually empty
    )


class Accept(Protocol):
    """The one way in for channels: fast, never raises."""

    async def __call__(self, incoming: Incoming) -> Receipt: ...


class TryLater(Exception):
    """It could not be sent now. `seconds` is how long to wait; `everyone`: the whole bot waits."""

    def __init__(self, seconds: float, everyone: bool = False) -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds
        self.everyone = everyone


class Unreachable(Exception):
    """This contact cannot be reached on this channel (blocked, deleted); others are unaffected.

    `words` tell staff why.
    """

    def __init__(self, *what: str, words: str = "对方停用了这个渠道") -> None:
        super().__init__(*what)
        self.words = words


class Channel(Protocol):
    """Sends words; one object per messaging app.

    One with `joins = True` rather sends what waits for a contact as one message.
    """

    name: str

    async def send(self, contact: str, say: Say, key: str) -> str:
        """Send to `contact` (e.g. "telegram:4711"); returns the sent message's id.

        `key` is the outbox row's id, for channels that can tell a repeat. Raises TryLater or
        Unreachable; anything else is a bug and the row is tried again later.
        """
        ...

    async def fetch(self, ref: str) -> bytes:
        """The bytes of an attachment; raises TryLater, Unreachable, or ValueError when too big."""
        ...
