"""A ticket and its moves: the six steps that close (采集、立案、派遣、处置、核查、结案)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from grid.events import Actor, Event
from grid.refused import Refused


class State(StrEnum):
    """Where a ticket stands (domain rules B.2)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFY_PRE = "verify_pre"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    TRANSFERRED = "transferred"
    MERGED = "merged"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    RETURN_PENDING = "return_pending"
    COORDINATING = "coordinating"
    SUSPENDED = "suspended"
    DONE_PENDING_CHECK = "done_pending_check"
    FEEDBACK = "feedback"
    REVIEW = "review"
    CLOSED = "closed"
    REDO = "redo"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    State.DRAFT: "还没提交",
    State.SUBMITTED: "已经登记，等工作人员看过后安排",
    State.VERIFY_PRE: "正在核实情况",
    State.ACCEPTED: "已经受理，正在安排负责的单位",
    State.REJECTED: "没有受理",
    State.TRANSFERRED: "已经转给应急或法定渠道",
    State.MERGED: "已和同一件事并在一起办",
    State.DISPATCHED: "已经转给负责的单位",
    State.IN_PROGRESS: "正在办理",
    State.RETURN_PENDING: "正在确认由谁负责",
    State.COORDINATING: "正在协调由谁负责",
    State.SUSPENDED: "暂时办不了，已列入跟踪",
    State.DONE_PENDING_CHECK: "单位说办完了，正在核查",
    State.FEEDBACK: "已经答复，等您评价",
    State.REVIEW: "没有解决，等指挥中心的负责人来定",
    State.CLOSED: "已经办结",
    State.REDO: "重新办理中",
    State.ARCHIVED: "已经归档",
    State.WITHDRAWN: "已经撤回",
}
"""The states in plain words, as a resident reads them (domain rules E.4)."""

_S = State
FINAL = frozenset({_S.REJECTED, _S.TRANSFERRED, _S.ARCHIVED, _S.WITHDRAWN})
ENDED = FINAL | {_S.CLOSED, _S.MERGED}

NEXT: dict[State, dict[str, State]] = {
    _S.DRAFT: {"submit": _S.SUBMITTED, "expire": _S.WITHDRAWN, "withdraw": _S.WITHDRAWN},
    _S.SUBMITTED: {
        "need_check": _S.VERIFY_PRE, "accept": _S.ACCEPTED, "reject": _S.REJECTED,
        "emergency_transfer": _S.TRANSFERRED, "merge": _S.MERGED, "withdraw": _S.WITHDRAWN,
        "answer": _S.FEEDBACK,
    },
    _S.VERIFY_PRE: {
        "checked_true": _S.ACCEPTED, "checked_false": _S.REJECTED,
        "emergency_transfer": _S.TRANSFERRED, "withdraw": _S.WITHDRAWN,
    },
    _S.MERGED: {"split": _S.ACCEPTED, "split_unsorted": _S.SUBMITTED,
                "answer_with": _S.FEEDBACK, "withdraw": _S.WITHDRAWN},
    _S.ACCEPTED: {
        "dispatch": _S.DISPATCHED, "merge": _S.MERGED, "coordinate": _S.COORDINATING,
        "emergency_transfer": _S.TRANSFERRED, "withdraw": _S.WITHDRAWN, "answer": _S.FEEDBACK,
        "reject": _S.REJECTED,
    },
    _S.DISPATCHED: {
        "sign": _S.IN_PROGRESS, "sign_timeout": _S.DISPATCHED, "coordinate": _S.COORDINATING,
        "request_return": _S.RETURN_PENDING, "withdraw": _S.WITHDRAWN, "push_up": _S.DISPATCHED,
        "reroute": _S.DISPATCHED, "emergency_transfer": _S.TRANSFERRED, "answer": _S.FEEDBACK,
        "merge": _S.MERGED, "whistle": _S.DISPATCHED, "reject": _S.REJECTED,
    },
    _S.RETURN_PENDING: {
        "merge": _S.MERGED,
        "approve_return": _S.ACCEPTED, "deny_return": _S.IN_PROGRESS, "auto": _S.COORDINATING,
        "withdraw": _S.WITHDRAWN, "reject": _S.REJECTED, "emergency_transfer": _S.TRANSFERRED,
    },
    _S.COORDINATING: {"designate": _S.DISPATCHED, "withdraw": _S.WITHDRAWN,
                      "emergency_transfer": _S.TRANSFERRED},
    _S.IN_PROGRESS: {
        "whistle": _S.IN_PROGRESS, "grant": _S.IN_PROGRESS, "suspend": _S.SUSPENDED,
        "request_return": _S.RETURN_PENDING, "done": _S.DONE_PENDING_CHECK,
        "reroute": _S.DISPATCHED, "push_up": _S.DISPATCHED,
        "emergency_transfer": _S.TRANSFERRED, "answer": _S.FEEDBACK, "merge": _S.MERGED,
    },
    _S.SUSPENDED: {"resume": _S.IN_PROGRESS, "emergency_transfer": _S.TRANSFERRED},
    _S.DONE_PENDING_CHECK: {
        "check_fail": _S.IN_PROGRESS, "check_pass": _S.FEEDBACK, "answer": _S.FEEDBACK,
    },
    _S.FEEDBACK: {"rate_ok": _S.CLOSED, "no_answer": _S.CLOSED, "rate_bad": _S.REDO,
                  "third_unsolved": _S.REVIEW},
    _S.REDO: {"redispatch": _S.DISPATCHED, "uphold": _S.CLOSED, "answer": _S.FEEDBACK,
              "emergency_transfer": _S.TRANSFERRED},
    _S.REVIEW: {"redispatch": _S.DISPATCHED, "uphold": _S.CLOSED, "answer": _S.FEEDBACK},
    _S.CLOSED: {"reopen": _S.REDO, "reopen_review": _S.REVIEW, "archive": _S.ARCHIVED},
}  # fmt: skip
"""Every move there is (domain rules B.3 with 0.2); a move outside it is Refused.

`answer` is the hotline recording a unit's answer on the unit's behalf, the short way this first
version has; the long way through sign, done and check stands beside it. `reroute` is a clerk
putting the category right: the unit of the right one has it from then on. While units argue a
resident may withdraw, as while one has it and has not signed. `push_up` is the next level taking
over what a grid had first. Unsolved once more than it is done again, a ticket stands in REVIEW
until the centre's leader decides (0.2, 3): nothing else ends it. What is dispatched may be merged
as well as what is new: residents' reports are dispatched at once. A merged one is answered with
the one it was merged into, and rated on its own (B.7). For the same reason what no unit has signed
may still be rejected: no clerk has looked at it before. A whistle may be blown for what no unit
has signed yet too: silence is what whistles are for (B.6).
"""

