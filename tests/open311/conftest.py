"""A town that other systems reach over Open311, each with a key of its own."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI
from httpx import Response

from bot.keys import ENTER, READ_OWN, made
from bot.web.open311 import Open311
from integrations.sql.keys import Key
from tests.town import Town

with warnings.catch_warnings():  # the test client would rather have httpx2
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

V2 = "/open311/v2"
LAMP = {"service_code": "0203", "description": "楼道口的路灯不亮了，晚上看不见路",
        "address_string": "幸福里3号楼"}  # fmt: skip


class System:
    """Another system with its key."""

    def __init__(self, client: TestClient, name: str, text: str) -> None:
        self.client = client
        self.name = name
        self.text = text
        self.headers = {"X-Api-Key": text}

    def posts(self, fields: dict[str, Any] | None = None, form: str = "", **more: str) -> Response:
        """Send a form."""
        data = {**(LAMP if fields is None else fields), **more}
        return self.client.post(f"{V2}/requests{form}", data=data, headers=self.headers)

    def enters(self, fields: dict[str, Any] | None = None, **more: str) -> str:
        """Send a form that is taken; the number."""
        answer = self.posts(fields, **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()[0]["service_request_id"])

    def gets(self, path: str = "/requests", **query: Any) -> Response:
        """Ask."""
        return self.client.get(f"{V2}{path}", params=query, headers=self.headers)

    def reads(self, number: str) -> dict[str, Any]:
        """One request it may read."""
        answer = self.gets(f"/requests/{number}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json()[0])

    def numbers(self, **query: Any) -> list[str]:
        """The numbers of a list."""
        answer = self.gets(**query)
        assert answer.status_code == 200, answer.text
        return [one["service_request_id"] for one in answer.json()]


class Square:
    """The routes over a town, and keys made at will."""

    def __init__(self, town: Town, pool: ThreadPoolExecutor) -> None:
        self.town = town
        app = FastAPI()
        bot = town.bot
        pages = Open311(bot.door, bot.pager.without_store, "http://127.0.0.1", pool)
        app.include_router(pages.routes())
        self.client = TestClient(app, raise_server_exceptions=False)

    def system(self, name: str = "city-app", scopes: tuple[str, ...] = (ENTER, READ_OWN),
               a_minute: int = 600, until: datetime | None = None) -> System:  # fmt: skip
        """A system that has got a key."""
        key, text = made(name, scopes, a_minute, self.town.clock())
        with self.town.bot.store.begin() as work:
            work.keys.add(Key(key.name, key.public, key.secret, key.scopes, a_minute, key.since,
                              until, None, None))  # fmt: skip
        return System(self.client, name, text)

    def alerts(self) -> list[Any]:
        """Every alert."""
        with self.town.bot.store.read() as work:
            return work.alerts.listed()


def words_of(answer: Response, code: int) -> str:
    """The words of an error; its code stands in status and list alike."""
    assert answer.status_code == code, answer.text
    error = answer.json()[0]
    assert error["code"] == code
    return str(error["description"])


def xml_of(answer: Response) -> ElementTree.Element:
    """An answer in XML, read by a parser."""
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


@pytest.fixture
def square(town: Town) -> Iterator[Square]:
    """Where other systems come to."""
    with ThreadPoolExecutor(4) as pool:
        made_square = Square(town, pool)
        yield made_square
        made_square.client.close()


@pytest.fixture
def app(square: Square) -> System:
    """A system that enters and reads its own."""
    return square.system()
