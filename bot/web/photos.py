"""Photos as residents send them: checked before they are opened, then kept without their EXIF."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from grid.refused import Refused

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = {"JPEG": 60_000_000}  # read at reduced size; the others are decoded in full
OTHER_PIXELS = 21_000_000  # a long screenshot; 300 MB while it is being read
LONGEST = 4096  # sides of what is kept; a phone's own photo hardly loses

UNREADABLE = "这张图片打不开，可能没有传完整。请换一张再试。"
TOO_MANY_PIXELS = "这张图片的尺寸太大了，请截小一点或者重新拍一张。"


def cleaned(content: bytes) -> bytes:
    """A JPEG of the picture, upright, without metadata; raises Refused in words."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            return _cleaned(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_MANY_PIXELS) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise Refused(UNREADABLE) from None


def _cleaned(picture: Image.Image) -> bytes:
    kind = picture.format or ""
    if picture.width * picture.height > MOST_PIXELS.get(kind, OTHER_PIXELS):
        raise Refused(TOO_MANY_PIXELS)
    picture.draft("RGB", (LONGEST // 2, LONGEST // 2))
    picture.thumbnail((LONGEST, LONGEST))  # first: whatever is copied after this is small
    ImageOps.exif_transpose(picture, in_place=True)
    out = io.BytesIO()
    _on_white(picture).save(out, "JPEG", quality=88)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which would turn black."""
    if picture.mode in ("RGB", "L"):
        return picture
    if picture.mode not in ("RGBA", "LA", "PA", "P"):
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    paper = Image.new("RGB", clear.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper
