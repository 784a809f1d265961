"""The emulator running in a thread of this process, for tests and for the command line."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from types import TracebackType

import uvicorn

from bot.telegram_emulator.faults import Fault
from bot.telegram_emulator.person import PATIENCE, Person
from bot.telegram_emulator.refusal import Json
from bot.telegram_emulator.server import app
from bot.telegram_emulator.things import group_chat
from bot.telegram_emulator.world import World

TOKEN = "7000001:made-up-token-for-the-emulator"


class Emulator:
    """A Bot API server on 127.0.0.1: `with Emulator() as telegram:`.

    `url` is what FENGQIAO_TELEGRAM_API takes, `token` what FENGQIAO_TELEGRAM_TOKEN takes.
    """

    def __init__(self, token: str = TOKEN, port: int = 0) -> None:
        self.token = token
        self.world = World(token)
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self._socket.listen(256)  # who comes before the server is up waits here
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(app(self.world), log_level="critical", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._people: dict[int, Person] = {}
        self._thread = threading.Thread(target=self._run, name="telegram emulator", daemon=True)

    def __enter__(self) -> Emulator:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.world.closed = True
        self.world.bell.ring()
        self._server.should_exit = True
        self._thread.join(5)
        self._socket.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])

    def begin(self) -> None:
        """Forget everybody and everything, as a new emulator would; the server goes on."""
        with self.world.bell.lock:
            self._people.clear()
            self.world.begin()
            self.world.bell.ring()

    def user(self, number: int, name: str = "住户") -> Person:
        """The person with this account number; the same object each time."""
        return self._people.setdefault(number, Person(self.world, number, name))

    def group(self, number: int = -1001, title: str = "幸福里业主群") -> int:
        """A group with the bot in it; returns its number."""
        self.world.open(group_chat(number, title))
        return number

    def in_group(self, number: int) -> list[Json]:
        """What the bot said in a group."""
        messages = self.world.chats[number].messages.values()
        return [m for m in messages if m["from"]["id"] == self.world.me["id"]]

    def fails(self, *faults: Fault) -> None:
        """Plan faults; each hits the next calls it fits."""
        with self.world.bell.lock:
            self.world.faults.planned.extend(faults)

    def lacks(self, *methods: str) -> None:
        """This server has never heard of these methods."""
        self.world.faults.missing |= {method.lower() for method in methods}

    def calls(self, method: str) -> list[Json]:
        """The fields of each call of a method, oldest first."""
        return [fields for name, fields in self.world.calls if name == method]

    def waits(self, true: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        """Wait until something of the emulator's world is true."""
        return self.world.bell.wait(true, seconds)
