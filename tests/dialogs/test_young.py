"""Who writes says how old they are: a child, or somebody who speaks of one."""

import pytest

from dialogs.young import is_child

CHILDREN = [
    "我今年12岁",
    "叔叔，我才9岁，家里没人",
    "我是初中生",
    "我上小学三年级",
    "我刚十三岁",
    "我17岁",
]
OTHERS = ["我今年62岁", "我12岁的女儿走丢了", "我家孩子12岁", "我8岁那年搬来的", "我是小学老师",
          "我住5号楼12层", "我112岁的奶奶", "我在小学门口", "我是高中旁边的住户"]  # fmt: skip


@pytest.mark.parametrize("words", CHILDREN)
def test_a_child_says_so(words: str) -> None:
    assert is_child(words)


@pytest.mark.parametrize("words", OTHERS)
def test_others_are_no_children(words: str) -> None:
    assert not is_child(words)
