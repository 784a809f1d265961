"""Preparing a start: folders, tables, and a model when there is none for today's sentences."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.clock import real_time
from bot.models import BASE, Shelf, made_beside
from bot.settings import ROOT, BadSetting, Settings

if TYPE_CHECKING:
    from integrations.sql.store import Store

T = TypeVar("T")
DATA = ROOT / "nlu" / "data"


def prepare(settings: Settings, tell: Callable[[str], object]) -> None:
    """Make what a start needs; `tell` hears one line for what takes more than a moment."""
    from bot.stock import stock_demo
    from integrations.sql.migrate import migrate  # `hear` needs no store
    from integrations.sql.store import Store

    settings.folder.mkdir(parents=True, exist_ok=True)
    store = Store(settings.url)
    try:
        wait_for(store, tell)
        patiently(lambda: migrate(store), tell)
        if settings.is_demo:
            patiently(lambda: stock_demo(store, settings.district_folder, real_time()), tell)
    finally:
        store.close()
    prepare_model(settings, tell)


def wait_for(store: Store, tell: Callable[[str], object], rest: float = 2.0) -> None:
    """Return when the store answers; raises BadSetting for what waiting does not mend.

    After a power cut the database may come up later than the bot.
    """
    from integrations.sql.engine import away

    told = False
    while (trouble := store.trouble()) is not None:
        reason = str(trouble).partition("\n")[0]
        if not away(trouble):
            raise BadSetting(f"FENGQIAO_DATABASE_URL: {reason}")
        if not told:
            tell(f"数据库还没有回应，等它起来（{reason}）…\n")
        told = True
        time.sleep(rest)


def patiently(act: Callable[[], T], tell: Callable[[str], object], rest: float = 2.0) -> T:
    """What `act` returns, begun again when the store goes away in the middle of a start."""
    from integrations.sql.engine import away

    while True:
        try:
            return act()
        except Exception as error:
            if not away(error):
                raise
            tell("数据库刚刚断开了，等它回来再接着启动 …\n")
            time.sleep(rest)


def prepare_model(settings: Settings, tell: Callable[[str], object]) -> None:
    """Train when there is no model of today's sentences; a model named in the settings stays.

    A model with corrections that somebody chose stays too: it is never trained over, and the
    one thing done when our sentences have changed since is to say so.
    """
    if settings.model:
        return
    shelf = Shelf(settings.folder)
    name, model, wrong = shelf.best()
    if shelf.chosen.name not in (BASE, name):
        tell(f"选用的模型用不了，先用 {name or BASE}：{wrong[0]}\n")
    if model and name != BASE:
        if trained_on(shelf.place(name)) != data_mark():
            tell(f"系统的例句更新过了。正在用的模型 {name} 不变；想让更正和新例句合在一起，"
                 "请运行 fengqiao train --corrections，比较后再换。\n")  # fmt: skip
        return
    if model is None or trained_on(shelf.base) != data_mark():
        tell("第一次启动，或例句更新过：正在训练听懂人话的模型，大约一分钟 …\n")
        train_apart(shelf.base)


def data_mark(folder: Path = DATA) -> str:
    """A mark of today's sentences: another sentence, another mark."""
    mark = hashlib.sha256()
    for path in sorted(folder.glob("*.yml")):
        mark.update(path.name.encode() + path.read_bytes())
    return mark.hexdigest()


def trained_on(model: Path) -> str:
    """The mark of the sentences a model was trained on; empty when nothing says so."""
    try:
        return str(json.loads((model / "trained_on.json").read_text("utf-8"))["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def note_sentences(model: Path) -> None:
    """Write into a model's folder that it knows today's sentences."""
    (model / "trained_on.json").write_text(json.dumps({"mark": data_mark()}), "utf-8")


def train_apart(out: Path) -> None:
    """Train in a process of its own, so that its libraries never weigh on the bot.

    What lies at `out` is replaced only by a model that is whole.
    """
    with made_beside(out) as draft:
        subprocess.run([sys.executable, "-m", "bot.command", "train", "--quiet",
                        "--out", str(draft)], check=True)  # fmt: skip
        note_sentences(draft)
