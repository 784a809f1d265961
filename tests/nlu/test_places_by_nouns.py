"""Places told by common nouns: without a name, behind a name, from one to another, set aside."""

from __future__ import annotations

import pytest

from nlu.gazetteer import Name
from nlu.places import Places
from nlu.words import Words
from tests.nlu.placing import heard

NAMES = (Name("阳光花园", "p3", "g3"), Name("和平街", "r1"), Name("翠竹小区", "p5", "g4"))


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(NAMES, taught=False)  # the rules alone: what is learnt weighs them


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(name.text for name in NAMES)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("镇政府门口天天有人静坐", "镇政府门口"),
        ("学校后门有人发小卡片", "学校后门"),
        ("小区北门的闸机坏了", "小区北门"),
        ("菜场后面的公厕没水", "菜场后面的公厕"),
        ("河边那条小路一下雨就全是泥", "河边那条小路"),
        ("村口老槐树下天天有人赌钱", "村口老槐树下"),
        ("幼儿园对面的网吧放小孩进去", "幼儿园对面的网吧"),
        ("杀猪的在巷子里，血水流一地", "巷子里"),
        ("十字路口没有信号灯", "十字路口"),
        ("三队的鱼塘翻塘了", "三队的鱼塘"),
        ("村里的小学操场全是草", "村里的小学操场"),
        ("村部往南第二个路口的监控坏了", "村部往南第二个路口"),
    ],
)
def test_a_spot_needs_no_name(places: Places, words: Words, text: str, place: str) -> None:
    assert heard(places, words, text) == place


@pytest.mark.parametrize(
    "text",
    [
        "小区里没路灯",
        "我们村的路坑坑洼洼",
        "学校乱收费",
        "医院不给看病",
        "这个路口太危险",
        "家门口被人泼油漆",
        "那家超市卖过期牛奶",
        "走投无路才来找你们",
        "公园里有人钓鱼",
    ],
)
def test_what_everybody_has_is_no_spot(places: Places, words: Words, text: str) -> None:
    assert heard(places, words, text) is None


def test_a_spot_without_a_name_yields_to_a_name(places: Places, words: Words) -> None:
    assert heard(places, words, "学校门口乱停车，就在阳光花园旁边") == "阳光花园旁边"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("阳光花园塑胶跑道就起泡了", "阳光花园塑胶跑道"),
        ("阳光花园地下停车场入口坡道结冰", "阳光花园地下停车场入口坡道"),
        ("和平街老邮局门口车停在人行道上", "和平街老邮局门口"),
        ("和平街36号小卖部卖过期奶", "和平街36号小卖部"),
        ("和平街北口有人吵架", "和平街北口"),
        ("阳光花园3幢单元门口堆垃圾", "阳光花园3幢单元门口"),
        ("翠竹小区对面那排门面油烟太重", "翠竹小区对面那排门面"),
        ("和平街往西200米井盖缺了", "和平街往西200米"),
        ("阳光花园 5 幢 3 单元 204 漏水", "阳光花园 5 幢 3 单元 204"),
    ],
)
def test_what_lies_behind_a_name_belongs_to_it(
    places: Places, words: Words, text: str, place: str
) -> None:
    assert heard(places, words, text) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("阳光花园电梯停了三天", "阳光花园"),
        ("阳光花园对面的树倒了", "阳光花园对面"),
        ("和平街18号路灯坏了", "和平街18号"),
        ("阳光花园有家棋牌室通宵", "阳光花园"),
        ("和平街修个牌坊多好", "和平街"),
    ],
)
def test_things_and_deeds_behind_a_name_do_not(
    places: Places, words: Words, text: str, place: str
) -> None:
    assert heard(places, words, text) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("和平街从菜场到加油站没有路灯", "和平街从菜场到加油站"),
        ("菱角湾到莲荷小学的土路全是泥", "菱角湾到莲荷小学的土路"),
        ("从三中到体育馆这段路没有人行道", "三中到体育馆这段路"),
        ("张家荡三组到四组的路烂了", "张家荡三组到四组的路"),
        ("和平街到中山路之间没有路灯", "和平街到中山路之间"),
    ],
)
def test_a_way_is_told_by_its_ends(places: Places, words: Words, text: str, place: str) -> None:
    assert heard(places, words, text) == place


def test_what_runs_onto_a_road_is_no_way(places: Places, words: Words) -> None:
    assert heard(places, words, "污水管破了水流到马路上") is None


@pytest.mark.parametrize(
    "complaint", ["路灯全灭", "噪音扰民", "臭气熏天", "电梯停了半个月", "打了三次电话没人理"]
)
def test_a_complaint_right_before_a_name_is_none_of_it(
    places: Places, words: Words, complaint: str
) -> None:
    assert heard(places, words, f"{complaint}翠屏雅居3幢") == "翠屏雅居3幢"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我家住阳光花园，不过要说的是学士公园的健身器材", "学士公园"),
        ("刚才说的阳光花园不对，是青山医院二楼漏水", "青山医院二楼"),
        ("我户口在青田县，想在这边办居住证", None),
        ("我从翠竹小区搬来的，孩子上学找谁", None),
        ("我住阳光花园，楼上漏水", "阳光花园"),
        ("星光里5幢有人养大狗，另外星光里地下车库也漏水", "星光里5幢"),
    ],
)
def test_a_place_that_is_not_the_matters_is_set_aside(
    places: Places, words: Words, text: str, place: str | None
) -> None:
    assert heard(places, words, text) == place


def test_what_a_spot_has_is_no_part_of_it(places: Places, words: Words) -> None:
    """灯不亮 may be a word of the dictionary, and 路 before it is no road."""
    assert heard(places, words, "我们小区北门的路灯不亮") == "小区北门"
