"""Rasa broken, down, slow or back again: the resident is heard in the same turn."""

from __future__ import annotations

import json
import math
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx
import pytest

from integrations.rasa import FELL_BACK, RasaListener
from nlu.heard import Guess, Heard
from tests.rasa.fakes import NOW, REPORT, Clock, Ours, Server, beside, says

BROKEN: dict[str, object] = {
    "an empty list": [],
    "an empty object": {},
    "null": None,
    "an empty body": httpx.Response(200, content=b""),
    "half a JSON": httpx.Response(200, content=b'{"intent": {"na'),
    "no UTF-8": httpx.Response(200, content=b'{"intent": "\xff\xfe"}'),
    "a page": httpx.Response(200, content=b"<html>hello</html>"),
    "an error": httpx.Response(500, content=json.dumps(says(("c0101", 0.9)))),
    "elsewhere": httpx.Response(302, headers={"location": "http://elsewhere/"}),
    "nothing found": httpx.Response(404),
    "without end": httpx.Response(200, content=b" " * 1_000_001 + b"{}"),
    "too deep": httpx.Response(200, content=b"[" * 200_000),
    "a text": "c0101",
    "no intent": {"intent": None, "intent_ranking": []},
    "a nameless intent": says((None, 0.0)),  # type: ignore[arg-type]
    "an intent of another assistant": says(("order_pizza", 0.99), ("c0101", 0.01)),
    "a category that is not ours": says(("c9999", 0.99)),
    "NaN": says(("c0101", math.nan)),
    "infinity": says(("c0101", math.inf)),
    "beyond one": says(("c0101", 12.5)),
    "below nothing": says(("c0101", -0.5)),
    "a confidence in words": says(("c0101", "high")),  # type: ignore[arg-type]
    "true": says(("c0101", True)),
    "a broken ranking": {"intent": {"name": "c0101", "confidence": 1.0}, "intent_ranking": [1]},
    "no ranking": {"intent": {"name": "c0101", "confidence": 1.0}, "intent_ranking": "c0101"},
    "down": httpx.ConnectError("refused"),
    "cut off": httpx.RemoteProtocolError("closed"),
    "late": httpx.ReadTimeout("late"),
    "anything": RuntimeError("anything"),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_used_leaves_our_own_word_and_is_counted(answer: object) -> None:
    listener = beside(Server(answer))
    assert listener.hear("路灯坏了", NOW) == replace(REPORT, text="路灯坏了", degraded=FELL_BACK)
    counts = listener.counts
    assert (counts.asked, counts.answered, counts.failed, counts.skipped) == (1, 0, 1, 0)


def test_an_answer_without_a_ranking_is_an_answer() -> None:
    answer = {"intent": {"name": "c0101", "confidence": 1.0000001}, "text": "…"}
    assert beside(Server(answer)).hear("垃圾", NOW).guesses == (Guess("0101", 1.0),)


def test_both_reasons_of_a_lesser_hearing_are_kept() -> None:
    ours = replace(REPORT, degraded="没有模型")
    assert beside(Server([]), ours).hear("路灯", NOW).degraded == f"没有模型；{FELL_BACK}"


def test_after_three_failures_in_a_row_rasa_is_left_alone_for_thirty_seconds() -> None:
    server, clock = Server([]), Clock()
    listener = beside(server, clock=clock)
    for _ in range(5):
        assert listener.hear("路灯", NOW).degraded == FELL_BACK
    clock.seconds += 29.9
    listener.hear("路灯", NOW)
    assert (len(server.asked), listener.counts.failed, listener.counts.skipped) == (3, 3, 3)


def test_rasa_that_is_back_is_heard_again() -> None:
    server, clock = Server([]), Clock()
    listener = beside(server, clock=clock)
    for _ in range(3):
        listener.hear("路灯", NOW)
    server.answer = says(("c0101", 0.9))
    clock.seconds += 30
    assert listener.hear("垃圾", NOW).guesses == (Guess("0101", 0.9),)
    server.answer = []
    listener.hear("路灯", NOW)
    server.answer = says(("c0101", 0.9))
    assert listener.hear("垃圾", NOW).degraded == ""  # one failure after a success: still asked
    assert listener.counts.skipped == 0


def test_one_failed_try_after_the_rest_begins_another() -> None:
    server, clock = Server([]), Clock()
    listener = beside(server, clock=clock)
    for _ in range(3):
        listener.hear("路灯", NOW)
    clock.seconds += 30
    for _ in range(4):
        listener.hear("路灯", NOW)
    assert (len(server.asked), listener.counts.skipped) == (4, 3)


def test_while_one_turn_tries_rasa_again_the_others_do_not_wait() -> None:
    server, clock = Server([]), Clock()
    listener = beside(server, clock=clock)
    for _ in range(3):
        listener.hear("路灯", NOW)
    clock.seconds += 30
    meanwhile: list[Heard] = []

    def answer(text: str) -> object:
        if text == "先问":
            meanwhile.append(listener.hear("后问", NOW))
        return says(("c0101", 0.9))

    server.answer = answer
    assert listener.hear("先问", NOW).degraded == ""
    assert [heard.degraded for heard in meanwhile] == [FELL_BACK]
    assert "后问" not in server.asked


# -- real connections


@contextmanager
def serving(talk: Callable[[socket.socket], object]) -> Iterator[str]:
    """A loopback server that talks to one caller after another as told; its URL."""
    door = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        while True:
            try:
                caller, _ = door.accept()
            except OSError:
                return
            with caller:
                talk(caller)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join(5)


def over_the_wire(url: str, limit: float = 5.0) -> tuple[RasaListener, Heard]:
    listener = RasaListener(url, Ours(REPORT))
    listener.limit = limit
    heard = listener.hear("路灯坏了", NOW)
    listener.close()
    return listener, heard


def http(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (
        len(body), body,
    )  # fmt: skip


def test_an_answer_over_a_real_connection_is_heard() -> None:
    def talk(caller: socket.socket) -> None:
        caller.recv(65536)
        caller.sendall(http(json.dumps(says(("c0101", 0.9))).encode()))

    with serving(talk) as url:
        _, heard = over_the_wire(url)
    assert heard.guesses == (Guess("0101", 0.9),)


def test_a_server_that_is_down_leaves_our_own_word() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
    listener, heard = over_the_wire(url)
    assert (heard.degraded, listener.counts.failed) == (FELL_BACK, 1)


def test_a_server_that_hangs_up_leaves_our_own_word() -> None:
    with serving(lambda caller: caller.recv(10)) as url:
        listener, heard = over_the_wire(url)
    assert (heard.degraded, listener.counts.failed) == (FELL_BACK, 1)


def test_a_server_that_is_silent_is_waited_for_no_longer_than_the_limit() -> None:
    over = threading.Event()
    with serving(lambda caller: over.wait(20)) as url:
        listener, heard = over_the_wire(url, limit=0.1)
        still_silent = not over.is_set()
        over.set()
    assert still_silent
    assert (heard.degraded, listener.counts.failed) == (FELL_BACK, 1)


def test_a_server_that_answers_drop_by_drop_is_late_all_the_same() -> None:
    over = threading.Event()

    def talk(caller: socket.socket) -> None:
        caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        try:
            while not over.wait(0.02):
                caller.sendall(b" ")
        except OSError:
            over.set()

    with serving(talk) as url:
        listener, heard = over_the_wire(url, limit=0.2)
        over.set()
    assert (heard.degraded, listener.counts.failed) == (FELL_BACK, 1)
