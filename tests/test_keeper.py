"""Files are what they say they are, without traces; what has had its time is gone (F.1, G3 35)."""

from __future__ import annotations

import asyncio
import io
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from bot.channels.port import TryLater, Unreachable
from bot.keeper import BadFile, Keeper, cleaned, sniffed
from bot.running import Running
from dialogs.incoming import Attachment
from dialogs.say import Say
from integrations.sql import schema
from tests.test_faults import Mouth, running, until
from tests.town import Town

ME = "terminal:me"


def jpeg(width: int = 40, height: int = 20, secret: bytes = b"") -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    if secret:
        exif[0x010E] = secret.decode()
    Image.new("RGB", (width, height), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_file_is_what_its_bytes_say() -> None:
    assert sniffed(jpeg()) == "image/jpeg"
    assert sniffed(b"OggS" + b"x" * 40) == "audio/ogg"
    with pytest.raises(BadFile, match="空的"):
        sniffed(b"")
    with pytest.raises(BadFile, match="收不了"):
        sniffed(b"MZ\x90\x00 this is a program named photo.jpg")
    with pytest.raises(BadFile, match="太大"):
        sniffed(b"\xff\xd8\xff" + bytes(21 * 1024 * 1024))


def test_a_photo_keeps_no_traces() -> None:
    plain = cleaned(jpeg(secret=b"GPS-31.3-120.6"), "image/jpeg")
    assert b"GPS" not in plain
    assert Image.open(io.BytesIO(plain)).size == (40, 20)


def test_pictures_that_are_bombs_or_broken_are_refused() -> None:
    bomb = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    with pytest.raises(BadFile):
        cleaned(bomb.getvalue(), "image/png")
    with pytest.raises(BadFile, match="打不开"):
        cleaned(b"\xff\xd8\xff broken", "image/jpeg")
    assert cleaned(_strip(), "image/png")  # 1 × 30,000 is odd, and small


def _strip() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1, 30_000)).save(out, "PNG")
    return out.getvalue()


class Shelf:
    """A channel with files on it."""

    name = "terminal"

    def __init__(self, files: dict[str, bytes | Exception]) -> None:
        self.files = files

    async def send(self, contact: str, say: Say, key: str) -> str:
        return key

    async def fetch(self, ref: str) -> bytes:
        found = self.files[ref]
        if isinstance(found, Exception):
            raise found
        return found


def keeper(town: Town, files: dict[str, bytes | Exception]) -> Keeper:
    house = town.bot.door.house
    return Keeper(house.store, {"terminal": Shelf(files)}, town.folder, town.clock, house.retention)


def kept(town: Town, *refs: str) -> None:
    with town.bot.store.begin() as work:
        for ref in refs:
            file = Attachment("photo", ref)
            work.files.add(ME, {"ref": file.ref, "kind": file.kind}, town.clock())


def states(town: Town) -> dict[str, tuple[str, str]]:
    with town.bot.store.read() as work:
        return {row.ref: (row.state, row.hash) for row in work.files.of(ME)}


def test_attachments_are_fetched_once_and_a_bad_one_is_noted(town: Town) -> None:
    kept(town, "good", "bad", "gone", "later")
    one = keeper(town, {"good": jpeg(), "bad": b"MZ", "gone": Unreachable(), "later": TryLater(1)})
    asyncio.run(one.fetch())
    found = states(town)
    assert found["good"][0] == "kept"
    assert one.path(found["good"][1]).exists()
    assert found["bad"][0] == found["gone"][0] == "failed"
    assert found["later"][0] == "waiting"


def test_photos_go_after_two_years_and_shared_bytes_stay_while_needed(town: Town) -> None:
    kept(town, "a")
    one = keeper(town, {"a": jpeg(), "b": jpeg()})
    asyncio.run(one.fetch())
    town.clock.now += timedelta(days=400)
    kept(town, "b")
    asyncio.run(one.fetch())
    mark = states(town)["b"][1]
    town.clock.now += timedelta(days=331)
    one.sweep()
    assert states(town)["a"] == ("erased", "")
    assert one.path(mark).exists()
    town.clock.now += timedelta(days=400)
    one.sweep()
    assert not one.path(mark).exists()


def test_erased_talk_takes_its_photos_along(town: Town) -> None:
    town.photo(ref="mine")
    one = keeper(town, {"mine": jpeg()})
    asyncio.run(one.fetch())
    path = one.path(states(town)["mine"][1])
    assert path.exists()
    town.says("只咨询不留信息")
    asyncio.run(one.fetch())
    assert not path.exists()
    assert states(town)["mine"] == ("erased", "")


def remembered(town: Town) -> str:
    """What the inbox still has of what was said; its JSON holds Chinese escaped."""
    with town.bot.store.read() as work:
        rows = work.connection.execute(select(schema.inbox)).mappings().all()
    return str([dict(row) for row in rows])


def test_talk_without_a_ticket_is_blank_after_thirty_days(town: Town, tmp_path: Path) -> None:
    town.says("你好，我住在秘密花园")
    assert "秘密花园" in remembered(town)
    one = keeper(town, {})
    town.clock.now += timedelta(days=29)
    assert one.sweep()["messages"] == 0
    town.clock.now += timedelta(days=2)
    assert one.sweep()["messages"] == 1
    assert "秘密花园" not in remembered(town)


def test_old_talk_goes_also_of_somebody_who_still_writes(town: Town) -> None:
    town.says("你好，我住在秘密花园")
    town.clock.now += timedelta(days=20)
    town.says("我家门牌是兰花巷")
    town.clock.now += timedelta(days=20)
    keeper(town, {}).sweep()
    with town.bot.store.read() as work:
        answers = [one.say.text for one in work.outbox.of(ME)]
    assert "秘密花园" not in remembered(town)
    assert "兰花巷" in remembered(town)
    assert answers[0] == ""
    assert answers[-1]


def test_the_running_house_erases_by_itself(town: Town) -> None:
    """By the scheduler's own job, once an hour; not by a call of ours."""
    town.says("你好，我住在秘密花园")
    town.clock.now += timedelta(days=31)

    async def act(house: Running, mouth: Mouth) -> None:
        (job,) = [one for one in house.scheduler.get_jobs() if one.func == house.clean]
        assert job.trigger.interval == timedelta(hours=1)
        assert "秘密花园" in remembered(town)
        job.modify(next_run_time=datetime.now(UTC))
        await until(lambda: "秘密花园" not in remembered(town))

    running(town.bot, act)


def test_a_locked_store_does_not_hold_up_the_loop_while_files_are_fetched(town: Town) -> None:
    kept(town, "good")
    one = keeper(town, {"good": jpeg()})

    async def act() -> None:
        other = sqlite3.connect(town.folder / "fengqiao.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        fetching = asyncio.ensure_future(one.fetch())
        await asyncio.sleep(0.2)  # the loop goes on: otherwise nobody would lift the lock
        other.execute("ROLLBACK")
        other.close()
        await fetching

    asyncio.run(act())
    assert states(town)["good"][0] == "kept"
