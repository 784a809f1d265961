"""What was heard, as spaCy's documents: entities, categories, problems; nothing private."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import spacy
from spacy.tokens import DocBin

from nlu.documents import PARTS, document, save_documents
from nlu.heard import Danger, Guess, Heard, Part, Span, Spot
from nlu.words import Words

AT = datetime(2026, 11, 21, 15, tzinfo=UTC)
PLACE = Spot("幸福里3幢502")
HEARD = Heard(
    text="昨晚十一点幸福里3幢502漏水,王大力不管,电话13800001234,路灯也不亮",
    act="report", sure=0.98, guesses=(Guess("0701", 0.9), Guess("0205", 0.05)), spot=PLACE,
    times=(Span("昨晚十一点", AT),), phones=("13800001234",), names=("王大力",),
    parts=(Part("昨晚十一点幸福里3幢502漏水", (Guess("0701", 0.9),), PLACE),
           Part("路灯也不亮", (Guess("0203", 0.99),))),
)  # fmt: skip


def test_places_times_and_persons_are_entities() -> None:
    doc = document(Words(["幸福里"]), HEARD)
    assert [(one.text, one.label_) for one in doc.ents] == [
        ("昨晚十一点", "TIME"), ("幸福里3幢502", "PLACE"), ("王大力", "PERSON"),
    ]  # fmt: skip


def test_categories_problems_and_what_is_wanted_stand_in_the_document() -> None:
    doc = document(Words(["幸福里"]), HEARD)
    assert doc.cats == {"0701": 0.9, "0205": 0.05}
    assert [(one.text, one.label_) for one in doc.spans[PARTS]] == [
        ("昨晚十一点幸福里3幢502漏水", "0701"), ("路灯也不亮", "0203"),
    ]  # fmt: skip
    assert doc.user_data["act"] == "report"
    assert doc.user_data["danger"] == ""


def test_a_phone_never_leaves_in_a_document() -> None:
    assert "13800001234" not in document(Words(), HEARD).text
    assert "138****1234" in document(Words(), HEARD).text


def test_documents_are_read_back_from_their_file(tmp_path: Path) -> None:
    danger = Heard(text="着火了", danger=Danger("fire", "E0", "着火"))
    assert save_documents(tmp_path / "heard.spacy", Words(), [HEARD, Heard(), danger]) == 3
    kept = DocBin().from_disk(tmp_path / "heard.spacy")
    first, empty, last = kept.get_docs(spacy.blank("zh").vocab)
    assert first.cats["0701"] == 0.9
    assert (len(empty), last.user_data["danger"]) == (0, "fire")
