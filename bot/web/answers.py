"""Answers of the web server: pages, JSON and static files, with the headers that keep them safe."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from fastapi import Response
from fastapi.responses import JSONResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from sqlalchemy.exc import SQLAlchemyError

from bot.web.parts import WebParts

log = logging.getLogger("fengqiao.web")
HERE = Path(__file__).parent
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
OWN = re.compile(r"https?://[^\s/]+(/(?:room|case)/[A-Za-z0-9_/-]+)")
"""An address of ours in words: the room, the page about a case."""


def linked(text: str) -> Markup:
    """Words with our own addresses as links; they lead to this site whatever they say."""
    found = OWN.split(text)
    words = [escape(part) for part in found[::2]]
    links = [Markup('<a href="{0}">{0}</a>').format(path) for path in found[1::2]]
    return Markup("").join(one for pair in zip(words, [*links, ""], strict=True) for one in pair)


ENVIRONMENT.filters["linked"] = linked


def policy(ancestors: str) -> str:
    """The Content-Security-Policy: our own scripts and styles, nothing inline, nothing foreign."""
    return (
        "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; "
        f"form-action 'self'; frame-ancestors {ancestors}"
    )


def guarded(response: Response, ancestors: str = "'none'") -> Response:
    """The response with the headers every answer has; nothing personal is kept by a cache."""
    headers = response.headers
    headers["Content-Security-Policy"] = policy(ancestors)
    headers["Referrer-Policy"] = "same-origin"  # no-referrer would blank the Origin of forms
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=()"
    headers.setdefault("Cache-Control", "no-store")
    return response


def page(parts: WebParts, name: str, status: int = 200, **values: Any) -> Response:
    """A page from a template."""
    text = ENVIRONMENT.get_template(name).render(parts=parts, district=parts.district, **values)
    return guarded(Response(text, status, media_type="text/html"), parts.frame_ancestors)


def lost(parts: WebParts) -> Response:
    """The one page for everything that is not there, so that nothing can be guessed from it."""
    return page(parts, "lost.html", 404)


async def kindly(parts: WebParts, answer: Awaitable[Response]) -> Response:
    """The answer, or a page that asks for patience when the store does not answer."""
    try:
        return await answer
    except (TimeoutError, SQLAlchemyError) as error:
        log.warning("a page could not be shown: %s", type(error).__name__)
        return page(parts, "busy.html", 503)


def data(values: dict[str, Any], status: int = 200) -> Response:
    """JSON."""
    return guarded(JSONResponse(values, status))


class Statics:
    """Our stylesheets and scripts, read once."""

    def __init__(self, folder: Path = HERE / "static") -> None:
        paths = [path for path in sorted(folder.iterdir()) if path.suffix in TYPES]
        self._files = {path.name: (path.read_bytes(), TYPES[path.suffix]) for path in paths}

    def answer(self, name: str, known: str) -> Response:
        """A file; 304 when the browser's copy, named by its tag `known`, is the same."""
        if name not in self._files:
            return guarded(Response(status_code=404))
        content, kind = self._files[name]
        tag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if known == tag:
            return guarded(Response(status_code=304, headers=headers))
        return guarded(Response(content, headers=headers, media_type=kind))
