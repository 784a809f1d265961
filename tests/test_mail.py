"""Mail to members of the panel, handed to a small server of our own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from email import message_from_string, policy

import pytest

from bot.channels.mail import Mail, Server
from bot.channels.port import TryLater, Unreachable
from bot.settings import BadSetting, Settings, checked
from dialogs.say import Say


class PostOffice:
    """A mail server that takes one letter after the other and remembers them."""

    def __init__(self, refuses: int = 0) -> None:
        self.refuses, self.letters = refuses, list[str]()
        self.place = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self.place.getsockname()[1]}"
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.place.accept()
            except OSError:
                return
            with line, line.makefile("rw", encoding="utf-8", newline="\r\n") as talk:
                self._talk(talk)

    def _talk(self, talk: object) -> None:
        def say(words: str) -> None:
            talk.write(f"{words}\n")  # type: ignore[attr-defined]
            talk.flush()  # type: ignore[attr-defined]

        say("220 here")
        for asked in talk:  # type: ignore[attr-defined]
            word = asked.split(None, 1)[0].upper() if asked.strip() else ""
            if word == "RCPT" and self.refuses:
                say(f"{self.refuses} no such box")
            elif word == "DATA":
                say("354 go on")
                self.letters.append(self._letter(talk))
                say("250 taken")
            elif word == "QUIT":
                say("221 bye")
                return
            else:
                say("250 fine")

    def _letter(self, talk: object) -> str:
        lines = []
        for line in talk:  # type: ignore[attr-defined]
            if line.rstrip("\r\n") == ".":
                break
            lines.append(line)
        return "".join(lines)

    def close(self) -> None:
        self.place.close()


@pytest.fixture
def office() -> Iterator[PostOffice]:
    made = PostOffice()
    yield made
    made.close()


def sends(mail: Mail, words: str = "请您作为律师参加调解。\n链接") -> str:
    return asyncio.run(mail.send("mail:fang@example.org", Say(words), "7"))


def test_a_notice_arrives_with_its_words_and_an_id_of_its_row(office: PostOffice) -> None:
    sent = sends(Mail(office.url, "bot@example.org"))
    letter = message_from_string(office.letters[0], policy=policy.default)
    assert letter["Subject"] == "请您作为律师参加调解。"
    assert letter["To"] == "fang@example.org"
    assert "请您作为律师参加调解" in letter.get_content()
    assert sent == letter["Message-ID"] == sends(Mail(office.url, "bot@example.org"))


@pytest.mark.parametrize(("code", "meaning"), [(550, Unreachable), (450, TryLater)])
def test_an_address_nobody_has_is_told_from_a_full_box(code: int, meaning: type[Exception]) -> None:
    office = PostOffice(refuses=code)
    with pytest.raises(meaning):
        sends(Mail(office.url, "bot@example.org"))
    office.close()


def test_a_server_that_is_away_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    with pytest.raises(TryLater):
        sends(Mail(f"smtp://127.0.0.1:{port}", "bot@example.org"))


def test_the_address_of_the_server_is_read_and_anything_else_refused() -> None:
    assert Server.of("smtps://a%40b:p@mail.example.org") == Server(
        "mail.example.org", 465, True, "a@b", "p"
    )
    with pytest.raises(ValueError, match="smtp"):
        Server.of("http://mail.example.org")


def test_mail_without_an_address_it_comes_from_stops_the_start() -> None:
    with pytest.raises(BadSetting, match="MAIL_FROM"):
        checked(Settings(demo="1", smtp_url="smtp://127.0.0.1"))
    fine = Settings(demo="1", smtp_url="smtp://127.0.0.1", mail_from="bot@example.org")
    assert checked(fine) is fine
