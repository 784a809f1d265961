"""jieba's dictionary as a table of marks: a tenth of the memory of its own dict, and read at once.

jieba asks its dict for runs of the text it cuts and for nothing else. So each text gets a small
dict of those of its runs that the table knows, and jieba cuts with that.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice
from math import log
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import jieba
import numpy as np
import numpy.typing as npt

from nlu.cutting import NO_WORD, Known
from nlu.cutting import words as cut
from nlu.marks import (
    NONE,
    Marks,
    Numbers,
    Table,
    beginnings,
    codes,
    marks,
    powers,
    table,
    table_of,
)
from nlu.wordkinds import kind_of

_FORMAT = 2  # of the kept file
_PIECE = 10_000  # lines
_AHEAD = np.arange(3)[:, None]  # characters looked for at once
_BEHIND = np.full(len(_AHEAD), 0x110000, np.uint64)  # what stands behind a text is no character
_RARE = 0x10000  # from here characters are rare
_FIRST, _SECOND = powers(2)
_TABLES, _COLUMNS = ("words", "kinds"), ("places", "numbers", "shift")

Places = npt.NDArray[np.int64]
_Runs = tuple[Places, Places, Numbers]


@dataclass(frozen=True)
class _Entries:
    """Some lines of jieba's file: words and their beginnings, how often, and kinds of words."""

    begun: Marks
    often: Numbers  # of a beginning that is no word: 0
    special: Marks  # words that are of a kind
    kinds: Numbers


@dataclass(frozen=True, eq=False)
class Dictionary:
    """Words and their beginnings with how often they stand in jieba's texts (a beginning that is
    no word: 0), the sum of it all, and the kinds of some words. Safe to share between threads."""

    table: Table
    total: int
    kinds: Table

    def runs(self, text: str) -> dict[str, int]:
        """All runs of a text that are a word or begin one, with how often they stand."""
        starts, ends, often = (column.tolist() for column in self._found(text))
        spans = zip(starts, ends, often, strict=True)
        return {text[start:end]: many for start, end, many in spans}

    def _found(self, text: str) -> _Runs:
        """Start and end of these runs, and how often."""
        letters = codes(text)
        ones = self._ones(letters)
        first = (ones != NONE).nonzero()[0]
        return _joined([(first, first + 1, ones[first]), self._beyond(letters, ones)])

    def _beyond(self, letters: Marks, ones: Numbers) -> _Runs:
        """The runs of more than one character; longer ones only where shorter ones are."""
        pairs = letters[:-1] * _FIRST + letters[1:] * _SECOND
        twos = np.where(ones[:-1] == NONE, NONE, self.table.find(pairs))
        second = (twos != NONE).nonzero()[0]
        found = [(second, second + 2, twos[second]), *self._longer(letters, second, pairs[second])]
        return _joined(found)

    def _longer(self, letters: Marks, starts: Places, seen: Marks) -> Iterator[_Runs]:
        """Runs of more than two characters, some lengths at once, while any goes on."""
        text = np.concatenate([letters, _BEHIND])
        factors, length = powers(len(text)), 2
        while len(starts):
            more = text[starts + length + _AHEAD] * factors[length + _AHEAD]
            marks = seen + more.cumsum(axis=0)
            often = self.table.find(marks.ravel()).reshape(marks.shape)
            going = np.logical_and.accumulate(often != NONE, axis=0)
            step, which = going.nonzero()
            yield starts[which], starts[which] + length + step + 1, often[step, which]
            on = going[-1].nonzero()[0]
            starts, seen, length = starts[on], marks[-1][on], length + len(_AHEAD)

    def _ones(self, letters: Marks) -> Numbers:
        """How often single characters stand; they are asked for most, and lie side by side."""
        if _any_rare(letters):
            return self.table.find(letters * _FIRST)
        return self._letters[letters.view(np.int64)]

    @cached_property
    def _letters(self) -> Numbers:
        """The same of each character below the rare ones."""
        return self.table.find(np.arange(_RARE, dtype=np.uint64) * _FIRST)

    @lru_cache(maxsize=16)  # noqa: B019 one message is cut for several ears
    def cut(self, text: str) -> tuple[str, ...]:
        """The words of a text in order, blanks too; joined they give the text."""
        letters, total = codes(text), log(self.total)
        ones = self._ones(letters)
        starts, ends, often = self._beyond(letters, ones)
        words = often.nonzero()[0]
        shares = np.log(often[words]) - total
        columns = (column.tolist() for column in (starts[words], ends[words], shares))
        longer: dict[int, list[tuple[int, float]]] = {}
        for at, end, share in zip(*columns, strict=True):
            longer.setdefault(at, []).append((end, share))
        return tuple(cut(text, Known(self._singles(letters, ones), longer), -total))

    def _singles(self, letters: Marks, ones: Numbers) -> list[float]:
        """The logarithms of the shares of single characters."""
        if _any_rare(letters):
            return self._logs(ones)
        found: list[float] = self._letter_logs[letters.view(np.int64)].tolist()
        return found

    @cached_property
    def _letter_logs(self) -> npt.NDArray[np.float64]:
        return np.array(self._logs(self._letters))

    def _logs(self, often: Numbers) -> list[float]:
        total = log(self.total)
        return [log(many) - total if many > 0 else NO_WORD for many in often.tolist()]

    def _knowing(self, text: str) -> jieba.Tokenizer:
        """jieba with all it can ask of the dictionary for this text."""
        cutter = jieba.Tokenizer()
        cutter.FREQ, cutter.total, cutter.initialized = self.runs(text), self.total, True
        return cutter

    @lru_cache(maxsize=4096)  # noqa: B019 there is one dictionary, and it stays
    def knows(self, word: str) -> bool:
        """Whether a run of characters is a word."""
        return bool(self.table.find(marks([word]))[0] > 0)

    @lru_cache(maxsize=4096)  # noqa: B019
    def kind(self, word: str) -> int:
        """What a word may be for names of places, as `nlu.wordkinds` says it; 0 for all others."""
        return max(0, int(self.kinds.find(marks([word]))[0]))

    def kinds_of(self, words: Marks) -> Marks:
        """The same of many words by their marks."""
        found: Marks = np.maximum(self.kinds.find(words), 0).astype(np.uint64)
        return found

    def with_names(self, names: Iterable[str]) -> Dictionary:
        """The same with more words, as often as jieba thinks they must be to be found."""
        named = [name for name in names if len(name) > 1]
        cutter = self._knowing("\n".join(named))
        before = dict(cutter.FREQ)
        for name in named:
            cutter.add_word(name)
        fresh = {word: many for word, many in cutter.FREQ.items() if before.get(word) != many}
        return replace(self, table=self.table.beside(table(fresh))) if fresh else self


