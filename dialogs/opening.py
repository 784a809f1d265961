"""How a report begins: what the first words tell of it, and whether they are one at all."""

from __future__ import annotations

import re
from typing import Any

from dialogs.dates import day_words
from dialogs.engine import Turn, advance
from dialogs.flows.kind import sure, sure_of
from dialogs.owned import divided
from dialogs.problems import SUFFERS, one_is_over, problems, says_what
from dialogs.run import JSON
from dialogs.telling import KINDS, fits
from dialogs.told import facts, sane


def report(turn: Turn, files: list[dict[str, Any]]) -> bool:
    """Begin a report with everything the message tells."""
    told = told_of(turn)
    _tell_of_own_twin(turn, told)
    run = turn.begin("report", told)
    run.files = files
    turn.talk.misses = 0
    advance(turn)
    return True


def _tell_of_own_twin(turn: Turn, told: JSON) -> None:
    """Whoever tells once more what is under way hears that it is."""
    guesses, place = told["said"].get("guesses") or [], told["said"].get("place") or {}
    if not sure(guesses) or not place.get("text") or "parts" in told:
        return
    same = (t for t in turn.look.open_tickets()
            if t.category == guesses[0][0] and t.place == place["text"])  # fmt: skip
    if twin := next(same, None):
        turn.say(turn.look.say("own_twin", no=twin.number, date=day_words(twin.opened)))


def told_of(turn: Turn) -> JSON:
    """What a message tells, as a report begins with it: `said`, and `parts` when several."""
    heard, said = turn.told.heard, facts(turn.told)
    if is_where(turn):
        return {"said": said}
    if only_asks(turn):
        said["consult"] = True
    if turn.told.text and says_what(heard):
        said["detail"] = turn.told.text
    if is_of_its_act(turn):
        said["guesses"] = _of_its_act(turn)
    if _NOT_DONE.search(turn.told.plain) and said.get("guesses"):
        said["guesses"] = [one for one in said["guesses"] if one[0] != KINDS["praise"]]
    several = [] if said.get("consult") else problems(heard, turn.look.near)
    if len(several) == 1 and (left := sane(several[0].guesses)) and one_is_over(heard):
        said["guesses"] = left
    if len(several) < 2:
        return {"said": said}
    said, parts = divided(said, several)
    return {"said": said, "parts": parts}


def is_where(turn: Turn) -> bool:
    """幸福里3幢502, and nothing more: what is wrong there comes next, whatever it sounds like."""
    heard = turn.told.heard
    return heard.spot is not None and not says_what(heard)


def only_asks(turn: Turn) -> bool:
    """Whether somebody only wants to know; 坏了一个月了，到底什么时候修 is no question."""
    if _ASKS.match(turn.told.plain):
        return not (_wants_help(turn) or (_suffers(turn) and _WHOSE.search(turn.told.plain)))
    if turn.told.heard.act != "consult" or _suffers(turn) or _wants_help(turn):
        return False
    return bool(_QUESTION.search(turn.told.text)) or not _seen_somewhere(turn)


_QUESTION = re.compile(
    r"[?？吗么呢嘛]|什么|啥|怎|咋|如何|哪|谁|多[少久长大远]|几|是否|能不能|可不可以|要不要|有没有|是不是"
    r"|请问|咨询|打听|问一?[下问]|想问|想知道|想了解|为何|求告知"
)


def _seen_somewhere(turn: Turn) -> bool:
    """路上有个大坑 asks nothing: of a kind that has a place, it is to be seen to."""
    guesses = turn.told.heard.guesses
    known = sure_of(guesses)
    return known and turn.look.category(guesses[0].code).has_place


def _wants_help(turn: Turn) -> bool:
    """停车场有人占我车位怎么办 wants somebody to come: its kind has a place to come to."""
    guesses = turn.told.heard.guesses
    known = sure_of(guesses)
    if not known or not _WHAT_NOW.search(turn.told.plain):
        return False
    return turn.look.category(guesses[0].code).has_place


_WHAT_NOW = re.compile(
    r"(?<![证卡照续贴保金记口])(?:怎么办|咋办|咋整|咋个办|咋个整|该咋弄)"
    r"[啊呀呢嘛哦，,。!！ ]*(?:求助|急)?$"
)
"""Of 养犬证怎么办 the answer is a rule."""


_ASKS = re.compile(
    r"(?:您好|你好)?[，, ]*(?:我|就)*(?:想|要)?(?:请问|咨询|打听|了解|问一下|问下|问问|想问|问个)"
    r"|[^，。！!]{2,16}(?:怎么|如何|哪里|去哪儿?|在哪儿?)(?:能|可以|去)?"
    r"(?:申请|办理?|报销|报名|领取?|查询?|缴费|交|转移|补办|认定)[^，。！!]{0,6}$"
    r"|[^，。！!]{0,10}(?:补贴|补助|津贴|养老金|退休金|公积金|低保|工资|社保|医保)[^，。！!]{0,6}"
    r"(?:涨|调|提高?|变|改|取消)了?(?:没有?|吗|多少)[呀啊呢]?$"
    r"|[^，。！!]{0,8}(?:[证卡金贴册]|医保|社保|户口|养老|生育|发票|执照)[^，。！!]{0,6}"
    r"(?:怎么|咋个?|如何)(?:弄|办|搞|报|补|交|领|取|查|转|改|用)[^，。！!怎么]{0,3}$"
    r"|[^，。！!]{2,16}(?:条件|标准|流程|手续|材料|比例|期限)(?:是(?:什么|啥|多少)|有(?:哪些|什么|啥))[呀啊呢]?$"
)
_WHOSE = re.compile(
    r"(?:归|该|是|由|属于)?(?:谁|哪[个里家儿]|哪个部门|哪个单位)(?:来)?(?:管|负责|处理|修|解决)"
    r"|(?:该|要|应该)?(?:找|问)(?:谁|哪[个里家儿])|(?:能|可以|有)(?:不能|没有)?(?:派)?人?(?:来)?(?:管|修|处理)"
)
"""楼上天天半夜剁肉，归谁管: who asks that has a complaint."""


