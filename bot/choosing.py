"""Choosing the model that hears: `fengqiao model list | use NAME | back`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.models import BASE, BadModel, Shelf
from bot.settings import Settings
from grid.calendar import SHANGHAI

Tell = Callable[[str], None]


def model_command(settings: Settings, arguments: argparse.Namespace, say: Tell) -> int:
    """`fengqiao model list | use NAME | back`; returns the exit code."""
    shelf = Shelf(settings.folder)
    acts: dict[str, Callable[[], None]] = {
        "list": partial(_list, settings, shelf, say),
        "use": partial(_use, shelf, arguments.name, say),
        "back": partial(_back, shelf, say),
    }  # fmt: skip
    if settings.model and arguments.act != "list":
        say(f"设置 FENGQIAO_MODEL 指定了模型 {settings.model}，换了也不起作用。请先去掉这个设置。")
        return 1
    try:
        acts[arguments.act]()
    except BadModel as bad:
        say(f"没有换，仍用 {in_use(settings)}：{bad}。")
        return 1
    return 0


def _use(shelf: Shelf, name: str, say: Tell) -> None:
    if not name:
        raise BadModel("请写上模型的名字，用 fengqiao model list 可以看到")
    shelf.use(name)
    say(f"已选用 {name}。正在运行的服务一分钟内换过来，不用重启。要退回：fengqiao model back")


def _back(shelf: Shelf, say: Tell) -> None:
    name, passed = shelf.back()
    for one in passed:
        say(f"跳过用不了的模型 {one}")
    say(f"已退回 {name}。正在运行的服务一分钟内换过来，不用重启。")


def _list(settings: Settings, shelf: Shelf, say: Tell) -> None:
    now = in_use(settings)
    for name in shelf.names():
        say(f"{'→' if name == now else ' '} {name:20} {_described(shelf, name)}")
    if settings.model:
        say(f"→ {settings.model}（由设置 FENGQIAO_MODEL 指定）")


def _described(shelf: Shelf, name: str) -> str:
    """How a model came to be and how it compared, in a line."""
    try:
        shelf.open(name)
    except BadModel as bad:
        return f"用不了：{bad}"
    about = shelf.about(name)
    taught = about["model"].get("corrections") or {}
    words = [f"更正{taught['learnt']}条" if taught else "只有系统例句"]
    if trained := about["model"].get("trained"):
        at = datetime.fromisoformat(trained).astimezone(SHANGHAI)
        words.insert(0, f"{at:%Y-%m-%d %H:%M}训练")
    for one in about.get("compared", {}).get("lines", []):
        if one["measure"] in ("category top-1", "act"):
            words.append(f"{one['set']} {one['old']:.3f}→{one['new']:.3f}")
    return "，".join(words)


def in_use(settings: Settings) -> str:
    """What the model in use is called."""
    return settings.model or Shelf(settings.folder).best()[0] or BASE


def place_in_use(settings: Settings) -> Path:
    """Where the model in use lies."""
    return (
        Path(settings.model) if settings.model else Shelf(settings.folder).place(in_use(settings))
    )
