"""What comes in: one message or tap of a resident, one due action, one event of another party."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

NOT_TAKEN = "not_taken"
"""In `data`: files that came with the message and were not taken, each as [name, why not]."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo, voice note or other file by its channel's own id; the bytes are fetched later."""

    kind: str  # photo, voice, video, document
    ref: str  # what the channel needs to fetch it: a Telegram file_id, a hash of an uploaded file
    album: str = ""  # the album it belongs to, if any
    mime: str = ""
    size: int = 0  # bytes, 0 when unknown


@dataclass(frozen=True, slots=True)
class Pin:
    """A shared position, WGS-84 degrees."""

    lat: float
    lng: float


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that happened to a conversation; `key` makes redelivery harmless.

    `kind` is "message", "edit", "tap" (a button: `button` holds its data), "due" (a due action:
    `event` and `data`), "staff" (a word or act of a clerk: `event` is reply, take or give_back,
    `by` the account) or "event" (something another conversation or a case caused: `event`, `data`).
    """

    key: str  # unique for ever, e.g. telegram:<bot>:<update_id>, web:<contact>:<message id>
    contact: str  # channel:id, e.g. telegram:4711, web:9f3c…
    at: datetime  # when it was sent, aware UTC
    kind: str = "message"
    text: str = ""
    button: str = ""
    shown: str = ""  # the id of the sent message whose button was tapped
    files: tuple[Attachment, ...] = ()
    pin: Pin | None = None
    phone: str = ""  # a shared contact card of the sender, digits only
    sticker: bool = False
    reply_to: str = ""  # the sent message's id this answers, if the channel knows
    event: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    by: str = ""  # the staff account, for kind "staff"
    name: str = ""  # what the channel calls the sender, for staff only

    def __post_init__(self) -> None:
        """Half an emoji is no character: it can be neither stored nor sent, and is left out."""
        for field_name in ("key", "text", "button", "name", "reply_to"):
            told = getattr(self, field_name)
            if _HALF.search(told):
                object.__setattr__(self, field_name, whole(told))

    @property
    def channel(self) -> str:
        """The channel's name, e.g. telegram."""
        return self.contact.partition(":")[0]


_HALF = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """The text with halves of characters joined where both are there, and otherwise left out."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
