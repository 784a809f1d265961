"""GET /metrics: what one process has done and how the house stands, in Prometheus's text format."""

from __future__ import annotations

import hmac
import logging
import time
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from threading import Lock

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from bot.house import Listener
from bot.settings import is_loopback
from nlu.heard import Danger, Heard

UNSURE = 0.45  # confidence below which a resident is asked for the category
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""Headers a proxy adds; who comes through one need not be on this machine."""
FORMAT = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = {
    "fengqiao_turn_seconds": (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0),
    "fengqiao_danger_answered_seconds": (15.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0),
}
HELP = {
    "fengqiao_turns_total": "Turns of conversations this process has answered.",
    "fengqiao_turn_seconds": "Seconds a turn took, from taking the message to the commit.",
    "fengqiao_heard_total": "Messages understood, by act.",
    "fengqiao_heard_fallback_total": "Messages a lesser engine heard.",
    "fengqiao_heard_unsure_total": "Reports whose category the listener was not sure of.",
    "fengqiao_danger_heard_total": "Messages with a sign of danger at the rim, by kind.",
    "fengqiao_safety_sentences_total": "Safety sentences: sent at once, with the answer, failed.",
    "fengqiao_pages_total": "Pages of the people on duty, by way and result.",
    "fengqiao_danger_answered_seconds": "Seconds until somebody on duty took an alert.",
    "fengqiao_tickets_opened_total": "Tickets registered since this process began, by class.",
    "fengqiao_tickets_closed_total": "Tickets closed since this process began, by class.",
    "fengqiao_errors_total": "Errors logged by this process, by logger.",
    "fengqiao_channel_on": "Whether a channel is on (1) and its platform content (else 0).",
    "fengqiao_outbox_letters": "Letters: waiting now; sent and failed within a day.",
    "fengqiao_outbox_oldest_seconds": "Age of the oldest waiting letter, by channel.",
    "fengqiao_inbox_messages": "Messages waiting for an answer, or parked.",
    "fengqiao_inbox_oldest_seconds": "Age of the oldest message without an answer.",
    "fengqiao_due_late": "Due actions whose time has come.",
    "fengqiao_due_lag_seconds": "How late the latest due action is.",
    "fengqiao_due_failed": "Due actions given up after five tries.",
    "fengqiao_spool_waiting": "1 while messages wait in the file because the store was down.",
    "fengqiao_store_up": "Whether the store answers.",
    "fengqiao_store_bytes": "Size of the store.",
    "fengqiao_disk_free_bytes": "Bytes free where the files lie.",
    "process_start_time_seconds": "Start of the process since the epoch.",
    "process_cpu_seconds_total": "Processor time of the process.",
}
"""Every name there is, with its sentence."""

Sample = tuple[str, dict[str, str], float]
_Key = tuple[str, tuple[tuple[str, str], ...]]


class Meter:
    """Counters and histograms of one process. No label ever names a person or a conversation."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[_Key, float] = {}
        self._spread: dict[str, list[int]] = {name: [0] * (len(edges) + 1)
                                              for name, edges in BUCKETS.items()}  # fmt: skip
        self._sums: dict[str, float] = {}

    def add(self, name: str, count: float = 1, **labels: str) -> None:
        """Count something."""
        key = (name, tuple(sorted(labels.items())))
        with self._lock:
            self._counts[key] = self._counts.get(key, 0) + count

    def took(self, name: str, seconds: float) -> None:
        """One more observation of a histogram."""
        with self._lock:
            self._spread[name][bisect_left(BUCKETS[name], seconds)] += 1
            self._sums[name] = self._sums.get(name, 0.0) + seconds

    def total(self, name: str) -> int:
        """A counter over all its labels."""
        with self._lock:
            return int(sum(count for key, count in self._counts.items() if key[0] == name))

    def samples(self) -> list[Sample]:
        """The counters."""
        with self._lock:
            return [(name, dict(labels), count) for (name, labels), count in self._counts.items()]

    def histograms(self) -> Iterator[Sample]:
        """The histograms, as Prometheus wants them: cumulative, with sum and count."""
        with self._lock:
            kept = {name: list(many) for name, many in self._spread.items()}
            sums = dict(self._sums)
        for name, many in kept.items():
            running = 0
            for edge, count in zip((*map(str, BUCKETS[name]), "+Inf"), many, strict=True):
                running += count
                yield f"{name}_bucket", {"le": edge}, running
            yield f"{name}_sum", {}, sums.get(name, 0.0)
            yield f"{name}_count", {}, running

    # -- what is measured

    def timed(self, turn: Callable[[str], bool]) -> Callable[[str], bool]:
        """A turn that is counted and timed; looks that found nothing are not."""

        def timed(contact: str) -> bool:
            start = time.perf_counter()
            found = turn(contact)
            if found:
                self.add("fengqiao_turns_total")
                self.took("fengqiao_turn_seconds", time.perf_counter() - start)
            return found

        return timed

    def heard(self, heard: Heard) -> None:
        """Count what was understood."""
        self.add("fengqiao_heard_total", act=heard.act)
        if heard.degraded:
            self.add("fengqiao_heard_fallback_total")
        if heard.act == "report" and (not heard.guesses or heard.guesses[0].confidence < UNSURE):
            self.add("fengqiao_heard_unsure_total")

    def alarmed(self, found: Danger | None) -> Danger | None:
        """Count a sign of danger."""
        if found is not None:
            self.add("fengqiao_danger_heard_total", kind=found.kind)
        return found

    async def said(self, saying: Awaitable[None]) -> None:
        """Count a safety sentence that leaves at once."""
        try:
            await saying
        except Exception:
            self.add("fengqiao_safety_sentences_total", result="failed")
            raise
        self.add("fengqiao_safety_sentences_total", result="sent")

    def paged(self, results: dict[str, str]) -> dict[str, str]:
        """Count what came of one page."""
        for way, result in results.items():
            failed = result.startswith("failed") or result[:1] in "45"
            self.add("fengqiao_pages_total", way=way, result="failed" if failed else "ok")
        return results


