"""Patterns that cannot match are passed over: what they need is told rightly, nothing is missed."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

import pytest

from nlu.alarm import Kind, load_alarm
from nlu.normal import normal, squeezed
from nlu.placewords import BUILDING, SUFFIX
from nlu.required import Sought, led, sought
from nlu.sieve import Sieve, matches
from nlu.training import read_sentences

DATA = Path(__file__).parents[2] / "nlu" / "data"


def needs(pattern: str) -> list[set[str]]:
    """For each way its needs, each a string of its pieces in order."""
    return [{" ".join(sorted(need)) for need in way} for way in sought(pattern).ways]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("火", [{"火"}]),
        ("着火", [{"着火"}]),
        ("走水了|起火", [{"走水", "水了"}, {"起火"}]),
        ("火[^,。]{0,6}人", [{"火", "人"}]),
        ("[着起]火", [{"着火 起火"}]),
        ("着大?火", [{"着", "大火 着火"}]),  # the neighbour is one or the other
        ("着(大|很小)?火", [{"着", "大火 小火 着火"}]),
        ("(楼|房子)塌", [{"房子 楼", "子塌 楼塌"}]),
        ("(楼|房子?)塌", [{"房 楼", "子塌 房塌 楼塌"}]),
        ("(楼|房.?)塌", [{"房 楼", "塌"}]),  # nobody knows what stands before the last
        ("(火|.)来", [{"来"}]),  # one branch needs nothing, so the choice does not
        ("来(了|$)", [{"来"}]),
        ("来(了|)", [{"来"}]),
        ("(?:火烧)?来", [{"来"}]),
        ("(?:火烧){0,3}来", [{"来"}]),
        ("(?:火烧)+来", [{"火烧", "烧来"}]),
        ("火*?来", [{"来"}]),
        ("(?<=快)来(?=人)(?!吧)", [{"来"}]),  # lookarounds demand nothing
        ("[^火]来", [{"来"}]),
        (r"[\d零]楼", [{"楼"}]),
        ("[0-2]楼", [{"0楼 1楼 2楼"}]),
        ("[一-龥]楼", [{"楼"}]),
        (".来", [{"来"}]),
        (r"(火)来\1人", [{"火来", "人"}]),
        ("(?>火烧)来", [{"火烧", "烧来"}]),
        ("(?i:sos)来", [{"来"}]),
        ("(?i)sos", [set()]),
        ("(快)?(?(1)来|走)人", [{"来 走", "来人 走人"}]),
        (".", [set()]),
        ("火?", [set()]),
    ],
)
def test_a_pattern_needs_no_more_than_every_match_holds(
    pattern: str, expected: list[set[str]]
) -> None:
    assert needs(pattern) == expected


def test_a_match_reads_as_far_as_its_lookaheads_and_no_farther() -> None:
    assert sought("着火").reach == 3  # one more for an end of the text
    assert sought("着火(?!.{0,6}(隐患|演练))").reach == 11
    assert sought("火(?=.{3}(?=.{4}))").reach == 9
    assert sought("火[^。]*灭").reach is None
    assert sought("火(?!.*灭)").reach is None


def test_a_pattern_that_needs_nothing_is_always_tried() -> None:
    nothing, fire = sought("."), sought("火")
    assert set(Sieve((fire, nothing)).zones("水")) == {nothing}
    assert set(Sieve((fire, nothing)).zones("水" * 1000)) == {nothing}


def test_in_a_long_text_only_the_neighbourhood_of_the_pieces_is_searched() -> None:
    pattern = sought("火[^,。]{0,6}人")
    zones = Sieve((pattern,)).zones("水" * 1000 + "火里有人" + "水" * 1000)[pattern]
    assert [start <= 1000 < end for start, end in zones] == [True]
    assert sum(end - start for start, end in zones) < 50


@pytest.mark.parametrize("shift", range(0, 90, 3))
def test_matches_at_the_edges_of_zones_are_those_of_the_whole_text(shift: int) -> None:
    one = sought("火[^,。]{0,20}人(?!.{0,9}假)|火?人群|水(?=$)")
    told = ("火" + "水" * 20 + "人", "火人" + "水" * 9 + "假", "火火人群人群", "火" * 30 + "人群水")
    text = "水" * (200 + shift) + ("水" * (40 + shift % 7)).join(told)
    zones = Sieve((one,)).zones(text)[one]
    for place in ((0, len(text)), (shift + 190, shift + 290), (205 + shift, len(text) - 40)):
        plain = [match.span() for match in one.pattern.finditer(text, *place)]
        assert [match.span() for match in matches(one, text, place, zones)] == plain


def test_a_match_is_not_found_twice_where_it_leaves_its_zone() -> None:
    one = sought("火[^,。]{0,20}人|人")
    text = "火" + "水" * 20 + "人"
    found = [match.span() for match in matches(one, text, (0, 22), ((0, 9), (9, 22)))]
    assert found == [(0, 22)]


@pytest.mark.parametrize("text", ["火水人水", "水水人水水", "水水水水人水"])
def test_the_end_of_what_is_read_is_not_the_end_of_the_text(text: str) -> None:
    one = sought("火水人$|人$")
    assert list(matches(one, text, (0, len(text)), ((0, 1),))) == []


@cache
def lexicon() -> tuple[Sought, ...]:
    return tuple(one for kind in load_alarm().kinds for one in (*kind.strong, *kind.weak))


@cache
def sentences() -> tuple[str, ...]:
    """Every sentence of danger, and some of what is none, as the lexicon reads them."""
    read = read_sentences(DATA)
    grave = [one.text for one in read if "danger" in one.intent]
    others = [one.text for one in read if "danger" not in one.intent]
    said = dict.fromkeys([*grave, *others[::40]])
    return tuple(load_alarm().worded(squeezed(normal(text)).text) for text in said)


def letters() -> Iterator[str]:
    """Long texts: sentences one after the other, of danger among others, apart and run together."""
    some = sentences()
    for start in range(0, len(some) - 75, 900):
        yield "。".join(some[start : start + 60])
        yield "".join(some[start + 60 : start + 75 : 3])
    for one, other in pairwise(some[::700]):
        yield f"{'路灯坏了没有人修，' * 30}{one}{'，水管也漏' * 17}{other}"


def found(kind: Kind, text: str, gated: bool) -> tuple[int, int, bool] | None:
    everywhere = dict.fromkeys(lexicon(), ((0, len(text)),))
    return kind.find(text, load_alarm().zones(text) if gated else everywhere)


def test_every_pattern_of_the_lexicon_needs_something() -> None:
    assert all(all(one.ways) for one in lexicon())


def test_no_match_of_any_pattern_begins_outside_its_zones() -> None:
    for text in letters():
        zones = load_alarm().zones(text)
        for one in lexicon():
            assert all(within(zones.get(one, ()), m) for m in one.pattern.finditer(text)), text


def test_no_pattern_that_matches_in_a_sentence_is_passed_over() -> None:
    said = sentences()
    awake = [load_alarm().zones(one) for one in said]
    whole, ends = "\n".join(said), list(accumulate(len(one) + 1 for one in said))
    for one in lexicon():
        for match in one.pattern.finditer(whole):
            mine = bisect(ends, match.start())
            if match.end() < ends[mine]:
                assert one in awake[mine], said[mine]


def within(spans: Sequence[tuple[int, int]], match: re.Match[str]) -> bool:
    return any(start <= match.start() < end for start, end in spans)


def test_what_is_found_is_what_would_be_found_without_looking_first() -> None:
    hits = 0
    for text in (*sentences()[::20], *letters()):
        for kind in load_alarm().kinds:
            plain = found(kind, text, gated=False)
            hits += plain is not None
            assert found(kind, text, gated=True) == plain, text
    assert hits > 100


def test_a_long_text_passes_over_most_of_the_lexicon() -> None:
    text = "我们小区的绿化带一直没有人修剪，也没有人浇水，叶子都黄了。" * 40
    assert len(load_alarm().zones(text)) < len(lexicon()) / 10


@pytest.mark.parametrize(
    "source", ["着火|[漏跑]水", "(?<=家)浜|(?:大)?桥", r"\d楼|桥", "$", "(?:甲|)乙", "[\\]]火|^水"]
)
def test_a_pattern_that_passes_over_places_finds_the_same(source: str) -> None:
    plain, quick = re.compile(source), led(source)
    for text in ("水漏水着火", "李家浜大桥", "3楼的桥", "甲乙丙乙", "]火水", ""):
        assert [m.span() for m in quick.finditer(text)] == [m.span() for m in plain.finditer(text)]


def test_endings_of_names_pass_over_places_where_none_begins() -> None:
    for known in (SUFFIX, BUILDING):
        assert known.pattern.startswith("(?=[")
        assert re.compile(known.pattern.split("])", 1)[0] + "])").match("了") is None
