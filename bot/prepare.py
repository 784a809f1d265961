"""Preparing a start: folders, tables, and a model when there is none for today's sentences."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bot.build import model_folder
from bot.settings import ROOT, Settings
from integrations.sql.migrate import migrate
from integrations.sql.store import Store

DATA = ROOT / "nlu" / "data"


def prepare(settings: Settings, tell: Callable[[str], object]) -> None:
    """Make what a start needs; `tell` hears one line for what takes more than a moment."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    store = Store(settings.url)
    try:
        migrate(store)
    finally:
        store.close()
    prepare_model(settings, tell)


def prepare_model(settings: Settings, tell: Callable[[str], object]) -> None:
    """Train when there is no model of today's sentences; a model named in the settings stays."""
    if not settings.model and trained_on(model_folder(settings)) != data_mark():
        tell("第一次启动，正在训练听懂人话的模型，大约一分钟 …\n")
        train_apart(model_folder(settings))


def data_mark(folder: Path = DATA) -> str:
    """A mark of today's sentences: another sentence, another mark."""
    mark = hashlib.sha256()
    for path in sorted(folder.glob("*.yml")):
        mark.update(path.name.encode() + path.read_bytes())
    return mark.hexdigest()


def trained_on(model: Path) -> str:
    """The mark of the sentences a model was trained on; empty when there is no model."""
    path = model / "trained_on.json"
    return str(json.loads(path.read_text("utf-8"))["mark"]) if path.exists() else ""


def train_apart(out: Path) -> None:
    """Train in a process of its own, so that its libraries never weigh on the bot."""
    subprocess.run([sys.executable, "-m", "bot.command", "train", "--quiet", "--out", str(out)],
                   check=True)  # fmt: skip
    note = {"mark": data_mark()}
    (out / "trained_on.json").write_text(json.dumps(note), "utf-8")
