"""What parties read of judicial confirmation, and of an agreement that is not kept."""

from __future__ import annotations

from datetime import date

from mediation.confirmation import BARS, RESULTS, Confirmation
from mediation.outcome import Agreement
from mediation.words import day

ENFORCED_WITHIN = 2  # years from the last day of performance (民事诉讼法 §250)
LEAP = 29


def barred(bar: str) -> str:
    """The court would not take it: why, and what helps."""
    one = BARS[bar]
    return (
        f"这份协议有效，请按协议办。要说明的是：{one.why}，所以这次不能一起申请。{one.instead}。"
        "觉得不是这么回事，回“转人工”。"
    )


def opened(last: date) -> str:
    """The mediator has found that nothing stands against it."""
    return f"调解员看过了，这份协议可以申请司法确认，双方都愿意的话，最晚{day(last)}一起办。"


def both_want(last: date, court: str) -> str:
    """For each party: both said yes."""
    where = f"交到{court}" if court else "交到法院"
    return (
        f"双方都想申请司法确认。材料由调解员备好，再约双方当面签字，然后{where}，最晚{day(last)}，不收费。"
        "交上去以前，随时可以改主意。"
    )


def not_both(last: date) -> str:
    """For who wanted it: the other does not, or no longer; nothing is said of why."""
    return (
        "司法确认要双方一起申请，现在没有都同意，所以先不办。协议照样有效，请按协议办；"
        f"{day(last)}前双方改了主意，还可以申请。"
    )


def remind(kept: Confirmation, party: tuple[str, bool], last: date, link: str) -> str:
    """15 and 5 days before and on the day; `party`: its id, and whether both want it."""
    who, both = party
    if both:
        what = "双方都想申请，申请书还没有签"
        what = "申请书双方都签了，还没有记下交到法院" if kept.signed else what
        return f"提醒您：司法确认最晚{day(last)}交到法院。{what}，有问题回“转人工”告诉调解员。"
    if kept.wish(who) == "yes":
        return (
            f"提醒您：司法确认最晚{day(last)}，要双方一起申请，现在还没有等到双方都同意。"
            "没等到也不要紧，协议照样有效。"
        )
    return (
        f"提醒您：想请法院确认调解协议的话，最晚{day(last)}，要双方一起申请，不收费。"
        f"不想申请就不用管，协议照样有效。想申请，点这里说一声：{link}"
    )


def printed(last: date) -> str:
    """For each party: the papers are there."""
    return (
        "司法确认的材料备好了，调解员会约双方当面签申请书。请带身份证原件和复印件；"
        f"协议里说到房屋、车辆的，把证书也带上。最晚{day(last)}要交到法院。"
    )


def signed(last: date) -> str:
    """For each party: the application is signed by both."""
    return f"双方都在司法确认申请书上签了字，接下来交到法院，最晚{day(last)}。交了就告诉您。"


def handed(kept: Confirmation, court: str) -> str:
    """For each party: the court has it."""
    number = f"，收件号{kept.receipt}" if kept.receipt else ""
    return (
        f"司法确认的申请{day(date.fromisoformat(kept.handed))}交到了{court or '法院'}"
        f"（{kept.handed_by}）{number}。一般一个月左右有结果，以法院为准；法院可能打电话或请双方去一趟。"
    )


def result(kept: Confirmation, done: str) -> str:
    """For each party: what the court said, and what that means; `done`: a key of RESULTS."""
    at = day(date.fromisoformat(kept.result_day))
    number = f"，案号{kept.ruling}" if kept.ruling else ""
    then = {
        "confirmed": "请按协议办。有一方不办的，另一方可以向法院申请强制执行；裁定书请收好。",
        "refused": "协议没有因此作废：可以请调解员再谈，按法院指出的地方改，也可以到法院起诉。",
        "withdrawn": "协议照样有效，请按协议办。期限里双方改了主意，还可以再一起申请。",
    }
    return f"司法确认有结果了：{at}{RESULTS[done]}{number}。{then[done]}"


def routes(agreement: Agreement, kept: Confirmation | None) -> str:
    """What helps when it is not kept: enforcement of what is confirmed, else a suit upon it."""
    if kept is None or not kept.confirmed:
        return (
            "可以请调解员督促；协议没有经过法院确认，不能直接强制执行，"
            "可以拿着协议到法院起诉，请求对方按协议办。12348可以免费问律师。"
        )
    number = f"，案号{kept.ruling}" if kept.ruling else ""
    last = f"，最晚{enforced_until(agreement.day)}" if agreement.day else ""
    return (
        f"协议是法院确认过的{number}：有一方不办，另一方可以带着裁定书向法院申请强制执行，"
        f"期限是两年，从约定办好的最后一天算起{last}。12348可以免费问律师。"
    )


def enforced_until(keep_by: date) -> str:
    """Two years after the day of performance, in words with the year."""
    short = (keep_by.month, keep_by.day) == (2, LEAP)
    end = keep_by.replace(year=keep_by.year + ENFORCED_WITHIN, day=28 if short else keep_by.day)
    return f"{end.year}年{end.month}月{end.day}日"


def unkept(agreement: Agreement, kept: Confirmation | None) -> str:
    """Overdue, or said not to be kept."""
    return f"调解协议到现在还没有履行完。{routes(agreement, kept)}要帮忙回“转人工”。"
