"""Every transcript in tests/conversations goes as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.script import Play
from tests.town import Town

SCRIPTS = sorted((Path(__file__).parent / "conversations").glob("*.txt"))


@pytest.mark.parametrize("script", SCRIPTS, ids=[path.stem for path in SCRIPTS])
def test_the_conversation_goes_as_written(script: Path, town: Town) -> None:
    Play(town).run(script)


def test_there_are_transcripts() -> None:
    assert len(SCRIPTS) >= 34
