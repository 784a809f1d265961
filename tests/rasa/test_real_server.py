"""The contract with a real Rasa server, trained from our files: `make rasa`, or by hand.

By hand: FENGQIAO_RASA_URL=http://127.0.0.1:5005 python -m pytest tests/rasa/test_real_server.py
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import httpx
import pytest

from integrations.rasa import RasaListener
from nlu.listener import Listener
from nlu.rasa.intents import intents_of_domain
from tests.rasa.fakes import NOW

URL = os.environ.get("FENGQIAO_RASA_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="no Rasa server: FENGQIAO_RASA_URL is not set")

PLAIN = {
    "小区门口的路灯坏了一个星期，晚上黑得看不见": "0203",
    "楼下垃圾桶满了好几天没人清运，臭气熏天": "0101",
    "电梯又坏了，卡在六楼，物业一直不修": "0603",
    "隔壁工地半夜还在打桩，吵得睡不着": "0402",
    "楼上漏水把我家天花板都泡坏了": "0701",
    "公司加班从来不给加班费": "0902",
    "路面上有个大坑，电动车骑过去差点摔倒": "0202",
    "下水道堵了，污水冒到马路上": "0204",
}


@pytest.fixture
def rasa() -> Iterator[RasaListener]:
    listener = RasaListener(URL, Listener(None))
    yield listener
    listener.close()


def test_the_answer_has_the_shape_we_read() -> None:
    answer = httpx.post(f"{URL}/model/parse", json={"text": "路灯坏了"}, trust_env=False).json()
    names = {entry["name"] for entry in answer["intent_ranking"]}
    assert answer["intent"]["name"] in names
    assert names <= intents_of_domain() | {"nlu_fallback"}
    assert all(0 <= entry["confidence"] <= 1 for entry in answer["intent_ranking"])


def test_plain_reports_are_understood(rasa: RasaListener) -> None:
    heard = {text: rasa.hear(text, NOW) for text in PLAIN}
    wrong = {text: h.guesses for text, h in heard.items() if h.guesses[0].code != PLAIN[text]}
    assert len(wrong) <= 2, wrong
    assert rasa.counts.answered == len(PLAIN)
    assert not any("Rasa" in h.degraded for h in heard.values())


@pytest.mark.parametrize(
    ("text", "act"),
    [("谢谢你们，辛苦了", "thanks"), ("我昨天报的那个到哪一步了", "progress"), ("转人工", "human")],
)
def test_acts_are_understood(rasa: RasaListener, text: str, act: str) -> None:
    assert rasa.hear(text, NOW).act == act


ODD = {
    "emoji": "😂😂😂",
    "stops": "。。。",
    "letters": "asdfghjkl",
    "digits": "13800001111",
    "markup": "[路灯](place) {x} ${HOME} \\n",
    "long": "灯" * 10_000,
    "nothing": "\u0000",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_messages_are_answered_by_rasa_without_a_failure(rasa: RasaListener, text: str) -> None:
    rasa.hear(text, NOW)
    assert (rasa.counts.failed, rasa.counts.skipped) == (0, 0)