NOTES = ("join", "add", "urge", "correct", "phone", "leave", "call_back", "forward",
         "allow_mediation", "request_extension", "deny_extension", "ask_resident",
         "resident_answered", "resident_silent", "request_suspension", "deny_suspension",
         "unname", "recount", "called", "nudge", "supervise", "plan", "stage", "take_in",
         "let_go", "regroup", "asked_elsewhere", "whistle_called", "whistle_acked",
         "whistle_declined", "whistle_ruled", "whistle_arrived", "whistle_late",
         "whistle_handled", "whistle_off", "whistle_rated", "co_asked", "co_replied",
         "co_dropped", "co_late")  # fmt: skip
"""Rows of the log that leave the state as it is."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One problem on its way; `number` is public, `person` never leaves the office."""

    number: str
    person: str
    contact: str
    category: str
    detail: str
    opened: datetime
    state: State = State.DRAFT
    place: str = ""  # in the resident's words
    place_id: str = ""
    grid: str = ""
    lat: float | None = None
    lng: float | None = None
    unit: str = ""  # the unit responsible now
    level: str = ""
    sla: str = ""
    contact_due: datetime | None = None
    answer_due: datetime | None = None
    privacy: str = "confidential"  # confidential, anonymous or open, towards whom it is about
    secret: bool = False  # tip-offs and violence: the person's identity is behind a reason
    slots: tuple[tuple[str, str], ...] = ()
    answer: str = ""
    answered: datetime | None = None
    redo_count: int = 0
    return_count: int = 0
    urges: int = 0
    supervised: int = 0  # 0 not, 1 reminded, 2 under supervision, 3 the same in public
    close_code: str = ""
    routed: str = ""  # why it went where it went, in a sentence
    parent: str = ""  # of a merged one, the number of the one that is worked on
    version: int = 0
    edition: int = 0  # of the dispatch catalogue it was opened under

    @property
    def ended(self) -> bool:
        """Whether nobody works on it any more."""
        return self.state in ENDED


def moved(
    ticket: Ticket, move: str, actor: Actor, at: datetime, **more: Any
) -> tuple[Ticket, Event]:
    """The ticket after a move, and the row of the log that says so.

    `more` may hold `why` (str), `data` (small plain JSON for the log) and `changes` (fields of the
    ticket). Raises Refused in words when the table has no such move.
    """
    to = ticket.state if move in NOTES else NEXT.get(ticket.state, {}).get(move)
    if to is None:
        raise Refused(f"工单{ticket.number}{STATE_WORDS[ticket.state]}，现在不能这样做。")
    why, data = more.pop("why", ""), more.pop("data", {})
    after = replace(ticket, state=to, **more.pop("changes", {}))
    assert not more, more
    return after, Event("ticket", ticket.number, move, at, actor, ticket.state, to, why, data)
