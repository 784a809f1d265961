"""The commands around understanding: hear, train, evaluate."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from bot.clock import Clock
from bot.hearing import base_model, district_of, own_listener
from bot.models import made_beside
from bot.prepare import DATA, note_sentences, prepare_model
from bot.settings import Settings
from nlu import command
from nlu.encoder import Encoder, load_encoder
from nlu.heard import Heard
from nlu.listener import Listener
from nlu.words import open_dictionary


def hear_command(settings: Settings, arguments: argparse.Namespace) -> int:
    """What is understood, for people (sentences as arguments) or for programs (--jsonl)."""
    try:
        history = command.history_of(arguments.model)
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    listener = _listener(_chosen(settings, arguments.model))
    if not arguments.docs:
        return _hear(command.Ears(listener, history), arguments)
    keeping = _Keeping(listener)
    code = _hear(command.Ears(keeping, history), arguments)
    return _save(arguments.docs, keeping) or code


def _hear(ears: command.Ears, arguments: argparse.Namespace) -> int:
    now = Clock()()
    if arguments.jsonl:
        return 1 if command.hear_jsonl(sys.stdin, ears, sys.stdout, now) else 0
    for text in arguments.text or (line.rstrip("\n") for line in sys.stdin):
        print(ears.listener.hear(text, now))
    return 0


@dataclass
class _Keeping:
    """A listener that keeps what it heard."""

    listener: Listener
    heard: list[Heard] = field(default_factory=list)

    @property
    def encoder(self) -> Encoder | None:
        """That of the listener."""
        return self.listener.encoder

    def hear(self, text: str, now: datetime) -> Heard:
        """Everything understood of one message."""
        self.heard.append(self.listener.hear(text, now))
        return self.heard[-1]


def _save(file: Path, keeping: _Keeping) -> int:
    """Write what was heard as documents for spaCy's tools."""
    from nlu.documents import save_documents

    try:
        many = save_documents(file, keeping.listener.words, keeping.heard)
    except OSError as wrong:
        print(f"{file} 写不进去，请换个写得进的位置再试（{wrong.strerror}）。", file=sys.stderr)
        return 1
    print(f"{many} 条写进了 {file}", file=sys.stderr)
    return 0


def train_command(settings: Settings, arguments: argparse.Namespace) -> int:
    """Train on our sentences (into the bot's base model), with corrections, or on a history."""
    say = _quiet if arguments.quiet else print
    if arguments.corrections:
        from bot.learning import train_corrections

        return train_corrections(settings, arguments, say)
    arguments.data = DATA
    if arguments.out or arguments.history:
        arguments.out = arguments.out or settings.folder / "history"
        arguments.encoder = load_encoder() if settings.encoder != "0" else None
        return command.train_command(arguments, Clock()(), say)
    open_dictionary(settings.folder / "cache")  # kept for the start that waits for this
    with made_beside(base_model(settings)) as draft:
        arguments.out = draft
        code = command.train_command(arguments, Clock()(), say)
        note_sentences(draft)
    return code


def evaluate_command(settings: Settings, arguments: argparse.Namespace) -> int:
    """Score a model on files of sentences."""
    listener = _listener(_chosen(settings, arguments.model))
    return command.evaluate_command(arguments, listener, Clock()())


def _chosen(settings: Settings, model: Path | None) -> Settings:
    """The settings with the listener's own model when a folder of that kind is named."""
    ours = model is not None and (model / "model.json").exists()
    return replace(settings, model=str(model)) if ours else settings


def _listener(settings: Settings) -> Listener:
    prepare_model(settings, sys.stderr.write)
    return own_listener(settings, district_of(settings.district_folder))


def _quiet(line: str) -> None:
    """Say nothing."""
