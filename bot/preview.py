"""What the bot would answer to a sentence: a real turn of which nothing is kept."""

from __future__ import annotations

from typing import Any

from bot.desk.desk import SYSTEM
from bot.door import Door
from bot.house import desk_of
from bot.seen import SqlSeen
from dialogs.commands import CallPerson
from dialogs.incoming import Incoming
from dialogs.lookup import Lookup, Queue
from dialogs.run import Conversation
from dialogs.say import Say
from grid.knowledge import Tried

NOBODY = "office:preview"
_RESULTS: dict[type, Any] = {CallPerson: Queue(0, True)}
"""What a command that is not done is taken to have come to."""


def preview(door: Door, text: str) -> Tried:
    """The first answer to a sentence, and the entries that came near with their scores."""
    house, now = door.house, door.house.clock()
    told = door.hear(Incoming("preview", NOBODY, now, text=text))
    talk = Conversation(NOBODY, told=True)
    with house.store.read() as work:
        desk = desk_of(house, work, now, SYSTEM)
        look = Lookup(now, desk.district, SqlSeen(desk), house.say, house.retention)
        says: list[Say] = house.dialogue.reply(talk, told, look, _done)
    asked = any(run.flow in ("consult", "answered") for run in talk.stack)
    buttons = tuple(tuple(button.label for button in one.buttons) for one in says)
    return Tried(tuple(one.text for one in says), buttons, told.known, asked)


def _done(commands: tuple[Any, ...]) -> list[Any]:
    return [_RESULTS.get(type(command), 0) for command in commands]
