"""What Telegram's refusals mean for the outbox: later, never, or a mistake of ours."""

from __future__ import annotations

import logging
import os
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.port import TryLater, Unreachable

LONGEST_WAIT = 30.0  # seconds, when Telegram does not say how long

# Parts of Telegram's own words, in small letters, that mean this person is out of reach.
_GONE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "peer_id_invalid",
    "bot was blocked",
    "chat_write_forbidden",
    "have no rights to send",
)


def meaning(error: TelegramError, failures: int = 0) -> Exception:
    """The error of our port for one of Telegram's; `failures` in a row lengthen the wait.

    InvalidToken is also what the library makes of a missing method. Its words hold the token, so
    no text of an error is passed on but that of a bad request.
    """
    if isinstance(error, RetryAfter):
        return TryLater(wait_of(error), everyone=True)
    if isinstance(error, Forbidden | ChatMigrated):
        return Unreachable(type(error).__name__)
    if isinstance(error, BadRequest):
        known = any(words in error.message.lower() for words in _GONE)
        return Unreachable("chat not found") if known else ValueError(error.message)
    if isinstance(error, InvalidToken):
        return TryLater(LONGEST_WAIT, everyone=True)
    return TryLater(min(LONGEST_WAIT, 0.5 * 2.0**failures))


def wait_of(error: RetryAfter) -> float:
    """Seconds Telegram asks us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def pause(error: Exception, failures: int) -> float:
    """Seconds until a call is tried again: what Telegram asks, else growing with `failures`."""
    if isinstance(error, RetryAfter):
        return wait_of(error)
    return min(LONGEST_WAIT, 0.25 * 2.0**failures)


def silence() -> None:
    """Keep raw updates (the library's log) and the token (in each URL httpx logs) out of logs.

    The variable is the library's own way to have no warning at each 429 it meets.
    """
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    for name in ("telegram", "httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1 if name == "telegram" else logging.WARNING)
