"""Uploads: known by their bytes, never by their name, and kept under their hash."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from bot.web.photos import cleaned
from dialogs.incoming import Attachment
from grid.refused import Refused

LARGEST = 10 * 1024 * 1024
MOST = 9
PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
VOICES = {
    b"OggS": "audio/ogg", b"\x1aE\xdf\xa3": "audio/webm", b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg", b"\xff\xf3": "audio/mpeg", b"\xff\xf2": "audio/mpeg",
    b"\xff\xf1": "audio/aac", b"\xff\xf9": "audio/aac", b"#!AMR": "audio/amr",
}  # fmt: skip
FILM = re.compile(rb"hdlr.{8}vide|V_VP[89]|V_AV1|V_MPEG", re.DOTALL)  # a picture track inside

EMPTY = "这个文件是空的，没有收到内容。请重新选一个。"
TOO_BIG = "这个文件太大了，每个最多10兆。请发小一点的，或者截一张图。"
TOO_MANY = "一次最多发9个文件，请分几次发。"
NO_HEIC = "这是苹果手机的HEIC图片，这里还打不开。请截一张图再发，或者在相机设置里选“兼容性最佳”。"
NOT_OURS = "这种文件收不了，请发照片（JPG、PNG、WEBP、GIF）或语音。"
NO_VIDEO = "视频暂时收不了，请拍几张照片发来，或者用文字说一说。"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept: its kind, its type, and the bytes as they will be kept."""

    kind: str  # photo or voice
    mime: str
    content: bytes


def checked(content: bytes) -> Upload:
    """What was uploaded, by its first bytes; raises Refused in words that help."""
    if not content:
        raise Refused(EMPTY)
    if len(content) > LARGEST:
        raise Refused(TOO_BIG)
    if content.startswith(PHOTOS) or _riff(content) == b"WEBP":
        return Upload("photo", "image/jpeg", cleaned(content))
    return Upload("voice", _voice(content), content)


def _riff(content: bytes) -> bytes:
    return content[8:12] if content[:4] == b"RIFF" else b""


def _voice(content: bytes) -> str:
    """The type of a sound; Refused for everything else, by what it is."""
    if _riff(content) == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp":
        return _container(content)
    if FILM.search(content):
        raise Refused(NO_VIDEO)
    for start, mime in VOICES.items():
        if content.startswith(start):
            return mime
    raise Refused(NOT_OURS)


def _container(content: bytes) -> str:
    """Of a file in the container phones use for photos, sound and film."""
    if content[8:12] in HEIC:
        raise Refused(NO_HEIC)
    if FILM.search(content):
        raise Refused(NO_VIDEO)
    return "audio/mp4"


def keep(folder: Path, uploads: list[Upload], album: str) -> tuple[Attachment, ...]:
    """Write them under their hash; several make an album."""
    folder.mkdir(parents=True, exist_ok=True)
    named = album if len(uploads) > 1 else ""
    return tuple(_keep(folder, upload, named) for upload in uploads)


def _keep(folder: Path, upload: Upload, album: str) -> Attachment:
    mark = hashlib.sha256(upload.content).hexdigest()
    path = folder / mark
    if not path.exists():
        half = folder / f".{mark}.{os.urandom(4).hex()}"
        half.write_bytes(upload.content)
        half.replace(path)  # never seen half written
    return Attachment(upload.kind, mark, album, upload.mime, len(upload.content))
