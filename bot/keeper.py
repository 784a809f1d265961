"""The keeper: attachments are fetched and cleaned, and what has had its time is erased (F.1)."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps
from sqlalchemy import ColumnElement, false, or_, select, true

from bot.channels.port import Channel, TryLater, Unreachable
from dialogs.covered import Own, doorless, own_of, unknown
from grid.refused import Refused
from integrations.sql import schema
from integrations.sql.anchors import Anchors
from integrations.sql.boxes import SAID
from integrations.sql.expiring import Expiring
from integrations.sql.store import Store, Work
from mediation.case import ENDS

ALONE = timedelta(days=180)  # what was said alone, of cases that have ended (C.1, C9)
LARGEST = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3000  # pixels; enough to read a meter, small enough to keep
KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif",
         b"OggS": "audio/ogg", b"ID3": "audio/mpeg", b"#!AMR": "audio/amr",
         b"\x1aE\xdf\xa3": "video/webm"}  # fmt: skip


class BadFile(Exception):
    """A file that is not kept; the message says why, in Chinese."""


def sniffed(content: bytes) -> str:
    """The type by the first bytes, whatever the name says; raises BadFile for anything else."""
    if not content:
        raise BadFile("这个文件是空的。")
    if len(content) > LARGEST:
        raise BadFile("文件太大了，最多20兆。")
    for start, mime in KINDS.items():
        if content.startswith(start):
            return mime
    if content[:4] == b"RIFF" and content[8:12] in (b"WEBP", b"WAVE"):
        return "image/webp" if content[8:12] == b"WEBP" else "audio/wav"
    if content[4:8] == b"ftyp":
        return "video/mp4"
    raise BadFile("这种文件收不了，请发照片或语音。")


def cleaned(content: bytes, mime: str) -> bytes:
    """A picture without EXIF (turned upright first); other files as they are.

    Raises BadFile for what is no picture or has more pixels than a camera makes.
    """
    if not mime.startswith("image/"):
        return content
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadFile("这张图片太大了，请发小一点的。")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded smaller at once
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=88)
    except (OSError, ValueError, Image.DecompressionBombError):
        raise BadFile("这张图片打不开，请换一张。") from None
    return out.getvalue()


class Keeper:
    """Fetches files that are waiting, and erases by the dates that were told."""

    def __init__(self, store: Store, channels: Mapping[str, Channel], folder: Path,
                 clock: Callable[[], datetime], retention: Mapping[str, int]) -> None:  # fmt: skip
        self.store = store
        self.channels = channels
        self.folder = folder
        self.clock = clock
        self.retention = retention

    async def fetch(self) -> int:
        """Fetch what waits; returns how many files were handled.

        The store and Pillow work in threads: a locked store must never hold up the loop, on
        which safety sentences leave.
        """
        table = schema.files
        mine = or_(false(), *(table.c.contact.startswith(f"{name}:") for name in self.channels))
        rows = await asyncio.to_thread(self._rows, (table.c.state == "waiting") & mine, 20)
        for row in rows:
            await self._one(row)
        if await asyncio.to_thread(self._rows, table.c.state == "dropping", 1):
            await asyncio.to_thread(self._drop)
        return len(rows)

    def _rows(self, where: ColumnElement[bool], most: int) -> list[Any]:
        with self.store.read() as work:
            query = select(schema.files).where(where).limit(most)
            return list(work.connection.execute(query))

    def _drop(self) -> None:
        """Files of talk that was erased go at once, unless another row needs their bytes."""
        table = schema.files
        with self.store.begin() as work:
            query = select(table).where(table.c.state == "dropping").limit(50)
            for row in work.connection.execute(query).all():
                self._forget(work, row)
                (self.folder / "uploads" / row.ref.rpartition("/")[2]).unlink(missing_ok=True)

    def _forget(self, work: Work, row: Any) -> None:
        work.files.save(row.id, state="erased", hash="")
        others = select(schema.files.c.id).where(schema.files.c.hash == row.hash)
        if row.hash and not work.connection.execute(others).first():
            self.path(row.hash).unlink(missing_ok=True)

    async def _one(self, row: Any) -> None:
        channel = self.channels[row.contact.partition(":")[0]]
        try:
            content = await channel.fetch(row.ref)
            values = await asyncio.to_thread(self._put, content)
        except TryLater:
            return
        except (Unreachable, BadFile, ValueError) as error:
            values = {"state": "failed", "note": str(error)[:200] or "取不到这个文件"}
        await asyncio.to_thread(self._save, row.id, values)

    def _save(self, row: int, values: dict[str, Any]) -> None:
        with self.store.begin() as work:
            work.files.save(row, **values)

    def keep_photo(self, raw: bytes) -> dict[str, Any]:
        """A photo of staff, kept at once; Refused for anything else."""
        try:
            if not sniffed(raw).startswith("image/"):
                raise BadFile("请附照片（JPG、PNG、WEBP、GIF）。")
            kept = self._put(raw)
        except BadFile as error:
            raise Refused(str(error)) from None
        return {name: kept[name] for name in ("hash", "mime", "size")}

    def _put(self, raw: bytes) -> dict[str, Any]:
        mime = sniffed(raw)
        content = cleaned(raw, mime)
        mark = hashlib.sha256(content).hexdigest()
        path = self.folder / "files" / mark[:2] / mark
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(content)
        kept = "image/jpeg" if mime.startswith("image/") else mime
        return {"state": "kept", "hash": mark, "mime": kept, "size": len(content)}

    def path(self, mark: str) -> Path:
        """Where a kept file lies."""
        return self.folder / "files" / mark[:2] / mark

    def sweep(self) -> dict[str, int]:
        """Erase what has had its time and seal who saw what; how many rows, by kind (F.1)."""
        now = self.clock()
        with self.store.begin() as work:
            alone = work.private.outlive([str(one) for one in ENDS], now - ALONE)
            return {"messages": self._old_chat(work, now), "files": self._old_files(work, now),
                    "tickets": self._old_tickets(work, now), "alone": alone,
                    "people": self._old_people(work, now),
                    "sealed": Anchors(work.connection).seal(now)}  # fmt: skip

    def _old_files(self, work: Work, now: datetime) -> int:
        """Photos and recordings after two years; bytes that another row needs stay."""
        before = now - timedelta(days=self.retention["photo"])
        table = schema.files
        query = select(table).where(table.c.at < before, table.c.state == "kept")
        rows = work.connection.execute(query.limit(200)).all()
        for row in rows:
            self._forget(work, row)
        self._old_uploads(now - timedelta(days=self.retention["chat"]))
        return len(rows)

    def _old_uploads(self, before: datetime) -> None:
        """Raw uploads go with the talk; what a ticket needs has been copied by then."""
        folder = self.folder / "uploads"
        for path in folder.iterdir() if folder.exists() else ():
            if path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)

    def _old_chat(self, work: Work, now: datetime) -> int:
        """Talk that belongs to no ticket after thirty days, other talk after a ticket's years."""
        before, last = self._before(now, "chat"), self._before(now, "ticket")
        work.questions.outlive(before)
        Expiring(work.connection).alerts(before)
        idle = schema.inbox.c.contact.not_in(select(schema.tickets.c.contact))
        return _erased(work, before, idle) + _erased(work, last, true())

    def _before(self, now: datetime, kind: str) -> datetime:
        """What is older than this has had its time."""
        return now - timedelta(days=self.retention[kind])

    def _old_tickets(self, work: Work, now: datetime) -> int:
        """Tickets at the end of their years, tip-offs two years after theirs, lose their people."""
        expiring, secret = Expiring(work.connection), self._before(now, "tip_off")
        tips = expiring.tip_offs(secret)
        for number in tips:
            _erase_talk(work, number, secret)
        numbers = sorted({*tips, *expiring.old(self._before(now, "ticket"))})
        for number in numbers:
            ticket = work.tickets.get(number)
            cover = partial(_leading_nowhere, own_of(expiring.told(number)))
            expiring.expire(number, now, cover)
            work.corrections.outlive(ticket.contact if ticket else "")
        work.calls.forget(numbers)
        work.finding.forget(numbers)
        return len(numbers)

    def _old_people(self, work: Work, now: datetime) -> int:
        """What was said in surveys, and who has nothing here any more."""
        expiring = Expiring(work.connection)
        expiring.ratings(self._before(now, "survey"))
        return expiring.people(self._before(now, "chat"))


def _erased(work: Work, before: datetime, where: ColumnElement[bool]) -> int:
    """Blank what those contacts said until then; returns how many messages."""
    old = select(schema.inbox.c.contact).where(
        schema.inbox.c.state.in_(SAID), schema.inbox.c.at < before, where).distinct()  # fmt: skip
    count = 0
    for contact in list(work.connection.scalars(old.limit(200))):
        count += work.inbox.erase(contact, before)
        work.outbox.erase(contact, before)
        if work.inbox.of(contact, 1)[0].incoming.at < before:
            work.corrections.outlive(contact)
    return count


def _erase_talk(work: Work, number: str, before: datetime) -> None:
    """The talk in which a tip-off was given goes with it."""
    ticket = work.tickets.get(number)
    if ticket is not None:
        work.inbox.erase(ticket.contact, before)
        work.outbox.erase(ticket.contact, before)


def _leading_nowhere(own: Own, text: str) -> str:
    """Words without the numbers, names and doors told anywhere in the same matter."""
    return doorless(unknown(own.out_of(text)))
