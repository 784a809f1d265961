"""The route WeChat posts to: what is let in, what is answered, and when."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.channels import wechat_webhook
from bot.channels.port import Receipt
from bot.channels.wechat_intake import Account
from bot.channels.wechat_webhook import LARGEST, Gate, router
from bot.wechat_emulator.person import seal, sha1, unseal, xml
from bot.wechat_emulator.world import World
from dialogs.incoming import Incoming
from integrations.wechat.envelope import Envelope
from integrations.wechat.messages import read_xml

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
STAMP = int(NOW.timestamp())


class Doormat:
    """An Accept that keeps everything in a list."""

    def __init__(self) -> None:
        self.all: list[Incoming] = []
        self.receipt = Receipt("inbox")
        self.waits = 0.0

    async def __call__(self, incoming: Incoming) -> Receipt:
        await asyncio.sleep(self.waits)
        self.all.append(incoming)
        return self.receipt


class Told:
    """Which contacts wrote; whether what they wrote only answers a notice."""

    def __init__(self) -> None:
        self.wrote: list[str] = []
        self.mere = False

    async def takes(self, incoming: Incoming) -> bool:
        return self.mere

    def soon(self, contact: str) -> None:
        self.wrote.append(contact)


class Client:
    """Requests to an application in this process."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def get(self, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._ask("GET", path, more))

    def post(self, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._ask("POST", path, more))

    async def _ask(self, method: str, path: str, more: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, path, **more)


class Platform:
    """What posts to the route."""

    def __init__(self, safe: bool) -> None:
        self.world, self.door, self.told = World(), Doormat(), Told()
        self.world.aes_key = "ZmVuZ3FpYW9NYWRlVXBLZXkwMTIzNDU2Nzg5MDEyMzQ" if safe else ""
        envelope = Envelope(self.world.aes_key, self.world.appid) if safe else None
        gate = Gate(self.world.token, Account(self.world.appid), self.door, lambda: NOW, envelope,
                    self.told)  # fmt: skip
        app = FastAPI()
        app.include_router(router(gate))
        self.client = Client(app)

    def query(self, sealed: str = "", at: int = STAMP, **other: Any) -> dict[str, str]:
        stamp = str(at)
        found = {"timestamp": stamp, "nonce": "77",
                 "signature": sha1(self.world.token, stamp, "77")}  # fmt: skip
        if sealed:
            found["msg_signature"] = sha1(self.world.token, stamp, "77", sealed)
        return {**found, **other}

    def posts(self, body: str | bytes = "", at: int = STAMP, **other: Any) -> tuple[int, str]:
        """Post as the platform does; returns status and words."""
        query = self.query(at=at, **other)
        if self.world.aes_key:
            text = body.decode() if isinstance(body, bytes) else body
            sealed = seal(self.world, text)
            query = {**self.query(sealed, at), **other}
            body = xml(ToUserName="gh", Encrypt=sealed)
        answer = self.client.post("/wechat", params=query, content=body)
        return answer.status_code, answer.text


MESSAGE = xml(ToUserName="gh", FromUserName="o_made_up", CreateTime=STAMP, MsgType="text",
              Content="楼道灯坏了", MsgId=42)  # fmt: skip


@pytest.fixture(params=["safe", "plain"])
def platform(request: pytest.FixtureRequest) -> Platform:
    return Platform(request.param == "safe")


@pytest.fixture
def safe() -> Platform:
    return Platform(True)


def test_the_platform_s_first_question_is_answered(platform: Platform) -> None:
    get = platform.client.get
    assert get("/wechat", params=platform.query(echostr="5577006791947779410")).text == (
        "5577006791947779410"
    )
    wrong = platform.query(echostr="1", signature="0" * 40)
    assert get("/wechat", params=wrong).status_code == 403
    assert get("/wechat").status_code == 403
    markup = get("/wechat", params=platform.query(echostr="<script>"))
    assert markup.text == ""


def test_a_message_is_kept_and_only_then_answered(platform: Platform) -> None:
    assert platform.posts(MESSAGE) == (200, "success")
    (heard,) = platform.door.all
    assert (heard.text, heard.contact, heard.at) == ("楼道灯坏了", "wechat:o_made_up", NOW)
    assert platform.told.wrote == ["wechat:o_made_up"]


def test_what_nobody_kept_is_not_acknowledged(platform: Platform) -> None:
    platform.door.receipt = Receipt("")
    assert platform.posts(MESSAGE)[0] == 503
    assert platform.told.wrote == []


