"""The commands around understanding: hear, train, evaluate."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from bot.build import district_of, model_folder, own_listener
from bot.clock import Clock
from bot.prepare import DATA, prepare_model
from bot.settings import Settings
from nlu import command
from nlu.historymodel import load_history
from nlu.listener import Listener


def hear_command(settings: Settings, arguments: argparse.Namespace) -> int:
    """What is understood, for people (sentences as arguments) or for programs (--jsonl)."""
    listener = _listener(settings)
    history = load_history(arguments.model) if arguments.model else None
    ears, now = command.Ears(listener, history), Clock()()
    if arguments.jsonl:
        return 1 if command.hear_jsonl(sys.stdin, ears, sys.stdout, now) else 0
    for text in arguments.text or (line.rstrip("\n") for line in sys.stdin):
        print(listener.hear(text, now))
    return 0


def train_command(settings: Settings, arguments: argparse.Namespace) -> int:
    """Train on our sentences (into the bot's own model folder), or on a city's history."""
    arguments.out = arguments.out or model_folder(settings)
    arguments.data = DATA
    return command.train_command(arguments, Clock()(), _quiet if arguments.quiet else print)


def evaluate_command(settings: Settings, arguments: argparse.Namespace) -> int:
    """Score a model on files of sentences."""
    if arguments.model and not command.is_history(arguments.model):
        settings = replace(settings, model=str(arguments.model))
    return command.evaluate_command(arguments, _listener(settings), Clock()())


def _listener(settings: Settings) -> Listener:
    prepare_model(settings, sys.stderr.write)
    return own_listener(settings, district_of(settings.district_folder))


def _quiet(line: str) -> None:
    """Say nothing."""