class ErrorCount(logging.Handler):
    """Counts what our loggers call an error; the words stay in the log."""

    def __init__(self, meter: Meter) -> None:
        super().__init__(logging.ERROR)
        self.meter = meter

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.meter.add("fengqiao_errors_total", logger=record.name)


class CountedListener:
    """A listener whose understanding is counted."""

    def __init__(self, listener: Listener, meter: Meter) -> None:
        self.listener = listener
        self.meter = meter

    def alarm(self, text: str) -> Danger | None:
        """Words of danger, as the listener's ear takes them."""
        return self.listener.alarm(text)

    def hear(self, text: str, now: datetime) -> Heard:
        """Everything understood of a text."""
        heard = self.listener.hear(text, now)
        with suppress(Exception):  # counting never stands in a message's way
            self.meter.heard(heard)
        return heard


def written(samples: Iterable[Sample]) -> str:
    """Samples as text, each name once with its sentence and type."""
    lines: list[str] = []
    said: set[str] = set()
    for name, labels, value in sorted(samples, key=lambda one: _family(one[0])):
        family = _family(name)
        if family not in said:
            said.add(family)
            lines += [f"# HELP {family} {HELP[family]}", f"# TYPE {family} {_kind(family)}"]
        lines.append(f"{name}{_labels(labels)} {value:.15g}")
    return "\n".join(lines) + "\n"


def _family(name: str) -> str:
    return next((one for one in BUCKETS if name.startswith(f"{one}_")), name)


def _kind(family: str) -> str:
    if family in BUCKETS:
        return "histogram"
    return "counter" if family.endswith("_total") else "gauge"


def _labels(labels: dict[str, str]) -> str:
    rows = (f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{','.join(rows)}}}" if labels else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def metrics_page(text: Callable[[], str], token: str) -> APIRouter:
    """GET /metrics for who asks from this machine, or with the token."""
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    def metrics(request: Request) -> Response:
        if not may_read(request, token):
            return PlainTextResponse("本机以外请带上 FENGQIAO_METRICS_TOKEN。\n", 403)
        return Response(text(), media_type=FORMAT, headers={"Cache-Control": "no-store"})

    return router


def may_read(request: Request, token: str) -> bool:
    """With the token, or from this machine itself and not through a proxy on it."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    forwarded = any(name in request.headers for name in FORWARDED)
    return bool(request.client and is_loopback(request.client.host)) and not forwarded
