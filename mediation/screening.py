"""The questions before anybody is invited, and what their answers mean (domain rules C.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `options` maps stored values to the buttons' words, empty for free words."""

    key: str
    words: str
    why: str
    options: Mapping[str, str]


SAFETY = {"no": "没有", "yes": "有", "unsure": "说不好"}

QUESTIONS = (
    Question(
        "violence",
        "先问问您的安全：有没有动过手、威胁过您，或者让您害怕、不敢和对方见面？",
        "有危险的时候不适合坐下来谈，我们会请专门的同志先保护您，不会告诉对方。",
        SAFETY,
    ),
    Question(
        "proceedings",
        "这件事有没有报过警、打官司、申请仲裁或者信访过？",
        "别的部门正在办的，我们不能另外调解，免得耽误您。",
        {
            "no": "都没有",
            "police": "报过警",
            "court": "打过官司",
            "arbitration": "申请过仲裁",
            "petition": "信访过",
            "unsure": "说不好",
        },
    ),
    Question(
        "incapacity",
        "这件事里，有没有未成年人，或者因为生病自己拿不了主意的人？",
        "他们要有家人或监护人陪着，得由工作人员来安排。",
        SAFETY,
    ),
    Question(
        "willing",
        "您愿意和对方一起谈谈吗？用手机视频也行，随时可以不谈了。",
        "调解全靠自愿，谁不愿意都可以不参加，也不影响您去仲裁、去法院。",
        {"yes": "愿意", "no": "不愿意", "unsure": "还没想好"},
    ),
    Question(
        "other",
        "对方是谁？怎么能联系上（电话或者门牌号）？",
        "只给调解员用来邀请对方，您不用自己去说。",
        {},
    ),
    Question(
        "wish",
        "您希望对方怎么做？用您自己的话说就行。",
        "调解员先知道您的想法，谈的时候少走弯路。",
        {},
    ),
)
"""Safety comes before everything (0.2 item 7); at the first sign no further question is asked."""

SIGNS = {
    "violence": frozenset({"yes", "unsure"}),
    "proceedings": frozenset({"police", "court", "arbitration", "petition", "unsure"}),
    "incapacity": frozenset({"yes", "unsure"}),
}
DANGERS = frozenset({"violence", "domestic_violence", "child_danger", "self_harm"})

WORDS = {
    "violence": (
        "您愿意说出来，很不容易。这件事先不请对方，我们也不会告诉对方。"
        "我请专门的同志联系您；现在有危险，请马上打110。"
    ),
    "police": (
        "这件事报过警，要先由工作人员和派出所对接，再看能不能调解。我们先不联系对方，"
        "会有同志联系您。"
    ),
    "proceedings": (
        "这件事别的部门已经在办，能不能调解要由工作人员看过再说。我们先不联系对方，会有同志联系您。"
    ),
    "incapacity": "这里面有需要特别照顾的人，我请工作人员先和您商量怎么办，现在不会联系对方。",
    "willing": (
        "好的，谈不谈由您自己定，不谈也没关系。您还可以申请仲裁、到法院起诉，"
        "12348可以免费问律师。以后想谈了，随时告诉我。"
    ),
    "forbidden": "这类事情不能用人民调解来办，我请工作人员告诉您可以走哪条路。",
    "conditional": "这类事情要工作人员先看过，才能定下来能不能调解。我们先不联系对方。",
}


@dataclass(frozen=True, slots=True)
class Screening:
    """What the answers mean. Unless `ok`, nobody is invited.

    `route`: none, person, police_linked. `missing` are the keys not answered yet.
    """

    ok: bool
    route: str
    reasons: tuple[str, ...]
    words: str = ""
    missing: tuple[str, ...] = ()


def screen(
    answers: Mapping[str, str], dangers: Sequence[str] = (), mediable: str = "allowed"
) -> Screening:
    """Judge the answers to QUESTIONS.

    `dangers` are kinds of danger heard in anything the resident wrote (DANGERS count).
    `mediable` is the category's. Any sign of violence, incapacity or proceedings goes to a person.
    A police case alone is police_linked: the bot never says that an agreement spares a penalty.
    """
    reasons = _reasons(answers, dangers)
    if reasons:
        return Screening(False, _route(reasons, answers), reasons, _words(reasons, answers))
    if mediable != "allowed":
        known = "forbidden" if mediable == "forbidden" else "conditional"
        return Screening(False, "person", (known,), WORDS[known])
    if answers.get("willing") in ("no", "unsure"):
        return Screening(False, "none", ("willing",), WORDS["willing"])
    missing = tuple(one.key for one in QUESTIONS if not answers.get(one.key, "").strip())
    return Screening(not missing, "none", (), "", missing)


def _reasons(answers: Mapping[str, str], dangers: Sequence[str]) -> tuple[str, ...]:
    found = [key for key, signs in SIGNS.items() if answers.get(key) in signs]
    if "violence" not in found and DANGERS & set(dangers):
        found.insert(0, "violence")
    return tuple(found)


def _route(reasons: tuple[str, ...], answers: Mapping[str, str]) -> str:
    police = answers.get("proceedings") == "police"
    return "police_linked" if reasons == ("proceedings",) and police else "person"


def _words(reasons: tuple[str, ...], answers: Mapping[str, str]) -> str:
    first = reasons[0]
    police = first == "proceedings" and answers.get("proceedings") == "police"
    return WORDS["police" if police else first]
