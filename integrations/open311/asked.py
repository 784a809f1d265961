"""A service request as it was posted: its fields read, each with its limits and kind words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from grid.systems import Sender
from integrations.open311.body import clean
from integrations.open311.wrong import Wrong

LONGEST = 4000
"""Characters of a description (GeoReport v2, POST Service Request)."""
LENGTHS = {"address_string": 300, "media_url": 500, "account_id": 100, "first_name": 30,
           "last_name": 30, "external_id": 120, "service_code": 20}  # fmt: skip
_ATTRIBUTE = re.compile(r"attribute\[(\w{1,40})\](?:\[\])?")
_HAN = re.compile("[\u3400-\u9fff]")
_LINK = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)
ATTRIBUTE_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What was sent; nothing of it has been looked up yet. E-mail and device are not kept."""

    code: str
    words: str
    pin: tuple[float, float] | None  # latitude and longitude, WGS-84
    address: str
    media: str
    own: str  # the system's own number
    sender: Sender
    attributes: tuple[tuple[str, str], ...] = ()


def asked(fields: Mapping[str, str], own: str = "") -> Asked:
    """Read the fields; `own` is the Idempotency-Key. Raises Wrong for the first that does not do.

    The description is read first: whoever calls has heard it for danger by then.
    """
    words = fields.get("description", "")
    if len(words) > LONGEST:
        raise Wrong(400, f"description 有{len(words)}个字，最多{LONGEST}个字。请写要点，"
                         "其余的放到网页上，用 media_url 给出地址。")  # fmt: skip
    for name, most in LENGTHS.items():
        if len(fields.get(name, "")) > most:
            raise Wrong(400, f"{name}太长了，最多{most}个字。")
    own = clean(own) or fields.get("external_id", "")
    if len(own) > LENGTHS["external_id"]:
        raise Wrong(400, f"Idempotency-Key太长了，最多{LENGTHS['external_id']}个字。")
    sender = Sender(fields.get("account_id", ""), _phone(fields.get("phone", "")), _name(fields))
    return Asked(fields.get("service_code", ""), words, _pin(fields),
                 fields.get("address_string", ""), _link(fields.get("media_url", "")), own,
                 sender, _attributes(fields))  # fmt: skip


def _pin(fields: Mapping[str, str]) -> tuple[float, float] | None:
    if "lat" not in fields and "long" not in fields:
        return None
    if "lat" not in fields or "long" not in fields:
        raise Wrong(400, "lat 和 long 要一起给。")
    lat, long = _degrees("lat", fields["lat"], 180), _degrees("long", fields["long"], 180)
    if abs(lat) > 90:
        raise Wrong(400, "lat（纬度）超过了90度，是不是和 long（经度）写反了？")
    return lat, long


def _degrees(name: str, text: str, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > most:
        raise Wrong(400, f"{name}应是度数（WGS-84），例如 lat=30.6、long=120.4。")
    return value


def _phone(text: str) -> str:
    """Digits, without the country's code; Wrong when it is no number."""
    digits = "".join(c for c in text if c.isdecimal() and c.isascii())
    if len(digits) == 13 and digits.startswith("861"):
        digits = digits[2:]
    if text and not 7 <= len(digits) <= 15:
        raise Wrong(400, "phone看起来不是电话号码，请核对；没有就不要填。")
    return digits


def _name(fields: Mapping[str, str]) -> str:
    """The family name first where it is written in Chinese."""
    first, last = fields.get("first_name", ""), fields.get("last_name", "")
    return last + first if _HAN.search(last + first) else f"{first} {last}".strip()


def _link(text: str) -> str:
    """An address on the web; it is kept as words, and nothing is fetched from it."""
    if text and not _LINK.fullmatch(text):
        raise Wrong(400, "media_url应是 http 或 https 开头的网址。")
    return text


def _attributes(fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    found = []
    for name, value in fields.items():
        if match := _ATTRIBUTE.fullmatch(name):
            if len(value) > ATTRIBUTE_LONGEST:
                raise Wrong(400, f"{match[1]}太长了，最多{ATTRIBUTE_LONGEST}个字。")
            found.append((match[1], value))
    return tuple(found)
