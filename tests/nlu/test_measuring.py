"""The sentences we measure with: in their shape, and none of them learnt."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from nlu.training import read_sentences

ROOT = Path(__file__).parents[2]
SHORT = 8  # characters; what is shorter anybody may say
FILES = sorted((ROOT / "benchmarks" / "sentences").glob("*.jsonl"))


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def bare(text: str) -> str:
    return re.sub(r"\W", "", text.lower())


@pytest.mark.parametrize(
    "file", [one for one in FILES if one.stem.startswith("emergencies")], ids=lambda file: file.stem
)
def test_a_danger_says_whether_it_is_one_and_whether_it_is_plain(file: Path) -> None:
    found = rows(file)
    assert all("emergency" in row for row in found)
    assert all(row["plain"] in (True, False) for row in found if row["emergency"])


def test_nothing_measured_with_is_learnt_from() -> None:
    learnt = {bare(one.text) for one in read_sentences(ROOT / "nlu" / "data")}
    said = {bare(row["text"]) for file in FILES for row in rows(file)}
    assert len(said) > 8000
    assert not {text for text in said & learnt if len(text) > SHORT}
