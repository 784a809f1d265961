"""Photos and voice notes: what is kept, what is refused, and in which words."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import httpx
import pytest
from PIL import Image

from bot.web.photos import cleaned
from bot.web.uploads import LARGEST, checked
from grid.refused import Refused
from tests.web.conftest import Town

ID = "0123456789abcdef"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    """A picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def with_place() -> bytes:
    """A photo that says where it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "secret camera"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def big_png(width: int, height: int) -> bytes:
    """A small PNG that says it is huge."""

    def chunk(name: bytes, body: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + crc

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(((width + 7) // 8 + 1) * min(height, 30_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def post(page: httpx.Client, *files: tuple[str, bytes]) -> httpx.Response:
    """Post files as a form."""
    form = [("files", (name, content, "image/jpeg")) for name, content in files]
    return page.post("/chat/messages", data={"id": ID, "text": ""}, files=form)


def test_a_photo_is_kept_by_its_hash_and_shown_to_its_sender_only(
    town: Town, page: httpx.Client
) -> None:
    assert post(page, ("a.jpg", with_place())).status_code == 200
    file = town.kept[0].files[0]
    kept = (town.channel.folder / file.ref).read_bytes()
    assert hashlib.sha256(kept).hexdigest() == file.ref
    assert (file.kind, file.mime, file.size) == ("photo", "image/jpeg", len(kept))
    assert page.get(f"/chat/photo/{file.ref}").content == kept
    with town.browser() as other:
        other.get("/")
        assert other.get(f"/chat/photo/{file.ref}").status_code == 404


def test_a_photo_is_turned_upright_and_says_nothing_of_its_maker() -> None:
    kept = cleaned(with_place())
    with Image.open(io.BytesIO(kept)) as upright:
        assert upright.size == (20, 40)
        assert not upright.getexif()
    assert b"secret camera" not in kept


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_kinds_of_photo_phones_make_are_taken(kind: str) -> None:
    assert checked(picture(kind)).kind == "photo"


def test_several_photos_are_an_album(town: Town, page: httpx.Client) -> None:
    post(page, ("a.jpg", picture(size=(9, 9))), ("b.jpg", picture(size=(8, 8))))
    assert {file.album for file in town.kept[0].files} == {ID}
    assert len({file.ref for file in town.kept[0].files}) == 2


@pytest.mark.parametrize(
    ("content", "mime"),
    [(b"OggS" + bytes(40), "audio/ogg"), (b"\x1aE\xdf\xa3" + b"\x86A_OPUS", "audio/webm"),
     (bytes(4) + b"ftypM4A " + bytes(40), "audio/mp4"), (b"ID3\x04" + bytes(40), "audio/mpeg"),
     (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"), (b"#!AMR\n", "audio/amr")],
)  # fmt: skip
def test_voice_is_known_by_its_first_bytes(content: bytes, mime: str) -> None:
    found = checked(content)
    assert (found.kind, found.mime, found.content) == ("voice", mime, content)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "空的"), (b"MZ\x90\x00" + bytes(100), "收不了"), (b"%PDF-1.7", "收不了"),
     (bytes(4) + b"ftypheic" + bytes(9), "HEIC"), (picture()[:300], "打不开"),
     (bytes(4) + b"ftypisom" + b"hdlr" + bytes(8) + b"vide", "视频"),
     (big_png(60_000, 60_000), "尺寸"), (big_png(30_000, 30_000), "尺寸"),
     (picture() + bytes(LARGEST), "10兆"), (b"<svg xmlns=''/>", "收不了")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(content)
    assert words in refused.value.words


def test_a_photo_one_pixel_wide_is_a_photo() -> None:
    with Image.open(io.BytesIO(checked(big_png(1, 30_000)).content)) as kept:
        assert kept.size == (1, 4096)


def test_an_exe_beside_a_photo_keeps_neither(town: Town, page: httpx.Client) -> None:
    answer = post(page, ("a.jpg", picture()), ("b.jpg", b"MZ\x90\x00"))
    assert answer.status_code == 422
    assert town.kept == []
    assert not town.channel.folder.exists()


def test_words_beside_a_file_nobody_can_take_are_heard_and_the_file_is_named(
    town: Town, page: httpx.Client
) -> None:
    form = [("files", ("b.jpg", picture(), "image/jpeg")), ("files", ("合同.docx", b"PK\x03", ""))]
    answer = page.post("/chat/messages", data={"id": ID, "text": "路灯坏了"}, files=form)
    assert answer.status_code == 200
    kept = town.kept[0]
    assert (kept.text, len(kept.files)) == ("路灯坏了", 1)
    assert [name for name, _ in kept.data["not_taken"]] == ["合同.docx"]
    assert "收不了" in kept.data["not_taken"][0][1]


def test_25_megabytes_are_refused_in_words(town: Town, page: httpx.Client) -> None:
    answer = post(page, ("a.jpg", picture() + bytes(25 * 1024 * 1024)))
    assert "10兆" in answer.json()["error"]
    assert town.kept == []


def test_ten_files_are_too_many(page: httpx.Client) -> None:
    answer = post(page, *((f"{n}.jpg", picture()) for n in range(10)))
    assert "9个" in answer.json()["error"]


async def _fetch(town: Town, ref: str) -> bytes:
    return await town.channel.fetch(ref)


def test_the_channel_fetches_by_hash_and_nothing_else(town: Town, page: httpx.Client) -> None:
    import asyncio

    post(page, ("a.jpg", picture()))
    ref = town.kept[0].files[0].ref
    assert asyncio.run(_fetch(town, ref)).startswith(b"\xff\xd8")
    with pytest.raises(ValueError, match="no hash"):
        asyncio.run(_fetch(town, "../town.db"))
