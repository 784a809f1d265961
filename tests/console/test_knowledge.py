"""The pages of knowledge: written by one, approved by another, gaps first come first seen to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.preview import preview
from bot.stock import stock_demo
from tests.console.conftest import Clerk
from tests.town import Town

LIST = "/staff/knowledge"
NEW = f"{LIST}/new"
FORM = {
    "title": "补办健身卡", "questions": "健身卡丢了怎么补办\n补办健身卡要带什么",
    "answer": "带身份证到社区健身房补办。", "source": "《社区健身房管理办法》", "document": "编1号",
    "unit": "BM18 区文体广电和旅游局", "office": "社区健身房", "valid_from": "2026-01-01",
    "valid_until": "2026-12-01", "categories": "1102、1201", "link": "", "then": "submit",
}  # fmt: skip


@pytest.fixture
def leader(arrive: Callable[..., Clerk], town: Town) -> Clerk:
    """The centre's leader, signed in: who approves; the page tries sentences out for real."""
    clerk = arrive(try_out=lambda text: preview(town.bot.door, text))
    clerk.signs_in("leader")
    return clerk


def writes(clerk: Clerk, **more: str) -> str:
    return clerk.posts(NEW, NEW, **{**FORM, **more})


def moves(clerk: Clerk, move: str, number: str = "K0001", **more: str) -> str:
    page = f"{LIST}/{number}"
    fields = {"version": "1", "seen": "2", "why": "", **more}
    return clerk.posts(f"{page}/move", page, move=move, **fields)


def entries(town: Town) -> list[Any]:
    with town.bot.store.read() as work:
        return work.knowledge.listed()


def test_an_entry_is_written_by_one_approved_by_another_and_then_said(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    page = writes(chen)
    assert "等待审核" in page
    assert "审核通过" not in page
    assert "带身份证到社区健身房补办" not in town.says("健身卡丢了怎么补办")
    assert "审核通过，从现在起照这样说" in leader.sees(f"{LIST}/K0001")
    assert "林主任" in moves(leader, "approve")
    assert "带身份证到社区健身房补办" in town.says("健身卡丢了怎么补办", "web:b")
    town.taps("没用", "web:b")
    page = leader.sees(LIST)
    assert "说过1次（没用1）" in page
    assert "多数人说没用" in page


def test_who_wrote_an_entry_is_shown_no_button_and_gets_a_refusal(
    leader: Clerk, town: Town
) -> None:
    assert "要请另一位同事审核" in writes(leader)
    assert "要请另一位同事来审核" in moves(leader, "approve")
    assert str(entries(town)[0].standing) == "submitted"


def test_who_may_not_approve_cannot_by_hand_either(chen: Clerk, leader: Clerk, town: Town) -> None:
    writes(leader)
    moves(chen, "approve")
    assert chen.status == 404
    assert str(entries(town)[0].standing) == "submitted"


def test_nothing_typed_is_lost_when_something_is_missing(chen: Clerk, town: Town) -> None:
    page = writes(chen, source="")
    assert chen.status == 409
    assert "请写依据的文件名称" in page
    assert chen.seen is not None
    assert "带身份证到社区健身房补办。" in chen.seen.text
    assert entries(town) == []
    assert "没有这个事项：9999" in writes(chen, categories="9999")
    assert "早于生效日期" in writes(chen, valid_until="2025-01-01")


def test_ending_an_entry_takes_a_reason_that_stands_in_its_history(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    writes(chen)
    moves(leader, "approve")
    assert "请写明原因" in moves(chen, "expire", seen="3")
    assert "规定已经改了" in moves(chen, "expire", seen="3", why="规定已经改了")
    assert "带身份证到社区健身房补办" not in town.says("健身卡丢了怎么补办")
    assert "已到期（1）" in leader.sees(f"{LIST}?tab=over")


def test_the_most_frequent_gap_stands_first_and_goes_when_it_is_seen_to(
    chen: Clerk, town: Town
) -> None:
    for n, words in enumerate(("请问护照怎么办理", "护照怎么办理啊", "请问驾照怎么换")):
        town.says(words, f"web:{n}")
    page = chen.sees(f"{LIST}?tab=gaps")
    assert page.index("护照怎么办理") < page.index("驾照怎么换")
    assert "答不上的问题（3）" in page
    chen.posts(f"{LIST}/gaps", f"{LIST}?tab=gaps", rows="1,2")
    page = chen.sees(f"{LIST}?tab=gaps")
    assert "护照" not in page
    assert "驾照怎么换" in page
    assert "护照怎么办理" in chen.browser.get(f"{NEW}?question=护照怎么办理").text


def test_what_ends_within_a_month_is_listed_and_what_is_over_too(leader: Clerk, town: Town) -> None:
    stock_demo(town.bot.store, town.settings.district_folder, town.clock())
    assert "30天内到期的知识条目（" in leader.sees("/staff/duties")
    page = leader.sees(f"{LIST}?tab=soon")
    assert "社保怎么转移" in page
    assert "快到期" in page
    assert "创业贷款贴息" in leader.sees(f"{LIST}?tab=over")
    town.clock.now += timedelta(days=30)
    leader.signs_in("leader")
    assert "社保怎么转移" in leader.sees(f"{LIST}?tab=over")


def test_a_sentence_is_tried_out_as_the_bot_would_answer_it(leader: Clerk, town: Town) -> None:
    stock_demo(town.bot.store, town.settings.district_folder, town.clock())
    page = leader.sees(f"{LIST}?try=养犬证怎么办")
    assert "按知识回答" in page
    assert "《澄禾区养犬登记办法（演示）》" in page
    assert "不按知识回答" in leader.sees(f"{LIST}?try=护照怎么办理")
    assert town.tickets() == []


def test_a_unit_writes_for_itself_alone_and_sees_no_questions_of_residents(
    arrive: Callable[..., Clerk], town: Town
) -> None:
    unit = arrive()
    unit.signs_in("unit1")
    town.says("请问护照怎么办理")
    assert "护照" not in unit.sees(f"{LIST}?tab=gaps")
    assert "只能写本单位负责的条目" in writes(unit)
    assert "等待审核" in writes(unit, unit="BM01 区城市管理局")


def test_a_file_goes_out_and_comes_back_for_somebody_elses_approval(
    leader: Clerk, chen: Clerk, town: Town
) -> None:
    writes(chen)
    moves(leader, "approve")
    leader.sees(f"{LIST}/export.csv")
    assert leader.seen is not None
    table = leader.seen.content.decode("utf-8-sig").replace("社区健身房补办。", "二楼补办。")
    csrf = leader.token(LIST)
    send = {"file": ("k.csv", table.encode("gb18030"), "text/csv")}
    answer = leader.browser.post(f"{LIST}/import", data={"csrf": csrf}, files=send)
    assert "导入1条，1条是新的或有改动" in answer.text
    assert [(e.version, str(e.standing)) for e in entries(town)] == [
        (2, "submitted"),
        (1, "approved"),
    ]
    bad = {"file": ("k.csv", b"\xff\xfe\x00", "text/csv")}
    answer = leader.browser.post(f"{LIST}/import", data={"csrf": csrf}, files=bad)
    assert "没有导入" in answer.text
