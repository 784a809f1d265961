"""Judicial confirmation of an agreement: what the law excludes, where it stands, what goes along.

民事诉讼法 §§205, 206; 民诉法解释 §§353 to 360: both parties apply together, within thirty days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from grid.calendar import SHANGHAI, WorkingCalendar
from grid.refused import Refused
from mediation.agreement import confirmable, last_day
from mediation.case import BINDING, Case, Stage
from mediation.outcome import Agreement

ANSWERS = {"yes": "想申请", "no": "不申请"}
RESULTS = {"confirmed": "法院裁定确认有效", "refused": "法院没有确认", "withdrawn": "撤回了申请"}
APPLIES = (Stage.EFFECTIVE, Stage.PERFORMING)
"""Stages from which the application may be handed in."""
NOTES = {
    "mark": "生效的协议，指纹",
    "court_yes": "想申请司法确认",
    "court_no": "不申请司法确认",
    "court_bar": "司法确认：调解员认定",
    "court_named": "司法确认的法院",
    "court_printed": "打印了司法确认材料",
    "court_signed": "双方在司法确认申请书上签了字",
    "court_handed": "司法确认申请交到法院",
    "court_result": "司法确认的结果",
}
"""What the log holds of it besides the moves, as staff read it."""
LIFTED = "none"
"""The mediator has said that nothing stands against it."""
LONGEST = 200  # characters of a name, a receipt, a reason


@dataclass(frozen=True, slots=True)
class Bar:
    """Why a court would not take it, and what helps instead; both parties read it."""

    why: str
    instead: str


BARS = {
    "identity": Bar(
        "婚姻、亲子、收养这类身份关系，法院不作司法确认",
        "身份关系要到民政部门登记，或者到法院起诉。只说钱和东西怎么给的，可以另写一份协议再申请",
    ),
    "title": Bar(
        "房屋、土地、车辆、专利商标归谁所有（确权），法院不作司法确认",
        "归谁所有请到登记机构办登记，有争议可以到法院起诉。付钱、修理、腾房这些约定，可以另写一份协议再申请",
    ),
    "procedure": Bar(
        "破产、宣告失踪、指定监护这类要走别的程序的事，法院不作司法确认",
        "请到法院立案窗口问该走哪个程序，12348可以免费问律师",
    ),
}
"""What is not taken at all (民诉法解释 §355), by key."""
_IDENTITY = re.compile(r"(?:自愿|同意|协议|办理?)离婚|解除(?:婚姻|收养|亲子)|(?:抚养权|监护权)归"
                       r"|(?:确认|承认).{0,6}(?:亲子|收养|婚姻)关系|断绝.{0,4}关系")  # fmt: skip
_THINGS = "房屋|房子|房产|土地|宅基地|车辆|车位|商铺|产权|使用权|专利权?|商标权?|著作权"
_TITLE = re.compile(rf"(?:{_THINGS})[^。；\n]{{0,12}}归[^。；\n]{{1,20}}(?:所有|享有)"
                    r"|产权归|过户(?:给|到|至)|确权")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether a party wants it. `by` is who of the staff heard it; empty when said itself."""

    party: str
    answer: str  # a key of ANSWERS
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Where it stands for the words known by `mark`. Days are ISO, as the court counts them."""

    mark: str
    bar: str = ""  # a key of BARS or LIFTED, as the mediator says; empty: as the words say
    bar_why: str = ""
    wishes: tuple[Wish, ...] = ()
    court: str = ""  # for this case, where it is not the district's
    printed: datetime | None = None
    signed: datetime | None = None  # the application, by both parties
    handed: str = ""
    handed_by: str = ""
    receipt: str = ""
    result: str = ""  # a key of RESULTS
    result_day: str = ""
    ruling: str = ""  # the court's own number
    note: str = ""

    def wish(self, party: str) -> str:
        """What a party said last: a key of ANSWERS, or empty."""
        return next((one.answer for one in reversed(self.wishes) if one.party == party), "")

    def both(self, parties: tuple[str, ...]) -> bool:
        """Whether everybody wants it; silence is no yes."""
        return bool(parties) and all(self.wish(one) == "yes" for one in parties)

    @property
    def confirmed(self) -> bool:
        """Whether the court has said that it holds: only then it can be enforced (§206)."""
        return self.result == "confirmed"


def bar_of(case: Case, agreement: Agreement, kept: Confirmation) -> str:
    """A key of BARS, or empty: the mediator's word, else the category's and the words' own."""
    if kept.bar:
        return "" if kept.bar == LIFTED else kept.bar
    if not confirmable(case.category) or _IDENTITY.search(agreement.words):
        return "identity"
    return "title" if _TITLE.search(agreement.words) else ""


def effective_day(agreement: Agreement) -> date | None:
    """The day from which it is in force, in Shanghai's calendar."""
    at = agreement.effective
    return at.astimezone(SHANGHAI).date() if at else None


