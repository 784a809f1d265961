"""Corrections: kept with who and when, accepted by a second person, never of what is private."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.keeper import Keeper
from dialogs.commands import EraseChat, OpenTicket
from tests.console.conftest import Clerk, applies, at_desk, opens
from tests.console.test_talks import ME, another
from tests.town import Town

LIST = "/staff/corrections"
SAID = "幸福里3号楼门口垃圾堆了三天，臭死了，我叫李秀英，电话13812345678"


@pytest.fixture
def leader(arrive: Callable[..., Clerk]) -> Clerk:
    """The centre's leader, signed in: who decides what teaches."""
    clerk = arrive()
    clerk.signs_in("leader")
    return clerk


def says(town: Town, text: str = SAID, who: str = "terminal:me") -> int:
    """A resident says something; returns the message's row."""
    town.says(text, who)
    with town.bot.store.read() as work:
        return work.inbox.of(who)[-1].id


def corrects(clerk: Clerk, row: int, now: str = "0103 建筑垃圾与大件垃圾堆放", **more: str) -> str:
    fields = {"message": str(row), "field": "category", "now": now, **more}
    return clerk.posts(f"{ME}/correct", ME, **fields)


def kept(town: Town) -> list[Any]:
    with town.bot.store.read() as work:
        states = ["open", "accepted", "rejected", "replaced", "kept", "private", "erased"]
        return list(reversed(work.corrections.listed(states)))


def decides(clerk: Clerk, row: int, to: str, words: str, seen: str = "open") -> str:
    url = f"{LIST}/{row}"
    return clerk.posts(url, f"{LIST}?state={seen}", to=to, seen=seen, list=seen, words=words)


