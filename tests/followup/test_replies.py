"""Typed survey answers: both facts, the traps, and what is no answer (D.2, G.3 row 32)."""

import pytest

from followup.replies import read, read_solved
from followup.survey import Solved

YES, PARTLY, NO, NOBODY = Solved.YES, Solved.PARTLY, Solved.NO, Solved.NOBODY


@pytest.mark.parametrize(
    ("text", "solved", "stars"),
    [
        ("满意", None, 4),
        ("非常满意！", None, 5),
        ("很满意，谢谢", None, 5),
        ("基本满意", None, 3),
        ("还行", None, 3),
        ("凑合吧", None, 3),
        ("一般般", None, 3),
        ("差评", None, 1),
        ("不满意", None, 2),
        ("不太满意", None, 2),
        ("非常不满意", None, 1),
        ("很不满意", None, 1),
        ("👍", None, 5),
        ("👍🏻👍🏻", None, 5),
        ("👎", None, 2),
        ("1", None, 1),
        ("５分", None, 5),
        ("五星", None, 5),
        ("四分", None, 4),
        ("给3星", None, 3),
        ("莫得用", NO, None),
        ("收是收了，第二天又没人收", NO, None),
        ("来是来了，看了一眼就走了", NO, None),
        ("清是清了，就清了一半", PARTLY, None),
        ("好是好了不少", PARTLY, None),
        ("修是修了，挺好的", YES, 4),
        ("来清过一次，后来就没人管了", NO, None),
        ("修好了就好了一天", NO, None),
        ("老样子", NO, None),
        ("还是老样子", NO, None),
        ("没解决", NO, None),
        ("還是沒解決", NO, None),
        ("根本没有解决", NO, None),
        ("灯还是不亮", NO, None),
        ("哪里修好了，还是黑的", NO, None),
        ("谁说修好了", NO, None),
        ("四颗星", None, 4),
        ("五星吧", None, 5),
        ("又坏了", NO, None),
        ("没人联系过我", NOBODY, None),
        ("到现在没人管", NOBODY, None),
        ("部分解决", PARTLY, None),
        ("解决了一半", PARTLY, None),
        ("没完全解决", PARTLY, None),
        ("好了一点", PARTLY, None),
        ("已解决", YES, None),
        ("解决了，非常满意", YES, 5),
        ("修好了，就是慢，一般", YES, 3),
        ("解决了但是不满意", YES, 2),
        ("五星好评但没解决", NO, 5),
        ("好评五星但没解决", NO, 5),
        ("没解决，差评", NO, 1),
        ("垃圾清走了，满意", YES, 4),  # what it was about is no rating
        ("不好意思，还没弄好", NO, None),
        ("五星村的灯还是不亮", NO, None),
        ("解决了，可以", YES, 3),
        ("莫得人来过", NOBODY, None),
        ("扯淡 根本没来过", NOBODY, None),
        ("连个人影都没有", NOBODY, None),
        ("压根没来", NOBODY, None),
        ("清是清了 第二天又堆起了", NO, None),
        ("没清", NO, None),
        ("弄是弄了，弄得不三不四", NO, None),
        ("你们骗人", NO, None),
        ("清爽了", YES, None),
        ("弄得巴巴适适的", YES, None),
        ("巴适得很", None, 4),
        ("不巴适", None, None),
    ],
)
def test_both_facts_are_read_apart(text: str, solved: Solved | None, stars: int | None) -> None:
    reading = read(text)
    assert (reading.solved, reading.satisfied, reading.ask) == (solved, stars, "")


@pytest.mark.parametrize(
    "text",
    [
        "不是不满意",
        "没有不满意",
        "满意个鬼",
        "非常满意才怪",
        "我满意了他不满意",
        "满意吗？",
        "解决了吗",
        "呵呵，真满意",
        "满意，也不满意",
        "哪里能满意",
        "6",
        "0",
        "10分",
        "3.5",
        "零分",
    ],
)
def test_a_trap_or_an_impossible_number_is_asked_back(text: str) -> None:
    reading = read(text)
    assert reading.ask
    assert reading.solved is None
    assert reading.satisfied is None


@pytest.mark.parametrize(
    "text",
    [
        "楼下又有人占道",
        "",
        "🙂",
        "你们几点上班",
        "我要投诉噪音",
        "可以打电话吗",
        "没收到短信",
        "没通知我时间",
        "没清楚你的意思",
    ],
)
def test_what_is_no_answer_is_left_to_others(text: str) -> None:
    assert read(text).empty


@pytest.mark.parametrize(
    ("text", "solved"),
    [
        ("没有", NO),
        ("没有，还是黑的", NO),
        ("还没呢", NO),
        ("根本没有啊", NO),
        ("不", NO),
        ("问题还在", NO),
        ("没有，到现在没人联系我", NOBODY),
        ("嗯嗯", YES),
        ("是的", YES),
        ("没有问题了", None),
        ("没有再漏了", None),
        ("还是挺好的", None),
        ("楼上又吵了", NO),
        ("另外路灯也不亮", None),
    ],
)
def test_asked_whether_it_is_solved_a_plain_yes_or_no_will_do(
    text: str, solved: Solved | None
) -> None:
    assert read_solved(text).solved is solved


@pytest.mark.parametrize("text", ["没有", "嗯", "还没呢", "是的"])
def test_unasked_a_plain_yes_or_no_says_nothing_of_it(text: str) -> None:
    assert read(text).solved is None
