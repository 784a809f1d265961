"""What GET /requests asks for: numbers, kinds, times and states, read and bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from grid.calendar import SHANGHAI
from integrations.open311.requests import CLOSED, OPEN
from integrations.open311.wrong import Wrong

SPAN = timedelta(days=90)
"""Without dates the last 90 days (GeoReport v2, GET Service Requests)."""
PAGE, LARGEST, FARTHEST = 50, 200, 1000
NAMES = 100  # numbers or codes named at once
_SPACED = re.compile(r" (\d\d:?\d\d)$")
"""The + of an offset, where it was not escaped in the address."""


@dataclass(frozen=True, slots=True)
class Query:
    """The filters; `page` begins at 1."""

    numbers: tuple[str, ...]
    codes: tuple[str, ...]
    start: datetime | None
    end: datetime | None
    closed: bool | None
    page: int
    size: int


def query_of(given: Mapping[str, str], now: datetime) -> Query:
    """Read the filters; raises Wrong for what cannot be meant."""
    start, end = _time(given, "start_date"), _time(given, "end_date")
    if start and end and start > end:
        raise Wrong(400, "start_date 比 end_date 晚，请核对。")
    if start is None:
        start = (end or now) - SPAN
    return Query(_list(given, "service_request_id"), _list(given, "service_code"), start, end,
                 _status(given), _number(given, "page", 1, FARTHEST),
                 _number(given, "page_size", PAGE, LARGEST))  # fmt: skip


def _list(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(filter(None, (one.strip() for one in
                                              given.get(name, "").split(",")))))  # fmt: skip
    if len(found) > NAMES:
        raise Wrong(400, f"{name}一次最多{NAMES}个。")
    return found


def _time(given: Mapping[str, str], name: str) -> datetime | None:
    text = _SPACED.sub(r"+\1", given.get(name, "").strip())
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        aware = found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
        return aware if 2000 < aware.year < 2100 else _no_time(name)
    except (ValueError, OverflowError):
        return _no_time(name)


def _no_time(name: str) -> datetime:
    raise Wrong(400, f"{name}读不出来，请写成 2026-11-01T00:00:00+08:00 这样。")


def _status(given: Mapping[str, str]) -> bool | None:
    wanted = set(_list(given, "status"))
    if unknown := sorted(wanted - {OPEN, CLOSED}):
        raise Wrong(400, f"status 只有 {OPEN} 和 {CLOSED}，没有{unknown[0][:20]}。")
    return CLOSED in wanted if len(wanted) == 1 else None


def _number(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    plain = text.isascii() and text.isdigit() and len(text) < len(str(FARTHEST)) + 2
    if not plain or not 1 <= int(text) <= most:
        raise Wrong(400, f"{name}应是1到{most}的整数。")
    return int(text)
