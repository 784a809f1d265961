"""The fields each method takes in the Bot API (https://core.telegram.org/bots/api)."""

from __future__ import annotations

_SEND = (
    "chat_id business_connection_id message_thread_id parse_mode disable_notification "
    "protect_content allow_paid_broadcast message_effect_id reply_parameters reply_markup "
    "reply_to_message_id allow_sending_without_reply "
)
_CAPTION = _SEND + "caption caption_entities "
_EDIT = "business_connection_id chat_id message_id inline_message_id reply_markup "

_NAMES = {
    "getMe": "",
    "getUpdates": "offset limit timeout allowed_updates",
    "getWebhookInfo": "",
    "setWebhook": "url certificate ip_address max_connections allowed_updates "
    "drop_pending_updates secret_token",
    "deleteWebhook": "drop_pending_updates",
    "setMyCommands": "commands scope language_code",
    "sendMessage": _SEND + "text entities link_preview_options disable_web_page_preview",
    "sendPhoto": _CAPTION + "photo has_spoiler show_caption_above_media",
    "sendChatAction": "chat_id action business_connection_id message_thread_id",
    "editMessageText": _EDIT
    + "text parse_mode entities link_preview_options disable_web_page_preview",
    "editMessageReplyMarkup": _EDIT,
    "deleteMessage": "chat_id message_id",
    "answerCallbackQuery": "callback_query_id text show_alert url cache_time",
    "getFile": "file_id",
}

FIELDS = {method: frozenset(names.split()) for method, names in _NAMES.items()}
