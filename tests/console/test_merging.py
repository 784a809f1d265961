"""Repeats become one matter: each is told once, answered once, asked on their own; and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogs.commands import RateTicket, UrgeTicket, WithdrawTicket
from grid.tickets import Ticket
from tests.console.conftest import Clerk, opens
from tests.console.test_way import moves, signed_in
from tests.town import START, Town

Arrive = Callable[..., Clerk]
MAIN = "0205"
WHY = "同一根主水管爆裂"
PLACE = {"text": "幸福里", "grid": "CH010101"}


@pytest.fixture
def arrive(arrive: Arrive) -> Arrive:
    """Staff whose sessions do not end when days pass for the residents."""
    return lambda **more: arrive(watch=lambda: START, **more)


def three(town: Town, category: str = MAIN) -> list[Ticket]:
    """Three neighbours tell of the same."""
    words = ("整栋楼停水了，主水管爆了。", "3号楼没水，水管爆了吧。", "家里停水一上午了。")
    for n, said in enumerate(words):
        opens(town, category, f"web:n{n}", detail=said)
    return town.tickets()


def merges(clerk: Clerk, parent: Ticket, *children: Ticket, why: str = WHY) -> str:
    """A clerk ticks them on the page of the parent."""
    url = f"/staff/tickets/{parent.number}"
    ticked = {f"with-{child.number}": "1" for child in children}
    return clerk.posts(f"{url}/merge", url, parent=parent.number, why=why, **ticked)


def one(town: Town, number: str) -> Ticket:
    return next(t for t in town.tickets() if t.number == number)


def test_near_ones_of_the_kind_are_offered_and_others_are_not(chen: Clerk, town: Town) -> None:
    first, second, third = three(town)
    other_kind = opens(town, "0103", "web:n7")
    elsewhere = opens(town, MAIN, "web:n8", place={"text": "人民路", "grid": "CH010201"})
    page = chen.sees(f"/staff/tickets/{first.number}")
    assert "相似工单（2件）" in page
    assert chen.seen is not None
    html = chen.seen.text
    assert f"with-{second.number}" in html
    assert f"with-{third.number}" in html
    assert f"with-{other_kind.number}" not in html
    assert f"with-{elsewhere.number}" not in html


def test_each_reporter_hears_once_and_the_unit_sees_one(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    first, second, third = three(town)
    merges(chen, first, second, third)
    assert [t.state for t in town.tickets()] == ["dispatched", "merged", "merged"]
    heard = town.later("web:n1", minutes=1)
    assert heard.count("已有3户同样反映") == 1
    assert second.number in heard
    assert first.number not in heard
    assert not town.later("web:n0", minutes=1)
    unit = next(m for m in town.bot.district.roster.values() if m.unit == first.unit)
    shown = signed_in(arrive, unit.id.lower()).sees("/staff/tickets")
    assert first.number in shown
    assert second.number not in shown


def test_the_merger_is_in_both_logs_with_who_and_why(chen: Clerk, town: Town) -> None:
    first, second, _ = three(town)
    merges(chen, first, second)
    with town.bot.store.read() as work:
        child = work.log.of("ticket", second.number)[-1]
        parent = work.log.of("ticket", first.number)[-1]
        assert work.log.broken("ticket", first.number) == 0
    assert (child.move, child.actor.id, child.why) == ("merge", "chen", WHY)
    assert child.data["parent"] == first.number
    assert (parent.move, parent.why) == ("take_in", WHY)
    assert WHY in chen.sees(f"/staff/tickets/{second.number}")
    assert "并在一起的 1件" in chen.sees(f"/staff/tickets/{first.number}")


def test_one_answer_closes_for_all_and_each_is_surveyed(chen: Clerk, town: Town) -> None:
    first, second, third = three(town)
    merges(chen, first, second, third)
    town.later("web:n1", minutes=1)
    url = f"/staff/tickets/{first.number}"
    chen.posts(f"{url}/answer", url, words="主水管已经换好，恢复供水。")
    assert [t.state for t in town.tickets()] == ["feedback"] * 3
    for n, ticket in enumerate((first, second, third)):
        heard = town.later(f"web:n{n}", minutes=1)
        assert heard.count("恢复供水") == 1
        assert ticket.number in heard
    asked = {who: town.later(who, hours=40 if who == "web:n0" else 1)
             for who in ("web:n0", "web:n1", "web:n2")}  # fmt: skip
    assert all("解决了吗" in words for words in asked.values())


def test_who_is_not_content_is_split_off(chen: Clerk, town: Town) -> None:
    first, second, _ = three(town)
    merges(chen, first, second)
    url = f"/staff/tickets/{first.number}"
    chen.posts(f"{url}/answer", url, words="主水管已经换好，恢复供水。")
    at_desk_done(town, "web:n1", RateTicket(second.number, "unsolved", 1, "slow"))
    assert one(town, second.number).state == "redo"
    assert one(town, first.number).state == "feedback"


def at_desk_done(town: Town, who: str, command: object) -> None:
    """A resident's command, with what follows it, as the door does it."""
    from bot.desk.table import do
    from grid.events import Actor

    def act(desk: object) -> object:
        row = desk.work.contacts.lock(who, desk.now)  # type: ignore[attr-defined]
        desk.contact, desk.person = row.contact, row.person  # type: ignore[attr-defined]
        return do(desk, command)  # type: ignore[arg-type]

    town.bot.door.change(Actor(who, "resident"), act)


