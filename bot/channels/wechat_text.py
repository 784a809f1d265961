"""Words and buttons as WeChat takes them: texts of 2,048 bytes, and a list to choose from."""

from __future__ import annotations

import re
from typing import Any

from bot.channels.lengths import in_bytes, pieces
from dialogs.say import Button, Say

LONGEST = 2048  # bytes of a text
LONGEST_HEAD = 1024  # … of the words above a list
MOST_ITEMS = 10  # of a list; the rest stand below it as words
ID_BYTES, ITEM_BYTES = 64, 128
"""The platform tells these limits of lists for its customer-service product alone; we keep them."""

# An item's id travels in the address of a link on the phone: nothing that would end it there.
_ID = re.compile(rf"[A-Za-z0-9:._~-]{{1,{ID_BYTES}}}")

Body = dict[str, Any]


def bodies(say: Say, lists: bool = True) -> list[Body]:
    """The messages of one Say, in order; the buttons are a list under the last.

    Without `lists` the buttons are lines of words. Raises ValueError for an empty text or a
    button that cannot be a list's item.
    """
    if not say.text.strip():
        raise ValueError("WeChat sends no empty message")
    if not say.buttons:
        return [_text(part) for part in pieces(say.text, in_bytes(LONGEST))]
    if not lists:
        lines = "\n".join((say.text, *(one.label for one in say.buttons)))
        return [_text(part) for part in pieces(lines, in_bytes(LONGEST))]
    *first, last = pieces(say.text, in_bytes(LONGEST))
    *more, head = pieces(last, in_bytes(LONGEST_HEAD))
    return [*(_text(part) for part in (*first, *more)), _list(head, say.buttons)]


def _text(words: str) -> Body:
    return {"msgtype": "text", "text": {"content": words}}


def _list(head: str, buttons: tuple[Button, ...]) -> Body:
    items = [_item(button) for button in buttons[:MOST_ITEMS]]
    rest = "\n".join(button.label for button in buttons[MOST_ITEMS:])
    menu = {"head_content": head, "list": items, "tail_content": rest}
    return {"msgtype": "msgmenu", "msgmenu": menu}


def _item(button: Button) -> dict[str, str]:
    if not button.label.strip() or not _ID.fullmatch(button.data):
        raise ValueError(f"no item for WeChat: {button.data!r}")  # its label may be somebody's name
    return {"id": button.data, "content": in_bytes(ITEM_BYTES)(button.label)}
