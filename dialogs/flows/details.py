"""The few details of a category, in its own order, at most three asked."""

from __future__ import annotations

import re
from typing import Any

from dialogs.commands import RaiseAlert
from dialogs.flows.kind import FIRE
from dialogs.lookup import Lookup
from dialogs.question import SKIPPED, Option, Question
from dialogs.talk import Talk
from dialogs.told import Told
from grid.catalogue import Category
from nlu.privacy import mask

FROM_STORY = {"loc", "topic", "facts", "free", "source", "symptoms"}
"""Filled by what was told anyway; `loc` is the place."""
OWN_QUESTIONS = {"anonymous"}
"""Asked elsewhere: on the card."""


def gathered(part: Talk, category: Category, look: Lookup) -> tuple[tuple[str, str], ...]:
    """The details told or asked, by slot; of a whole message as many as the district allows."""
    found: list[tuple[str, str]] = []
    most = look.district.policies.slots_max
    asked = sum(1 for a in part.trail if a.how == "asked" and _counts(a.name, look))
    if part.told.get("danger"):
        asked = most  # who has just come out of danger is asked no details
    for slot in category.slots:
        if slot in FROM_STORY or slot in OWN_QUESTIONS or _senseless(slot, part):
            continue
        question = slot_question(slot, part, look)
        known = question.from_facts(part.told) or part.beside(slot)
        if known is None and not _given(part, slot):
            if asked >= most:
                continue
            asked += 1
        elif _how(part, slot) == "asked":
            asked += 1
        value = part.ask(question)
        if value != SKIPPED:
            found.append((slot, str(value)))
        if (slot, str(value)) in ALARMS:
            break  # the rest can wait
    return tuple(found)


ALARMS = {("people_trapped", "有"): "trapped", ("safe_now", "不安全"): "violence",
          ("safety_check", "有"): "violence"}  # fmt: skip
"""Answers that tell of danger, and of which."""


def alarm(slots: tuple[tuple[str, str], ...], kind: str, story: str) -> RaiseAlert | None:
    """The alert an answer calls for; what may be past is asked about before anybody is woken."""
    found = next((s for s in slots if s in ALARMS), None)
    if found is None:
        return None
    danger = "domestic_violence" if kind == HOME_VIOLENCE else ALARMS[found]
    return RaiseAlert(danger, "E0", story, page=found[0] != "safety_check")


HOME_VIOLENCE = "0706"


def confirmed(part: Talk, kind: str) -> RaiseAlert | None:
    """正在发生的火情, picked by the resident from the buttons: nobody is asked for details then."""
    picked = any(_how(part, name) == "asked" for name in ("kind", "clearer"))
    if kind != FIRE or not picked or part.told.get("danger"):
        return None
    return RaiseAlert("fire", "E0", story(part), page=True)


INDOORS = re.compile(r"楼道|楼梯|走廊|过道|门厅|电梯|车库|地下室|单元门|楼栋")
"""A lamp in there hangs on no pole."""


def _senseless(slot: str, part: Talk) -> bool:
    """Whether a detail cannot be there for what was told: the number on the pole of 楼道灯."""
    return slot == "pole_no" and not _given(part, slot) and bool(INDOORS.search(story(part)))


def _counts(name: str, look: Lookup) -> bool:
    """Whether a question asked for something missing (rather than settling what was said)."""
    short = name.split(".")[-1]
    return short in ("place", "clearer", "detail") or short in look.district.slots


def _given(part: Talk, slot: str) -> bool:
    return part.name(slot) in part.run.given or part.name(slot) in part.run.reopened


def _how(part: Talk, slot: str) -> str:
    kept = part.run.given.get(part.name(slot))
    return str(kept[2]) if kept else ""


def slot_question(slot: str, part: Talk, look: Lookup) -> Question:
    """One detail, in the district's own words; photos are answered by a photo."""
    asked = look.district.slots[slot]
    return Question(slot, asked.question, _reader(slot), known=_known(slot, part),
                    label="" if slot == "photo" else asked.label, why=asked.why, skippable=True,
                    options=YES_OR_NO.get(slot, ()), miss=_go_on,
                    asks="phone" if slot == "contact_safe" else "")  # fmt: skip


NUMBERS = {"amount", "people", "people_count", "households", "acct", "elevator_no", "pole_no",
           "police_no", "order_no", "plate", "room_temp", "rooms", "prev_no"}  # fmt: skip
