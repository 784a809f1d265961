"""Places in the district and outside it: candidates, repetitions, and whose place is whose."""

from __future__ import annotations

import pytest

from nlu.gazetteer import Gazetteer, Name
from nlu.heard import Guess, Spot
from nlu.normal import normal
from nlu.parts import parts, split
from nlu.places import Places, best
from nlu.words import Words

NAMES = (
    Name("幸福家园一期", "p1", "g1"),
    Name("幸福家园二期", "p2", "g2"),
    Name("阳光花园", "p3", "g3"),
    Name("阳光花园5号楼", "p4", "g3"),
    Name("和平街", "r1"),
)


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(NAMES)


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(name.text for name in NAMES)


def spots(places: Places, words: Words, text: str) -> list[Spot]:
    return [spot for _, spot in places.find(normal(text), words.spans(text))]


def test_a_name_that_several_begin_with_gives_them_all(places: Places, words: Words) -> None:
    (spot,) = spots(places, words, "幸福家园的路灯不亮")
    assert spot.places == ("p1", "p2")
    assert not spot.exact


def test_a_beginning_is_asked_for_beside_a_known_place_too(places: Places, words: Words) -> None:
    found = spots(places, words, "幸福家园和阳光花园都停水")
    assert [spot.places for spot in found] == [("p1", "p2"), ("p3",)]


def test_the_end_of_a_word_is_no_part_of_a_place(places: Places, words: Words) -> None:
    assert spots(places, words, "我们想和平解决") == []


def test_a_place_named_twice_is_told_in_its_exacter_form(places: Places, words: Words) -> None:
    found = places.find(normal("我在阳光花园，阳光花园5号楼电梯坏了"), [])
    spot = best(found)
    assert spot is not None
    assert (spot.text, spot.places) == ("阳光花园5号楼", ("p4",))


def test_too_many_names_with_one_beginning_are_no_answer() -> None:
    many = Gazetteer(Name(f"幸福家园{n}期", f"p{n}") for n in range(1, 15))
    assert many.begun("幸福家园") == ()


def test_each_problem_has_the_place_told_with_it() -> None:
    text = "阳光花园漏水,人民路占道"
    here, there = Spot("阳光花园"), Spot("人民路")
    told = parts(text, [(0, 7), (7, 12)], ["a", "b"], [(0, here), (7, there)], lambda _: ())
    assert [part.spot for part in told] == [here, there]


def test_a_place_told_with_the_second_problem_is_not_lent_to_the_first() -> None:
    text = "楼道灯不亮,还有人民路上有个大坑"
    told = parts(text, [(0, 6), (6, 16)], ["a", "b"], [(8, Spot("人民路"))], lambda _: ())
    assert [part.spot for part in told] == [None, Spot("人民路")]


def test_a_place_told_at_the_end_for_all_is_shared() -> None:
    text = "垃圾没人收,路灯不亮,都在阳光花园"
    place = Spot("阳光花园")
    told = parts(text, [(0, 6), (6, 17)], ["a", "b"], [(13, place)], lambda _: ())
    assert [part.spot for part in told] == [place, place]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("xing fu jia yuan er qi de lu deng huai le", "xing fu jia yuan er qi"),
        ("wo zai yangguanghuayuan 5 hao lou", "yangguanghuayuan 5 hao lou"),
        ("yangguang huayuan 3dong er dan yuan lou shui", "yangguang huayuan 3dong er dan yuan"),
    ],
)
def test_a_name_typed_in_pinyin_is_known(
    places: Places, words: Words, text: str, place: str
) -> None:
    (spot,) = spots(places, words, text)
    assert spot.text == place
    assert spot.places
    assert not spot.exact


@pytest.mark.parametrize("text", ["yang guang", "he ping", "WiFi bu hao", "yangguang he ping hua"])
def test_a_part_of_a_name_in_pinyin_is_none(places: Places, words: Words, text: str) -> None:
    assert spots(places, words, text) == []


def test_a_name_that_the_text_ends_within_is_none(places: Places, words: Words) -> None:
    assert spots(places, words, "杨光花") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [("路灯坏了❤\ufe0f杨柳", "杨柳"), ("İİ杨柳", "杨柳"), ("İ yang liu cun", "yang liu cun")],
)
def test_a_name_at_the_very_end_stands_where_it_was_written(text: str, place: str) -> None:
    names = (Name("杨柳", "P1", "G1"), Name("杨柳村", "P2", "G1"), Name("杨柳村委会", "P3", "G1"))
    found = Places(names).find(normal(text), [])
    assert [spot.text for _, spot in found] == [place]


def sure_of_all(text: str) -> tuple[Guess, ...]:
    """An ear that hears another matter in every clause."""
    return (Guess(f"{len(text):02d}01", 0.9),)


@pytest.mark.parametrize("where", ["俺家幸福里3号楼502", "我们住阳光花园5号楼", "阳光花园2单元301"])
def test_where_it_is_is_no_problem_of_its_own(where: str) -> None:
    assert len(split(f"楼上半夜蹦迪,{where}", sure_of_all)) == 1
    assert len(split(f"楼上半夜蹦迪,{where}垃圾堆了三天", sure_of_all)) == 2


@pytest.mark.parametrize(
    ("text", "place", "known"),
    [
        ("住在阳光花园2001，水压小", "阳光花园2001", "p3"),
        ("阳光花园3栋和5号楼中间没灯", "阳光花园3栋和5号楼中间", "p3"),
        ("和平街人民路路口有个坑", "和平街人民路路口", "r1"),
        ("阳光花园篮球场灯太亮", "阳光花园篮球场", "p3"),
        ("阳光花圆隔壁养猪", "阳光花圆隔壁", "p3"),
    ],
)
def test_what_stands_behind_a_known_name_leaves_it_known(
    places: Places, words: Words, text: str, place: str, known: str
) -> None:
    (spot,) = spots(places, words, text)
    assert (spot.text, spot.places) == (place, (known,))


@pytest.mark.parametrize(
    "text", ["不是和平街，是阳光花园停电", "阳光花园停电，不是和平街", "不在和平街，在阳光花园停电"]
)
def test_a_place_taken_back_is_not_heard(places: Places, words: Words, text: str) -> None:
    assert [spot.text for spot in spots(places, words, text)] == ["阳光花园"]


def test_the_only_place_is_heard_even_when_it_is_denied(places: Places, words: Words) -> None:
    assert [spot.text for spot in spots(places, words, "这不是阳光花园")] == ["阳光花园"]


def test_a_tail_is_not_heard_a_second_time_as_a_place(places: Places, words: Words) -> None:
    assert [spot.text for spot in spots(places, words, "和平街下穿隧道积水")] == ["和平街下穿隧道"]


@pytest.mark.parametrize("typed", ["阳光华园", "月光花园", "阳光花苑", "阳台花园"])
def test_one_wrong_character_in_either_half_of_a_name_is_forgiven(typed: str) -> None:
    (name,) = Gazetteer(NAMES).like(typed)
    assert name.place == "p3"


def test_two_wrong_characters_are_another_name() -> None:
    assert Gazetteer(NAMES).like("月光花苑") == ()
