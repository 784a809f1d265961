"""Pages on paper: templates, the headers every page carries, and redirects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from console import words

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
    " media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin", "Cache-Control": "no-store", "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip


def _environment() -> Environment:
    """Templates that escape everything and stop at a name that is missing."""
    made = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True,
                       undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    made.filters |= words.FILTERS
    made.globals |= {"who": None, "demo": False, "here": ""}
    return made


PAPER = _environment()


def page(template: str, values: dict[str, Any], status: int = 200) -> HTMLResponse:
    """A page with the headers every page carries."""
    html = PAPER.get_template(template).render(values)
    return HTMLResponse(html, status, dict(HEADERS))


def see_other(url: str) -> Response:
    """After a form: look at the page again. `url` is one of our own paths."""
    return RedirectResponse(url, 303, {"Cache-Control": "no-store"})


STATIC = {"style.css": "text/css; charset=utf-8", "live.js": "text/javascript; charset=utf-8"}


def static(name: str) -> Response:
    """One of our own two files; anything else is not there."""
    if name not in STATIC:
        return Response(status_code=404)
    content = (HERE / "static" / name).read_bytes()
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=300"}
    return Response(content, 200, headers, STATIC[name])
