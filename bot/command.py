"""The command line: `fengqiao serve | worker | talk | hear | train | …`."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.settings import BadSetting, Settings, read_settings

GARBAGE = (20_000, 20, 50)
"""When Python looks for garbage: at its own 700 it spends a third of the start on looking."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    gc.set_threshold(*GARBAGE)
    arguments = parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    for noisy in ("httpx", "httpcore", "telegram", "apscheduler", "jieba", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        return COMMANDS[arguments.command](arguments)
    except BadSetting as bad:
        print(bad, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(prog="fengqiao", description="枫桥：把话说给网格听。")
    add = top.add_subparsers(dest="command", required=True, metavar="COMMAND").add_parser
    add("serve", help="web chat, console, scheduler and channels in one process")
    add("worker", help="turns and due actions only (a second process beside serve)")
    _talk(add("talk", help="chat in the terminal, showing what was understood"))
    _hear(add("hear", help="what is understood of sentences"))
    _train(add("train", help="train the listener, on our sentences or a city's history"))
    _evaluate(add("evaluate", help="score a model on files of sentences"))
    _model(add("model", help="which model hears: list them, use one, go back"))
    add("migrate", help="bring the store up to date").add_argument("--to", default="head")
    made_up = add("demo", help="fill the store with a few made-up conversations")
    made_up.add_argument("--life", action="store_true", help="eight made-up weeks, for figures")
    add("check-district", help="every mistake in a district's files").add_argument(
        "folder", type=Path
    )
    _user(add("user", help="accounts of staff"))
    _key(add("key", help="keys of other systems (Open311)"))
    add("backup", help="copy the store and the files").add_argument("to", type=Path)
    add("restore", help="put a backup in place of an empty store").add_argument("source", type=Path)
    _knowledge(add("knowledge", help="bring entries of approved knowledge in, or take them out"))
    add("verify-log", help="check the hash chain of every ticket and case")
    return top


def _talk(add: argparse.ArgumentParser) -> None:
    add.add_argument("--show", action="store_true", help="show what was understood")
    add.add_argument(
        "--telegram", action="store_true", help="a page like Telegram, no token needed"
    )
    add.add_argument("--port", type=int, default=0, help="port of that page")


def _hear(add: argparse.ArgumentParser) -> None:
    add.add_argument("text", nargs="*", help="a sentence; none: one a line from standard input")
    add.add_argument("--jsonl", action="store_true", help="JSON objects a line, in and out")
    add.add_argument("--model", type=Path, help="folder of a model trained on a history")
    add.add_argument("--docs", type=Path, help="write documents for spaCy's tools (.spacy) as well")


def _train(add: argparse.ArgumentParser) -> None:
    add.add_argument("--history", type=Path, help="CSV or XLSX of a city's own tickets")
    add.add_argument("--text", default="title,detail", help="columns with the words")
    add.add_argument("--label", default="label", help="column with the label")
    add.add_argument("--out", type=Path, help="folder for the model")
    add.add_argument("--map", type=Path, help="CSV label,code: labels as our codes")
    add.add_argument(
        "--corrections", action="store_true",
        help="with the corrections staff accepted: beside the model in use, compared",
    )  # fmt: skip
    add.add_argument("--tests", type=Path, nargs="+", help="JSONL files to compare on")
    add.add_argument("--quiet", action="store_true")


def _model(add: argparse.ArgumentParser) -> None:
    add.add_argument("act", nargs="?", choices=["list", "use", "back"], default="list")
    add.add_argument("name", nargs="?", default="", help="a name from the list")


def _knowledge(add: argparse.ArgumentParser) -> None:
    add.add_argument("act", choices=["import", "export"])
    add.add_argument("file", type=Path, help="CSV or YAML")
    add.add_argument("--by", default="", help="account of who brings them in")


def _evaluate(add: argparse.ArgumentParser) -> None:
    add.add_argument("files", type=Path, nargs="+", help="JSONL with text, category, also, act …")
    add.add_argument("--model", type=Path)
    add.add_argument("--json", action="store_true", help="only JSON")


def _user(add: argparse.ArgumentParser) -> None:
    add.add_argument("act", choices=["add", "list", "off", "on", "password"])
    add.add_argument("name", nargs="?", default="")
    add.add_argument("--roles", default="hotline_staff")
    add.add_argument("--display", default="")
    add.add_argument("--member", default="", help="id in the roster")


def _key(add: argparse.ArgumentParser) -> None:
    add.add_argument("act", choices=["add", "list", "end"])
    add.add_argument("name", nargs="?", default="", help="a short name of the system, for the log")
    add.add_argument("--scopes", default="enter,read:own", help="enter, read:own, read:public")
    add.add_argument("--limit", type=int, default=60, help="requests a minute")
    add.add_argument("--until", default="", help="last day, e.g. 2027-12-31")


def _serve(arguments: argparse.Namespace) -> int:
    from bot.serve import serve

    return serve(read_settings(), everything=arguments.command == "serve")


def _do_talk(arguments: argparse.Namespace) -> int:
    from bot.talking import talk, talk_on_telegram

    os.environ.setdefault("FENGQIAO_DEMO", "1")
    settings = read_settings()
    if arguments.telegram:
        return talk_on_telegram(settings, arguments.port)
    return talk(settings, arguments.show)


def _do_hear(arguments: argparse.Namespace) -> int:
    from bot.listening import hear_command

    return hear_command(demo_settings(), arguments)


def _do_train(arguments: argparse.Namespace) -> int:
    from bot.listening import train_command

    return train_command(demo_settings(), arguments)


def _do_evaluate(arguments: argparse.Namespace) -> int:
    from bot.listening import evaluate_command

    return evaluate_command(demo_settings(), arguments)


def _do_model(arguments: argparse.Namespace) -> int:
    from bot.choosing import model_command

    return model_command(demo_settings(), arguments, print)


def _do_knowledge(arguments: argparse.Namespace) -> int:
    from bot.stock import knowledge_command

    return knowledge_command(demo_settings(), arguments)


def _do_key(arguments: argparse.Namespace) -> int:
    from bot.keys import key_command

    return key_command(read_settings(), arguments, print)


def demo_settings() -> Settings:
    """Settings for commands that touch no residents: no secret is needed."""
    os.environ.setdefault("FENGQIAO_DEMO", "1")
    return read_settings()


def _migrate(arguments: argparse.Namespace) -> int:
    from integrations.sql.migrate import UnknownRevision, migrate
    from integrations.sql.store import Store

    store = Store(demo_settings().url)
    try:
        migrate(store, arguments.to)
    except UnknownRevision as unknown:
        print(f"没有 {arguments.to} 这个版本。有：{unknown}。", file=sys.stderr)
        return 1
    print(f"数据库已更新到 {arguments.to}。")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from bot.clock import real_time
    from grid.calendar import SHANGHAI
    from integrations.district.reading import check

    mistakes = check(arguments.folder, real_time().astimezone(SHANGHAI).date())
    for mistake in mistakes:
        print(mistake)
    if wrong := _entries_wrong(arguments.folder):
        print(f"错误：knowledge.yaml：{wrong}")
        return 1
    errors = sum(1 for one in mistakes if one.severity == "error")
    print(f"检查完毕：{errors}个错误，{len(mistakes) - errors}个提醒。")
    return 1 if errors else 0


def _entries_wrong(folder: Path) -> str:
    """What is wrong with a district's entries of knowledge; empty when nothing is."""
    from bot.stock import entries_wrong

    return entries_wrong(folder)


def _office(arguments: argparse.Namespace) -> int:
    from bot import office

    return {"user": office.user, "backup": office.backup, "restore": office.restore,
            "verify-log": office.verify_log, "demo": office.demo}[arguments.command](
        demo_settings() if arguments.command != "user" else read_settings(), arguments
    )  # fmt: skip


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "serve": _serve,
    "worker": _serve,
    "talk": _do_talk,
    "hear": _do_hear,
    "train": _do_train,
    "evaluate": _do_evaluate,
    "model": _do_model,
    "knowledge": _do_knowledge,
    "migrate": _migrate,
    "check-district": _check,
    "user": _office,
    "key": _do_key,
    "backup": _office,
    "restore": _office,
    "verify-log": _office,
    "demo": _office,
}

if __name__ == "__main__":
    sys.exit(main())
