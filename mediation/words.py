"""What parties read: invitation, times, reminders, and how it ended (domain rules E.5, 16–20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from grid.calendar import SHANGHAI
from mediation.booking import Slot

WEEKDAYS = "一二三四五六日"
PARTS = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
FREE = "，全程免费"


def moment(at: datetime) -> str:
    """A time as people say it: 11月24日（周二）下午2点半."""
    local = at.astimezone(SHANGHAI)
    part = next(word for until, word in PARTS if local.hour < until)
    hour = local.hour if local.hour <= 12 else local.hour - 12
    minutes = {0: "", 30: "半", 15: "一刻", 45: "三刻"}.get(local.minute, f"{local.minute:02d}分")
    return f"{day(local.date())}{part}{hour}点{minutes}"


def day(of: date) -> str:
    """A date as people say it: 11月24日（周二）."""
    return f"{of.month}月{of.day}日（周{WEEKDAYS[of.weekday()]}）"


def invitation(committee: str, topic: str, kind: str = "people") -> str:
    """For the other party: voluntary, the other routes named, nothing of what was said of them.

    Free of charge is said of people's mediation only (0, item 6).
    """
    free = "" if kind == "commercial" else FREE
    return (
        f"您好，{committee}收到一件和您有关的{topic}纠纷，想请您自愿参加调解{free}，"
        "也可以视频。参加不参加都由您自己决定，不影响您以后去仲裁、去法院；"
        "同意以后也随时可以不谈。愿意回“1”，不愿意回“2”，想先问清楚回“3”。"
    )


def times(slots: Sequence[Slot], room: str = "社区调解室") -> str:
    """The offer of times, numbered."""
    if not slots:
        return "最近两周没有大家都空的时间。我请工作人员帮您另外安排，会尽快联系您。"
    listed = " ".join(f"{'①②③④⑤⑥'[n]}{moment(slot.start)}" for n, slot in enumerate(slots))
    return (
        f"可以约的时间有：{listed}。请回数字；都不行回“换”。大约要{slots[0].minutes}分钟，"
        f"在家用手机就能参加，不会用的话可以到{room}，有人帮忙。"
    )


def held(slot: Slot, until: datetime) -> str:
    """For the applicant: kept, not yet certain."""
    return (
        f"{moment(slot.start)}先给您留着。我们会联系对方和调解员，"
        f"最晚{moment(until)}告诉您定没定下来。"
    )


def confirmed(slot: Slot, mediator: str, change_until: datetime) -> str:
    """For each party, when all have accepted."""
    return (
        f"时间定好了：{moment(slot.start)}，视频调解，主持人是{mediator}，大约{slot.minutes}分钟。"
        f"要改时间，最晚在{moment(change_until)}前告诉我。"
    )


def reminder(slot: Slot, mediator: str, change_until: datetime) -> str:
    """The day before."""
    return (
        f"提醒您：{moment(slot.start)}视频调解，主持人是{mediator}。请提前备好身份证，"
        f"找个安静的地方。要改时间，最晚在{moment(change_until)}前告诉我。"
    )


def link(address: str) -> str:
    """Ten minutes before."""
    return f"快到时间了，点这里进调解室：{address}\n这个链接是您一个人的，请不要转给别人。"


def declined() -> str:
    """For the applicant when the other side said no: neutral, with the routes."""
    return (
        "对方这次没有同意调解，这件调解就不开始了，您的权利一点没少。您还可以申请仲裁、"
        "到法院起诉（12348可以免费问律师）。需要哪一样，我帮您理清步骤。"
    )


def silent() -> str:
    """For the applicant when the time kept ran out."""
    return (
        "约的时间里，没能等到所有人确认，留的时间先放开了。要不要另外选个时间？也可以回“转人工”。"
    )


def not_agreed(arbitration: str = "仲裁") -> str:
    """For each party after a session without agreement (§26: the routes are told)."""
    return (
        "今天没谈拢，也很正常，您的权利一点没少。您还可以：再约一次调解、"
        f"申请{arbitration}、到法院起诉（12348可以免费问律师）。需要哪一样，我帮您理清步骤。"
    )


def confirmation(effective: date, last: date) -> str:
    """For both after an agreement: judicial confirmation, with the safe last day."""
    return (
        f"协议从{day(effective)}起生效。为了更稳妥，双方可以在{day(last)}前一起向法院申请确认，"
        "不收费；确认后对方不履行，可以申请强制执行。要我帮您准备材料吗？"
    )
