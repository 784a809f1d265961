"""Chinese words: jieba's, the district's names loaded first, and spaCy's pipeline around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, takewhile
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from nlu.marks import Marks

if TYPE_CHECKING:
    from nlu.dictionary import Dictionary

_TOGETHER = 20  # lines cut at once


class Words:
    """Cuts text into words. Built once; cutting is safe from several threads.

    The names go into the dictionary before anything is cut: afterwards they would silently be
    missed. The dictionary is kept ready in `cache`, or made anew.
    """

    def __init__(self, names: Iterable[str] = (), cache: Path | None = None) -> None:
        _SHELF.add(names, cache)

    def cut(self, text: str) -> list[str]:
        """The words in order; joined they give the text."""
        return list(cut(text))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each word; blanks are none. These are the pipeline's tokens."""
        words = cut(text)
        ends = list(accumulate(map(len, words)))
        spans = zip([0, *ends], ends, strict=False)
        return (span for span, word in zip(spans, words, strict=True) if not word.isspace())

    @cached_property
    def pipeline(self) -> Any:
        """spaCy's blank Chinese pipeline with these words, for whoever wants documents.

        It is a third of a second and 46 MB to import, and hearing asks it for words alone: so it is
        made when it is first asked for (decision 8).
        """
        import spacy

        pipeline = spacy.blank("zh")
        pipeline.tokenizer = _Tokenizer(pipeline.vocab)
        return pipeline


@dataclass(frozen=True, slots=True)
class _Tokenizer:
    """jieba as spaCy's tokenizer."""

    vocab: Any

    def __call__(self, text: str) -> Any:
        from spacy.tokens import Doc

        words = list(cut(text))
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


def cut_each(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words of each line, some lines cut at once: for all that is looked up a long text costs
    hardly more than a short one. A line has no line's end within."""
    for start in range(0, len(lines), _TOGETHER):
        found = iter(cut("\n".join(lines[start : start + _TOGETHER])))
        for _ in lines[start : start + _TOGETHER]:
            yield tuple(takewhile("\n".__ne__, found))


def known(word: str) -> bool:
    """Whether a run of characters is a word of the dictionary."""
    return _SHELF.dictionary().knows(word)


def kind(word: str) -> int:
    """What a word may be for names of places, as `nlu.wordkinds` says it; 0 for all others."""
    return _SHELF.dictionary().kind(word)


def kinds(words: Marks) -> Marks:
    """The same of many words by their marks."""
    return _SHELF.dictionary().kinds_of(words)
