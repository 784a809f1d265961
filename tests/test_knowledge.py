"""What is promised of answers: approved words alone, never over, honest where there are none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.preview import preview
from bot.stock import stock_demo
from dialogs.commands import EraseChat
from dialogs.consulting import _HELPED
from grid.events import Actor
from grid.knowledge import BringEntries, Entry, MoveEntry, Wording, WriteEntry
from grid.refused import Refused
from integrations.entries import BadEntries, entries_csv, entries_yaml, read_entries
from tests.console.conftest import applies, at_desk
from tests.town import Town

CHEN, LEADER = Actor("chen", "hotline_staff"), Actor("leader", "centre_leader")
WORDS = Wording(
    "补办健身卡", ("健身卡丢了怎么补办", "补办健身卡要带什么"), "带身份证到社区健身房补办。",
    "《社区健身房管理办法》", "编〔2026〕3号", "BM18", "社区健身房，0000-8200018",
    date(2026, 1, 1), date(2026, 12, 1), "", ("1102",))  # fmt: skip
ASKED = "健身卡丢了怎么补办"
UNKNOWN = "没有审核过的答案"


def written(town: Town, wording: Wording = WORDS) -> Entry:
    made: Entry = town.bot.door.do(WriteEntry(wording), CHEN)
    return made


def moves(town: Town, entry: Entry, move: str, actor: Actor = CHEN, why: str = "") -> Entry:
    order = MoveEntry(entry.number, entry.version, move, why, entry.seen)
    made: Entry = town.bot.door.do(order, actor)
    return made


def approved(town: Town, wording: Wording = WORDS) -> Entry:
    return moves(town, moves(town, written(town, wording), "submit"), "approve", LEADER)


def questions(town: Town) -> list[Any]:
    with town.bot.store.read() as work:
        return list(work.connection.exec_driver_sql("SELECT * FROM questions ORDER BY id"))


def test_an_approved_answer_is_said_word_for_word_with_what_it_rests_on(town: Town) -> None:
    approved(town)
    said = town.says(ASKED)
    for words in (WORDS.answer, WORDS.source + WORDS.document, "2026年12月1日", WORDS.office):
        assert words in said
    assert "2026年11月18日审核" in said
    assert "由自动程序转发" in said
    assert [row.entry for row in questions(town)] == ["K0001"]


def test_what_is_not_approved_is_never_said(town: Town) -> None:
    entry = written(town)
    assert WORDS.answer not in town.says(ASKED)
    moves(town, entry, "submit")
    assert WORDS.answer not in town.says(ASKED, "web:b")


@pytest.mark.parametrize("move", ["expire", "withdraw"])
def test_what_was_ended_is_never_said_again(town: Town, move: str) -> None:
    entry = approved(town)
    assert WORDS.answer in town.says(ASKED)
    moves(town, entry, move, why="规定已经改了")
    assert WORDS.answer not in town.says(ASKED, "web:b")


def test_what_is_over_is_never_said_though_nobody_ended_it(town: Town) -> None:
    approved(town)
    assert WORDS.answer in town.says(ASKED)
    town.clock.now += timedelta(days=14)
    said = town.says(ASKED, "web:b")
    assert WORDS.answer not in said
    assert UNKNOWN in said


def test_what_has_not_begun_is_not_said_yet(town: Town) -> None:
    approved(town, replace(WORDS, valid_from=date(2026, 11, 25)))
    assert WORDS.answer not in town.says(ASKED)
    town.clock.now += timedelta(days=8)
    assert WORDS.answer in town.says(ASKED, "web:b")


def test_an_answer_that_ends_while_one_is_asked_which_is_not_said(town: Town) -> None:
    approved(town)
    second = approved(town, replace(WORDS, title="老人补办健身卡", answer="让家里人代办。"))
    assert "您问的是哪一个" in town.says(ASKED)
    moves(town, second, "withdraw", why="规定已经改了")
    assert "让家里人代办。" not in town.taps("老人补办健身卡")


def test_a_neighbour_never_stands_in_for_an_entry_that_has_ended(town: Town) -> None:
    stock_demo(town.bot.store, town.settings.district_folder, town.clock())
    with town.bot.store.read() as work:
        [papers] = [e for e in work.knowledge.approved() if e.wording.title.endswith("带什么材料")]
    moves(town, papers, "expire", why="规定已经改了")
    for n, asked in enumerate(("办居住证要带什么", "居住证怎么办理", "办居住证要什么手续")):
        assert "依据：" not in town.says(asked, f"web:{n}")


def test_a_new_version_takes_the_place_of_the_old_one_when_it_is_approved(town: Town) -> None:
    first = approved(town)
    changed = replace(WORDS, answer="不用补办了，刷脸进门。")
    second = town.bot.door.do(WriteEntry(changed, first.number), LEADER)
    assert second.version == 2
    assert WORDS.answer in town.says(ASKED)
    moves(town, moves(town, second, "submit", LEADER), "approve", CHEN)
    said = town.says(ASKED, "web:b")
    assert "刷脸进门" in said
    assert WORDS.answer not in said


def test_nobody_approves_what_they_wrote(town: Town) -> None:
    sent = moves(town, moves_by_leader(town), "submit", CHEN)
    for writer in (CHEN, LEADER):
        with pytest.raises(Refused):
            moves(town, sent, "approve", writer)
    assert UNKNOWN in town.says(ASKED)


def moves_by_leader(town: Town) -> Entry:
    """An entry the leader wrote and the clerk changed."""
    entry = town.bot.door.do(WriteEntry(WORDS), LEADER)
    changed = WriteEntry(replace(WORDS, office="前台"), entry.number, entry.seen)
    made: Entry = town.bot.door.do(changed, CHEN)
    return made


def test_what_somebody_has_changed_meanwhile_is_not_approved_unseen(town: Town) -> None:
    entry = written(town)
    sent = moves(town, entry, "submit")
    with pytest.raises(Refused):
        moves(town, replace(sent, seen=1), "approve", LEADER)


def test_every_word_that_was_ever_approved_stays_in_a_log_that_can_be_proved(town: Town) -> None:
    first = approved(town)
    town.bot.door.do(WriteEntry(replace(WORDS, answer="另一个答案。"), first.number), CHEN)
    with town.bot.store.read() as work:
        log = work.log.of("entry", first.number)
        assert work.log.broken("entry", first.number) == 0
    assert [event.move for event in log] == ["write", "submit", "approve", "write"]
    assert log[0].data["wording"]["answer"] == WORDS.answer
    assert log[2].actor == LEADER


def test_a_question_nobody_can_answer_is_kept_as_a_gap_without_who_it_is_about(town: Town) -> None:
    said = town.says("我叫李秀英，电话13812345678，请问护照怎么办理")
    assert UNKNOWN in said
    [gap] = questions(town)
    assert gap.entry == ""
    assert "护照怎么办理" in gap.text
    assert "李秀英" not in gap.text
    assert "13812345678" not in gap.text


def test_who_wants_nothing_kept_is_answered_and_leaves_no_words(town: Town) -> None:
    approved(town)
    town.says("只咨询不留信息")
    assert WORDS.answer in town.says(ASKED)
    assert "可以留" in town.says("请问护照怎么办理")
    assert [(row.text, row.contact) for row in questions(town)] == [("", ""), ("", "")]


def test_erased_talk_takes_its_questions_along(town: Town) -> None:
    town.says("请问护照怎么办理", "web:a")
    at_desk(town, "web:a", EraseChat())
    assert [row.text for row in questions(town)] == [""]


def test_what_the_resident_says_of_an_answer_is_kept(town: Town) -> None:
    approved(town)
    town.says(ASKED)
    assert "登记成咨询" in town.taps("没用")
    assert [row.verdict for row in questions(town)] == ["no"]


def test_a_person_is_called_when_the_answer_is_not_enough(town: Town) -> None:
    approved(town)
    town.says(ASKED)
    assert "转人工" in town.taps("转人工")
    with town.bot.store.read() as work:
        row = work.contacts.get("terminal:me")
        assert row is not None
        assert row.holder == "queue"
    assert [each.verdict for each in questions(town)] == ["person"]


def test_something_new_is_not_held_up_by_the_question_whether_it_helped(town: Town) -> None:
    approved(town)
    town.says(ASKED)
    assert "在哪儿" in town.says("路灯不亮了")


def test_the_law_of_a_case_under_way_is_left_to_its_mediator(town: Town) -> None:
    law = replace(WORDS, title="司法确认", questions=("司法确认怎么办",), answer="一起去法院。")
    approved(town, law)
    assert "一起去法院。" in town.says("司法确认怎么办", "web:nobody")
    applies(town, "web:upstairs")
    said = town.says("司法确认怎么办", "web:upstairs")
    assert "一起去法院。" not in said
    assert "调解员" in said


def test_danger_is_never_answered_with_rules(town: Town) -> None:
    gas = replace(
        WORDS, title="闻到煤气味怎么办", questions=("家里有煤气味怎么办",), answer="看说明书。"
    )
    approved(town, gas)
    assert "看说明书。" not in town.says("家里煤气味很大怎么办")


def test_trying_a_sentence_out_keeps_nothing(town: Town) -> None:
    approved(town)
    tried = preview(town.bot.door, ASKED)
    assert tried.known
    assert WORDS.answer in tried.says[0]
    assert tried.near[0][0] == "K0001"
    assert UNKNOWN in preview(town.bot.door, "请问护照怎么办理").says[0]
    assert questions(town) == []
    assert town.tickets() == []


def test_the_demo_district_brings_entries_once_and_none_that_is_over_is_in_force(
    town: Town,
) -> None:
    folder = town.settings.district_folder
    assert 25 <= stock_demo(town.bot.store, folder, town.clock()) <= 40
    assert stock_demo(town.bot.store, folder, town.clock()) == 0
    with town.bot.store.read() as work:
        entries = work.knowledge.approved()
    over = [entry for entry in entries if not entry.in_force(date(2026, 11, 18))]
    assert [entry.wording.title for entry in over] == ["创业贷款贴息"]
    assert UNKNOWN in town.says("创业贷款贴息条件是什么")
    assert all(entry.approver not in entry.writers for entry in entries)


@pytest.mark.parametrize("make", [entries_csv, entries_yaml])
def test_what_is_exported_can_be_imported_again(town: Town, make: Any) -> None:
    entry = approved(town, replace(WORDS, title="=补办"))
    text = make([entry])
    rows = read_entries(text.encode(), {"BM18": "BM18"})
    assert rows == [(entry.number, entry.wording)]
    assert town.bot.door.do(BringEntries(tuple(rows)), LEADER) == 0
    changed = replace(rows[0][1], answer="改过的答案。")
    assert town.bot.door.do(BringEntries(((entry.number, changed),)), LEADER) == 1
    assert "改过的答案" not in town.says("=补办")


def test_a_file_with_mistakes_brings_nothing_and_says_where(town: Town) -> None:
    head = "标题,问法,答案,依据,单位,问谁,生效"
    bad = f"{head}\n甲,怎么办,办,《法》,没有这个局,窗口,2026-01-01\n乙,,,,,,\n"
    with pytest.raises(BadEntries) as wrong:
        read_entries(bad.encode(), {"BM18": "BM18"})
    assert "第2行：没有“没有这个局”这个单位" in str(wrong.value)
    assert "第3行：“问法”不能空着" in str(wrong.value)


def test_a_hum_without_end_is_no_verdict() -> None:
    assert _HELPED.fullmatch("嗯" * 60 + "乜") is None
    assert _HELPED.fullmatch("嗯嗯，有用")
