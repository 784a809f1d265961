"""Words that only frame what is said: 您好，请问一下 before a cry for help, 怎么办 behind it."""

from __future__ import annotations

import re

_LEADS = re.compile(
    r"(?:您好|你们?好|老师|师傅|同志|领导|客服|喂|哎|那个|不好意思|打扰(?:一下)?了?|[,!。~ ])*"
    r"(?:我|就|那|麻烦)*(?:想|要|来)?"
    r"(?:请?问(?:一?下|问|一声|个事)?|咨询(?:一?下)?|打听(?:一?下)?|请教(?:一?下)?|了解一?下)"
    r"(?:你们|您|你|大家)?[,:。 ]*"
)
_TRAILS = re.compile(
    r"(?<=[了着啊呀喇咗])[,。 ]*(?:(?:我|该|应该|要|可)*"
    r"(?:怎么(?:办|弄|处理)|咋(?:个?办|整)|点(?:算|办)|哪能办|如何是好|找谁|打(?:什么|哪个)电话)"
    r"|要不要紧|要紧吗|有没有事|有?危险吗|怎么回事)[啊呀呢嘛吗,。!?~ ]*$"
)
"""Behind what has happened: of 着火怎么办 the answer is a rule."""
_IF = re.compile(r"如果|要是|万一|假如|会不会")
SHORTEST = 4  # characters of what is told; less says nothing without its frame


def unframed(text: str) -> str:
    """A normalised text without the courtesies around it; "" where it has none."""
    lead = _LEADS.match(text)
    rest = text[lead.end() :] if lead else text
    rest = rest if _IF.search(rest) else _TRAILS.sub("", rest)
    return rest if rest != text and len(rest) >= SHORTEST else ""
