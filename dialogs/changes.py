"""Asking for a change without saying the new value: 地点错了, 改成匿名, 类别不对."""

from __future__ import annotations

import re
from datetime import timedelta

from dialogs import faq, parts
from dialogs.engine import Turn, advance, again, give
from dialogs.question import Asked
from dialogs.reading import edit
from dialogs.run import LIGHT, Run
from dialogs.taken_again import wanted_again
from dialogs.told import anew, facts
from grid.tickets import Ticket
from nlu.rather import rather

_WRONG = r"错了?|不对|有误|不是这个|要改|改一?下|改改|写错了?|说错了?|填错了?|重新?(?:填|写|选)"
_NAMES = {
    "地点": "地点|地址|位置|地方|小区|楼号",
    "类别": "类别|类型|分类|种类",
    "情况": "情况|内容|描述|说法",
    "保密方式": "保密|匿名",
    "发生时段": "发生时[段间]|时[段间]",
    "开始时间": "开始时间|时间",
}
"""What people call a line of the card; other lines by their own label."""
_PRIVACY = (
    ("open", re.compile(r"不(?:想|要|用|必)?再?匿名.{0,3}[，, ](?:就)?(?:公开|实名)")),
    ("confidential", re.compile(r"不(?:想|要|用|必)?(?:再)?匿名|^(?:要)?保密")),
    ("open", re.compile(r"实名|公开|可以(?:让|告诉).{0,6}(?:知道|是我)|不用保密|不怕")),
    (
        "anonymous",
        re.compile(
            r"匿名|不留名|(?:别|不要|不想|不)(?:留|写|提)我?的?(?:名字|姓名|名)|别(?:说|写|提)我|不要(?:说|写|提)我"
        ),
    ),
)
_UNNAMED = (
    r"匿名|不(?:想)?留名字?|(?:别|不要|不想|不)(?:留|写|提)我?的?(?:名字|姓名|名)"
    r"|不(?:想|要|愿意?)(?:透露|暴露|公开)(?:我的?)?(?:姓名|名字|身份|真名)"
)
_WHAT = r"(?:地|来)?(?:反映|举报|投诉|反应)?(?:[一几两]?[个件]?(?:事情?|问题|情况))?[吧哦啊呢的]?"
_BARE = re.compile(
    r"(?:算了|那|还是)?[，, ]*我?(?:不(?:[要用想必]?再?)匿名了?|不用保密"
    r"|(?:公开|实名)就(?:公开|实名)"
    rf"|(?:就|只)?(?:要|想|希望|能)?(?:改成|改为|换成)?(?:{_UNNAMED}|实名|保密)){_WHAT}"
    r"(?:[，, ]+(?:就)?(?:公开|实名)(?:就(?:公开|实名)|吧|也行|也可以|好了)?)?"
)
"""Said before the card: kept for it."""
_MAY_I = re.compile(r"匿名(?:行|可以|成|中)(?:不行|不可以|不|吗|么)?$")
_FIRST = re.compile(
    rf"(?:您好|你好|哦|啊|对了|等等|那个?|[，, ])*我?(?:就|只)?(?:要|想|希望)?(?:{_UNNAMED}){_WHAT}"
    r"(?:[，, ]*(?:可以|行|能|中|要得))?(?:[吗么不伐嘛]|不行)*"
)
"""Said before anything else: a report without a name begins with it."""
_AFTER_ALL = re.compile(
    r"(?<![不别])(?:改|换|变|转)(?:成|为|做|作)?匿名(?!了)"
    r"|(?:我的?|俺的?)(?:姓名|名字|身份)(?:信息)?(?:给我|帮我|都|也)?(?:去掉|撤掉|删掉|删了|隐去|隐藏|拿掉)"
    r"|(?:去掉|撤掉|删掉|隐去|隐藏|拿掉)(?:一下)?我的?(?:姓名|名字|身份)"
)
"""Said of what is registered already."""
_EARLIER = re.compile(r"之前|上次|前面|昨天|前天|上周|上一件|登记过|登记了|已经登记|\d{4}")
"""Said of a ticket there is already, in the middle of telling of something else."""
LONGEST_WISH = 30  # characters; a longer message tells a story
LONGEST = 16  # characters of a wish for a change; a longer message tells a story


def a_change_is_wanted(turn: Turn) -> bool:
    """A line of the open report is to be changed: it is asked again, or changed at once."""
    run = turn.talk.top
    if run is None or run.flow != "report" or not 2 <= len(turn.told.plain) <= LONGEST:
        return False
    if parts.dropped(turn, run) or wanted_again(turn, run):
        return True
    trail = [a for a in turn.outcome(run).trail if a.question.label and a.how]
    return _privacy(turn, trail) or _named(turn, trail)


def no_name_after_all(turn: Turn) -> bool:
    """改成匿名, said of what is registered: it is done, and what cannot be undone is said."""
    run, words = turn.talk.top, turn.told.plain
    if len(words) > LONGEST_WISH or (run and not _gives_way(run, words)):
        return False
    just = _just_registered(turn) if run is None else run.flow == "leave_phone"
    late = just and bool(_FIRST.fullmatch(words))
    if not (late or _AFTER_ALL.search(words)) or not turn.look.mine():
        return False
    if run and run.flow == "leave_phone":
        turn.talk.stack.remove(run)
    turn.begin("unname", {"text": "" if late else words, "facts": facts(turn.told)})
    turn.talk.misses = 0
    advance(turn)
    return True


