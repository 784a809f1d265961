"""Learning from corrections: a new model beside the old one, and how the two compare."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.choosing import in_use, place_in_use
from bot.clock import Clock
from bot.hearing import district_of, own_listener
from bot.models import Shelf, made_beside, open_model
from bot.prepare import DATA, data_mark, note_sentences, prepare_model, trained_on
from bot.present import Present
from bot.settings import ROOT, Settings
from grid.calendar import SHANGHAI
from grid.district import District
from integrations.sql.migrate import migrate
from integrations.sql.store import Store
from nlu.command import Ears, answered
from nlu.compare import Comparison, compare, print_comparison, read_sets
from nlu.evaluate import Case
from nlu.heard import ACTS
from nlu.lessons import Lesson, distinct
from nlu.listener import Listener
from nlu.training import Sentence, Taught, data_hash, read_sentences, train_on

TESTS = ROOT / "benchmarks" / "sentences"
UNSORTED = "1207"
HELD = 5  # of so many lessons one is held back to test with …
ENOUGH = 20  # … when there are at least so many
LEARNT_SET, HELD_SET = "更正（学过的）", "更正（没学过的）"

Tell = Callable[[str], None]


def train_corrections(settings: Settings, arguments: argparse.Namespace, say: Tell) -> int:
    """`fengqiao train --corrections`: train a model beside the one in use, compare, switch nothing.

    Reads arguments.tests (files, may be None); returns the exit code.
    """
    at, district = Clock()(), district_of(settings.district_folder)
    try:
        sets = _sets(arguments.tests, say)
        lessons = _lessons(settings, district, say)
    except (ValueError, OSError) as wrong:
        say(f"没有训练：{wrong}")
        return 1
    if not lessons:
        say("没有已采用的更正，没有训练。请先在工作台的“更正”页里审一审。")
        return 1
    prepare_model(settings, lambda words: say(words.rstrip()))
    shelf = Shelf(settings.folder)
    name = _fresh(shelf, at)
    learnt, held = split(lessons)
    say(f"第2步，共3步：训练新模型 {name}，用{len(learnt)}条更正，留{len(held)}条检验 …")
    with made_beside(shelf.place(name)) as draft:
        _train(draft, (learnt, held), at, say)
        sets |= {HELD_SET: _cases(held), LEARNT_SET: _cases(learnt)}
        _compared(settings, draft, sets, say)
    _how_to_go_on(settings, shelf, name, say)
    return 0


def _sets(tests: Sequence[Path] | None, say: Tell) -> dict[str, list[Case]]:
    """The fixed test sets: those named, else ours where they are at hand."""
    sets = read_sets(tests or sorted(TESTS.glob("*.jsonl")))
    many = sum(map(len, sets.values()))
    say(f"测试句：{len(sets)}组，{many}句。" if many else
        "没有测试句，只能用更正自己来比。请用 --tests 文件 指定测试句。")  # fmt: skip
    return sets


def _lessons(settings: Settings, district: District, say: Tell) -> list[Lesson]:
    """What was accepted and can be taught; what cannot is named."""
    store = Store(settings.url)
    try:
        migrate(store)
        with store.read() as work:
            rows = work.corrections.accepted()
            district = Present(district)(work, Clock()())
    finally:
        store.close()
    found, bad = [], 0
    for row in rows:
        wrong = untaught(row.field, row.now, row.text, district)
        if wrong:
            say(f"  第{row.id}号更正跳过：{wrong}")
            bad += 1
        else:
            found.append(Lesson(row.text, row.field, row.now))
    lessons = distinct(found)
    say(f"第1步，共3步：读到已采用的更正{len(rows)}条，可用{len(lessons)}条"
        + (f"，跳过{bad}条" if bad else "") + "。")  # fmt: skip
    return lessons


def untaught(field: str, label: str, text: str, district: District) -> str:
    """Why a correction cannot teach, in Chinese; empty when it can."""
    if len(text.strip()) < 2:
        return "没有原话"
    if field == "act":
        return "" if label in ACTS else f"没有“{label}”这个意图"
    category = district.catalogue.get(label)
    if field != "category" or category is None or label == UNSORTED:
        return f"派单目录里没有“{label}”这个类别"
    return "这个类别涉密，不用来训练" if category.confidential == "high" else ""


def split(lessons: Sequence[Lesson]) -> tuple[list[Lesson], list[Lesson]]:
    """What is learnt, and, with enough of them, what is held back; the same ones every time."""
    if len(lessons) < ENOUGH:
        return list(lessons), []
    held = [one for one in lessons if _lot(one.text) == 0]
    return [one for one in lessons if _lot(one.text)], held


def _lot(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0] % HELD


def _fresh(shelf: Shelf, at: datetime) -> str:
    """A name nobody has: the time in Shanghai."""
    stamp = f"{at.astimezone(SHANGHAI):%Y%m%d-%H%M%S}"
    names = (stamp, *(f"{stamp}-{n}" for n in range(2, 100)))
    return next(name for name in names if not shelf.place(name).exists())


def _train(
    draft: Path, lessons: tuple[list[Lesson], list[Lesson]], at: datetime, say: Tell
) -> None:
    learnt, held = lessons
    about = {"data": data_hash(DATA), "trained": at.isoformat(timespec="seconds"),
             "corrections": {"learnt": len(learnt), "held": len(held)}}  # fmt: skip
    corrected = [Sentence(one.text, one.intent) for one in learnt]
    train_on(Taught(read_sentences(DATA), corrected), draft, about, lambda line: _say(say, line))
    note_sentences(draft)


def _say(say: Tell, line: str) -> None:
    say(f"  {line}")


def _cases(lessons: Iterable[Lesson]) -> list[Case]:
    return [Case(one.text, one.label) if one.field == "category" else Case(one.text, act=one.label)
            for one in lessons]  # fmt: skip


def _compared(settings: Settings, draft: Path, sets: dict[str, list[Case]], say: Tell) -> None:
    """Compare what is in use with the draft, print it, keep it with the draft."""
    old = own_listener(settings, district_of(settings.district_folder))
    new = old.with_model(open_model(draft))
    if trained_on(place_in_use(settings)) != data_mark():
        say("提醒：正在用的模型是用较早的系统例句训练的，下面的差别不全来自更正。")
    say("第3步，共3步：新旧模型在同样的测试句上比 …")
    found = compare({name: cases for name, cases in sets.items() if cases},
                    _answer(old), _answer(new), Clock()())  # fmt: skip
    print_comparison(found, say)
    kept = {"with": in_use(settings), **found.as_json(without=(HELD_SET, LEARNT_SET))}
    (draft / "compared.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    if _danger_fell(found):
        say("注意：险情这一项变差了，先不要换，请查明原因。")


def _answer(listener: Listener) -> Callable[[str, datetime], dict[str, Any]]:
    return lambda text, now: answered({"text": text}, Ears(listener), now)


def _danger_fell(found: Comparison) -> bool:
    return any(one.new < one.old for one in found.lines if one.measure == "danger found")


def _how_to_go_on(settings: Settings, shelf: Shelf, name: str, say: Tell) -> None:
    say(f"新模型在 {shelf.place(name)} ，还没有启用；正在用的仍是 {in_use(settings)}。")
    say(f"要启用：fengqiao model use {name}　　启用后要退回：fengqiao model back")
