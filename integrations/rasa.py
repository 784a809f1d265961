"""A Rasa server beside us as listener: asked for act and category, never waited for, never missed.

Where it is silent, late or wrong, our own listener's word stands in the same turn.
"""

from __future__ import annotations

import json
import logging
import ssl
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from integrations.rasa_answer import Opinion, Unusable, joined, read_opinion
from nlu.heard import Danger, Heard
from nlu.privacy import mask
from nlu.rasa.intents import intents_of_domain

if TYPE_CHECKING:
    import httpx

log = logging.getLogger("fengqiao.rasa")
LIMIT = 2.0  # seconds a turn waits for Rasa, all in all
FAILURES = 3  # in a row, after which it is left alone …
REST = 30.0  # … for so many seconds
FELL_BACK = "Rasa 没有可用的回答，由本系统自己理解"
_READ = 1500  # characters of a text that Rasa reads, and so many of its end
_READ_END = 500
_LARGEST = 1_000_000  # bytes of an answer

Result = TypeVar("Result")


class Listener(Protocol):
    """What hears when Rasa does not, and what Rasa never hears: our own listener."""

    def alarm(self, text: str) -> Danger | None:
        """The emergency lexicon alone."""
        ...

    def hear(self, text: str, now: datetime) -> Heard:
        """Everything understood of a text, sent at `now`."""
        ...


@dataclass(slots=True)
class Counts:
    """How it went since the start; what was asked was answered, has failed or is under way."""

    asked: int = 0
    answered: int = 0
    failed: int = 0
    skipped: int = 0  # not even asked, after failures in a row


@dataclass(slots=True)
class Breaker:
    """Leaves a failing server alone for a while; then one turn tries it for all."""

    clock: Callable[[], float]  # seconds that only grow
    counts: Counts = field(default_factory=Counts)
    _row: int = 0  # failures in a row
    _until: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def ask(self) -> bool:
        """Whether the server is to be asked now; counts it."""
        with self._lock:
            if self._row >= FAILURES and self.clock() < self._until:
                self.counts.skipped += 1
                return False
            self._until = self.clock() + REST  # others wait for what becomes of this try
            self.counts.asked += 1
            return True

    def worked(self) -> None:
        """The server answered."""
        with self._lock:
            self.counts.answered += 1
            self._row = 0

    def failed(self) -> None:
        """The server gave nothing usable."""
        with self._lock:
            self.counts.failed += 1
            self._row += 1
            self._until = self.clock() + REST


class RasaListener:
    """Hears with Rasa's act and categories; facts, places, times and danger are always our own.

    Personal numbers are masked before a text leaves; the server should still be the city's own.
    """

    def __init__(
        self,
        url: str,
        ours: Listener,
        client: httpx.Client | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`url` is the server's, e.g. http://127.0.0.1:5005, with ?token=… where it asks for one.

        `clock` gives seconds that only grow. Raises ValueError for what is no address.
        """
        self.ours = ours
        self.limit = LIMIT
        self.breaker = Breaker(clock)
        self._address = _address(url)
        self._known = intents_of_domain()
        self._client = client or _client()

    @property
    def counts(self) -> Counts:
        """How often Rasa was asked, answered, failed and was skipped."""
        return self.breaker.counts

    @property
    def model(self) -> Any:
        """Our own listener's model, for who asks whether there is one."""
        return getattr(self.ours, "model", None)

    def alarm(self, text: str) -> Danger | None:
        """Our own lexicon: an emergency waits for no server."""
        return self.ours.alarm(text)

    def hear(self, text: str, now: datetime) -> Heard:
        """What our listener hears, with Rasa's act and categories where it has something to say."""
        ours = self.ours.hear(text, now)
        if not ours.text or ours.danger:
            return ours
        opinions = self._opinions(ours) if self.breaker.ask() else None
        if opinions is None:
            reasons = [reason for reason in (ours.degraded, FELL_BACK) if reason]
            return replace(ours, degraded="；".join(reasons))
        return joined(ours, opinions)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _opinions(self, ours: Heard) -> list[Opinion | None] | None:
        """Rasa's opinions of the whole and of each of several parts; None when it failed."""
        parts = [part.text for part in ours.parts] if len(ours.parts) > 1 else []
        try:
            opinions = in_time(lambda: [self._opinion(t) for t in (ours.text, *parts)], self.limit)
        except Exception as error:  # whatever it is, the resident gets an answer
            why = str(error) if isinstance(error, Unusable) else type(error).__name__
            log.warning("Rasa failed: %s", why)
            self.breaker.failed()
            return None
        self.breaker.worked()
        return opinions

    def _opinion(self, text: str) -> Opinion | None:
        return read_opinion(self._parsed({"text": mask(_head_and_tail(text))}), self._known)

    def _parsed(self, question: dict[str, str]) -> object:
        body = bytearray()
        with self._client.stream("POST", self._address, json=question, timeout=self.limit) as said:
            if said.status_code != HTTPStatus.OK:
                raise Unusable(f"status {said.status_code}")
            for piece in said.iter_bytes():
                body += piece
                if len(body) > _LARGEST:
                    raise Unusable("an answer without end")
        return json.loads(body)


def in_time(work: Callable[[], Result], seconds: float) -> Result:
    """The result of work; raises what it raised, or TimeoutError when the time is up.

    A limit of the HTTP client's own counts anew with each byte that drips in; this one does not.
    """
    done: Future[Result] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except Exception as error:
            done.set_exception(error)

    Thread(target=run, name="rasa", daemon=True).start()
    return done.result(timeout=seconds)


def with_rasa(url: str, own: Listener) -> Listener:
    """Our own listener, or, where a URL is set, Rasa with ours beside it."""
    return RasaListener(url, own) if url else own


def _address(url: str) -> httpx.URL:
    import httpx  # a tenth of a second that a start without a Rasa server need not wait

    try:
        base = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ValueError(f"FENGQIAO_RASA_URL is no address: {error}") from error
    if base.scheme not in ("http", "https") or not base.host:
        raise ValueError("FENGQIAO_RASA_URL must look like http://127.0.0.1:5005")
    return base.copy_with(path=base.path.rstrip("/") + "/model/parse")


def _client() -> httpx.Client:
    """A client that goes to the server itself: no proxy of the environment sees what is said."""
    import httpx

    return httpx.Client(trust_env=False, verify=ssl.create_default_context())


def _head_and_tail(text: str) -> str:
    """Of a long text the beginning and the end: there the matter stands."""
    if len(text) <= _READ + _READ_END:
        return text
    return text[:_READ] + text[-_READ_END:]
