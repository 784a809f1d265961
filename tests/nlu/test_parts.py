"""Two problems told from one: by a comma, a blank, or where who dictates takes breath."""

from __future__ import annotations

import pytest

from nlu.listener import Listener
from nlu.normal import normal
from nlu.openings import opening
from nlu.parts import another, clauses, split, tells_where
from nlu.partsigns import Cut
from nlu.rather import rather
from tests.town import START

SEVERAL = (
    "幸福里3号楼2单元的电梯又停了，楼上装修天天砸墙",
    "电梯坏了 垃圾没人收",
    "路灯不亮，垃圾也没人收",
    "路灯坏了还有电梯也坏了",
    "下水道又堵了对面工地还半夜浇水泥",
)
ONE = (
    "喂你们到底管不管啊我都打了三次了楼上天天半夜砸墙我都要疯了",
    "我想问一下，楼上天天半夜剁肉，这个归谁管？",
    "停水三天了，饭也做不了",
    "昨天下午三点左右在花园路和学府路路口，一辆渣土车闯红灯差点撞到我",
    "我叫陈小梅，电话13900000000，住幸福里12幢，楼上天天漏水",
    "侬好，阿拉小区门口个窨井盖头断脱了",
    "井盖没了，晚上看不见，昨天有人骑车掉下去了",
    "路灯坏了，报修了三次，电话也没人接",
    "请整治花园路夜宵摊\n尊敬的领导，花园路夜宵摊每天从傍晚摆到凌晨，油烟和垃圾没有人管，住在楼上的老人整夜睡不着。",
    "门口那家烧烤店油烟很大。一到晚上烧烤店的烟往我家飘。烧烤的烟把窗户都熏黑了",
)


@pytest.mark.parametrize("text", SEVERAL)
def test_several_problems_are_told_apart(listener: Listener, text: str) -> None:
    assert len(listener.hear(text, START).parts) > 1


@pytest.mark.parametrize("text", ONE)
def test_one_problem_stays_whole(listener: Listener, text: str) -> None:
    assert len(listener.hear(text, START).parts) == 1


def test_what_announces_a_problem_belongs_to_it() -> None:
    text = normal("路灯坏了。另外，垃圾没人收").text
    assert [text[c.start : c.end] for c in clauses(text)] == ["路灯坏了。", "另外,垃圾没人收"]


def test_breath_is_taken_only_where_nothing_is_counted_behind() -> None:
    text = "停水两天了昨晚又断了电我打了三次电话"
    assert [text[c.start : c.end] for c in clauses(text)] == [
        "停水两天了",
        "昨晚又断了电我打了三次电话",
    ]


@pytest.mark.parametrize("text", ["电话13900000000，幸福里3幢", "昨天晚上八点，在花园路12号"])
def test_who_tells_only_where_and_when_tells_no_matter_yet(listener: Listener, text: str) -> None:
    assert listener.hear(text, START).guesses == ()


def test_where_alone_is_no_matter_however_it_is_written(listener: Listener) -> None:
    for text in ("幸福里3号楼", "幸福里３號樓", "幸福里３号楼", "昨天晚上在幸福里３號樓"):
        assert listener.hear(text, START).guesses == ()


@pytest.mark.parametrize("text", ["我叫陈小梅，电话13900000000", "我姓王，手机13900000000"])
def test_who_tells_only_their_name_and_number_wants_no_clerk(listener: Listener, text: str) -> None:
    heard = listener.hear(text, START)
    assert (heard.act, heard.guesses, heard.spot) == ("other", (), None)


def test_of_a_letter_only_what_is_announced_is_cut_off() -> None:
    text = "小区的路灯坏了很久没有人来修。" * 12 + "另外,垃圾没人收。"
    assert len(clauses(text)) == 2


def test_a_matter_sounds_like_a_beginning() -> None:
    assert opening("小区门口的路灯坏了") > opening("他说不归他管")


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("也不是,是电梯", "电梯", ""),
        ("搞错了是路灯", "路灯", ""),
        ("不是漏水是电梯", "电梯", "漏水"),
        ("不对,第二件不是井盖,是下水道", "下水道", "井盖"),
        ("我讲的是电梯,不是漏水", "电梯", "漏水"),
        ("也不是漏水,是下水道返水", "下水道返水", "漏水"),
        ("类别错了,是楼道灯", "楼道灯", ""),
        ("不是问这个,我是说学校门口堵车", "学校门口堵车", ""),
        ("是不是电梯", "", ""),
        ("不是说三天吗", "", ""),
    ],
)
def test_what_it_is_instead(text: str, right: str, wrong: str) -> None:
    assert rather(text) == (right, wrong)


@pytest.mark.parametrize("text", ["我家" + "1" * 400 + "漏水", "您好多次打过" * 60 + "漏水"])
def test_digits_and_anger_without_end_are_read_in_no_time(text: str) -> None:
    assert len(split(text, lambda words: ())) == 1
    assert not tells_where(text)
    cut = Cut(text, "垃圾没人收", "垃圾没人收", ",")
    another(cut, lambda words: ())  # comes back at all


@pytest.mark.parametrize(
    "text", ["我打过三次电话了", "您好,请问", "您好多次了", "投诉过两次,还有个问题"]
)
def test_anger_alone_tells_no_matter_yet(text: str) -> None:
    cut = Cut(text, "楼上天天半夜砸墙", "楼上天天半夜砸墙", ",")
    assert not another(cut, lambda words: ())