def test_a_redelivery_is_answered_and_reopens_nothing(platform: Platform) -> None:
    platform.door.receipt = Receipt("inbox", fresh=False)
    assert platform.posts(MESSAGE) == (200, "success")
    assert platform.told.wrote == []


def test_a_word_that_only_answers_a_notice_is_not_handed_on(platform: Platform) -> None:
    platform.told.mere = True
    assert platform.posts(MESSAGE) == (200, "success")
    assert (platform.door.all, platform.told.wrote) == ([], [])


def test_who_leaves_is_shown_nothing(platform: Platform) -> None:
    gone = xml(ToUserName="gh", FromUserName="o_made_up", CreateTime=STAMP, MsgType="event",
               Event="unsubscribe", EventKey="")  # fmt: skip
    assert platform.posts(gone) == (200, "success")
    assert len(platform.door.all) == 1
    assert platform.told.wrote == []


@pytest.mark.parametrize(
    "forged", [{"signature": "0" * 40}, {"signature": ""}, {"timestamp": "x"}, {"nonce": "78"}]
)
def test_a_bad_signature_is_refused(platform: Platform, forged: dict[str, Any]) -> None:
    assert platform.posts(MESSAGE, **forged)[0] == 403
    assert platform.door.all == []


@pytest.mark.parametrize("seconds", [-301, 301, -86400])
def test_an_old_request_is_refused_although_it_is_signed(platform: Platform, seconds: int) -> None:
    assert platform.posts(MESSAGE, at=STAMP + seconds)[0] == 403
    assert platform.door.all == []


def test_a_time_that_is_no_number_is_refused_although_it_is_signed(safe: Platform) -> None:
    for stamp in ("", "١٧٩٥", "1e9", "9" * 400):
        query = {"timestamp": stamp, "nonce": "7", "signature": sha1(safe.world.token, stamp, "7")}
        assert safe.client.post("/wechat", params=query, content=MESSAGE).status_code == 403


def test_a_huge_body_is_refused(platform: Platform) -> None:
    body = "<xml>" + "x" * LARGEST + "</xml>"
    answer = platform.client.post("/wechat", params=platform.query(), content=body)
    assert answer.status_code == 413


def test_broken_xml_is_refused(platform: Platform) -> None:
    assert platform.posts("<xml><Content>半句")[0] == 400
    bomb = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Content>&f;</Content></xml>'
    assert platform.posts(bomb)[0] == 400


def test_with_the_safe_mode_a_plain_message_is_refused(safe: Platform) -> None:
    answer = safe.client.post("/wechat", params=safe.query(), content=MESSAGE)
    assert answer.status_code == 403
    assert safe.door.all == []


def test_in_the_safe_mode_the_body_is_signed_too(safe: Platform) -> None:
    other = seal(safe.world, MESSAGE.replace("楼道", "别处"))
    query = safe.query(seal(safe.world, MESSAGE))
    answer = safe.client.post("/wechat", params=query, content=xml(Encrypt=other))
    assert answer.status_code == 403


def test_a_message_for_another_account_is_refused(safe: Platform) -> None:
    safe.world.appid = "wx9999999999999999"
    assert safe.posts(MESSAGE)[0] == 403


def test_safety_rides_on_the_answer_kept_or_not(safe: Platform) -> None:
    for kept in ("inbox", ""):
        safe.door.receipt = Receipt(kept, safety="快离开，打119。")
        status, body = safe.posts(MESSAGE)
        assert status == 200
        fields = read_xml(unseal(safe.world, read_xml(body.encode())["Encrypt"]).encode())
        assert (fields["Content"], fields["ToUserName"]) == ("快离开，打119。", "o_made_up")


def test_a_store_that_is_down_is_told_on_the_answer(platform: Platform) -> None:
    platform.door.receipt = Receipt("spool", words="已收到")
    status, body = platform.posts(MESSAGE)
    assert status == 200
    assert body.startswith("<xml>")
    assert platform.told.wrote == []


def test_a_slow_house_is_given_up_before_the_platform_does(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wechat_webhook, "PATIENCE", 0.05)
    platform.door.waits = 0.3
    assert platform.posts(MESSAGE)[0] == 503


def test_a_message_without_sender_or_number_holds_up_nothing(platform: Platform) -> None:
    for wrong in ("FromUserName", "CreateTime", "MsgId"):
        body = MESSAGE.replace(f"<{wrong}>", f"<{wrong}>/ ")
        assert platform.posts(body) == (200, "success")
    assert platform.door.all == []


def test_the_gate_wants_the_world_s_time(platform: Platform) -> None:
    assert platform.posts(MESSAGE, at=int((NOW + timedelta(minutes=4)).timestamp()))[0] == 200
