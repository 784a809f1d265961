"""Chinese words: spaCy's blank pipeline with jieba, the district's names loaded first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


class Words:
    """Cuts text into words. Built once; cutting is safe from several threads.

    The names go into jieba's dictionary before the pipeline is made: afterwards they would
    silently be missed. jieba keeps its cache in `cache`, or keeps none.
    """

    def __init__(self, names: Iterable[str] = (), cache: Path | None = None) -> None:
        _ready(cache)
        import jieba
        import spacy

        for name in names:
            if len(name) > 1:
                jieba.add_word(name)
        config: dict[str, Any] = {"nlp": {"tokenizer": {"segmenter": "jieba"}}}
        self._pipeline = spacy.blank("zh", config=config)

    def cut(self, text: str) -> list[str]:
        """The words in order; joined they give the text."""
        return [token.text_with_ws for token in self._pipeline.make_doc(text)]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each word."""
        for token in self._pipeline.make_doc(text):
            yield token.idx, token.idx + len(token.text)


def _ready(cache: Path | None) -> None:
    import jieba

    jieba.setLogLevel("WARNING")
    if jieba.dt.initialized:
        return
    if cache is None:
        jieba.dt.FREQ, jieba.dt.total = jieba.dt.gen_pfdict(jieba.dt.get_dict_file())
        jieba.dt.initialized = True
        return
    cache.mkdir(parents=True, exist_ok=True)
    jieba.dt.tmp_dir = str(cache)
    jieba.initialize()


def cut(text: str) -> list[str]:
    """The words of a text in order, blanks too; joined they give the text."""
    import jieba

    if not jieba.dt.initialized:
        _ready(None)
    return list(jieba.cut(text))
