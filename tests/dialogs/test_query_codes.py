"""The query code of an anonymous tip-off: its holder's alone, good anywhere, telling of nobody."""

from __future__ import annotations

import re
import sqlite3

import pytest

from dialogs.commands import AnswerTicket
from grid.query_codes import made, taken_out
from tests.script import CLERK
from tests.town import Town

CODE = re.compile(r"CX(?:-[A-Z2-9]{4}){3}")


@pytest.fixture
def code(town: Town) -> str:
    said = town.says("我要举报我们村书记收钱给人办低保")
    for _ in range(8):
        if found := CODE.search(said):
            return found[0]
        said = town.says("1" if "我记的是" in said else "跳过")
    raise AssertionError(said)


def stored(town: Town) -> str:
    """Everything the store holds, as text."""
    base = sqlite3.connect(town.folder / "fengqiao.db")
    try:
        return "\n".join(base.iterdump())
    finally:
        base.close()


@pytest.mark.parametrize("who", ["telegram:4711", "web:another", "wechat:o1"])
def test_the_code_tells_the_progress_on_any_channel(town: Town, code: str, who: str) -> None:
    said = town.says(f"查询码{code.lower().replace('-', ' ')}，办到哪了", who)
    assert "前答复" in said
    assert town.tickets()[-1].number not in said
    assert "低保" not in said
    number = town.tickets()[-1].number
    town.bot.door.do(AnswerTicket(number, "已经转交。", "chen"), CLERK)
    assert "已经转交" in town.says(code, who)


def test_neither_code_nor_who_asks_is_kept(town: Town, code: str) -> None:
    town.says(code, "web:another")
    number, everything = town.tickets()[-1].number, stored(town)
    assert code not in everything
    assert code[8:] not in everything
    with town.bot.store.read() as work:
        rows = [e for k, about in work.log.subjects() if k == "code" for e in work.log.of(k, about)]
        own = work.log.of("ticket", number)
        letters = work.outbox.of("web:another")
    assert [row.move for row in rows] == ["given", "asked"]
    assert not any("another" in row.actor.id for row in [*rows, *own])
    assert all(number not in one.say.text and "答复" not in one.say.text for one in letters)


def test_the_staff_read_no_code_in_the_talk(town: Town, code: str) -> None:
    with town.bot.store.read() as work:
        letters = work.outbox.of("terminal:me")
    assert not any(CODE.search(one.say.text) for one in letters)
    assert any(one.say.sealed for one in letters)


def test_after_too_many_tries_the_right_one_tells_as_little(town: Town, code: str) -> None:
    for _ in range(6):
        assert "查不到" in town.says(made(), "web:guesser")
    assert town.says(code, "web:guesser") == town.says(made(), "web:guesser")
    assert "前答复" in town.says(code, "web:holder")
    town.later("web:guesser", days=1)
    assert "CX" not in town.says(code, "web:guesser")


def test_a_name_taken_off_later_gets_a_code_and_never_a_second(town: Town) -> None:
    town.says("举报幸福社区王书记收红包")
    town.says("实名")
    assert not CODE.search(town.says("提交"))
    assert CODE.search(town.says("那件事能不能改成匿名"))
    assert not CODE.search(town.says("把我那件改成匿名吧"))


@pytest.mark.parametrize(
    "words", ["SF12-3456-7890", "苏E12345", "CX-90 汽车", "cxabcd", "CX1234567890"]
)
def test_what_is_no_code_stays(words: str) -> None:
    assert taken_out(words) == (words, "")


@pytest.mark.parametrize("form", ["{}", "我的码是{}。", "ＣＸ－{}"])
def test_a_code_is_read_however_it_is_written(form: str) -> None:
    code = made()
    words = form.format(code[3:] if "Ｘ" in form else code)
    rest, found = taken_out(words)
    assert found == code
    assert code[3:] not in rest
