"""Finding a ticket with a caller on the line: one box, filters, views, several at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest

from console.accounts import DEMO_PASSWORD, NewAccount, make_account
from dialogs.commands import AddToTicket, JoinTicket, LeavePhone, UrgeTicket
from grid.tickets import Ticket
from tests.console.conftest import Clerk, at_desk, opens
from tests.town import Town

Arrive = Callable[..., Clerk]


def seen(clerk: Clerk, query: str = "") -> list[str]:
    """The numbers a list shows, in order."""
    clerk.sees(f"/staff/tickets?{query}")
    assert clerk.status == 200
    assert clerk.seen is not None
    return re.findall(r'<a href="/staff/tickets/([0-9-]+)"><b>', clerk.seen.text)


def says(clerk: Clerk, q: str, more: str = "") -> list[str]:
    """The numbers found for what is typed into the box."""
    return seen(clerk, f"q={quote(q)}&{more}")


def secret_of(town: Town) -> str:
    return next(c.code for c in town.bot.district.catalogue.values() if c.confidential == "high")


def enters(arrive: Arrive, town: Town, role: str, member: str = "") -> Clerk:
    with town.bot.store.begin() as work:
        new = NewAccount(f"x-{role}", role, (role,), member)
        make_account(work, new, DEMO_PASSWORD, town.clock())
    clerk = arrive()
    clerk.signs_in(f"x-{role}")
    return clerk


def of_unit(town: Town, unit: str, role: str) -> str:
    return next(m.id for m in town.bot.district.roster.values()
                if m.unit == unit and m.role == role)  # fmt: skip


# -- the box


def test_a_number_is_found_however_it_is_typed(chen: Clerk, town: Town) -> None:
    one, other = opens(town), opens(town)
    for typed in (other.number, other.number.replace("-", ""), other.number[-4:],
                  "２０２６１１１８－0002", "20261118-2"):  # fmt: skip
        assert says(chen, typed) == [other.number], typed
    assert says(chen, "20261118") == [other.number, one.number]


def test_words_of_the_complaint_are_found_in_any_script_and_all_are_required(
    chen: Clerk, town: Town
) -> None:
    lamp = opens(town, detail="小区门口的路灯已经三天不亮了")
    sofa = opens(town)
    assert says(chen, "路灯") == [lamp.number]
    assert says(chen, "路燈　不亮") == [lamp.number]
    assert says(chen, "路灯 沙发") == []
    assert says(chen, "3號樓 舊沙發") == [sofa.number]


def test_words_run_together_are_found_apart_and_that_is_said(chen: Clerk, town: Town) -> None:
    lamp = opens(town, detail="小区门口的路灯已经三天不亮了")
    assert says(chen, "路灯不亮") == [lamp.number]
    assert "分开说到" in chen.sees("/staff/tickets?q=路灯不亮")
    assert "分开说到" not in chen.sees("/staff/tickets?q=路灯")


def test_what_was_added_and_the_answer_are_found_the_transcript_is_not(
    chen: Clerk, town: Town
) -> None:
    ticket = opens(town)
    at_desk(town, "web:neighbour", AddToTicket(ticket.number, "今天又多了一张床垫"))
    town.says("紫茉莉花开了", "web:neighbour")
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{url}/answer", url, words="已经清运完毕。")
    assert says(chen, "床垫") == says(chen, "清运") == [ticket.number]
    assert says(chen, "紫茉莉") == []


def test_the_name_of_a_place_finds_what_lies_there(chen: Clerk, town: Town) -> None:
    place = next(p for p in town.bot.district.places.values() if p.aliases and p.grid)
    there = opens(town, place={"text": "楼下", "place": place.id, "grid": place.grid})
    opens(town, place={"text": "别处", "grid": "CH010102"})
    assert says(chen, place.aliases[0]) == [there.number]
    assert there.number in says(chen, town.bot.district.units[place.grid].name)


def test_a_caller_is_found_by_phone_and_the_number_is_never_shown(chen: Clerk, town: Town) -> None:
    ticket, other = opens(town), opens(town, who="web:other")
    followed = opens(town, who="web:other")
    at_desk(town, "web:neighbour", LeavePhone("13812345678"))
    at_desk(town, "web:neighbour", JoinTicket(followed.number))
    for typed in (
        "13812345678",
        "138 1234 5678",
        "+86 138-1234-5678",
        "１３８１２３４５６７８",
        "5678",
    ):
        assert says(chen, typed) == [followed.number, ticket.number], typed
    assert "12345678" not in chen.seen.text.replace('value="5678"', "")  # type: ignore[union-attr]
    assert says(chen, "13812345679") == []
    assert other.number not in says(chen, "5678")
    with town.bot.store.read() as work:
        assert [r.account for r in work.accounts.seen("") if r.act == "find"]


def test_another_phone_replaces_the_first_and_an_erased_one_is_found_no_more(
    chen: Clerk, town: Town
) -> None:
    ticket = opens(town)
    at_desk(town, "web:neighbour", LeavePhone("13812345678"))
    assert says(chen, "5678") == [ticket.number]
    at_desk(town, "web:neighbour", LeavePhone("13900001111"))
    assert says(chen, "5678") == []
    assert says(chen, "1111") == [ticket.number]


def test_a_tip_off_is_never_found_by_phone(chen: Clerk, town: Town) -> None:
    for more in ({"category": secret_of(town)}, {"privacy": "anonymous"}):
        opens(town, **more)
    at_desk(town, "web:neighbour", LeavePhone("13812345678"))
    assert says(chen, "13812345678") == says(chen, "5678") == []
    told = opens(town, privacy="anonymous", detail="我电话13812345678，隔壁倒泔水")
    assert says(chen, "13812345678") == []
    assert says(chen, "泔水") == [told.number]
    assert "不按电话找" in chen.sees("/staff/tickets?q=5678")


# -- who may find what


def test_a_unit_finds_its_own_tickets_only_and_counts_no_others(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    mine, other = opens(town), opens(town, place={"text": "别处", "grid": "CH010102"})
    head = enters(arrive, town, "grid_head", of_unit(town, mine.unit, "grid_head"))
    assert mine.unit != other.unit
    assert says(head, "沙发") == [mine.number]
    assert "共1件" in head.sees("/staff/tickets?q=沙发")
    assert says(head, other.number) == []
    assert says(head, "沙发", f"unit={other.unit}") == []
    assert set(says(chen, "沙发")) == {mine.number, other.number}


def test_what_is_covered_for_a_reader_is_not_found_by_them_either(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket = opens(town, detail="楼上502的张建国半夜打麻将，我电话13812345678")
    head = enters(arrive, town, "grid_head", of_unit(town, ticket.unit, "grid_head"))
    dispatcher = enters(arrive, town, "dispatcher")
    for word in ("张建国", "13812345678"):
        assert says(chen, word) == [ticket.number]
        for clerk in (head, dispatcher):
            assert says(clerk, word) == []
            assert "共0件" in clerk.sees(f"/staff/tickets?q={word}")
    assert says(head, "打麻将") == says(dispatcher, "打麻将") == [ticket.number]


def test_a_unit_finds_nothing_of_a_hidden_person_by_words_or_phone(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    hidden = opens(town, privacy="anonymous", detail="隔壁饭店往河里倒泔水")
    at_desk(town, "web:neighbour", LeavePhone("13812345678"))
    shown = opens(town, who="web:other", detail="河边有泔水味")
    head = enters(arrive, town, "grid_head", of_unit(town, hidden.unit, "grid_head"))
    assert set(seen(head)) == {hidden.number, shown.number}
    assert says(head, "泔水") == [shown.number]
    assert "共1件" in head.sees("/staff/tickets?q=泔水")
    assert says(head, "幸福里") == [shown.number]
    assert says(head, "5678") == []
    assert says(head, hidden.number) == [hidden.number]
    assert set(says(chen, "泔水")) == {hidden.number, shown.number}


def test_only_who_speaks_with_residents_finds_by_phone(arrive: Arrive, town: Town) -> None:
    ticket = opens(town)
    at_desk(town, "web:neighbour", LeavePhone("13812345678"))
    for clerk in (
        enters(arrive, town, "dispatcher"), enters(arrive, town, "supervisor"),
        enters(arrive, town, "grid_head", of_unit(town, ticket.unit, "grid_head")),
    ):  # fmt: skip
        assert says(clerk, "13812345678") == says(clerk, "5678") == []


def test_somebody_of_one_area_finds_nothing_beyond_it(arrive: Arrive, town: Town) -> None:
    near = opens(town, place={"text": "这里", "grid": "CH010101"})
    far = opens(town, place={"text": "那边", "grid": "CH020101"})
    district = town.bot.district
    seat = next(m for m in district.roster.values() if m.unit == "CH0101")
    clerk = enters(arrive, town, "dispatcher", seat.id)
    assert far.number not in says(clerk, "沙发")
    assert near.number in says(clerk, "沙发")


# -- filters


def _busy(town: Town) -> dict[str, Ticket]:
    found = {"sofa": opens(town)}
    town.clock.now += timedelta(days=2)
    found["lamp"] = opens(town, "0201", "web:b", detail="路灯不亮", place={"grid": "CH010102"})
    at_desk(town, "web:b", UrgeTicket(found["lamp"].number))
    return found


def test_filters_combine_and_stand_in_the_address(chen: Clerk, town: Town) -> None:
    busy = _busy(town)
    chen.signs_in()
    sofa, lamp = busy["sofa"].number, busy["lamp"].number
    first = town.bot.district.catalogue["0103"].first
    day = (town.clock() + timedelta(hours=8)).date()
    for query, found in (
        ("cat=0103", [sofa]), (f"cat={quote(first)}", [sofa]),
        ("grid=CH0101", [sofa, lamp]), ("grid=CH010102", [lamp]),
        (f"unit={busy['lamp'].unit}", [lamp]), ("urged=1", [lamp]), ("redo=1", []), ("sup=1", []),
        (f"from={day}", [lamp]), (f"to={day - timedelta(days=1)}", [sofa]),
        (f"from={day}&cat=0103", []), ("state=unsorted", []), ("cat=0103&q=沙发", [sofa]),
        ("cat=0201&q=沙发", []), ("state=all&order=new", [lamp, sofa]),
        ("state=all&order=due", [sofa, lamp]),
    ):  # fmt: skip
        assert sorted(seen(chen, query)) == sorted(found), query
    assert seen(chen, "state=all&order=new") == [lamp, sofa]


def test_a_light_is_found_as_the_list_shows_it(chen: Clerk, town: Town) -> None:
    ticket = opens(town)
    assert seen(chen, "light=yellow") == seen(chen, "light=overdue") == []
    shown = []
    for _ in range(25):
        town.clock.now += timedelta(minutes=10)
        chen.sees("/staff/tickets")
        yellow = '<span class="tag amber">黄灯</span>' in chen.seen.text  # type: ignore[union-attr]
        assert seen(chen, "light=yellow") == ([ticket.number] if yellow else [])
        shown.append(yellow)
    assert any(shown)
    town.clock.now += timedelta(days=9)
    chen.signs_in()
    assert seen(chen, "light=overdue") == [ticket.number]


def test_unsorted_tickets_have_a_tab_of_their_own(chen: Clerk, town: Town) -> None:
    ticket = opens(town, "1207", detail="那个东西坏了", place={})
    opens(town)
    assert "待研判（1）" in chen.sees("/staff/tickets")
    assert seen(chen, "state=unsorted") == [ticket.number]
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{url}/sort", url, category="0103")
    assert seen(chen, "state=unsorted") == []


def test_words_are_looked_for_in_every_state_unless_one_is_chosen(chen: Clerk, town: Town) -> None:
    ticket = opens(town)
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{url}/answer", url, words="好了。")
    town.later(days=30)
    chen.signs_in()
    assert seen(chen) == []
    assert says(chen, "沙发") == [ticket.number]
    assert says(chen, "沙发", "state=open") == []


def test_pages_follow_one_another_without_gap_or_repeat(chen: Clerk, town: Town) -> None:
    numbers = [opens(town, who=f"web:{n}").number for n in range(103)]
    for query in ("", "q=沙发", "state=all&order=due", "q=沙发&order=due"):
        found, url = [], f"/staff/tickets?{query}"
        for _ in range(5):
            chen.sees(url)
            assert chen.seen is not None
            found += re.findall(r'<a href="/staff/tickets/([0-9-]+)"><b>', chen.seen.text)
            following = re.search(r'href="(\?[^"]*)">下一页', chen.seen.text)
            if following is None:
                break
            url = f"/staff/tickets{unescape(following[1])}"
        assert sorted(found) == numbers, query
    assert "共103件" in chen.sees("/staff/tickets?q=沙发")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q=？？！", "没有可以查找的字"), ("q=%25", "没有可以查找的字"),
        ("from=2026-13-01", "看不懂"), ("from=明天", "看不懂"),
        ("from=2026-11-20&to=2026-11-01", "已经对调"), ("cat=没这类", "没有叫“没这类”的类别"),
        ("grid=XX", "没有叫“XX”"), ("unit=XX", "没有叫“XX”"),
        ("q=" + "路" * 300, "太长"), ("q=一 二 三 四 五 六 七 八 九 十", "词太多"),
        ("after=乱七八糟&order=due&state=all", "工单"), ("after=_x", "工单"),
        ("q=%00%22%27*()", "没有可以查找的字"), ("state=xyz", "没有符合条件"),
        ("q=恐龙", "没有找到"), ("q=0000000000000", "没有"),
        ("from=9999-12-31&to=9999-12-31", "没有"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_kind_sentence(chen: Clerk, town: Town, query: str, words: str) -> None:
    opens(town)
    page = chen.sees(f"/staff/tickets?{query}")
    assert chen.status == 200
    assert words in page


# -- views


def test_a_view_is_kept_by_name_for_its_account_alone(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    opens(town)
    query = "q=%E6%B2%99%E5%8F%91&cat=0103"
    page = chen.posts("/staff/tickets/views", f"/staff/tickets?{query}", name="沙发", query=query)
    assert "沙发" in page
    assert f'href="?{query.replace("&", "&amp;")}">沙发</a>' in chen.seen.text  # type: ignore[union-attr]
    dispatcher = enters(arrive, town, "dispatcher")
    dispatcher.sees("/staff/tickets")
    assert "views" not in re.findall(r'<nav class="(\w+)"', dispatcher.seen.text)  # type: ignore[union-attr]
    row = re.search(r"/staff/tickets/views/(\d+)/drop", chen.seen.text)  # type: ignore[union-attr]
    assert row
    dispatcher.posts(row[0], "/staff/tickets", query="")
    chen.sees("/staff/tickets")
    assert row[0] in chen.seen.text  # type: ignore[union-attr]
    chen.posts(row[0], "/staff/tickets", query="")
    assert row[0] not in chen.seen.text  # type: ignore[union-attr]


def test_a_view_without_a_name_is_refused_and_foreign_addresses_are_not_kept(
    chen: Clerk, town: Town
) -> None:
    chen.posts("/staff/tickets/views", "/staff/tickets", name=" ", query="q=a")
    assert chen.status == 409
    chen.posts("/staff/tickets/views", "/staff/tickets", name="x", query="q=13812345678")
    assert chen.status == 409
    chen.posts("/staff/tickets/views", "/staff/tickets", name="x", query='"><script>&next=//evil')
    assert "evil" not in chen.seen.text  # type: ignore[union-attr]


# -- several at once


def _shown(clerk: Clerk, query: str = "") -> dict[str, str]:
    clerk.sees(f"/staff/tickets?{query}")
    assert clerk.seen is not None
    found = re.search(r'name="shown" value="([^"]*)"', clerk.seen.text)
    assert found
    return {"shown": unescape(found[1])}


def test_several_are_put_under_supervision_and_what_was_refused_is_told(
    arrive: Arrive, town: Town
) -> None:
    one, two, gone = opens(town), opens(town), opens(town)
    leader = arrive()
    leader.signs_in("leader")
    form = _shown(leader)
    chen = arrive()
    chen.signs_in()
    url = f"/staff/tickets/{gone.number}"
    chen.posts(f"{url}/answer", url, words="好了。")
    page = leader.posts("/staff/tickets/picked", "/staff/tickets", act="supervise", every="1",
                        words="今天办完", **form)  # fmt: skip
    assert "办成的（2件）" in page
    assert "没有办成的（1件）" in page
    again = leader.posts("/staff/tickets/picked", "/staff/tickets", act="supervise",
                         words="今天办完", **{f"n-{one.number}": "1"})  # fmt: skip
    assert "已经在督办了" in again
    assert {t.number: t.supervised for t in town.tickets()} == {
        one.number: 2, two.number: 2, gone.number: 0}  # fmt: skip
    assert seen(leader, "sup=1") == [one.number, two.number]


def test_a_clerk_does_not_supervise_and_nothing_ticked_is_said(chen: Clerk, town: Town) -> None:
    ticket = opens(town)
    form = {"act": "supervise", "words": "今天办完", f"n-{ticket.number}": "1"}
    assert "督办由中心负责人" in chen.posts("/staff/tickets/picked", "/staff/tickets", **form)
    assert town.tickets()[0].supervised == 0
    assert "请先在" in chen.posts("/staff/tickets/picked", "/staff/tickets", act="csv")


def test_a_file_covers_numbers_and_names_and_is_written_down(chen: Clerk, town: Town) -> None:
    told = opens(town, detail="=cmd 楼上的张建国很吵，我电话13812345678")
    hidden = opens(town, privacy="anonymous", detail="隔壁倒泔水")
    chen.posts("/staff/tickets/picked", "/staff/tickets", act="csv", every="1", **_shown(chen))
    assert chen.seen is not None
    assert chen.seen.headers["content-type"].startswith("text/csv")
    text = chen.seen.text
    assert told.number in text
    assert hidden.number in text
    for piece in ("13812345678", "张建国", "泔水"):
        assert piece not in text
    assert ",'=cmd" in text
    with town.bot.store.read() as work:
        assert [r.why for r in work.accounts.seen(told.number) if r.act == "export"] == ["CSV"]


def test_a_unit_takes_no_others_tickets_along(arrive: Arrive, town: Town) -> None:
    mine, other = opens(town), opens(town, place={"text": "别处", "grid": "CH010102"})
    head = enters(arrive, town, "grid_head", of_unit(town, mine.unit, "grid_head"))
    ticks = {f"n-{one.number}": "1" for one in (mine, other)}
    page = head.posts("/staff/tickets/picked", "/staff/tickets", act="print", **ticks)
    assert mine.number in page
    assert other.number not in page
