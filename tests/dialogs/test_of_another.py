"""Whose life it is about: the writer's own, or somebody else's."""

from __future__ import annotations

import pytest

from dialogs.of_another import ANOTHER, sentence_of

OTHERS = [
    "有人要跳楼",
    "楼顶上有个姑娘坐着，说要跳",
    "我妈说她不想活了，把农药拿出来了",
    "隔壁小伙子留了遗书",
    "我老公喝了农药，快来人",
    "他站在桥栏杆外面要跳河",
    "我室友割腕了",
]
OWN = [
    "我不想活了",
    "我想跳楼",
    "活不下去了",
    "我妈走了以后，我也不想活了",
    "他们逼我，我要喝农药",
    "老公跟别人走了，我真的想死",
    "我站在楼顶上想跳",
    "老公打我，我活不下去了",
]


@pytest.mark.parametrize("text", OTHERS)
def test_who_stands_by_is_told_what_to_do(text: str) -> None:
    assert sentence_of("self_harm", text) == ANOTHER


@pytest.mark.parametrize("text", OWN)
def test_who_despairs_is_spoken_to(text: str) -> None:
    assert sentence_of("self_harm", text) == "self_harm"


def test_other_dangers_keep_their_sentence() -> None:
    assert sentence_of("fire", "有人要跳楼") == "fire"
