"""Not tiring people: how often one may be asked in seven days, and how they stop it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from grid.policies import Policies

DEFAULTS = Policies()
COUNTED = frozenset({"survey", "survey_reminder"})
"""Only these count and are held back by the cap (0.2 item 5)."""

ALL = re.compile(r"^(全部停止|全停|所有(消息|通知)都?(停|不要|别发).{0,3})$")
SURVEYS = re.compile(
    r"^(请|麻烦)?(退订|td|t|取消订阅|(别|不要|莫|勿)再?(给我)?(发|打|问|回访|打扰我?)"
    r"(了|消息|短信|电话|我)*(了)?|别烦我了?)$"
)
CONFIRMED = {
    "surveys": "好的，以后不再请您评价了。办理进度还会告诉您；都不要的话，回“全部停止”。",
    "all": "好的，以后都不主动发给您了。想知道进度，随时问我就行。",
}
"""Said once after stopping (D.3)."""


def frees_at(sent: Iterable[datetime], now: datetime, policies: Policies = DEFAULTS) -> datetime:
    """When the next survey or reminder may go: `now`, or when the third last is seven days old.

    `sent` are the times of COUNTED messages to the person, over all tickets and contacts.
    """
    span, most = policies.proactive_window, policies.proactive_max
    recent = sorted(at for at in sent if now - span < at <= now)
    return now if len(recent) < most else recent[-most] + span


def opt_out(text: str) -> str:
    """What somebody wants to stop: "surveys", "all", or nothing ("")."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"[\s,.!?;，。！？；、~]+", "", folded)
    if ALL.match(plain):
        return "all"
    return "surveys" if SURVEYS.match(plain) else ""
