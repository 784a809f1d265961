"""The command of who had stopped what is sent unasked, and wants it after all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HearAgain:
    """Surveys and notices are wanted again."""
