"""How many persons: 三个人, 俩娃, 夫妻俩, 四个壮汉; not households, not 第三个, not 七八个."""

from __future__ import annotations

import re

from nlu.numerals import NUMBER, approximate, number

_N = rf"(?<![第\d.])(?P<num>{NUMBER})(?:多|来|余|几)?"
_NOT_PERSON = (
    "(?!民|行|家|次|工智|防|均|事|车|群|间|份|座|床|房|桌|餐|套|组|团|制|格|品|造|情|命|民|流|为|"
    "参|脸|物|生|防|像|渣|字|才市)"
)
# What persons are called, as the last characters of the word behind 个.
_NOUN = (
    f"人{_NOT_PERSON}|工人|工友|民工|农民工|壮?劳力|[员生汉警](?!产|活|意|病|气)|同学|学生|老师|教师|医生|"
    "大夫|护士|老人家?|老太太?|老头子?|老汉|老两口|大爷|大妈|大叔|大娘|"
    "大姐|大哥|阿姨|叔叔|爷爷|奶奶|婶子|孩子?|娃娃?|宝宝|婴儿|小孩儿?|小朋友|儿子|女儿|闺女|孙子|"
    "孙女|儿女|子女|兄弟|姐妹|姊妹|弟弟?|哥哥?|妹妹?|姐姐?|"
    "大老爷们|爷们|娘们|老板|业主|租客|租户(?!家)|房东|居民|村民|住户代表|邻居|同事|室友|舍友|"
    "朋友|战友|老乡|亲戚|家属|家长|保安|保洁|城管|辅警|协管|"
    "网格员|师傅|司机|骑手|小哥|外卖员|快递员|乘客|旅客|顾客|客人|游客|男[的人生孩子士]?|"
    "女[的人生孩子士]?|壮?小伙子?|半大小子|(?<=[个俩仨])小子|毛头小子|后生仔?|靓仔|伢子?|妹子|老倌|老妈子|阿婆|阿公|阿伯|小年轻|年轻人|青年|少年|姑娘|小姑娘|"
    "小姐|壮汉|大汉|醉汉|醉鬼|酒鬼|流氓|混混|混子|小偷|贼|骗子|打手|陌生人|见证人|证人|代表|干部|"
    "领导|负责人|当事人|残疾人|病人|患者|伤者|伤员|死者|"
    "孕妇|产妇|妇女|妇人|老外|民警|警察|消防员|士兵|军人|党员|志愿者|护工|保姆|月嫂|护理员|"
    "工作人员|服务员|营业员|技术员|售票员|管理员|检查员|中介|小工|"
    "木工|瓦工|电工|焊工|水电工|油漆工|钢筋工|临时工|员工|职工|股东|合伙人|债主|学徒|徒弟|教练|"
    "学员|会员|客户|大学生|小学生|中学生|初中生|高中生|娃儿|小家伙|"
    "大人|成年人|未成年人?|兄妹|姐弟|子女|继承人|申请人|被告|原告|代理人|律师|街坊|乡亲|同乡|同伴|"
    "伙伴|男女|夫妻|婆婆|媳妇|大婶|后生|老哥|老弟|老爷子|老婆婆|"
    "老奶奶|老爷爷|老大爷|老大妈|老阿姨|老同志|同志|退伍兵|老兵"
)
_NO_KIND = "号栋幢座弄组室排层级届星小礼单部店区楼车摊点方季电问路门垃空社街村班校"
_KIND = (
    "(?:大|小|老|年轻|年轻的|中年|老年|外地|本地|外来|陌生|醉酒|喝醉|酒后|未成年|残疾|受伤|无业|"
    r"社会|男|女|穿\S{1,4}的|戴\S{1,4}的|"
    r"光膀子的?|带头|退休|怀孕|生病|施工|装修|物业|楼上|隔壁|上学的?|不满\S{1,3}岁的|"
    r"[一二三四五六七八九十\d]{1,3}[几多]?岁的?|"
    r"纹身的?|蒙面的?|便衣|黑衣|持刀的?|带小孩的|"
    rf"[^\s,。!?;\d个月年的天{_NO_KIND}][^\s,。!?;\d个年的]{{1,2}}(?=(?:老板|员工|居民|师傅|工人|"
    "学生|业主|大汉|干部|保安|司机|老人|孩子|青年|家长|人员))|"
    r"[^\s,。!?;\d号栋幢座弄组室排层级届个月年的星小礼单部店区楼车摊点方季电问][^\s,。!?;个年]{0,3}的)"
)
_PEOPLE = re.compile(
    rf"{_N}\s?(?:个?(?:{_KIND}){{0,2}}(?:{_NOUN})|名(?!字|额|单|义|声|称|牌|列|第)|位(?!置|于|数|居(?!民)|"
    "移|次|子)|口(?:子(?!一)|人|之家)|"
    r"号(?:人(?!行|家|民|才)|员工|工人))"
)
_BARE_NOUN = re.compile(  # without 个 only these: 三孩子, 两男的 are no way to count
    r"(?:人|老人|员工|姐妹|兄弟|姊妹|兄妹|姐弟|子女|儿女|孩子|女儿|儿子|娃|老|夫妻)"
)
_PAIR = re.compile(
    "(?:夫妻|夫妇|两夫妻|母女|父子|母子|父女|姐妹|兄弟|姐弟|兄妹|爷孙|祖孙|婆媳|师徒|爷|娘|娘儿|"
    "爷儿|哥|姐|弟兄|我们|他们|她们|你们|咱们|我|你|他|她|咱|孩子|"
    "老人|同事|邻居|家长|工友)(?P<num>俩|仨|两个人?|二人|三人|两人|"
    "三个人?)(?![月小星礼钱次钟年]|天(?!天))"
)
_SIBLINGS = re.compile(
    r"(?:哥|姐|弟兄|兄弟|姐妹|姊妹)(?:们|儿)?(?P<num>[三四五六七八])个"
    r"(?=[,。!?;\s]|$|都|全|一起|轮|商|也|在|被|凑|合|平摊|分|谁|没|不)"
)
_COUPLE = re.compile(r"(?:老|小)两口|两口子|夫妻双方|夫妻双双")
_TWIN = re.compile(rf"(?P<num>俩|仨)(?:{_KIND})?(?:{_NOUN})")
_PAIRS = (_PAIR, _TWIN, _SIBLINGS)
_COUNTED = re.compile(
    "(?<![个名位多来口])(?:工友|工人|同事|学生|孩子|小孩|老人|业主|居民|村民|家长|同学|乘客|员工|"
    "农民工|民工|"
    "老师|司机|姐妹|兄弟|姊妹|兄妹|子女|儿女)"
    f"(?:一共|总共|共|有|大概|差不多)?(?P<num>{NUMBER})(?:多|来|几)?(?:个(?!月|小时|星期|礼拜|"
    "部门|小区|钟)|名|位|人)"
)
_FAMILY = re.compile(
    "(?:一家|全家|我家|家里|祖孙|老少|一家子|我们家)(?:老小|老少|总共|一共|有|"
    r"共|[二三四]代)?(?P<num>[二两三四五六七八九十\d]+)口"
)
_D = "[一二两三四五六七八九\\d]"
_HELD = re.compile(  # 困了六个, without a word for persons
    rf"(?:[困关伤围抓挤站]|受伤)[了着](?P<num>{NUMBER})个(?=[,。!?;]|$)"
)
_MIXED = re.compile(
    f"(?<!第)(?P<one>{_D})(?:男(?P<other>{_D})女|女(?P<other2>{_D})男|"
    f"[大老](?P<other3>{_D})小(?!时|区)|个?大人[和跟带、,]?(?P<other4>{_D})个(?:小孩|孩子|娃))"
)
_TWOS = re.compile(
    r"(?<!第)(?P<num>[两三四五六七八九2-9])对(?:老|小|中年|年轻|外地)?"
    "(?:夫妻|夫妇|情侣|恋人|母子|母女|父子|父女|兄弟|姐妹|姐弟|兄妹|双胞胎|小两口|老两口)"
)
_PLUS_ME = re.compile(
    r"(?:,|再)?(?:加上?|还有|外加)(?:我|我自己|我本人|他妈|孩子妈)(?=[,。!?;\s]|$|一共|都|总共|全)"
)
_MYSELF = re.compile(r"(?:是|作为|当|成为|为|后|前|末|唯|我)$")
_NOBODY = re.compile(r"(?:都没|也没|都不|也不|没有|都找不|也找不|就能|在家|住|过|说了)")
_COUNTED_ONE = re.compile(r"(?:[有仅只]|[受死]?[伤亡]|被?困)了?$")  # 伤一人, 有一人
_UNITS = {"百", "千", "万", "亿"}


