"""What is asked of somebody in danger, by what it is: safe, seen, or money on its way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogs.commands import GENTLE
from dialogs.of_another import of_another
from dialogs.question import Option

SAFE, DANGER, MISTAKE = "safe", "danger", "mistake"
FRAUD = "fraud_now"


@dataclass(frozen=True, slots=True)
class Asking:
    """Keys of the wording, and the buttons."""

    first: str
    again: str
    still: str
    options: tuple[Option, ...]


OPTIONS = (
    Option("我安全了", SAFE, ("安全", "安全了", "没事了", "我没事", "我没事了", "出来了", "好了")),
    Option("还有危险", DANGER, ("不安全", "危险", "还在烧", "救命", "没有", "还没", "快来人")),
    Option("没有危险，说错了", MISTAKE, ("说错了", "没有危险", "误会", "打错了", "开玩笑")),
)  # fmt: skip


UNSEEN = (
    Option("见到人了，没事", SAFE, ("没事了", "人没事", "见到了", "联系上了", "通了", "接电话了")),
    Option("还没见到人", DANGER, ("没有", "还没", "没人去", "进不去", "去不了", "在外地",
                                  "我在外地")),
    Option("说错了", MISTAKE, ("没有危险", "误会", "打错了", "没有的事")),
)  # fmt: skip
"""Of somebody who may be lying behind a closed door: whether anybody has seen them."""

MISSED = (
    Option("找到了", SAFE, ("找着了", "回来了", "到家了", "没事了", "人没事", "找到人了")),
    Option("还没找到", DANGER, ("没有", "还没", "没找到", "没回来", "还没回来", "在找")),
    Option("说错了", MISTAKE, ("误会", "打错了", "没有的事")),
)  # fmt: skip
"""Of somebody who is missing: whether they have been found."""

MONEY = (
    Option("钱没转，码没给", SAFE, ("没转", "没有", "还没", "没转钱", "没给", "没转账", "没上当",
                                    "我没转", "还没转", "没有转", "都没有")),
    Option("已经转了或给了", DANGER, ("转了", "已经转了", "给了", "有", "转过去了", "转出去了")),
    Option("说错了", MISTAKE, ("没有这回事", "误会", "打错了", "没有的事")),
)  # fmt: skip
"""Of a fraud under way: whether the money is gone."""
MONEY_GONE = (
    Option("联系上了", SAFE, ("联系了", "打了", "打通了", "止付了", "冻结了", "办好了", "好了")),
    Option("还没联系上", DANGER, ("没有", "还没", "打不通", "占线", "没打")),
    Option("说错了", MISTAKE, ("没有这回事", "误会", "打错了", "没有的事")),
)  # fmt: skip
"""Once it is gone: whether the bank has been reached."""
OTHERS = (
    Option("人没事了", SAFE, ("没事了", "劝下来了", "下来了", "救下来了", "安全了", "有人陪着",
                              "陪着", "在陪")),
    Option("还有危险", DANGER, ("没有", "还没", "还在", "没人", "快来人", "还在上面",
                                "联系不上")),
    Option("说错了", MISTAKE, ("没有危险", "误会", "打错了", "没有的事", "开玩笑")),
)  # fmt: skip
"""Of somebody else who may take their life: how they are."""
_SENT = re.compile(
    r"(?<!没)(?<!没有)(?:转|汇|打|付|给|刷|充)(?:过去|出去|给他们?)?了|\d+(?:万|元|块)"
)
_KEPT = re.compile(r"(?:没|没有|还没|不)(?:转|汇|打钱|付|给|信|理|上当)")


def money(words: str) -> str:
    """What is said of it in other words; "" when it is none of both."""
    if _KEPT.search(words) and not _SENT.search(words):
        return SAFE
    return DANGER if _SENT.search(words) else ""


_UNSEEN = re.compile(
    r"(?:独居|独自|一个人(?:在家)?住|空巢|孤寡)[^。!?]{0,24}(?:没|不|无)(?:有|人)*"
    r"(?:接|回|通|出门|露面|下楼|动静|音讯|消息|声|看|碰|遇|见|应|开门|开灯)"
    r"|(?:没|不)(?:有|人)*(?:接|回)(?:电话|微信|消息)?[^。!?]{0,12}(?:独居|独自|一个人住|空巢)"
    r"|(?:敲门|叫门|按门铃|打电话)[^。!?]{0,6}(?:没|不)(?:有|人)*(?:应|开|接|答应|动静)"
)
_BY_ANOTHER = ("medical", "missing_person")


def unseen(kind: str, told: str) -> bool:
    """Whether it is about somebody living alone whom nobody has seen or reached for days."""
    return kind in _BY_ANOTHER and bool(_UNSEEN.search(told))


_GONE = re.compile(
    r"不见(?:了|人)|走丢|走失|走散|跑丢|丢了|没影|没了|找不(?:到|见)|失踪|没(?:有)?(?:回来|回家)"
)


def missing(kind: str, told: str) -> bool:
    """Whether somebody is looked for: 孩子不见了 is told by who looks, and not by the child."""
    return kind == MISSING or (kind == "child_danger" and bool(_GONE.search(told)))


MISSING = "missing_person"


def asking(kind: str, told: str, waiting: bool = False) -> Asking:
    """What is asked, also while help is on its way (`waiting`); a locked room is no help against
    oneself, nor against a transfer."""
    if unseen(kind, told):
        return Asking("safe_unseen", "safe_unseen_again", "safe_danger_unseen", UNSEEN)
    if missing(kind, told):
        return Asking("safe_missing", "safe_missing_again", "safe_danger_missing", MISSED)
    if kind == FRAUD and (waiting or money(told) == DANGER):
        return Asking("safe_bank", "safe_bank_again", "safe_danger_fraud", MONEY_GONE)
    if kind == FRAUD:
        return Asking("safe_fraud", "safe_fraud_again", "safe_danger_fraud", MONEY)
    if of_another(kind, told):
        return Asking("safe_other", "safe_other_again", "safe_danger_other", OTHERS)
    own = "_self_harm" if kind == "self_harm" else "_gentle"
    still = f"safe_danger{own if kind in GENTLE else ''}"
    return Asking("safe_now", "safe_now_again", still, OPTIONS)


HELP_CAME = re.compile(
    r"(?:警察|民警|救护车|医生|消防(?:车|员|队)?|120|119|110)(?:已经|都|也|快|马上)?(?:来|到|赶到|过来)了"
    r"|(?:已经|刚|我|都|也)+(?:报(?:过)?警|打(?:过|了)?(?:110|119|120|电话))了?"
    r"|^(?:报(?:过)?警了|打(?:过|了)(?:110|119|120|电话))"
)
"""Help has been called, or is there: heard, and still asked whether everybody is safe."""
