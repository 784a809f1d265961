"""Numbers to call, sums, persons and names as residents tell them, and what only looks so."""

from __future__ import annotations

import pytest

from nlu.facts import amounts, names, people, phones
from nlu.normal import normal


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("门卫室62217730半天没人接", ("62217730",)),
        ("维修班 58801264 一打就挂", ("58801264",)),
        ("居委会83301127没人听，社区53219940也没人听", ("83301127", "53219940")),
        ("值班电话 0573 - 8244 1906", ("057382441906",)),
        ("(0513)8551-2290 打不进", ("051385512290",)),
        ("186 - 0321 - 7744 是我的", ("18603217744",)),
        ("物业8355-1290没人接", ("83551290",)),
        ("取件码55667788，没人接我", ()),
        ("工单44556677，打了三次没结果", ()),
        ("工资3000-5000，一直没人接这活", ()),
        ("户号33041288多扣了钱", ()),
    ],
)
def test_a_number_is_called_where_words_say_so(text: str, found: tuple[str, ...]) -> None:
    assert phones(normal(text).text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("秤有问题，16块5的虾少了一两", (16.5,)),
        ("被骗了，七万二，求止付", (72000,)),
        ("押金：1300元，不给退", (1300,)),
        ("换个锁芯，四百五，抢钱", (450,)),
        ("退了我三千八一分没少", (3800,)),
        ("存了十万块五年拿不出", (100000,)),
        ("讹我三万二，说是我撞的", (32000,)),
        ("外墙砖掉了六块，没人修", ()),
        ("地面四块开裂，两块缺角", ()),
        ("罚款五百八百不等", ()),
        ("打给0573 - 8244 1906没人", ()),
        ("手续费没退，12306的客服让等", ()),
        ("消防箱锁着，万一着火怎么办", ()),
    ],
)
def test_a_sum_keeps_its_first_digit_and_things_are_no_money(
    text: str, found: tuple[float, ...]
) -> None:
    assert amounts(normal(text).text) == found


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("仨半大小子在车棚玩火", 3),
        ("两个小子翻墙", 2),
        ("我是桂花苑7号楼的业主", None),
        ("我们8号楼业主都反对", None),
        ("三号窗口的小姑娘态度差", None),
        ("五号铺的老板占道", None),
        ("3号楼两个业主打起来了", 2),
        ("排队的有三号人", 3),
        ("我们哥仨轮着守夜", 3),
        ("姐五个都在外地", 5),
        ("大哥三个月没回来", None),
    ],
)
def test_the_number_of_a_house_counts_no_persons(text: str, many: int | None) -> None:
    assert people(normal(text).text) == many


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("花店老板娘吴小芬泼水", ("吴小芬",)),
        ("健身房店长梁晓芸不退卡", ("梁晓芸",)),
        ("保安队长冯德贵推人", ("冯德贵",)),
        ("包工头郭铁生跑了", ("郭铁生",)),
        ("教练方伟退费拖了两个月", ("方伟",)),
        ("门卫老吴不开门", ("老吴",)),
        ("货车司机孟建平绕路", ("孟建平",)),
        ("会计算错了账", ()),
        ("保安全都在玩手机", ()),
        ("老板娘高兴就多送两根葱", ()),
        ("班主任费一个月才一百", ()),
        ("店长不肯退钱", ()),
    ],
)
def test_who_has_a_trade_may_be_named_behind_it(text: str, found: tuple[str, ...]) -> None:
    assert names(normal(text).text) == found
