"""Every deviation from a straight talk, once, on a flow of two questions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dialogs.engine import buttons
from dialogs.run import Conversation, Open, Run
from tests.dialogs import stall
from tests.dialogs.stall import FRUIT, Sell, Stall


@pytest.fixture
def market() -> Iterator[Stall]:
    """A stall at which a talk about fruit has begun."""
    before = list(FRUIT)
    one = Stall()
    one.begin("shop")
    yield one
    FRUIT[:] = before


def test_a_straight_talk_sells_once_and_goes_on_with_the_next_flow(market: Stall) -> None:
    assert "要几个梨" in market.says("梨")
    answer = market.says("三个")
    assert "卖了：三个个梨" in answer
    assert "要袋子吗" in answer
    assert market.sold == [Sell("梨", "三个")]


def test_a_tap_means_what_was_shown(market: Stall) -> None:
    assert "要几个梨" in market.taps("梨")


@pytest.mark.parametrize(
    "said", ["2", "２", "第2个", "第二个", "二", "②", "选2", "梨", "梨。", "2、"]
)
def test_a_number_or_the_words_do_as_well_as_the_button(market: Stall, said: str) -> None:
    assert "要几个梨" in market.says(said)


def test_a_second_tap_changes_nothing(market: Stall) -> None:
    pear, apple = market.buttons()[1], market.buttons()[0]
    market.presses(pear)
    answer = market.presses(apple)
    assert "过期" in answer
    assert "要几个梨" in answer


def test_a_tap_on_a_finished_flow_is_answered_kindly(market: Stall) -> None:
    old = market.buttons()[0]
    market.says("梨")
    market.says("两个")
    market.says("不要", "deny")
    assert "过期" in market.presses(old)
    assert len(market.sold) == 1


@pytest.mark.parametrize(
    "data", ["", "x", "r1:fruit:000000:0", "r1:fruit:zz:99", "a:b:c:d:e", ":::"]
)
def test_button_data_that_nobody_made_changes_nothing(market: Stall, data: str) -> None:
    assert "过期" in market.presses(data)
    assert market.sold == []


def test_a_number_means_what_was_shown_even_when_the_choice_has_changed(market: Stall) -> None:
    FRUIT.insert(0, "杏")
    assert "要几个苹果" in market.says("1")


def test_an_option_gone_meanwhile_is_never_read_as_another(market: Stall) -> None:
    FRUIT.remove("苹果")
    answer = market.says("1")
    assert "没有了" in answer
    assert "要哪种" in answer


def test_a_number_beyond_the_options_is_no_answer(market: Stall) -> None:
    assert "没听明白" in market.says("7")


def test_back_asks_the_question_before_again(market: Stall) -> None:
    market.says("梨")
    assert "要哪种" in market.says("返回")
    assert "要几个桃" in market.says("桃")


def test_back_at_the_first_question_says_so(market: Stall) -> None:
    answer = market.says("返回")
    assert "没有可以返回" in answer
    assert "要哪种" in answer


def test_a_changed_about_asks_again(market: Stall) -> None:
    market.says("梨")
    talk = market.talk()
    run = talk.stack[0]
    run.given["many"] = ["苹果", "九个", "asked"]  # an answer that belonged to apples
    market.keep(talk)
    assert "要几个梨" in market.says("帮助")


def test_a_refusal_opens_its_question_again(market: Stall) -> None:
    market.says("梨")
    market.sold_out.add("梨")
    answer = market.says("三个")
    assert "刚卖完了" in answer
    assert "要哪种" in answer
    assert market.sold == []
    market.says("桃")
    assert "卖了" in market.says("三个")


def test_cancel_drops_what_is_under_way(market: Stall) -> None:
    market.says("梨")
    market.says("取消")
    assert market.talk().stack == []
    assert market.sold == []


def test_cancel_in_a_question_of_free_words_is_no_answer(market: Stall) -> None:
    market.says("梨")
    market.says("算了吧")
    assert market.sold == []


def test_help_and_why_come_back_to_the_question(market: Stall) -> None:
    assert "要哪种" in market.says("帮助")
    answer = market.says("为什么要问这个")
    assert "看看还有没有" in answer
    assert "要哪种" in answer


def test_the_second_miss_asks_in_other_words_and_the_third_calls_a_person(market: Stall) -> None:
    market.says("梨")
    market.says("返回")
    assert "没听明白" in market.says("嗯哼")
    assert "换个问法" in market.says("嗯哼")
    assert "转人工" in market.says("嗯哼")
    assert market.talk().holder == "queue"


def test_an_answer_forgives_the_misses_before(market: Stall) -> None:
    market.says("嗯哼")
    market.says("嗯哼")
    market.says("梨")
    assert market.talk().misses == 0


def test_a_person_can_be_had_where_words_are_free(market: Stall) -> None:
    market.says("梨")
    assert "转人工" in market.says("转人工", "human")
    assert market.talk().holder == "queue"
    assert market.sold == []


def test_a_flow_that_asks_nothing_hands_on_within_the_turn() -> None:
    answer = Stall().begin("greet")
    assert "欢迎" in answer
    assert "要哪种" in answer


def test_emoji_and_stories_are_no_yes(market: Stall) -> None:
    market.says("梨")
    market.says("一个")
    assert "要袋子吗" in market.says("😡😡", "affirm")
    assert "要袋子吗" in market.says("是这样的我昨天去的时候你们已经关门了谁都不在", "affirm")
    assert "装好了" in market.says("嗯嗯", "affirm")


def test_a_thumb_is_a_yes(market: Stall) -> None:
    market.says("梨")
    market.says("一个")
    assert "装好了" in market.says("👍")


def test_flows_without_end_are_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    from dialogs.talk import Done

    monkeypatch.setitem(stall.FLOWS, "greet", lambda talk, look: Done("", then=("greet", {})))
    with pytest.raises(RuntimeError, match="without end"):
        Stall().begin("greet")


def test_asking_one_name_twice_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    from dialogs.question import words

    def twice(talk, look):  # type: ignore[no-untyped-def]
        talk.ask(words("one", "？", default="x"))
        talk.ask(words("one", "？", default="x"))

    monkeypatch.setitem(stall.FLOWS, "greet", twice)
    with pytest.raises(AssertionError, match="asked twice"):
        Stall().begin("greet")


def test_button_data_fits_into_64_bytes() -> None:
    options = [[f"选项{n}", n] for n in range(12)]
    run = Run("rffff", "report", open=Open("4.place_near_which", "很长的地方" * 20, options))
    assert all(len(button.data.encode()) <= 64 for button in buttons(run))


def test_a_kept_talk_of_another_version_is_read_all_the_same() -> None:
    kept = {"holder": "bot", "unheard_of": 1, "stack": [{"id": "r1", "flow": "shop", "new": 2}]}
    talk = Conversation.from_json("toy:1", kept)
    assert talk.stack[0].flow == "shop"
    assert talk.stack[0].given == {}
