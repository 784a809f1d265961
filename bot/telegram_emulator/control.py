"""The other side of the emulator over HTTP: the page to chat with, and acts as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.telegram_emulator.faults import Fault
from bot.telegram_emulator.person import Person
from bot.telegram_emulator.refusal import Json
from bot.telegram_emulator.world import World

PAGE = Path(__file__).with_name("page.html")
HOLD = 20.0  # seconds a page's question for news is held

Act = Callable[[Person, Json], Any]

ACTS: dict[str, Act] = {
    "say": lambda person, given: person.says(given["text"]),
    "edit": lambda person, given: person.edits(given["message"], given["text"]),
    "tap": lambda person, given: person.taps_data(given["message"], given["data"]),
    "pin": lambda person, given: person.pin(given["lat"], given["lng"]),
    "phone": lambda person, given: person.shares_phone(given["phone"]),
    "sticker": lambda person, given: person.sticker(given.get("emoji", "😡")),
    "voice": lambda person, given: person.voice(),
    "block": lambda person, given: person.blocks(),
    "unblock": lambda person, given: person.unblocks(),
}


def routes(world: World) -> list[Route]:
    """The page and the acts; everything else of the emulator is the Bot API."""
    return [
        Route("/", _page),
        Route("/control/{user:int}/photos", partial(_photos, world), methods=["POST"]),
        Route("/control/{user:int}/{act}", partial(_acted, world), methods=["POST"]),
        Route("/control/{user:int}", partial(_chat, world)),
        Route("/control/faults", partial(_fault, world), methods=["POST"]),
        Route("/control/file/{name}", partial(_file, world)),
    ]


async def _page(_: Request) -> Response:
    return HTMLResponse(PAGE.read_text(encoding="utf-8"))


async def _fault(world: World, request: Request) -> Response:
    """Plan a fault; the fields are those of Fault."""
    try:
        world.faults.planned.append(Fault(**await request.json()))
    except (ValueError, TypeError) as error:
        return JSONResponse({"error": repr(error)}, status_code=400)
    return JSONResponse({"ok": True})


async def _file(world: World, request: Request) -> Response:
    data = world.files.get(request.path_params["name"])
    return Response(data, media_type="image/jpeg") if data else Response(status_code=404)


async def _acted(world: World, request: Request) -> Response:
    act = ACTS.get(request.path_params["act"])
    try:
        given = json.loads(await request.body() or b"{}")
        if act is None:
            return JSONResponse({"error": "no such act"}, status_code=404)
        result = act(Person(world, request.path_params["user"]), given)
    except (ValueError, KeyError, TypeError) as error:
        return JSONResponse({"error": repr(error)}, status_code=400)
    return JSONResponse({"result": result})


async def _photos(world: World, request: Request) -> Response:
    """One photo or an album, uploaded as `photo`, with a `caption`."""
    person = Person(world, request.path_params["user"])
    async with request.form() as form:
        files = [f for f in form.getlist("photo") if isinstance(f, UploadFile)]
        photos = [await file.read() for file in files]
        caption = str(form.get("caption", ""))
    if len(photos) > 1:
        return JSONResponse({"result": person.album(*photos, caption=caption)})
    sent = [person.sends_photo(data, caption) for data in photos]
    return JSONResponse({"result": sent})


async def _chat(world: World, request: Request) -> Response:
    """The chat as it stands, at once or when it differs from version `since`."""
    since = int(request.query_params.get("since", "-1"))
    await world.bell.wait_async(lambda: world.bell.rung != since or world.closed, HOLD)
    with world.bell.lock:
        chat = Person(world, request.path_params["user"]).chat
        messages = list(chat.messages.values())
        shown = {"bot": world.me, "messages": messages, "keyboard": chat.keyboard}
        return JSONResponse({"version": world.bell.rung, **shown})
