"""Names of persons and parties: 张建国, 欧阳静, 王师傅, 姓李的."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from nlu.nameparts import DOUBLE, GIVEN, SHORT, SHORT_WORDS, SURNAMES, WORDS, WORDY

_DOUBTFUL = "和家会发全学长才传一之平收先同信应会当安保占书定"  # the next word may begin so
_WITH = {"平": "时常均台房安米日整白", "安": "排装全置检静保", "学": "校生习费期", "书": "记包面写"}
_THINGS = ("生意", "家乐", "水平", "天地", "文化", "书信", "全家", "财产", "天天", "三番", "三天")
# are no given names
_NEVER_LAST = "家大镇县村桥景苑区市里小路"
_PAIRING = re.compile(r"和|跟|与|、|欠|打了|骂|借|骗|说")
_NO_LAST = "子乐水学小全直景苑镇竹晨山溪源缘县村桥湾家会发一"  # of a name that nothing announces
_TITLES = (
    "师傅|老板娘?|经理|主任|阿姨|大爷|大妈|先生|女士|队长|老师|医生|局长|书记|某某|某|小姐|工头|"
    "总(?!是|在|共|算|之|有|部|会|体|价|数)|"
    "科长|校长|所长|警官|法官|律师|站长|村长|组长|会计|嫂子?|婶|叔|伯|奶奶|爷爷|大姐|大哥|姐|哥"
)
_G = f"[{GIVEN}]"
_D = f"[{GIVEN}东南西北]"  # also of a name behind a double surname
_ANY = "[\u4e00-\u9fff]"
_BEGINS = r"(?:^|(?<=[,。!?;:、\s(]))"
_LINKS = r"(?:是|叫做?|名叫|名字叫|写的是|写的|为|姓名|名字|:|\(| ){0,2}"
_ROLE = (
    "(?:被?申请人|当事人|联系人|投诉人|被投诉人|举报人|委托人|代理人|承租人|出租人|借款人|出借人|"
    "担保人|见证人|证人|继承人|"
    "原告|被告|死者|伤者|受害人|法人(?:代表)?|负责人|经办人|户主|车主|货主|业主|房主|店主|摊主|"
    "房东|二房东|租客|租户|邻居|前夫|前妻|老公|"
    "老婆|丈夫|妻子|爱人|对象|男朋友|女朋友|男友|女友|儿子|女儿|儿媳妇?|女婿|爸爸?|妈妈?|父亲|"
    "母亲|爷爷|奶奶|外公|外婆|岳父|岳母|公公|婆婆|"
    "大?哥哥?|弟弟?|大?姐姐?|妹妹?|叔叔|舅舅|姑姑|表哥|表弟|堂哥|堂弟|侄子|外甥|孙子|孙女|同事|"
    "工友|老乡|老板娘?|包工头|工头|工长|"
    "经理|主任|支书|书记|会长|保洁|保姆|护工|老头|老太|媳妇|小叔|小姑|大伯|二叔|司机|中介|师傅|"
    "同学|朋友|室友|合租的|网格[员长]|队长|店长|店员|会计|出纳|教练|"
    "班主任|老师|[厂园院校所站组班村科处楼栋船]长|技师|医生|大夫|护士|门卫|电工|监理|老总|总监|主管|"
    "销售|顾问|管家|收银员|服务员|快递员|外卖员|骑手|调解员|保安|辅警|民警|城管|摊贩|贩子|助理|护工|[车药菜粮]商|供应商|经销商|"
    "村民|居民|住户|学生|家长|甲方|乙方|丙方|对方|欠款人|收款人|"
    "楼上|楼下|对门|隔壁|对面|对家|那家|那户)"
)
_STRONG = re.compile(
    "(?:我叫|我名叫|^叫|(?<=[,。个])叫|的叫|本人系|名叫|名字叫|名字是|姓名(?:是|叫|为|:)?|"
    "名字(?:是|叫|:)|叫做|人叫|[方主东头板子儿友客机介师父母夫妻公婆哥弟姐妹邻居门壁员生]叫|"
    "[他她]叫|(?:被?申请人|当事人|联系人|甲方|乙方|丙方|法人|户主|原告|被告)(?:是|:|为|叫|"
    "写的是)?|本人(?:是|叫))[ :]?"
    rf"(?P<name>(?:{DOUBLE}){_ANY}{{1,2}}|[{SURNAMES}{WORDY}]{_ANY}{{1,2}}?)"
    r"(?=[,。!?;:、\s()]|$|住|和|跟|与|说|电话|手机|他|她|不|这|那|欠|打|在|的|把|是|今年|身份证|,)"
)


def _firsts(words: str) -> str:
    """The characters that an alternation of words may begin with."""
    found: set[str] = set()
    for word in re.sub(r"^\(\?:|\)$", "", words).split("|"):
        while word[1:2] == "?":
            found.add(word[0])
            word = word[2:]
        found.update(word[1 : word.index("]")] if word[0] == "[" else word[0])
    return "".join(sorted(found))


# Where no name can be announced or begin is passed over at once: most of a letter.
_FIRST = (
    f"(?=[{_firsts(_ROLE)}{_firsts(DOUBLE)}{SURNAMES}{WORDY}我姓名叫本人的找告跟和与给被向让要不由问欠约"
    "请联因就是投举控起还、])"
)
_WEAK = re.compile(
    f"{_FIRST}(?:{_ROLE}(?:的|那个|这个|老|户主|业主|邻居)?{_LINKS}|我叫|我是|我姓名|姓名|名叫|叫做?|"
    "本人|名字是|人是|的是|"
    "(?:找|告|跟|和|与|给|被|向|让|要求|不到|由|问|欠|约|叫|请|联系|因为|就是|是|投诉|举报|控告|"
    f"起诉|还有|、|的)|{_BEGINS})"
    rf"(?P<name>(?:{DOUBLE})(?:{_G}{_D}|{_D}{_G}|{_G})|[{SURNAMES}](?:{_G}{{2}}|{_G})|[{WORDY}]{_G}{{2}}|[{SHORT}]{_G})"
)
_ROLED = re.compile(rf"{_ROLE}(?:的|那个|这个|老|户主|业主|邻居)?{_LINKS}$")
_CUED = re.compile(r"(?:我叫|我是|姓名|名叫|叫做?|本人|名字是|人是|的是)[: ]?$")
_TAKEN = re.compile(
    r"(?:找|告|跟|和|与|给|被|让|叫|要求|欠|约|请|联系|起诉|控告|举报|投诉|是|不到|到|向|由)$"
)
_CALM = re.compile(  # what may follow a full name that no role announces
    r"[,。!?;:、\s()]|$|欠|打|说|的(?:电话|车|房|钱|狗)|(?:调解|闹|吵|签|借|骗|住|把|不|也|都|跟|"
    "和|与|在|他们|就|非|老|总|一直|已|还|"
    "没|天天|经常|的|家|诽谤|偷|赔|拖|占|被|要|是|经常|商量|因为|去|来|当|自称|给|收|退|动手|"
    "威胁|贪污|克扣|挪用|侵占|殴打|辱骂|霸占|离婚|结婚|之间|共同|合伙|这|那|两|对|联系)"
)
_TITLED = re.compile(
    rf"(?P<name>[{SURNAMES}](?:{_TITLES})|"
    f"(?:{_BEGINS}|(?<=[找跟和给叫是被问姓个的向让由]))[{WORDY}](?:{_TITLES})|"
    f"(?:{DOUBLE})(?:{_TITLES}))"
    r"(?![\u4e00-\u9fff]?[路街])"
)
_SURNAMED = re.compile(
    f"(?P<name>姓(?:{DOUBLE}|[{SURNAMES}{WORDY}])的(?:师傅|老板|人|户|男的|女的|那家|人家|包工头)?)"
)
_OLD = re.compile(  # 包工头老赵; 老张 alone may be anybody
    "(?P<name>老[王李张刘陈杨赵吴周徐朱郭罗郑梁宋唐许邓冯曹彭曾蔡潘袁董吕魏蒋丁沈姜谭邹汪崔邱秦])"
    "(?![家总师牌字头街路村桥])"
)
_ROLE_BEFORE = re.compile(f"{_ROLE}$")
_ROLE_LENGTH = 4  # characters of the longest
_FIRM = re.compile(
    rf"(?:{_BEGINS}|(?<=[的了是在我你他她们被给把这那跟向让对欠找和与由]))"
    "(?P<name>[^\\W的了是在我你他她们不没被给把这那跟向让对欠找为有自从请]{2,16}?"
    "(?:有限责任公司|有限公司|(?:建设|建工|置业|地产|房产|实业|控股|投资|科技|装饰|物业|餐饮)集团(?:公司)?))"
)
_FIRM_CUE = re.compile(
    rf"(?:投诉|举报|控告|起诉|告|和|与|由|因为|叫做?|施工(?:方|单位)|开发商|承包[方商]|物业公司|"
    rf"(?:用人|工作)?单位|公司|{_ROLE})+"
)
_NOT_TITLED = re.compile(
    "包工头|马大哥|康师傅|高总|方总|万总|毛老师傅|高大|谢谢|感谢|安全|周伯通|[值每上下本一两]周|"
    "[成老变]老师"
)


def names(text: str) -> tuple[str, ...]:
    """Persons and parties named: 王师傅, 姓王的, who is called something."""
    found: dict[int, str] = {}
    for match in _STRONG.finditer(text):
        if _full(match["name"]):
            _keep(found, match.start("name"), match["name"])
    for start, name in _weak(text):
        _keep(found, start, name)
    for match in _FIRM.finditer(text):
        start = match.end() - len(_firm(match["name"]))
        _keep(found, start, text[start : match.end()])
    for match in chain(_SURNAMED.finditer(text), _TITLED.finditer(text), _old(text)):
        around = text[max(0, match.start("name") - 1) : match.end() + 1]
        if not _NOT_TITLED.search(around):
            _keep(found, match.start("name"), match["name"])
    return tuple(dict.fromkeys(found[start] for start in sorted(found)))


def _old(text: str) -> Iterator[re.Match[str]]:
    """老赵 where a role stands before it."""
    for match in _OLD.finditer(text):
        start = match.start()
        if _ROLE_BEFORE.search(text, max(0, start - _ROLE_LENGTH), start):
            yield match


def _firm(words: str) -> str:
    """投诉云岭物业有限公司 without the words before the name."""
    cue = _FIRM_CUE.match(words)
    return words[cue.end() :] if cue else words


def _keep(found: dict[int, str], start: int, name: str) -> None:
    end = start + len(name)
    if not any(there < end and start < there + len(kept) for there, kept in found.items()):
        found[start] = name


def _full(name: str) -> bool:
    """A surname and characters of given names; behind 我叫 nearly any character will do."""
    double = re.match(DOUBLE, name) is not None
    if (name[:2] in WORDS and len(name) < 3) or (double and len(name) == 2):
        return False
    given = name[2:] if double else name[1:]
    likely = any(c in GIVEN for c in given) or (
        len(name) > 2 and name[:2] not in WORDS and name[0] not in WORDY
    )
    return likely and not _NO_GIVEN.search(given)


_NO_GIVEN = re.compile("[的了是在不没就都还我你他她这那吗吧呢被把给说要来去着]")


def _weak(text: str) -> list[tuple[int, str]]:
    """Full names behind a role, a word such as 跟, or at the beginning of a clause."""
    found: list[tuple[int, str]] = []
    position = 0
    while match := _WEAK.search(text, position):
        start, end = match.span("name")
        position = max(match.end() - 1, match.start() + 1)
        name = _trimmed(text, start, end)
        if name:
            found.append((start, name))
    return found


def _trimmed(text: str, start: int, end: int) -> str:
    """The longest name text[start:…] that is no word and leaves a word that may follow."""
    before = text[max(0, start - 12) : start]
    announced = bool(_ROLED.search(before) or _CUED.search(before))
    least = 3 if re.match(DOUBLE, text[start:end]) else 2
    for stop in range(end, start + least - 1, -1):
        name, following = text[start:stop], text[stop : stop + 1]
        if not _may_be(name, announced) or (not before and not _opens(text, stop, name)):
            continue
        if _CALM.match(text, stop):
            if before[-1:] not in ",。!?;: (" or _opens(text, stop, name):
                return name
        elif ((announced or _TAKEN.search(before)) and _plainly(name, following, least)) or (
            _ROLED.search(before)
            and len(name) == 2
            and name[0] not in WORDY
            and following not in GIVEN
        ):
            return name
    return ""


def _may_be(name: str, announced: bool) -> bool:
    """Whether a run of characters of names is one: no word, no end of a place or a clause."""
    if name[:2] in WORDS and (len(name) < 3 or not announced or name[0] in WORDY):
        return False
    wordy = len(name) == 2 and name[0] in WORDY
    if wordy and (not announced or name in SHORT_WORDS or name[0] == name[1]):
        return False
    return (
        name[-1] not in _NEVER_LAST
        and name[1:] not in _THINGS
        and (announced or name[-1] not in _NO_LAST)
    )


def _plainly(name: str, following: str, least: int) -> bool:
    """Surname and two more characters of names, with none of those behind."""
    wordy = name[0] in WORDY and least == 2
    doubtful = name[-1] in _DOUBTFUL and following in _WITH.get(name[-1], following)
    whole = len(name) > least and not doubtful and not wordy
    return whole and following not in GIVEN


def _opens(text: str, stop: int, name: str) -> bool:
    """At the beginning of a clause two characters are a name only before 和, 欠, 打了 …"""
    return len(name) > 2 or _PAIRING.match(text, stop) is not None
