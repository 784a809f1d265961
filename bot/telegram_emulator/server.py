"""The Bot API over HTTP: calls, long polling, downloads, and updates posted to a webhook."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.telegram_emulator.asked import Asked
from bot.telegram_emulator.control import routes
from bot.telegram_emulator.fields import FIELDS
from bot.telegram_emulator.methods import METHODS, start_poll
from bot.telegram_emulator.refusal import Json, Refusal
from bot.telegram_emulator.world import World

_BY_NAME = {name.lower(): name for name in FIELDS}


def app(world: World) -> Starlette:
    """The server as an ASGI application."""
    call, file = partial(answer, world), partial(download, world)
    return Starlette(
        routes=[
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
            Route("/file/bot{token}/files/{name}", file),
            *routes(world),
        ],
        lifespan=partial(_life, world),
    )


@contextlib.asynccontextmanager
async def _life(world: World, _: Starlette) -> AsyncIterator[None]:
    posting = asyncio.ensure_future(post_updates(world))
    yield
    posting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await posting


async def download(world: World, request: Request) -> Response:
    """A file's bytes, for who has the token."""
    data = world.files.get(request.path_params["name"])
    known = request.path_params["token"] == world.token and data is not None
    return Response(data) if known else Response(status_code=404)


async def answer(world: World, request: Request) -> Response:
    """One call of the bot, answered as Telegram would."""
    try:
        result = await _result(world, request)
    except Refusal as refusal:
        return JSONResponse(refusal.body(), status_code=refusal.status)
    return JSONResponse({"ok": True, "result": result})


async def _result(world: World, request: Request) -> Any:
    if request.path_params["token"] != world.token:
        raise Refusal(401, "Unauthorized")
    given = request.path_params["method"]
    name = _BY_NAME.get(given.lower())
    asked = await read(request)
    chat = asked.number("chat_id") if "chat_id" in asked.fields else None
    fault = world.faults.next(given, chat)
    if fault and fault.hang:
        await asyncio.sleep(fault.hang)
    if fault and not fault.done:
        raise fault.refusal()
    if name is None:
        raise Refusal(404, "Not Found")
    result = await _done(world, name, asked)
    if fault:
        raise fault.refusal()
    return result


async def _done(world: World, name: str, asked: Asked) -> Any:
    world.calls.append((name, asked.fields))
    asked.only(FIELDS[name])
    if name == "getUpdates":
        return await long_poll(world, asked)
    with world.bell.lock:
        return METHODS[name](world, asked)


async def long_poll(world: World, asked: Asked) -> list[Json]:
    """Updates at once, or when the first comes, or none after `timeout` seconds."""
    mine = start_poll(world, asked)
    offset, limit = asked.number("offset"), min(asked.number("limit", 100) or 100, 100)
    world.fetch(offset, limit)  # confirms what came before the offset

    def over() -> bool:
        return bool(world.updates) or world.polls != mine or world.closed

    await world.bell.wait_async(over, min(asked.number("timeout"), 50))
    if world.polls != mine:
        raise Refusal(409, "Conflict: terminated by other getUpdates request")
    return world.fetch(offset, limit)


async def read(request: Request) -> Asked:
    """The fields of a call; raises Refusal when the body cannot be read."""
    fields: Json = dict(request.query_params)
    files: dict[str, bytes] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        fields |= _json(await request.body())
    elif request.method == "POST":
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = await value.read()
                else:
                    fields[name] = value
    # A file uploaded under a field's own name counts as that field.
    return Asked({**{n: f"attach://{n}" for n in files if n in _FILES}, **fields}, files)


_FILES = frozenset({"photo", "document", "voice", "certificate"})


def _json(body: bytes) -> Json:
    try:
        fields = json.loads(body)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise Refusal(400, "Bad Request: can't parse JSON object")
    return fields


async def post_updates(world: World) -> None:
    """Post each update to the webhook, in order, again and again until it is taken."""
    async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
        failures = 0
        while True:
            await world.bell.wait_async(lambda: bool(world.webhook and world.updates), 3600)
            if await _posted(world, client):
                failures = 0
                continue
            failures += 1
            await asyncio.sleep(min(2.0, 0.02 * 2**failures))


async def _posted(world: World, client: httpx.AsyncClient) -> bool:
    """Post the oldest update; True when it was taken."""
    hook, waiting = world.webhook, world.updates[:1]
    if not hook or not waiting:
        return True
    headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
    times = 2 if world.faults.twice else 1
    try:
        answers = [
            await client.post(hook.url, json=waiting[0], headers=headers) for _ in range(times)
        ]
    except httpx.HTTPError:
        return False
    if not all(answer.is_success for answer in answers):
        return False
    with world.bell.lock:
        world.updates = [u for u in world.updates if u is not waiting[0]]
        world.bell.ring()
    return True
