"""What was heard as documents of spaCy's, for whoever labels or searches with its tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nlu.heard import Heard
from nlu.privacy import mask
from nlu.words import Words

PLACE, TIME, PERSON = "PLACE", "TIME", "PERSON"
"""The labels of entities."""
PARTS = "parts"
"""The group of spans with one span a problem; its label is the category's code."""


def document(words: Words, heard: Heard) -> Any:
    """One message as a document of the pipeline that cuts it.

    Phones and identity numbers are masked (J2). `ents` are places, times and persons as written,
    `cats` the categories' confidences by code, `spans["parts"]` the problems, and `user_data` holds
    `act`, `sure` and `danger` (its kind, or empty).
    """
    from spacy.util import filter_spans

    said = mask(heard.text)
    doc = words.pipeline(said)
    doc.ents = filter_spans(list(_spans(doc, said, _named(heard))))
    doc.cats = {one.code: one.confidence for one in heard.guesses}
    doc.spans[PARTS] = list(_spans(doc, said, _problems(heard)))
    danger = heard.danger.kind if heard.danger else ""
    doc.user_data.update(act=heard.act, sure=heard.sure, danger=danger)
    return doc


def save_documents(path: Path, words: Words, heard: Iterable[Heard]) -> int:
    """Write messages as one DocBin file (`.spacy`); returns how many. Raises OSError."""
    from spacy.tokens import DocBin

    kept = DocBin(store_user_data=True)
    for one in heard:
        kept.add(document(words, one))
    kept.to_disk(path)
    return len(kept)


def _named(heard: Heard) -> Iterator[tuple[str, str]]:
    spots = [heard.spot, *(part.spot for part in heard.parts)]
    yield from ((spot.text, PLACE) for spot in spots if spot)
    yield from ((span.text, TIME) for span in heard.times)
    yield from ((name, PERSON) for name in heard.names)


def _problems(heard: Heard) -> Iterator[tuple[str, str]]:
    for part in heard.parts:
        yield mask(part.text), part.guesses[0].code if part.guesses else ""


def _spans(doc: Any, said: str, found: Iterable[tuple[str, str]]) -> Iterator[Any]:
    """Where words stand in a document, whole tokens of it; what is masked stands nowhere."""
    for text, label in dict.fromkeys(found):
        start = said.find(text) if text else -1
        if start >= 0:
            yield doc.char_span(start, start + len(text), label, alignment_mode="expand")
