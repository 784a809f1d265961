"""Domain records to plain JSON and back: dataclasses, times, enumerations, tuples."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")


def plain(value: Any) -> Any:
    """A record as plain JSON."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    return value


def record(cls: type[T], kept: dict[str, Any]) -> T:
    """The record again; fields unknown today are dropped, missing ones get their defaults."""
    hints = typing.get_type_hints(cls)
    names = {f.name for f in dataclasses.fields(cls)}  # type: ignore[arg-type]
    return cls(**{k: _back(hints[k], v) for k, v in kept.items() if k in names})


def _back(hint: Any, value: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _back(_first(hint), value)
    if origin is tuple:
        inner = typing.get_args(hint)[0]
        return tuple(_back(inner, one) for one in value)
    if not isinstance(hint, type):
        return value
    if dataclasses.is_dataclass(hint):
        return record(hint, value)
    if issubclass(hint, datetime):
        return datetime.fromisoformat(value)
    return hint(value) if issubclass(hint, Enum) else value


def _first(hint: Any) -> Any:
    return next(one for one in typing.get_args(hint) if one is not type(None))
