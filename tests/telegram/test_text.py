"""Text and buttons are cut to what Telegram takes and a phone shows."""

from __future__ import annotations

import pytest

from bot.channels.telegram_text import inline, pieces, rows
from dialogs.say import Button


def units(text: str) -> int:
    """Length in UTF-16 units, which is how Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def labels(*names: str) -> list[list[str]]:
    """The rows as labels."""
    buttons = tuple(Button(name, f"d{number}") for number, name in enumerate(names))
    return [[button.label for button in row] for row in rows(buttons)]


def test_short_text_stays_one_message() -> None:
    assert pieces("  已登记。 ") == ["已登记。"]


def test_long_text_is_cut_between_paragraphs_and_nothing_is_lost() -> None:
    text = "\n\n".join(f"第{n}段。" + "楼道灯坏了" * 150 for n in range(12))
    parts = pieces(text)
    assert len(parts) > 1
    assert all(units(part) <= 4096 for part in parts)
    assert all(part.startswith("第") for part in parts)
    assert "\n\n".join(parts) == text


def test_text_without_any_break_is_cut_between_characters() -> None:
    parts = pieces("😡" * 5000)
    assert [units(part) for part in parts] == [4096, 4096, 1808]
    assert "".join(parts) == "😡" * 5000


def test_sentences_end_a_piece_when_there_are_no_paragraphs() -> None:
    assert all(part.endswith("。") for part in pieces("楼道里的灯坏了半个月没有人来修。" * 600))


def test_an_empty_text_has_no_pieces() -> None:
    assert pieces(" \n ") == []


def test_short_labels_share_a_row_and_long_ones_stand_alone() -> None:
    assert labels("是", "否") == [["是", "否"]]
    assert labels("1", "2", "3", "4", "5", "6") == [["1", "2", "3", "4", "5"], ["6"]]
    long = "幸福里小区东门外公交站台旁边"
    assert labels("确认提交", "修改", long, "都不是") == [["确认提交", "修改"], [long], ["都不是"]]


def test_a_very_long_label_is_cut_and_keeps_its_data() -> None:
    button = inline((Button("长" * 100, "d"),)).inline_keyboard[0][0]
    assert button.text == "长" * 63 + "…"
    assert button.callback_data == "d"


@pytest.mark.parametrize("data", ["", "很" * 22])
def test_data_telegram_would_refuse_is_an_error_of_ours(data: str) -> None:
    with pytest.raises(ValueError):
        inline((Button("是", data),))
