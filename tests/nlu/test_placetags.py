"""Names of places that no rule knows, told from the sentence by what was learnt."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from nlu import placefitting, placetags
from nlu.gazetteer import Name
from nlu.placefitting import MESSAGES, Marked, fit, lessons, read
from nlu.places import Places
from nlu.placesigns import signs
from nlu.placetags import NEVER, best_tags, spans
from nlu.words import Words
from tests.nlu.placing import heard

NAMES = (Name("阳光花园", "p3", "g3"), Name("幸福里", "p1", "g1"))


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(NAMES)


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(name.text for name in NAMES)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("时代天骄的物业收了钱不办事", "时代天骄"),
        ("我是凤栖云水C区7-2-1503的，楼上天天拖椅子", "凤栖云水C区7-2-1503"),
        ("麻烦转一下，七块石横街二十一号院坝的化粪池冒了", "七块石横街二十一号院坝"),
        ("纺机厂退休楼北单元501的老人两天没露面", "纺机厂退休楼北单元501"),
        ("夜里两点，跃进桥低下还有人喝酒", "跃进桥低下"),
        ("康乐大药房卖过期的感冒药", "康乐大药房"),
    ],
)
def test_a_name_needs_no_ending_that_the_rules_know(
    places: Places, words: Words, text: str, place: str
) -> None:
    assert heard(places, words, text) == place


@pytest.mark.parametrize(
    "text",
    [
        "一路走来不容易",
        "他就是个路痴",
        "九块九的货架",
        "在外地上班，医保怎么转",
        "20261122-0001又犯",
    ],
)
def test_what_only_looks_like_a_place_is_none(places: Places, words: Words, text: str) -> None:
    assert heard(places, words, text) is None


def test_a_name_of_the_district_is_never_cut_nor_lost(places: Places, words: Words) -> None:
    assert heard(places, words, "幸福里外都是垃圾") == "幸福里"
    assert heard(places, words, "来阳光花园看看") == "阳光花园"


def test_what_is_taken_back_stays_away_however_it_is_tagged(places: Places, words: Words) -> None:
    assert heard(places, words, "不是水云天3号楼，是水云天5号楼") == "水云天5号楼"


def test_a_number_to_call_is_no_place(places: Places, words: Words) -> None:
    assert heard(places, words, "电话13912345678") is None
    assert heard(places, words, "我叫陈小梅，电话 139 1234 5678，住锦绣天成 12 栋 304") == (
        "锦绣天成 12 栋 304"
    )


def test_a_text_without_words_has_no_place(places: Places, words: Words) -> None:
    assert heard(places, words, "") is None
    assert heard(places, words, "。。。") is None


def test_a_name_goes_on_only_where_one_has_begun() -> None:
    told = np.array([[NEVER, 9.0], [1.0, 9.0], [0.0, 9.0], [-9.0, -9.0]], np.float32)
    tags = best_tags(told, np.zeros((3, 3), np.float32))
    assert spans(tags) == [(1, 3)]


def test_two_names_side_by_side_are_two() -> None:
    assert spans([1, 2, 1, 0, 1]) == [(0, 2), (2, 3), (4, 5)]


def test_marked_messages_teach_where_names_stand(tmp_path: Path) -> None:
    file = tmp_path / "marked.txt"
    file.write_text("【東湖路】灯坏了！！！！！\n没有地方\n去【沙洲】，回【南坳】\n", "utf-8")
    assert list(read(file)) == [
        Marked("东湖路灯坏了!!!", [(0, 3)]),
        Marked("没有地方", []),
        Marked("去沙洲,回南坳", [(1, 3), (5, 7)]),
    ]


def test_a_bracket_that_is_not_closed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "marked.txt"
    file.write_text("【东湖路灯坏了\n", "utf-8")
    with pytest.raises(ValueError, match="zip"):
        list(read(file))


def test_what_is_fitted_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    heads = ("锦苍云", "墨岚", "霁川", "未眠", "白屿", "栖梧")
    tails = ("停水了", "灯不亮", "好吵", "垃圾成堆")
    taught = [Marked(f"我住{a}那里{b}", [(2, 2 + len(a))]) for a in heads for b in tails]
    monkeypatch.setattr(placefitting, "WEIGHTS", tmp_path / "weights.npz")
    monkeypatch.setattr(placetags, "WEIGHTS", tmp_path / "weights.npz")
    placefitting.save(fit(taught))
    placetags.forget()
    try:
        text = "我住青芜那里好吵"
        assert placetags.tagged(text, list(words.spans(text)), []) == [(2, 4)]
    finally:
        monkeypatch.undo()
        placetags.forget()


def test_signs_do_not_depend_on_what_stands_far_away() -> None:
    near, far = "我在听涛阁住", "我在听涛阁住,今天天气不错"
    assert (signs(near, [], [])[:, :4] == signs(far, [], [])[:, :4]).all()
    assert len(list(lessons([Marked("", [])]))) == 0


def test_marked_messages_are_said_once_and_hold_no_brackets_of_their_own() -> None:
    lines = MESSAGES.read_text("utf-8").splitlines()
    assert len(lines) == len(set(lines)) >= 6000
    assert all(re.fullmatch("[^【】]*(?:【[^【】]+】[^【】]*)*", line) for line in lines)
