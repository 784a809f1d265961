"""A town with a console, and staff who sign in and click."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response

from bot.desk import cases, docket, outcomes
from bot.desk.desk import SYSTEM
from bot.desk.table import do
from bot.house import desk_of
from bot.keeper import Keeper
from bot.pages import listen
from bot.settings import Settings
from console.accounts import DEMO_PASSWORD, demo_accounts, ensure_demo_accounts
from console.console import create_console
from console.parts import CaseActs, ConsoleParts
from dialogs.commands import ApplyMediation, HoldSlot, OpenTicket
from grid.events import Actor
from grid.tickets import Ticket
from mediation.case import Case
from nlu.gazetteer import Name
from nlu.listener import Listener, load_listener
from tests.town import Town

with warnings.catch_warnings():  # the test client would rather have httpx2
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient


def case_acts(town: Town) -> CaseActs:
    """The desk's acts on a case, through the door."""
    door = town.bot.door
    secret = b"made-up"

    def invite(number: str, actor: Actor) -> tuple[str, str]:
        made = door.change(actor, lambda desk: cases.invite(desk, number, secret))
        return made.token, made.code

    return CaseActs(
        load=lambda number: door.change(SYSTEM, lambda desk: docket.load(desk, number)),
        invite=invite,
        deliver=lambda number, what, how, actor: door.change(
            actor, lambda desk: cases.deliver(desk, number, what, how)),
        mediator_answers=lambda number, yes, why, actor: door.change(
            actor, lambda desk: cases.mediator_answers(desk, number, yes, why)),
        records=lambda number, what, form, actor: door.change(
            actor, lambda desk: outcomes.mediator_records(desk, number, what, form)),
    )  # fmt: skip


def parts_of(town: Town, **more: Any) -> ConsoleParts:
    """The console's parts, as build() joins them."""
    bot = town.bot

    def move(span: timedelta) -> None:
        town.clock.now += span

    given: dict[str, Any] = {
        "store": bot.store, "present": lambda: town.bot.district, "files": bot.files,
        "seal": bot.seal, "clock": town.clock,
        "take": bot.door.take, "do": bot.door.do, "cases": case_acts(town), "demo": True,
        "file_path": lambda mark: town.folder / "files" / mark[:2] / mark,
        "address": "http://127.0.0.1:8000", "move_clock": move,
        "hear": partial(listen, bot.door), "say": bot.say,
        "keep_photo": Keeper(bot.store, {}, town.folder, town.clock, {}).keep_photo,
    }  # fmt: skip
    return ConsoleParts(**given | more)


class Clerk:
    """Somebody of the staff with a browser."""

    def __init__(self, app: FastAPI) -> None:
        self.browser = TestClient(app, base_url="http://testserver")
        self.seen: Response | None = None

    def sees(self, url: str) -> str:
        """Open a page; what it says, in plain words."""
        self.seen = self.browser.get(url)
        return plain(self.seen.text)

    def posts(self, url: str, page: str = "", **fields: str) -> str:
        """Send a form of a page with the token that page carries; follows to the next page."""
        if page:
            self.seen = self.browser.get(page)
        assert self.seen is not None
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', self.seen.text)
        data = {"csrf": token.group(1) if token else "", **fields}
        self.seen = self.browser.post(url, data=data)
        return plain(self.seen.text)

    def token(self, url: str) -> str:
        """The token a page's forms carry."""
        self.seen = self.browser.get(url)
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.seen.text)
        return found.group(1) if found else ""

    def uploads(self, url: str, fields: dict[str, str], files: list[Any]) -> str:
        """Send a form with files, as a browser does; without any an empty part stands for them."""
        given = files or [("photo", ("", b"", "application/octet-stream"))]
        self.seen = self.browser.post(url, data=fields, files=given)
        return plain(self.seen.text)

    def signs_in(self, name: str = "chen", password: str = DEMO_PASSWORD) -> str:
        """Name and password."""
        return self.posts("/staff/login", "/staff/login", name=name, password=password)

    @property
    def status(self) -> int:
        """The status of what was seen last."""
        assert self.seen is not None
        return self.seen.status_code


def plain(html: str) -> str:
    """A page's words without tags, spaces folded."""
    body = re.sub(r"<(script|style|datalist).*?</\1>", " ", html, flags=re.S)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))
    return words.replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")


@pytest.fixture(scope="session")
def listener(tmp_path_factory: pytest.TempPathFactory) -> Listener:
    """A listener without a model: keywords are enough to open tickets."""
    from integrations.district.reading import read

    district = read(Settings().district_folder)
    names = tuple(Name(*row) for row in district.names())
    return load_listener(None, names, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def town(tmp_path: Path, listener: Listener) -> Iterator[Town]:
    made = Town(tmp_path, listener)
    with made.bot.store.begin() as work:
        ensure_demo_accounts(work, made.bot.district, made.clock(), True)
    yield made
    made.bot.store.close()


@pytest.fixture
def arrive(town: Town) -> Callable[..., Clerk]:
    """Somebody of the staff opens a browser; nobody has signed in yet."""

    def come(**more: Any) -> Clerk:
        app = FastAPI()
        app.include_router(create_console(parts_of(town, **more)))
        return Clerk(app)

    return come


@pytest.fixture
def chen(arrive: Callable[..., Clerk]) -> Clerk:
    """The clerk Chen, signed in."""
    clerk = arrive()
    clerk.signs_in()
    return clerk


def opens(town: Town, category: str = "0103", who: str = "web:neighbour", **more: Any) -> Ticket:
    """A resident's ticket, opened at the desk without the talk before it."""
    given = {
        "detail": "幸福里3号楼下堆了旧沙发，没人管。",
        "place": {"text": "幸福里", "grid": "CH010101"},
    }
    made: Ticket = at_desk(town, who, OpenTicket(category, **given | more))
    return made


def at_desk(town: Town, who: str, command: Any) -> Any:
    """A resident's command."""
    now = town.clock()
    with town.bot.store.begin() as work:
        row = work.contacts.lock(who, now)
        work.contacts.save(who, name="阿莲")
        return do(desk_of(town.bot.door.house, work, now, Actor(who, "resident"), row), command)


def applies(town: Town, who: str = "web:upstairs", member: str = "") -> Case:
    """An application for mediation with a held time, for the demo's first mediator or another."""
    mediator = member or demo_accounts(town.bot.district)[2].member
    start = town.clock() + timedelta(days=2)
    hold = at_desk(town, who, HoldSlot(start, 60, (mediator,)))
    screening = {"violence": "no", "proceedings": "no", "incapacity": "no", "willing": "yes"}
    made: Case = at_desk(town, who, ApplyMediation(
        "0701", "楼上漏水，我家天花板发霉了。", "修好并赔两千元", "王某（502）", "13900000000",
        hold, start, 60, (mediator,), screening))  # fmt: skip
    return made
