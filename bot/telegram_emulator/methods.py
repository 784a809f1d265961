"""The methods a bot may call, each as strict as Telegram's own."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from bot.telegram_emulator.asked import Asked
from bot.telegram_emulator.refusal import Json, Refusal, bad
from bot.telegram_emulator.things import photo, words
from bot.telegram_emulator.world import Chat, Webhook, World

ACTIONS = frozenset(
    (
        *("typing", "upload_photo", "record_video", "upload_video", "record_voice"),
        *("upload_voice", "upload_document", "choose_sticker", "find_location"),
        *("record_video_note", "upload_video_note"),
    )
)
BIGGEST_DOWNLOAD = 20 * 1024 * 1024


def get_me(world: World, asked: Asked) -> Json:
    """The bot's account."""
    groups = {"can_join_groups": True, "can_read_all_group_messages": False}
    return {**world.me, **groups, "supports_inline_queries": False}


def send_message(world: World, asked: Asked) -> Json:
    """Words to a chat."""
    chat = world.chat(asked.number("chat_id"))
    text = asked.words("text", 4096)
    return _said(world, chat, words(text), asked)


def send_photo(world: World, asked: Asked) -> Json:
    """A photo to a chat: uploaded, or known by its id."""
    chat = world.chat(asked.number("chat_id"))
    name = asked.text("photo").removeprefix("attach://") or "photo"
    data = asked.files.get(name) or world.files.get(asked.text("photo"))
    if not data:
        raise bad("wrong remote file identifier specified: Wrong string length")
    file = world.keep(data)
    content: Json = {"photo": photo(file, file)}
    if caption := asked.words("caption", 1024, needed=False):
        content |= words(caption, "caption")
    return _said(world, chat, content, asked)


def _said(world: World, chat: Chat, content: Json, asked: Asked) -> Json:
    """Post for the bot; inline buttons hang on the message, other markup on the screen."""
    markup = asked.markup() or {}
    if "inline_keyboard" in markup:
        content["reply_markup"] = markup
    elif "keyboard" in markup:
        chat.keyboard = markup
    elif "remove_keyboard" in markup:
        chat.keyboard = None
    return copy.deepcopy(world.post(chat, world.me, content))


def _own(world: World, asked: Asked, doing: str) -> Json:
    """The bot's own message that is to be changed."""
    message = world.chat(asked.number("chat_id")).messages.get(asked.number("message_id"))
    if message is None:
        raise bad(f"message to {doing} not found")
    if message["from"]["id"] != world.me["id"]:
        raise bad(f"message can't be {doing.removesuffix('e')}ed")
    return message


def edit_text(world: World, asked: Asked) -> Json:
    """New words for a message; the buttons go unless given again."""
    message = _own(world, asked, "edit")
    content = words(asked.words("text", 4096))
    return _changed(world, message, content, asked)


def edit_markup(world: World, asked: Asked) -> Json:
    """New buttons for a message, or none."""
    message = _own(world, asked, "edit")
    kept: Json = {k: message[k] for k in ("text", "entities", "caption", "photo") if k in message}
    return _changed(world, message, kept, asked)


def _changed(world: World, message: Json, content: Json, asked: Asked) -> Json:
    markup = asked.markup()
    if markup and markup.get("inline_keyboard"):
        content["reply_markup"] = markup
    before = {k: message.get(k) for k in ("text", "caption", "reply_markup")}
    if before == {k: content.get(k) for k in before}:
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    for name in ("text", "entities", "reply_markup"):
        message.pop(name, None)
    message.update(content, edit_date=world.now())
    world.bell.ring()
    return copy.deepcopy(message)


def delete_message(world: World, asked: Asked) -> bool:
    """Take a message away."""
    message = _own(world, asked, "delete")
    del world.chat(asked.number("chat_id")).messages[message["message_id"]]
    world.bell.ring()
    return True


def answer_tap(world: World, asked: Asked) -> bool:
    """Answer a tapped button, once."""
    number = asked.text("callback_query_id")
    if number not in world.taps or world.taps[number] is not None:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if len(asked.text("text")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    world.taps[number] = dict(asked.fields)
    world.bell.ring()
    return True


def chat_action(world: World, asked: Asked) -> bool:
    """ "typing …"."""
    world.chat(asked.number("chat_id"))
    if asked.text("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def get_file(world: World, asked: Asked) -> Json:
    """Where a file can be downloaded."""
    data = world.files.get(asked.text("file_id"))
    if data is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(data) > BIGGEST_DOWNLOAD:
        raise bad("file is too big")
    return {**world.keep(data), "file_path": f"files/{asked.text('file_id')}"}


def set_webhook(world: World, asked: Asked) -> bool:
    """Post updates to a URL: https, or anything on this machine."""
    url, secret = asked.text("url"), asked.text("secret_token")
    if not url:
        return delete_webhook(world, asked)
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", url):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad("secret token contains unallowed characters")
    world.webhook = Webhook(url, secret)
    world.allowed = set(asked.parsed("allowed_updates") or world.allowed)
    world.bell.ring()
    return True


def delete_webhook(world: World, asked: Asked) -> bool:
    """Back to polling."""
    world.webhook = None
    if asked.text("drop_pending_updates").lower() == "true":
        world.updates.clear()
    world.bell.ring()
    return True


def webhook_info(world: World, asked: Asked) -> Json:
    """Where updates go, and how many wait."""
    return {
        "url": world.webhook.url if world.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }


def set_commands(world: World, asked: Asked) -> bool:
    """The menu of commands."""
    commands = asked.parsed("commands")
    for command in commands if isinstance(commands, list) else [{}]:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands = commands
    return True


def start_poll(world: World, asked: Asked) -> int:
    """Begin a getUpdates, which ends an older one; returns this one's number."""
    if world.webhook:
        raise Refusal(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
            "delete the webhook first",
        )
    allowed = asked.parsed("allowed_updates")
    if allowed is not None and not isinstance(allowed, list):
        raise bad("can't parse allowed updates: expected an Array of String")
    world.allowed = set(allowed if allowed is not None else world.allowed)
    world.polls += 1
    world.bell.ring()
    return world.polls


Method = Callable[[World, Asked], Any]

METHODS: dict[str, Method] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendChatAction": chat_action,
    "editMessageText": edit_text,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_tap,
    "getFile": get_file,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": webhook_info,
    "setMyCommands": set_commands,
}
