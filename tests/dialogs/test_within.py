"""A building, unit or room told after a whole place lies in it."""

from __future__ import annotations

import pytest

from dialogs.places import contradicted, merged_place, within


@pytest.mark.parametrize(
    ("around", "words", "whole"),
    [
        ("幸福里5号楼楼下", "3单元门口", "幸福里5号楼3单元门口"),
        ("幸福里5号楼2单元", "3单元", "幸福里5号楼3单元"),
        ("幸福里5号楼302", "401室", "幸福里5号楼401室"),
        ("幸福里5号楼2单元302室", "6号楼", "幸福里6号楼"),
        ("幸福里", "6号楼", "幸福里6号楼"),
        ("人民路88号", "3号楼", "人民路88号3号楼"),
        ("人民路88号", "92号", "人民路92号"),
        ("幸福里", "金桂苑3号楼", "金桂苑3号楼"),
    ],
)
def test_what_is_told_alone_lies_in_the_place_before(around: str, words: str, whole: str) -> None:
    assert within({"text": around, "places": ["P1"]}, {"text": words})["text"] == whole


def test_nothing_lies_in_a_place_nobody_knows() -> None:
    assert within({"text": "老王家"}, {"text": "3单元"})["text"] == "3单元"


@pytest.mark.parametrize(
    ("old", "new", "both"),
    [
        ("幸福里3单元", "5号楼", "幸福里5号楼3单元"),
        ("幸福里302", "5号楼", "幸福里5号楼302"),
        ("人民路88号", "3号楼", "人民路88号3号楼"),
    ],
)
def test_a_building_stands_before_what_lies_in_it(old: str, new: str, both: str) -> None:
    assert merged_place({"text": old}, {"text": new})["text"] == both


def test_words_and_place_name_the_same_building_however_written() -> None:
    assert contradicted("幸福里三号楼灯坏了", "幸福里5号楼")
    assert not contradicted("幸福里三号楼灯坏了", "幸福里3号楼")
    assert not contradicted("幸福里灯坏了", "幸福里3号楼")
