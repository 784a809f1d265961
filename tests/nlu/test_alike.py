"""How alike stories are, and what they have in common."""

from nlu.alike import most_alike
from nlu.lessons import Lesson, distinct, lesson_text

OTHERS = [
    "三号楼道灯坏了半个月，晚上下楼看不见",
    "楼上漏水把我家吊顶泡了",
    "垃圾没人收，臭气熏天",
    "楼下烧烤摊油烟太大",
]


def test_the_story_with_the_same_words_is_first_and_says_which() -> None:
    found = most_alike("我们楼道灯坏了，没有人来修", OTHERS)
    assert found[0].at == 0
    assert "楼道灯坏了" in found[0].shared
    assert all(one.score <= found[0].score for one in found)


def test_a_story_without_common_words_is_not_alike() -> None:
    assert most_alike("停车被划", OTHERS) == []
    assert most_alike("", OTHERS) == []
    assert most_alike("。。。", ["", "！"]) == []
    assert most_alike("路灯", []) == []


def test_what_everybody_says_counts_for_little() -> None:
    others = [f"请问领导，{what}" for what in ("路灯不亮", "垃圾没人收", "漏水了", "太吵了")]
    found = most_alike("请问领导，路灯不亮怎么办", others, least=0.0)
    assert found[0].at == 0
    assert found[0].score > 3 * found[1].score


def test_words_that_teach_carry_no_numbers_names_or_doors() -> None:
    said = "我叫李秀英，住幸福里5幢301室，電話13812345678，樓上王师傅天天敲墙\n浙A12345乱停"
    text = lesson_text(said)
    for private in ("李秀英", "5幢", "301", "13812345678", "王师傅", "A12345", "\n"):
        assert private not in text
    assert "楼上某师傅天天敲墙" in text
    assert lesson_text(text) == text
    assert lesson_text("8月3号停水") == "8月3号停水"
    assert len(lesson_text("很长" * 2000)) <= 1000


def test_of_contrary_lessons_the_last_stands() -> None:
    first, last = Lesson("灯坏了", "category", "0203"), Lesson("灯坏了", "category", "0204")
    act = Lesson("灯坏了", "act", "report")
    assert distinct([first, act, last]) == [last, act]
    assert (last.intent, act.intent) == ("c0204", "act_report")
