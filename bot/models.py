"""The shelf of models: each a folder beside the others, one of them in use, each a step back."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlu.model import Model, load_model
from nlu.words import open_dictionary

BASE = "base"
"""The model of our own sentences alone, trained by itself when they change."""
REMEMBERED = 20  # models one can go back through
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,60}")
_TRY = "楼道灯坏了半个月没人管"


class BadModel(Exception):
    """A model that is not to be used; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is written down: the model in use, and those before it, the last one last."""

    name: str = BASE
    before: tuple[str, ...] = ()


def open_model(folder: Path) -> Model:
    """A model that has been read whole and tried on a sentence; raises BadModel otherwise.

    The last one is remembered while its files stay as they are: a start looks twice.
    """
    if not (folder / "model.json").is_file():
        raise BadModel("文件不全（没有 model.json），可能没有训练完")
    try:
        paths = [folder / "model.json", *sorted(folder.glob("*.npz"))]
        files = [(path.name, path.stat()) for path in paths]
    except OSError as gone:
        raise BadModel("文件读不出来") from gone
    return _opened(folder, tuple((name, kept.st_mtime_ns, kept.st_size) for name, kept in files))


@lru_cache(maxsize=1)
def _opened(folder: Path, files: tuple[tuple[str, int, int], ...]) -> Model:
    try:
        model = load_model(folder)
        guesses = model.guess(_TRY)
        model.act(_TRY)
        model.second_opinion(_TRY, None)
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, EOFError,
            zipfile.BadZipFile, zlib.error) as broken:  # fmt: skip
        raise BadModel(f"文件读不出来或已损坏（{type(broken).__name__}）") from broken
    if not guesses or not 0 <= guesses[0].confidence <= 1:
        raise BadModel("试一句话就答不出类别")
    return model


class Shelf:
    """The models of a files folder: `model` is base, `models/<name>` all others."""

    def __init__(self, files: Path) -> None:
        self.base = files / "model"
        self.folder = files / "models"
        self.cache = files / "cache"
        self._chosen = self.folder / "current.json"

    def place(self, name: str) -> Path:
        """Where a model lies; raises BadModel for what is no name."""
        if name != BASE and not _NAME.fullmatch(name):
            raise BadModel("没有这个名字的模型")
        return self.base if name == BASE else self.folder / name

    def names(self) -> list[str]:
        """Every model there is, base first, then as they were made."""
        folders = sorted(self.folder.glob("*/model.json"))
        found = [path.parent.name for path in folders if _NAME.fullmatch(path.parent.name)]
        return [BASE, *found]

    def open(self, name: str) -> Model:
        """A model ready to hear; raises BadModel with the reason in words."""
        folder = self.place(name)
        if not folder.is_dir():
            raise BadModel("没有这个模型")
        open_dictionary(self.cache)  # before the model cuts words to be tried
        return open_model(folder)

    def about(self, name: str) -> dict[str, Any]:
        """What a model's folder says of it: how it was trained and how it compared."""
        found: dict[str, Any] = {}
        for part in ("model.json", "trained_on.json", "compared.json"):
            path = self.place(name) / part
            try:
                found |= {part.partition(".")[0]: json.loads(path.read_text("utf-8"))}
            except (OSError, ValueError):
                continue
        return found

    @property
    def chosen(self) -> Chosen:
        """What is in use; base when nothing was ever chosen or the note cannot be read."""
        try:
            kept = json.loads(self._chosen.read_text("utf-8"))
            return Chosen(str(kept["name"]), tuple(map(str, kept["before"])))
        except (OSError, ValueError, KeyError, TypeError):
            return Chosen()

    @property
    def mark(self) -> tuple[int, int]:
        """Changes whenever another model is chosen; cheap enough to ask for all the time."""
        try:
            found = self._chosen.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)

    def use(self, name: str) -> None:
        """Use a model from now on; raises BadModel, and nothing changes, when it is no good."""
        self.open(name)
        now = self.chosen
        if name != now.name:
            self._write(Chosen(name, (*now.before, now.name)[-REMEMBERED:]))

    def back(self) -> tuple[str, list[str]]:
        """Use the model before this one; returns its name, and what had to be passed over.

        Raises BadModel when there is none to go back to.
        """
        passed: list[str] = []
        before = list(self.chosen.before)
        while before:
            name = before.pop()
            try:
                self.open(name)
            except BadModel as bad:
                passed.append(f"{name}：{bad}")
                continue
            self._write(Chosen(name, tuple(before)))
            return name, passed
        raise BadModel("；".join([*passed, "没有更早的模型可以退回"]))

    def _write(self, chosen: Chosen) -> None:
        """In one step: whoever reads sees the old note or the new one, never half of one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f".current.{os.getpid()}"
        note = {"name": chosen.name, "before": list(chosen.before)}
        with draft.open("w", encoding="utf-8") as out:
            json.dump(note, out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self._chosen)

    def best(self) -> tuple[str, Model | None, list[str]]:
        """The model to start with: the chosen one, or, where that is no good, an earlier one.

        Returns its name (empty without any), the model, and what was wrong with better ones.
        """
        now = self.chosen
        wrong: list[str] = []
        for name in dict.fromkeys((now.name, *reversed(now.before), BASE)):
            try:
                return name, self.open(name), wrong
            except BadModel as bad:
                wrong.append(f"{name}：{bad}")
        return "", None, wrong


@contextmanager
def made_beside(folder: Path) -> Iterator[Path]:
    """A draft folder that takes the place of `folder` at the end, if there is a model in it."""
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        yield draft
        if not (draft / "model.json").exists():
            return
        old = folder.with_name(f".{folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        draft.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
