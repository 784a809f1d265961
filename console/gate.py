"""The gate: every page asks here who is looking and whether they may."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from starlette.exceptions import HTTPException

from console.paper import page, see_other
from console.parts import ConsoleParts
from console.rights import Right
from console.sessions import Sessions, Visitor
from grid.refused import Refused

log = logging.getLogger("fengqiao.console")
COOKIE = "fengqiao_staff"
TYPED = ("text", "words", "why", "now", "present", "allow_why")  # fields somebody has thought about
STORE_DOWN = "系统现在连不上数据库，这一步没有保存。请过一会儿再试。"


class NotSignedIn(Exception):
    """Nobody, or a session that ended."""


class NotThere(Exception):
    """No such page, or not for this visitor: the same words, so that nothing can be guessed."""


class Stale(Exception):
    """A form that was not shown by this session."""


async def read_form(request: Request) -> dict[str, str]:
    """A posted form's fields as text; files have no place in the console."""
    form = await request.form(max_files=0, max_fields=100)
    return {name: value for name, value in form.items() if isinstance(value, str)}


Form = Annotated[dict[str, str], Depends(read_form)]


class Gate:
    """Finds the visitor of a request and denies by default."""

    def __init__(self, parts: ConsoleParts) -> None:
        self.parts = parts
        self.sessions = Sessions(parts)

    def visitor(self, request: Request, *rights: Right, touch: bool = True) -> Visitor:
        """The visitor, if signed in with both factors and having one of the rights."""
        found = self.sessions.find(request.cookies.get(COOKIE, ""), touch)
        if found is None or not found.passed:
            raise NotSignedIn
        if not any(found.may(right) for right in rights):
            raise NotThere
        return found

    def poster(self, request: Request, form: dict[str, str], *rights: Right) -> Visitor:
        """The visitor of a posted form, which must have been shown to this very session."""
        found = self.visitor(request, *rights)
        if form.get("csrf") != found.csrf:
            raise Stale
        return found


class StaffRoute(APIRoute):
    """A route whose refusals and errors are said in words, on a page."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's function with words for whatever it refuses."""
        inner = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await inner(request)
            except NotSignedIn:
                return await _signed_out(request)
            except (OperationalError, InterfaceError, TimeoutError):
                log.exception("the store did not answer")
                return await _with_typed(request, 503, STORE_DOWN)
            except (Refused, Stale) as error:
                return await _with_typed(request, 409, _refusal_words(error))
            except REFUSALS as error:
                return _refusal(error)

        return answer


REFUSALS = (NotThere, RequestValidationError, HTTPException)


def _refusal(error: Exception) -> Response:
    """What cannot be done, in words; nothing tells what is hidden from what is not there."""
    if isinstance(error, HTTPException):
        return _words(error.status_code, "这个请求没法处理，请返回再试。")
    return _words(404, "没有这个页面，或者您的岗位看不到它。")


def _refusal_words(error: Refused | Stale) -> str:
    stale = "这个页面放得太久了，请返回、刷新后再提交。"
    return error.words if isinstance(error, Refused) else stale


def _words(status: int, words: str) -> Response:
    return page("words.html", {"words": words}, status)


async def _signed_out(request: Request) -> Response:
    """To the login; words already typed are shown so that they can be copied."""
    if request.method == "GET" and "live" in request.query_params:
        return Response(status_code=401)
    if request.method == "GET":
        return see_other("/staff/login")
    words = "太久没有操作，已经自动退出。请重新登录。"
    return await _with_typed(request, 401, words)


async def _with_typed(request: Request, status: int, words: str) -> Response:
    """A page with what was typed, so that nothing is lost."""
    form = await read_form(request) if request.method == "POST" else {}
    typed = [form[name] for name in TYPED if form.get(name, "").strip()]
    values = {"words": words, "typed": "\n".join(typed)}
    return page("words.html", values | ({"login": True} if status == 401 else {}), status)
