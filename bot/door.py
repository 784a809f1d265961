"""The door: everything that happens to a conversation goes through here, one transaction a turn."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.afterwards import plan
from bot.desk.desk import SYSTEM, Desk
from bot.desk.table import do
from bot.discreet import discreet
from bot.seen import SqlSeen
from dialogs.arrivals import BLOCKED, Postponed
from dialogs.dialogue import Dialogue
from dialogs.incoming import Incoming
from dialogs.lookup import Lookup
from dialogs.run import Conversation
from dialogs.say import Say
from dialogs.told import Told
from followup.due import Due
from grid.district import District
from grid.events import Actor
from integrations.seal import Seal
from integrations.sql.boxes import Kept
from integrations.sql.contacts import Contact
from integrations.sql.plain import plain
from integrations.sql.store import Store, Work
from nlu.heard import Danger, Heard

log = logging.getLogger("fengqiao.door")
TRIES = 3
FRAGMENT = 14  # characters; a shorter opening without an end may go on in the next message
BUSY = timedelta(minutes=10)
GOES_ON = ("report", "other", "supplement", "mediate", "greet")
"""What a short first message may be the beginning of."""


class Listener(Protocol):
    """What hears: our own listener, or a Rasa server's."""

    def alarm(self, text: str) -> Danger | None:
        """The emergency lexicon alone, for the event loop."""
        ...

    def hear(self, text: str, now: datetime) -> Heard:
        """Everything understood of a text, sent at `now`."""
        ...


@dataclass(slots=True)
class House:
    """What the door is joined from, by build()."""

    store: Store
    listener: Listener
    dialogue: Dialogue
    district: District
    seal: Seal
    clock: Callable[[], datetime]
    say: Callable[..., str]
    alike: Callable[[str, str], float]
    retention: dict[str, int]
    breath: float = 3.0  # seconds an answer to a fragment is held back, for what may follow
    wake: Callable[[], None] = lambda: None  # somebody should look at the outbox


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


