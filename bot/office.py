"""Office commands: accounts, backup and restore, the log's proof, made-up conversations."""

from __future__ import annotations

import argparse
import getpass
import os
import shutil
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.build import Bot
from bot.clock import Clock
from bot.settings import Settings
from dialogs.incoming import Incoming
from grid.calendar import SHANGHAI
from grid.people import Member
from grid.refused import Refused
from integrations.sql.anchors import Anchors
from integrations.sql.migrate import migrate
from integrations.sql.store import Store, Work

SWITCHES = {"off": "停用", "on": "启用"}
COMMAND = "command"
"""Who the log names for what is done on the command line."""
COPIED = ("files", "models")
"""Folders a backup holds beside the store; the base model is trained anew from its sentences."""


def user(settings: Settings, arguments: argparse.Namespace) -> int:
    """`fengqiao user add NAME --roles …`: the password is asked for, or FENGQIAO_PASSWORD."""
    store = Store(settings.url)
    migrate(store)
    try:
        if arguments.act == "add":
            _seat(_roster(store, settings), arguments)
        with store.begin() as work:
            print(_account(work, arguments))
    except Refused as refused:
        print(refused.words, file=sys.stderr)
        return 1
    return 0


def _roster(store: Store, settings: Settings) -> Mapping[str, Member]:
    """The roster as it is: its file, and what was published over it."""
    from bot.build import district_of
    from bot.present import Present

    with store.read() as work:
        return Present(district_of(settings.district_folder))(work, Clock()()).roster


def _seat(roster: Mapping[str, Member], arguments: argparse.Namespace) -> None:
    """Refused when who sits on panels or in a unit is nobody of the roster: nothing to see."""
    from console.accounts import SEATED, role_words

    seats = [role for role in arguments.roles.split(",") if role in SEATED]
    wanted = arguments.member.lower()
    member = next((one for one in roster.values() if one.id.lower() == wanted), None)
    if (arguments.member and member is None) or (seats and member is None):
        called = role_words(seats or arguments.roles.split(","))
        raise Refused(f"{called}要用 --member 写上名册（roster.csv）里自己的编码。")
    if member and seats and member.role not in seats:
        raise Refused(f"名册里{member.id}是{role_words([member.role])}，和 --roles 不一致。")
    arguments.member = member.id if member else ""


def _account(work: Work, arguments: argparse.Namespace) -> str:
    from console.accounts import NewAccount, change_password, make_account

    name = arguments.name
    if arguments.act == "list":
        rows = (f"{r.name}\t{r.roles}\t{r.display}" + ("" if r.active else "\t停用")
                for r in work.accounts.all())  # fmt: skip
        return "\n".join(rows)
    if arguments.act != "add" and work.accounts.get(name) is None:
        raise Refused(f"没有账号{name}。" if name else "请写上账号的名字。")
    if arguments.act in SWITCHES:
        work.accounts.save(name, active=arguments.act == "on")
        _noted(work, arguments)
        return f"账号{name}已{SWITCHES[arguments.act]}。"
    password = os.environ.get("FENGQIAO_PASSWORD") or getpass.getpass("密码：")
    if arguments.act == "password":
        change_password(work, name, password)
        _noted(work, arguments)
        return f"账号{name}的密码已改。"
    roles = tuple(arguments.roles.split(","))
    new = NewAccount(name, arguments.display or name, roles, arguments.member)
    make_account(work, new, password, Clock()())
    _noted(work, arguments, arguments.roles)
    return f"账号{name}已建好，第一次登录时设置第二重验证。"


def _noted(work: Work, arguments: argparse.Namespace, why: str = "") -> None:
    """What is done to accounts here stands in the log of who did what; who is the machine's."""
    work.accounts.saw(Clock()(), COMMAND, f"user_{arguments.act}", arguments.name, why)


def backup(settings: Settings, arguments: argparse.Namespace) -> int:
    """A consistent copy of the SQLite store, the files and the models, while the bot runs."""
    source = make_url(settings.url)
    if _missing(settings):
        return 1
    if source.get_backend_name() != "sqlite":
        print("PostgreSQL 请用 pg_dump 备份数据库；这里只复制文件夹。", file=sys.stderr)
    arguments.to.mkdir(parents=True, exist_ok=True)
    if source.database and source.get_backend_name() == "sqlite":
        with (
            sqlite3.connect(source.database) as old,
            sqlite3.connect(arguments.to / "fengqiao.db") as new,
        ):
            old.backup(new)
        old.close()
        new.close()
    for name in COPIED:
        if (settings.folder / name).exists():
            shutil.copytree(settings.folder / name, arguments.to / name, dirs_exist_ok=True)
    settings.backup_mark.touch()
    print(f"已备份到 {arguments.to}")
    return 0


