"""Who reads a resident's words whole, who reads them covered, and what a reason is good for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from console.accounts import DEMO_PASSWORD, NewAccount, make_account
from dialogs.commands import AddToTicket, AnswerTicket, CopyMine, JoinTicket, RateTicket
from dialogs.covered import covered, own_of
from dialogs.unnamed import HideName
from grid.events import Actor
from grid.orders import AskResident, RequestReturn, Sign
from tests.console.conftest import Clerk, at_desk, opens
from tests.console.test_handling import CHECKER, acts, reports
from tests.console.test_way import decides, gives_back, handler, signed_in
from tests.town import Town

Arrive = Callable[..., Clerk]
ROADWORK, WHO, OTHER = "0102", "web:neighbour", "web:other"
PHONE, NAME = "13800001234", "沈玉兰"
STORY = f"我叫{NAME}，电话{PHONE}，幸福里3号楼门口的渣土没人清，微信shen_yulan88。"
SECRETS = (PHONE, NAME, "shen_yulan88")


def told(town: Town, **more: Any) -> str:
    """A ticket in whose story somebody told more than was asked; its number."""
    ticket = opens(town, ROADWORK, WHO, detail=STORY, slots=(("since", f"{NAME}说三天了"),), **more)
    at_desk(town, WHO, AddToTicket(ticket.number, f"再补充一句，打{PHONE}找{NAME}。"))
    return ticket.number


def leaks(text: str) -> list[str]:
    """What a text tells that it should not."""
    return [secret for secret in SECRETS if secret in text]


def page(clerk: Clerk, number: str) -> str:
    """A ticket's page whole, hidden fields and all."""
    clerk.sees(f"/staff/tickets/{number}")
    assert clerk.seen
    return clerk.seen.text


def dispatcher(arrive: Arrive, town: Town) -> Clerk:
    """Somebody who dispatches and speaks with nobody."""
    with town.bot.store.begin() as work:
        new = NewAccount("paiwei", "魏派单", ("dispatcher",))
        make_account(work, new, DEMO_PASSWORD, town.clock())
    return signed_in(arrive, "paiwei")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (f"我叫{NAME}，电话{PHONE}", "我叫沈某，电话138****1234"),
        ("3号楼502的张建国天天放音响", "3号楼502的张某天天放音响"),
        ("电话65123456，打不通", "电话****3456，打不通"),
        ("高兴幼儿园门口塌了，周一孩子差点摔倒", "高兴幼儿园门口塌了，周一孩子差点摔倒"),
        ("我是业主，要本人到场", "我是业主，要本人到场"),
        ("張建國打人", "张某打人"),
        ("欧阳静和我说的", "欧阳某和我说的"),
        ("3号楼502的张建国半夜放音响", "3号楼502的张某半夜放音响"),
        ("卡号6222021234567890123写错了", "卡号[已隐藏号码]写错了"),
        ("催一下20261118-0001", "催一下20261118-0001"),
    ],
)
def test_numbers_and_names_are_covered_and_nothing_else(typed: str, read: str) -> None:
    assert covered(typed) == read


def test_what_staff_write_loses_only_what_the_resident_had_told() -> None:
    own = own_of([f"我叫{NAME}，电话138 0000 1234"])
    words = f"已和{NAME}联系（{PHONE}），物业电话0512-65123456。"
    assert own.out_of(words) == "已和沈某联系（138****1234），物业电话0512-65123456。"


def test_clerks_read_it_whole(chen: Clerk, arrive: Arrive, town: Town) -> None:
    number = told(town)
    assert leaks(page(chen, number)) == list(SECRETS)
    assert "要看原话" not in page(chen, number)
    assert NAME in page(signed_in(arrive, "leader"), number)


def test_a_unit_reads_it_covered_on_the_page_and_in_the_list(arrive: Arrive, town: Town) -> None:
    number, ours = told(town), handler(arrive, town)
    assert leaks(page(ours, number)) == []
    assert "渣土没人清" in page(ours, number)
    assert "沈某" in page(ours, number)
    assert leaks(ours.sees("/staff/tickets")) == []
    assert number in ours.sees("/staff/tickets")


def test_a_dispatcher_reads_it_covered(arrive: Arrive, town: Town) -> None:
    number, clerk = told(town), dispatcher(arrive, town)
    assert leaks(page(clerk, number)) == []
    assert leaks(clerk.sees("/staff/tickets")) == []


def test_who_checks_reads_it_covered_and_so_the_answer_is_begun(arrive: Arrive, town: Town) -> None:
    number, ours = told(town), handler(arrive, town)
    acts(ours, number, "sign")
    reports(ours, number, words=f"已联系{NAME}（{PHONE}），渣土全部清走。")
    checker = signed_in(arrive, CHECKER)
    assert number in checker.sees("/staff/tickets")
    assert leaks(page(checker, number)) == []


def test_the_log_tells_the_next_unit_no_more(arrive: Arrive, chen: Clerk, town: Town) -> None:
    number, ours = told(town), handler(arrive, town)
    gives_back(ours, number, words=f"{NAME}（{PHONE}）说的是小区里面的路，不归我们。")
    assert leaks(page(dispatcher(arrive, town), number)) == []
    decides(chen, number, "dispatch", "BM03")
    assert leaks(page(handler(arrive, town, "BM03"), number)) == []


