"""Between two kinds a resident may say that it is both; every part of a message keeps its mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.flows.kind import OF_PARTIES
from nlu.listener import Listener
from tests.dialogs.ear import Ear
from tests.town import Town

TORN = "幸福里3号楼下面的烧烤店烟大又把摊子摆到路上"
UNSURE = "幸福里3号楼下面的店天天闹心"
NOWHERE = "楼下的店又吵烟又大"
THREE = "幸福里3号楼下面的店什么毛病都有"
HEARD = {
    TORN: {"0404": 0.55, "0104": 0.4},
    UNSURE: {"0404": 0.3, "0401": 0.28},
    NOWHERE: {"0401": 0.5, "0404": 0.45},
    THREE: {"0404": 0.5, "0104": 0.49, "0401": 0.48},
}


@pytest.fixture
def both(tmp_path: Path, listener: Listener) -> Town:
    """A town whose bot is of two minds about some sentences."""
    return Town(tmp_path, Ear(listener, HEARD))  # type: ignore[arg-type]


def to_the_card(town: Town, answer: str) -> str:
    """Skip whatever is asked, up to the card."""
    for _ in range(6):
        if "我记的是" in answer:
            return answer
        answer = town.taps("跳过")
    raise AssertionError(answer)


@pytest.mark.parametrize(
    "words", ["两个都是", "都是", "1和2都是", "两样都有", "既是1也是2", "都有一点", "两个都要登记"]
)
def test_both_kinds_become_two_matters_told_in_the_same_words(both: Town, words: str) -> None:
    assert "更像哪一类" in both.says(TORN)
    answer = both.says(words)
    assert "分成2件一起登记：餐饮油烟、占道经营与流动摊贩" in answer
    to_the_card(both, answer)
    both.says("提交")
    tickets = both.tickets()
    assert [t.category for t in tickets] == ["0404", "0104"]
    assert {t.detail for t in tickets} == {TORN}
    assert {t.place for t in tickets} == {"幸福里3号楼下面"}


def test_neither_is_not_both(both: Town) -> None:
    both.says(TORN)
    answer = to_the_card(both, both.says("两个都不是"))
    assert "其他待人工研判" in answer
    assert "2. 类别" not in answer


def test_both_may_be_said_to_the_clearing_question_as_well(both: Town) -> None:
    assert "弄准一点" in both.says(UNSURE)
    to_the_card(both, both.says("两个都是"))
    both.says("提交")
    assert [t.category for t in both.tickets()] == ["0404", "0401"]


def test_what_both_have_in_common_is_asked_once(both: Town) -> None:
    both.says(NOWHERE)
    assert "在哪儿" in both.says("两个都是")
    answer = both.says("幸福里5号楼")
    assert "在哪儿" not in answer
    card = to_the_card(both, answer)
    assert card.count("幸福里5号楼") == 2


def test_of_three_kinds_two_are_the_first_two_and_all_are_three(both: Town) -> None:
    both.says(THREE, "terminal:two")
    assert "分成2件" in both.says("两个都是", "terminal:two")
    both.says(THREE, "terminal:three")
    assert "分成3件" in both.says("都是", "terminal:three")
    both.says(THREE, "terminal:named")
    assert "餐饮油烟、社会生活噪声" in both.says("1和3", "terminal:named")


def test_a_part_that_is_a_dispute_is_marked_as_one(town: Town) -> None:
    said = "幸福里3号楼楼道灯坏了半个月，还有楼上邻居天天半夜跳绳吵得睡不着"
    to_the_card(town, town.says(said))
    town.says("提交")
    marked = {t.category: OF_PARTIES in t.routed for t in town.tickets()}
    assert marked == {"0203": False, "0702": True}


def test_the_kind_picked_at_first_can_be_changed_over_the_card(both: Town) -> None:
    both.says(UNSURE)
    to_the_card(both, both.says("1"))
    assert "更像哪一类" in both.says("类别不对")
    assert "社会生活噪声" in to_the_card(both, both.taps("社会生活噪声"))


def test_where_it_is_settles_no_kind(both: Town) -> None:
    assert "更像哪一类" in both.says(NOWHERE)
    answer = both.says("幸福里5号楼")
    assert "这一点记下了" in answer
    assert "更像哪一类" in answer
    assert "地点：幸福里5号楼" in to_the_card(both, both.taps("餐饮油烟"))
