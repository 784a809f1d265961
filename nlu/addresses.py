"""Runs of words that have the shape of an address, whether the district knows them or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_N = r"(?:\d{1,4}|[一二三四五六七八九十百零]{1,4}|[A-Za-z])"
BUILDING = re.compile(
    rf"(?:[东西南北中]?{_N}(?:号楼|#楼?|幢|栋|座(?!椅|位|谈)|号院|号(?![线码召称头])|弄|"
    rf"期(?![间待限])|区(?=\d|[一二三四五六七八九十]))"
    rf"(?:之[一二三]|附\d+号?)?)"
    rf"(?:(?:的|,| )?{_N}(?:号楼|号|幢|栋|座(?!椅|位|谈)))?"
    rf"(?:(?:的|,| )?{_N}(?:单元|门(?=\d|[一二三四五六七八九十]{{2}})))?"
    rf"(?:(?:的|,| )?{_N}(?:楼|层)(?![上下道梯顶的]))?"
    rf"(?:(?:的|,| )?(?:{_N}(?:室|户(?!人|口|主|型|籍))|"
    rf"(?<![0-9])\d{{3,4}}(?![0-9元块万年人户平米多个天])室?|"
    rf"[一二三四五六七八九][零〇][一二三四五六七八九]室?))?"
    r"|\d{1,4}[-—]\d{1,3}号(?![线码])|\d{1,3}[-—]\d{1,2}[-—]\d{3,4}(?![0-9])|(?<![0-9-])\d{1,3}[-—]\d{3,4}(?![0-9-])"
    rf"|{_N}单元(?:{_N}(?:楼|层)(?![上下道梯顶的]))?(?:{_N}(?:室|户(?!人|口|主))|"
    rf"\d{{3,4}}(?![0-9元块万年人户平米])室?)?"
    r"|\d{3,4}(?:室|房(?![子东屋产]))"
)
# A day of the month is no house: 3号 counts only behind a road, an estate or another number.
_BARE_NUMBER = re.compile(r"[一二三四五六七八九十百零\d]{1,4}号")
_SUFFIX = re.compile(
    "小区|花园|家园|花苑|名苑|雅苑|佳苑|嘉苑|新苑|嘉园|雅园|佳园|新园|庭园|豪庭|华庭|名庭|雅庭|"
    "华府|名府|学府|公馆|"
    "名邸|名都|名城|新城|豪园|景园|御园|国际城|新村|[一二三四五六七八九十]村|公寓|大厦|大楼|"
    "写字楼|商务楼|综合楼|"
    "安置房|宿舍区?|家属院|大院|广场|步行街|商业街|美食街|商城|商场|百货|购物中心|超市|便利店|"
    "菜市场|菜场|粮站|步道|绿道|活动中心|农贸市场|批发市场|市场|"
    "人民医院|中医院|卫生院|卫生室|医院|诊所|幼儿园|小学|中学|初中|高中|学校|职校|技校|大学|学院|"
    "培训中心|"
    "公园|体育馆|体育场|图书馆|文化宫|博物馆|少年宫|游泳馆|影城|电影院|景区|植物园|动物园|湿地|"
    "工业园区?|产业园区?|科技园|物流园|开发区|高新区|化工厂|纺织厂|水泥厂|家具厂|砖厂|钢厂|厂区|"
    "地铁站|火车站|汽车站|客运站|公交站|公交总站|高铁站|收费站|加油站|垃圾站|中转站|污水处理厂|"
    "水厂|变电站|"
    "大酒店|酒店|宾馆|饭店|派出所|居委会|村委会|街道办|镇政府|区政府|政务中心|服务大厅|服务中心|"
    "便民中心|银行|"
    "居民区|社区|街道|大道|大街|胡同|高架桥?|立交桥?|大桥|隧道|国道|省道|高速|路段|水库|码头|"
    "(?<=[路街])站|村|镇|乡|(?<!路)路(?![灯面人况障牌政由])|街|巷|弄|桥|苑|湾|里(?=小区|\\d|"
    "[一二三四五六七八九十]{1,3}(?:号楼|幢|栋|单元))|府(?=\\d)|坊(?=\\d)|河|湖|江(?=边|堤|滩)|市|"
    "区|县"
)
_GATE = re.compile(
    r"(?:的)?(?:[东南西北正后前侧大]{1,2}门(?:口|外)?|门口|[东南西北]{1,2}侧|[东南西北]{1,2}区|"
    r"地下(?:车库|停车场)|车库|停车场|"
    r"十字路口|丁字路口|三岔路口|路口|交叉路?口|交汇处|交界处|[A-Z\d一二三四五六七八九十]出?口|"
    r"那一?段|这一?段|那个路口|喷泉|底(?=[的,。]|$)|出口|入口|公交站|对面|对过|旁边|边上|后面|背后|前面|后院|前院|底下|脚下|"
    r"[东南西北]{1,2}(?:边|面)|(?:门诊|住院|教学|办公|综合|宿舍)楼|候车室|活动室|终点站|起点站|"
    r"B\d层?|负[一二三]层?|\d{1,2}楼(?![上下道])|[一二三四五六七八九十\d]{1,2}(?:组|队|社)(?![员长会]))"
)
_NEVER = re.compile(
    "^(?:马|公|铁|线|电|走|一|修|堵|水泥|柏油|土|盲|小|这条|那条|条|岔|网|活|出|绕|迷|思|套|销|"
    "同|半|顺|赶|坡|泥|主|道|上|石子|"
    "机耕|村道|乡间|环|支|消防|让|拦|占|过|养|道|断头|烂|山|旧|老|人行)路$|^(?:上|大|沿|逛|满|扫|"
    "骂|这条|那条|整条|条|当|一条|横)街$|段路$|"
    "^(?:小|老|旧|新|农|全|本|我|我们|村|乡|自然|整个?|各|隔壁|别的|邻|同|行政|外|城中|山|两个|"
    "个)村$|"
    "^(?:城|乡|古|全|本|各|我们|冰|坐)镇$|^(?:家|城|老|同|下|返|思|故|各)乡$|^(?:小|里|老|街|"
    "这条|深|后)巷$|^.?弄$|[嘲戏糊作摆玩卖搞再别不]弄$|"
    "^(?:天|小|过|这座|那座|人行|断|石|木|架|一座|老|便|鹊|搭)桥$|^(?:小|臭|这条|那条|条|过|下|"
    "内|护城|先|运)河$|^(?:江|人工|小)湖$|"
    "^(?:城|超|菜|夜|早|本|全|我|房|楼|股|门|开|上|闹|集|花|都|黑|各|外|我们)市$|^(?:小|地|片|城|"
    "社|景|辖|校|厂|园|老|新|郊|市|山|灾|全|本|我|各|区|库|住宅|居民|"
    "生活|误|盲|禁|雷|专|公共|办公|功能|服务|停车|商业|学|网格|校|南|东|西|北|中心|主城)区$|"
    "^(?:州|各|本|全|知|我|郊)县$|"
    "^(?:小区|花园|家园|公寓|大厦|大楼|宿舍|大院|广场|市场|超市|医院|学校|小学|中学|大学|公园|"
    "社区|街道|银行|酒店|宾馆|饭店|村委会|居委会|派出所|"
    "商场|诊所|幼儿园|初中|高中|学院|服务中心|大道|大街|高速|路段|服务大厅|便利店|水厂|安置房|"
    "工业园区?|收费站|加油站|开发区|景区|隧道|水库|码头|"
    "高架|大桥|国道|省道|居民区|街道办|卫生院|胡同|菜市场|农贸市场|批发市场|步行街|镇政府|区政府|"
    "体育馆|体育场|图书馆|厂区|"
    "地铁站|火车站|汽车站|公交站|垃圾站|变电站|新村|新城|商城|人民医院|中医院|培训中心)$|"
    "^(?:这|那|哪|某|每|各|整|全|本|我们|咱|老旧|高档|大|隔壁|对面|附近|旁边|楼下|门口|别的|其他|"
    "其它|新建|拆迁|回迁|安置|开放式?|封闭式?|"
    "无物业|一个|个|家|座|条|所|私立|公立|民办|公办|农村|乡镇|大型|连锁|露天|周边|孩子|儿子|女儿|"
    "母婴|市民|全市|智慧|共享|露天|政府|娃|"
    "美丽|同|老|小|新|买|逛|进|出|来|上|下|住|租|搬|我家|咱们|整个|该|此|多个|很多|不少|有的|"
    "有些|几个|外面|里面|里头|边上)(?:小区|花园|公园|广场|市场|超市|医院|学校|小学|中学|"
    "大学|社区|街道|银行|酒店|宾馆|饭店|村委会|居委会|派出所|商场|诊所|幼儿园|大楼|宿舍|公寓|"
    "高速|菜市场|高中|初中|学院|大厦|家园|高架|大桥|隧道|路段|"
    "水库|大院|便利店|火车站|汽车站|地铁站|公交站|加油站|景区|村|镇|区|市|县|路|街)$"
)
_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]")
_HARD_STOPS = set(
    "在住到去从往把被让给请看说问想要这那哪每某的是我你他她它们您俺侬了着过于就都还又再很太没不刚趟叫因但或也吗呢吧啊呀"
    "阿每您离沿靠是嘛哦嗯咱谁啥怎么来往已"
)
_STOP_WORDS = frozenset(
    (
        "和", "与", "跟", "同", "及", "有", "前", "后", "中", "上", "下", "里", "外", "内", "近",
        "前面", "后面", "附近", "旁边", "隔壁", "对面", "门口", "楼下", "楼上", "投诉", "举报",
        "反映", "反应", "位于", "地址", "地点", "位置", "今天", "昨天", "明天", "昨晚", "今早",
        "早上", "晚上", "上午", "下午", "中午", "半夜", "凌晨", "最近", "现在", "目前", "每天",
        "经常", "一直", "领导", "你好", "您好", "好", "请", "麻烦", "希望", "关于", "路过",
        "经过", "通往", "前往", "前几天", "孩子", "小孩", "老人", "儿子", "女儿", "业主", "居民",
        "住户", "居住", "家住", "物业", "社区", "搬", "搬到", "买", "租", "楼盘", "小区", "看见",
        "看到", "发现", "听说", "对", "向", "为", "因为", "所以", "如果", "而且", "并且", "我们",
        "你们", "他们", "大家", "有人", "有个", "人", "家", "个", "一个", "整个", "两", "整条",
        "条", "段", "处", "尊敬", "城管", "政府", "市长", "书记", "进", "出", "回", "走", "开",
        "坐", "骑", "乘", "修", "拆", "建", "打", "接", "送", "用", "能", "会", "可以", "应该",
        "早晨", "傍晚", "夜里", "白天", "周末", "时候", "时", "号", "站", "辆", "路线", "公交",
        "工地", "施工", "来", "麻烦去", "什么", "怎么", "为什么", "另外", "还有", "我家", "咱家",
        "家门口", "门前", "多少", "几", "名", "位", "岁", "刚才", "刚刚", "刚", "又", "却",
        "原来", "本来", "以前", "曾", "曾经", "属于", "归", "管", "那边", "这边", "那里", "这里",
        "本人", "家里", "房子", "开在", "做", "以及", "等", "包括", "离", "距离", "离着",
    )
)  # fmt: skip
_LONGEST = 10
_GATES = 2  # 地下车库B2层, 北门门口


@dataclass(frozen=True, slots=True)
class Piece:
    """Something like an address at text[start:end]; `kind` is name, road, building or gate."""

    start: int
    end: int
    kind: str


def buildings(text: str) -> list[Piece]:
    """Buildings, units and rooms: 3号楼, 二单元502, 3-2-501."""
    return [Piece(*match.span(), "building") for match in BUILDING.finditer(text)]


def lonely_number(text: str, piece: Piece) -> bool:
    """True for a bare 3号, which without a name before it is a day or a queue number."""
    return _BARE_NUMBER.fullmatch(text[piece.start : piece.end]) is not None


def gate(text: str, start: int) -> int:
    """The end of gates, crossings or corners that follow at `start`; `start` when none does."""
    for _ in range(_GATES):
        match = _GATE.match(text, start)
        start = match.end() if match else start
    return start


def named(text: str, words: Iterable[tuple[int, int]]) -> list[Piece]:
    """Names by their endings: X小区, X花园, X路 …, begun where the words before them end."""
    starts = sorted({start for start, _ in words})
    pieces: list[Piece] = []
    floor = 0
    for match in _SUFFIX.finditer(text):
        if pieces and match.start() == pieces[-1].end:
            pieces[-1] = _longer(text, pieces[-1], match.end())
            floor = match.end()
            continue
        start = _left(text, match.start(), max(floor, match.start() - _LONGEST), starts)
        body = text[start : match.end()]
        if match.start() - start < 1 or _NEVER.search(body):
            continue
        pieces.append(Piece(start, match.end(), "road" if _is_road(body) else "name"))
        floor = match.end()
    return pieces


def _longer(text: str, piece: Piece, end: int) -> Piece:
    """翠湖 and 名都 side by side are one name."""
    return Piece(piece.start, end, "road" if _is_road(text[piece.start : end]) else "name")


def _is_road(body: str) -> bool:
    return body[-1] in "路街巷弄道" and not body.endswith("街道")


def _left(text: str, end: int, limit: int, starts: list[int]) -> int:
    """Walk left from the suffix to where the name must begin."""
    start = end
    while start > limit and _HAN.match(text[start - 1]) and text[start - 1] not in _HARD_STOPS:
        start -= 1
    bounds = [b for b in starts if start <= b < end]
    if not bounds:
        return start
    for left, right in reversed(list(zip(bounds, [*bounds[1:], end], strict=True))):
        if text[left:right] in _STOP_WORDS:
            return right
    return start
