"""The listener on sentences it was not trained on: how right, how sure, how fast."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.build import district_of, own_listener
from bot.prepare import prepare_model
from bot.settings import Settings
from nlu.command import Ears, answered
from nlu.evaluate import evaluate, read_cases
from nlu.listener import Listener

SENTENCES = Path(__file__).with_name("sentences")
NOW = datetime.fromisoformat("2026-11-18T10:00:00+08:00")
SURE = 0.75
Rows = list[dict[str, Any]]


def listener() -> Listener:
    """The installation's own listener, trained first if need be."""
    chosen = Settings(demo="1")
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


def categories(name: str) -> Callable[[], dict[str, Any]]:
    """Top-1 and top-3 over 120 categories; of the sure ones, how many are right."""

    def measure() -> dict[str, Any]:
        ears = listener()
        heard = [(row, ears.hear(row["text"], NOW).guesses) for row in rows(name)]
        right = [({r["category"], *r.get("also", [])}, g) for r, g in heard]
        sure = [(ok, g) for ok, g in right if g and g[0].confidence >= SURE]
        return {"top1": share(bool(g) and g[0].code in ok for ok, g in right),
                "top3": share(any(one.code in ok for one in g) for ok, g in right),
                "sure_right": share(g[0].code in ok for ok, g in sure),
                "sure_share": round(len(sure) / len(right), 3)}  # fmt: skip

    return measure


def acts() -> dict[str, Any]:
    """What people want to do, told from sentences without context."""
    ears = listener()
    return {"right": share(ears.hear(r["text"], NOW).act == r["act"] for r in rows("acts.jsonl"))}


def dangers() -> dict[str, Any]:
    """Dangers found, and false alarms: among lookalikes, and on ordinary complaints."""
    ears, all_rows = listener(), rows("emergencies.jsonl")
    heard = [(row, ears.hear(row["text"], NOW).danger) for row in all_rows]
    ordinary = rows("letters.jsonl") + rows("chat.jsonl")
    calm = [r for r in ordinary if r["category"] not in DANGEROUS]
    alarmed = [ears.hear(row["text"], NOW).danger for row in calm]
    return {
        "plain_found": share(bool(d) for r, d in heard if r["emergency"] and r["plain"]),
        "hard_found": share(bool(d) for r, d in heard if r["emergency"] and not r["plain"]),
        "false_on_lookalikes": share(bool(d) for r, d in heard if not r["emergency"]),
        "safety_on_ordinary": share(bool(d) for d in alarmed),
        "paged_on_ordinary": share(bool(d and d.strong) for d in alarmed),
    }


DANGEROUS = {"0706", "1001", "1004", "1006", "1008", "1009", "1010", "0603"}


def parts() -> dict[str, Any]:
    """Two problems told from one, and one left whole."""
    ears = listener()
    heard = [(len(r["parts"]), len(ears.hear(r["text"], NOW).parts)) for r in rows("parts.jsonl")]
    return {"two_found": share(n >= 2 for want, n in heard if want == 2),
            "one_left_whole": share(n < 2 for want, n in heard if want == 1)}  # fmt: skip


def facts() -> dict[str, Any]:
    """Times, places, phones, people and sums of money, exactly."""
    ears = Ears(listener())
    found = evaluate(read_cases([SENTENCES / "facts.jsonl"]), lambda text, at: answered(
        {"text": text, "now": at.isoformat()}, ears, at), NOW)  # fmt: skip
    return {name: one["share"] for name, one in found["scores"].items()}


def speed() -> dict[str, Any]:
    """Milliseconds a message of 40 characters, and how longer texts compare (medians)."""
    ears = listener()
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


def _milliseconds(ears: Listener, text: str) -> float:
    """One hearing of words that were not heard before: the listener remembers its guesses."""
    begun = time.perf_counter()
    ears.hear(text, NOW)
    return (time.perf_counter() - begun) * 1000


BENCHES: dict[str, Callable[[], dict[str, Any]]] = {
    "letters": categories("letters.jsonl"),
    "chat": categories("chat.jsonl"),
    "acts": acts,
    "dangers": dangers,
    "parts": parts,
    "facts": facts,
    "hearing": speed,
}
