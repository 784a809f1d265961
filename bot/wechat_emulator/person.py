"""People on WeChat: they write, choose, send and follow; the platform posts it to the account."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import httpx
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from bot.wechat_emulator.world import TOUCH, WORD, Leave, Shown, World
from integrations.wechat.position import to_gcj02

PATIENCE = 5.0  # seconds the platform waits for an answer
TRIES = 3
_numbers = count(7_000_000_000_000_001)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the account's server answered: 0 when it did not."""

    status: int
    body: str
    seconds: float


def sha1(*parts: str) -> str:
    """The platform's signature."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def _cipher(world: World) -> Cipher[CBC]:
    key = base64.b64decode(world.aes_key + "=")
    return Cipher(AES(key), CBC(key[:16]))


def seal(world: World, message: str) -> str:
    """A message in the safe mode."""
    raw = message.encode()
    head = secrets.token_hex(8).encode() + len(raw).to_bytes(4, "big")
    pad = padding.PKCS7(256).padder()
    plain = pad.update(head + raw + world.appid.encode()) + pad.finalize()
    into = _cipher(world).encryptor()
    return base64.b64encode(into.update(plain) + into.finalize()).decode()


def unseal(world: World, sealed: str) -> str:
    """The words of an answer in the safe mode."""
    out = _cipher(world).decryptor()
    plain = out.update(base64.b64decode(sealed)) + out.finalize()
    strip = padding.PKCS7(256).unpadder()
    plain = strip.update(plain) + strip.finalize()
    size = int.from_bytes(plain[16:20], "big")
    assert plain[20 + size :].decode() == world.appid
    return plain[20 : 20 + size].decode()


def xml(**fields: object) -> str:
    """A message as the platform writes it."""
    rows = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in fields.items())
    return f"<xml>{rows}</xml>"


def signed(world: World, sealed: str = "", at: int | None = None) -> dict[str, str]:
    """The query of a request, signed at a time."""
    stamp, nonce = str(at or int(time.time())), str(secrets.randbelow(10**9))
    query = {"signature": sha1(world.token, stamp, nonce), "timestamp": stamp, "nonce": nonce}
    if sealed:
        query["msg_signature"] = sha1(world.token, stamp, nonce, sealed)
        query["encrypt_type"] = "aes"
    return query


def post(world: World, message: str) -> list[Answer]:
    """Post a message to the account's server, three times if it does not answer well."""
    answers = []
    for _ in range(TRIES):
        sealed = seal(world, message) if world.aes_key else ""
        body = xml(ToUserName="gh_made_up", Encrypt=sealed) if sealed else message
        begun = time.monotonic()
        try:
            got = httpx.post(world.hook, content=body.encode(), timeout=PATIENCE,
                             params=signed(world, sealed), trust_env=False)  # fmt: skip
            answers.append(Answer(got.status_code, got.text, time.monotonic() - begun))
        except httpx.HTTPError:
            answers.append(Answer(0, "", time.monotonic() - begun))
        if answers[-1].status == 200:
            break
    return answers


