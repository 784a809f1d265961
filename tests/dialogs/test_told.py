"""What a message tells: who is the other party, and who only says their own name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from dialogs.clues import clues
from dialogs.incoming import Incoming
from dialogs.told import Told, facts
from nlu.listener import Listener

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def ear() -> Listener:
    return Listener(None)


def told(ear: Listener, text: str) -> dict[str, Any]:
    incoming = Incoming("web:c1:m1", "web:c1", NOW, text=text)
    return facts(Told(incoming, ear.hear(text, NOW)))


@pytest.mark.parametrize(
    "text",
    ["我叫周小梅，想申请调解", "你好，我是李秀英", "本人陈建华，要投诉", "申请人孙丽，要调解"],
)
def test_who_says_their_own_name_is_not_the_other_party(ear: Listener, text: str) -> None:
    assert ear.hear(text, NOW).names
    assert "party" not in told(ear, text)


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("我是李秀英，跟房东赵国栋闹押金", "赵国栋"),
        ("申请人孙丽，被申请人高强", "高强"),
        ("房东赵国栋不退押金", "赵国栋"),
    ],
)
def test_the_other_party_is_who_else_is_named(ear: Listener, text: str, party: str) -> None:
    assert told(ear, text)["party"] == party


@pytest.mark.parametrize("sign", "1一七")
def test_digits_without_end_hold_no_turn_up(sign: str) -> None:
    assert "amount" not in clues(sign * 200_000)
