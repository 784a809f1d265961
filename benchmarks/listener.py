"""The listener on sentences it was not trained on: how right, how sure, how fast."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from bot.build import district_of, own_listener
from bot.prepare import prepare_model
from bot.settings import Settings
from nlu.command import Ears, answered
from nlu.encoder import load_encoder
from nlu.evaluate import evaluate, read_cases
from nlu.listener import Listener

SENTENCES = Path(__file__).with_name("sentences")
NOW = datetime.fromisoformat("2026-11-18T10:00:00+08:00")
SURE = 0.75
Rows = list[dict[str, Any]]


@lru_cache(maxsize=2)
def listener(encoder: bool = False) -> Listener:
    """The installation's own listener, trained first if need be; with the encoder or without."""
    chosen = Settings(demo="1", model=os.environ.get("FENGQIAO_MODEL", ""),
                      encoder=str(int(encoder)))  # fmt: skip
    if not chosen.model:
        prepare_model(chosen, print)
    return own_listener(chosen, district_of(chosen.district_folder))


def rows(name: str) -> Rows:
    """A file of expected sentences."""
    lines = (SENTENCES / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def share(true: Iterable[bool]) -> float:
    """The share of what is true, to three digits."""
    found = list(true)
    return round(sum(found) / len(found), 3) if found else 0.0


def both(measure: Callable[[Listener, str], dict[str, Any]], name: str) -> dict[str, Any]:
    """What is measured by the words alone, and with the encoder where there is one."""
    plain = measure(listener(), name)
    if not load_encoder():
        return plain
    heard = measure(listener(encoder=True), name)
    return {**plain, **{f"{what} with encoder": figure for what, figure in heard.items()}}


def categories(name: str) -> Callable[[], dict[str, Any]]:
    """Top-1 and top-3 over 120 categories; of the sure ones, how many are right."""
    return partial(both, _categories, name)


def _categories(ears: Listener, name: str) -> dict[str, Any]:
    heard = [(row, ears.hear(row["text"], NOW).guesses) for row in rows(name)]
    right = [({r["category"], *r.get("also", [])}, g) for r, g in heard]
    sure = [(ok, g) for ok, g in right if g and g[0].confidence >= SURE]
    return {"top1": share(bool(g) and g[0].code in ok for ok, g in right),
            "top3": share(any(one.code in ok for one in g) for ok, g in right),
            "sure_right": share(g[0].code in ok for ok, g in sure),
            "sure_share": round(len(sure) / len(right), 3)}  # fmt: skip


def acts(name: str) -> Callable[[], dict[str, Any]]:
    """What people want to do, told from sentences without context."""
    return partial(both, _acts, name)


def _acts(ears: Listener, name: str) -> dict[str, Any]:
    return {"right": share(ears.hear(r["text"], NOW).act == r["act"] for r in rows(name))}


def dangers(name: str) -> Callable[[], dict[str, Any]]:
    """Dangers found, and false alarms: among lookalikes, and on ordinary complaints."""
    return partial(both, _dangers, name)


def _dangers(ears: Listener, name: str) -> dict[str, Any]:
    heard = [(row, ears.hear(row["text"], NOW).danger) for row in rows(name)]
    ordinary = rows("letters.jsonl") + rows("chat.jsonl") + rows("chat2.jsonl")
    calm = [r for r in ordinary if r["category"] not in DANGEROUS] + rows("ordinary.jsonl")
    alarmed = [ears.hear(row["text"], NOW).danger for row in calm]
    return {
        "plain_found": share(bool(d) for r, d in heard if r["emergency"] and r["plain"]),
        "hard_found": share(bool(d) for r, d in heard if r["emergency"] and not r["plain"]),
        "false_on_lookalikes": share(bool(d) for r, d in heard if not r["emergency"]),
        "safety_on_ordinary": share(bool(d) for d in alarmed),
        "paged_on_ordinary": share(bool(d and d.strong) for d in alarmed),
    }


DANGEROUS = {"0706", "1001", "1004", "1006", "1008", "1009", "1010", "0603"}


def parts(name: str) -> Callable[[], dict[str, Any]]:
    """Two problems told from one, and one left whole."""

    def measure() -> dict[str, Any]:
        ears = listener()
        heard = [(len(r["parts"]), len(ears.hear(r["text"], NOW).parts)) for r in rows(name)]
        return {"two_found": share(n >= 2 for want, n in heard if want > 1),
                "one_left_whole": share(n < 2 for want, n in heard if want == 1)}  # fmt: skip

    return measure


def facts(name: str) -> Callable[[], dict[str, Any]]:
    """Times, places, phones, people and sums of money, exactly."""

    def measure() -> dict[str, Any]:
        ears = Ears(listener())
        found = evaluate(read_cases([SENTENCES / name]), lambda text, at: answered(
            {"text": text, "now": at.isoformat()}, ears, at), NOW)  # fmt: skip
        return {what: one["share"] for what, one in found["scores"].items()}

    return measure


def speed(encoder: bool = False) -> dict[str, Any]:
    """Milliseconds a message of 40 characters, and how longer texts compare (medians)."""
    ears = listener(encoder)
    story = "".join(row["text"] for row in rows("letters.jsonl"))
    took = [_milliseconds(ears, story[n * 97 : n * 97 + 40]) for n in range(300)][20:]
    long = {
        size: statistics.median(
            _milliseconds(ears, story[n * 1009 : n * 1009 + size]) for n in range(15)
        )
        for size in (50, 2_000, 10_000)
    }
    return {"p50_ms": round(statistics.median(took), 2),
            "p95_ms": round(statistics.quantiles(took, n=20)[18], 2),
            "2000_over_50": round(long[2_000] / long[50], 1),
            "10000_ms": round(long[10_000], 1)}  # fmt: skip


def speed_with_encoder() -> dict[str, Any]:
    """The same with the encoder, on ordinary complaints: it is asked where words leave a doubt."""
    if not load_encoder():
        return {"left out": "no encoder here"}
    ears = listener(encoder=True)
    took = [_milliseconds(ears, row["text"]) for row in rows("letters.jsonl") + rows("chat.jsonl")]
    return {"p50_ms": round(statistics.median(took), 2),
            "p95_ms": round(statistics.quantiles(took, n=20)[18], 2)}  # fmt: skip


def _milliseconds(ears: Listener, text: str) -> float:
    """One hearing of words that were not heard before: the listener remembers its guesses."""
    begun = time.perf_counter()
    ears.hear(text, NOW)
    return (time.perf_counter() - begun) * 1000


BENCHES: dict[str, Callable[[], dict[str, Any]]] = {
    "letters": categories("letters.jsonl"),
    "chat": categories("chat.jsonl"),
    "chat2": categories("chat2.jsonl"),
    "chat3": categories("chat3.jsonl"),
    "acts": acts("acts.jsonl"),
    "acts2": acts("acts2.jsonl"),
    "acts3": acts("acts3.jsonl"),
    "dangers": dangers("emergencies.jsonl"),
    "dangers2": dangers("emergencies2.jsonl"),
    "dangers3": dangers("emergencies3.jsonl"),
    "dangers4": dangers("emergencies4.jsonl"),
    "dangers5": dangers("emergencies5.jsonl"),
    "dangers6": dangers("emergencies6.jsonl"),
    "dangers7": dangers("emergencies7.jsonl"),
    "dangers8": dangers("emergencies8.jsonl"),
    "dangers9": dangers("emergencies9.jsonl"),
    "dangers10": dangers("emergencies10.jsonl"),
    "parts": parts("parts.jsonl"),
    "parts2": parts("parts2.jsonl"),
    "parts3": parts("parts3.jsonl"),
    "facts": facts("facts.jsonl"),
    "facts2": facts("facts2.jsonl"),
    "facts3": facts("facts3.jsonl"),
    "facts4": facts("facts4.jsonl"),
    "facts5": facts("facts5.jsonl"),
    "facts6": facts("facts6.jsonl"),
    "facts7": facts("facts7.jsonl"),
    "places2": facts("places2.jsonl"),
    "places3": facts("places3.jsonl"),
    "places4": facts("places4.jsonl"),
    "places5": facts("places5.jsonl"),
    "places6": facts("places6.jsonl"),
    "hearing": speed,
    "hearing with encoder": speed_with_encoder,
}