def phase(
    case: Case, agreement: Agreement, kept: Confirmation, today: tuple[date, WorkingCalendar]
) -> str:
    """none, barred, open, over (the time has gone by), applied, or a key of RESULTS but withdrawn.

    After a withdrawal it is open again as long as there is time.
    """
    since = effective_day(agreement)
    if since is None or case.stage not in BINDING:
        return "none"
    if kept.result in ("confirmed", "refused"):
        return kept.result
    if case.stage is Stage.CONFIRM_APPLIED:
        return "applied"
    if case.stage not in APPLIES:
        return "none"
    if bar_of(case, agreement, kept):
        return "barred"
    day, calendar = today
    return "open" if day <= last_day(since, calendar) else "over"


def wished(kept: Confirmation, wish: Wish) -> Confirmation:
    """A party's word; a no after a yes voids signatures on the application."""
    if wish.answer not in ANSWERS:
        raise Refused("请选一项：想申请，还是不申请。", "answer")
    if wish.answer == "yes" and kept.result == "withdrawn":
        kept = replace(kept, result="", result_day="", ruling="", note="")
    signed = kept.signed if wish.answer == "yes" else None
    return replace(kept, wishes=(*kept.wishes, wish), signed=signed)


def barred(kept: Confirmation, bar: str, why: str) -> Confirmation:
    """The mediator's word on whether the law excludes it, with the reason for the log."""
    if bar != LIFTED and bar not in BARS:
        raise Refused("请选一项。", "bar")
    if bar == LIFTED and not why.strip():
        raise Refused("请写一下为什么可以申请。", "why")
    return replace(kept, bar=bar, bar_why=why.strip()[:LONGEST])


def signed(kept: Confirmation, parties: tuple[str, ...], now: datetime) -> Confirmation:
    """Both have signed the application."""
    if not kept.both(parties):
        raise Refused("要双方都说想申请，才能一起签申请书。")
    return replace(kept, signed=now)


def handed_in(
    kept: Confirmation, form: dict[str, str], span: tuple[date, date], today: date
) -> Confirmation:
    """It is with the court; `span`: the first and the last day on which that can have been."""
    if kept.signed is None:
        raise Refused("双方还没有都在申请书上签字，先记下签字。")
    day = read_day(form.get("day", ""), span[0], today)
    if day > span[1]:
        raise Refused("这一天已经过了三十天的期限，请核对日期。", "day")
    by = form.get("by", "").strip()[:LONGEST]
    if not by:
        raise Refused("请写是谁交的。", "by")
    receipt = form.get("receipt", "").strip()[:LONGEST]
    return replace(kept, handed=day.isoformat(), handed_by=by, receipt=receipt, result="",
                   result_day="", ruling="", note="")  # fmt: skip


def decided(kept: Confirmation, form: dict[str, str], today: date) -> Confirmation:
    """What came of it; after a withdrawal both may think again, from the beginning."""
    result = form.get("result", "")
    if result not in RESULTS:
        raise Refused("请选结果。", "result")
    day = read_day(form.get("day", ""), date.fromisoformat(kept.handed), today)
    ruling = form.get("ruling", "").strip()[:LONGEST]
    if result == "confirmed" and not ruling:
        raise Refused("请写裁定书的案号，以后申请强制执行要用。", "ruling")
    done = replace(kept, result=result, result_day=day.isoformat(), ruling=ruling,
                   note=form.get("note", "").strip()[:LONGEST])  # fmt: skip
    if result != "withdrawn":
        return done
    return replace(done, wishes=(), printed=None, signed=None, handed="", handed_by="", receipt="")


def read_day(text: str, first: date, today: date) -> date:
    """A day entered by hand, not before the first it can be and not in the future."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused("请用日历选日期。", "day") from None
    if not first <= day <= today:
        raise Refused(f"日期要在{first.isoformat()}到今天之间。", "day")
    return day


@dataclass(frozen=True, slots=True)
class Material:
    """Something that goes along: what, whose it is to bring, and what to mind."""

    name: str
    who: str
    mind: str = ""


def materials(case: Case, agreement: Agreement) -> tuple[Material, ...]:
    """What the court asks for (民诉法解释 §354); enough for one case, the window may want more."""
    paper = Material("调解协议书原件", "调解员", "有各方签名、调解员签名和委员会印章")
    if agreement.kind == "oral":
        paper = Material("口头协议登记表", "调解员", "要补成书面：双方和调解员都补签名")
    found = [
        Material("司法确认申请书", "调解员", "双方当面签名、按指印，法院几份就签几份"), paper,
        Material("调解组织主持调解的证明", "调解员", "附在后面，盖委员会印章"),
        Material("身份证明", "双方", "身份证原件和复印件；单位带营业执照、法定代表人证明"),
        Material("送达地址和联系方式", "双方", "在申请书上各写各的"),
        Material("有关的财产权利证明", "双方", "协议里说到房屋、车辆、存款的才要，例如不动产权证"),
        Material("授权委托书和代理人身份证明", "双方", "请人代办的才要，要写明特别授权"),
    ]  # fmt: skip
    if case.category.startswith("09"):
        found.append(Material("劳动关系的材料", "双方", "劳动争议只有付钱的内容可以确认"))
    return tuple(found)
