"""jieba's dictionary as a table of marks: a tenth of the memory of its own dict, and read at once.

jieba asks its dict for runs of the text it cuts and for nothing else. So each text gets a small
dict of those of its runs that the table knows, and jieba cuts with that.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from math import log
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import jieba
import numpy as np
import numpy.typing as npt

from nlu.cutting import Known
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
    runs,
    table,
    table_of,
)
from nlu.wordkinds import kind_of

_FORMAT = 1  # of the kept file
_PIECE = 10_000  # lines
_SHORT = 5  # characters; hardly a word is longer
_TABLES = ("words", "kinds")
_NO_MARKS = np.zeros(0, np.uint64)

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
        """Start and end of these runs, and how often; the short ones are sought at once."""
        steps = np.full((_SHORT, len(text)), NONE, np.int32)
        sought = runs(text, _SHORT)
        often, done = self.table.find(np.concatenate([*sought, _NO_MARKS])), 0
        for line, step in zip(steps, sought, strict=False):
            line[: len(step)] = often[done : done + len(step)]
            done += len(step)
        going = np.logical_and.accumulate(steps != NONE, axis=0)
        length, starts = np.nonzero(going)
        found = starts, starts + length + 1, steps[length, starts]
        if len(sought) < _SHORT or not going[-1].any():
            return found
        more = self._longer(text, np.flatnonzero(going[-1]), sought[-1])
        columns = zip(found, *more, strict=True)
        starts, ends, often = (np.concatenate(column) for column in columns)
        return starts, ends, often

    def _longer(self, text: str, starts: Places, steps: Marks) -> Iterator[_Runs]:
        """Runs beyond the short ones, a character longer each time, while any goes on."""
        letters, factors, seen = codes(text), powers(len(text)), steps[starts]
        for length in range(_SHORT, len(text)):
            going = starts < len(text) - length
            starts = starts[going]
            seen = seen[going] + letters[starts + length] * factors[length]
            often = self.table.find(seen)
            known = often != NONE
            starts, seen = starts[known], seen[known]
            if not len(starts):
                break
            yield starts, starts + length + 1, often[known]

    @lru_cache(maxsize=16)  # noqa: B019 one message is cut for several ears
    def cut(self, text: str) -> tuple[str, ...]:
        """The words of a text in order, blanks too; joined they give the text."""
        starts, ends, often = (column.tolist() for column in self._found(text))
        total = log(self.total)
        known: Known = [[] for _ in text]
        for at, end, many in zip(starts, ends, often, strict=True):
            if many:
                known[at].append((end, log(many) - total))
        return tuple(cut(text, known, -total))

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

    def with_names(self, names: Iterable[str]) -> Dictionary:
        """The same with more words, as often as jieba thinks they must be to be found."""
        named = [name for name in names if len(name) > 1]
        cutter = self._knowing("\n".join(named))
        before = dict(cutter.FREQ)
        for name in named:
            cutter.add_word(name)
        fresh = {word: many for word, many in cutter.FREQ.items() if before.get(word) != many}
        return replace(self, table=self.table.beside(table(fresh))) if fresh else self


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
            table_of(arrays[f"{name}_marks"], arrays[f"{name}_values"]) for name in _TABLES
        )
        return Dictionary(words, int(arrays["total"]), kinds)


def _keep(path: Path, made: Dictionary) -> None:
    """Write it beside its place and then there in one step: others may be starting too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{os.getpid()}.{path.name}")
    arrays: dict[str, Any] = {"total": np.int64(made.total)}
    for name, one in zip(_TABLES, (made.table, made.kinds), strict=True):
        arrays |= {f"{name}_marks": one.marks, f"{name}_values": one.values}
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
