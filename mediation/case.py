"""A dispute case: what it holds, which moves it may make, and how it may end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from grid.events import Actor, Event
from grid.refused import Refused
from mediation.booking import Slot


class Stage(StrEnum):
    """Where a case stands (domain rules C.3)."""

    INTAKE = "intake"
    SCREENED = "screened"
    REFUSED_TYPE = "refused_type"
    REFERRED_OUT = "referred_out"
    INVITING = "inviting"
    NOT_STARTED_REFUSED = "not_started_refused"
    NO_CONTACT = "no_contact"
    ACCEPTED = "accepted"
    MEDIATOR_PENDING = "mediator_pending"
    SCHEDULED = "scheduled"
    RESCHEDULING = "rescheduling"
    IN_SESSION = "in_session"
    ADJOURNED = "adjourned"
    AGREED_ORAL = "agreed_oral"
    AGREEMENT_DRAFT = "agreement_draft"
    SIGNING = "signing"
    EFFECTIVE = "effective"
    CONFIRM_APPLIED = "confirm_applied"
    CONFIRMED = "confirmed"
    CONFIRM_REJECTED = "confirm_rejected"
    PERFORMING = "performing"
    PERFORMED = "performed"
    BREACHED = "breached"
    CLOSED_ARCHIVED = "closed_archived"
    TERMINATED = "terminated"


CHINESE = {
    Stage.INTAKE: "登记中",
    Stage.SCREENED: "已初审",
    Stage.REFUSED_TYPE: "不适合人民调解",
    Stage.REFERRED_OUT: "已转人工或其他渠道",
    Stage.INVITING: "正在征求对方意见",
    Stage.NOT_STARTED_REFUSED: "有一方不愿意，未开始",
    Stage.NO_CONTACT: "联系不上对方",
    Stage.ACCEPTED: "双方同意，已受理",
    Stage.MEDIATOR_PENDING: "等调解员确认",
    Stage.SCHEDULED: "时间已定",
    Stage.RESCHEDULING: "正在改时间",
    Stage.IN_SESSION: "调解中",
    Stage.ADJOURNED: "休会，另约时间",
    Stage.AGREED_ORAL: "已口头谈好",
    Stage.AGREEMENT_DRAFT: "正在拟协议",
    Stage.SIGNING: "等各方签字",
    Stage.EFFECTIVE: "协议已生效",
    Stage.CONFIRM_APPLIED: "已申请司法确认",
    Stage.CONFIRMED: "法院已确认",
    Stage.CONFIRM_REJECTED: "法院未予确认",
    Stage.PERFORMING: "正在履行",
    Stage.PERFORMED: "已履行",
    Stage.BREACHED: "没有按约履行",
    Stage.CLOSED_ARCHIVED: "已归档",
    Stage.TERMINATED: "已终止",
}

NEXT: dict[Stage, frozenset[Stage]] = {
    Stage.INTAKE: frozenset({Stage.SCREENED}),
    Stage.SCREENED: frozenset({Stage.REFUSED_TYPE, Stage.REFERRED_OUT, Stage.INVITING}),
    Stage.REFUSED_TYPE: frozenset(),
    Stage.REFERRED_OUT: frozenset(),
    Stage.INVITING: frozenset({Stage.NOT_STARTED_REFUSED, Stage.NO_CONTACT, Stage.ACCEPTED}),
    # Only the party that refused opens it again, by its own link (C2).
    Stage.NOT_STARTED_REFUSED: frozenset({Stage.INVITING}),
    Stage.NO_CONTACT: frozenset(),
    Stage.ACCEPTED: frozenset({Stage.MEDIATOR_PENDING}),
    Stage.MEDIATOR_PENDING: frozenset({Stage.SCHEDULED}),
    # Back to MEDIATOR_PENDING when a mediator is objected to or steps down (C6).
    Stage.SCHEDULED: frozenset({Stage.RESCHEDULING, Stage.IN_SESSION, Stage.MEDIATOR_PENDING}),
    Stage.RESCHEDULING: frozenset({Stage.SCHEDULED, Stage.MEDIATOR_PENDING}),
    Stage.IN_SESSION: frozenset({Stage.ADJOURNED, Stage.AGREED_ORAL, Stage.AGREEMENT_DRAFT}),
    Stage.ADJOURNED: frozenset({Stage.SCHEDULED}),
    # An oral agreement is effective when reached (人民调解法 §30) unless a party wants it written.
    # Before it is in force, they may meet once more over it.
    Stage.AGREED_ORAL: frozenset({Stage.EFFECTIVE, Stage.AGREEMENT_DRAFT, Stage.ADJOURNED}),
    Stage.AGREEMENT_DRAFT: frozenset({Stage.SIGNING, Stage.ADJOURNED}),
    # Any edit voids the signatures (C.6), so signing can fall back to the draft.
    Stage.SIGNING: frozenset({Stage.AGREEMENT_DRAFT, Stage.EFFECTIVE, Stage.ADJOURNED}),
    Stage.EFFECTIVE: frozenset({Stage.CONFIRM_APPLIED, Stage.PERFORMING}),
    # An application may be taken back; performing has often begun before it is handed in.
    Stage.CONFIRM_APPLIED: frozenset({Stage.CONFIRMED, Stage.CONFIRM_REJECTED, Stage.EFFECTIVE}),
    Stage.CONFIRMED: frozenset({Stage.PERFORMING}),
    Stage.CONFIRM_REJECTED: frozenset({Stage.PERFORMING}),
    Stage.PERFORMING: frozenset({Stage.PERFORMED, Stage.BREACHED, Stage.CONFIRM_APPLIED}),
    Stage.PERFORMED: frozenset({Stage.CLOSED_ARCHIVED}),
    Stage.BREACHED: frozenset({Stage.CLOSED_ARCHIVED}),
    Stage.TERMINATED: frozenset({Stage.CLOSED_ARCHIVED}),
    Stage.CLOSED_ARCHIVED: frozenset(),
}
"""The moves of C.3; besides these, every stage that is not an end may move to TERMINATED."""

ENDS = frozenset(
    {
        Stage.REFUSED_TYPE,
        Stage.REFERRED_OUT,
        Stage.NOT_STARTED_REFUSED,
        Stage.NO_CONTACT,
        Stage.CLOSED_ARCHIVED,
        Stage.TERMINATED,
    }
)
"""Stages in which nothing is waited for any more."""

BINDING = frozenset({
    Stage.EFFECTIVE, Stage.CONFIRM_APPLIED, Stage.CONFIRMED, Stage.CONFIRM_REJECTED,
    Stage.PERFORMING, Stage.PERFORMED, Stage.BREACHED,
})  # fmt: skip
"""Stages in which an agreement is in force (§31): nobody takes back their consent any more."""

END_REASONS = {
    "agreed": "达成协议",
    "self_settled": "双方自行和解",
    "no_contact": "联系不上一方",
    "unwilling": "有一方不愿意继续",
    "too_far_apart": "意见相差太大",
    "deadline": "期限到了，没有同意延长",
    "refuses_to_sign": "有一方不愿意签字",
    "not_honest": "隐瞒事实、材料不实或拖延",
    "sham": "疑似串通、虚假",
    "no_show": "约好的时间没能到齐",
    "other": "其他原因",
}
"""Why a mediation ends (C.3, with no_show of C.9); the words are neutral."""


NOTES = {
    "draft_agreed": "同意协议内容",
    "draft_objected": "说协议内容不对",
    "draft_changed": "协议内容改过，重新确认",
    "kept": "说了履行情况",
    "seat_taken": "会到场",
    "seat_declined": "来不了",
    "seat_asked": "已另请",
    "seat_empty": "没有别人有空，位子空着",
    "longer_asked": "请双方同意延长期限",
    "longer_yes": "同意延长期限",
    "longer_no": "不同意延长期限",
    "longer": "期限延长到",
    "panel_told": "已通知",
    "panel_ring": "要打电话告诉",
    "panel_rung": "打过电话",
    "time_yes": "新的时间可以",
    "time_no": "新的时间不行",
    "time_wish": "想改时间",
    "time_silent": "没等到双方都答复，时间放开了",
    "sign_until": "签字期限",
    "sign_timeout": "到期没有签完字",
}
"""What the log holds besides moves, as staff read it."""


@dataclass(frozen=True, slots=True)
class Case:
    """One dispute between parties. `number` is ours; `file_number` is given at ACCEPTED (C.7)."""

    number: str
    category: str
    topic: str  # 楼上漏水 …: what both sides may read
    facts: str  # what happened, in the applicant's words
    claim: str  # what the applicant wants
    contact: str  # the applicant's conversation
    opened: datetime
    ticket: str = ""
    kind: str = "people"  # people, medical, labour: which limit runs
    stage: Stage = Stage.INTAKE
    file_number: str = ""
    mediator: str = ""  # ids of the roster
    lawyer: str = ""
    judge: str = ""
    slot: Slot | None = None
    held_until: datetime | None = None
    accepted_at: datetime | None = None
    limit_at: datetime | None = None
    end_reason: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """Who moves a case, when and why; `data` is small plain JSON for the log."""

    actor: Actor
    at: datetime
    why: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def may_move(case: Case, to: Stage) -> bool:
    """Whether the table allows it."""
    if to is Stage.TERMINATED:
        return case.stage not in ENDS
    return to in NEXT[case.stage]


def move(case: Case, to: Stage, act: Act) -> tuple[Case, Event]:
    """The case in its new stage and the row for the log; Refused when the table says no."""
    if not may_move(case, to):
        raise Refused(
            f"这件调解现在是“{CHINESE[case.stage]}”，不能改成“{CHINESE[to]}”。请刷新后再看一下。"
        )
    moved = replace(case, stage=to, version=case.version + 1)
    return moved, _event(case, to, act)


def noted(case: Case, what: str, act: Act) -> Event:
    """A row for the log of something that moves nothing: an assent, a word of performance."""
    return replace(_event(case, case.stage, act), move=what)


def _event(case: Case, to: Stage, act: Act) -> Event:
    return Event(
        kind="case",
        about=case.number,
        move=to.value,
        at=act.at,
        actor=act.actor,
        before=case.stage.value,
        after=to.value,
        why=act.why,
        data=act.data,
    )


def terminate(case: Case, act: Act, routes_told: tuple[str, ...]) -> tuple[Case, Event]:
    """End it for the reason in `act.why`; the other routes must have been told (C11, §26)."""
    if act.why not in END_REASONS:
        raise Refused("请选择终止的原因。", "reason")
    if not routes_told:
        raise Refused("结束调解前，要先告诉各方还可以走哪些途径。", "routes")
    ended, event = move(case, Stage.TERMINATED, act)
    event = replace(event, data={**event.data, "routes_told": list(routes_told)})
    return replace(ended, end_reason=act.why, slot=None, held_until=None), event
