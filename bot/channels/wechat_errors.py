"""What WeChat's refusals mean for the outbox: later, never, or a mistake of ours."""

from __future__ import annotations

from bot.channels.port import TryLater, Unreachable
from integrations.wechat.client import STALE

CLOSED = (45015, 45047)
"""The 48 hours are over; five messages have gone out since the resident last wrote."""
NO_LISTS = 40200
"""This kind of account may not send lists (a test account)."""
LONGEST_WAIT = 30.0  # seconds, while the platform is away or busy

_BUSY = -1
# Nobody is there: no such follower, not following, barred by the platform.
_GONE = (40003, 43004, 43019, 50005)
# Everybody waits so many seconds: quotas, a wrong secret, an address not allowed, no permission.
_EVERYONE = {45009: 600.0, 45011: 60.0, 45035: 60.0, 40001: 5.0, 40014: 5.0, 42001: 5.0,
             40013: 300.0, 40125: 300.0, 40164: 300.0, 48001: 300.0, 48004: 600.0,
             50001: 300.0, 50002: 300.0, 61024: 300.0}  # fmt: skip
# This message is none: too long, empty, malformed, words the platform forbids, a wrong template.
_NEVER = (40008, 40035, 40037, 44004, 45002, 47001, 47003, 87014)


def meaning(code: int, failures: int = 0) -> Exception:
    """The error of our port for one of WeChat's numbers; `failures` in a row lengthen the wait."""
    if code in _GONE:
        return Unreachable(f"errcode {code}")
    if code in _NEVER:
        return ValueError(f"errcode {code}")
    if code in _EVERYONE:
        return TryLater(_EVERYONE[code], everyone=True)
    return later(failures) if code == _BUSY else TryLater(LONGEST_WAIT)


def later(failures: int) -> TryLater:
    """A platform that is away or busy is asked again soon, then less and less often."""
    return TryLater(min(LONGEST_WAIT, 0.5 * 2.0**failures))


def setting_is_wrong(code: int) -> bool:
    """Whether only whoever runs the bot can mend it: secret, permission, allowed addresses."""
    return code in _EVERYONE and code not in (*STALE, 45009, 45011, 45035)
