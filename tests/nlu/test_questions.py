"""Which known question is asked: paraphrases are found, near misses are not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.heard import Guess
from nlu.meanings import FILE, Meanings
from nlu.questions import BOUND, MAYBE, NEAR, Known, Questions

KNOWN = (
    Known(
        "card",
        ("办借书卡要带什么", "借书卡怎么办理", "办借书卡去哪里"),
        "带身份证到总台办。",
        ("1102",),
    ),
    Known("fee", ("办借书卡多少钱", "借书卡收费吗"), "不收钱。", ("1102",)),
    Known(
        "stall", ("早市摊位怎么申请", "想摆早市的摊要什么手续"), "带健康证到管理处登记。", ("0104",)
    ),
    Known("boat", ("划船几点开始", "游船票多少钱"), "早上九点开始，一张二十元。", ("1102",)),
)
QUESTIONS = Questions(KNOWN)


@pytest.mark.parametrize(("text", "key"), [
    ("请问办个借书卡都要带啥呀", "card"), ("借书卡咋办", "card"), ("借书卡要收钱吗", "fee"),
    ("我想申请一个早市的摊位", "stall"), ("划船是几点钟开始的", "boat"),
])  # fmt: skip
def test_a_question_is_known_in_other_words(text: str, key: str) -> None:
    assert QUESTIONS.find(text)[0].key == key
    assert QUESTIONS.find(text)[0].score >= MAYBE


@pytest.mark.parametrize("text", [
    "借书卡丢了怎么补", "借书卡怎么注销", "早市摊位可以转租吗", "游船撞坏了怎么赔", "健康证怎么办",
    "图书馆几点开门", "今天天气怎么样", "", "？？", "abc",
])  # fmt: skip
def test_what_is_only_near_is_not_known(text: str) -> None:
    assert not [hit for hit in QUESTIONS.find(text) if hit.score >= BOUND]


def test_of_two_that_are_equally_near_neither_is_preferred() -> None:
    cards = Questions((Known("old", ("老年卡怎么办理",)), Known("swim", ("游泳卡怎么办理",))))
    first, second = cards.find("这个卡怎么办理")[:2]
    assert first.score - second.score < NEAR


def test_an_entry_that_tells_a_price_alone_answers_nothing_else() -> None:
    alone = Questions((KNOWN[1],))
    assert alone.find("借书卡多少钱")[0].score >= BOUND
    for text in ("借书卡怎么办理", "办借书卡要带什么", "借书卡几天能拿到"):
        assert alone.find(text)[0].score < BOUND


def test_the_listeners_category_speaks_for_an_entry_and_against_one() -> None:
    plain = QUESTIONS.find("摊位怎么申请")[0].score
    mine = QUESTIONS.find("摊位怎么申请", (Guess("0104", 0.95),))[0].score
    other = QUESTIONS.find("摊位怎么申请", (Guess("0701", 0.95),))[0].score
    assert other < plain < mine


class Mirror:
    """An encoder for which two texts mean the same when they share their first character."""

    def vectors(self, texts: list[str]) -> np.ndarray:
        rows = np.zeros((len(texts), 384), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[ord(text[0]) % 384] = 1.0
        return rows

    def vector(self, text: str) -> np.ndarray:
        return self.vectors([text])[0]


def test_meaning_counts_as_soon_as_it_is_learnt_and_outlives_a_restart(tmp_path: Path) -> None:
    meanings = Meanings(Mirror(), tmp_path)  # type: ignore[arg-type]
    texts = [text for one in KNOWN for text in one.wordings]
    before = Questions(KNOWN, meanings).find("划船的时间多长")[0].score
    meanings.learn(meanings.missing(texts))
    meanings.keep(texts)
    after = Questions(KNOWN, meanings).find("划船的时间多长")[0].score
    assert after != before
    again = Meanings(Mirror(), tmp_path)  # type: ignore[arg-type]
    assert again.missing(texts) == []
    assert Questions(KNOWN, again).find("划船的时间多长")[0].score == pytest.approx(after, abs=0.01)


def test_a_broken_file_of_meanings_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"nothing of the kind")
    assert Meanings(Mirror(), tmp_path).missing(["一"]) == ["一"]  # type: ignore[arg-type]
