"""What the bot says in a group: come to the private chat; nothing of the group is kept."""

from __future__ import annotations

from collections import deque

from bot.channels.telegram_wire import Wire

WORDS = (
    "群里人多，为了保护您的隐私，请点下面的按钮到私聊里跟我说，我在那里帮您登记。\n"
    "遇到火情、燃气泄漏、有人受伤等紧急情况，请马上拨打119、110、120。"
)
LABEL = "到私聊里说"
REMEMBERED = 256  # update numbers, so that a redelivered update is not answered twice


class GroupReplies:
    """Answers each call in a group once, with a link to the private chat."""

    def __init__(self) -> None:
        self._answered: deque[int] = deque(maxlen=REMEMBERED)

    async def reply(self, wire: Wire, group: int, update_id: int) -> None:
        """Say it in the group unless this update was answered; a failure is not repeated.

        Nobody is addressed or quoted. More than 20 a minute Telegram itself refuses.
        """
        if update_id in self._answered:
            return
        self._answered.append(update_id)
        link = f"https://t.me/{wire.me.username}?start=g"
        markup = {"inline_keyboard": [[{"text": LABEL, "url": link}]]}
        await wire.attempt("sendMessage", {"chat_id": group, "text": WORDS, "reply_markup": markup})
