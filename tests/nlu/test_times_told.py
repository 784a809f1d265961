"""Times beside habits, of a moment ago, of a third of the month, in the words of a region."""

from __future__ import annotations

from datetime import datetime

import pytest

from nlu.normal import normal
from nlu.times import SHANGHAI, times

NOW = datetime(2026, 3, 31, 21, 45, tzinfo=SHANGHAI)  # a Tuesday


def heard(text: str, now: datetime = NOW) -> list[str]:
    return [f"{one.start:%m-%d %H:%M}" for one in times(normal(text), now)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("跳舞的天天晚上来，上周五晚上九点把音箱开到头", ["03-27 21:00"]),
        ("楼上一到周末就请客，这周一夜里十一点又摔东西", ["03-30 23:00"]),
        ("卡车平时不走这条路，周日早上七点却压坏了井盖", ["03-29 07:00"]),
        ("物业总是推，上个月底27号下午三点才派人来过", ["02-27 15:00"]),
        ("写着按规定时间施工，周日也不停", []),
        ("牌子上写着周一至周六开门，实际上周三、周五都关着", []),
        ("每周五下午四点有人来收旧货", []),
        ("周末楼道里总有人抽烟", []),
        ("周六院子里老是有人放音乐", []),
    ],
)
def test_a_habit_belongs_to_its_own_clause(text: str, found: list[str]) -> None:
    assert heard(text) == found


@pytest.mark.parametrize(
    ("text", "now", "found"),
    [
        ("刚才九点二十有人砸我家窗户", NOW, ["03-31 21:20"]),
        ("刚刚六点多天花板往下滴水", NOW, ["03-31 18:00"]),
        ("刚才大概十点半隔壁又唱上了", NOW.replace(hour=10, minute=50), ["03-31 10:30"]),
        ("方才十一点五十，有人翻进院子", datetime(2026, 4, 1, 0, 20, tzinfo=SHANGHAI),
         ["03-31 23:50"]),
        ("刚才下午三点来了个推销的", NOW, ["03-31 15:00"]),
        ("刚好八点半", NOW, ["03-31 08:30"]),
    ],
)  # fmt: skip
def test_just_now_is_the_nearest_such_hour_before(
    text: str, now: datetime, found: list[str]
) -> None:
    assert heard(text, now) == found


def test_a_third_of_the_month_belongs_to_the_day_named_behind_it() -> None:
    (one,) = times(normal("月初六号上午十点交的表，没下文"), NOW)
    assert (one.text, one.start) == ("月初六号上午十点", datetime(2026, 3, 6, 10, tzinfo=SHANGHAI))
    assert heard("月中16号停了一天水") == ["03-16 00:00"]
    assert heard("上月下旬25号晚上八点断的网") == ["02-25 20:00"]
    assert heard("月底30号上午九点约好来装的，没见人") == ["03-30 09:00"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("今朝早浪八点钟就敲墙头", ["03-31 08:00"]),
        ("昨日夜里厢一点钟还勒搬台子", ["03-31 01:00"]),
        ("昨夜里头十一点水管爆了", ["03-30 23:00"]),
        ("前儿黑九点半有人烧垃圾", ["03-29 21:30"]),
        ("明儿头午十点成不成", ["04-01 10:00"]),
        ("今朝中浪一点钟漏水个", ["03-31 13:00"]),
        ("昨天下晚儿六点停的电", ["03-30 18:00"]),
        ("今天凌晨两点五十楼下报警器响", ["03-31 02:50"]),
    ],
)
def test_parts_of_the_day_are_known_in_the_words_of_a_region(text: str, found: list[str]) -> None:
    assert heard(text) == found
