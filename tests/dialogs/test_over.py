"""Words that say somebody has been helped, and words that only sound like it."""

from __future__ import annotations

import pytest

from dialogs.over import leading, over


@pytest.mark.parametrize(
    "words",
    [
        "没事了已经扶起来了",
        "人没事了，扶起来了",
        "救护车拉走了",
        "送医院了",
        "老人已经被人扶起来了",
        "醒过来了",
        "孩子抱下来了",
    ],
)
def test_somebody_has_been_helped(words: str) -> None:
    assert over(words)


@pytest.mark.parametrize(
    "words",
    [
        "还没扶起来",
        "扶不起来",
        "快来人扶起来",
        "扶起来了但是还在流血",
        "他走了",
        "跳下来了",
        "救护车来了",
        "没事了",
        "垃圾拉走了",
    ],
)
def test_nobody_has_been_helped_yet_or_it_is_of_something_else(words: str) -> None:
    assert not over(words)


def test_what_is_told_beside_it_is_left() -> None:
    assert leading("人没事了，扶起来了，就是灯还是要修") == "人没事了，扶起来了，"
    assert leading("灯坏了，还没修") == ""