class Door:
    """Takes what comes in; does what the console, an API or the clock command."""

    def __init__(self, house: House) -> None:
        self.house = house

    # -- residents

    def take(self, incoming: Incoming) -> None:
        """Accept one thing and answer everything the contact has waiting."""
        self.accept(incoming)
        while self.turn(incoming.contact):
            pass

    def accept(self, incoming: Incoming) -> bool:
        """Only keep it; False when it had been accepted before."""
        with self.house.store.begin() as work:
            return work.inbox.add(discreet(incoming, self.house.seal), self.house.clock())

    def turn(self, contact: str) -> bool:
        """Answer the contact's oldest open message; False when there was none.

        A bug rolls everything back and is counted; the third time the message is parked, said
        to have been kept, and shown to staff, so that it holds up nobody (design, section 1).
        """
        with self.house.store.read() as work:
            kept = work.inbox.oldest(contact)
            before = self._unanswered(work, contact, kept)
        if kept is None:
            return False
        told = self.hear(kept.incoming, before)
        try:
            self._answer(kept, told, before)
        except Exception:
            log.exception("turn failed: inbox %s", kept.id)
            self._tried(kept)
        self.house.wake()
        return True

    def hear(self, incoming: Incoming, before: str = "") -> Told:
        """What was said and what it means; words before that nobody answered yet come first."""
        text = f"{before}，{incoming.text}" if before else incoming.text
        joined = replace(incoming, text=text)
        if incoming.kind not in ("message", "edit") or not text:
            return Told(joined)
        try:
            return Told(joined, self.house.listener.hear(text, incoming.at))
        except Exception as error:
            log.exception("hearing failed: %s", incoming.key)
            return Told(joined, Heard(text=text, degraded=type(error).__name__))

    def _unanswered(self, work: Work, contact: str, kept: Kept | None) -> str:
        """The words of the last turn, if its answer is still held back and these may go on."""
        if kept is None or kept.incoming.kind != "message" or not kept.incoming.text:
            return ""
        row = work.contacts.get(contact)
        if row is None or row.before is None or row.before_turn is None or kept.incoming.files:
            return ""
        if not work.outbox.held(contact, row.before_turn, self.house.clock()):
            return ""
        return str(row.before.get("text", ""))

    def _answer(self, kept: Kept, told: Told, before: str) -> None:
        now = self.house.clock()
        with self.house.store.begin() as work:
            row = work.contacts.lock(kept.incoming.contact, now)
            oldest = work.inbox.oldest(kept.incoming.contact)
            if oldest is None or oldest.id != kept.id:
                return  # another process was quicker
            if self._unanswered(work, row.contact, kept) != before:
                return  # its answer left meanwhile: hear the words alone, next time round
            scene = Scene(work, row, told, now, kept.id, bool(before))
            self._converse(scene)
            forget = Conversation.from_json(row.contact, row.talk).forgetful
            work.inbox.done(kept.id, now, heard_json(told.heard))
            if forget or self._talk(work, row.contact).forgetful:
                work.inbox.erase(row.contact)

    def _talk(self, work: Work, contact: str) -> Conversation:
        row = work.contacts.get(contact)
        return Conversation.from_json(contact, row.talk if row else {})

    def _converse(self, scene: Scene) -> None:
        """Talk, do, plan what follows, keep, say: all in the scene's transaction."""
        row, work, told = scene.row, scene.work, scene.told
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
        desk = self.desk(work, scene.now, self._actor(told.incoming), row)
        says = self._reply(scene, talk, desk)
        plan(desk, talk, says)
        self._keep(scene, talk, kept, says, fresh)

    def _reply(self, scene: Scene, talk: Conversation, desk: Desk) -> list[Say]:
        look = Lookup(scene.now, self.house.district, SqlSeen(desk), self.house.say,
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

    def _tried(self, kept: Kept) -> None:
        """Count a failed turn; the third time park it, say so, and call a person."""
        now = self.house.clock()
        with self.house.store.begin() as work:
            if work.inbox.tried(kept.id) < TRIES:
                return
            work.inbox.done(kept.id, now, None, "parked")
            row = work.contacts.lock(kept.incoming.contact, now)
            if row.holder == "bot":
                work.contacts.save(
                    row.contact, holder="queue", queued=now, why="系统没能处理这条消息"
                )
            work.outbox.add(row.contact, Say(self.house.say("our_fault")), now, kept.id)

    # -- the clock

    def due(self, row: int, incoming: Incoming) -> str:
        """A due action becomes a turn; effect and done-mark commit together.

        Returns "done", "gone" when somebody else has done it, or "busy" when the conversation
        has to come to rest first (the action is put off).
        """
        now = self.house.clock()
        with self.house.store.begin() as work:
            contact = work.contacts.lock(incoming.contact, now)
            if work.dues.take(row) is None:
                return "gone"
            try:
                with work.savepoint():
                    self._converse(Scene(work, contact, Told(incoming), now))
            except Postponed:
                work.dues.move(row, now + BUSY, "对话未结束，顺延")
                return "busy"
            work.dues.done(row, now)
        self.house.wake()
        return "done"

    # -- staff and other systems

    def do(self, command: Any, actor: Actor) -> Any:
        """A command of the console or an API: one transaction; raises Refused in words."""
        with self.house.store.begin() as work:
            desk = self.desk(work, self.house.clock(), actor)
            result = do(desk, command)
            plan(desk, None, [])
        self.house.wake()
        return result

    def change(self, actor: Actor, act: Callable[[Desk], Any]) -> Any:
        """Like `do`, for an act of the desk that is not one command (a docket, an invitation)."""
        with self.house.store.begin() as work:
            desk = self.desk(work, self.house.clock(), actor)
            result = act(desk)
            plan(desk, None, [])
        self.house.wake()
        return result

    def desk(self, work: Work, now: datetime, actor: Actor, row: Contact | None = None) -> Desk:
        """A desk for one turn."""
        house = self.house
        contact, person = (row.contact, row.person) if row else ("", 0)
        return Desk(work, house.district, now, actor, house.seal, contact, person, house.alike)


def heard_json(heard: Heard) -> dict[str, Any]:
    """What was understood, as kept beside the message for staff."""
    return {k: v for k, v in plain(heard).items() if v not in ("", None, [], 0.0, False)}


def dues_as_turns(dues: Iterable[tuple[int, Due]]) -> list[tuple[int, Incoming]]:
    """Due actions that concern a conversation, as what comes in."""
    return [(row, due_incoming(row, due)) for row, due in dues if due.contact]


def due_incoming(row: int, due: Due) -> Incoming:
    """One due action as what comes in: a `tell` is an event, everything else a due action."""
    if "event" in due.data:
        return Incoming(f"due:{row}", due.contact, due.at, "event", event=due.data["event"],
                        data=due.data["data"])  # fmt: skip
    return Incoming(f"due:{row}", due.contact, due.at, "due", event=due.what,
                    data={"about": due.about, **due.data})  # fmt: skip


__all__ = ["Door", "House", "Listener", "asdict", "due_incoming", "dues_as_turns"]
