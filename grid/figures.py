"""Rates with their written definitions, numerators, denominators and what was left out (B.12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

FEW = 10
"""Below so many in the denominator a share says nothing: counts are shown."""
PEOPLE = 3
"""Answers of fewer residents than that are not broken down: they could be known by them."""
STILL, SURE = 0.0005, 2.0
"""A smaller change is none; a difference is sure beyond so many times its uncertainty."""
HIDDEN = "人少不显示"
CONSULT, PRAISE = "1201", "1206"
"""Questions and praise need no handling; they are in no rate (B.12)."""

OUT = {
    "merged": "并到别的工单一起办的（一件事只算一次）",
    "withdrawn": "诉求人撤回的",
    "rejected": "不予受理的",
    "transferred": "转给应急或法定渠道的",
    "waiting": "还没有受理的（待研判、核实中）",
    "talk": "咨询和表扬（不用办理）",
}
"""Why a registered ticket is in no rate; each has one reason, the first that holds."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A rate: what is counted (`got`) of what (`of`), in words a leader can repeat."""

    key: str
    name: str
    got: str
    of: str
    note: str = ""
    people: bool = False  # it counts what residents answered
    rising: bool = True  # more is better
    ripens: bool = False  # older tickets are further on: one time says nothing of another
    neutral: bool = False  # neither more nor less is good in itself


MEASURES = (
    Measure("accepted", "受理率", "受理了的", "受理的、不予受理的和转应急的",
            "还没有研判的、撤回的、并案的、咨询和表扬不算。", neutral=True),
    Measure("contact", "首次联系及时率（响应率）", "在答应的时间前联系上居民的",
            "答应过首次联系、时间已到或已经联系的",
            "先给了答复的，按答复的时间算联系；打不通的算没有联系上。"),
    Measure("in_time", "按期答复率", "答复的时间不晚于期限的", "已经答复，或期限已到的",
            "以最后给居民答复的时间和最后的期限为准；回访、归档的时间不算。"),
    Measure("in_time_first", "按原期限答复率", "不靠延期、没有挂账、也没有重办，就按期答复的",
            "已经答复，或期限已到的"),
    Measure("closed", "办结率（占全部受理）", "已经结案的", "受理的全部",
            "答复后要等居民评价（最长15天）才结案，近两周的会偏低，不和上一期比。", ripens=True),
    Measure("closed_due", "到期办结率", "已经结案的", "期限已到的", ripens=True),
    Measure("solved", "解决率", "居民说“已解决”的", "居民回答了“解决没有”的",
            "每件只算本人最后一次的回答；没有回答的不算；部分解决算没有解决。", people=True),
    Measure("satisfied", "满意率", "非常满意、满意、基本满意", "居民回答了“满意不满意”的",
            "没有回答的不算，更不算满意；要和参评率一起看。", people=True),
    Measure("net", "净满意率", "非常满意、满意", "居民回答了“满意不满意”的", people=True),
    Measure("answers", "参评率", "居民回答了的", "发出过回访，或居民自己来评价的",
            "回访送不到的（对方关掉了消息）不算。"),
    Measure("redone", "重办率", "居民说没解决、退回重办过的", "答复过的", rising=False),
    Measure("returned", "退单率", "被承办单位退回过的", "派给过单位的", rising=False),
    Measure("whistled", "吹哨率", "吹过哨的", "派给过单位的",
            "一件吹几次只算一次，几件一起吹的每件都算；太高、太低都要问一问。", neutral=True),
)  # fmt: skip
BY_KEY: Mapping[str, Measure] = {one.key: one for one in MEASURES}


@dataclass(frozen=True, slots=True)
class Rate:
    """A measure's value: two counts, and a share where there are enough."""

    measure: Measure
    got: int
    of: int
    covered: bool = False  # another row's few could be reckoned from it

    @property
    def share(self) -> float | None:
        """From 0 to 1; None for small denominators."""
        return self.got / self.of if self.of >= FEW else None

    @property
    def hidden(self) -> bool:
        """Whether so few residents answered that not even the counts are shown."""
        return self.covered or (self.measure.people and 0 < self.of < PEOPLE)

    @property
    def words(self) -> str:
        """As it stands in a table: 87.5%, 7/9, 人少不显示 or a dash."""
        if self.hidden:
            return HIDDEN
        if not self.of:
            return "—"
        return f"{self.got}/{self.of}" if self.share is None else f"{self.share:.1%}"

    @property
    def counts(self) -> str:
        """Numerator and denominator, for beside the share."""
        return "" if self.hidden or self.share is None else f"{self.got}/{self.of}"


class Tally(Counter[str]):
    """Counts by name: all, base, of.<measure>, got.<measure>, out.<reason>; they add up."""

    def rate(self, key: str, covered: bool = False) -> Rate:
        """The value of a measure."""
        return Rate(BY_KEY[key], self[f"got.{key}"], self[f"of.{key}"], covered)

    def rates(self) -> tuple[Rate, ...]:
        """All of them, in their order."""
        return tuple(self.rate(one.key) for one in MEASURES)

    def left_out(self) -> tuple[tuple[str, str, int], ...]:
        """Key, words and number of whatever was left out and is there."""
        found = ((key, words, self[f"out.{key}"]) for key, words in OUT.items())
        return tuple(row for row in found if row[2])


def few_apart(tallies: Mapping[str, Tally], keys: Iterable[str]) -> set[tuple[str, str]]:
    """Which further rows and measures of a table are not shown.

    Of a sum that is shown, the one hidden row could be reckoned from all others: the smallest of
    them is hidden with it.
    """
    found = set()
    for key in keys:
        rates = {name: tally.rate(key) for name, tally in tallies.items()}
        shown = sorted((rate.of, name) for name, rate in rates.items()
                       if rate.of and not rate.hidden)  # fmt: skip
        if sum(rate.hidden for rate in rates.values()) == 1 and shown:
            found.add((shown[0][1], key))
    return found


def together(tallies: Iterable[Mapping[str, int]]) -> Tally:
    """The sum of tallies of tickets that are not the same."""
    whole = Tally()
    for one in tallies:
        whole.update(one)
    return whole


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed: in words, and whether it is good or bad; neither when it may be chance."""

    words: str
    tone: str = ""  # good, bad or empty


def moved(now: Rate, before: Rate) -> Change | None:
    """What has changed since, in points; None where one of them says too little.

    A difference is called good or bad only beyond twice its own uncertainty.
    """
    measure = now.measure
    if now.share is None or before.share is None or measure.ripens:
        return None
    change = now.share - before.share
    whole = (now.got + before.got) / (now.of + before.of)
    doubt = sqrt(whole * (1 - whole) * (1 / now.of + 1 / before.of))
    if abs(change) < STILL:
        return Change("持平")
    words = f"{'升' if change > 0 else '降'}{100 * abs(change):.1f}点"
    if abs(change) < SURE * doubt:
        return Change(f"{words}，可能是碰巧")
    if measure.neutral:
        return Change(words)
    return Change(words, "good" if (change > 0) == measure.rising else "bad")
