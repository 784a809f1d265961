"""Our listener and Rasa servers on the same sentences: how right, and messages a second.

FENGQIAO_RASA_URL names the server of nlu/rasa/config.yml, FENGQIAO_RASA_DIET_URL that of diet.yml;
both have been trained on nlu/data. Rasa is asked over loopback HTTP as it is built to be; only the
categories of its ranking count, so that its fallback and its intents of acts and danger cost it
nothing. Ours is called in this process as it is in the bot, and once more in a process for each
core, as `worker` runs beside `serve`: the four clients are shared out among them, for in the bot
too a message is heard in the process where it comes in.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import Any, NamedTuple

import httpx

from benchmarks.listener import NOW, listener, rows
from nlu.encoder import load_encoder

SERVERS = {"rasa LR": "FENGQIAO_RASA_URL", "rasa DIET": "FENGQIAO_RASA_DIET_URL"}
CLIENTS, MESSAGES = 4, 400
SHORT = 40  # characters of a message as it is typed on a phone
_CODE = re.compile(r"c\d{4}")
WARMING = 20  # messages before a measurement
Answer = Callable[[str], list[str]]  # a text → categories, best first


class Asked(NamedTuple):
    """What was heard, and when it began and ended, by the clock that all processes share."""

    start: float
    end: float
    codes: list[list[str]]


def compare() -> dict[str, Any]:
    """Top-1 and top-3 of all on chat sentences and letters, messages a second from four clients,
    and how many times faster ours is; then the same of the short messages alone."""
    urls = {name: os.environ.get(key, "").rstrip("/") for name, key in SERVERS.items()}
    if not any(urls.values()):
        return {"left out": f"{' and '.join(SERVERS.values())} name no server"}
    said = [*rows("chat.jsonl"), *rows("letters.jsonl")][::2][:MESSAGES]
    short = [row for row in said if len(row["text"]) <= SHORT]
    out: dict[str, Any] = {}
    for name, some in (("", said), (f", up to {SHORT} characters", short)):
        found = _all_ours(some) | _all_theirs(some, urls)
        out |= {f"messages{name}": len(some)}
        out |= {f"{what}{name}": figure for what, figure in _told(found).items()}
    return out


def _all_theirs(said: list[dict[str, Any]], urls: dict[str, str]) -> dict[str, dict[str, float]]:
    with httpx.Client(timeout=30, trust_env=False) as client:
        named = {name: url for name, url in urls.items() if url}
        return {name: _measured(said, partial(_rasa, client, url)) for name, url in named.items()}


def _all_ours(said: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    found = {}
    for name, encoder in (("ours", False), ("ours with encoder", True)):
        if load_encoder() or not encoder:
            found[name] = _measured(said, partial(_ours, encoder))
            found[f"{name}, a process a core"] = _in_processes(said, encoder)
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


def _in_processes(said: list[dict[str, Any]], encoder: bool) -> dict[str, float]:
    many = min(CLIENTS, os.cpu_count() or 1)
    context = get_context("spawn")
    shares = [said[first::many] for first in range(many)]
    hear = partial(_share, encoder, CLIENTS // many)
    with ProcessPoolExecutor(many, context, _begin, (context.Barrier(many),)) as pool:
        heard = list(pool.map(hear, shares))
    seconds = max(one.end for one in heard) - min(one.start for one in heard)
    rows = [row for share in shares for row in share]
    return _scored(rows, [codes for one in heard for codes in one.codes], seconds)


class _Together:
    """Where the processes of one measurement wait for each other."""

    barrier: Barrier


def _begin(barrier: Barrier) -> None:
    _Together.barrier = barrier


def _share(encoder: bool, clients: int, said: list[dict[str, Any]]) -> Asked:
    """What some of the clients hear in this process, begun when all processes are ready."""
    answer = partial(_ours, encoder)
    for row in said[:WARMING]:
        answer(row["text"])
    _Together.barrier.wait()
    return _asked(said, answer, clients)


def _rasa(client: httpx.Client, url: str, text: str) -> list[str]:
    answer = client.post(f"{url}/model/parse", json={"text": text}).raise_for_status().json()
    ranking = answer.get("intent_ranking") or [answer["intent"]]
    codes = [one["name"][1:] for one in ranking if _CODE.fullmatch(one["name"])]
    return codes[:3]


def _measured(said: list[dict[str, Any]], answer: Answer) -> dict[str, float]:
    for row in said[:WARMING]:
        answer(row["text"])
    asked = _asked(said, answer, CLIENTS)
    return _scored(said, asked.codes, asked.end - asked.start)


def _asked(said: list[dict[str, Any]], answer: Answer, clients: int) -> Asked:
    """Each client waits for its answer before it says the next."""
    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        heard = list(pool.map(lambda row: answer(row["text"]), said))
    return Asked(start, time.perf_counter(), heard)


def _scored(said: list[dict[str, Any]], heard: list[list[str]], seconds: float) -> dict[str, float]:
    right = [{row["category"], *row.get("also", [])} for row in said]
    first = [bool(codes) and codes[0] in ok for codes, ok in zip(heard, right, strict=True)]
    third = [bool(ok & set(codes)) for codes, ok in zip(heard, right, strict=True)]
    return {
        "top1": round(sum(first) / len(said), 3),
        "top3": round(sum(third) / len(said), 3),
        "per s": round(len(said) / seconds, 1),
    }


BENCHES: dict[str, Callable[[], dict[str, Any]]] = {"rasa": compare}
