"""Our listener and Rasa servers on the same sentences: how right, and messages a second.

FENGQIAO_RASA_URL names the server of nlu/rasa/config.yml, FENGQIAO_RASA_DIET_URL that of diet.yml;
both have been trained on nlu/data. Rasa is asked over loopback HTTP as it is built to be; only the
categories of its ranking count, so that its fallback and its intents of acts and danger cost it
nothing. Ours is called in this process as it is in the bot, and once more in a process for each
core, as `worker` runs beside `serve`.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

import httpx

from benchmarks.listener import NOW, listener, rows
from nlu.encoder import load_encoder

SERVERS = {"rasa LR": "FENGQIAO_RASA_URL", "rasa DIET": "FENGQIAO_RASA_DIET_URL"}
CLIENTS, MESSAGES = 4, 400
_CODE = re.compile(r"c\d{4}")
Answer = Callable[[str], list[str]]  # a text → categories, best first


def compare() -> dict[str, Any]:
    """Top-1 and top-3 of all on chat sentences and letters, messages a second from four clients,
    and how many times faster ours is."""
    urls = {name: os.environ.get(key, "").rstrip("/") for name, key in SERVERS.items()}
    if not any(urls.values()):
        return {"left out": f"{' and '.join(SERVERS.values())} name no server"}
    said = [*rows("chat.jsonl"), *rows("letters.jsonl")][::2][:MESSAGES]
    found = _all_ours(said)
    with httpx.Client(timeout=30, trust_env=False) as client:
        for name, url in urls.items():
            if url:
                found[name] = _measured(said, partial(_rasa, client, url))
    return {"messages": len(said), **_told(found)}


def _all_ours(said: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    found = {}
    for name, encoder in (("ours", False), ("ours with encoder", True)):
        if load_encoder() or not encoder:
            found[name] = _measured(said, partial(_ours, encoder))
            found[f"{name}, a process a core"] = _in_processes(said, partial(_ours, encoder))
    return found


def _told(found: dict[str, dict[str, float]]) -> dict[str, float]:
    """All figures in a row, with how many times as fast each of ours is as each server."""
    out: dict[str, float] = {}
    for name, figures in found.items():
        out |= {f"{name} {what}": figure for what, figure in figures.items()}
        if name in SERVERS:
            out |= {f"{who} times as fast as {name}": round(mine["per s"] / figures["per s"], 1)
                    for who, mine in found.items() if who not in SERVERS}  # fmt: skip
    return out


def _ours(encoder: bool, text: str) -> list[str]:
    return [guess.code for guess in listener(encoder).hear(text, NOW).guesses]


def _in_processes(said: list[dict[str, Any]], answer: Answer) -> dict[str, float]:
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        list(pool.map(answer, [row["text"] for row in said[:40]]))  # all of them are ready
        return _measured(said, lambda text: pool.submit(answer, text).result())


def _rasa(client: httpx.Client, url: str, text: str) -> list[str]:
    answer = client.post(f"{url}/model/parse", json={"text": text}).raise_for_status().json()
    ranking = answer.get("intent_ranking") or [answer["intent"]]
    codes = [one["name"][1:] for one in ranking if _CODE.fullmatch(one["name"])]
    return codes[:3]


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