def test_unmerged_it_is_as_before(chen: Clerk, town: Town) -> None:
    first, second, third = three(town)
    merges(chen, first, second, third)
    town.later("web:n1", minutes=1)
    url = f"/staff/tickets/{second.number}"
    chen.posts(f"{url}/unmerge", url, why="是自家水表坏了，不是主管")
    found = one(town, second.number)
    assert (found.state, found.unit, found.parent) == ("dispatched", second.unit, "")
    assert (found.answer_due, found.contact_due) == (second.answer_due, second.contact_due)
    assert "重新单独办理" in town.later("web:n1", minutes=1)
    assert moves(town, second.number)[-2:] == ["split", "dispatch"]
    assert moves(town, first.number)[-1] == "let_go"
    chen.posts(f"/staff/tickets/{first.number}/answer", f"/staff/tickets/{first.number}",
               words="主水管已经换好，恢复供水。")  # fmt: skip
    assert one(town, second.number).state == "dispatched"
    assert one(town, third.number).state == "feedback"


def test_the_earliest_dates_count_until_it_is_taken_out(chen: Clerk, town: Town) -> None:
    older = opens(town, "0103", "web:n0")
    town.later("web:n0", hours=5)
    newer = opens(town, "0103", "web:n1")
    merges(chen, newer, older)
    assert one(town, newer.number).answer_due == older.answer_due
    url = f"/staff/tickets/{older.number}"
    chen.posts(f"{url}/unmerge", url, why="不是同一堆东西")
    assert one(town, newer.number).answer_due == newer.answer_due


def test_what_is_merged_is_asked_about_and_urged_under_its_own_number(
    chen: Clerk, town: Town
) -> None:
    first, second, _ = three(town)
    merges(chen, first, second)
    town.later("web:n1", minutes=1)
    heard = town.says("到哪一步了", "web:n1")
    assert second.number in heard
    assert first.number not in heard
    assert "已经转给负责的单位" in heard
    at_desk_done(town, "web:n1", UrgeTicket(second.number))
    assert one(town, first.number).urges == 1


def test_when_the_one_is_withdrawn_the_others_go_on(chen: Clerk, town: Town) -> None:
    first, second, third = three(town, "0103")
    merges(chen, first, second, third)
    at_desk_done(town, "web:n0", WithdrawTicket(first.number))
    assert [t.state for t in town.tickets()] == ["withdrawn", "dispatched", "merged"]
    assert one(town, third.number).parent == second.number
    url = f"/staff/tickets/{second.number}"
    chen.posts(f"{url}/answer", url, words="都清走了，请看看。")
    assert one(town, third.number).state == "feedback"


def test_confidential_ones_are_neither_offered_nor_merged(chen: Clerk, town: Town) -> None:
    secret = next(c.code for c in town.bot.district.catalogue.values() if c.confidential == "high")
    one_, other = (opens(town, secret, f"web:n{n}") for n in range(2))
    assert "相似工单" not in chen.sees(f"/staff/tickets/{one_.number}")
    assert "不能并案" in merges(chen, one_, other)
    assert other.number  # nothing has moved
    assert all(t.state != "merged" for t in town.tickets())


def test_a_reason_is_wanted_and_something_ticked(chen: Clerk, town: Town) -> None:
    first, second, _ = three(town)
    assert "请写明" in merges(chen, first, second, why="同")
    assert "请先勾上" in merges(chen, first)
    assert {t.state for t in town.tickets()} == {"dispatched"}


def test_only_who_may_merge_does(arrive: Arrive, chen: Clerk, town: Town) -> None:
    first, second, _ = three(town)
    for name in ("unit1", "supervisor", "leader"):
        clerk = signed_in(arrive, name)
        url = f"/staff/tickets/{first.number}"
        clerk.posts(f"{url}/merge", "/staff/tickets", why=WHY, **{f"with-{second.number}": "1"})
        assert clerk.status == 404
    assert one(town, second.number).state == "dispatched"


def test_five_of_a_kind_ring_the_bell_once_and_the_page_lists_them(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    for n in range(6):
        opens_through_the_door(town, f"web:g{n}")
    town.later("web:g0", minutes=5)
    page = chen.sees("/staff/duties")
    assert page.count("一天内同一网格有") == 1
    first = next(t for t in town.tickets() if t.category == MAIN)
    assert "相似工单（5件）" in chen.sees(f"/staff/tickets/{first.number}")


def opens_through_the_door(town: Town, who: str) -> None:
    from dialogs.commands import OpenTicket

    at_desk_done(town, who, OpenTicket(MAIN, "停水了，主水管爆了。", dict(PLACE)))


def test_what_is_merged_is_not_answered_by_itself(chen: Clerk, town: Town) -> None:
    first, second, _ = three(town)
    merges(chen, first, second)
    url = f"/staff/tickets/{second.number}"
    assert "录入答复" not in chen.sees(url)
    chen.posts(f"{url}/answer", url, words="单独答复一下。")
    assert one(town, second.number).state == "merged"
