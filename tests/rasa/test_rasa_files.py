"""The files a Rasa server is trained from fit each other."""

from __future__ import annotations

from nlu.rasa.intents import DATA, DOMAIN, domain_text, intents_of_data, intents_of_domain


def test_the_domain_names_every_intent_of_the_sentences_and_no_other() -> None:
    assert DOMAIN.read_text(encoding="utf-8") == domain_text(intents_of_data()), (
        "write it anew with: python -m nlu.rasa.intents"
    )
    assert intents_of_domain() == set(intents_of_data())


def test_no_sentence_looks_like_rasas_own_markup() -> None:
    for path in DATA.glob("*.yml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("    - "):
                assert "](" not in line, line
                assert "]{" not in line, line
                assert "${" not in line, line
