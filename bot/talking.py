"""Talking in the terminal, or on a page like Telegram, with a bot of one's own."""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import asdict, replace
from datetime import timedelta

from bot.build import Bot, build
from bot.channels.terminal import printed
from bot.models import BASE, Shelf
from bot.prepare import prepare, prepare_model
from bot.settings import Settings
from dialogs.incoming import Incoming
from dialogs.of_another import sentence_of

ME = "terminal:me"


def talk(settings: Settings, show: bool) -> int:
    """A conversation line by line; `show` prints what was understood of each line."""
    prepare_model(settings, sys.stderr.write)
    settings = replace(settings, breath="0", model=settings.model or _model(settings),
                       files=settings.files or str(settings.folder / "talk"))  # fmt: skip
    prepare(settings, sys.stderr.write)
    bot = build(settings)
    print("（直接说话；/tap 按钮文字；/later 小时数；空行或 Ctrl-D 结束）")
    number = _last(bot)
    for line in iter(_asked, ""):
        number += 1
        print(_turn(bot, line, number, show))
    return 0


def _model(settings: Settings) -> str:
    """The folder of the model in use: the talk has files of its own, but no model."""
    shelf = Shelf(settings.folder)
    return str(shelf.place(shelf.best()[0] or BASE))


def _asked() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def _last(bot: Bot) -> int:
    with bot.store.read() as work:
        kept = work.inbox.of(ME, 1)
    return int(kept[-1].incoming.key.rpartition(":")[2]) if kept else 0


def _turn(bot: Bot, line: str, number: int, show: bool) -> str:
    key, now = f"{ME}:{number}", bot.clock()
    if line.startswith("/later"):
        if not (hours := re.fullmatch(r"/later +(\d+(?:\.\d+)?)", line)):
            return "（/later 后面写小时数，比如 /later 24）"
        bot.clock.offset += timedelta(hours=float(hours[1]))
        while bot.clockwork.tick():
            pass
        return _heard(bot)
    if line.startswith("/tap "):
        bot.door.take(Incoming(key, ME, now, "tap", button=_data(bot, line[5:].strip())))
        return _heard(bot)
    shown = f"  听懂：{_understood(bot, line)}\n" if show else ""
    danger = bot.listener.alarm(line)
    words = f"{bot.say(f'safety.{sentence_of(danger.kind, line)}')}\n" if danger else ""
    data = {"alarmed": danger.kind, "alarm_words": danger.words} if danger else {}
    bot.door.take(Incoming(key, ME, now, text=line, data=data))
    return shown + words + _heard(bot)


def _data(bot: Bot, label: str) -> str:
    with bot.store.read() as work:
        letters = work.outbox.of(ME)
    found = [b.data for one in reversed(letters) for b in one.say.buttons if label in b.label]
    return found[0] if found else ""


def _understood(bot: Bot, line: str) -> str:
    heard = asdict(bot.listener.hear(line, bot.clock()))
    told = {k: v for k, v in heard.items() if v not in ("", None, (), 0.0, False) and k != "text"}
    return "，".join(f"{k}={v}" for k, v in told.items())


def _heard(bot: Bot) -> str:
    """Deliver what is waiting, and return it."""
    rows: list[str] = []
    while True:
        with bot.store.begin() as work:
            letters = work.outbox.claim(bot.clock() + timedelta(seconds=60), timedelta(seconds=1))
            for letter in letters:
                work.outbox.sent(letter.id, bot.clock(), str(letter.id))
            mine = [work.private.letter(one, bot.seal) for one in letters if one.contact == ME]
        rows += [printed(one.say) for one in mine]
        if not letters:
            return "\n".join(rows)


def talk_on_telegram(settings: Settings, port: int) -> int:
    """The emulator's page with our bot behind it: Telegram without a token."""
    from bot.serve import serve_with_emulator

    return asyncio.run(serve_with_emulator(settings, port))
