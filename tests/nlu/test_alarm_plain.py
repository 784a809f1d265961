"""Plain present dangers of every kind, the same words in everyday sentences, and the bare cry."""

from __future__ import annotations

import pytest

from nlu.alarm import alarm, load_alarm
from nlu.normal import normal

DANGERS = [
    ("电动车棚里充电冒烟了", "fire"), ("火往村子这边烧来", "fire"), ("蜡烛把蚊帐引着了", "fire"),
    ("屋里燃气浓度超标在报警", "gas"), ("火盆烤着烤着恶心没人应", "gas"),
    ("姐姐被洗衣机电到了手发黑", "electric_shock"), ("电线一吹风就冒火花", "electric_shock"),
    ("水都泡到插排了", "electric_shock"), ("有人掉河里了", "trapped"),
    ("娃的手指头夹在门轴里拔不出来", "trapped"), ("三轮车翻了压着我叔", "trapped"),
    ("有个疯子拿着菜刀满街走", "violence"), ("三个人围着一个小孩踢", "violence"),
    ("饭店里有人亮刀了", "violence"), ("他把女儿打得浑身乌青", "domestic_violence"),
    ("后妈拿熨斗烫弟弟", "domestic_violence"), ("他把一瓶药全吞了", "self_harm"),
    ("网友直播说要跳江", "self_harm"), ("下辈子再做你的儿子", "self_harm"),
    ("师傅锯到手指血喷出来", "medical"), ("宝宝误吞了磁铁", "medical"),
    ("村民把国道堵了不让货车过", "mass_incident"), ("两百来人在区政府静坐", "mass_incident"),
    ("一帮人冲进售楼处砸东西", "mass_incident"), ("骗子拉着我爸去取钱", "fraud_now"),
    ("绑匪来电话要赎金", "fraud_now"), ("陌生男人要带走小朋友", "child_danger"),
    ("有人拿零食哄小孩上车", "child_danger"), ("爷爷穿灰衣服不见了", "missing_person"),
    ("沼气池下去一个没动静", "hazard_chem"), ("天花板塌下来砸中老人", "collapse"),
    ("山洪下来了水齐腰", "collapse"), ("有人摔了一跤动不了", "medical"),
    ("隔壁阿婆跌倒爬不起来", "medical"),
]  # fmt: skip
EVERYDAY = [
    "充电桩不充电了", "燃气表没电了", "路灯打火花那次早修好了", "手机掉河里了", "钥匙掉进下水道了",
    "水齐腰深的泳池几点开", "一群人围着我,都是来问路的", "好多业主把房子打通了", "抽奖抽中一把厨刀",
    "基站建在楼顶有辐射吗", "树枝伸到我家阳台了", "司机说高速封了", "切菜切到指甲,没出血",
    "扫码充电被扣了两次", "孩子的衣服不见了", "臭得要死人了", "别拦我,我要吃第三碗",
    "我孩子想不开窍", "表格交了才发现填错", "打119人家来吗", "冻得腿都没知觉了",
    "吊顶掉下来差点砸到孩子", "楼梯踏上去叽叽嘎嘎", "中介骗去签了合同",
    "摔了一跤,拍拍就起来了", "滑倒了站不起来怎么赔的", "前年摔倒了动不了,现在能走了",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), DANGERS)
def test_a_plain_present_danger_is_found(text: str, kind: str) -> None:
    hit = next(one for one in load_alarm().kinds if one.name == kind)
    said = normal(text).text
    assert hit.find(said, load_alarm().zones(said)) is not None


@pytest.mark.parametrize("text", EVERYDAY)
def test_an_everyday_sentence_of_the_same_words_pages_nobody(text: str) -> None:
    found = alarm(text)
    assert found is None or not found.strong


BARE = [
    "救命", "救命啊", "救命三号楼", "3栋202救命", "孩子丢了3栋门口", "救救我，幸福路12号",
    "着火了！2号楼", "有人打人了3单元",
]  # fmt: skip
MORE_THAN_BARE = [
    "救命啊这题太难", "救命，我笑得肚子疼", "他们说3栋着火了？", "没打人3单元", "听说孩子丢了",
    "打架", "火警", "家暴怎么算3条",
]  # fmt: skip


@pytest.mark.parametrize("text", BARE)
def test_a_cry_with_nothing_but_a_place_needs_no_second_opinion(text: str) -> None:
    found = alarm(text)
    assert found is not None
    assert found.sure


@pytest.mark.parametrize("text", MORE_THAN_BARE)
def test_a_cry_with_other_words_or_a_weak_word_alone_does(text: str) -> None:
    found = alarm(text)
    assert found is None or not found.sure


def test_words_without_a_character_of_the_hint_are_found_in_a_short_message() -> None:
    found = alarm("孙子跑丢")
    assert found is not None
    assert found.kind == "child_danger"


def test_weak_words_with_nothing_but_an_address_page_nobody() -> None:
    found = alarm("3栋501漏电")
    assert found is not None
    assert (found.strong, found.sure) == (False, True)
