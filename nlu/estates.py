"""Names of estates without any ending of an address: 住碧水云天, 金色年华物业, 我是梧桐里的.

They are made of few characters, and known by these together with who is told of beside them.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from nlu.addresses import Piece
from nlu.leftwards import Cuts, belongs
from nlu.words import known

_CHARACTERS = (
    "金银玉翠碧丽锦绣华盛景泰康宁和瑞祥福喜庆丰裕富贵荣兴旺龙凤凰麒麟鹤鹭燕莺雁鸥蝶枫桐梧桂兰菊梅竹"
    "松柏杨柳荷莲棠樱桃杏榴槐榕樟杉橡橙香芳馨雅逸悦怡欣尚御皇帝君云天星月阳光辉晨曦朝霞虹雨风春夏秋"
    "晓山水河湖江海溪泉湾岛岸洲滩潭涧谷峰岭林森园苑城府邸庭阁轩楼台亭榭居里坊第世家时代年华明珠书翰墨"
    "诗画韵语境品壹号上东西南北国际都新地馆首紫红蓝绿青白黄澜波涛漫颂堤澄澈幸美田邻璟玺樾宸熙铂珑璞"
    "誉颐逅郡墅堡鼎盈和顺万达隆昌嘉佳惠仁德信义礼智长乐永安康半顶成色学门象印著领秀意境界方圆清静恒"
    "大恬沁沐映溢臻宝豪汇观望听远望致远启航悠然观海听涛栖鸣翔飞燕舞凯旋四季花木叶草石塘桥古今昔辰阅润汀铭骏骊玖珺瑾域麓庄曦湛"
)
_RUN = f"[{''.join(dict.fromkeys(_CHARACTERS))}]{{2,6}}"
_LIVED = re.compile(
    "(?:(?<![居入])住(?:的是|在|的)?|家在|(?<![就也都还不])是|房子在)"
    f"({_RUN})(?=的(?:业主|住户|居民|租户|人|[,。!?;]|$)|[,。!?;]|$)"
)
_KEPT = re.compile(f"({_RUN})(?=的?(?:物业|业主|业委会|保安(?!亭)))")
_ALONE = re.compile(
    f"(?:^|(?<=[,。!?;:\\s]))(?:麻烦看看|投诉|举报|反映|请问)?({_RUN})(?=门口|楼下|"
    f"[东南西北][门侧]|对面|旁边|隔壁|地下|地库|车库|停水|停电|今[天晚早年]|"
    "昨|那边|这边|[一二三四五六0-9]期|,|的电梯|电梯)"
)
_ENDING = re.compile(
    "(?:云天|天成|春天|天峰|门第|年华|明珠|云顶|[壹一]号|绿洲|时代|上城|春晓|江南|蝶谷|首府|华章|"
    "世家|印象|天下|世纪|尚品|一品|公馆|风华|美域|逸景|御景|蓝湾|华城|城邦|花语|花境|香堤|名座|"
    "天地|四季|峰景|香颂|香榭|山水|水岸|尚城|领秀|[左右东西南北]岸|江山|学苑|观澜|天玺|御府|小镇|"
    "[城湾谷洲郡墅邸阁轩府苑庭园里堡坊汇])$"
)
# Any other characters but these, which are of the sentence, where somebody lives or owns.
_ANY = (
    "[^\\W一二两三四五六七八九十百零0-9A-Za-z_楼层户栋家里边上下面内外村口头间室院房棚屋们我你他咱这那哪某的了着过在是"
    "不没有几个每全各多跟从把被让给要和与对找]{3,6}"
)
_HOME = re.compile(
    f"(?:[我家现]住|本人住|[一直就]住|住在|住的是|我家在)({_ANY})"
    "(?=[,。!?;]|的(?:业主|住户|居民|租户|[,。!?]|$)|$)"
)
_OWNED = re.compile(
    f"(?:^|(?<=[,。!?;:])|投诉|举报|反映|曝光|请问)({_ANY})(?=的?(?:物业|业委会|业主))"
)
_BUILT = re.compile(
    "((?:碧桂园|恒大|万科|保利|绿城|绿地(?=世纪|国际|中央|香|海|新都|之窗|新里)|(?<!地)中海|龙湖|"
    "融创|华润|金地|世茂|富力|雅居乐|旭辉|金科|阳光城)"
    "(?!集团|地产|公司|物业|物流)[\u4e00-\u9fff0-9]{1,6}?)(?=的|小区|社区|物业|业主|业委会|保安|"
    "门口|[东南西北]{1,2}门|楼下|对面|旁边|"
    "[一二三四五0-9]{1,3}(?:号楼|栋|幢|座|期)|地下|地库|车库|停水|停电|电梯|今|昨|,|$)"
)
_TWO, _SHORT = 2, 3
_PLAIN = re.compile(
    "今|邻居|大家|台风|雨季|夏天|上门|家长|天天|楼顶|泉水|国庆|大学城|新旧|欠|空调|封窗|干部|"
    "开发商|通铺|电话|东西|祭祖|[园台楼庭城地林山河湖江田馆]里$"
)


def estates(text: str, cuts: Cuts) -> list[Piece]:
    """Estates by who lives, works or owns there, and by names that could be nothing else."""
    owned = "业" in text or "保安" in text
    lived = "住" in text or "家在" in text
    found = [
        Piece(start, match.end(1), "name")
        for pattern in (_LIVED, *([_KEPT] if owned else []))
        for match in pattern.finditer(text)
        if (start := _begin(match, cuts)) >= 0 and _named(text[start : match.end(1)])
    ]
    whole = (_BUILT, *([_OWNED] if owned else []), *([_HOME] if lived else []))
    matches = [m for p in whole for m in p.finditer(text) if _whole(m, cuts)]
    matches += [m for m in _ALONE.finditer(text) if _begin(m, cuts) == m.start(1) and _alone(m[1])]
    return found + [Piece(*match.span(1), "name") for match in matches]


def _alone(run: str) -> bool:
    """Whether a run is a name wherever it stands: 金色年华, 银河城."""
    return (
        _ENDING.search(run) is not None
        and _named(run)
        and (len(run) > _SHORT or run[-1] in "城郡墅邸府苑庭堡里坊汇")
    )


def _begin(match: re.Match[str], cuts: Cuts) -> int:
    """Where the first word within the run begins; -1 where too little of the run is left."""
    at = bisect_left(cuts, (match.start(1),))
    start = cuts[at][0] if at < len(cuts) else -1
    return start if start <= match.end(1) - _TWO else -1


def _whole(match: re.Match[str], cuts: Cuts) -> bool:
    """Whether a run is whole words of names, and no word by itself."""
    words = [match.string[a:b] for a, b in cuts if match.start(1) <= a and b <= match.end(1)]
    whole = "".join(words) == match[1] and not (known(match[1]) and len(words) == 1)
    return (
        whole
        and not _PLAIN.search(match[1])
        and all(belongs(word) or match.re is _BUILT for word in words)
    )


def _named(run: str) -> bool:
    plain = len(run) <= _TWO or _PLAIN.search(run) is not None
    return not plain and (not known(run) or _ENDING.search(run) is not None)
