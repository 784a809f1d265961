"""A history model is written whole or not at all, and what stood there stays until then."""

from __future__ import annotations

import errno
import os
from argparse import Namespace
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from nlu.command import train_command
from nlu.drafts import draft
from nlu.historymodel import load_history
from tests.nlu.test_history import write

NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Stops:
    """Says nothing, and ends the training where a line begins so."""

    def __init__(self, at: str, how: BaseException) -> None:
        self.at, self.how, self.said = at, how, [""]

    def __call__(self, line: str) -> None:
        if line.startswith(self.at):
            raise self.how
        self.said.append(line)


def train(path: Path, out: Path, say: Stops) -> int:
    args = Namespace(history=path, text="title,detail", label="label", out=out)
    return train_command(args, NOW, say)


def test_ended_in_the_middle_nothing_is_written_and_the_old_model_stays(tmp_path: Path) -> None:
    path, out = write(tmp_path / "t.csv"), tmp_path / "deep" / "out"
    stops = Stops("用全部工单", KeyboardInterrupt())
    assert train(path, out, stops) == 130
    assert not out.exists()
    assert "没有写新的模型" in stops.said[-1]
    assert train(path, out, Stops("nowhere", KeyboardInterrupt())) == 0
    before = {one.name: one.stat().st_mtime_ns for one in out.iterdir()}
    assert train(path, out, Stops("用全部工单", KeyboardInterrupt())) == 130
    assert {one.name: one.stat().st_mtime_ns for one in out.iterdir()} == before
    assert load_history(out).labels == ("照明", "环卫")


def test_what_the_system_refuses_is_said_in_words_and_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv")
    full = Stops("统计字词", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert train(path, tmp_path / "out", full) == 1
    assert "磁盘满了" in full.said[-1]
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "out"):
        say = Stops("统计字词", AssertionError("too late"))
        assert train(path, out, say) == 1
        assert str(tmp_path / "file") in say.said[-1]
        assert "训练没有完成" in say.said[-1]


def test_a_draft_replaces_only_its_own_files(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    (tmp_path / "old.npz").write_text("x", encoding="utf-8")
    with draft(tmp_path, "last.json", ["old.npz"]) as folder:
        (folder / "last.json").write_text("{}", encoding="utf-8")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["last.json", "mine.txt"]


def test_what_a_killed_training_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / ".new"
    left.mkdir()
    (left / "half.npz").write_text("x", encoding="utf-8")
    with suppress(KeyError), draft(tmp_path, "last.json") as folder:
        assert not list(folder.iterdir())
        raise KeyError
    assert not list(tmp_path.iterdir())
