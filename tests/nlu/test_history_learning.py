"""What a history is learned from: pieces of tickets, some tickets' meaning, a small network."""

from __future__ import annotations

import numpy as np

from nlu.encoder import SIZE, Encoder, Floats
from nlu.historyfitting import Tickets, prepare
from nlu.historymeaning import encode, fit_meaning
from nlu.historynet import Pace, fit_net
from nlu.judging import judge

LETTER = "小区门口的路灯坏了半个月没有人来修。晚上老人小孩出门什么都看不见。请尽快派人"


def tickets(labels: list[str]) -> Tickets:
    """Ticket after ticket with a title, the same letter and a label."""
    titles = tuple(f"第{number}盏灯" for number in range(len(labels)))
    lines = tuple(range(2, len(labels) + 2))
    return Tickets(("title", "detail"), (titles, (LETTER,) * len(labels)), tuple(labels), lines)


def test_single_sentences_teach_too_but_not_with_many_labels() -> None:
    """Whole, title and the first 30 characters; two sentences where there are few labels."""
    assert len(prepare(tickets(["照明", "环卫"] * 21)).owner) == 42 * 5
    assert len(prepare(tickets([str(number // 2) for number in range(42)])).owner) == 42 * 3


class Counting:
    """Stands for the engine of the encoder: every text has a direction of its own."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def query(self, texts: list[str]) -> Floats:
        self.asked += texts
        return np.stack([self.vector(text) for text in texts])

    @staticmethod
    def vector(text: str) -> Floats:
        out = np.full(SIZE, 0.01, np.float32)
        out[sum(map(ord, text)) % SIZE] = 1.0
        return out


def test_of_many_tickets_some_are_encoded_and_of_every_label_some() -> None:
    labels = np.array(["常见"] * 12_001)
    labels[[1, 4_000, 12_000]] = "少见"
    texts = [[f"工单{number}" for number in range(len(labels))]]
    engine = Counting()
    encoded = encode(texts, labels, Encoder(engine), lambda line: None)
    assert len(engine.asked) == len(set(engine.asked)) <= 5_010
    assert {1, 4_000, 12_000} <= set(encoded.owner.tolist())
    assert all(
        np.allclose(vector, engine.vector(texts[0][row]))
        for row, vector in zip(encoded.owner, encoded.vectors, strict=True)
    )


def test_tickets_without_words_have_no_meaning() -> None:
    empty = encode([["", ""]], np.array(["甲", "乙"]), Encoder(Counting()), lambda line: None)
    assert len(empty.vectors) == 0
    assert fit_meaning(empty, np.array(["甲", "乙"])) is None


def test_the_network_tells_apart_what_no_straight_line_does() -> None:
    draw = np.random.default_rng(3)
    points = draw.choice([-1.0, 1.0], (400, 2)).astype(np.float32)
    rows = points + draw.normal(0, 0.2, points.shape).astype(np.float32)
    labels = (points[:, 0] == points[:, 1]).astype(np.int64)
    told = np.eye(2, dtype=np.float32)[labels], np.ones(400, np.float32)
    net = fit_net(rows, *told, Pace())
    assert (net.scores(rows).argmax(axis=1) == labels).mean() > 0.95
    again = fit_net(rows, *told, Pace())
    assert np.array_equal(net.scores(rows), again.scores(rows))


def test_rows_of_little_weight_teach_little() -> None:
    rows = np.repeat(np.eye(2, dtype=np.float32), 100, axis=0)
    right = np.repeat(np.eye(2, dtype=np.float32), 100, axis=0)
    shown = np.concatenate([right, right[::-1], right[::-1]])
    weight = np.repeat(np.array([1.0, 0.1, 0.1], np.float32), 200)
    net = fit_net(np.tile(rows, (3, 1)), shown, weight, Pace(hidden=8))
    assert net.scores(np.eye(2, dtype=np.float32)).argmax(axis=1).tolist() == [0, 1]


def brief_warmth(short: int) -> float:
    """Of a history of plain letters, and of so many short tickets that say the same for both."""
    ways = "东", "南", "西", "北", "前", "后"
    plain = [
        (
            f"{way}街{number}号附近{what}已经半个月了，居民意见很大。打过很多次电话都没有人来处理",
            who,
        )
        for way in ways
        for number in range(6)
        for what, who in (("路灯全部不亮", "照明"), ("垃圾无人清运", "环卫"))
    ]
    same = [("请派人来看一看", ("照明", "环卫")[number % 2]) for number in range(short)]
    texts, labels = zip(*plain, *same, strict=True)
    lines = tuple(range(2, len(texts) + 2))
    corpus = prepare(Tickets(("text",), (texts,), labels, lines))
    return judge(corpus, list(range(len(texts))), lambda line: None)[1].brief


def test_short_tickets_that_are_heard_wrongly_make_short_ones_less_sure() -> None:
    assert brief_warmth(60) < brief_warmth(0) / 2


def test_tickets_that_were_all_heard_rightly_leave_a_doubt() -> None:
    assert brief_warmth(0) < 19  # 20 is the greatest factor that is tried
