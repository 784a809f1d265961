"""Cries of a few characters: which danger they may mean, and which words are none."""

from __future__ import annotations

import pytest

from dialogs.cries import _cry


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("着了", "fire"),
        ("冒烟了", "fire"),
        ("有人喊", "trapped"),
        ("小孩在哭", "trapped"),
        ("电到人了", "electric_shock"),
        ("要塌了", "collapse"),
        ("打起来了", "violence"),
        ("人晕了", "medical"),
    ],
)
def test_a_cry_is_asked_about(words: str, kind: str) -> None:
    assert _cry(words) == kind


@pytest.mark.parametrize("words", ["今天早上", "我不敢拍", "三天了", "叫物业", "灯坏了", "喊过了"])
def test_an_answer_is_no_cry(words: str) -> None:
    assert not _cry(words)
