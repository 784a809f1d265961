"""Numbers, phones, tickets, plates and private data in free words."""

from __future__ import annotations

import pytest

from nlu.facts import amounts, names, people, phones, plates, tickets
from nlu.normal import normal, squeezed
from nlu.numerals import approximate, number, spoken
from nlu.privacy import HIDDEN_CARD, HIDDEN_ID, find_private, mask, valid_card, valid_id

GOOD_ID = "990584194912310020"  # made up; the checksum fits


@pytest.mark.parametrize(
    ("words", "value"),
    [("一千二", 1200), ("3.5万", 35000), ("两万五", 25000), ("一百零五", 105), ("二〇二六", 2026),
     ("十五", 15), ("一千零五十", 1050), ("3万5", 35000), ("1,200", 1200)],
)  # fmt: skip
def test_mixed_numerals_are_read(words: str, value: float) -> None:
    assert number(words) == value


def test_words_that_are_no_number_give_none() -> None:
    assert number("很多") is None


def test_two_digits_side_by_side_name_a_range() -> None:
    assert all(approximate(words) for words in ("七八", "三四十", "两三百", "十五六"))
    assert not any(approximate(words) for words in ("十八", "一三八零零", "二十五", "三百四"))


def test_read_out_digits_become_digits() -> None:
    assert spoken("幺三八零零") == "13800"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话13812345678", ("13812345678",)),
        ("打138-1234-5678找我", ("13812345678",)),
        ("打138.1234.5678找我", ("13812345678",)),
        ("我手机一三八一二三四五六七八", ("13812345678",)),
        ("座机0512-63456789", ("051263456789",)),
        ("拨打12345没人接，订单号202611210000138123", ()),
        ("我妈不会用手机，打家里6688321就行", ("6688321",)),
        ("座机 8556-3321 随时打", ("85563321",)),
        ("3456789是我家电话", ("3456789",)),
        ("快递单号5566778，电话没人接", ()),
        ("工资3000-5000，电话里说的", ()),
        ("家里损失2345678元", ()),
    ],
)
def test_phones_are_digits_only(text: str, found: tuple[str, ...]) -> None:
    assert phones(text) == found


def test_ticket_numbers_are_read_in_full_and_by_their_end() -> None:
    assert tickets("查一下20261121-0007") == ("20261121-0007",)
    assert tickets("单号是2026-11-21-0007") == ("20261121-0007",)
    assert tickets("2026-11-21 1000人参加") == ()
    assert tickets("20261121 - 0007") == tickets("2026 11 21 0007") == ("20261121-0007",)
    assert tickets("20261121-0007、0008两张") == ("20261121-0007", "20261121-0008")
    assert tickets("20261121-0007、1200元") == ("20261121-0007",)
    assert tickets("卡号6222 2026 1121 0007 123") == ()
    assert tickets("查 0007") == ("0007",)
    assert tickets("2026年的事") == ()


def test_plates_of_both_kinds_are_read_in_capitals() -> None:
    assert plates("苏e·12345和沪AD12345挡路") == ("苏E12345", "沪AD12345")


def test_sums_of_money_are_yuan() -> None:
    assert amounts("押金一千二不退，总共3.5万元，还欠两千多") == (1200, 35000, 2000)
    assert amounts("住了十二年，三号楼有八十户") == ()


@pytest.mark.parametrize("unit", ["1", "一", "五百", "零", "1,234"])
def test_an_endless_number_is_read_in_one_go(unit: str) -> None:
    assert amounts("交了" + unit * 200) == ()  # a number taken piece by piece would never end
    assert people(unit * 200) is None


def test_people_are_persons_and_not_households() -> None:
    assert people("我们二十多个工人没拿到钱") == 20
    assert people("整栋楼三十户停水") is None
    assert people("我一个人住") is None
    assert people("去第三人民医院看病") is None


def test_parties_are_named() -> None:
    assert names("楼上姓王的半夜吵，老板叫张建国") == ("姓王的", "张建国")


def test_the_checksum_of_an_identity_number_is_checked() -> None:
    assert valid_id(GOOD_ID)
    assert not valid_id("990584194912310021")


def test_eighteen_digits_of_another_kind_stay_readable() -> None:
    order = "123456789012345678"
    assert not valid_id(order)
    assert mask(f"快递单号{order}一直没到") == f"快递单号{order}一直没到"


def test_a_card_is_known_by_its_checksum() -> None:
    assert valid_card("6222020200112230002") == (HIDDEN_CARD in mask("卡6222020200112230002"))
    assert mask("订单号1234567890123456") == "订单号1234567890123456"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我电话13812345678", "我电话138****5678"),
        (f"身份证{GOOD_ID}", f"身份证{HIDDEN_ID}"),
        ("身份证990584194912310021", f"身份证{HIDDEN_ID}"),
        (
            "证件号：1234567890123456",
            f"证件号：{HIDDEN_ID}",
        ),  # a slip of the finger, said to be one
        ("我的是9905 8419 4912 3100 20", f"我的是{HIDDEN_ID}"),
        ("990584.19491231.0020你查", f"{HIDDEN_ID}你查"),
        ("车牌苏E12345", "车牌苏E12345"),
        ("打186 - 0321 - 7744", "打186****7744"),
        ("厂里0579 - 8336 1125", "厂里0579 - ****1125"),
        ("物业前台84417756没人接", "物业前台****7756没人接"),
        ("邮箱wang.li@example.com", "邮箱w***@example.com"),
        ("手机一三八一二三四五六七八", "手机138****5678"),
        ("３号楼１３８１２３４５６７８", "３号楼138****5678"),
        ("编号20261121-0007", "编号20261121-0007"),
    ],
)
def test_private_data_is_masked_and_the_rest_stays(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_masked_text_has_nothing_left_to_mask() -> None:
    assert find_private(mask(f"{GOOD_ID}，13812345678")) == ()


def test_normalising_keeps_the_way_back_to_the_words() -> None:
    norm = normal("領\u200b導（lǐng）火災！！！！！！")
    assert norm.text == "领导火灾!!!"
    assert norm.written(2, 4) == "火災"


def test_phone_numbers_keep_their_repeated_digits() -> None:
    assert normal("13800000000").text == "13800000000"


def test_words_picked_apart_are_joined_and_sentences_are_not() -> None:
    assert squeezed(normal("着.火.了")).text == "着火了"
    assert squeezed(normal("打1 1 9")).text == "打119"
    assert squeezed(normal("路灯坏了 没人修")).text == "路灯坏了 没人修"
