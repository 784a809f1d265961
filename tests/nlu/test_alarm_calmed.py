"""What makes strong words of danger weak ones, and what leaves them strong."""

from __future__ import annotations

import pytest

from nlu.alarm import alarm

DENIED = [
    "屋里不是着火，是烧香的烟", "没人被困在电梯里，你们撤吧", "老公没打我，我们只是分开住",
    "我以为隔壁着火了，闻错味了", "他没掐我，医生写错了病历", "电梯没困人，就是按钮不亮",
    "群里说有人持刀砍人是谣言，请辟一下",
]  # fmt: skip
NOT_DENIED = [
    "厨房着火了，不是开玩笑", "我被困在电梯里，没人理", "老公又打我，不是第一次了",
    "有人拿刀砍人，没有保安", "孩子掉进河里了，没人会水", "老人晕倒在地上，没有反应",
    "是不是着火了，满楼道都是烟",
]  # fmt: skip
OVER = [
    "楼下着火了那次，是哪个中队来的", "我爸当年拿刀砍人，判了十年，现在想开无犯罪证明",
    "老人走丢了，昨晚已经找到，谢谢广播", "电梯里被困的人都救出来了，平安",
    "邻居两口子打起来了，后来和好了，就问隔音", "仓库起火了，火已经扑灭，没人受伤",
    "我老公前年打过我，早离了，问户口",
]  # fmt: skip
NOT_OVER = [
    "去年也着过，现在又着火了快来", "我老公以前打我，今天又打我，满脸是血", "刚着火了，火还在烧",
    "电梯里被困的人救出来一个，还有人在里面出不来", "打起来了，派出所来过又打，正在砸",
    "老人走丢了，找了一夜没找到", "工人触电了，叫不醒",
]  # fmt: skip
EXPLAINED = [
    "楼上喊救命，原来是在排练话剧", "窗户冒黑烟了，是打年糕的蒸汽", "拿刀进来的人是切西瓜的",
    "有人一直跟着我，走近一看是老同学", "对面有人要跳楼，其实是擦玻璃的",
    "隔壁打起来了，是在打鼓", "听见女人惨叫，是电视里的鬼片",
]  # fmt: skip
NOT_EXPLAINED = [
    "楼上喊救命，是个女的", "窗户冒黑烟了，是三楼", "拿刀进来的人是我前夫，追着我砍",
    "有人一直跟着我，是个光头", "对面有人要跳楼，是个学生", "隔壁打起来了，是两家人，有人流血",
    "听见女人惨叫，是六楼那户",
]  # fmt: skip
PLAYED = [
    "打起来了，枕头大战，吵得睡不着", "剧组在楼下拍绑架，喊到半夜", "楼下杀人了，狼人杀，嗓门真大",
    "老头晕倒了，小品里的情节，演得真像", "孩子困在里面出不来，捉迷藏呢哈哈",
    "同归于尽，飞行棋，小孩哭了", "着火了着火了，过家家喊的",
]  # fmt: skip
NOT_PLAYED = [
    "打起来了，拿凳子砸，头破了", "楼下有人绑架，往面包车上拖", "楼下杀人了，快来",
    "老头晕倒了，嘴里冒白沫", "孩子困在里面出不来，哭得没声了", "他说要同归于尽，打开了煤气",
    "着火了着火了，二楼窗户",
]  # fmt: skip
TAUGHT = [
    "物理作业：人触电为什么会麻", "老人走失怎么预防，讲座几点", "孩子误食农药怎么急救，科普文在哪",
    "写论文，家暴算不算刑事案", "溺水的原理是什么，我要出考题", "脑溢血后遗症能办慢病吗",
    "一氧化碳中毒是什么症状，做宣传栏用",
]  # fmt: skip
NOT_TAUGHT = [
    "有人触电了，手粘在闸上", "老人走失了，两天没回来", "孩子误食农药，在吐", "老公家暴我，门锁着",
    "孩子溺水了，在水库", "我爸突发脑溢血，倒在地上不动", "一氧化碳中毒，全家叫不醒",
]  # fmt: skip
HARMLESS = [*DENIED, *OVER, *EXPLAINED, *PLAYED, *TAUGHT]
DANGERS = [*NOT_DENIED, *NOT_OVER, *NOT_EXPLAINED, *NOT_PLAYED, *NOT_TAUGHT]


@pytest.mark.parametrize("text", HARMLESS)
def test_words_of_danger_that_are_calmed_page_nobody(text: str) -> None:
    found = alarm(text)
    assert found is None or not found.strong


@pytest.mark.parametrize("text", DANGERS)
def test_what_only_looks_calmed_stays_strong(text: str) -> None:
    found = alarm(text)
    assert found is not None
    assert found.strong