"""Asks for a number; words without one tell something else."""
_A_NUMBER = re.compile(r"[0-9A-Za-z一二两三四五六七八九十百千万亿几半零整全多]")
CODES = {"acct", "elevator_no", "pole_no", "police_no", "order_no", "plate", "prev_no"}
"""Numbers that are read off something: 晚上七点多看不见路 is none."""
_NO_CODE = re.compile(
    r"[0-9一二两三四五六七八九十百几半多整全]+(?:来|多|几)?个?"
    r"(?:点|时|小时|分钟|天|周|星期|礼拜|月|年|次|回|个|户|人|米|盏|条)|[多几半整全]"
)
_NONE = re.compile(r"(?:没有?|无|不知|不清|不记|记不|看不|忘)(?!法).{0,5}$")
_NO_NAME = re.compile(
    r"[0-9一二三四五六七八九十百千万几半两个多月年天号了总共大概差不多左右元块钱欠有，,。.、 ]+"
)
NAMES = {"employer", "project", "party", "party_org", "site_name", "school"}
"""Asks for a name; a sum or a time alone is none."""
YES_OR_NO = {
    "people_trapped": (Option("有人困着", "有", ("有", "有人", "困着")), Option("没有人", "没有")),
    "safe_now": (Option("安全", "安全"), Option("不安全", "不安全", ("害怕", "怕", "不太安全"))),
    "safety_check": (Option("有", "有", ("动过手", "威胁过")), Option("没有", "没有")),
}
"""Asks for a yes or a no, in this order."""


def _go_on(told: Told) -> str:
    return "好的。" if told.yes else ""


def _reader(slot: str) -> Any:
    def read(told: Told) -> str | None:
        if slot in YES_OR_NO and (told.yes or told.no):
            return str(YES_OR_NO[slot][told.no].value)
        if slot == "photo" and _NO_PHOTO.search(told.plain):
            return SKIPPED
        if slot == "photo" or told.yes or _is_none(slot, told):
            return None  # 好的 announces an answer and is none
        words = _NO_CODE.sub("", told.text) if slot in CODES else told.text
        if slot in NUMBERS and not _A_NUMBER.search(words):
            return SKIPPED if _NONE.match(told.plain) else None
        if slot in NAMES and _NO_NAME.fullmatch(told.plain):
            return None
        return told.text or None

    return read


def _is_none(slot: str, told: Told) -> bool:
    """Whether a rule is asked about, or something told before put right: neither is an answer."""
    if told.heard.times or told.heard.names:
        return False
    asks = told.heard.act == "consult" and told.heard.sure >= ASKS
    return (asks and bool(_A_QUESTION.search(told.text))) or (
        slot in (*YES_OR_NO, "time", "since") and bool(_NOT_BUT.search(told.plain))
    )


ASKS = 0.9  # confidence of a question in between
_A_QUESTION = re.compile(r"[吗么呢?？]|要不要|能不能|可不可以|怎么|哪里|什么|多少")
_NOT_BUT = re.compile(r"不是[^，,。 ]{1,10}[，, ]*是[^，,。 ]{2}")

_NO_PHOTO = re.compile(
    r"(?:不会|不想|不敢|没法|没办法|不方便|不好|没有?)(?:拍|照|发)|拍不|照不|没照片|没手机"
)


def _known(slot: str, part: Talk) -> Any:
    """What the story already tells of a slot; photos are known once one has been sent."""

    def known(told: dict[str, Any]) -> str | None:
        if slot == "photo":
            return f"{len(part.run.files)}份" if part.run.files else None
        value = told.get(slot)
        return str(value) if value else None

    return known


def story_question(part: Talk, look: Lookup) -> Question:
    """What happened: the resident's words as they stand, asked again only from the card."""

    def read(told: Told) -> str | None:
        return told.text or None

    return Question("story", look.say("ask_detail"), read, default=story(part), label="情况",
                    why=look.say("why_detail"))  # fmt: skip


def story(part: Talk) -> str:
    """The problem in the resident's own words, everything told of it in order."""
    told = part.told
    pieces = [str(told.get("detail", ""))]
    for name in ("detail", "clearer"):
        kept = part.run.given.get(part.name(name))
        if kept and isinstance(kept[1], dict):
            pieces.append(str(kept[1]["text"]))
    if part.part <= 0:
        pieces += [str(more) for more in part.run.said.get("more", ())]
    text = "。".join(dict.fromkeys(p.strip("。 ") for p in pieces if p and p != SKIPPED))
    return mask(text) if part.run.said.get("own_phone") else text