def _joined(runs: Sequence[_Runs]) -> _Runs:
    starts, ends, often = (np.concatenate(column) for column in zip(*runs, strict=True))
    return starts, ends, often


def _any_rare(letters: Marks) -> bool:
    return bool(letters.max(initial=0) >= _RARE)


def dictionary(cache: Path | None) -> Dictionary:
    """jieba's dictionary, kept ready in the folder `cache` when there is one."""
    if cache is None:
        return made()
    kept = cache / f"words-{jieba.__version__}-{_FORMAT}.npz"
    try:
        return _kept(kept)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        fresh = made()
        with suppress(OSError):  # where nothing can be kept a start takes longer, and no more
            _keep(kept, fresh)
        return fresh


def _kept(path: Path) -> Dictionary:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        words, kinds = (
            Table(*(arrays[f"{name}_{column}"][()] for column in _COLUMNS)) for name in _TABLES
        )
        return Dictionary(words, int(arrays["total"]), kinds)


def _keep(path: Path, made: Dictionary) -> None:
    """Write it beside its place and then there in one step: others may be starting too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{os.getpid()}.{path.name}")
    arrays: dict[str, Any] = {"total": np.int64(made.total)}
    for name, one in zip(_TABLES, (made.table, made.kinds), strict=True):
        arrays |= {f"{name}_{column}": getattr(one, column) for column in _COLUMNS}
    try:
        np.savez(draft, **arrays)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)  # what a full disk left of it


def made() -> Dictionary:
    """The tables from jieba's own file, read piece by piece to leave no memory behind."""
    with jieba.dt.get_dict_file() as lines:
        pieces = list(_entries(lines))
    begun = np.concatenate([piece.begun for piece in pieces])
    often = np.concatenate([piece.often for piece in pieces])
    order = np.lexsort((often, begun))
    last = np.append(begun[order][1:] != begun[order][:-1], True)  # the word, not the beginning
    kept = order[last]
    special = np.concatenate([piece.special for piece in pieces])
    kinds = np.concatenate([piece.kinds for piece in pieces])
    words = table_of(begun[kept], often[kept])
    return Dictionary(words, int(often.sum()), table_of(special, kinds))


def _entries(lines: Iterable[bytes]) -> Iterator[_Entries]:
    rest = iter(lines)
    while piece := list(islice(rest, _PIECE)):
        columns = b"".join(piece).decode("utf-8").split()
        words, tags = columns[::3], columns[2::3]
        begun = beginnings(words)
        often = np.zeros(len(begun), np.int32)
        often[np.cumsum([len(word) for word in words]) - 1] = [int(one) for one in columns[1::3]]
        kinds = [kind_of(word, tag) for word, tag in zip(words, tags, strict=True)]
        of_a_kind = np.flatnonzero(kinds)
        special = marks([words[at] for at in of_a_kind])
        yield _Entries(begun, often, special, np.array(kinds, np.int32)[of_a_kind])
