"""The library: read anew when an entry moves or a day comes, and it never holds up a turn."""

from __future__ import annotations

import numpy as np

from bot.library import MOST, Library
from bot.stock import stock_demo
from nlu.meanings import Meanings
from tests.test_knowledge import ASKED, approved, moves
from tests.town import Town


class Counting:
    """An encoder that counts what it is given; every text means the same."""

    def __init__(self) -> None:
        self.texts = 0

    def vectors(self, texts: list[str]) -> np.ndarray:
        self.texts += len(texts)
        return np.ones((len(texts), 384), np.float32)

    def vector(self, text: str) -> np.ndarray:
        return self.vectors([text])[0]


def test_what_moves_is_known_at_once(town: Town) -> None:
    library = town.bot.library
    assert library.find(ASKED) == ()
    entry = approved(town)
    assert library.find(ASKED)[0].key == entry.number
    moves(town, entry, "withdraw", why="规定已经改了")
    assert library.find(ASKED) == ()


def test_a_store_that_is_away_leaves_a_question_without_an_answer(town: Town) -> None:
    approved(town)
    town.bot.store.begin = town.bot.store.read = None  # type: ignore[method-assign, assignment]
    assert town.bot.library.find(ASKED) == ()


def test_meanings_are_learnt_bit_by_bit_and_once(town: Town) -> None:
    stock_demo(town.bot.store, town.settings.district_folder, town.clock())
    encoder = Counting()
    folder = town.folder / "meanings"
    library = Library(town.bot.store, town.clock, Meanings(encoder, folder))  # type: ignore[arg-type]
    left = library.look()
    assert encoder.texts == MOST
    while left:
        left = library.look()
    learnt = encoder.texts
    again = Library(town.bot.store, town.clock, Meanings(encoder, folder))  # type: ignore[arg-type]
    assert again.look() == 0
    assert encoder.texts == learnt
