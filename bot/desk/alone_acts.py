"""What the panel's page can do about speaking alone, the round table and recording."""

from __future__ import annotations

from collections.abc import Callable

from bot.desk import alone, carrying, recording, roundtable
from bot.desk.desk import Desk

PRIVATE_ACTS: dict[str, Callable[[Desk, str, dict[str, str]], None]] = {
    "alone_say": alone.say_alone,
    "alone_offer": alone.note_offer,
    "carry_ask": carrying.ask,
    "carry_send": carrying.send,
    "table_ask": roundtable.ask,
    "table_say": roundtable.say_to_both,
    "table_end": roundtable.end,
    "record_ask": recording.ask,
    "record_say": recording.member_says,
    "record_on": recording.turn_on,
    "record_off": recording.turn_off,
    "record_keep": recording.keep,
    "record_destroyed": recording.destroy,
}
"""Each looks who may."""
