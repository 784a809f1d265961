"""Keys: shown once, kept hashed, bounded in what, how often and how long."""

from __future__ import annotations

import logging
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.command import main
from bot.keys import ENTER, READ_OWN, hashed, key_command, made
from bot.settings import Settings
from grid.refused import Refused
from tests.open311.conftest import LAMP, V2, Square, System, words_of


def test_a_key_is_sent_in_a_header_the_form_or_the_address(app: System) -> None:
    number = app.enters()
    bare = app.client
    for headers in ({"Authorization": f"Bearer {app.text}"}, {"x-api-key": app.text}):
        assert bare.get(f"{V2}/requests/{number}", headers=headers).status_code == 200
    assert bare.get(f"{V2}/requests", params={"api_key": app.text}).status_code == 200
    assert bare.post(f"{V2}/requests", data={**LAMP, "api_key": app.text}).status_code == 200


def test_a_wrong_missing_or_ended_key_opens_nothing(square: Square, app: System) -> None:
    wrong = app.text[:-1] + ("A" if app.text[-1] != "A" else "B")
    for text in (wrong, "", "fq_x", "x" * 5000, app.text + "x", "密钥"):
        words_of(app.client.post(f"{V2}/requests", data={**LAMP, "api_key": text}), 403)
    with square.town.bot.store.begin() as work:
        assert work.keys.end("city-app", square.town.clock())
        assert not work.keys.end("city-app", square.town.clock())
    words_of(app.posts(), 403)
    words_of(app.gets(), 403)
    assert not square.town.tickets()


def test_a_key_ends_on_its_day(square: Square) -> None:
    short = square.system("short", until=square.town.clock() + timedelta(days=1))
    short.enters()
    square.town.later(days=1)
    words_of(short.posts(), 403)


def test_a_key_does_what_it_was_given_for_alone(square: Square) -> None:
    writer, reader = square.system("writer", (ENTER,)), square.system("reader", (READ_OWN,))
    writer.enters()
    assert READ_OWN in words_of(writer.gets(), 403)
    assert ENTER in words_of(reader.posts(), 403)
    assert len(square.town.tickets()) == 1


def test_reading_counts_against_the_limit(square: Square) -> None:
    slow = square.system("slow", a_minute=2)
    assert [slow.gets().status_code for _ in range(3)] == [200, 200, 429]
    assert square.system("other", a_minute=2).gets().status_code == 200


def test_the_secret_is_kept_nowhere(
    square: Square, app: System, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG, logger="fengqiao")
    app.enters()
    app.client.get(f"{V2}/requests", params={"api_key": app.text})
    secret = app.text.split("_", 2)[2]
    with square.town.bot.store.read() as work:
        key = work.keys.get(app.text.split("_")[1])
    assert key is not None
    assert key.secret == hashed(secret)
    assert secret not in str(key) + caplog.text
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or app.text.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("name", "scopes", "limit"),
    [("A b", (ENTER,), 60), ("", (ENTER,), 60), ("app", (), 60), ("app", ("all",), 60),
     ("app", (ENTER,), 0), ("x" * 60, (ENTER,), 60)],
)  # fmt: skip
def test_a_key_that_makes_no_sense_is_refused(
    square: Square, name: str, scopes: tuple[str, ...], limit: int
) -> None:
    with pytest.raises(Refused):
        made(name, scopes, limit, square.town.clock())


def test_the_command_makes_lists_and_ends_keys(tmp_path: Path) -> None:
    settings, said = Settings(files=str(tmp_path), demo="1"), list[str]()

    def run(act: str, name: str = "", until: str = "") -> int:
        given = Namespace(act=act, name=name, scopes="enter, read:own", limit=60, until=until)
        return key_command(settings, given, said.append)

    assert run("list") == 0
    assert run("add", "city-app", "2099-12-31") == 0
    text = said[-1].splitlines()[0]
    assert text.startswith("fq_")
    assert run("add", "city-app") == 1  # a name is used once
    assert run("add", "other", "2020-01-01") == 1
    assert run("add", "other", "soon") == 1
    assert run("list") == 0
    assert "2099-12-31\t可用" in said[-1]
    assert text.split("_", 2)[2] not in said[-1]
    assert run("end", "city-app") == 0
    assert run("end", "city-app") == 1
    assert run("list") == 0
    assert "停用" in said[-1]


def test_the_command_line_knows_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FENGQIAO_FILES", str(tmp_path))
    monkeypatch.setenv("FENGQIAO_DEMO", "1")
    assert main(["key", "add", "city-app", "--limit", "5"]) == 0
    assert capsys.readouterr().out.startswith("fq_")
