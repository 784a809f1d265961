"""WeChat joined to a running bot: its account from the settings, its route, its channel."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Iterator
from functools import partial

from fastapi import FastAPI

from bot.channels.wechat import WeChat
from bot.channels.wechat_intake import Account
from bot.channels.wechat_notices import Notice
from bot.channels.wechat_webhook import Gate, router
from bot.channels.wechat_window import Window
from bot.clock import real_time
from bot.running import Running
from dialogs.incoming import Incoming, Pin
from grid.district import District
from integrations.wechat.client import Client
from integrations.wechat.envelope import Envelope

MERE = re.compile(
    r"(?:收到|好|行|嗯+|哦+|噢|是|对|可以|没有|没|不|不是|否|看|看看|看全文|全文|查看|看一下|打开|谢谢"
    r"|知道|什么|什么事|啥|啥事|怎么|在|你好|您好|ok|OK|1|2|3|4|5|6|7|8|9)"
    r"(?:的|了|啊|吧|呢|吗|呀)?[。.!！？?~～ ]*|[。.!！？?👌👍 ]+"
)
"""Words that may be no more than an answer to the notice itself."""

log = logging.getLogger(__name__)


def join(running: Running, app: FastAPI) -> None:
    """Add the route and the channel; the settings have been checked."""
    bot, settings = running.bot, running.bot.settings
    client = Client(settings.wechat_appid, settings.wechat_secret, settings.wechat_api)
    window = Window(bot.store)
    notice = Notice.of(settings.wechat_notice) if settings.wechat_notice else None
    channel = WeChat(client, window.left, bot.clock, notice)
    key, appid = settings.wechat_aes_key, settings.wechat_appid
    account = Account(appid, lambda: bot.clock.offset, lambda scene: spot(bot.district, scene))
    gate = Gate(settings.wechat_token, account, running.rim, real_time,
                Envelope(key, appid) if key else None, Reopening(running, window))  # fmt: skip
    app.include_router(router(gate))
    running.add(channel, channel.run)


class Reopening:
    """Words told by a notice only are sent whole once the resident writes again.

    A word that merely answers the notice (收到, 好的, 1) must not answer the question told of,
    which the resident has not read: may the session be moved, is it solved.
    """

    def __init__(self, running: Running, window: Window) -> None:
        self._running = running
        self._window = window
        self._tasks: set[asyncio.Task[None]] = set()

    async def takes(self, incoming: Incoming) -> bool:
        """Whether it was such a word; then it is kept and needs no answer but the words."""
        if incoming.kind != "message" or not MERE.fullmatch(incoming.text):
            return False
        shown = await self._do(partial(self._window.shows, incoming, self._running.bot.clock()))
        return bool(shown)

    def soon(self, contact: str) -> None:
        """After any other word, beside the answer to the platform."""
        task = asyncio.ensure_future(self._reopen(contact))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reopen(self, contact: str) -> None:
        await self._do(partial(self._window.reopen, contact))

    async def _do(self, act: Callable[[], int]) -> int:
        loop = asyncio.get_running_loop()
        try:
            many = await loop.run_in_executor(self._running.store_pool, act)
        except Exception as error:  # the store is away; the next word tries again
            log.warning("wechat: words told by notice stay told (%s)", type(error).__name__)
            return 0
        if many:
            self._running.post.wake()
        return many


def spot(district: District, scene: str) -> Pin | None:
    """Where a code with that scene hangs: the place or grid it names by its id."""
    place = district.places.get(scene)
    if place is not None and place.lat is not None and place.lng is not None:
        return Pin(place.lat, place.lng)
    return next(_points(district, scene), None)


def _points(district: District, grid: str) -> Iterator[Pin]:
    """Points of a grid that lie in no place of it: it is the grid that is known, and no more."""
    for area in district.areas:
        if area.of != grid:
            continue
        ring = area.rings[0]
        for corners in (ring, *(ring[at : at + 3] for at in range(len(ring) - 2))):
            lng, lat = (sum(values) / len(corners) for values in zip(*corners, strict=True))
            unit = district.grid_at(lat, lng)
            if unit and unit.id == grid and district.place_at(lat, lng) is None:
                yield Pin(lat, lng)
