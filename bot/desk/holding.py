"""Talks a clerk holds come back: after silence, after a long pause, at the end of a shift."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.desk.people import desk_opens
from dialogs.dates import time_words
from dialogs.run import Conversation
from dialogs.say import Say
from followup.due import Due
from grid.duties import HandOver
from integrations.sql.contacts import Contact
from integrations.sql.duties import due_now

NOBODY = ("bot", "queue")
SILENT, IDLE, OVER = "held_silent", "held_idle", "held_over"
"""Due actions: the resident waits for a word, nobody says anything any more, the clerk leaves."""


def plan_return(desk: Desk, talk: Conversation) -> None:
    """Whoever spoke last decides what comes: one row a conversation, moved by every word."""
    key = f"held:{talk.contact}"
    if talk.holder in NOBODY:
        if desk.actor.role == "hotline_staff":
            desk.work.dues.cancel(desk.now, "已交还机器人", keys=[key])
        return
    policies = desk.district.policies
    waits = desk.actor.role == "resident"
    what, span = (SILENT, policies.held_silent) if waits else (IDLE, policies.held_idle)
    if waits and due_now(desk.work.connection, key) == SILENT:
        return  # counted from the first word that was not answered
    if waits or desk.actor.role == "hotline_staff":
        desk.later(Due(key, what, desk.now + span, talk.contact, data={"by": talk.holder},
                       moves=True))  # fmt: skip


def silent(desk: Desk, due: Due) -> None:
    """The clerk has not answered: others are asked to, and until then the bot listens again."""
    row = desk.work.contacts.get(due.contact)
    if row is None or row.holder in NOBODY:
        return
    opens = desk_opens(desk)
    words = desk.say("held_silent") if opens is None else desk.say(
        "held_silent_closed", opens=time_words(opens))  # fmt: skip
    _to_the_queue(desk, row, "接待的同事没有回复，请接着接待", words)


def idle(desk: Desk, due: Due) -> None:
    """Nobody has said anything for hours after the clerk's last word: the bot goes on."""
    row = desk.work.contacts.get(due.contact)
    if row is None or row.holder in NOBODY:
        return
    desk.work.contacts.save(row.contact, holder="bot", queued=None, why="", urgent=False)
    _say(desk, row.contact, desk.say("held_idle"))


def hand_over(desk: Desk, command: HandOver) -> int:
    """A clerk leaves: each of their talks is handed over in a turn of its own; how many."""
    mine = [row for row in desk.work.contacts.taken() if row.holder == desk.actor.id]
    for row in mine:
        desk.later(Due(f"{OVER}:{row.contact}:{desk.now.isoformat()}", OVER, desk.now, row.contact,
                       data={"by": desk.actor.id, "note": command.note.strip()[:200]}))  # fmt: skip
    return len(mine)


def handed_over(desk: Desk, due: Due) -> None:
    """One talk goes to the next clerk, with the note of the one before."""
    row = desk.work.contacts.get(due.contact)
    if row is None or row.holder != due.data["by"]:
        return
    note = str(due.data["note"])
    _to_the_queue(desk, row, f"交班：{note}" if note else "交班", desk.say("held_over"))


def _to_the_queue(desk: Desk, row: Contact, why: str, words: str) -> None:
    key = f"held:{row.contact}"
    desk.work.dues.cancel(desk.now, "已转给别的同事", keys=[key])
    desk.work.contacts.save(row.contact, holder="queue", queued=desk.now, why=why[:200])
    _say(desk, row.contact, words)


def _say(desk: Desk, contact: str, words: str) -> None:
    desk.work.outbox.add(contact, Say(words, kind="notice"), desk.now, None)
