"""What only frames a message: taken off before it is judged, and nothing else."""

from __future__ import annotations

import pytest

from nlu.courtesy import unframed


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("请问我家冒烟了怎么办", "我家冒烟了"),
        ("您好,请问一下孩子被反锁在屋里", "孩子被反锁在屋里"),
        ("我想咨询一下,楼道里有煤气味", "楼道里有煤气味"),
        ("老人晕倒了该打什么电话", "老人晕倒了"),
    ],
)
def test_the_frame_is_taken_off(said: str, told: str) -> None:
    assert unframed(said) == told


def test_a_rule_asked_for_keeps_its_question() -> None:
    assert unframed("着火怎么办") == ""
    assert unframed("请问如果家里漏气了怎么办") == "如果家里漏气了怎么办"


def test_what_has_no_frame_or_nothing_in_it_is_left_alone() -> None:
    assert unframed("楼上漏水到我家") == ""
    assert unframed("请问一下") == ""
