"""The second opinion on words: a network over what they stand near to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlu.historyfitting import Corpus, Tickets, Unseen, fit_history, judge_fold, prepare
from nlu.historyknown import known_words
from nlu.historymodel import HistoryModel, Warmth, load_history, save_history
from nlu.historytopics import Senses
from nlu.judging import share_of_topics

LAMPS = "路灯不亮", "路灯坏了", "路灯一闪一闪", "楼道的灯灭了", "灯杆歪了"
WASTE = "垃圾没人收", "垃圾桶满了", "垃圾堆了三天", "厨余垃圾倒在路边", "装修垃圾乱倒"
PLACES = "东街口", "菜场后门", "河堤边", "小学旁边", "车站广场", "三号楼下", "桥头", "村口"
COMPLAINTS = "希望有人来看一看", "打过电话没人管", "老人说了好几次"


def tickets(many: int) -> Tickets:
    """So many tickets, half of them about light, half about waste."""
    titles, details, labels = [], [], []
    for number in range(many):
        words, label = ((LAMPS, "照明"), (WASTE, "环卫"))[number % 2]
        what, place = words[number // 2 % 5], PLACES[number // 10 % 8]
        titles.append(f"{place}{what}")
        details.append(f"{place}{what}，第{number}天了，{COMPLAINTS[number % 3]}。请尽快处理一下")
        labels.append(label)
    lines = tuple(range(2, many + 2))
    return Tickets(("title", "detail"), (tuple(titles), tuple(details)), tuple(labels), lines)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return prepare(tickets(120))


@pytest.fixture(scope="module")
def model(corpus: Corpus) -> HistoryModel:
    return fit_history(corpus, Warmth(1.0, 1.0))


def guessed(model: HistoryModel, title: str) -> tuple[str, float]:
    """The best label of a title and its confidence."""
    best = model.top({"title": title, "detail": ""}, 1)[0]
    return best.code, best.confidence


def test_words_the_city_never_wrote_are_known_from_our_own_sentences(model: HistoryModel) -> None:
    alone = replace(model, topics=None)
    for title, label in (("恶臭熏天，果皮纸屑", "环卫"), ("黑漆漆伸手不见五指", "照明")):
        code, sure = guessed(model, title)
        assert code == label
        assert guessed(alone, title)[0] != label or guessed(alone, title)[1] < sure


def test_many_texts_at_once_are_known_as_one_by_one() -> None:
    known = known_words()
    assert known is not None
    texts = ["路灯不亮3天了", "垃圾没人收😀，臭", "东街口  ABC"]
    one_by_one = np.stack([known.ear.scores(text) for text in texts])
    assert np.allclose(known.scores(texts), one_by_one, atol=0.02)
    assert (
        known.ear.labels[int(one_by_one[0].argmax())]
        != known.ear.labels[int(one_by_one[1].argmax())]
    )


def test_a_title_is_heard_as_it_was_trained_on(corpus: Corpus, model: HistoryModel) -> None:
    assert corpus.sensed is not None
    assert model.topics is not None
    text = corpus.tickets.texts[0][3]
    row = next(
        row for row in np.flatnonzero(corpus.owner == 3) if row >= len(corpus.tickets.labels)
    )
    logs = corpus.sensed.logs(model.topics.net, corpus.joint.matrix, np.array([row]))[0]
    heard = model.topics.beside(model.joint.linears[0], text)
    assert np.allclose(heard, logs * model.topics.share, atol=0.01)


def test_unseen_tickets_and_their_titles_are_judged_by_topics_too(corpus: Corpus) -> None:
    _, truth = np.unique(corpus.labels, return_inverse=True)
    heard = judge_fold(corpus, np.arange(80), np.arange(80, 120))
    assert (heard.topics.argmax(axis=1) == truth[80:]).mean() > 0.9
    assert set(heard.owner) == set(range(80, 120))
    assert (heard.head_topics.argmax(axis=1) == truth[heard.owner]).mean() > 0.9


def test_n_grams_without_a_place_say_nothing() -> None:
    known = known_words()
    assert known is not None
    axes, kept = np.array([[2, 0], [0, 4]], np.int8), np.array([3, 7], np.int32)
    senses = Senses(
        kept, axes, np.array([1.0, 0.5], np.float32), known.ear, np.zeros(2, np.float32)
    )
    ids, values = np.array([1, 3, 5, 7, 9], np.int32), np.ones(5, np.float32)
    assert senses.along(ids, values).tolist() == [2.0, 2.0]
    assert senses.along(ids[:1], values[:1]).tolist() == [0.0, 0.0]


def test_topics_weigh_as_much_as_they_are_right_about_unseen_tickets() -> None:
    draw = np.random.default_rng(1)
    truth = draw.integers(0, 3, 600)
    right = np.eye(3, dtype=np.float32)[truth]
    words = right + draw.normal(0, 1, (600, 3)).astype(np.float32)
    noise = draw.normal(0, 2, (600, 3)).astype(np.float32)
    none, brief = np.zeros((0, 3), np.float32), np.zeros(600, bool)
    owner = np.zeros(0, np.int64)
    good = Unseen(words, brief, words, right * 2 + noise, none, none, owner)
    useless = replace(good, topics=noise * 3)
    assert share_of_topics(good, truth) >= 0.2
    assert share_of_topics(useless, truth) == 0


def test_a_model_keeps_its_topics_and_an_older_one_has_none(
    model: HistoryModel, tmp_path: Path
) -> None:
    save_history(tmp_path, model)
    assert guessed(load_history(tmp_path), "果皮纸屑") == guessed(model, "果皮纸屑")
    about = json.loads((tmp_path / "history.json").read_text(encoding="utf-8"))
    del about["topics"]
    (tmp_path / "history.json").write_text(json.dumps(about), encoding="utf-8")
    older = load_history(tmp_path)
    assert older.topics is None
    assert guessed(older, "果皮纸屑") == guessed(replace(model, topics=None), "果皮纸屑")


def test_a_small_history_has_no_topics() -> None:
    assert prepare(tickets(60)).sensed is None
