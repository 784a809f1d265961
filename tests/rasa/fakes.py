"""A Rasa server and a listener of ours that say what they are told to."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import httpx

from integrations.rasa import RasaListener
from nlu.heard import Danger, Guess, Heard, Part, Spot

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
LAMP, WASTE = Guess("0203", 0.71), Guess("0101", 0.66)
SPOT = Spot("幸福里3幢", ("p1",), ("g1",))


class Ours:
    """A listener that always hears the same, apart from the text."""

    model = "a model"

    def __init__(self, heard: Heard) -> None:
        self.heard = heard

    def alarm(self, text: str) -> Danger | None:
        return Danger("fire", "E0", text) if "着火" in text else None

    def hear(self, text: str, now: datetime) -> Heard:
        return replace(self.heard, text=text)


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Server:
    """A Rasa server that answers what it was told to, and keeps what it was asked."""

    def __init__(self, answer: object) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(json.loads(request.content)["text"])
        self.path = request.url.raw_path.decode()
        answer = self.answer(self.asked[-1]) if callable(self.answer) else self.answer
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return answer
        return httpx.Response(200, content=json.dumps(answer))


def says(*shares: tuple[str, float]) -> dict[str, object]:
    """An answer of /model/parse with these intents, best first."""
    ranking = [{"name": name, "confidence": sure} for name, sure in shares]
    return {"text": "…", "intent": ranking[0], "entities": [], "intent_ranking": ranking}


REPORT = Heard(
    act="report", sure=0.8, guesses=(LAMP,), spot=SPOT, phones=("13800001111",),
    parts=(Part("路灯坏了", (LAMP,), SPOT),), why=("路灯",),
)  # fmt: skip


def beside(server: Server, heard: Heard = REPORT, clock: Clock | None = None) -> RasaListener:
    client = httpx.Client(transport=httpx.MockTransport(server))
    return RasaListener("http://rasa:5005", Ours(heard), client, clock or Clock())
