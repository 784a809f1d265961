"""A Rasa assistant drives the same desk: tickets, progress and mediation over the protocol."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from fastapi import FastAPI

from bot.rasa_desk import HouseDesk, rasa_pages
from bot.settings import Settings
from integrations.district.reading import read
from integrations.rasa_actions import ACTIONS, FAULT, FrontDesk
from integrations.rasa_protocol import register, respond
from nlu.gazetteer import Name
from nlu.listener import Listener
from nlu.rasa.intents import DOMAIN
from tests.town import Town

SAFE = {"violence": "no", "proceedings": "no", "incapacity": "no", "willing": "yes"}
LEAK = {**SAFE, "category": "0701", "other_name": "楼上402", "claim": "修好水管"}


@pytest.fixture(scope="module")
def ears() -> Listener:
    names = read(Settings().district_folder).names()
    return Listener(None, tuple(Name(*row) for row in names))


@pytest.fixture
def town(tmp_path: Path, ears: Listener) -> Town:
    return Town(tmp_path, ears)


@pytest.fixture
def desk(town: Town) -> HouseDesk:
    return HouseDesk(town.bot.door.house)


def call(action: str, text: str = "", intent: str = "", **slots: Any) -> dict[str, Any]:
    """A body of /webhook as Rasa sends it; slots without fengqiao_."""
    return {
        "next_action": f"action_fengqiao_{action}", "sender_id": "s1", "version": "3.6.21",
        "tracker": {
            "sender_id": "s1", "slots": {f"fengqiao_{k}": v for k, v in slots.items()},
            "latest_message": {"text": text, "intent": {"name": intent, "confidence": 0.9}},
        },
    }  # fmt: skip


def said(desk: FrontDesk, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """What the resident hears, and the slots set."""
    status, answer = respond(desk, body)
    assert status == 200
    words = "\n".join(one["text"] for one in answer["responses"])
    return words, {event["name"]: event["value"] for event in answer["events"]}


def test_a_report_becomes_a_ticket_in_the_right_grid(town: Town, desk: HouseDesk) -> None:
    place = next(p for p in town.bot.district.places.values() if len(p.candidates) == 1)
    words, slots = said(desk, call("open_ticket", "路灯坏了三天", "c0203", place=place.name))
    with town.bot.store.read() as work:
        ticket = work.tickets.get(slots["fengqiao_ticket"])
    assert ticket is not None
    assert (ticket.category, ticket.detail, ticket.contact) == ("0203", "路灯坏了三天", "rasa:s1")
    assert ticket.grid
    assert ticket.number in words


def test_what_nobody_can_place_waits_for_a_clerk(town: Town, desk: HouseDesk) -> None:
    _, slots = said(desk, call("open_ticket", "就是那个呀", "order_pizza", category="9999"))
    with town.bot.store.read() as work:
        ticket = work.tickets.get(slots["fengqiao_ticket"])
    assert ticket is not None
    assert ticket.category == "1207"


def test_without_a_story_no_ticket_is_opened(desk: HouseDesk) -> None:
    words, slots = said(desk, call("open_ticket"))
    assert words
    assert slots == {}


def test_progress_is_told_of_the_newest_ticket_and_of_no_strangers(desk: HouseDesk) -> None:
    assert "没有正在办的事" in said(desk, call("progress", "到哪一步了"))[0]
    _, slots = said(desk, call("open_ticket", "路灯坏了", "c0203"))
    number = slots["fengqiao_ticket"]
    assert number in said(desk, call("progress", "到哪一步了"))[0]
    stranger = call("progress", "查一下", ticket=number) | {"sender_id": "s2"}
    assert "没有编号" in said(desk, stranger)[0]


def test_danger_is_answered_first_and_raised_whatever_the_action(
    town: Town, desk: HouseDesk
) -> None:
    words, _ = said(desk, call("progress", "我家着火了，火很大"))
    assert words.startswith("请先撤到安全的地方")
    with town.bot.store.read() as work:
        assert work.alerts.open_of("rasa:s1") is not None


def test_an_application_needs_the_questions_first_then_a_time(town: Town, desk: HouseDesk) -> None:
    assert "动过手" in said(desk, call("apply_mediation", "楼上漏水", category="0701"))[0]
    words, slots = said(desk, call("apply_mediation", "楼上漏水到我家", **LEAK))
    assert re.search(r"^1\. ", words, re.MULTILINE)
    times = slots["fengqiao_times"]
    chosen = call(
        "apply_mediation", "第一个", detail="楼上漏水到我家", times=times, time="1", **LEAK
    )
    words, slots = said(desk, chosen)
    assert slots["fengqiao_case"] in words
    with town.bot.store.read() as work:
        case = work.cases.of_person(work.contacts.get("rasa:s1").person)[0]
    assert case.number == slots["fengqiao_case"]


def test_a_time_taken_meanwhile_is_refused_in_words(desk: HouseDesk) -> None:
    _, slots = said(desk, call("mediation_times", "楼上漏水", category="0701"))
    chosen = call("apply_mediation", "楼上漏水", times=slots["fengqiao_times"], time="1", **LEAK)
    assert said(desk, chosen)[1]["fengqiao_case"]
    words, slots = said(desk, chosen | {"sender_id": "s2"})
    assert words
    assert slots == {}


@pytest.mark.parametrize("sign", [{"violence": "yes"}, {"proceedings": "court"}])
def test_a_sign_of_violence_or_proceedings_goes_to_a_person(
    town: Town, desk: HouseDesk, sign: dict[str, str]
) -> None:
    words, slots = said(desk, call("apply_mediation", "楼上漏水", **{**LEAK, **sign}))
    assert words
    assert slots == {}
    with town.bot.store.read() as work:
        row = work.contacts.get("rasa:s1")
        assert row is not None
        assert row.holder == "queue"
        assert not work.cases.of_person(row.person)


def test_who_does_not_want_to_is_left_in_peace(town: Town, desk: HouseDesk) -> None:
    said(desk, call("apply_mediation", "楼上漏水", **{**LEAK, "willing": "no"}))
    with town.bot.store.read() as work:
        row = work.contacts.get("rasa:s1")
    assert row is not None
    assert row.holder == "bot"


@pytest.mark.parametrize("body", [None, [], {}, {"next_action": 3}])
def test_a_broken_call_is_refused(desk: HouseDesk, body: object) -> None:
    assert respond(desk, body)[0] == 400


def test_an_action_that_is_not_ours_is_not_found(desk: HouseDesk) -> None:
    assert respond(desk, {"next_action": "action_listen"})[0] == 404


def test_a_bug_is_said_to_the_resident_and_not_swallowed_by_rasa(town: Town) -> None:
    class Broken(HouseDesk):
        def hear(self, text: str) -> Any:
            raise RuntimeError("deaf")

    words, slots = said(Broken(town.bot.door.house), call("progress", "到哪了"))
    assert (words, slots) == (FAULT, {})


def test_the_address_needs_its_token(desk: HouseDesk) -> None:
    app = FastAPI()
    app.include_router(rasa_pages(desk, "t-1"))

    async def post(query: str, content: bytes) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://fengqiao") as client:
            return await client.post(f"/rasa/webhook{query}", content=content,
                                     headers={"content-type": "application/json"})  # fmt: skip

    body = json.dumps(call("progress", "到哪了")).encode()
    assert asyncio.run(post("", body)).status_code == 403
    assert asyncio.run(post("?token=t-2", body)).status_code == 403
    assert asyncio.run(post("?token=t-1", body)).json()["responses"]
    assert asyncio.run(post("?token=t-1", b"{")).status_code == 422
    with pytest.raises(ValueError, match="token"):
        rasa_pages(desk, "")


def test_the_actions_run_in_rasas_own_executor(desk: HouseDesk) -> None:
    executors = pytest.importorskip("rasa_sdk.executor", reason="rasa-sdk is not installed")
    executor = executors.ActionExecutor()
    register(executor, desk)
    body = call("open_ticket", "路灯坏了", "c0203") | {"domain": {}}
    answer = asyncio.run(executor.run(body))
    answer = answer if isinstance(answer, dict) else answer.model_dump()
    assert "已经登记好了" in answer["responses"][0]["text"]
    assert answer["events"][0]["name"] == "fengqiao_ticket"


def test_the_domain_piece_names_every_action() -> None:
    text = DOMAIN.with_name("actions.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["actions"] == list(ACTIONS)
    assert "&" not in text  # Rasa empties what an alias stands for while it reads
