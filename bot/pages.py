"""The pages joined: residents' and parties' beside the staff's, in one web application."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import FastAPI

from bot.channels.web import WebChannel
from bot.clock import real_time
from bot.desk import cases, docket, outcomes
from bot.desk.mending import mend
from bot.door import Door
from bot.house import desk_of
from bot.preview import preview
from bot.rasa_desk import HouseDesk, rasa_pages
from bot.running import Running
from bot.web.answers import lost
from bot.web.open311 import Open311
from bot.web.pages import create_pages
from bot.web.parts import WebParts
from console.accounts import Shown, end_known, ensure_demo_accounts
from console.console import create_console
from console.parts import CaseActs, ConsoleParts
from console.running_parts import RunningParts
from dialogs.incoming import Incoming
from grid.events import Actor
from nlu.heard import Heard


def mount(app: FastAPI, running: Running) -> None:
    """Add every page to the application, and the web chat to the channels."""
    bot, settings = running.bot, running.bot.settings
    channel = WebChannel(settings.folder, bot.clock)
    running.add(channel)
    secret = bot.seal.key("parties")
    web = WebParts(
        running.rim, bot.store, bot.door, bot.seal, bot.say, bot.clock, channel,
        secret, running.store_pool, bot.listener.alarm, settings.public_url, settings.jitsi_url,
    )  # fmt: skip
    app.include_router(create_pages(web))
    app.add_exception_handler(404, lambda request, error: lost(web))
    parts = ConsoleParts(bot.store, lambda: bot.district, bot.seal, bot.clock, running.take,
                         bot.door.do, case_acts(running, secret), running.keeper.path,
                         settings.address, movable(running), _mover(running), real_time,
                         partial(hearing, running), running.keeper.keep_photo,
                         partial(preview, bot.door), partial(listen, bot.door),
                         bot.say, bot.files, running_parts(running))  # fmt: skip
    app.include_router(create_console(parts))
    app.include_router(Open311(bot.door, bot.pager.without_store, settings.address).routes())
    if settings.rasa_token:
        app.include_router(rasa_pages(HouseDesk(bot.door.house), settings.rasa_token))
    accounts_at_start(running)


def listen(door: Door, text: str) -> Heard:
    """What is understood of words a clerk types for a caller; nothing is kept."""
    danger, now = door.house.listener.alarm(text), door.house.clock()
    data = {"alarmed": danger.kind, "alarm_words": danger.words} if danger else {}
    return door.hear(Incoming("entered", "office:entered", now, text=text, data=data)).heard


def running_parts(running: Running) -> RunningParts:
    """How the process stands, and the mending of what it gave up, through the door."""

    def mended(kind: str, row: int, to: str, why: str, actor: Actor) -> None:
        running.bot.door.change(actor, lambda desk: mend(desk, kind, row, to, why))

    return RunningParts(running.overview.standing, mended)


def movable(running: Running) -> bool:
    """Known passwords and a movable clock: in demo mode, and only on loopback."""
    return running.bot.settings.is_demo and running.bot.settings.loopback


def hearing(running: Running) -> str:
    """Which model hears, in a sentence; empty when the settings name one."""
    ears = running.bot.ears
    if ears is None:
        return ""
    taught = (ears.shelf.about(ears.name).get("model") or {}).get("corrections") or {}
    words = f"学了{taught['learnt']}条更正" if taught else "还没有学过更正"
    return f"正在用的模型：{ears.name}，{words}。"


def _mover(running: Running) -> Callable[[timedelta], None] | None:
    """Moves the demo's clock; the offset is a row that every process reads."""
    if not movable(running):
        return None
    bot = running.bot

    def move(span: timedelta) -> None:
        bot.clock.offset += span
        with bot.store.begin() as work:
            work.settings.put("clock.offset", str(bot.clock.offset.total_seconds()))
        bot.clockwork.tick()

    return move


def case_acts(running: Running, secret: bytes) -> CaseActs:
    """What staff do with a mediation case, through the door."""
    door = running.bot.door

    def load(number: str) -> Any:
        with door.house.store.read() as work:
            return docket.load(
                desk_of(door.house, work, door.house.clock(), Actor("", "system")), number
            )

    def invite(number: str, actor: Actor) -> tuple[str, str]:
        made = door.change(actor, lambda desk: cases.invite(desk, number, secret))
        return made.token, made.code

    def deliver(number: str, what: str, how: str, actor: Actor) -> None:
        door.change(actor, lambda desk: cases.deliver(desk, number, what, how))

    def answers(number: str, yes: bool, why: str, actor: Actor) -> None:
        door.change(actor, lambda desk: cases.mediator_answers(desk, number, yes, why))

    def records(number: str, what: str, form: dict[str, str], actor: Actor) -> None:
        door.change(actor, lambda desk: outcomes.mediator_records(desk, number, what, form))

    return CaseActs(load, invite, deliver, answers, records)


def accounts_at_start(running: Running) -> None:
    """Demo accounts in demo mode; passwords that nobody knows yet are printed once.

    Anywhere but in a demo on this machine alone the known password opens nothing.
    """
    bot, known = running.bot, movable(running)
    with bot.store.begin() as work:
        made: tuple[Shown, ...] = ()
        if bot.settings.is_demo:
            made = ensure_demo_accounts(work, bot.district, real_time(), known)
        ended = () if known else end_known(work, bot.district)
    for one in made:
        print(f"  账号 {one.name}（{one.display}）  密码 {one.password}", file=sys.stderr)
    for name in ended:
        print(f"  账号 {name} 的演示密码已作废，要用请先设新密码：fengqiao user password {name}",
              file=sys.stderr)  # fmt: skip
