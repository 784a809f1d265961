"""Standing answers: questions about the service itself, answered only from approved wording."""

from __future__ import annotations

import re

from dialogs.engine import Turn

_ANSWERS: tuple[tuple[str, str], ...] = (
    (r"^我?(也|又)?(没有?|没得|不会用)(自己的?)?(电话|手机)", "faq.no_phone"),
    (r"^(?:我|那|就|我的|这个)*(?:电话|手机号?|号码)[^，,。]{0,3}(?:不给|不留|不方便|不想|不说|别打|免了)|^(?:我|那|就)*(?:不想|不愿意?|不方便|不能|不)(?:留|给|说|填)(?:我的?|你们?)?(?:电话|手机|号码)", "faq.no_phone"),
    (r"^(?:那|到时候|以后|请问)*(?:[你您]们?|工作人员)(?:到时候)?(?:怎么|咋个?|如何|打哪个电话|打什么电话)(?:来)?(?:联系|通知|找|答复|回复)(?:到|得到)?我", "faq.reach"),
    (r"^(?:[你您]是)?谁(?:开发|做|造|设计|弄|搞|管|办|运营)(?:出来)?的?(?:[你您]|这个)|^[你您]们?(?:是|归|属于)(?:哪个?|什么)(?:单位|公司|部门|机构|平台)|^[你您](?:背后|后面)是", "faq.which_office"),
    (r"^(?:那|请问)*我?(?:以后|到时候)?(?:怎么|咋个?|如何)(?:知道|晓得|查|看)(?:到|得到)?[^，,。]{0,4}(?:处理|办|解决|结果|进度|进展|修|回复|答复)", "faq.reach"),
    (r"^(?:你好|我们?|请|帮我?|替我|给我|要|想|能不能|可以|现在|就|[，, ])*(?:报警|叫警察|叫救护车|叫消防|打(?:110|119|120))(?:吗|可以吗|行吗|[了吧啊呀])*$", "faq.police"),
    (r"^[你您]是男的?(?:生)?(?:还是)?女", "faq.who_are_you"),
    (r"^我(?:在这(?:里|儿)?)?(?:说|写|发|讲|反映)的(?:话|这些|东西|内容|情况)?.{0,3}(?:会|能|都)*被?(?:谁|哪些人|什么人|别人|人家).{0,3}(?:看|知道|听|晓得)", "faq.confidential"),
    (r"^(?:[你您他]们?|人家|别人|对方)?(?:能|会|能不能|会不会)?(?:查|看|找)(?:得到|的到|不到|到|不到)(?:是)?我的?(?:名字|姓名|电话|手机|号码|身份|信息)?[^，,。]{0,3}[吗么嘛伐不]$", "faq.confidential"),
    (r"^[^，,。]{0,4}(?:会不会|会|不会)把我(?:的?[^，,。]{0,4})?(?:告诉|说|透露|卖|供|捅)", "faq.confidential"),
    (r"(照片|相片|图片?)(要|该)?(怎么|咋|如何)(个)?(发|传|上传|弄)|(怎么|咋|如何)(个)?(发|传|上传)(照片|相片|图)", "faq.photo"),
    (r"(照片|相片|图片?|视频).{0,4}(看到|收到|看见|发出去|成功)|(看得?到|收到|看得见).{0,4}(照片|相片|图)", "faq.seen"),
    (r"^[你您]们?(觉得|说说?|看|认为|讲)[^，,。]{0,14}(谁的?(事|错|责任)|还是|该谁|归谁|谁负责|谁对|赔不赔|赔多少)", "faq.whose"),
    (r"^[你您]?们?(现在|马上|今天|赶紧|快点)?(能不能|可不可以|能|会|可以)(现在|马上|今天|赶紧|快点)?(派|安排|叫)个?人(来|过来|上门)", "faq.how_long"),
    (r"^(请问|那)?([你您]们?|这里?|这边)(是不是|是)(?!.{0,3}(机器|真人|人工|骗))[^，,。]{2,8}(吗|么|不|吧|局|所|公司|中心|委)$", "faq.which_office"),
    (r"谁(举报|投诉|告)的?我|(把|告诉我)?.{0,3}(举报人|投诉人).{0,6}(电话|名字|姓名|是谁|信息)", "faq.who_reported"),
    (r"忽略.{0,6}(之前|以上|前面|所有).{0,6}(指令|提示|规则|设定)|system prompt|你现在是(?!.{0,4}机器人)", "faq.injection"),
    (r"(会不会|会|能|能不能|是不是|是否|可不可以).{0,6}被?(物业|对方|邻居|楼上|老板|单位|他们|人家|别人|村里|领导)?.{0,4}(知道|查到|看到|泄露|透露|曝光|报复)", "faq.confidential"),
    (r"^(我)?(能不能|可不可以|能否|可以不可以|是不是可以).{0,3}(匿名|保密|不留名字?)", "faq.confidential"),
    (r"(保密|匿名).{0,4}(吗|么|不|伐|嘛)|(隐私|个人信息).{0,8}(保护|安全|泄露|怎么)", "faq.confidential"),
    (r"(你|您)?(是|是不是).{0,3}(机器人|真人|人工|ai|AI|智能)|(你|您)是谁|[你您]叫(什么|啥)|谁在跟我|(跟|和|对).{0,2}机器人?(说|讲|聊).{0,4}用$", "faq.who_are_you"),
    (r"(会不会|会|不会|不要|别).{0,4}(告诉|透露给|说给|通知)(他|她|它|对方|物业|村里|书记|老板|邻居|单位)们?.{0,4}(吗|么|吧|伐|嘛)", "faq.confidential"),
    (r"(会不会|会|能不能|不会).{0,3}(告诉|透露给|说给|通知|跟)(他|她|它|对方|物业|村里|书记|老板|邻居|单位|人家)们?.{0,3}(是我|我(说|反映|投诉|举报|讲)的?)", "faq.confidential"),
    (r"^[^，,。]{0,10}(会不会|会|不会)(告诉|透露给|说给|通知)(他|她|它|对方|物业|村里|书记|老板|邻居|单位|人家|别人)们?[吗么吧]?$", "faq.confidential"),
    (r"^[^，,。]{0,4}(别|不要|不能|莫|不想|不愿意?)(让|告诉|给)[^，,。]{0,6}(知道|晓得|是我)[^，,。]{0,6}$", "faq.confidential"),
    (r"^[^，,。]{0,4}怕(得罪|报复|穿小鞋|惹麻烦|惹事|被?(人家|他们?|对方|别人|邻居)(知道|发现|报复))[^，,。]{0,4}$", "faq.confidential"),
    (r"会(不会)?.{0,6}(说出去|传出去|外传|往外说)|(会不会|会|不会).{0,4}把?我(们)?的?(信息|电话|隐私|名字|资料).{0,6}(卖|泄|外传|给别人|说出)", "faq.confidential"),
    (r"^(这个?)?(不是|不归|归不归|归|是不是)(属于)?[你您]们?(这里|这边)?管", "faq.ours"),
    (r"天气(怎么样|如何|咋样|咋个样|预报|好不好)|^[你您侬](吃饭?|睡|下班|忙|累|结婚|多大|几岁)[^，,。]{0,4}(了)?(没有?|吗|么|不)|台湾(?:问题|独|会|是)|讲个?笑话|彩票|股票(怎么|能)|写(一)?(首|篇)|唱首|陪我聊|你觉得.{1,10}(怎么样|如何|对不对)", "faq.out_of_scope"),
    (r"(要|收|用).{0,3}(钱|费)(吗|么|不|伐|嘛|？|\?)|(要不要|用不用|收不收).{0,3}(钱|费)|(多少钱|收费|免费)(吗|么|的吗|？|\?)?$", "faq.cost"),
    (r"(多久|几天|多长时间|什么时候|啥时候|几时).{0,6}(能|会|可以|有)?(答复|回复|处理好?|解决|办好|结果|有人(来|管|联系))", "faq.how_long"),
    (r"^([你您咱]们?)?(这个|这|这事|这种事)?(大概|一般)?(需?要|得)?(多久|多长时间|几天)(才?能)?(办好|处理好|弄好|修好|好)?$", "faq.how_long"),
    (r"^(到底)?(会不会|有没有|会|能)(不会|不能)?(真的)?(派|安排)?有?人(来|过来|管|处理|联系我)", "faq.how_long"),
    (r"^(?:那|请问)*(?:[你您]们)?(?:周[末六日]|星期[六天日]|礼拜[六天]|节假日|国庆|春节|过年|元旦|五一|中秋|放假|明天|今天|晚上|中午)[^，,。]{0,3}(?:[你您]们)?(?:还|也|会)?(?:上班|有人|休息|放假)(?:上班|在|值班)?(?:吗|么|不|没有?|伐|嘛)", "faq.hours"),
    (r"(几点|什么时候|啥时候).{0,4}(上班|下班|有人|人工)", "faq.hours"),
    (r"(留|存|保存|保留).{0,6}(多久|多长|什么信息|哪些信息|啥信息)|(信息|记录).{0,4}(存|保存|留).{0,4}(哪|多久)", "faq.kept"),
    (r"(谁|哪些人|什么人).{0,4}(能|会|可以)?(看到|看见|知道).{0,6}(我|投诉|反映|信息|内容)", "faq.confidential"),
)  # fmt: skip
_TABLE = tuple((re.compile(pattern), key) for pattern, key in _ANSWERS)
LONGEST = 40  # a longer message tells a story; its question is not the whole of it


