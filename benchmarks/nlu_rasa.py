"""Our listener and a Rasa server on the same sentences: how right, and messages a second.

The server is named by FENGQIAO_RASA_URL and has been trained on nlu/data. Rasa is asked over
loopback HTTP as it is built to be, ours is called in this process as it is in the bot.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from benchmarks.listener import NOW, listener, rows

URL = "FENGQIAO_RASA_URL"
CLIENTS, MESSAGES = 4, 400
Answer = Callable[[str], list[str]]  # a text → categories, best first


def compare() -> dict[str, Any]:
    """Top-1 of both on chat sentences and letters, messages a second from four clients, ratio."""
    url = os.environ.get(URL, "").rstrip("/")
    if not url:
        return {"left out": f"{URL} names no server"}
    said = [*rows("chat.jsonl"), *rows("letters.jsonl")][::2][:MESSAGES]
    ears = listener()
    with httpx.Client(timeout=30, trust_env=False) as client:
        rasa = _measured(said, lambda text: _rasa(client, url, text))
    ours = _measured(said, lambda text: [g.code for g in ears.hear(text, NOW).guesses])
    return {
        "messages": len(said),
        **{f"ours {name}": value for name, value in ours.items()},
        **{f"rasa {name}": value for name, value in rasa.items()},
        "times as fast": round(ours["per s"] / rasa["per s"], 1),
    }


def _rasa(client: httpx.Client, url: str, text: str) -> list[str]:
    answer = client.post(f"{url}/model/parse", json={"text": text}).raise_for_status().json()
    ranking = answer.get("intent_ranking") or [answer["intent"]]
    return [one["name"].removeprefix("c") for one in ranking[:3]]


def _measured(said: list[dict[str, Any]], answer: Answer) -> dict[str, float]:
    for row in said[:5]:
        answer(row["text"])
    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        heard = list(pool.map(lambda row: answer(row["text"]), said))
    seconds = time.perf_counter() - start
    right = [{row["category"], *row.get("also", [])} for row in said]
    first = [bool(codes) and codes[0] in ok for codes, ok in zip(heard, right, strict=True)]
    third = [bool(ok & set(codes)) for codes, ok in zip(heard, right, strict=True)]
    return {
        "top1": round(sum(first) / len(said), 3),
        "top3": round(sum(third) / len(said), 3),
        "per s": round(len(said) / seconds, 1),
    }


BENCHES: dict[str, Callable[[], dict[str, Any]]] = {"rasa": compare}
