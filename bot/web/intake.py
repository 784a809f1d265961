"""What a browser posts becomes an Incoming; refused in words when it cannot."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from fastapi import HTTPException, Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException
from starlette.types import Message

from bot.web.parts import WebParts
from bot.web.uploads import LARGEST, MOST, TOO_BIG, TOO_MANY, Upload, checked, keep
from dialogs.incoming import NOT_TAKEN, Incoming, Pin
from grid.refused import Refused

LONGEST = 20_000  # characters; whatever is longer belongs into a file
WHOLE = MOST * LARGEST + 1024 * 1024  # bytes of one POST with files
PLAIN = 200_000  # bytes of one without
MOST_READ = 4 * MOST  # files of one POST that are looked at, to say that they are too many
MANY = f"Too many files. Maximum number of files is {MOST_READ}."  # as Starlette says it
MUCH = "too much"
NAMED = 30  # characters of a file's name that are said
ID = re.compile(r"[0-9a-zA-Z-]{8,40}")
TOO_LONG = "这段话太长了，请分几次说，或者拣要紧的说。"
NOTHING = "还没有写内容。请写一句话，或者发一张照片。"
BROKEN = "这条消息没有传完整，请再发一次。"
NO_PLACE = "没有读到位置，请直接写小区和楼号。"


@dataclass(slots=True)
class Posted:
    """One message as posted."""

    id: str = ""
    text: str = ""
    button: str = ""
    shown: str = ""
    pin: Pin | None = None
    files: list[UploadFile] = field(default_factory=list)


class TooMuch(MultiPartException):
    """More bytes than a message may have; of Starlette's kind, so that it lets go of its files."""


@asynccontextmanager
async def posted(request: Request) -> AsyncIterator[Posted]:
    """A POST as read, JSON or a form, with its files open as long as the block runs.

    Raises Refused. The body is never read beyond its limit.
    """
    if request.headers.get("content-type", "").startswith("application/json"):
        yield _checked(_from_json(await _json(request)))
        return
    form = await _form(request)
    try:
        yield _checked(_from_form(form))
    finally:
        await form.close()


def _checked(found: Posted) -> Posted:
    if not ID.fullmatch(found.id):
        raise Refused(BROKEN)
    if len(found.text) > LONGEST:
        raise Refused(TOO_LONG)
    if not (found.text.strip() or found.button or found.pin or found.files):
        raise Refused(NOTHING)
    return found


def limited(request: Request, most: int) -> Request:
    """The request, which ends with TooMuch after `most` bytes, told or untold in its head."""
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise TooMuch(MUCH)
    read = 0

    async def receive() -> Message:
        nonlocal read
        message = await request.receive()
        read += len(message.get("body", b""))
        if read > most:
            raise TooMuch(MUCH)
        return message

    return Request(request.scope, receive)


async def _json(request: Request) -> dict[str, Any]:
    try:
        values = json.loads(await limited(request, PLAIN).body())
    except TooMuch:
        raise Refused(TOO_LONG) from None
    except ValueError:
        raise Refused(BROKEN) from None
    if not isinstance(values, dict):
        raise Refused(BROKEN)
    return values


async def _form(request: Request) -> FormData:
    try:
        return await limited(request, WHOLE).form(max_files=MOST_READ, max_fields=20)
    except TooMuch:
        raise Refused(TOO_BIG) from None
    except HTTPException as error:
        known = {MUCH: TOO_BIG, MANY: TOO_MANY}
        raise Refused(known.get(error.detail, BROKEN)) from None


def _words(values: Any, name: str) -> str:
    found = values.get(name, "")
    return found.encode("utf-8", "replace").decode() if isinstance(found, str) else ""


def _from_json(values: dict[str, Any]) -> Posted:
    pin = values.get("pin")
    place = _pin(pin.get("lat"), pin.get("lng")) if isinstance(pin, dict) else None
    return Posted(_words(values, "id"), _words(values, "text"), _words(values, "button")[:64],
                  _words(values, "shown")[:40], place)  # fmt: skip


def _from_form(form: FormData) -> Posted:
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    place = _pin(form.get("lat"), form.get("lng")) if form.get("lat") else None
    return Posted(_words(form, "id"), _words(form, "text"), _words(form, "button")[:64],
                  _words(form, "shown")[:40], place, files)  # fmt: skip


def _pin(lat: Any, lng: Any) -> Pin:
    try:
        pin = Pin(float(lat), float(lng))
    except (TypeError, ValueError):
        raise Refused(NO_PLACE) from None
    if not (isfinite(pin.lat) and abs(pin.lat) <= 90 and isfinite(pin.lng) and abs(pin.lng) <= 180):
        raise Refused(NO_PLACE)
    return pin


async def incoming(parts: WebParts, contact: str, message: Posted) -> Incoming:
    """The message as it enters the house, its files kept first.

    A file that cannot be taken does not hold up the words beside it: it is named in the answer.
    Without words none of the files is kept, and Refused says why.
    """
    uploads, lost = await _uploads(parts, message.files)
    if lost and not message.text.strip():
        raise Refused(lost[0][1])
    folder = parts.channel.folder
    files = await parts.do(lambda: keep(folder, uploads, message.id)) if uploads else ()
    return Incoming(
        f"{contact}:{message.id}", contact, parts.clock(),
        kind="tap" if message.button else "message", text="" if message.button else message.text,
        button=message.button, shown=message.shown, files=files, pin=message.pin,
        data={NOT_TAKEN: lost} if lost else {},
    )  # fmt: skip


async def _uploads(
    parts: WebParts, files: list[UploadFile]
) -> tuple[list[Upload], list[list[str]]]:
    """The files that can be taken, and of the others the name and why not, in words."""
    if len(files) > MOST:
        raise Refused(TOO_MANY)
    loop = asyncio.get_running_loop()
    found: list[Upload] = []
    lost: list[list[str]] = []
    for file in files:
        content = await file.read(LARGEST + 1)
        try:
            found.append(await loop.run_in_executor(parts.photos, checked, content))
        except Refused as refused:
            lost.append([_called(file.filename or ""), refused.words])
    return found, lost


def _called(name: str) -> str:
    """A file's own name, short enough to be said."""
    plain = "".join(c for c in re.split(r"[\\/]", name)[-1] if c.isprintable())
    return plain if len(plain) <= NAMED else f"{plain[: NAMED - 9]}…{plain[-8:]}"