def _missing(settings: Settings) -> bool:
    """Whether there is no SQLite store yet; looking at it would make an empty one."""
    url = make_url(settings.url)
    gone = url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file()
    if gone:
        print(f"没有找到数据库 {url.database}。请看 FENGQIAO_FILES 设得对不对。", file=sys.stderr)
    return gone


def restore(settings: Settings, arguments: argparse.Namespace) -> int:
    """Put a backup in place; refuses to write over a store that is there."""
    database = make_url(settings.url).database
    if database is None or Path(database).exists():
        print("目标位置已有数据库，没有覆盖。请换一个空的 FENGQIAO_FILES。", file=sys.stderr)
        return 1
    if not (arguments.source / "fengqiao.db").is_file():
        print(f"{arguments.source} 里没有备份（fengqiao.db）。", file=sys.stderr)
        return 1
    Path(database).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(arguments.source / "fengqiao.db", database)
    for name in COPIED:
        if (arguments.source / name).exists():
            shutil.copytree(arguments.source / name, settings.folder / name, dirs_exist_ok=True)
    migrate(Store(settings.url))
    print("已恢复，可以启动。")
    return 0


def verify_log(settings: Settings, arguments: argparse.Namespace) -> int:
    """Check every chain; prints the first broken row of each."""
    if _missing(settings):
        return 1
    store, broken = Store(settings.url), 0
    with store.read() as work:
        subjects = work.log.subjects()
        for kind, about in subjects:
            row = work.log.broken(kind, about)
            if row:
                broken += 1
                print(f"{about}：第{row}行被改动过")
        for torn in Anchors(work.connection).torn():
            broken += 1
            at = f"{torn.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            print(f"操作日志：{at}封存的第{torn.first}到{torn.last}行被改动过")
    print(f"共{len(subjects)}条记录链，{broken}条有问题。")
    return 1 if broken else 0


def demo(settings: Settings, arguments: argparse.Namespace) -> int:
    """A few conversations of made-up residents, so that the console has something to show.

    With `--life` eight made-up weeks come first, into a store without tickets alone.
    """
    from bot.build import build
    from bot.prepare import prepare

    prepare(settings, sys.stderr.write)
    bot = build(settings)
    if arguments.life and not _lived(bot):
        return 1
    for contact, line in TALKS.items():
        _says(bot, contact, 0, line)
        for n in range(1, QUESTIONS):
            if not (answer := _patient(bot, contact)):
                break
            _says(bot, contact, n, answer)
    for n, line in enumerate(MEDIATION, QUESTIONS):
        _says(bot, "web:demo-2", n, line)
    print("演示对话已写入。")
    return 0


def _lived(bot: Bot) -> bool:
    """Live eight made-up weeks; False where there are tickets already, which are left alone."""
    from bot.made_up_life import Sizes, live

    with bot.store.read() as work:
        if work.tickets.counts():
            print("已经有工单了，不写演示的八周。请换一个空的 FENGQIAO_FILES。", file=sys.stderr)
            return False
    print("正在写入八周的演示工单，大约半分钟。请不要同时开着服务。", file=sys.stderr)
    print(f"写好了，一共{live(bot, Sizes())}件工单。")
    return True


TALKS = {
    "web:demo-1": "幸福里3号楼2单元楼道灯坏了半个月，垃圾也没人收",
    "web:demo-2": "楼上卫生间漏水把我家吊顶泡了，他就是不修，我住幸福里5号楼301",
    "web:demo-3": "转人工",
}
QUESTIONS = 8  # answered at most
MEDIATION = ("申请调解", "没有", "都没有", "没有", "愿意", "跳过", "修好漏水，赔我吊顶的钱",
             "请律师", "1", "申请")  # fmt: skip
"""What the second of them says when mediation is offered: a case for the mediator to answer."""


def _says(bot: Bot, contact: str, n: int, line: str) -> None:
    bot.door.take(Incoming(f"{contact}:{n}", contact, bot.clock(), text=line))


def _patient(bot: Bot, contact: str) -> str:
    """What somebody in no hurry answers: submits the card, skips a question; else nothing."""
    with bot.store.read() as work:
        said = work.outbox.of(contact)
    labels = [button.label for button in said[-1].say.buttons] if said else []
    return next((word for word in ("提交", "跳过") if any(word in one for one in labels)), "")
