"""Sentences and what must be understood of them, and what must not: tests/sentences/*.yaml."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from nlu.acts import act_by_rule
from nlu.alarm import alarm
from nlu.correct import correction
from nlu.facts import amounts, names, people
from nlu.gazetteer import Name
from nlu.listener import Listener
from nlu.normal import normal
from nlu.times import SHANGHAI, times

FOLDER = Path(__file__).parent / "sentences"
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)
NAMES = (
    Name("幸福里", "p1", "g1"),
    Name("幸福里3号楼", "p2", "g2"),
    Name("阳光花园", "p3", "g3"),
    Name("人民路", "r1"),
)


def load(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def heard_times(text: str, now: datetime) -> list[str]:
    return [
        f"{one.start:%m-%d %H:%M}" + (f" - {one.end:%m-%d %H:%M}" if one.end else "")
        for one in times(normal(text), now)
    ]


@pytest.fixture(scope="module")
def plain() -> Listener:
    """A listener without a model: facts and places need none."""
    return Listener(None, NAMES)


@pytest.mark.parametrize("text", load("emergencies.yaml")["heard"])
def test_danger_is_heard(text: str) -> None:
    assert alarm(text) is not None


@pytest.mark.parametrize("text", load("emergencies.yaml")["quiet"])
def test_no_danger_is_heard_where_there_is_none(text: str) -> None:
    assert alarm(text) is None


@pytest.mark.parametrize("text", load("emergencies.yaml")["heard"][:6])
def test_danger_is_heard_at_the_end_of_a_long_letter(text: str) -> None:
    assert alarm("我们小区的绿化带一直没有人修剪，也没有人浇水。" * 400 + text) is not None


@pytest.mark.parametrize(("text", "place"), load("places.yaml"))
def test_the_place_is_named_in_the_residents_words(
    plain: Listener, text: str, place: str | None
) -> None:
    spot = plain.hear(text, NOW).spot
    assert (spot.text if spot else None) == place


@pytest.mark.parametrize("row", load("times.yaml"))
def test_times_are_read_against_now(row: list[str]) -> None:
    assert heard_times(row[0], NOW) == row[1:]


@pytest.mark.parametrize("row", load("times_elsewhen.yaml"))
def test_times_are_read_on_other_days_too(row: list[str]) -> None:
    now = datetime.fromisoformat(row[0]).replace(tzinfo=SHANGHAI)
    assert heard_times(row[1], now) == row[2:]


@pytest.mark.parametrize("row", load("facts.yaml")["amounts"])
def test_sums_of_money_are_told_from_counts_of_things(row: list[Any]) -> None:
    assert list(amounts(normal(str(row[0])).text)) == row[1:]


@pytest.mark.parametrize("row", load("facts.yaml")["people"])
def test_persons_are_counted_and_households_are_not(row: list[Any]) -> None:
    assert people(normal(row[0]).text) == (row[1] if len(row) > 1 else None)


@pytest.mark.parametrize("row", load("facts.yaml")["names"])
def test_names_are_told_from_words_that_look_like_them(row: list[str]) -> None:
    assert list(names(normal(row[0]).text)) == row[1:]


@pytest.mark.parametrize(
    ("act", "text"), [(act, text) for act, texts in load("acts.yaml").items() for text in texts]
)
def test_what_is_said_in_few_ways_needs_no_model(act: str, text: str) -> None:
    ruled = act_by_rule(text)
    if act == "correct":
        assert correction(normal(text).text) is not None
    else:
        assert ruled is not None
        assert ruled[0] == act
