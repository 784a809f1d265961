"""What parties read: invitation, times, reminders, and how it ended (domain rules E.5, 16–20)."""

from __future__ import annotations

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


def rests(until: datetime) -> str:
    """For who would apply again soon after a no (C2)."""
    return (
        f"对方前些天说过不愿意调解，{day(until.astimezone(SHANGHAI).date())}以前我们不再去请，免得逼着人谈。"
        "对方自己改了主意，用原来的链接随时可以同意，我马上告诉您。"
        "您现在就可以申请仲裁、到法院起诉，12348可以免费问律师。"
    )


def not_agreed(arbitration: str = "仲裁") -> str:
    """For each party after a session without agreement (§26: the routes are told)."""
    return (
        "今天没谈拢，也很正常，您的权利一点没少。您还可以：再约一次调解、"
        f"申请{arbitration}、到法院起诉（12348可以免费问律师）。需要哪一样，我帮您理清步骤。"
    )


def ended(why: str) -> str:
    """For each party when it ends for another reason than a session without agreement."""
    return (
        f"这件调解到此结束（{why}），您的权利一点没少。以后还可以再申请调解、"
        "申请仲裁、到法院起诉（12348可以免费问律师）。"
    )


def draft_ready(topic: str, link: str, again: bool) -> str:
    """For each party: the words of the agreement are there to be looked at."""
    what = "协议内容改过了，请再看一遍" if again else "协议写好了，请看一遍"
    return f"{topic}的{what}，对的话点“同意”，有地方不对也写在那里：{link}"


def draft_agreed(written: bool) -> str:
    """For each party, when all have said that the words are right."""
    if not written:
        return "双方都确认了口头协议的内容，协议从谈成的那天起生效，请按说好的办。"
    return "双方都同意了协议内容。接下来请按调解员的通知签字；签字、盖章以后协议才生效。"


def effective(day_of: date, keep_by: date | None) -> str:
    """For each party: it is in force, and by when to perform it."""
    due = f"请在{day(keep_by)}前按协议办好，到时候我再来问。" if keep_by else "请按协议办。"
    return f"协议从{day(day_of)}起生效。{due}"


def moved(slot: Slot, mediator: str, link: str) -> str:
    """For each party: another time, the same link."""
    return (
        f"调解的新时间是{moment(slot.start)}，主持人是{mediator}，"
        f"大约{slot.minutes}分钟。您方便吗？请在这里答复：{link}\n"
        "进调解室的链接也在那里，以前的链接不能用了。"
    )


def proposed(slot: Slot, mediator: str, link: str) -> str:
    """For each party: the first time there is, found by the mediator after all had said yes."""
    return (
        f"调解的时间是{moment(slot.start)}，主持人是{mediator}，大约{slot.minutes}分钟。"
        f"您方便吗？请在这里答复，进调解室的链接也在那里：{link}"
    )


def released(slot: Slot, link: str) -> str:
    """For each party: the new time is off again, somebody did not say yes."""
    return (
        f"{moment(slot.start)}的调解没有等到双方都说可以，这个时间先放开了。"
        f"调解员会另约时间，定了就告诉您。{link}"
    )


def sign_soon(topic: str, until: datetime, link: str) -> str:
    """For each party: the agreement has still to be signed."""
    return (
        f"{topic}的协议还没有签完字，请在{moment(until)}前按调解员的通知签好，签字、盖章以后才生效。"
        f"有难处，或者不想签了，回“转人工”告诉调解员，都由您自己决定。协议在这里：{link}"
    )


def sign_longer(topic: str, until: datetime, why: str) -> str:
    """For each party: there is more time for signing."""
    return f"{topic}的协议，签字的时间留到{moment(until)}，原因：{why}"


def meet_again() -> str:
    """For each party: the agreement is not signed, the mediator would like another session."""
    return (
        "协议还没有签成，调解员想请双方再谈一次，时间定了就告诉您。"
        "原来的内容没有生效，谈不谈都由您自己决定。"
    )


def sign_over(topic: str) -> str:
    """For each party: the time for signing is over; the mediator decides how it goes on."""
    return (
        f"{topic}的协议到期没有签完字，还没有生效。调解员会和您联系，商量接着签、再谈一次还是到此为止。"
        "您的权利一点没少。"
    )


def absent() -> str:
    """For each party: not everybody was there; whose fault it was is not said."""
    return (
        "约好的时间没能到齐，没关系，也许路上或者网络出了问题。调解员会另约时间，定了就告诉您。"
        "您的权利一点没少，随时可以不谈。"
    )


def waited() -> str:
    """For a party that waits and nobody opens."""
    return (
        "对不起，让您白等了。已经催了调解员，工作人员也会马上联系您；今天谈不成就另约最近的时间，"
        "这次不算您的。"
    )


def adjourned(begun: bool) -> str:
    """For each party: the other time is not known yet."""
    first = "今天先谈到这里，下次" if begun else "原来约的时间取消了，新"
    return f"{first}的时间调解员定了就告诉您。您的权利一点没少，随时可以不谈。"


def longer(topic: str, until: datetime, why: str, link: str) -> str:
    """For each party: may it take longer? (C16)"""
    last = day(until.astimezone(SHANGHAI).date())
    return (
        f"{topic}的调解想延长到{last}，原因：{why}\n同意不同意都由您自己决定，"
        f"双方都同意才延长：{link}"
    )


def longer_agreed(until: datetime) -> str:
    """For each party, when all have agreed."""
    return f"双方都同意了，调解的期限延长到{day(until.astimezone(SHANGHAI).date())}。"


def keep_words(what: str, keep_by: date, link: str) -> str:
    """Around the day of performance (C.8): before it, the day after, and when it is overdue.

    Empty for what can be worded only on its day: confirm_words.unkept.
    """
    known = {
        "remind_payer": f"提醒您：调解协议约定{day(keep_by)}前办好，还没办的请抓紧。",
        "ask_both": f"调解协议约定的{day(keep_by)}到了，办好了没有？点这里告诉我：{link}",
        "urge": f"调解协议约定{day(keep_by)}前办好，还没有听双方说都办完了。该您办的请尽快办；"
        f"有难处，或者对方没有办，回“转人工”告诉调解员。办好了点这里说一声：{link}",
    }
    return known.get(what, "")


def relation(topic: str) -> str:
    """Thirty days on, and ninety for neighbours: do they get on? (C.8)"""
    return f"{topic}调解完有一阵子了，现在还好吗？又有矛盾了，直接告诉我就行。"


def session_survey(link: str) -> str:
    """Two hours after the session, to each party alone (D.1)."""
    return f"这次调解，想听听您的感受，三个问题，点这里：{link}\n您怎么说，对方和调解员都看不到。"