def test_a_question_to_the_resident_is_read_covered_too(arrive: Arrive, town: Town) -> None:
    number = told(town)
    ask = AskResident(number, f"{NAME}您好，{PHONE}还在用吗？")
    town.bot.door.do(ask, Actor("chen", "hotline_staff"))
    assert leaks(page(handler(arrive, town), number)) == []


def test_what_was_said_in_a_survey_comes_to_no_unit(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = told(town)
    town.bot.door.do(AnswerTicket(number, "已经清走了。", "chen"), Actor("chen", "hotline_staff"))
    at_desk(town, WHO, RateTicket(number, "unsolved", 1, "other", f"根本没来，打{PHONE}找我{NAME}"))
    assert leaks(page(handler(arrive, town), number)) == []
    assert PHONE in page(chen, number)


def test_the_whole_words_need_a_reason_and_are_logged(arrive: Arrive, town: Town) -> None:
    number, ours = told(town), handler(arrive, town)
    assert "要看原话" in page(ours, number)
    assert "写明理由" in acts(ours, number, "words", why="看")
    assert leaks(ours.seen.text) == []  # type: ignore[union-attr]
    acts(ours, number, "words", why="要打电话约进小区的时间")
    assert leaks(ours.seen.text) == list(SECRETS)  # type: ignore[union-attr]
    assert leaks(page(ours, number)) == []  # once
    log = signed_in(arrive, "auditor").sees(f"/staff/log?about={number}")
    assert "看未遮盖的原话" in log
    assert "要打电话约进小区的时间" in log


def test_of_who_is_hidden_a_unit_gets_no_words_for_any_reason(arrive: Arrive, town: Town) -> None:
    number, ours = told(town, privacy="anonymous"), handler(arrive, town)
    assert "要看原话" not in page(ours, number)
    page_words = acts(ours, number, "words", why="要打电话约进小区的时间")
    assert "原话不给承办单位看" in page_words
    assert leaks(ours.seen.text) == []  # type: ignore[union-attr]
    assert "1234" not in page_words.partition("工作台")[2]  # nor a number's last digits
    assert "沈" not in page_words.partition("工作台")[2].partition("诉求人")[0]


def test_another_unit_has_no_words_to_see(arrive: Arrive, town: Town) -> None:
    number, other = told(town), handler(arrive, town, "BM03")
    other.posts(f"/staff/tickets/{number}/words", "/staff/tickets", why="就是想看一看")
    assert other.status == 404


def test_reading_the_words_whole_is_told_to_who_becomes_anonymous(
    arrive: Arrive, town: Town
) -> None:
    number, ours = told(town), handler(arrive, town)
    acts(ours, number, "words", why="要打电话约进小区的时间")
    assert at_desk(town, WHO, HideName(number)).whole
    town.says("改成匿名", WHO)
    number = told(town)
    acts(ours, number, "words", why="要打电话约进小区的时间")
    assert "有人写明理由看过您写的原话" in town.says("改成匿名", WHO)


# -- other residents


def followed(town: Town) -> str:
    """A ticket somebody else follows."""
    number = told(town, place={"text": f"幸福里3号楼502{NAME}家门口", "grid": "CH010101"})
    at_desk(town, OTHER, JoinTicket(number))
    return number


def test_an_answer_comes_to_followers_without_who_told_it(town: Town) -> None:
    number = followed(town)
    words = f"已联系{NAME}（{PHONE}），渣土清走了，物业电话0512-65123456。"
    town.bot.door.do(AnswerTicket(number, words, "chen"), Actor("chen", "hotline_staff"))
    town.tick()
    others = town.answers(OTHER)
    assert leaks(others) == []
    assert "渣土清走了，物业电话0512-65123456" in others
    assert words in town.answers(WHO)
    assert leaks(town.says("查进度", OTHER)) == []


def test_progress_names_no_door_and_no_person_to_followers(town: Town) -> None:
    followed(town)
    opens(town, "0103", OTHER)
    said = town.says("查进度", OTHER)
    assert "道路保洁" in said  # which of the two is asked, by kind and public place
    assert "502" not in said
    assert leaks(said) == []


def test_a_copy_of_ones_own_holds_nothing_of_others(town: Town) -> None:
    followed(town)
    copied = town.bot.seal.open(bytes.fromhex(at_desk(town, OTHER, CopyMine())))
    assert leaks(copied) == []
    assert "渣土没人清" not in copied
    assert STORY in town.bot.seal.open(bytes.fromhex(at_desk(town, WHO, CopyMine())))


def test_news_on_the_way_comes_to_followers_without_names(arrive: Arrive, town: Town) -> None:
    number = followed(town)
    unit = town.tickets()[0].unit
    town.bot.door.do(Sign(number, unit), Actor("r0136", "unit_handler"))
    reason = f"{NAME}说不急，{PHONE}"
    town.bot.door.do(RequestReturn(number, unit, "unclear", reason), Actor("r0136", "unit_handler"))
    town.tick()
    assert leaks(town.answers(OTHER)) == []
