"""Serving: one process with web chat, console, scheduler and channels."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import hmac
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from bot.build import Bot, build
from bot.channels.mail import Mail
from bot.metrics import metrics_page
from bot.pages import mount
from bot.prepare import patiently, prepare
from bot.running import Running
from bot.settings import Settings, secret_of


def serve(settings: Settings, everything: bool = True) -> int:
    """Prepare and run until stopped; without `everything` only a worker without web pages."""
    if everything and (taken := _taken(settings)):
        print(taken, file=sys.stderr)
        return 2
    prepare(settings, sys.stderr.write)
    bot = build(settings)
    running = Running(bot, everything)
    if not everything:
        asyncio.run(work(running))
        return 0
    app = patiently(lambda: create_app(running), sys.stderr.write)
    config = uvicorn.Config(app, host=settings.host, port=int(settings.port), log_level="warning",
                            access_log=False, timeout_graceful_shutdown=3)  # fmt: skip
    uvicorn.Server(config).run()
    return 0


def _taken(settings: Settings) -> str:
    """Why the web server could not listen where it is told to; empty when it can."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((settings.host, int(settings.port)))
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            if error.errno == errno.EADDRINUSE:
                return f"{where} 已经有程序在用。请停掉那个程序，或者用 FENGQIAO_PORT 换一个端口。"
            return f"{where} 用不了（{error}）。请看 FENGQIAO_HOST 和 FENGQIAO_PORT。"
    return ""


async def work(running: Running) -> None:
    """A worker beside `serve`: turns and due actions, until interrupted or told to end."""
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, running.stop.set)
    await running.start()
    print(
        f"枫桥工作进程已启动（{running.bot.district.name}），不带网页。按 Ctrl-C 结束。", flush=True
    )
    await _until_stopped(running)


async def _until_stopped(running: Running) -> None:
    try:
        await running.stop.wait()
    finally:
        await running.end()


def create_app(running: Running) -> FastAPI:
    """The web application around a bot; its life is the bot's."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        await running.start()
        greet(running.bot)
        yield
        await running.end()

    app = FastAPI(title="枫桥", docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)
    mount(app, running)
    app.include_router(metrics_page(running.overview.text, running.bot.settings.metrics_token))
    _telegram(running, app)
    _wechat(running, app)
    _mail(running)

    @app.get("/health")
    def health() -> JSONResponse:
        found = running.health()
        return JSONResponse(found, 200 if found["ok"] else 503)

    return app


def _telegram(running: Running, app: FastAPI | None) -> None:
    """Telegram, if there is a token: long polling, or a webhook when a public URL is set."""
    settings = running.bot.settings
    if not settings.telegram_token:
        return
    from bot.channels.telegram import Telegram  # its library takes a moment to import

    channel = Telegram(
        settings.telegram_token, settings.telegram_api, running.rim, running.bot.clock
    )
    run: Callable[[asyncio.Event], Awaitable[None]] = channel.run_polling
    if settings.telegram_webhook and app is not None:
        secret = webhook_secret(settings)
        app.include_router(channel.webhook_router(secret))

        async def run(stop: asyncio.Event) -> None:
            await channel.run_webhook(stop, settings.telegram_webhook, secret)

    running.add(channel, run)


def _wechat(running: Running, app: FastAPI) -> None:
    """WeChat, if there is an account."""
    if running.bot.settings.wechat_appid:
        from bot.channels.wechat_joining import join  # its parts take a moment to import

        join(running, app)


def _mail(running: Running) -> None:
    """E-mail to members of the panel, where a mail server is set."""
    settings = running.bot.settings
    if settings.smtp_url:
        running.add(Mail(settings.smtp_url, settings.mail_from))


def webhook_secret(settings: Settings) -> str:
    """The secret Telegram must send along, made from ours."""
    key = secret_of(settings).encode()
    return hmac.new(key, b"fengqiao:telegram-webhook", hashlib.sha256).hexdigest()


def greet(bot: Bot) -> None:
    """The one URL a newcomer reads."""
    address = bot.settings.address
    print(f"\n枫桥已启动（{bot.district.name}）。", flush=True)
    print(f"居民网页： {address}/   工作人员： {address}/staff/\n", flush=True)


async def serve_with_emulator(settings: Settings, port: int) -> int:
    """Our bot behind the emulator's page: Telegram without a token."""
    from bot.telegram_emulator.emulator import Emulator

    with Emulator(port=port) as emulator:
        settings = replace(settings, telegram_token=emulator.token, telegram_api=emulator.url)
        prepare(settings, sys.stderr.write)
        running = Running(build(settings))
        _telegram(running, None)
        await running.start()
        print(
            f"打开 {emulator.url}/ ，像在 Telegram 上一样和机器人说话。按 Ctrl-C 结束。", flush=True
        )
        await _until_stopped(running)
    return 0
