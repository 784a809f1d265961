"""Words for the mediator alone: sealed when they come in, never in the dialogue, no trace after it.

A turn of a contact that speaks alone (背对背) or at the round table goes past flows, hearing's
notes, figures and training; danger alone is ordinary, because somebody has to come and help.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.desk import alone, roundtable
from bot.desk.alone_answers import said_in_words, tapped
from bot.desk.desk import Desk
from dialogs.arrivals import Postponed
from dialogs.incoming import Incoming
from dialogs.say import Say
from dialogs.told import Told
from grid.refused import Refused
from integrations.seal import Seal
from integrations.sql.contacts import Contact
from integrations.sql.private import SEALED, Aside
from integrations.sql.store import Work
from mediation import alone_words
from mediation.alone import EDITED, MASK, TABLE

SPOKEN = ("message", "edit")
UNDER, FILES = "aside", "aside_files"
"""In `data`: under which of the two it was sent; that files came along and were not taken."""
ALOUD = ("转人工", "人工", "再见", "拜拜", "离开")
"""Whole messages that are never for the mediator alone."""
ASKS = ("survey", "survey_reminder", "offer_mediation", "relapse_check", "facts", "case_time",
        "confirm_ask", "nudge")  # fmt: skip
"""Questions of the clock: an answer to one would go to the mediator, so they wait."""
Found = tuple[int, list[Say]]
"""The row of words that are kept sealed (0: of none), and what is answered."""


class Scene(Protocol):
    """What of a turn is looked at."""

    work: Work
    row: Contact
    told: Told
    now: datetime
    inbox: int | None
    hidden: bool


def sealed(work: Work, incoming: Incoming, seal: Seal, now: datetime) -> Incoming:
    """The message as it may be kept: of words for the mediator alone nothing can be read."""
    if incoming.kind not in SPOKEN or "alarmed" in incoming.data or _aloud(incoming.text):
        return incoming
    aside = work.private.aside(incoming.contact)
    late = incoming.kind == "edit" and aside is not None and now - aside.last < EDITED
    if aside is None or not (aside.open or late):
        return incoming
    more = {SEALED: seal.close(incoming.text).hex(), UNDER: aside.kind if aside.open else "",
            FILES: bool(incoming.files or incoming.pin or incoming.phone)}  # fmt: skip
    return replace(incoming, text=MASK, files=(), pin=None, phone="",
                   data={**incoming.data, **more})  # fmt: skip


def readable(incoming: Incoming, seal: Seal) -> Incoming:
    """The same message for the moment of its turn."""
    kept = incoming.data.get(SEALED)
    if kept is None:
        return incoming
    return replace(incoming, text=seal.open(bytes.fromhex(str(kept))))


def _aloud(text: str) -> bool:
    return text.strip(" 。！!") in ALOUD


def takes(scene: Scene, desk: Desk) -> bool:
    """Whether the turn was one of these; then everything about it is done."""
    incoming = scene.told.incoming
    if incoming.kind == "event":
        return False
    aside = scene.work.private.aside(incoming.contact)
    live = aside if aside is not None and aside.open else None
    if incoming.kind == "due":
        if live and incoming.event in ASKS:
            raise Postponed
        return False
    try:
        with scene.work.savepoint():
            found = _found(scene, desk, live)
    except Refused as refused:
        found = (0, [Say(refused.words)])
    if found is None:
        _aloud_after_all(scene, desk, live)
        return False
    _keep(scene, found)
    return True


def _found(scene: Scene, desk: Desk, live: Aside | None) -> Found | None:
    """What is done with it; None for an ordinary turn."""
    incoming, told = scene.told.incoming, scene.told
    if incoming.kind == "tap":
        return tapped(desk, incoming.button)
    if incoming.kind not in SPOKEN or told.heard.danger is not None:
        return None
    if incoming.kind == "message" and (said := said_in_words(desk, incoming.text)) is not None:
        scene.hidden = False
        return 0, said
    if (live is None and SEALED not in incoming.data) or _aloud(incoming.text):
        return None
    scene.hidden = True
    return _private(desk, incoming, live)


def _private(desk: Desk, incoming: Incoming, live: Aside | None) -> Found:
    """Words, and where they go: to the table only if they were sent there."""
    aside = live or desk.work.private.aside(incoming.contact)
    if incoming.kind == "edit":
        return 0, [Say(alone_words.no_edit())]
    files = [Say(alone_words.no_files())] if _with_files(incoming) else []
    if aside is None or not incoming.text.strip():
        return 0, files or [Say(alone_words.no_files())]
    found = None
    if incoming.data.get(UNDER) == TABLE == aside.kind:
        found = roundtable.heard(desk, aside, incoming.text)
    row, says = found or alone.heard(desk, aside, incoming.text)
    return row, [*says, *files]


def _with_files(incoming: Incoming) -> bool:
    came = incoming.files or incoming.pin or incoming.phone
    return bool(came or incoming.data.get(FILES))


def _aloud_after_all(scene: Scene, desk: Desk, live: Aside | None) -> None:
    """An ordinary message or a person of the staff ends it, and it is said so."""
    incoming = scene.told.incoming
    if incoming.kind == "tap":
        return
    if SEALED in incoming.data and scene.inbox is not None:
        scene.work.private.show(scene.inbox, incoming.text)
    if live is not None and alone.stop(desk):
        say = Say(alone_words.paused(), kind="notice")
        scene.work.outbox.add(live.contact, say, scene.now, scene.inbox)


def _keep(scene: Scene, found: Found) -> None:
    """The answer on its way; of the words nothing stays among the conversation's."""
    work, incoming, (row, says) = scene.work, scene.told.incoming, found
    work.outbox.release(incoming.contact, scene.now)
    work.contacts.save(incoming.contact, before=None, before_turn=None, seen=scene.now,
                       name=incoming.name or scene.row.name, unreachable=False)  # fmt: skip
    if scene.inbox is not None and scene.hidden:
        work.private.hide(scene.inbox, row)
    elif scene.inbox is not None and SEALED in incoming.data:
        work.private.show(scene.inbox, incoming.text)
    for say in says:
        work.outbox.add(incoming.contact, say, scene.now, scene.inbox)
