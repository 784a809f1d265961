"""What is not accepted, and what is handed to those who rescue: reasons, ways on (B.3, B.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from grid.events import Event
from grid.returns import URGENT
from grid.tickets import NEXT, Ticket

FACTS = "facts"
ENOUGH = timedelta(days=7)  # after which a report without its facts need not be kept (R10)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why something is not accepted: for staff, for the resident, and where they go instead."""

    name: str
    why: str
    route: str


GROUNDS = {
    "legal": Ground(
        "已有或应走诉讼、仲裁、复议、监察、信息公开等法定途径",
        "这件事有专门的法定途径，要由那边来定，我们不能代替",
        "请向办案或受理的机关提出；不清楚该找谁的，可以打12348问，不收费。"),
    "petition": Ground(
        "已经在信访程序里", "这件事已经在信访程序里办，不能再重复受理",
        "进展请问出具告知书的单位，或者您当地的信访部门。"),
    "repeat": Ground(
        "正在办或已办结，没有新的情况", "这件事已经登记过，没有新的情况",
        "原来那件的进展，在这里说“进度”就能看；有新的情况，直接说，我补进去。"),
    "secret": Ground(
        "涉及国家秘密、商业秘密或他人隐私", "这里面有依法不能公开的内容，我们不能办理、不能答复",
        "与您本人有关的，可以带证件到有关单位查询，或者依法申请政府信息公开。"),
    "outside": Ground(
        "不归政府部门管（市场、社会、自治事项）", "这件事不在政府部门的职责里",
        "可以和对方协商，请人民调解委员会调解（不收费），也可以向法院起诉；"
        "不清楚怎么走，可以打12348问。"),
    "unlawful": Ground(
        "要求违法或明显违背公序良俗", "这个要求不合法律规定，我们不能办",
        "有合理合法的要求，随时可以再说；想问法律，可以打12348。"),
    "elsewhere": Ground(
        "发生在外地", "这件事不在本区，我们派不了人",
        "请打事发地的12345（在外地打，前面加拨当地区号），他们接着办。"),
    "spam": Ground(
        "恶意骚扰、提醒后仍反复", "提醒过以后，内容还是没有可以办的事",
        "有真实的事要反映，随时可以再说。"),
    FACTS: Ground(
        "问过居民、满7天仍缺主要事实", "缺少办理要用的基本情况，问过您，还没有收到",
        "想起时间、地点、经过了，随时说一句，我重新登记。"),
}  # fmt: skip
"""R01 to R07, R09 and R10 in the order of B.4; what is urgent (R08) is handed over instead."""

OF_HAZARDS = frozenset({"repeat", "elsewhere", "spam"})
"""The only reasons that hold for what may be a danger to somebody."""

RESCUE = {"110": "110（公安）", "119": "119（消防）", "120": "120（急救）",
          "122": "122（交通事故）", "gas": "燃气抢修", "duty": "区应急值班"}  # fmt: skip
"""To whom an emergency is handed."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A clerk does not accept a ticket; `ground` is a key of GROUNDS, `words` the resident's."""

    number: str
    ground: str
    words: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class HandToRescue:
    """A clerk has handed an emergency over; `to` is a key of RESCUE, `words` who took it there."""

    number: str
    to: str
    words: str
    seen: str = ""


def may(ticket: Ticket, move: str) -> bool:
    """Whether the table has the move from where the ticket stands."""
    return move in NEXT.get(ticket.state, {})


def unfounded(ticket: Ticket, ground: str, events: Iterable[Event], now: datetime) -> str:
    """Why a ticket may not be rejected on that ground, in Chinese; empty when it may."""
    if ground not in GROUNDS:
        return "请选不予受理的理由。"
    if ticket.sla in URGENT and ground not in OF_HAZARDS:
        return "可能有危险的事不能不受理：请转应急，或先把类别改对。"
    asked = any(event.move in ("ask_resident", "called") for event in events)
    if ground == FACTS and not (asked and now - ticket.opened >= ENOUGH):
        return "缺事实的，要先问过居民（机器人问或打电话），登记满7天还没有，才能不受理。"
    return ""
