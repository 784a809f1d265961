"""The commands around understanding, as a program or an administrator meets them."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from nlu.command import evaluate_command, hear_jsonl, train_command
from nlu.listener import Listener

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
LISTENER = Listener(None)


def cases(folder: Path, *lines: str) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def scored(path: Path, json_only: bool = True) -> tuple[int, list[str]]:
    said: list[str] = []
    arguments = Namespace(files=[path], json=json_only, model=None)
    return evaluate_command(arguments, LISTENER, NOW, said.append), said


def test_right_and_wrong_answers_are_counted(tmp_path: Path) -> None:
    path = cases(
        tmp_path,
        '{"text": "转人工", "act": "human"}',
        '{"text": "转人工", "act": "greet"}',
        '{"text": "垃圾桶满了没人收", "category": "0601", "also": ["0101"]}',
        '{"text": "电话13812345678", "phones": ["13812345678"]}',
        '{"text": "下周三下午三点", "now": "2026-11-18T10:00:00+08:00",'
        ' "times": [{"start": "2026-11-25T15:00:00+08:00"}]}',
    )
    code, said = scored(path)
    scores = json.loads(said[0])["scores"]
    assert code == 0
    assert scores["act"] == {"share": 0.5, "cases": 2}
    assert scores["category top-1"]["share"] == 1.0
    assert scores["phones"]["share"] == 1.0
    assert scores["times"]["share"] == 1.0


def test_a_table_stands_before_the_json(tmp_path: Path) -> None:
    _, said = scored(cases(tmp_path, '{"text": "转人工", "act": "human"}'), json_only=False)
    assert any(line.startswith("act ") for line in said)
    assert json.loads(said[-1])["cases"] == 1


def test_a_broken_file_of_cases_is_named_with_its_line(tmp_path: Path) -> None:
    code, said = scored(cases(tmp_path, '{"text": "你好"}', "{broken"))
    assert code == 1
    assert "cases.jsonl 第2行" in said[0]
    code, said = scored(tmp_path / "none.jsonl")
    assert code == 1
    assert "none.jsonl" in said[0]


def test_what_is_no_object_is_answered_with_its_line() -> None:
    out = io.StringIO()
    lines = ['["你好"]', '{"text": "你好", "now": "2026-11-18T10:00:00"}', '{"text": 5}']
    assert hear_jsonl(lines, LISTENER, out, NOW) == 2
    first, second, third = (json.loads(line) for line in out.getvalue().splitlines())
    assert "第1行" in first["error"]
    assert "时区" in second["error"]
    assert third["act"]


def test_a_training_that_cannot_be_done_says_why(tmp_path: Path) -> None:
    said: list[str] = []
    wanted = Namespace(
        history=tmp_path / "none.csv", text="title", label="label", map=None, out=tmp_path
    )
    assert train_command(wanted, NOW, said.append) == 1
    assert "none.csv" in said[-1]
    (tmp_path / "data").mkdir()
    empty = Namespace(history=None, data=tmp_path / "data", out=tmp_path / "out")
    assert train_command(empty, NOW, said.append) == 1
    assert "没有类别例句" in said[-1]
