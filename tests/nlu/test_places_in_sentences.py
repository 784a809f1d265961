"""Places that only the sentence around them tells, and words of the sentence that are none."""

from __future__ import annotations

import pytest

from nlu.gazetteer import Name
from nlu.places import Places
from nlu.words import Words
from tests.nlu.placing import heard

NAMES = (Name("阳光花园", "p3", "g3"), Name("和平街", "r1"), Name("区医院", "p7", "g2"))


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(NAMES, taught=False)  # the rules alone: what is learnt weighs them


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(name.text for name in NAMES)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我家住云栖蝶谷，水发黄", "云栖蝶谷"),
        ("碧水云天物业收了钱不办事", "碧水云天"),
        ("我是梧桐里的，晚上打桩", "梧桐里"),
        ("书香门第门口的减速带断了", "书香门第门口"),
        ("我住在塞纳时光，停气了", "塞纳时光"),
        ("我是清风小区业主，网速太慢", "清风小区"),
        ("万科金域缇香门口有人打架", "万科金域缇香门口"),
    ],
)
def test_who_lives_there_tells_an_estate(
    places: Places, words: Words, text: str, place: str
) -> None:
    assert heard(places, words, text) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("一到晚上大货车就碾压星光路", "星光路"),
        ("结果兰亭雅苑16栋的地板是翘的", "兰亭雅苑16栋"),
        ("大货停小区门口过夜", "小区门口"),
        ("我在窑湾街开粮油店", "窑湾街"),
        ("15路车新华书店站的站牌倒了", "新华书店站"),
        ("上河村七组晒谷场边的路塌了", "上河村七组晒谷场边"),
        ("大王庄十字路口没有信号灯", "大王庄十字路口"),
        ("人民路与劳动路十字路口没有信号灯", "人民路与劳动路十字路口"),
    ],
)
def test_a_name_begins_behind_the_words_of_the_sentence(
    places: Places, words: Words, text: str, place: str
) -> None:
    assert heard(places, words, text) == place


@pytest.mark.parametrize(
    "text",
    [
        "妈妈不敢去医院",
        "广场大妈跳广场舞太吵",
        "健身房跑路了钱不退",
        "孩子产检一路正常",
        "镇上有七个牛蛙养殖场",
        "能不能修条水泥路",
        "阳台封窗物业不让",
        "把绿地圈成院子了",
        "重点小学名额怎么摇号",
    ],
)
def test_deeds_counts_and_kinds_are_no_places(places: Places, words: Words, text: str) -> None:
    assert heard(places, words, text) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("龙腾大厦B座18层电梯厅天花板掉了", "龙腾大厦B座18层电梯厅"),
        ("城东菜场B区7排缺斤少两", "城东菜场B区7排"),
        ("长柳路第二个红绿灯下面有个坑", "长柳路第二个红绿灯下面"),
        ("解放路邮局旁边巷子里有狗咬人", "解放路邮局旁边巷子里"),
        ("下沙村西有个赌档", "下沙村西"),
        ("二号线火车站站A出口漏水", "二号线火车站站A出口"),
        ("老周烧饼店门口排队", "老周烧饼店门口"),
        ("宏远汽配城门口大车乱停", "宏远汽配城门口"),
        ("三组村口有个大坑", "三组村口"),
        ("县政务中心排不上号", "县政务中心"),
        ("理发店门口堆满纸箱", "理发店门口"),
        ("供电公司对面的灯不亮", "供电公司对面"),
    ],
)
def test_tails_shops_and_offices_are_told_whole(
    places: Places, words: Words, text: str, place: str
) -> None:
    assert heard(places, words, text) == place
