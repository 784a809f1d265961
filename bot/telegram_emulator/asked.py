"""What a bot asked, read as Telegram reads it: typed fields, buttons, lengths, markup."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from bot.telegram_emulator.refusal import Json, bad
from bot.telegram_emulator.things import units

_INLINE = {
    *("text", "url", "callback_data", "web_app", "login_url", "switch_inline_query", "pay"),
    *("switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text"),
    *("callback_game", "style", "icon_custom_emoji_id"),
}
_LOOK = {"text", "style", "icon_custom_emoji_id"}
_KEY = {
    *("text", "request_contact", "request_location", "request_users", "request_chat"),
    *("request_poll", "web_app", "style", "icon_custom_emoji_id"),
}
_KEYBOARD = {
    *("keyboard", "is_persistent", "resize_keyboard", "one_time_keyboard"),
    *("input_field_placeholder", "selective"),
}


class Asked:
    """The fields of one call, whether they came as JSON, form, multipart or query."""

    def __init__(self, fields: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
        self.fields = dict(fields)
        self.files = dict(files)

    def text(self, name: str) -> str:
        """A string, empty when not given."""
        return str(self.fields.get(name, ""))

    def number(self, name: str, missing: int = 0) -> int:
        """An integer; raises Refusal when it is none."""
        value = self.fields.get(name, missing)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f"{name} must be an integer") from None

    def parsed(self, name: str) -> Any:
        """A nested value; a string is read as JSON. None when not given."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None

    def only(self, known: frozenset[str]) -> None:
        """Raises Refusal for a field Telegram does not know (it would silently ignore it)."""
        for name in self.fields:
            if name not in known:
                raise bad(f'unknown field "{name}"')

    def words(self, name: str, longest: int, needed: bool = True) -> str:
        """Text within the limit after its markup was read; raises Refusal otherwise."""
        text = self.text(name).strip()
        if needed and not text:
            raise bad("message text is empty")
        if units(text) > longest:
            raise bad("message is too long" if name == "text" else "message caption is too long")
        if mode := self.text("parse_mode"):
            check_markup(text, mode)
        return text

    def markup(self) -> Json | None:
        """The reply markup, checked; raises Refusal."""
        markup = self.parsed("reply_markup")
        if markup is None:
            return None
        if not isinstance(markup, dict):
            raise bad("object expected as reply markup")
        if "inline_keyboard" in markup:
            _rows(markup, "inline_keyboard", {"inline_keyboard"}, _inline_button)
        elif "keyboard" in markup:
            _rows(markup, "keyboard", _KEYBOARD, _key_button)
        elif not markup.keys() & {"remove_keyboard", "force_reply"}:
            raise bad("can't parse reply keyboard markup JSON object")
        return markup


def _rows(markup: Json, name: str, known: set[str], check: Any) -> None:
    rows = markup[name]
    if set(markup) - known or not isinstance(rows, list):
        raise bad(f"can't parse reply keyboard markup: wrong field beside or in {name}")
    if not all(isinstance(row, list) for row in rows):
        raise bad(f'field "{name}" must be an Array of Arrays')
    if sum(len(row) for row in rows) > 100:
        raise bad("reply markup is too long")
    for row in rows:
        for button in row:
            check(button)


def _inline_button(button: Any) -> None:
    if not isinstance(button, dict) or set(button) - _INLINE or not button.get("text"):
        raise bad("can't parse inline keyboard button: wrong field or no text")
    if len(set(button) - _LOOK) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed")
    data = button.get("callback_data", "-")
    if not isinstance(data, str) or not 0 < len(data.encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if not re.match(r"(https?|tg)://\S+$", button.get("url", "tg://-")):
        raise bad("inline keyboard button URL is invalid: Wrong HTTP URL")


def _key_button(button: Any) -> None:
    if isinstance(button, str) and button:
        return
    if not isinstance(button, dict) or set(button) - _KEY or not button.get("text"):
        raise bad("can't parse keyboard button: wrong field or no text")


def check_markup(text: str, mode: str) -> None:
    """Raises Refusal where Telegram could not read the markup."""
    known = {"html": _check_html, "markdownv2": _check_v2, "markdown": _check_v1}
    if mode.lower() not in known:
        raise bad("unsupported parse_mode")
    known[mode.lower()](text)


def _check_v1(text: str) -> None:
    for mark in "*_`":
        if len(re.findall(rf"(?<!\\){re.escape(mark)}", text)) % 2:
            at = len(text[: text.rindex(mark)].encode())
            raise bad(
                f"can't parse entities: Can't find end of the entity starting at byte offset {at}"
            )


def _check_v2(text: str) -> None:
    plain = re.sub(r"\[[^\]]*\]\([^)]*\)", "", re.sub(r"(?s)`.*?`", "", re.sub(r"\\.", "", text)))
    if found := re.search(r"[>#+\-=|{}.!\[\]()]", plain):
        raise bad(
            f"can't parse entities: Character '{found.group()}' is reserved and must be escaped "
            "with the preceding '\\'"
        )
    for mark in "*_~`":
        if plain.count(mark) % 2:
            raise bad("can't parse entities: Can't find end of the entity")


def _check_html(text: str) -> None:
    reader = _Tags()
    reader.feed(text)
    reader.close()
    if reader.open:
        raise bad(f"can't parse entities: Can't find end tag corresponding to {reader.open[-1]}")


class _Tags(HTMLParser):
    """Tags that Telegram allows, closed in order."""

    allowed = frozenset(
        (
            *("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "a"),
            *("tg-spoiler", "tg-emoji", "code", "pre", "blockquote"),
        )
    )

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.allowed:
            raise bad(f'can\'t parse entities: Unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise bad(f'can\'t parse entities: Unexpected end tag "{tag}"')
