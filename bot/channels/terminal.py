"""The terminal as a channel: what is said is printed, buttons as a numbered list."""

from __future__ import annotations

from dialogs.say import Say


def printed(say: Say) -> str:
    """Words with their buttons as lines; the numbers are part of the labels."""
    rows = [say.text, *(f"  [{b.label}]" for b in say.buttons)]
    return "\n".join(rows)
