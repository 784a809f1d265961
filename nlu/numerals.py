"""Numbers as people write them: 3.5万, 一千二, 二〇二六, 幺三八."""

from __future__ import annotations

import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "俩": 2, "仨": 3, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
    "陆": 6, "柒": 7, "捌": 8, "玖": 9, "幺": 1, "洞": 0, "拐": 7,
}  # fmt: skip
UNITS = {
    "十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "亿": 10**8,
}  # fmt: skip
NUMBER = (  # taken whole or not at all: a thousand digits in a row cost no more than one
    r"(?>(?:\d+(?:,\d{3})*(?:\.\d+)?|[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+"
    ")+)"
)
_RANGE = re.compile(
    r"(?<![零〇一二两三四五六七八九])(?:一二|一两|二三|两三|[一两]三|三四|四五|五六|六七|七八|八九|三五)"
    r"(?![零〇一二两三四五六七八九])"
)
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\d]")


def number(words: str) -> float | None:
    """The value of a written number, or None when it is none.

    A last digit after a unit counts in the next lower unit: 一千二 is 1200, 3万5 is 35000.
    """
    total = section = 0.0
    current: float | None = None
    last, spoken_zero = 1, False
    for token in _TOKEN.findall(words.replace(",", "")):
        if token in UNITS:
            unit = UNITS[token]
            total, section = _unit(total, section, current, unit)
            current, last, spoken_zero = None, unit, False
        elif token in DIGITS or token[0].isdigit():
            value = float(DIGITS.get(token, -1)) if token in DIGITS else float(token)
            spoken_zero = spoken_zero or (value == 0 and current is None)
            current = value if current is None else current * 10 + value
        else:
            return None
    if current is not None and last >= 100 and current < 10 and not spoken_zero:
        current *= last / 10
    return total + section + (current or 0) if words else None


def _unit(total: float, section: float, current: float | None, unit: int) -> tuple[float, float]:
    if unit >= 10_000:
        whole = section + (current or 0)
        return total + (whole or 1) * unit, 0.0
    return total, section + (1 if current is None else current or 0) * unit


def approximate(words: str) -> bool:
    """True for 七八, 三四十, 十五六, 两三百: two digits side by side that name a range."""
    return _RANGE.search(words) is not None


def spoken(words: str) -> str:
    """Digits read out one by one: 一三八零零 becomes 13800; other characters stay."""
    return "".join(str(DIGITS[c]) if c in DIGITS else c for c in words)
