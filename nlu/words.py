"""Chinese words: spaCy's blank pipeline with jieba, the district's names loaded first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlu.dictionary import Dictionary


class Words:
    """Cuts text into words. Built once; cutting is safe from several threads.

    The names go into the dictionary before the pipeline is made: afterwards they would silently
    be missed. The dictionary is kept ready in `cache`, or made anew.
    """

    def __init__(self, names: Iterable[str] = (), cache: Path | None = None) -> None:
        _SHELF.add(names, cache)
        import spacy

        self._pipeline = spacy.blank("zh")
        self._tokenizer = _Tokenizer(self._pipeline.vocab)
        self._pipeline.tokenizer = self._tokenizer

    def cut(self, text: str) -> list[str]:
        """The words in order; joined they give the text."""
        return [token.text_with_ws for token in self._pipeline.make_doc(text)]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each word; blanks are none.

        The pipeline's own tokenizer, asked without the document that nobody reads here.
        """
        at = 0
        for word in self._tokenizer.words(text):
            if not word.isspace():
                yield at, at + len(word)
            at += len(word)


@dataclass(frozen=True, slots=True)
class _Tokenizer:
    """jieba as spaCy's tokenizer."""

    vocab: Any

    def words(self, text: str) -> tuple[str, ...]:
        """The words in order, blanks among them."""
        return cut(text)

    def __call__(self, text: str) -> Any:
        from spacy.tokens import Doc

        words = list(self.words(text))
        return Doc(self.vocab, words=words, spaces=[False] * len(words))


@dataclass(slots=True)
class _Shelf:
    """The one dictionary of this process: names that one listener adds, all ears hear."""

    _dictionary: Dictionary | None = None
    _adding: Lock = field(default_factory=Lock)

    def add(self, names: Iterable[str], cache: Path | None) -> None:
        """Read the dictionary if it is not there, and add names to it."""
        from nlu.dictionary import dictionary

        with self._adding:
            known = self._dictionary or dictionary(cache)
            self._dictionary = known.with_names(names)

    def dictionary(self) -> Dictionary:
        """With all names added so far."""
        if self._dictionary is None:
            self.add((), cache=None)
        assert self._dictionary
        return self._dictionary


_SHELF = _Shelf()


def open_dictionary(cache: Path | None) -> None:
    """Read the dictionary now, before a model cuts its first words; kept ready in `cache`."""
    _SHELF.add((), cache)


def cut(text: str) -> tuple[str, ...]:
    """The words of a text in order, blanks too; joined they give the text."""
    return _SHELF.dictionary().cut(text)


def known(word: str) -> bool:
    """Whether a run of characters is a word of the dictionary."""
    return _SHELF.dictionary().knows(word)


def kind(word: str) -> int:
    """What a word may be for names of places, as `nlu.wordkinds` says it; 0 for all others."""
    return _SHELF.dictionary().kind(word)
