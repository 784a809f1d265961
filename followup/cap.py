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

_BEFORE = r"(?:请|麻烦|拜托|你们?|您|以后|今后|能不能|可不可以|就|都|[，, ])*"
_TO_ME = r"(?:给我|跟我|向我|对我|来)*"
_BEHIND = r"(?:给我)?(?:了|啦|吧|啊|好吗|行吗|可以吗|谢谢|[，, ])*"
_NO_MORE = r"(?:别|不要|不用|莫|勿|甭|覅)(?:再|老|总|一直)*"
_SENT = r"(?:消息|短信|信息|微信|通知|提醒|评价|问卷|回访|这个|这些|这种|东西)*"
ALL = re.compile(
    rf"{_BEFORE}(?:全部?(?:停止?|退订|停掉)|(?:所有|什么)的?(?:消息|通知|提醒)?都?"
    rf"(?:停|不要|不用|别)(?:发|再发|了|给我)*){_BEHIND}"
)
SURVEYS = re.compile(
    rf"{_BEFORE}(?:td|t|(?:我要|我想|要|帮我)*(?:退订|取消订阅)(?:评价|回访|短信|消息|问卷)*"
    rf"|{_NO_MORE}{_TO_ME}(?:发{_SENT}|打(?:了|电话|回访)*(?:来|过来)?|回访|(?:叫|让|请|要)我评价)"
    rf"|{_NO_MORE}(?:烦|打扰|骚扰)我?|{_NO_MORE}问我?(?:满意|评价)[^，,。]{{0,4}}"
    rf"|我?(?:不想|不要|不愿意?)再?(?:收|接|评价|回访){_SENT}(?:电话)?){_BEHIND}"
)
_ON_THEIR_OWN = re.compile(r"退订|订阅|^.{0,3}td$|发|电话|回访|评价|停|打")
"""What is no answer to any question; 别烦我了 and t may be one."""


def frees_at(sent: Iterable[datetime], now: datetime, policies: Policies = DEFAULTS) -> datetime:
    """When the next survey or reminder may go: `now`, or when the third last is seven days old.

    `sent` are the times of COUNTED messages to the person, over all tickets and contacts.
    """
    span, most = policies.proactive_window, policies.proactive_max
    recent = sorted(at for at in sent if now - span < at <= now)
    return now if len(recent) < most else recent[-most] + span


def opt_out(text: str, busy: bool = False) -> str:
    """What somebody wants to stop: "surveys", "all", or nothing ("").

    别打我 is no such wish. `busy`: something is being asked; then the words have to be plain.
    """
    plain = re.sub(r"[\s.!?;。！？；、~]+", "", unicodedata.normalize("NFKC", text).casefold())
    if busy and not _ON_THEIR_OWN.search(plain):
        return ""
    if ALL.fullmatch(plain):
        return "all"
    return "surveys" if SURVEYS.fullmatch(plain) else ""