def answer(turn: Turn) -> str:
    """The standing answer to a question about the service; empty when it is none."""
    words = turn.told.plain
    if _NOTHING_BUT_SECRET.fullmatch(words):
        return turn.look.say("faq.confidential")
    told = turn.told.heard.act in ("report", "progress", "tip_off") or len(words) > LONGEST
    if not words or (told and not _asks(words)) or _offered_a_phone(turn):
        return ""
    for pattern, key in _TABLE:
        if key == "faq.which_office" and turn.told.heard.act == "abuse":
            continue
        if pattern.search(words) and (key != "faq.cost" or _OURS.search(words)):
            return turn.look.say(key, **_values(turn))
    return ""


def _offered_a_phone(turn: Turn) -> bool:
    """没有电话, said to 要不要留个电话, is the answer."""
    return bool(turn.talk.top and turn.talk.top.flow == "leave_phone" and "电话" in turn.told.plain)


def asks_no_clerk(turn: Turn) -> bool:
    """Whether what sounds like a wish for a person is none: 你能派人来吗 asks who comes."""
    plain = turn.told.plain
    if _ALONE.fullmatch(plain):
        return True
    return bool(asks_who(turn) or wants_secrecy(turn) or _COMES.match(plain))


_ALONE = re.compile(
    r"(?:就|只有?|现在|是|我|家里|这里|[，, ])*一个人(?:在家里?|住|在这里?|在外面|过|呢|啊|的|了)*"
)
"""我一个人, said to somebody in despair or behind a locked door."""


