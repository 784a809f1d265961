"""The emulated platform running in a thread of this process."""

from __future__ import annotations

import base64
import secrets
import socket
import threading
from types import TracebackType

import uvicorn

from bot.wechat_emulator.person import Person
from bot.wechat_emulator.server import app
from bot.wechat_emulator.world import Fault, World


class Emulator:
    """The platform's server on 127.0.0.1: `with Emulator() as wechat:`.

    `url` is what FENGQIAO_WECHAT_API takes; `settings` holds all FENGQIAO_WECHAT_… there are. With
    `safe` messages are encrypted.
    """

    def __init__(self, safe: bool = True) -> None:
        self.world = World()
        if safe:
            key = base64.b64encode(secrets.token_bytes(32)).decode()
            self.world.aes_key = key.rstrip("=")
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(64)  # who comes before the server is up waits here
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(app(self.world), log_level="critical", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="wechat emulator", daemon=True)

    @property
    def settings(self) -> dict[str, str]:
        """The account's settings by name."""
        world = self.world
        return {"wechat_appid": world.appid, "wechat_secret": world.secret,
                "wechat_token": world.token, "wechat_aes_key": world.aes_key,
                "wechat_api": self.url}  # fmt: skip

    def __enter__(self) -> Emulator:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        self._server.should_exit = True
        self._thread.join(5)
        self._socket.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])

    def user(self, openid: str) -> Person:
        """A person; the account's server posts to `world.hook`, which must be set."""
        return Person(self.world, openid)

    def fails(self, *faults: Fault) -> None:
        """Plan faults; each hits the next calls it fits."""
        with self.world.bell.lock:
            self.world.faults.extend(faults)
