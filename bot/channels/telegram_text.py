"""Words and buttons as Telegram takes them: split at 4096 UTF-16 units, rows that fit a phone."""

from __future__ import annotations

import unicodedata

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels import lengths
from dialogs.say import Button, Say

LONGEST = 4096  # UTF-16 units of one message
DATA_BYTES = 64  # callback_data
MOST_BUTTONS = 100  # of one keyboard
LABEL = 64  # characters; a longer label is cut with an ellipsis

# Columns of the widest label of a row (a Chinese character counts two) and how many then fit.
_ROW = ((4, 5), (8, 3), (14, 2))

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


def pieces(text: str, longest: int = LONGEST) -> list[str]:
    """The text as messages of at most `longest` units, cut between paragraphs or sentences."""
    return lengths.pieces(text, lambda rest: _head(rest, longest))


def _head(text: str, longest: int) -> str:
    """The longest beginning within the limit that does not cut a character in two."""
    return text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", "ignore")


def columns(label: str) -> int:
    """Width on a screen: wide characters count two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in label)


def rows(buttons: tuple[Button, ...]) -> list[list[Button]]:
    """Buttons in rows of equal share, as many as the widest label allows."""
    kept: list[list[Button]] = []
    for button in buttons:
        if kept and len(kept[-1]) < _fits([*kept[-1], button]):
            kept[-1].append(button)
        else:
            kept.append([button])
    return kept


def _fits(row: list[Button]) -> int:
    widest = max(columns(button.label) for button in row)
    return next((many for limit, many in _ROW if widest <= limit), 1)


def inline(buttons: tuple[Button, ...]) -> InlineKeyboardMarkup:
    """The buttons under a message; raises ValueError for what Telegram would refuse."""
    if len(buttons) > MOST_BUTTONS:
        raise ValueError(f"{len(buttons)} buttons, Telegram takes {MOST_BUTTONS}")
    for button in buttons:
        if not button.label.strip() or not 0 < len(button.data.encode()) <= DATA_BYTES:
            raise ValueError(f"no button for Telegram: {button.label!r}, {button.data!r}")
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(_label(b), callback_data=b.data) for b in row]
            for row in rows(buttons)
        ]
    )


def _label(button: Button) -> str:
    return button.label if len(button.label) <= LABEL else button.label[: LABEL - 1] + "…"


def wanted(say: Say, keyboard_up: bool) -> Markup | None:
    """What goes under the last piece; a control shown earlier is taken away once not wanted.

    A message has room for one kind only: inline buttons come before the native control.
    """
    if say.buttons:
        return inline(say.buttons)
    if say.asks == "pin":
        return _control(KeyboardButton("📍 发送我的位置", request_location=True))
    if say.asks == "phone":
        return _control(KeyboardButton("📱 发送我的手机号", request_contact=True))
    return ReplyKeyboardRemove() if keyboard_up else None


def _control(button: KeyboardButton) -> ReplyKeyboardMarkup:
    return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
