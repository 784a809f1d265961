"""Which words begin or end no name, by the kinds of words in jieba's dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

_VERBS = ("v", "vg", "vd", "vi", "vq")
_CLOSED = ("d", "p", "c", "r", "u", "y", "ug", "uj", "ul", "uv", "uz", "e", "o")
_COMMON = ("n", "v", "r", "vn", "l", "d", "m", "s", "f", "i", "j", "a")
_ENDINGS = "路街巷弄村镇乡县市区河湖江桥站厂湾"
# Verbs that streets, schools and shops are named after.
_HONOURED = (
    "解放 建设 胜利 团结 创新 创业 发展 奋斗 振兴 复兴 兴隆 和平 友谊 联合 劳动 前进 跃进 育才 "
    "学习 开拓 开发 进步 爱国 向阳 迎宾 迎春 "
    "爱民 富强 繁荣 卫国 勤俭 展望 腾飞 启航 起航 远航 致远 求知 求是 启蒙 启明 成长 崛起 奋进 "
    "争先 拥军 保国 兴业 兴国 兴旺 兴盛 庆丰 "
    "康复 永生 交通 教育 通达 顺达 凯旋 望江 观湖 听涛 来福 得胜 永安 养老 洗浴 健身 美食 旅游 "
    "体育 文艺 步行 服务 购物 批发 革新 光复 "
    "进取 探索 爱心 关爱 飞翔 飞跃 成功 成才 立信 立新 图强 自强 自立 勤学 博学 明理 崇文 尚德 "
    "厚德 敬业 诚信 包容 互助 幸福 欢乐 "
    "兴隆 翻身 反修 东升 朝阳 长征 起点 便民 利民 惠民 为民 富民 新兴 高升 平安 迎泽 迎新 迎辉 "
    "迎祥 登云 凌云 观山 观海 观音 望海 望月 望京"
)
_PLACES = (
    "新村 老街 古镇 环路 支路 大桥 东路 西路 南路 北路 中路 一路 二路 三路 四路 五路 六路 七路 "
    "八路 九路 十路 天桥 石桥"
)


@dataclass(frozen=True, slots=True)
class Kinds:
    """Sets of dictionary words."""

    verbs: frozenset[str]  # what is asked for or done: 增设, 公布; not 解放, 建设
    closed: frozenset[str]  # adverbs, prepositions, pronouns, times: 已经, 关于, 我们, 去年
    common: frozenset[str]  # words that end like a name and are none: 出路, 农村, 邻县


@lru_cache(maxsize=1)
def kinds() -> Kinds:
    """Read jieba's dictionary once."""
    import jieba

    verbs, closed, common = set[str](), set[str](), set[str]()
    with jieba.dt.get_dict_file() as lines:
        for line in lines:
            word, _, kind = line.decode("utf-8").split()
            if len(word) > 1 and kind in _VERBS:
                verbs.add(word)
            elif len(word) > 1 and (kind in _CLOSED or _counts(word, kind)):
                closed.add(word)
            if len(word) == 2 and word[1] in _ENDINGS and kind in _COMMON:
                common.add(word)
    return Kinds(
        frozenset(verbs.difference(_HONOURED.split())),
        frozenset(closed),
        frozenset(common.difference(_PLACES.split())),
    )


def _counts(word: str, kind: str) -> bool:
    """一条 and 去年; not 第二, which names schools and hospitals, nor 青年."""
    counted = kind == "m" and not word.startswith("第")
    timed = kind == "t" and word[-1] in "年月日天午晚晨夜时周" and word[0] not in "青少老中童幼壮成"
    return counted or timed


def known(word: str) -> bool:
    """Whether a run of characters is a word of the dictionary."""
    import jieba

    return bool(jieba.dt.FREQ.get(word))
