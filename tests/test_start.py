"""A start imports what the first message needs, and nothing that it does not."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from bot.serve import serve
from bot.settings import Settings
from integrations.sql.migrate import FOLDER, newest

TRAINING = {"sklearn", "scipy"}


def imported(module: str, *names: str) -> set[str]:
    """Which of some packages are there once a module is imported in a fresh process."""
    code = f"import {module}, sys; print(*({set(names)!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_hearing_needs_no_store_no_web_and_no_training() -> None:
    others = {"sqlalchemy", "alembic", "fastapi", "httpx", "telegram", "apscheduler",
              "nlu.history", "nlu.training"}  # fmt: skip
    assert imported("bot.listening", *TRAINING, *others) == set()


def test_serving_without_a_token_and_with_today_s_tables_leaves_their_libraries_alone() -> None:
    others = {"telegram", "alembic", "aiogram", "httpx"}
    assert imported("bot.serve", *TRAINING, *others) == set()


def test_words_are_cut_before_anybody_needs_spacy() -> None:
    code = (
        "import sys; from nlu.words import Words; words = Words(); list(words.spans('灯坏了'));"
        "before = 'spacy' in sys.modules; words.pipeline; print(before, 'spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_the_newest_tables_are_known_without_alembic() -> None:
    assert newest() == ScriptDirectory(str(FOLDER)).get_current_head()


def test_a_port_in_use_is_said_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert serve(Settings(port=port, files=str(tmp_path), demo="1")) == 2
    assert "已经有程序在用" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
