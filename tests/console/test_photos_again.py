"""A photo that was there before is no proof that anything was done: who checks is told (T19)."""

from __future__ import annotations

import io
import random
from datetime import timedelta

from PIL import Image

from bot.keeper import Keeper
from console.photos_again import look
from tests.console.conftest import Clerk, opens
from tests.console.test_handling import ROADWORK, Arrive, acts
from tests.console.test_way import handler
from tests.console.test_way_photos import sends
from tests.town import Town


def scene(seed: int, shift: int = 0) -> Image.Image:
    """A made-up scene: patches of light and dark."""
    rnd = random.Random(seed)
    small = Image.new("L", (12, 9))
    small.putdata([(rnd.randrange(256) + shift) % 256 for _ in range(12 * 9)])
    return small.resize((480, 360), Image.Resampling.BICUBIC).convert("RGB")


def jpeg(picture: Image.Image, quality: int = 90) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def told(town: Town, number: str, content: bytes) -> None:
    """The resident's own photo of a ticket."""
    put = Keeper(town.bot.store, {}, town.folder, town.clock, {}).keep_photo(content)
    with town.bot.store.begin() as work:
        work.files.add("web:neighbour", {**put, "ref": "mine", "kind": "photo"}, town.clock())
        work.files.belong("web:neighbour", ["mine"], number)
        row = work.files.get("web:neighbour", "mine")
        assert row
        work.files.save(row.id, state="kept", hash=put["hash"])
    town.clock.now += timedelta(minutes=1)


def reported(town: Town, unit: Clerk, content: bytes) -> str:
    """A ticket of the same unit, reported done with a photo."""
    number = opens(town, ROADWORK).number
    acts(unit, number, "sign")
    sends(unit, number, [content])
    town.clock.now += timedelta(minutes=1)
    return number


def test_the_residents_own_photo_is_known_again_however_it_was_saved(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    unit, number = handler(arrive, town), opens(town, ROADWORK).number
    told(town, number, jpeg(scene(1)))
    acts(unit, number, "sign")
    sends(unit, number, [jpeg(scene(1).resize((320, 240)), 60), jpeg(scene(2))])
    page = chen.sees(f"/staff/tickets/{number}")
    assert page.count("和办理以前的照片是同一张") == 1
    assert "是同一张" not in unit.sees(f"/staff/tickets/{number}")


def test_a_photo_of_another_ticket_is_named_and_new_ones_are_not(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    unit = handler(arrive, town)
    first = reported(town, unit, jpeg(scene(3)))
    second = reported(town, unit, jpeg(scene(3), 50))
    third = reported(town, unit, jpeg(scene(4)))
    assert f"在工单{first}里也用过" in chen.sees(f"/staff/tickets/{second}")
    assert "也用过" not in chen.sees(f"/staff/tickets/{third}")


def test_what_looks_like_everything_looks_like_nothing(town: Town) -> None:
    plain, torn = town.folder / "plain.jpg", town.folder / "torn.jpg"
    plain.write_bytes(jpeg(Image.new("RGB", (480, 360), "grey")))
    torn.write_bytes(b"\xff\xd8\xff")
    assert look(plain) is None
    assert look(torn) is None
