"""The door: everything that happens to a conversation goes through here, one transaction a turn."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.afterwards import plan
from bot.aside import readable, sealed
from bot.conversing import Conversing, Scene, talk_of
from bot.desk.desk import Desk
from bot.desk.table import do
from bot.discreet import discreet
from bot.house import House, Listener, desk_of
from dialogs.arrivals import Postponed
from dialogs.consulting import may_ask
from dialogs.incoming import Incoming
from dialogs.run import Conversation
from dialogs.say import Say
from dialogs.told import Told
from followup.due import Due
from grid.events import Actor
from integrations.sql.boxes import Kept
from integrations.sql.engine import away
from integrations.sql.plain import plain
from integrations.sql.private import SEALED
from integrations.sql.store import Work
from integrations.sql.watch import INBOX, Watch
from nlu.heard import Danger, Heard

log = logging.getLogger("fengqiao.door")
TRIES = 3
BUSY = timedelta(minutes=10)


class Door:
    """Takes what comes in; does what the console, an API or the clock command."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.conversing = Conversing(house)

    # -- residents

    def take(self, incoming: Incoming) -> None:
        """Accept one thing and answer everything the contact has waiting."""
        self.accept(incoming)
        while self.turn(incoming.contact):
            pass

    def accept(self, incoming: Incoming) -> bool:
        """Only keep it; False when it had been accepted before."""
        house, now = self.house, self.house.clock()
        with house.store.begin() as work:
            fit = sealed(work, discreet(incoming, house.seal), house.seal, now)
            return work.inbox.add(fit, now)

    def turn(self, contact: str) -> bool:
        """Answer the contact's oldest open message; False when there was none.

        A bug rolls everything back and is counted; the third time the message is parked, said
        to have been kept, and shown to staff, so that it holds up nobody (design, section 1).
        A store that is away is not the message's fault: that is raised, and it waits.
        """
        with self.house.store.read() as work:
            kept = work.inbox.oldest(contact)
            before = self._unanswered(work, contact, kept)
        if kept is None:
            return False
        told = self.hear(readable(kept.incoming, self.house.seal), before)
        try:
            self._answer(kept, told, before)
        except Exception as error:
            if away(error):
                raise
            log.exception("turn failed: inbox %s", kept.id)
            self._tried(kept, error)
        self.house.wake()
        return True

    def hear(self, incoming: Incoming, before: str = "") -> Told:
        """What was said and what it means; words before that nobody answered yet come first."""
        text = f"{before}，{incoming.text}" if before else incoming.text
        joined = replace(incoming, text=text)
        if incoming.kind not in ("message", "edit") or not text:
            return Told(joined)
        try:
            heard = self._ear(incoming).hear(text, incoming.at)
        except Exception as error:
            log.exception("hearing failed: %s", incoming.key)
            heard = Heard(text=text, degraded=type(error).__name__)
        heard = with_alarm(heard, incoming.data)
        hits = self.house.known(text, heard.guesses) if may_ask(heard) else ()
        return Told(joined, heard, tuple((hit.key, hit.score) for hit in hits))

    def _ear(self, incoming: Incoming) -> Listener:
        own = self.house.own if SEALED in incoming.data else None
        return own or self.house.listener

    def _unanswered(self, work: Work, contact: str, kept: Kept | None) -> str:
        """The words of the last turn, if its answer is still held back and these may go on."""
        if kept is None or kept.incoming.kind != "message" or not kept.incoming.text:
            return ""
        row = work.contacts.get(contact)
        if row is None or row.before is None or row.before_turn is None or kept.incoming.files:
            return ""
        if SEALED in kept.incoming.data:
            return ""  # for the mediator alone
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
            self.conversing.converse(scene)
            forget = Conversation.from_json(row.contact, row.talk).forgetful
            work.inbox.done(kept.id, now, None if scene.hidden else heard_json(told.heard))
            if forget or talk_of(work, row.contact).forgetful:
                work.inbox.erase(row.contact)
                work.corrections.forget(row.contact)

    def _tried(self, kept: Kept, error: Exception) -> None:
        """Count a failed turn; the third time park it, say so, and call a person."""
        now = self.house.clock()
        with self.house.store.begin() as work:
            if work.inbox.tried(kept.id) < TRIES:
                return
            work.inbox.done(kept.id, now, None, "parked")
            Watch(work.connection).given_up(INBOX, kept.id, now, type(error).__name__)
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
                    self.conversing.converse(Scene(work, contact, Told(incoming), now))
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
            desk = desk_of(self.house, work, self.house.clock(), actor)
            result = do(desk, command)
            plan(desk, None, [])
        if any(event.kind == "edition" for event in desk.events):
            self._look()
        self.house.wake()
        return result

    def _look(self) -> None:
        """Another edition was published: the pages of this process see it at once."""
        with self.house.store.read() as work:
            self.house.look(work, self.house.clock())

    def change(self, actor: Actor, act: Callable[[Desk], Any]) -> Any:
        """Like `do`, for an act of the desk that is not one command (a docket, an invitation)."""
        with self.house.store.begin() as work:
            desk = desk_of(self.house, work, self.house.clock(), actor)
            result = act(desk)
            plan(desk, None, [])
        self.house.wake()
        return result


def with_alarm(heard: Heard, data: Mapping[str, Any]) -> Heard:
    """What the rim has answered with a safety sentence is danger, whatever a calmer ear says.

    Staff are shown the words that gave the alarm, wherever they stand in a long message.
    """
    kind = str(data.get("alarmed", ""))
    if not kind or heard.danger is not None:
        return heard
    words = str(data.get("alarm_words") or heard.text)[:80]
    return replace(heard, danger=Danger(kind, "E0", words, strong=False))


def heard_json(heard: Heard) -> dict[str, Any]:
    """What was understood, as kept beside the message for staff."""
    return {k: v for k, v in plain(heard).items() if v not in ("", None, [], 0.0, False)}


def due_incoming(row: int, due: Due) -> Incoming:
    """One due action as what comes in: a `tell` is an event, everything else a due action."""
    if "event" in due.data:
        return Incoming(f"due:{row}", due.contact, due.at, "event", event=due.data["event"],
                        data=due.data["data"])  # fmt: skip
    return Incoming(f"due:{row}", due.contact, due.at, "due", event=due.what,
                    data={"about": due.about, **due.data})  # fmt: skip
