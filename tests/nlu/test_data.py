"""The training sentences: enough of each, in the shape the trainer reads, no near copies."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from nlu.alarm import load_alarm
from nlu.features import clean
from nlu.heard import ACTS
from nlu.keywords import keywords
from nlu.privacy import find_private
from nlu.training import Sentence, read_sentences

ROOT = Path(__file__).parents[2]
ALIKE = 0.6  # share of common character pairs from which two sentences are near copies
LEAST = 6  # pairs of characters; shorter sentences are alike by necessity


@cache
def sentences() -> tuple[Sentence, ...]:
    return tuple(read_sentences(ROOT / "nlu" / "data"))


def many() -> Counter[str]:
    return Counter(one.intent for one in sentences())


def catalogue() -> set[str]:
    with (ROOT / "districts" / "demo" / "catalogue.csv").open(encoding="utf-8-sig") as file:
        return {row[0] for row in csv.reader(file) if re.fullmatch(r"\d{4}", row[0])}


def near_copies(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs that share more than ALIKE of their character pairs.

    Two such sets must share one of the rarest pairs of either, so only those are looked up.
    """
    pairs = [frozenset(t[i : i + 2] for i in range(len(t) - 1)) for t in map(bare, texts)]
    common = Counter(pair for one in pairs for pair in one)
    holders: dict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(pairs)), key=lambda i: len(pairs[i])):
        mine = pairs[number]
        if len(mine) < LEAST:
            continue
        rare = sorted(mine, key=lambda pair: (common[pair], pair))
        found: set[int] = set()
        for pair in rare[: int(len(mine) * (1 - ALIKE)) + 1]:
            found.update(holders[pair])
            holders[pair].append(number)
        for other in found:
            if len(mine & pairs[other]) > ALIKE * len(mine | pairs[other]):
                yield texts[number], texts[other]


def bare(text: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff0-9a-z]", "", clean(text))


def test_near_copies_are_found_when_there_are_some() -> None:
    copies = list(
        near_copies(["楼道灯坏了半个月没人修", "楼道灯坏了半个多月没人修", "垃圾成堆没人管理清运"])
    )
    assert copies == [("楼道灯坏了半个多月没人修", "楼道灯坏了半个月没人修")]


def test_no_sentence_is_a_near_copy_of_another() -> None:
    assert list(near_copies([one.text for one in sentences()])) == []


def test_no_sentence_stands_twice() -> None:
    texts = Counter(bare(one.text) for one in sentences() if len(bare(one.text)) >= LEAST)
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_category_of_the_catalogue_has_sentences_and_no_other_has() -> None:
    assert {intent[1:] for intent in many() if re.fullmatch(r"c\d{4}", intent)} == catalogue()
    assert set(keywords()) <= catalogue()


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_a_category_has_sixty_sentences_and_half_of_them_are_short(code: str) -> None:
    mine = [one.text for one in sentences() if one.intent == f"c{code}"]
    assert len(mine) >= 60
    assert sum(len(text) <= 30 for text in mine) >= len(mine) / 2


@pytest.mark.parametrize("act", [act for act in ACTS if act != "report"])
def test_an_act_has_a_hundred_and_fifty_sentences(act: str) -> None:
    assert many()[f"act_{act}"] >= 150


def test_every_danger_of_the_lexicon_has_sentences_and_the_quiet_ones_outnumber_none() -> None:
    kinds = {kind.name for kind in load_alarm().kinds} - {"any"}
    assert {name.removeprefix("danger_") for name in many() if name.startswith("danger_")} == kinds
    assert many()["no_danger"] >= 500


def test_no_sentence_holds_personal_data() -> None:
    said = [one.text for one in sentences() if not one.intent.startswith("act_")]
    assert [text for text in said if find_private(text)] == []
