"""One shape for the rules: what is folded, what stays, and the way back to the words as written."""

from __future__ import annotations

import unicodedata

import pytest

from nlu.normal import normal, squeezed


@pytest.mark.parametrize("sign", "，！？：；（）“”‘’《》【】—…·、。/%+~1a火")
def test_a_common_sign_is_folded_as_the_rest_of_unicode_is(sign: str) -> None:
    folded = unicodedata.normalize("NFKC", sign)
    assert normal(sign).text == (folded if len(folded) == 1 else sign)


def test_every_letter_in_itself_is_folded_or_stays_or_goes() -> None:
    for code in (*range(0x3000, 0x3100), *range(0xFE00, 0xFFF0), *range(0x2000, 0x2070)):
        letter = chr(code)
        alone, beside = normal(letter).text, normal(f"火{letter}！").text
        assert beside == f"火{alone}!", hex(code)


def test_the_words_as_written_are_found_again_behind_what_was_dropped() -> None:
    norm = normal("着\u200b火（急），快来")
    assert norm.text == "着火(急),快来"
    assert norm.written(0, 2) == "着\u200b火"
    assert norm.written(5, 8) == "，快来"


def test_what_is_said_too_often_is_cut_and_numbers_are_not() -> None:
    assert normal("救救救救救救我！！！！！！").text == "救救救我!!!"
    assert normal("88888888号").text == "88888888号"
    assert normal("88888888号").at is None


@pytest.mark.parametrize(
    ("said", "joined"),
    [
        ("着 火 了", "着火了"),
        ("不.想.活", "不想活"),
        ("着，火，了", "着火了"),
        ("自*杀", "自杀"),
        ("打1-1-9", "打119"),
        ("打1 1 9", "打119"),
        ("路灯坏了 没人修", "路灯坏了 没人修"),
        ("3-5栋", "3-5栋"),
        ("2 4号线", "2 4号线"),
    ],
)
def test_what_was_picked_apart_is_joined(said: str, joined: str) -> None:
    assert squeezed(normal(said)).text == joined


def test_a_text_that_is_asked_for_again_is_the_same() -> None:
    assert normal("路灯坏了！") is normal("路灯坏了！")
