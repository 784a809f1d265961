"""Which words begin or end no name, by the kinds of words in jieba's dictionary."""

from __future__ import annotations

_VERBS = ("v", "vg", "vd", "vi", "vq")
_CLOSED = ("d", "p", "c", "r", "u", "y", "ug", "uj", "ul", "uv", "uz", "e", "o")
_COMMON = ("n", "v", "r", "vn", "l", "d", "m", "s", "f", "i", "j", "a")
_TAGS = frozenset((*_VERBS, *_CLOSED, *_COMMON, "t"))  # of words that may be of a kind
_ENDINGS = "路街巷弄村镇乡县市区河湖江桥站厂湾"
# Verbs that streets, schools and shops are named after.
_HONOURED_WORDS = (
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
_PLACE_WORDS = (
    "新村 老街 古镇 环路 支路 大桥 东路 西路 南路 北路 中路 一路 二路 三路 四路 五路 六路 七路 "
    "八路 九路 十路 天桥 石桥"
)
_HONOURED = frozenset(_HONOURED_WORDS.split())
_PLACES = frozenset(_PLACE_WORDS.split())


# What a dictionary word may be for names of places.
VERB = 1  # what is asked for or done: 增设, 公布; not 解放, 建设
CLOSED = 2  # adverbs, prepositions, pronouns, times: 已经, 关于, 我们, 去年
COMMON = 4  # ends like a name and is none: 出路, 农村, 邻县


def kind_of(word: str, tag: str) -> int:
    """What a word may be that jieba's dictionary gives a tag: the sum of what applies."""
    if len(word) < 2 or tag not in _TAGS:
        return 0
    if tag in _VERBS:
        found = 0 if word in _HONOURED else VERB
    else:
        found = CLOSED if tag in _CLOSED or _counts(word, tag) else 0
    ending = len(word) == 2 and word[1] in _ENDINGS
    return found + COMMON if ending and tag in _COMMON and word not in _PLACES else found


def _counts(word: str, kind: str) -> bool:
    """一条 and 去年; not 第二, which names schools and hospitals, nor 青年."""
    counted = kind == "m" and not word.startswith("第")
    timed = kind == "t" and word[-1] in "年月日天午晚晨夜时周" and word[0] not in "青少老中童幼壮成"
    return counted or timed
