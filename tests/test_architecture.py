"""How the house is built is a test, not a drawing: who imports whom, how long, how named."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dialogs.wording import EVERYWHERE, SENTENCES, placeholders

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 250  # lines of a module
MAY_IMPORT = {
    "grid": set(),
    "nlu": set(),
    "mediation": {"grid"},
    "followup": {"grid", "mediation"},
    "dialogs": {"nlu", "grid", "mediation", "followup"},
    "integrations": {"nlu", "grid", "mediation", "followup", "dialogs"},
    "console": {"nlu", "grid", "mediation", "followup", "dialogs", "integrations"},
    "bot": {"nlu", "grid", "mediation", "followup", "dialogs", "integrations", "console"},
}
"""design.md, section 2: the folder on the left may import those on the right, and itself."""
PLAIN = ("grid", "mediation", "followup", "dialogs")
"""Folders that know the standard library and one another, nothing else."""
NOW_ALLOWED = {"bot/clock.py", "bot/spool.py", "bot/pager.py"}
"""The one clock, and what must know the time when the store is down."""
NOT_A_FLOW_WORD = re.compile(r"^(safety|event)\.")
BAD_NAMES = re.compile(r"(Manager|Handler|Service|Helper|Util|Utils|Base)$")


def modules() -> list[Path]:
    """Every module of ours, migrations apart."""
    found = (p for folder in MAY_IMPORT for p in sorted((ROOT / folder).rglob("*.py")))
    return [p for p in found if "migrations" not in p.parts]


MODULES = modules()
each_module = pytest.mark.parametrize(
    "path", MODULES, ids=[str(p.relative_to(ROOT)) for p in MODULES]
)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> Iterator[str]:
    """First parts of the names of everything a module imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


@each_module
def test_a_folder_imports_only_what_stands_below_it(path: Path) -> None:
    folder = path.relative_to(ROOT).parts[0]
    ours = {name for name in imported(path) if name in MAY_IMPORT}
    assert ours <= MAY_IMPORT[folder] | {folder}


@each_module
def test_the_heart_of_the_house_needs_no_packages(path: Path) -> None:
    import sys

    if path.relative_to(ROOT).parts[0] in PLAIN:
        foreign = set(imported(path)) - set(MAY_IMPORT) - set(sys.stdlib_module_names)
        assert not foreign


@each_module
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) <= LONGEST, f"{len(lines)} lines"
    if lines:
        assert ast.get_docstring(tree(path)), "no docstring"


@each_module
def test_nobody_looks_at_a_clock_of_their_own(path: Path) -> None:
    if str(path.relative_to(ROOT)) in NOW_ALLOWED:
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            looks = node.func.attr in ("now", "utcnow", "today") and owner in (
                "datetime", "date", "datetime.datetime", "datetime.date", "dt")  # fmt: skip
            assert not looks, f"line {node.lineno}: time is an argument"


@each_module
def test_names_are_the_towns_words(path: Path) -> None:
    classes = [node.name for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    assert not [name for name in classes if BAD_NAMES.search(name)]


# -- the wording


def said() -> Iterator[tuple[Path, int, str, set[str] | None]]:
    """Every say("key", name=…) in our code: where, which key, which values; None when unpacked."""
    for path in MODULES:
        for node in ast.walk(tree(path)):
            named = isinstance(node, ast.Call) and _name(node.func) == "say" and node.args
            if not named or not isinstance(node.args[0], ast.Constant):
                continue
            keys = {keyword.arg for keyword in node.keywords}
            values = None if None in keys else {str(key) for key in keys}
            yield path, node.lineno, str(node.args[0].value), values


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def test_whatever_is_said_has_words_and_gets_their_values() -> None:
    wrong, everywhere = [], set(EVERYWHERE)
    for path, line, key, values in said():
        if "." not in key and not re.fullmatch(r"[a-z_0-9]+", key):
            continue  # a turn saying words, not a key
        if key not in SENTENCES:
            wrong.append(f"{path.name}:{line}: no sentence {key}")
        elif (
            values is not None and placeholders(SENTENCES[key]) - everywhere != values - everywhere
        ):
            wrong.append(f"{path.name}:{line}: {key} has other values")
    assert not wrong


def test_every_sentence_is_said_somewhere() -> None:
    code = "\n".join(path.read_text("utf-8") for path in MODULES if path.name != "wording.py")
    unused = [
        key for key in SENTENCES if not NOT_A_FLOW_WORD.search(key) and f'"{key}"' not in code
    ]
    made_up = ("card_", "kept_", "added_", "thanks", "greet_")
    assert not [key for key in unused if not key.startswith(made_up) and not key.endswith("_open")]


def test_sentences_keep_the_rules_of_tone() -> None:
    jargon = re.compile(r"承办单位|立案|处置|派发|亲[，,]|哦哦")
    assert not [key for key, words in SENTENCES.items() if jargon.search(words)]
