"""What the documents name is there: files, settings, targets of make, commands, pages."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from bot.command import parser
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").rglob("*.md")),
        ROOT / "districts" / "README.md"]  # fmt: skip
FOLDERS = ("bot", "console", "dialogs", "districts", "docs", "followup", "grid", "integrations",
           "mediation", "nlu", "tests", "benchmarks")  # fmt: skip
each_document = pytest.mark.parametrize("path", DOCS, ids=[path.name for path in DOCS])


@cache
def code() -> str:
    """All modules of the house as one text."""
    paths = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return "\n".join(path.read_text("utf-8") for path in paths if "tests" not in path.parts)


def found(pattern: str, path: Path) -> Iterator[str]:
    """What a pattern finds in a document, once each."""
    yield from dict.fromkeys(re.findall(pattern, path.read_text("utf-8")))


@each_document
def test_links_lead_somewhere(path: Path) -> None:
    links = [one for one in found(r"\]\(([^)#]+)", path) if "://" not in one]
    assert [one for one in links if not (path.parent / one).exists()] == []


@each_document
def test_files_that_are_named_are_there(path: Path) -> None:
    named = found(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]+\.\w+)`", path)
    assert [one for one in named if not (ROOT / one).exists()] == []


@each_document
def test_settings_that_are_named_are_read(path: Path) -> None:
    settings = {f"FENGQIAO_{one.name.upper()}" for one in fields(Settings)}
    named = [one for one in found(r"FENGQIAO_[A-Z0-9_]+", path) if one not in settings]
    assert [one for one in named if one not in code()] == []


@each_document
def test_targets_of_make_are_there(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = found(r"(?m)(?:^|`|=\S* )make ([a-z]+)", path)
    assert [one for one in named if one not in targets] == []


@each_document
def test_pages_that_are_named_are_there(path: Path) -> None:
    named = found(r"`(?:https?://…)?/staff/([a-z]+)", path)
    assert [
        one for one in named if f'"/{one}' not in code() and f"/staff/{one}" not in code()
    ] == []


@each_document
def test_commands_that_are_shown_are_understood(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = found(r"(?m)^(?:\.venv/bin/)?fengqiao ((?:[\w./:,=-]+ ?)+)", path)
    for line in lines:
        try:
            parser().parse_args(shlex.split(line))
        except SystemExit:
            raise AssertionError(f"fengqiao {line}: {capsys.readouterr().err}") from None


@each_document
def test_commands_that_are_named_are_there(path: Path) -> None:
    (commands,) = parser()._subparsers._group_actions  # type: ignore[union-attr]
    named = found(r"`fengqiao ([\w-]+)", path)
    assert [one for one in named if one not in commands.choices] == []  # type: ignore[operator]


def test_what_make_runs_is_there() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    scripts = re.findall(r"\$\(BIN\)/python ([\w/]+\.py)", text)
    modules = re.findall(r"\$\(BIN\)/python -m ([\w.]+)", text)
    ours = [ROOT / one.replace(".", "/") for one in modules if one.partition(".")[0] in FOLDERS]
    assert scripts
    assert [one for one in scripts if not (ROOT / one).exists()] == []
    assert [one for one in ours if not (one / "__main__.py").exists()] == []
