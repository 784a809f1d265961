"""The platform's calls over HTTP, as strict as the real ones."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.wechat_emulator.world import Json, Refusal, Shown, World

LONGEST_TEXT = 2048  # bytes
LONGEST_HEAD, MOST_ITEMS, LONGEST_ID, LONGEST_ITEM = 1024, 10, 64, 128


def app(world: World) -> Starlette:
    """The server as an ASGI application."""
    posts: dict[str, Callable[[World, Json], Json]] = {
        "/cgi-bin/message/custom/send": custom,
        "/cgi-bin/message/template/send": notice,
        "/cgi-bin/message/subscribe/bizsend": notice,
    }
    routes = [
        Route(path, partial(post, world, act), methods=["POST"]) for path, act in posts.items()
    ]
    stable = Route("/cgi-bin/stable_token", partial(post, world, stable_token), methods=["POST"])
    gets = [Route("/cgi-bin/token", partial(token, world)),
            Route("/cgi-bin/media/get", partial(media, world))]  # fmt: skip
    return Starlette(routes=[*routes, stable, *gets])


async def post(world: World, act: Callable[[World, Json], Json], request: Request) -> Response:
    """One call with a JSON body; all but the one for a token need one."""
    raw, path = await request.body(), request.url.path
    with world.bell.lock:
        world.bell.ring()
        if (fault := world.fault(path)) and fault.status:
            return Response(status_code=fault.status)
        try:
            if fault:
                raise Refusal(fault.code, "planned")
            body = _json(raw)
            world.calls.append((path, body))
            if act is not stable_token:
                world.check_access(request.query_params.get("access_token", ""))
            return JSONResponse(act(world, body))
        except Refusal as refusal:
            return JSONResponse(refusal.body)


def _json(raw: bytes) -> Json:
    """The body; text that was escaped would be shown escaped, so it is refused here."""
    if b"\\u" in raw:
        raise Refusal(47001, "escaped text")
    try:
        body = json.loads(raw)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refusal(47001, "data format error")
    return body


def stable_token(world: World, body: Json) -> Json:
    """The token for whoever knows the secret."""
    if body.get("appid") != world.appid:
        raise Refusal(40013, "invalid appid")
    if body.get("secret") != world.secret:
        raise Refusal(40125, "invalid appsecret")
    if body.get("grant_type") != "client_credential":
        raise Refusal(40002, "invalid grant_type")
    return world.access(bool(body.get("force_refresh")))


async def token(world: World, request: Request) -> Response:
    """The older call: each time another token, and the one before is void."""
    asked = {**request.query_params, "force_refresh": True}
    with world.bell.lock:
        try:
            return JSONResponse(stable_token(world, asked))
        except Refusal as refusal:
            return JSONResponse(refusal.body)


def custom(world: World, body: Json) -> Json:
    """A customer-service message: text or list."""
    kind = body.get("msgtype")
    if kind == "text":
        shown = Shown(_within(body["text"]["content"], LONGEST_TEXT))
    elif kind == "msgmenu":
        shown = _list(world, body["msgmenu"])
    else:
        raise Refusal(40008, "invalid message type")
    world.spend(str(body.get("touser"))).shown.append(shown)
    return {"errcode": 0, "errmsg": "ok"}


def _within(text: str, longest: int) -> str:
    if not text.strip():
        raise Refusal(44004, "empty content")
    if len(text.encode()) > longest:
        raise Refusal(45002, "content size out of limit")
    return text


def _list(world: World, menu: Json) -> Shown:
    if not world.lists:
        raise Refusal(40200, "invalid account type")
    items = tuple((str(one["id"]), str(one["content"])) for one in menu["list"])
    if not 0 < len(items) <= MOST_ITEMS:
        raise Refusal(47001, "list")
    for number, words in items:
        _within(number, LONGEST_ID)
        _within(words, LONGEST_ITEM)
    rows = (_within(menu["head_content"], LONGEST_HEAD), *(words for _, words in items))
    return Shown("\n".join((*rows, menu.get("tail_content", ""))).strip(), items=items)


def notice(world: World, body: Json) -> Json:
    """A template or subscription message: no word of the follower is needed for it."""
    person = world.followers.get(str(body.get("touser")))
    if person is None or not person.follows:
        raise Refusal(43004, "require subscribe")
    if person.barred:
        raise Refusal(43101, "user refuse to accept the msg")
    fields = world.templates.get(str(body.get("template_id")))
    if fields is None:
        raise Refusal(40037, "invalid template_id")
    values = {name: str(one["value"]) for name, one in body["data"].items()}
    if set(values) != fields or any(not value for value in values.values()):
        raise Refusal(47003, "argument invalid")
    if any(name.startswith("thing") and len(value) > 20 for name, value in values.items()):
        raise Refusal(47003, "argument invalid! data.thing.value invalid")
    person.shown.append(Shown("\n".join(values.values()), way="notice"))
    return {"errcode": 0, "errmsg": "ok", "msgid": secrets.randbelow(10**9)}


async def media(world: World, request: Request) -> Response:
    """A file a follower sent; where a video lies is told, and it is fetched there."""
    query = request.query_params
    with world.bell.lock:
        if (fault := world.fault(request.url.path)) and fault.status:
            return Response(status_code=fault.status)
        try:
            world.check_access(query.get("access_token", ""))
        except Refusal as refusal:
            return JSONResponse(refusal.body)
        found = world.files.get(query.get("media_id", ""))
    if found is None:
        return JSONResponse(Refusal(40007, "invalid media_id").body)
    return Response(found[1], media_type=found[0])