def _just_registered(turn: Turn) -> bool:
    """Whether 我要匿名 is said of a ticket registered a moment ago, and not of what is to come."""
    newest = max((t.opened for t in turn.look.open_tickets()), default=None)
    return newest is not None and turn.look.now - newest <= A_MOMENT


def just_sent(turn: Turn) -> list[Ticket]:
    """The tickets opened a moment ago that nobody has answered yet."""
    tickets = turn.look.open_tickets()
    return [t for t in tickets if not t.answer and turn.look.now - t.opened <= A_MOMENT]


A_MOMENT = timedelta(minutes=15)


def _gives_way(run: Run, words: str) -> bool:
    """Whether what is under way waits; a report only for what is plainly another ticket."""
    if run.flow == "report":
        return _EARLIER.search(words) is not None
    return run.flow in (*LIGHT, "survey", "facts")


def no_name_from_the_start(turn: Turn) -> bool:
    """我想匿名, said before what is wrong: so it is, and what is wrong is asked (E.2)."""
    run = turn.talk.top
    if not _FIRST.fullmatch(turn.told.plain) or (run and run.flow not in (*LIGHT, "survey")):
        return False
    if turn.talk.forgetful:
        turn.say(turn.look.say("forgetful"))
        return True
    if run and run.flow in LIGHT:
        turn.talk.stack.remove(run)
    begun = turn.begin("report")
    begun.given["privacy"] = ["", "anonymous", "asked"]
    turn.say(turn.look.say("unnamed"))
    turn.talk.misses = 0
    advance(turn)
    return True


def _privacy(turn: Turn, trail: list[Asked]) -> bool:
    asked = next((a for a in trail if a.name == "privacy"), None)
    run = turn.talk.top
    if run is None or run.open is None:
        return False
    wish = next((value for value, words in _PRIVACY if words.search(turn.told.plain)), "")
    if not wish and faq.wants_secrecy(turn) and run.open.name.split(".")[-1] != "detail":
        if asked and asked.value == "open":
            give(run, asked.name, asked.question.about, "confidential")
        again(turn, turn.look.say("faq.confidential"))
        return True
    if asked is None and (_BARE.fullmatch(turn.told.plain) or _MAY_I.search(turn.told.plain)):
        run.given["privacy"] = ["", wish or "confidential", "asked"]
        again(turn, turn.look.say("noted"))
        return True
    if asked is None or run.open.name != "sure":
        return False
    if not wish:
        return False
    wish = wish if asked.question.holds(wish) else "confidential"  # 实名, where nobody may be told
    give(run, asked.name, asked.question.about, wish)
    shown = asked.question.show(wish)
    turn.say(turn.look.say("corrected", label=asked.question.label, value=shown))
    advance(turn)
    return True


def something_is_wrong(turn: Turn) -> bool:
    """A correction over the card that fits no line of it: the words are kept, the line is asked."""
    run = turn.talk.top
    if run is None or run.flow != "report" or run.open is None or run.open.name != "sure":
        return False
    if _quite_another(turn, run):
        return True
    wrong = anew(turn.told.plain) or (
        turn.told.heard.act == "correct" and _SOMETHING_WRONG.search(turn.told.plain)
    )
    if not wrong or facts(turn.told).keys() - {"guesses"}:
        return False
    if len(turn.told.plain) >= SAYS_WHAT:
        run.said.setdefault("more", []).append(turn.told.text)
    edit(turn, run, "change")
    return True


def _quite_another(turn: Turn, run: Run) -> bool:
    """不是问这个，我是说学校门口堵车: what it is has to be asked anew, from these words."""
    plain, guesses = turn.told.plain, facts(turn.told).get("guesses")
    if len(run.parts) > 1 or not (rather(plain).right and _NOT_THIS_ONE.match(plain) and guesses):
        return False
    told = run.parts[0] if run.parts else run.said
    told["guesses"] = guesses
    run.said.pop("consult", None)
    run.said.setdefault("more", []).append(turn.told.text)
    kinds = (a.name for a in turn.outcome(run).trail if a.name.split(".")[-1] == "kind")
    edit(turn, run, next(kinds, "kind"))
    return True


_NOT_THIS_ONE = re.compile(
    r"(?:不|弗|勿)是(?:[说问讲报](?:的是)?)?这[个件]|(?:不|弗|勿)是(?:[说问讲报]的?)这"
)
_SOMETHING_WRONG = re.compile(r"错|不对|不是|弗是|勿是|改|应该|有误|反了|漏|不准|写成|变成|不止")
SAYS_WHAT = 6  # characters of a correction that tells more than 不对


def line_name(label: str) -> str:
    """The pattern of what people call the line with that label."""
    return _NAMES.get(label, re.escape(label))


def _named(turn: Turn, trail: list[Asked]) -> bool:
    run, words = turn.talk.top, turn.told.plain
    for asked in trail:
        name = f"(?:{line_name(asked.question.label)})"
        wrong = re.search(rf"{name}.{{0,3}}(?:{_WRONG})|(?:要?改|修改|更正)一?下?{name}", words)
        if wrong and run is not None and turn.told.heard.spot is None:
            if right := rather(words).right:
                run.said.setdefault("more", []).append(f"是{right}")
            edit(turn, run, asked.name)
            return True
    return False
