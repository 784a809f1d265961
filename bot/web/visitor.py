"""Who is there: the contact in a signed cookie, which works with the database down."""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlsplit

from fastapi import Request, Response

from bot.web.parts import WebParts

COOKIE = "fq"
HUSH = "fqh"  # this browser wants an empty page, whatever the store says yet
YEAR = 365 * 24 * 3600
CONTACT = re.compile(r"web:[0-9a-f]{32}")
HUSHED = 600  # seconds; by then the turn has marked the conversation itself


def contact_of(request: Request, parts: WebParts) -> str:
    """The visitor's contact; empty when there is none or its signature is wrong."""
    contact = parts.seal.unsigned(request.cookies.get(COOKIE, ""))
    return contact if CONTACT.fullmatch(contact) else ""


def new_contact() -> str:
    """A contact nobody can guess, 128 random bits."""
    return f"web:{secrets.token_hex(16)}"


def remember(response: Response, request: Request, parts: WebParts, contact: str) -> None:
    """Give the browser its contact."""
    response.set_cookie(COOKIE, parts.seal.signed(contact), max_age=YEAR, httponly=True,
                        samesite="lax", secure=encrypted(request, parts))  # fmt: skip


def hush(response: Response, request: Request, parts: WebParts) -> None:
    """The next pages of this browser begin empty, even if loaded before the turn is done."""
    response.set_cookie(HUSH, "1", max_age=HUSHED, httponly=True, samesite="lax",
                        secure=encrypted(request, parts))  # fmt: skip


def encrypted(request: Request, parts: WebParts) -> bool:
    """Whether the visitor came by https, seen here or told by our public address."""
    public = urlsplit(parts.address)
    return request.url.scheme == "https" or (
        public.scheme == "https" and request.headers.get("host") == public.netloc
    )


def from_here(request: Request, parts: WebParts) -> bool:
    """Whether a POST comes from our own pages (beside SameSite, against forged requests)."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
    ours = {request.headers.get("host", ""), urlsplit(parts.address).netloc}
    return urlsplit(origin).netloc in ours - {""}
