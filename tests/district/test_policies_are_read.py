"""Whatever a district may set in policies.yaml is read by something that runs."""

from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path

from grid.policies import Policies
from integrations.district.words import POLICIES

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("bot", "console", "dialogs", "followup", "grid", "integrations", "mediation")


def read_somewhere() -> set[str]:
    """Every name read off something called policies: desk.district.policies.redo_max."""
    found: set[str] = set()
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            found |= read_in(ast.parse(path.read_text("utf-8")))
    return found


def read_in(tree: ast.Module) -> set[str]:
    """The same in one module, where policies may also have got a shorter name."""
    names = {"policies"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _called(node.value) in names:
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return {node.attr for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and _called(node.value) in names}  # fmt: skip


def _called(node: ast.expr) -> str:
    """The last name of policies, rules.policies, self.parts.district.policies."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_every_field_is_read_by_something_that_runs() -> None:
    unread = {field.name for field in fields(Policies)} - read_somewhere()
    assert not unread


def test_every_field_has_a_name_in_the_file_and_every_name_a_field() -> None:
    assert set(POLICIES.values()) == {field.name for field in fields(Policies)}
