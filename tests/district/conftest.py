"""A copy of the demo district whose files a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

DISTRICTS = Path(__file__).parents[2] / "districts"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DISTRICTS / "demo", tmp_path / "demo"))


def change(path: Path, old: str, new: str) -> int:
    """Replaces the first `old`; the line it stands on."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def append(path: Path, line: str) -> int:
    text = path.read_text(encoding="utf-8")
    path.write_text(text + line + "\n", encoding="utf-8")
    return text.count("\n") + 1