def people(text: str) -> int | None:
    """How many persons; 一个人 (alone) and households are none."""
    for pattern in (_FAMILY, _COUNTED):
        if (match := pattern.search(text)) and (value := _many(match["num"])):
            return value
    found = [_mixed(text), _held(text), _by_twos(text), _counted(text), _paired(text)]
    first = min((one for one in found if one and one[1]), key=_foremost, default=None)
    return first[1] if first else None


def _foremost(found: tuple[int, int]) -> tuple[int, int]:
    """The first; of two at one place the larger: 一个大人两个小孩 are three."""
    return found[0], -found[1]


def _many(words: str) -> int | None:
    value = None if approximate(words) or words in _UNITS else number(words)
    return int(value) if value and value == int(value) else None


def _mixed(text: str) -> tuple[int, int] | None:
    """两男一女 are three."""
    match = _MIXED.search(text)
    if not match:
        return None
    return match.start(), (_many(match["one"]) or 0) + (_many(match[match.lastgroup or "one"]) or 0)


def _held(text: str) -> tuple[int, int] | None:
    match = _HELD.search(text)
    return (match.start(), _many(match["num"]) or 0) if match else None


def _by_twos(text: str) -> tuple[int, int] | None:
    """两对夫妻 are four."""
    match = _TWOS.search(text)
    return (match.start(), 2 * (_many(match["num"]) or 0)) if match else None