_COMES = re.compile(r"[你您]?们?(?:能不能|可不可以|能|会|可以)(?:派|安排|叫)个?人(?:来|过来|上门)")


def asks_who(turn: Turn) -> bool:
    """你是机器人吗, 您是真人还是机器人: a question, and no wish for a person yet."""
    return bool(_WHO.fullmatch(turn.told.plain))


def wants_secrecy(turn: Turn) -> bool:
    """我不想让人家晓得: no wish for a person either."""
    return bool(_SECRET.search(turn.told.plain))


_SECRET = re.compile(
    r"(?:千万)?(?:别|不要|不能)(?:说|讲)(?:出去)?是我|(?:不想|别|不要|不愿意?|不能)(?:让|给|告诉)[^，,。]{0,6}(?:知道|晓得|看到|看见|发现|是我)"
)
_NOTHING_BUT_SECRET = re.compile(
    r"(?:我|请|你们?|可|千万|也|真的?|[，, ])*(?:不想|别|不要|不愿意?|不能)(?:让|给|告诉|跟|对)[^，,。]{1,6}"
    r"(?:知道|晓得|看到|看见|说)?(?:是|这是)?我"
    r"(?:(?:说|反映|投诉|举报|讲|报|写)(?:出来)?的?|的?(?:名字|姓名|电话|号码|身份|住址)|是谁)[啊呀哦吧]*"
)
"""我不想让楼上知道是我说的: a wish, and no complaint about those above."""
_WHO = re.compile(
    r"(?:请问)?[你您](?:到底)?(?:是不是|是)(?:一?个)?(?:机器人|真人|人工智能|人工|ai|人)"
    r"(?:还是(?:机器人?|真人|人工|人|ai))?[吗么嘛吧啊呀呢]*"
)