def test_a_correction_waits_for_a_second_person_and_the_ticket_stays_as_it_is(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    ticket = opens(town, "0101", "terminal:me")
    page = corrects(chen, says(town))
    assert "陈坐席 改“类别”" in page
    assert "0103 建筑垃圾与大件垃圾堆放 待审" in page
    assert "更正过" in page
    assert "工单不会跟着改" in page
    with town.bot.store.read() as work:
        assert work.tickets.get(ticket.number) == ticket
        assert work.corrections.accepted() == []
    words = leader.sees(LIST)
    assert "待审（1）" in words
    assert "某号楼门口垃圾堆了三天" in words
    for secret in ("13812345678", "李秀英", "3号楼"):
        assert secret not in leader.seen.text  # type: ignore[union-attr]
    decides(leader, kept(town)[0].id, "accepted", kept(town)[0].text)
    with town.bot.store.read() as work:
        [row] = work.corrections.accepted()
    assert (row.now, row.by, row.decided_by) == ("0103", "chen", "leader")
    assert "已采用（林主任）" in chen.sees(ME)


def test_the_reviewer_may_shorten_the_words_and_numbers_typed_in_are_hidden(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    corrects(chen, says(town))
    decides(leader, kept(town)[0].id, "accepted", "门口堆了旧沙发 13900001111")
    with town.bot.store.read() as work:
        assert work.corrections.accepted()[0].text == "门口堆了旧沙发 139***1111"


def test_what_was_rejected_or_taken_down_again_does_not_teach(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    corrects(chen, says(town))
    row = kept(town)[0].id
    decides(leader, row, "rejected", "x")
    assert kept(town)[0].state == "rejected"
    decides(leader, row, "accepted", "门口堆了旧沙发", seen="rejected")
    decides(leader, row, "rejected", "门口堆了旧沙发", seen="accepted")
    with town.bot.store.read() as work:
        assert work.corrections.accepted() == []
    assert "不采用（林主任）" in chen.sees(ME)


def test_empty_words_are_refused_and_the_correction_still_waits(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    corrects(chen, says(town))
    assert "是空的" in decides(leader, kept(town)[0].id, "accepted", " ")
    assert kept(town)[0].state == "open"


def test_of_two_clerks_who_disagree_both_are_shown_and_one_is_taken(
    chen: Clerk, leader: Clerk, town: Town, arrive: Callable[..., Clerk]
) -> None:
    row = says(town)
    corrects(chen, row)
    corrects(another(town, arrive), row, "0102 道路保洁与遗撒")
    assert leader.sees(LIST).count("的更正不同") == 2
    decides(leader, kept(town)[1].id, "accepted", kept(town)[1].text)
    assert [one.state for one in kept(town)] == ["replaced", "accepted"]
    decides(leader, kept(town)[0].id, "accepted", "门口垃圾", seen="open")
    assert leader.status == 409
    assert [one.state for one in kept(town)] == ["replaced", "accepted"]


def test_a_clerk_who_thinks_again_replaces_the_own_correction_and_twice_is_once(
    chen: Clerk, town: Town
) -> None:
    row = says(town)
    corrects(chen, row)
    corrects(chen, row)
    corrects(chen, row, "0102 道路保洁与遗撒")
    assert [(one.now, one.state) for one in kept(town)] == [("0103", "replaced"), ("0102", "open")]


def test_two_reviewers_at_once_and_the_slower_is_told(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    corrects(chen, says(town))
    row = kept(town)[0]
    decides(leader, row.id, "rejected", row.text)
    assert "刚刚有了变化" in decides(leader, row.id, "accepted", row.text)
    assert kept(town)[0].state == "rejected"


def test_nobody_accepts_the_own_correction(
    town: Town, arrive: Callable[..., Clerk], chen: Clerk
) -> None:
    with town.bot.store.begin() as work:
        work.accounts.save("chen", roles="hotline_staff,centre_leader")
    clerk = arrive()
    clerk.signs_in()
    corrects(clerk, says(town))
    assert "另一位同事" in decides(clerk, kept(town)[0].id, "accepted", "门口垃圾")
    assert kept(town)[0].state == "open"


@pytest.mark.parametrize("name", ["chen", "mediator1", "auditor"])
def test_only_who_leads_decides(town: Town, arrive: Callable[..., Clerk], name: str) -> None:
    clerk = arrive()
    clerk.signs_in(name)
    assert "更正" not in clerk.sees("/staff/").split("退出")[0]
    clerk.sees(LIST)
    assert clerk.status == 404
    clerk.posts(f"{LIST}/1", to="accepted", seen="open", words="x")
    assert clerk.status == 404


def test_a_fact_is_kept_for_who_mends_the_rules_and_never_waits_for_training(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    row = says(town)
    corrects(chen, row, "13900001111", field="phone")
    page = corrects(chen, row, "幸福里三幢", field="place")
    assert "只作记录，不进训练" in page
    assert [(one.field, one.now, one.state) for one in kept(town)] == [
        ("phone", "139****1111", "kept"), ("place", "幸福里三幢", "kept")]  # fmt: skip
    assert "幸福里三幢" in leader.sees(f"{LIST}?state=kept")
    assert "没有等着审的更正" in leader.sees(LIST)


def test_an_act_is_corrected_in_words_and_a_made_up_one_refused(chen: Clerk, town: Town) -> None:
    row = says(town)
    corrects(chen, row, "催办", field="act")
    assert (kept(town)[0].field, kept(town)[0].now) == ("act", "urge")
    assert "催办 待审" in chen.sees(ME)
    assert "意图请从列表里选" in corrects(chen, row, "唱歌", field="act")


def test_an_unsorted_ticket_that_is_sorted_becomes_a_candidate(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    ticket = opens(town, "1207", detail="那个东西又趴窝了，找王师傅没用", place={})
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(
        f"{url}/sort", url, category="0103 建筑垃圾与大件垃圾堆放", grid="CH010101 幸福第一网格"
    )
    [row] = kept(town)
    assert (row.was, row.now, row.by, row.ticket) == ("1207", "0103", "chen", ticket.number)
    assert row.text == "那个东西又趴窝了,找某师傅没用"
    assert ticket.number in leader.sees(LIST)
    assert "1207 其他待人工研判 → 0103 建筑垃圾与大件垃圾堆放" in leader.sees(LIST)


# -- what never teaches


def private_only(town: Town) -> bool:
    rows = kept(town)
    return bool(rows) and all(row.state == "private" and row.text == "" for row in rows)


def test_a_confidential_category_is_never_a_candidate(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    high = next(c for c in town.bot.district.catalogue.values() if c.confidential == "high")
    page = corrects(chen, says(town), high.code)
    assert "涉密，不进训练" in page
    assert private_only(town)
    assert "没有等着审" in leader.sees(LIST)
    decides(leader, kept(town)[0].id, "accepted", "自己编的一句", seen="private")
    assert private_only(town)


def test_a_sorted_tip_off_is_never_a_candidate(chen: Clerk, town: Town) -> None:
    high = next(c for c in town.bot.district.catalogue.values() if c.confidential == "high")
    ticket = opens(town, "1207", detail="我要举报一件事")
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{url}/sort", url, category=high.code, grid="CH010101")
    assert private_only(town)


def test_whoever_gave_a_tip_off_teaches_with_no_other_message_either(
    chen: Clerk, town: Town
) -> None:
    high = next(c for c in town.bot.district.catalogue.values() if c.confidential == "high")
    row = says(town)
    opens(town, high.code, "terminal:me")
    corrects(chen, row)
    assert private_only(town)


def test_who_has_a_mediation_teaches_nothing(chen: Clerk, leader: Clerk, town: Town) -> None:
    row = says(town)
    corrects(chen, row)
    waiting = kept(town)[0]
    applies(town, "terminal:me")
    assert "不能用来训练" in decides(leader, waiting.id, "accepted", waiting.text)
    corrects(chen, row, "0102 道路保洁与遗撒")
    assert kept(town)[-1].state == "private"


def test_a_mediation_begun_after_the_decision_takes_the_words_out_again(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    corrects(chen, says(town))
    decides(leader, kept(town)[0].id, "accepted", "门口堆了旧沙发")
    applies(town, "terminal:me")
    with town.bot.store.read() as work:
        assert work.corrections.accepted() == []


def test_who_has_everything_erased_takes_the_words_back(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    corrects(chen, says(town))
    decides(leader, kept(town)[0].id, "accepted", "门口堆了旧沙发")
    at_desk(town, "terminal:me", EraseChat())
    [row] = kept(town)
    assert (row.state, row.text, row.now, row.contact) == ("erased", "", "", "")
    with town.bot.store.read() as work:
        assert work.corrections.accepted() == []


def test_when_the_talk_has_had_its_time_what_was_accepted_leads_back_to_nobody(
    chen: Clerk, leader: Clerk, town: Town
) -> None:
    row = says(town)
    corrects(chen, row)
    corrects(chen, row, "幸福里三幢", field="place")
    decides(leader, kept(town)[0].id, "accepted", "门口堆了旧沙发")
    town.clock.now += timedelta(days=31)
    Keeper(town.bot.store, {}, town.folder, town.clock, town.bot.door.house.retention).sweep()
    first, second = kept(town)
    assert (first.state, first.text, first.contact, first.inbox) == (
        "accepted", "门口堆了旧沙发", "", 0)  # fmt: skip
    assert (second.state, second.text, second.now) == ("erased", "", "")
    leader.signs_in("leader")
    assert "门口堆了旧沙发" in leader.sees(f"{LIST}?state=accepted")


def test_markup_in_words_that_teach_is_only_text(chen: Clerk, leader: Clerk, town: Town) -> None:
    corrects(chen, says(town, "</textarea><script>alert(1)</script>门口垃圾没人收"))
    leader.sees(LIST)
    assert "<script>alert" not in leader.seen.text  # type: ignore[union-attr]


def test_who_looked_and_who_decided_is_written_down(chen: Clerk, leader: Clerk, town: Town) -> None:
    corrects(chen, says(town))
    decides(leader, kept(town)[0].id, "accepted", kept(town)[0].text)
    with town.bot.store.read() as work:
        assert [r.account for r in work.accounts.seen("corrections:open")][:1] == ["leader"]
        assert [r.act for r in work.accounts.seen(f"correction:{kept(town)[0].id}")] == ["teach"]


def test_an_open_ticket_command_is_untouched_by_a_sorting_that_is_refused(
    chen: Clerk, town: Town
) -> None:
    ticket = at_desk(town, "web:a", OpenTicket("1207", "说不清的事", {}))
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{url}/sort", url, category="9999")
    assert kept(town) == []
