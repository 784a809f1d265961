"""Words of danger: in every disguise, in every character, and who is paged for them."""

from __future__ import annotations

import re

import pytest

from nlu.alarm import alarm, load_alarm
from nlu.normal import normal

LETTER = "我们村下面的河湾里每天深夜都有铁皮船抽沙，机器响到天亮，堤也空了，找过几个部门都推。" * 4


@pytest.mark.parametrize(
    "text", ["zhao huo le", "zhaohuole", "ZhaoHuo LE", "zh.a.o huo le", "chu fang zaohuo le"]
)
def test_pinyin_is_heard_however_its_syllables_are_joined(text: str) -> None:
    found = alarm(text)
    assert found is not None
    assert found.kind == "fire"


def test_syllables_of_other_words_are_no_danger() -> None:
    assert alarm("hai zi shang xue yao dai shen me") is None  # no "zi sha" within it
    assert alarm("download the app and send a message") is None


def test_a_picture_stands_for_its_word_and_is_quoted_as_written() -> None:
    found = alarm("车棚里起🔥了")
    assert found is not None
    assert (found.kind, found.words) == ("fire", "起🔥了")


def test_two_kinds_of_danger_in_plain_words_need_no_second_opinion() -> None:
    both, one = alarm("着火了，快来救人"), alarm("着火了，窗户是红的")
    assert both is not None
    assert both.sure
    assert one is not None
    assert not one.sure


def test_a_petition_that_cries_for_help_pages_nobody() -> None:
    found = alarm("请救救我们的大堤。" + LETTER)
    assert found is None or not found.strong


def test_a_letter_that_tells_of_now_pages() -> None:
    found = alarm(LETTER + "现在屋里着火了")
    assert found is not None
    assert found.strong


def test_danger_is_heard_behind_ten_thousand_characters() -> None:
    for words in ("电梯停在半空，快来救人", "bu xiang huo le", "起🔥了"):
        assert alarm(LETTER * 60 + words) is not None


def test_every_pattern_begins_with_a_quick_look_that_lets_its_own_words_pass() -> None:
    for text, kind in (("走水了", "fire"), ("钢瓶一直在漏", "gas"), ("有人溺水", "trapped")):
        one = next(k for k in load_alarm().kinds if k.name == kind)
        said = normal(text).text
        assert one.find(said, load_alarm().zones(said)) is not None


def test_what_does_not_count_is_written_rightly_though_it_is_read_late() -> None:
    never = [pattern for kind in load_alarm().kinds for pattern in kind.never]
    assert len([re.compile(pattern) for pattern in never]) > 20