_MAY_I = ("能不能匿名", "可不可以匿名", "能否匿名", "能不能保密")


def _asks(words: str) -> bool:
    return (
        len(words) <= LONGEST
        and not _WISH.search(words)
        and words.endswith(
            (
                "吗",
                "么",
                "伐",
                "嘛",
                "多久",
                "是谁",
                "知道",
                "怎么样",
                "咋样",
                "咋样啊",
                "发",
                "传",
                "弄",
                "吧",
                "用",
            )
        )
    ) or (
        (
            "会不会" in words
            or "说出去" in words
            or words.startswith(_MAY_I)
            or "忽略" in words
            or _TO_US.match(words)
            or "谁举报" in words
            or "谁投诉" in words
        )
        and len(words) <= LONGEST
    )


_TO_US = re.compile(
    r"[^，,。]{0,8}(?:上班|休息|放假)[不没]|"
    r"(?:我|那|就|我的|这个)*(?:电话|手机号?|号码)|(?:我|那|就)*(?:不想|不愿意?|不方便|不能|不)(?:留|给|说|填)"
    r"|(?:那|请问)*我?(?:以后|到时候)?(?:怎么|咋|如何)(?:知道|晓得|查|看)|[^，,。]*(?:报警|警察|救护车|11[09]|120)"
    r"|(?:那|到时候|以后|请问)*(?:[你您]们?|工作人员)(?:到时候)?(?:怎么|咋|如何)|我[^，,。]{1,8}谁"
    r"|[^，,。]{0,4}怕(?:得罪|报复|穿小鞋|惹)|(?:这个?)?(?:不是|不归|归不归|归|是不是)[你您]们?|[你您](?:是谁|叫)|[你您]们?(?:觉得|说|看|认为|讲|能|会|可以)|我?(?:也|又)?(?:没有?|没得|不会用)(?:自己的?)?(?:电话|手机)"
)
_OURS = re.compile(
    r"^[要收用不交付花给钱费吗么嘛伐多少免的呢啊呀那请问会需得是？?]+$"
    r"|调解|反映|投诉|举报|登记|报修|催办|[你您]们?|这[个里儿边]?|人工|服务"
)
"""What it costs to come to us; what a passport costs is for approved knowledge to say."""
_WISH = re.compile(r"(不能|不要|别|不想|不许|不可以)让")
"""不能让他们知道 asks for secrecy; it is no question whether they will know."""


def _values(turn: Turn) -> dict[str, object]:
    keep = turn.look.retention
    return {"days": keep.get("chat", 30), "years": keep.get("ticket", 1826) // 365}
