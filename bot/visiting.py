"""What a turn adds to the figures of conversations: where it stands, never what was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.desk.desk import Desk
from dialogs.run import Conversation
from dialogs.told import Told
from integrations.sql import visits

RESIDENTS = ("message", "edit", "tap")
NOBODY = ("bot", "queue")
CARD = "sure"
"""The question of the summary card."""


def noted(desk: Desk, told: Told, talk: Conversation, before: Mapping[str, Any]) -> None:
    """Count a turn; `before` is the conversation as it was."""
    store, now = desk.work.connection, desk.now
    whose = f"{talk.contact.partition(':')[0]}:{desk.seal.index(f'visit:{talk.contact}')}"
    if told.incoming.kind == "staff" and talk.holder not in NOBODY:
        visits.taken(store, whose, now)
    if told.incoming.kind not in RESIDENTS or talk.forgetful:
        return
    run = talk.top
    asked = run.open.name.rpartition(".")[2] if run and run.open else ""
    visits.keep(store, visits.Step(
        whose, now, run.flow if run else "", asked,
        missed=talk.misses > int(before.get("misses", 0)),
        corrected=_put_right(before, talk, told),
        tickets=sum(event.move in ("submit", "join") for event in desk.events),
        queued=talk.holder == "queue"))  # fmt: skip


def _put_right(before: Mapping[str, Any], talk: Conversation, told: Told) -> bool:
    """Whether the resident has changed something on the card they were shown."""
    runs = before.get("stack") or [{}]
    was = runs[-1]
    if (was.get("open") or {}).get("name") != CARD:
        return False
    same = next((run for run in talk.stack if run.id == was.get("id")), None)
    if same is None or same.open is None:
        return False
    return same.open.name != CARD or told.heard.act == "correct"