OTHER_WORDS = [
    "ta da wo dian hua le", "lao gong da wo shou ji", "bu xiang huo dong", "wo bu xiang huo luo",
    "shuai le yi ge wan", "bie da wo de zhu yi",
]  # fmt: skip
TYPED = [
    "ta da wo", "lao gong da wo tou", "bu xiang huo le", "wo bu xiang huo", "ta yao ge wan",
    "ta da wo de tou",
]  # fmt: skip
TYPED_SOFTLY = [
    "lao ren zou shi bao xian zen me mai", "yi wei hai zi diu le", "shi zong le ha ha",
    "bu xiang huo le ha ha", "tu shi liu, shan ti hua po bao xian", "wan yi qi huo le",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHER_WORDS)
def test_pinyin_that_goes_on_as_another_word_is_no_danger(text: str) -> None:
    assert alarm(text) is None


@pytest.mark.parametrize("text", TYPED)
def test_the_same_pinyin_by_itself_is(text: str) -> None:
    assert alarm(text) is not None


@pytest.mark.parametrize("text", TYPED_SOFTLY)
def test_pinyin_beside_a_calming_word_pages_nobody(text: str) -> None:
    found = alarm(text)
    assert found is None or not found.strong


@pytest.mark.parametrize(
    "text",
    [
        "救命，谁会填这张表", "孩子不见了，穿红上衣", "老人没回来，拿着一把伞", "救命啊又要交费",
        "孩子走丢了，短头发", "我家孩子不见了，七岁",
    ],
)  # fmt: skip
def test_one_and_the_same_word_of_two_kinds_is_not_sure(text: str) -> None:
    found = alarm(text)
    assert found is None or not found.sure


@pytest.mark.parametrize(
    "text",
    [
        "着火了，有人困在电梯里", "救命，他拿刀砍人", "煤气泄漏，我妈晕倒了",
        "楼塌了，赶紧打，老人晕倒了", "孩子掉进河里了，救命啊", "有人触电了，快来救人啊",
    ],
)  # fmt: skip
def test_two_words_of_different_kinds_are(text: str) -> None:
    found = alarm(text)
    assert found is not None
    assert found.sure


PLAIN = [
    ("他手里有把刀，往幼儿园走", "violence"), ("刀架在收银员脖子上", "violence"),
    ("两伙人对着砍", "violence"), ("闻到煤气，腿软", "gas"), ("打不通119", "any"),
    ("救我出去，门焊死了", "any"), ("她喘不上来了", "medical"), ("矿道塌，下面有七个", "collapse"),
    ("井下的人都中毒了", "hazard_chem"), ("床垫在冒烟", "fire"), ("奶奶走丢咧", "missing_person"),
    ("我正在被骗，别挂", "fraud_now"),
]  # fmt: skip
LOOKALIKE = [
    "店里有刀片卖吗", "一刀切的政策", "砍价砍得厉害", "煤气费怎么交", "打不通你们热线",
    "救救我们的小店", "路灯塌了半年", "吃了中药有点苦", "烟囱冒烟", "钱包丢了",
    "怕被骗，想问问流程", "他手里有刀工证书",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), PLAIN)
def test_plain_words_of_danger_are_found(text: str, kind: str) -> None:
    found = alarm(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("text", LOOKALIKE)
def test_words_that_only_resemble_them_are_not_strong(text: str) -> None:
    found = alarm(text)
    assert found is None or not found.strong


TYRES = [
    "轮胎漏气，谁家有打气筒", "高压锅漏气，换个圈多少钱", "上吊桥要排队吗", "不想活动，躺着",
    "一早孩子丢了水壶", "他把我锁心里了", "会议室共享屏幕看不清", "袖带漏气测不准",
]  # fmt: skip
NOT_TYRES = [
    "煤气罐漏气，嘶嘶响", "燃气管漏气了", "他上吊了，快来", "不想活了，再见",
    "孩子丢了，找不到", "他把我锁在家里不让出门", "他让我共享屏幕转账", "高压锅炉漏气了，有煤气味",
]  # fmt: skip


@pytest.mark.parametrize("text", TYRES)
def test_a_harmless_thing_or_another_word_is_not_strong(text: str) -> None:
    found = alarm(text)
    assert found is None or not found.strong


@pytest.mark.parametrize("text", NOT_TYRES)
def test_its_dangerous_twin_is(text: str) -> None:
    found = alarm(text)
    assert found is not None
    assert found.strong


@pytest.mark.parametrize(
    "text",
    [
        "里面有三个人被困", "摸鱼的孩子困在水里", "他把门关了不让走", "宾馆三楼冒黑烟",
        "轮胎店隔壁煤气罐漏气", "不想活在这个世上了", "别拦我，我要烧炭", "煤气罐漏气，密封圈坏了",
        "我不是不想活，是活不下去了", "不想活了，其实药都买好了", "有人晕倒了，是送水的师傅",
        "电梯困人，是外卖员，四十分钟了", "有人落水了，是钓鱼的", "楼板压得我出不来气，快",
    ],
)  # fmt: skip
def test_a_harmless_thing_beside_people_in_danger_calms_nothing(text: str) -> None:
    found = alarm(text)
    assert found is not None
    assert found.strong
