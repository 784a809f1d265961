"""One turn inside its transaction: talk, do, plan what follows, keep, say."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot import aside
from bot.afterwards import plan
from bot.desk.desk import SYSTEM, Desk
from bot.desk.table import do
from bot.house import House, desk_of
from bot.seen import SqlSeen
from bot.visiting import noted
from dialogs.arrivals import BLOCKED
from dialogs.incoming import Incoming
from dialogs.lookup import Lookup
from dialogs.run import Conversation
from dialogs.say import Say
from dialogs.told import Told
from grid.events import Actor
from integrations.sql.contacts import Contact
from integrations.sql.store import Work

GOES_ON = ("report", "other", "supplement", "mediate", "greet")
"""What a short first message may be the beginning of."""
FRAGMENT = 14  # characters; a shorter opening without an end may go on in the next message


@dataclass(slots=True)
class Scene:
    """One turn in the making: the transaction, the contact's row, what came in and was heard."""

    work: Work
    row: Contact
    told: Told
    now: datetime
    inbox: int | None = None
    joined: bool = False  # the words before, not answered yet, are part of these
    done_anything: bool = False
    hidden: bool = False  # its words are for the mediator alone: nothing of them is kept here


def talk_of(work: Work, contact: str) -> Conversation:
    """A contact's conversation as it is kept."""
    row = work.contacts.get(contact)
    return Conversation.from_json(contact, row.talk if row else {})


class Conversing:
    """Answers one thing that came in; the caller holds the transaction."""

    def __init__(self, house: House) -> None:
        self.house = house

    def converse(self, scene: Scene) -> None:
        """Talk, do, plan what follows, keep, say: all in the scene's transaction."""
        row, work, told = scene.row, scene.work, scene.told
        desk = desk_of(self.house, work, scene.now, self._actor(told.incoming), row)
        if aside.takes(scene, desk):
            plan(desk, None, [])
            return
        kept = row.talk
        if scene.joined and row.before is not None:
            kept = row.before["talk"]
            held = work.outbox.held(row.contact, row.before_turn or 0, scene.now)
            work.outbox.drop([one.id for one in held], "与后面的话合在一起回答")
        else:
            work.outbox.release(row.contact, scene.now)
        talk = Conversation.from_json(row.contact, kept)
        talk.holder = row.holder
        fresh = not talk.stack
        says = self._reply(scene, talk, desk)
        plan(desk, talk, says)
        self._keep(scene, talk, kept, says, fresh)
        noted(desk, told, talk, kept)

    def _reply(self, scene: Scene, talk: Conversation, desk: Desk) -> list[Say]:
        look = Lookup(scene.now, desk.district, SqlSeen(desk), self.house.say,
                      self.house.retention)  # fmt: skip

        def act(commands: tuple[Any, ...]) -> list[Any]:
            scene.done_anything = True
            events = len(desk.events)
            try:
                with scene.work.savepoint():
                    return [do(desk, command) for command in commands]
            except Exception:
                del desk.events[events:]
                raise

        return self.house.dialogue.reply(talk, scene.told, look, act)

    def _keep(self, scene: Scene, talk: Conversation, before: dict[str, Any], says: list[Say],
              fresh: bool) -> None:  # fmt: skip
        work, row, incoming = scene.work, scene.row, scene.told.incoming
        hold = self._hold(scene, talk, fresh)
        for file in incoming.files:
            work.files.add(row.contact, asdict(file), scene.now)
        values: dict[str, Any] = {"before": None, "before_turn": None}
        if hold and scene.inbox is not None:
            values = {"before": {"talk": before, "text": incoming.text}, "before_turn": scene.inbox}
        work.contacts.save(row.contact, talk=talk.to_json(), holder=talk.holder, shy=talk.shy or
                           bool(row.pin), seen=scene.now, name=incoming.name or row.name,
                           unreachable=incoming.event == BLOCKED, **values)  # fmt: skip
        if talk.holder not in ("bot", "queue"):
            work.contacts.save(row.contact, queued=None, urgent=False)
            work.outbox.drop(work.outbox.flow_words(row.contact), "工作人员已接手")
        for say in says:
            work.outbox.add(row.contact, say, scene.now, scene.inbox, hold)

    def _hold(self, scene: Scene, talk: Conversation, fresh: bool) -> float:
        """Seconds an answer waits for the rest of a sentence sent in pieces; mostly none."""
        incoming, heard = scene.told.incoming, scene.told.heard
        if incoming.kind != "message" or scene.done_anything or heard.danger or incoming.files:
            return 0
        if not (fresh or scene.joined) or not incoming.text or talk.holder != "bot":
            return 0
        last = incoming.text.rpartition("，")[2] if scene.joined else incoming.text
        if len(last) > FRAGMENT or last.endswith(("。", "！", "!", "?", "？", ".")):
            return 0
        return self.house.breath if heard.act in GOES_ON else 0

    def _actor(self, incoming: Incoming) -> Actor:
        if incoming.kind == "staff":
            return Actor(incoming.by, "hotline_staff")
        return SYSTEM if incoming.kind in ("due", "event") else Actor(incoming.contact, "resident")