def _paired(text: str) -> tuple[int, int] | None:
    """夫妻俩, 俩娃, 老两口."""
    found = [(m.start(), _many(m["num"][0]) or 0) for m in (p.search(text) for p in _PAIRS) if m]
    if match := _COUPLE.search(text):
        found.append((match.start(), 2))
    return min(found, default=None)


def _counted(text: str) -> tuple[int, int] | None:
    """The first number of persons; 两个孩子加我 is one more."""
    for match in _PEOPLE.finditer(text):
        value = _many(match["num"])
        if not value or _no_count(text, match, value):
            continue
        plus = _PLUS_ME.match(text, match.end())
        return match.start(), value + (1 if plus else 0)
    return None


def _no_count(text: str, match: re.Match[str], value: int) -> bool:
    """几十个, 一个人住, 一个人都没来, 两学生 without 个 for a word that needs it."""
    if text[max(0, match.start() - 1) : match.start()] in tuple("几好每某哪这那另"):
        return text[match.start() - 1] not in "这那另" or value == 1
    if value == 1 and _MYSELF.search(text[max(0, match.start() - 4) : match.start()]):
        return True
    behind = match[0][len(match["num"]) :].lstrip("多来余几 ")
    if value == 1 and behind == "人" and _COUNTED_ONE.search(text[: match.start()][-4:]):
        return False
    if value == 1 and (behind in ("个人", "人", "个") or _NOBODY.match(text, match.end())):
        return True
    plain = not behind.startswith(("个", "名", "位", "口", "号"))
    return plain and _BARE_NOUN.match(behind) is None
