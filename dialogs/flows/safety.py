"""In danger: after the safety sentence, one question, and a person; the report waits until safe."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dialogs.anger import declines, taken_back
from dialogs.commands import GENTLE, AnswerAlert
from dialogs.flows.asked_in_danger import (
    DANGER,
    FRAUD,
    HELP_CAME,
    MISTAKE,
    MONEY,
    SAFE,
    asking,
    missing,
    money,
    unseen,
)
from dialogs.lookup import Lookup
from dialogs.of_another import of_another
from dialogs.over import leading, over
from dialogs.question import Option, Question, choice
from dialogs.talk import Done, Talk
from dialogs.told import Told


def safety(talk: Talk, look: Lookup) -> Done:
    """Ask whether the person is safe; page whoever is on duty; then offer to go on."""
    kind, told = str(talk.args["kind"]), str(talk.args.get("text", ""))
    told_by_another = missing(kind, told) or of_another(kind, told)
    gentle = "_gentle" if kind in GENTLE and not told_by_another else ""
    waiting = talk.args.get("answered") == DANGER
    asked = asking(kind, told, waiting)
    text = look.say(asked.still if waiting else asked.first)
    question = choice("safe", text, asked.options, why=look.say("safe_why"),
                      hint=look.say(asked.again), miss=_listening(look, gentle))  # fmt: skip
    missed = unseen(kind, told) or missing(kind, told)
    reading = _reads_words(question, missed=missed, gentle=bool(gentle))
    answer = talk.ask(_of_money(reading) if asked.options == MONEY else reading)
    if answer == MISTAKE:
        return Done(look.say("safe_mistake"), AnswerAlert(MISTAKE))
    if answer == DANGER:
        again = {**talk.args, "answered": DANGER}
        return Done("", AnswerAlert(DANGER), then=("safety", {**again, "said": talk.run.said}))
    if gentle:
        return Done(look.say("safe_gentle"), AnswerAlert(SAFE))
    later = {**talk.args, "said": talk.run.said}
    good = look.say("safe_good_fraud" if kind == FRAUD else "safe_good")
    return Done(good, AnswerAlert(SAFE), then=("safe_report", later))


def _of_money(question: Question) -> Question:
    """没转 is good news, whatever a bare no means elsewhere."""

    def read(told: Told) -> Any:
        if told.heard.danger and told.incoming.data.get("alarmed"):
            return None
        return money(told.plain) or question.read(told)

    return replace(question, read=read)


def _listening(look: Lookup, gentle: str) -> Callable[[Told], str]:
    """Who tells more instead of answering is not told that nothing was understood."""

    def words(told: Told) -> str:
        if HELP_CAME.search(told.plain):
            return look.say("safe_helped")
        return look.say(f"safe_listening{gentle}") if len(told.plain) > 1 else ""

    return words


_OUT = re.compile(
    r"(?:我|我们|人|大家|家里人)?(?:都|也|已经|已)*"
    r"(?:(?:真的?)?没事(?:的?[，, ]?没事)*|安全|跑?出来|逃出来|到外面|在外面|下楼)了?"
    r"(?:了|啦|哈|的)*(?:[，, ].*)?"
    r"|[^，,。]{2,12}了[，,。 ]+(?:现在|这会儿?|目前|我|人|我们|大家|都|已经)*(?:没事|安全)了?"
)
_MISTAKE = re.compile(
    r"(?:没有?(?:危险了?)?|没事|不是|对不起|不好意思|抱歉|[哦噢啊呀哈嘿嘻我是都，,。 ]|就是?|刚才)*"
    r"(?:[说打发写看闻听搞弄]错|误会|误报|虚惊一场|开(?:个)?玩笑|闹着玩|逗(?:你们?|您)?玩|骗(?:你们?|您)的)"
    r"(?:的|了|啦|啊|呢|吧|而已)*(?:[，, ]*(?:没事|没有危险|不好意思|对不起|抱歉)了?)?"
)
_WHAT_IT_WAS = re.compile(
    r"[，,。 ]+(?:是|原来是?|其实是?|就是|那是|只是|才发现是?|看清了是?)"
    r"(?!.*(?:着火|起火|还在|隔壁|漏气|有人|救命|别家|人家|[0-9一二三四五六七八九十]+(?:号|楼|栋|幢|层|单元|室)))"
    r"(?!.*(?:刀|打|砍|杀|跳|煤气|燃气|血))"
    r"[^，,。]{2,14}(?:[，,。 ].{0,6})?"
)
"""看错了，是楼下烧烤的烟: what was taken for danger; 说错了，是五号楼 only puts words right."""
_HARMLESS = re.compile(
    r"[，,。 ]*(?:就|原来|其实)*是?(?:隔壁|楼下|楼上|对面|人家|邻居)?(?:家)?(?:的|在)?"
    r"(?:烧烤|做饭|炒菜|油烟|烟花|鞭炮|蒸汽|水汽|加湿器|熏肉|腊肉|烧香|蚊香)[^，,。]{0,6}"
)
"""说错了是隔壁烧烤."""
_MISTYPED = re.compile(r"[说打发写]错")
_NO_JOKE = re.compile(
    r"(?:不是我?|没有?|别)(?:跟你|在)?(?:开(?:个)?玩笑|闹着玩|误会|[说打发写看闻听搞弄]错)"
)
"""不是开玩笑 and 没看错 say the contrary."""
_OVER = re.compile(
    r"(?!.*(?:[没不未还又快]|里面|伤|怎么办))"
    r"(?:[^，,。]{0,8}(?:找到|找着|救出来|扑灭|浇灭|灭掉|灭)"
    r"|[^，,。]{0,3}(?:孩子|娃|宝宝|儿子|女儿|闺女|老人|老太太|老爷子|奶奶|爷爷|外婆|外公)"
    r"[^，,。]{0,4}(?:回来|回家))了[了啊呀啦吧]*(?:[，, ].{0,8})?"
)
"""孩子找到了, 火灭了: it is over, for others as well. 他回来了 may be the one who is feared."""
_BACK = re.compile(
    r"(?!.*[没不未还])[^，,。]{0,6}(?:回来|回家|到家|回屋)了[了啊呀啦吧]*(?:[，, ].{0,8})?"
)
"""Of who was missed 他回来了 is good news."""
_HURT_NOT_ME = re.compile(r"(?:晕|昏|倒|伤|血|断|死|埋|困|着火|起火|掉).*[，,。 ][^，,。]*我(?!们)")
"""我妈晕过去了，我没事: somebody else is not safe."""
_STILL_IN = re.compile(r"还|没有?(?:跑|逃|出|下)|不安全|出不|被困|别人|孩子|老人|里面")
"""人还没出来 is no sign of safety, and neither is one who is out while another is not."""


_UNHURT = re.compile(
    r"(?:还好|幸好|目前|现在|暂时)?(?:没有?|无)(?:人|谁)?(?:被?打)?(?:受)?伤(?:到|着)?[的了吧啊]*"
)
"""没有受伤 is neither 不安全 nor 安全."""


def _was_a_mistake(words: str) -> bool:
    said = _MISTAKE.match(words)
    if said is None or _NO_JOKE.search(words):
        return False
    rest = words[said.end() :]
    if _HARMLESS.fullmatch(rest):
        return True
    if rest and _MISTYPED.search(said[0]):
        return False
    return not rest or bool(_WHAT_IT_WAS.fullmatch(rest))


def _is_out(words: str) -> bool:
    """Whether it says that everybody meant is out of danger."""
    if _STILL_IN.search(words) or _HURT_NOT_ME.search(words):
        return False
    return bool(_OUT.fullmatch(words))


def _well(told: Told) -> bool:
    """已经扶起来了; 人没事了，送医院了，就是楼道灯还要修."""
    return over(told.plain) or bool(leading(told.plain))


_STILL = re.compile(
    r"(?:怎么|到现在|现在)?(?:还|都)+(?:没|不)(?:有|见)?(?:人)?(?:来|到|管|救|出来|下来|出得来)"
    r"|(?:都|也)?没有?人(?:来|管|救)"
)
"""还没人来."""
_GOES_ON = re.compile(
    r"(?!.*(?:没有?|不)(?:再|在)?(?:冒|烧|漏|打|砸|喷))[^。]{0,8}(?:还在|又在?|还)"
    r"(?:冒|烧|着|漏|打(?!了?过?(?:电话|1[12]))|砸|喷|流|追|骂|闹|晃|掉|堵|敲|喊|里面|里头|屋里|外面闹)[^。]{0,6}"
    r"|[^，,。]{0,8}(?:越来越|更加?)(?:大|浓|多|厉害|严重|重|近|凶)[了啊呀]*"
)
"""还在冒: it sounds like a yes, and is none."""
_SEEN = re.compile(
    r"(?!.*(?:倒|伤|晕|昏|血|没气|叫不|喊不|不动))(?!.*[没不未](?:见|找|联系|打|接|开))[^。]{0,12}"
    r"(?:人(?:都|也|还)?(?:好好的|没事|好的)|(?:联系|见|找|打)(?:上|到|着|通)(?:他|她|人|电话)?了"
    r"|(?:接|回)(?:电话|微信|消息)了|开门了)(?:[，,。 ].{0,20})?"
    r"|(?:[^，,。]{0,6}(?:看|问|联系|打听)(?:过|到)?了[，,。 ]*)?"
    r"(?:人|她|他|老人家?|老太太|老爷子|原来)*"
    r"(?:是|就)?[在去](?:了)?(?:女儿|儿子|闺女|姑娘|亲戚|妹妹|弟弟|哥哥|姐姐|老家|外地|旅游|医院看病)"
    r"[^，,。血伤晕抢]{0,4}"
)
"""Of who was not seen: 去看了，人没事，手机坏了."""
_FAR_AWAY = re.compile(
    r"(?:我们?|人|都|现在|[，, ])*(?:不在(?:家|本地|那边|身边|附近)"
    r"|在(?:外地|国外|外面|上班|出差|路上)"
    r"|离得?(?:太|很)?远"
    r"|(?:赶|回|去)不(?:过去|回去|回来|了|去)|进不(?:去|了)|没人(?:能|可以)?(?:去|看|去看)?)[了的啊呀]*"
)
"""Nobody is there yet: 我在国外, 进不去."""


def _reads_words(question: Any, missed: bool, gentle: bool) -> Any:
    """The question with answers in free words; `missed` when somebody is being looked for.

    说气话的 ends it; where a person is despairing or threatened (`gentle`) the people on duty
    look all the same.
    """

    def read(told: Told) -> str | None:
        if told.heard.danger and told.incoming.data.get("alarmed"):
            return None
        if told.submits or told.plain == "跳过" or _UNHURT.fullmatch(told.plain):
            return None  # said to a form; or of something else than whether it is safe now
        if declines(told.plain):
            return None  # 不要留我名字, said to a form
        if taken_back(told.plain):
            return SAFE if gentle else MISTAKE
        if _was_a_mistake(told.plain):
            return MISTAKE
        if _is_out(told.plain) or _OVER.fullmatch(told.plain) or (not gentle and _well(told)):
            return SAFE
        if _GOES_ON.fullmatch(told.plain) or (missed and _FAR_AWAY.fullmatch(told.plain)):
            return DANGER
        if missed and (_BACK.fullmatch(told.plain) or _SEEN.fullmatch(told.plain)):
            return SAFE
        return SAFE if told.yes else (DANGER if told.no or _STILL.match(told.plain) else None)

    return replace(question, read=read)


def safe_report(talk: Talk, look: Lookup) -> Done:
    """Safe now: should it be registered?"""
    options = (Option("登记下来", True, ("登记", "要", "好", "是", "可以")),
               Option("不用了", False, ("不用", "不要", "算了", "不", "否", "没事了")))  # fmt: skip
    if not talk.ask(choice("register", look.say("safe_register"), options)):
        return Done(look.say("safe_end"))
    told = {**talk.run.said, **talk.args.get("facts", {})}
    said = {**told, "detail": talk.args.get("text", ""), "danger": True}
    return Done("", then=("report", {"said": said}))