def _suffers(turn: Turn) -> bool:
    if COMPLAINT.search(turn.told.plain):
        return True
    known = sure_of(turn.told.heard.guesses)
    return known and bool(SUFFERS.search(turn.told.plain))


COMPLAINT = re.compile(
    r"说理|讲理|王法|天理|耍我|一直报错|受不了|偷偷|睡不(?:着|好|了)|没法睡"
    r"|(?:太|实在)(?!麻烦|复杂|难|远|多|急|久)[^，,。]{1,3}了(?:吧|啊)?[，,。 ]"
    r"|(?:都|还|也)没(?:有)?(?:消息|动静|下文|结果|批|办(?!法)|下来)"
)
"""Said by somebody who has been wronged, whatever is asked beside it."""


def of_something_new(turn: Turn, files: list[dict[str, Any]]) -> bool:
    """Who urges, adds, withdraws or asks about what was never registered has told of it now.

    快派人来修幸福里的路灯 is registered; 路灯的事到哪一步了 is asked about first.
    """
    heard = turn.told.heard
    if heard.act not in _OF_A_TICKET or heard.tickets or turn.look.open_tickets():
        return False
    if turn.talk.forgetful or not (sure_of(heard.guesses) or _told_with_a_place(turn)):
        return False
    if heard.act in ("urge", "supplement"):
        return len(turn.told.plain) >= STORY and report(turn, files)
    if turn.look.mine() or not (heard.spot or len(turn.told.plain) >= LONG_STORY):
        return False
    told = {**told_of(turn), "files": files}
    turn.begin("unregistered", {"report": told, "kind": heard.guesses[0].code})
    turn.talk.misses = 0
    advance(turn)
    return True


def _told_with_a_place(turn: Turn) -> bool:
    """幸福里3幢路面有个坑，刚才有个大爷绊倒了 adds to nothing: it is told for the first time."""
    heard = turn.told.heard
    adds = heard.act in ("urge", "supplement") and heard.spot is not None
    return adds and says_what(heard) and fits(turn)


_OF_A_TICKET = ("urge", "supplement", "withdraw", "progress")
STORY, LONG_STORY = 9, 14
"""Characters that tell of a problem beside the wish to have it hurried, or asked about."""


def is_of_its_act(turn: Turn) -> bool:
    """Whether a tip-off, praise or question is a kind of its own (a stall is no official)."""
    act = turn.told.heard.act
    if act == "tip_off":
        return bool(_OFFICIALS.search(turn.told.text))
    return act in KINDS and not (act == "consult" and fits(turn))


def _of_its_act(turn: Turn) -> list[list[Any]]:
    """The kind of an act; praise of something that is surely a trouble is asked about, or irony."""
    heard = turn.told.heard
    own = [KINDS[heard.act], 0.9]
    told = [[g.code, g.confidence] for g in heard.guesses]
    if _NOT_DONE.search(turn.told.plain) and heard.act == "praise":
        return told
    if heard.act == "praise" and told and _MOCKS.search(turn.told.plain):
        return told
    if heard.act == "suggest" and sure(told) and SUFFERS.search(turn.told.plain):
        return told  # 我提个意见，垃圾没人收
    if heard.act != "praise" or not sure(told) or told[0][0] == own[0]:
        return [own]
    if _IRONY.search(turn.told.plain) or SUFFERS.search(turn.told.plain):
        return told
    return [[own[0], TORN], [told[0][0], TORN]]


_MOCKS = re.compile(
    r"(?:收费|收钱|要钱|罚款|开会|拍照).{0,4}(?:比谁都|最)?(?:积极|勤快|快|准时)"
    r"|(?:修|拖|等|弄|办)[^，,。]{0,4}了(?:好几|几|[一二两三四五六七八九十半]|\d+)(?:多?个?)(?:天|周|星期|月|年|礼拜)"
)
"""修个门禁修了半年，给你们点个赞: what is praised is the trouble."""
_NOT_DONE = re.compile(
    r"没(?:有)?(?:修好|修|弄好|解决|处理|办好|人(?:来|管|修))|(?:还|照样)(?:坏|漏|堵|臭)"
)
TORN = 0.5  # of both, so that the resident says which
_IRONY = re.compile(
    r"呵呵|可真(?:行|好|棒|会|是)|真是?(?:太)?(?:会|行|有本事)啊|好公仆|为人民服务|真(?:是)?谢谢您?们?了"
    r"|好样的|了不起啊|厉害了|佩服"
)
_OFFICIALS = re.compile(
    r"书记|主任|局长|干部|镇长|乡长|村长|所长|科长|处长|领导|官员|公务员|公职|民警|城管|村委|居委"
    r"|受贿|贪污|红包|回扣|公款|以权谋私|吃拿卡要|违纪|优亲厚友"
)