class Person:
    """One follower; what it does is posted, and returns how the account's server answered."""

    def __init__(self, world: World, openid: str) -> None:
        self.world = world
        self.openid = openid

    def says(self, text: str, **more: object) -> list[Answer]:
        """Write."""
        return self._sends("text", Content=text, **more)

    def taps(self, label: str) -> list[Answer]:
        """Choose the newest item of a list whose words hold the label."""
        items = [item for one in reversed(self.shown) for item in one.items]
        number, words = next(item for item in items if label in item[1])
        return self.taps_item(number, words)

    def taps_item(self, number: str, words: str) -> list[Answer]:
        """Choose an item by its id, also an old one."""
        self._touch()
        return self._post("text", Content=words, bizmsgmenuid=number)

    def photo(self, data: bytes, kind: str = "image/jpeg") -> list[Answer]:
        """Send a photo."""
        return self._sends("image", PicUrl="http://127.0.0.1/x", MediaId=self._file(kind, data))

    def voice(self, data: bytes, heard: str = "") -> list[Answer]:
        """Send a voice note, with what the platform understood of it, if it does that."""
        more = {"Recognition": heard} if heard else {}
        return self._sends("voice", Format="amr", MediaId=self._file("audio/amr", data), **more)

    def pin(self, lat: float, lng: float, label: str = "") -> list[Answer]:
        """Share a position (given in WGS-84, sent as the platform's maps have it)."""
        north, east = to_gcj02(lat, lng)
        return self._sends("location", Location_X=north, Location_Y=east, Scale=15, Label=label)

    def follows(self, scene: str = "") -> list[Answer]:
        """Follow the account, by a code with a scene or without."""
        self.world.follower(self.openid).follows = True
        return self._happens("subscribe", EventKey=f"qrscene_{scene}" if scene else "")

    def scans(self, scene: str) -> list[Answer]:
        """Scan a code of an account already followed."""
        return self._happens("SCAN", EventKey=scene)

    def leaves(self) -> list[Answer]:
        """Follow no more."""
        self.world.follower(self.openid).follows = False
        return self._post("event", Event="unsubscribe", EventKey="")

    @property
    def shown(self) -> list[Shown]:
        """All the account has said to this person, oldest first."""
        return list(self.world.follower(self.openid).shown)

    def waits_for(self, words: str, way: str = "", seconds: float = 8.0) -> Shown:
        """The newest message (of one way, if named) that holds the words, once there is one."""

        def found() -> list[Shown]:
            return [one for one in self.shown if words in one.text and way in ("", one.way)]

        self.waits(lambda: bool(found()), seconds)
        assert found(), self.shown
        return found()[-1]

    def waits(self, true: Callable[[], bool], seconds: float = 8.0) -> bool:
        """Wait until something is true."""
        return self.world.bell.wait(true, seconds)

    def _sends(self, kind: str, **fields: object) -> list[Answer]:
        with self.world.bell.lock:
            self.world.follower(self.openid).word = self._leave(WORD)
        return self._post(kind, **fields)

    def _happens(self, event: str, **fields: object) -> list[Answer]:
        self._touch()
        return self._post("event", Event=event, **fields)

    def _touch(self) -> None:
        with self.world.bell.lock:
            self.world.follower(self.openid).touch = self._leave(TOUCH)

    def _leave(self, given: tuple[timedelta, int]) -> Leave:
        span, many = given
        return Leave(self.world.now() + span, many)

    def _file(self, kind: str, data: bytes) -> str:
        name = secrets.token_urlsafe(48)
        self.world.files[name] = kind, data
        return name

    def _post(self, kind: str, **fields: object) -> list[Answer]:
        head = {"ToUserName": "gh_made_up", "FromUserName": self.openid,
                "CreateTime": int(time.time()), "MsgType": kind}  # fmt: skip
        number = {} if kind == "event" else {"MsgId": next(_numbers)}
        answers = post(self.world, xml(**{**head, **number, **fields}))
        self._shows(answers[-1])
        return answers

    def _shows(self, answer: Answer) -> None:
        """Words of the answer itself."""
        if answer.status != 200 or not answer.body.startswith("<xml>"):
            return
        body = ElementTree.fromstring(answer.body)
        if sealed := body.findtext("Encrypt"):
            stamp, nonce = body.findtext("TimeStamp", ""), body.findtext("Nonce", "")
            mark = sha1(self.world.token, stamp, nonce, sealed)
            assert body.findtext("MsgSignature") == mark
            body = ElementTree.fromstring(unseal(self.world, sealed))
        assert body.findtext("ToUserName") == self.openid
        with self.world.bell.lock:
            words = body.findtext("Content", "")
            self.world.follower(self.openid).shown.append(Shown(words, way="answer"))
            self.world.bell.ring()
