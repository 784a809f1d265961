"""What comes in: whole characters only, whatever a channel makes of an emoji."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialogs.incoming import Incoming
from tests.town import Town

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("垃圾\ud83d没人清", "垃圾没人清"),
        ("\udc4d好", "好"),
        ("\ud83d\ude21气死了", "😡气死了"),
        ("气死了\ud83d", "气死了"),
        ("\ud83d", ""),
        ("😡 whole", "😡 whole"),
    ],
)
def test_half_an_emoji_is_left_out_and_two_halves_are_joined(said: str, kept: str) -> None:
    one = Incoming("k", "c:1", NOW, text=said, name=said, button=said, reply_to=said)
    assert (one.text, one.name, one.button, one.reply_to) == (kept, kept, kept, kept)


def test_a_message_with_half_an_emoji_becomes_a_ticket(town: Town) -> None:
    answer = town.says("幸福里3号楼\ud83d垃圾没人清\udc4d", name="老\ud83d王")
    while "我记的是" not in answer:
        answer = town.taps("跳过")
    assert "已经登记好了" in town.says("提交")
    assert [t.detail for t in town.tickets()] == ["幸福里3号楼垃圾没人清"]
    assert town.says("\ud83d")
