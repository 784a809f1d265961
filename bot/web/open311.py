"""Open311 GeoReport v2: other systems enter what residents told them and read how it stands."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError

from bot.desk.looking import look_at, public
from bot.door import Door
from bot.keys import READ_OWN, READ_PUBLIC, Porter
from bot.web.answers import guarded
from bot.web.open311_intake import Intake
from bot.web.open311_posting import AWAY, Page, Posting
from grid.events import Actor
from grid.refused import Refused
from grid.systems import OtherMatter
from integrations.open311 import openapi, services
from integrations.open311.body import clean
from integrations.open311.paper import MEDIA, errors, format_of, written
from integrations.open311.query import Query, query_of
from integrations.open311.requests import request
from integrations.open311.wrong import Wrong
from integrations.sql.keys import Wanted

log = logging.getLogger("fengqiao.open311")
LARGEST = 256 * 1024  # bytes of a body
CHANGED = "2026-11-22T00:00:00+08:00"
"""When these routes last changed their shape."""
PREFIX = "/open311"
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
FAULT = "系统出了点问题，这件事没有办成。请稍后再发；有危险请马上打110、119或120。"

Paper = tuple[str, Any, int]
"""The outermost element, the plain value, the status."""


@dataclass(slots=True)
class Open311:
    """The routes under /open311."""

    door: Door
    page: Page
    address: str
    pool: Executor = field(default_factory=lambda: ThreadPoolExecutor(2, "system"))
    """Threads of their own: what other systems send holds up no resident."""
    porter: Porter = field(init=False)

    def __post_init__(self) -> None:
        self.porter = Porter(self.door.house.store, self.door.house.clock)

    def routes(self) -> APIRouter:
        """The router."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route(f"{PREFIX}/openapi.json", self.described, methods=["GET"])
        router.add_api_route(f"{PREFIX}/v2/{{path:path}}", self.v2, methods=METHODS)
        router.add_api_route(f"{PREFIX}/{{path:path}}", self.lost, methods=METHODS)
        return router

    async def described(self) -> Response:
        """The OpenAPI description."""
        return self._answer(("", openapi.description(self.address), 200), "json")

    async def lost(self, http: Request, path: str) -> Response:
        """Whatever is not there."""
        return await self.v2(http, f"lost/{path}")

    async def v2(self, http: Request, path: str) -> Response:
        """One route by its path; whatever goes wrong is the standard's list of errors."""
        stem, form = format_of(path.rstrip("/"), http.headers.get("accept", ""))
        try:
            paper = await self._route(http, stem.split("/"))
        except Wrong as wrong:
            paper = ("errors", errors(wrong.code, wrong.words), wrong.code)
        except OtherMatter as other:
            paper = ("errors", errors(409, other.words), 409)
        except Refused as refused:
            paper = ("errors", errors(400, refused.words), 400)
        except (SQLAlchemyError, TimeoutError) as error:
            log.warning("the store did not answer: %s", type(error).__name__)
            paper = ("errors", errors(503, AWAY), 503)
        except Exception:
            log.exception("a request failed")
            paper = ("errors", errors(500, FAULT), 500)
        return self._answer(paper, form)

    def _answer(self, paper: Paper, form: str) -> Response:
        root, value, status = paper
        response = Response(written(root, value, form), status, media_type=MEDIA[form])
        if status in (429, 503):
            response.headers["Retry-After"] = "60"
        return guarded(response)

    async def _route(self, http: Request, parts: list[str]) -> Paper:
        ways: dict[tuple[str, int], Callable[[Request, list[str]], Awaitable[Paper]]] = {
            ("discovery", 1): self._discovery, ("services", 1): self._services,
            ("services", 2): self._service, ("requests", 1): self._requests,
            ("requests", 2): self._requests,
        }  # fmt: skip
        way = ways.get((parts[0], len(parts)))
        if way is None:
            raise Wrong(404, f"没有这个地址。有哪些地址，见 {PREFIX}/openapi.json。")
        if http.method == "POST" and parts == ["requests"]:
            return await self._posted(http)
        if http.method != "GET":
            raise Wrong(405, "这个地址只能用 GET。")
        return await way(http, parts)

    async def _discovery(self, http: Request, parts: list[str]) -> Paper:
        found = services.discovery(self.door.house.district, self.address, CHANGED)
        return "discovery", found, 200

    async def _services(self, http: Request, parts: list[str]) -> Paper:
        return "services", services.services(self.door.house.district), 200

    async def _service(self, http: Request, parts: list[str]) -> Paper:
        found = services.definition(self.door.house.district, parts[1])
        return "service_definition", found, 200

    # reading

    async def _requests(self, http: Request, parts: list[str]) -> Paper:
        given = {name: clean(value) for name, value in http.query_params.items()}
        text, query = key_of(http.headers, given), query_of(given, self.door.house.clock())
        numbers = (clean(parts[1]),) if len(parts) > 1 else query.numbers
        seen = await self._do(lambda: self._look(text, query, numbers))
        if len(parts) > 1 and not seen:
            raise Wrong(404, "没有找到这个编号，或者不是您的系统登记的。")
        return "service_requests", seen, 200

    def _look(self, text: str, query: Query, numbers: tuple[str, ...]) -> list[dict[str, Any]]:
        key, district = self.porter.opens(text, READ_OWN, READ_PUBLIC), self.door.house.district
        self.porter.count(key)
        own, others = key.may(READ_OWN), key.may(READ_PUBLIC)
        wanted = Wanted(key.name, own, public(district) if others else None, numbers, query.codes,
                        query.start, query.end, query.closed, (query.page - 1) * query.size,
                        query.size)  # fmt: skip
        actor = Actor(f"system:{key.name}", "system")
        looks = self.door.change(actor, lambda desk: look_at(desk, wanted))
        return [request(look, district) for look in looks]

    # entering

    async def _posted(self, http: Request) -> Paper:
        raw = await _read(http)
        posting = Posting(self.door, Intake(self.door.house), self.porter, self.page)
        kind, own = http.headers.get("content-type", ""), http.headers.get("idempotency-key", "")
        text = key_of(http.headers, http.query_params)

        def act() -> tuple[list[dict[str, Any]], bool]:
            return posting.take((kind, raw), text, own)

        answer, fresh = await self._do(act)
        return "service_requests", answer, 201 if fresh else 200

    async def _do(self, act: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.pool, act)


def key_of(headers: Mapping[str, str], given: Mapping[str, str]) -> str:
    """The key as it was sent: a header keeps it out of addresses, which others write down."""
    bearer = headers.get("authorization", "")
    if bearer[:7].lower() == "bearer ":
        return bearer[7:].strip()
    return headers.get("x-api-key", "") or given.get("api_key", "")


async def _read(http: Request) -> bytes:
    """The body, as far as one may be long."""
    parts, size = [], 0
    async for part in http.stream():
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise Wrong(413, "内容太长了。description 最多4000个字，照片请用 media_url 给网址。")
    return b"".join(parts)
