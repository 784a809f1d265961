"""Tickets on the console: finding, answering, sorting, and who they are from."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

from dialogs.commands import AddToTicket, JoinTicket, LeavePhone, RateTicket
from tests.console.conftest import Clerk, at_desk, opens
from tests.town import Town


def test_the_clerks_answer_reaches_the_resident_and_who_follows(chen: Clerk, town: Town) -> None:
    ticket = opens(town)
    at_desk(town, "web:follower", JoinTicket(ticket.number))
    url = f"/staff/tickets/{ticket.number}"
    page = chen.posts(f"{url}/answer", url, words="旧沙发今天上午已经清走。")
    assert "已经答复，等居民评价" in page
    town.tick()
    assert "旧沙发今天上午已经清走。" in town.answers("web:neighbour")
    assert "旧沙发今天上午已经清走。" in town.answers("web:follower")
    assert "日志校验无误" in page


def test_answering_twice_is_refused_and_the_words_stay(chen: Clerk, town: Town) -> None:
    ticket = opens(town)
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{url}/answer", url, words="清走了。")
    page = chen.posts(f"{url}/answer", url, words="另一个答复。")
    assert chen.status == 409
    assert "现在不能这样做" in page
    assert "清走了。" in chen.sees(url)


def test_an_unsorted_ticket_gets_its_category_and_goes_to_a_unit(chen: Clerk, town: Town) -> None:
    ticket = opens(town, "1207", detail="那个东西坏了", place={})
    url = f"/staff/tickets/{ticket.number}"
    assert "研判分类" in chen.sees(url)
    assert "录入答复" not in chen.sees(url)
    picked = {"category": "0103 建筑垃圾与大件垃圾堆放", "grid": "CH010101 幸福第一网格"}
    page = chen.posts(f"{url}/sort", url, **picked)
    assert "建筑垃圾与大件垃圾堆放" in page
    assert "还没有分派" not in page
    assert "录入答复" in page
    town.tick()
    assert "建筑垃圾与大件垃圾堆放" in town.answers("web:neighbour")


def test_sorting_into_nothing_is_refused_and_what_was_picked_stays(chen: Clerk, town: Town) -> None:
    ticket = opens(town, "1207", place={})
    url = f"/staff/tickets/{ticket.number}"
    assert "请选一个具体的类别" in chen.posts(
        f"{url}/sort", url, category="路灯", grid="CH010101 幸福"
    )
    assert 'value="路灯"' in chen.seen.text  # type: ignore[union-attr]
    assert "没有这个网格" in chen.posts(f"{url}/sort", url, category="0103 x", grid="XX9")


def test_overdue_tickets_are_marked_and_found(chen: Clerk, town: Town) -> None:
    ticket = opens(town)
    assert "已超期" not in chen.sees("/staff/tickets")
    town.clock.now += timedelta(days=9)
    chen.signs_in()
    assert "已超期" in chen.sees("/staff/tickets?state=overdue")
    chen.posts(
        f"/staff/tickets/{ticket.number}/answer", f"/staff/tickets/{ticket.number}", words="好了。"
    )
    assert ticket.number not in chen.sees("/staff/tickets?state=overdue")


def test_tickets_are_found_by_number_grid_unit_and_state(chen: Clerk, town: Town) -> None:
    one = opens(town)
    other = opens(town, place={"text": "别处", "grid": "CH010102"})
    for query, found, missing in (
        (f"number={other.number[-4:]}", other, one),
        ("grid=CH010101+幸福", one, other),
        (f"unit={other.unit}", other, one),
        ("state=dispatched", one, None),
        ("state=closed", None, one),
    ):
        page = chen.sees(f"/staff/tickets?{query}")
        assert found is None or found.number in page, query
        assert missing is None or missing.number not in page, query
    assert chen.sees("/staff/tickets?number=%25").count("2026111") == 0


def test_a_long_list_has_pages(chen: Clerk, town: Town) -> None:
    for _ in range(51):
        opens(town)
    first = chen.sees("/staff/tickets")
    following = re.search(r'href="(\?[^"]*)">下一页', chen.seen.text)  # type: ignore[union-attr]
    assert following
    second = chen.sees(f"/staff/tickets{html.unescape(following[1])}")
    assert "下一页" in first
    assert "-0051" not in first
    assert "-0051" in second
    assert "下一页" not in second


def test_who_gave_a_tip_off_is_shown_for_a_written_reason_only(chen: Clerk, town: Town) -> None:
    secret = next(c for c in town.bot.district.catalogue.values() if c.confidential == "high")
    ticket = opens(town, secret.code)
    at_desk(town, "web:neighbour", LeavePhone("13812345678"))
    url = f"/staff/tickets/{ticket.number}"
    page = chen.sees(url)
    assert "身份不显示" in page
    html = chen.seen.text  # type: ignore[union-attr]
    for mark in ("阿莲", "web:neighbour", "5678"):
        assert mark not in html
    assert "要写明理由" in chen.posts(f"{url}/person", url, why="看")
    page = chen.posts(f"{url}/person", url, why="回电核实地址")
    assert "阿莲" in page
    assert "13812345678" in page
    assert "阿莲" not in chen.sees(url)
    with town.bot.store.read() as work:
        seen = [(r.account, r.act, r.why) for r in work.accounts.seen(ticket.number)]
    assert ("chen", "identity", "回电核实地址") in seen
    assert seen.count(("chen", "identity", "回电核实地址")) == 1


def looked_up(town: Town, number: str, who: Clerk) -> dict[str, str]:
    """What which desk is told when somebody looks up who a ticket is from."""
    url = f"/staff/tickets/{number}"
    who.posts(f"{url}/person", url, why="公安来函，打13812345678核实")
    with town.bot.store.read() as work:
        return {row.desk: row.words for row in work.notices.of(number) if row.what == "looked"}


def test_of_a_look_at_who_gave_a_tip_off_a_second_person_hears(
    chen: Clerk, arrive: Callable[..., Clerk], town: Town
) -> None:
    leader = arrive()
    leader.signs_in("leader")
    secret = next(c for c in town.bot.district.catalogue.values() if c.confidential == "high")
    one, other, plain = (opens(town, code).number for code in (secret.code, secret.code, "0103"))
    told = looked_up(town, one, chen)
    assert list(told) == ["leader"]
    assert "陈坐席看了举报人的身份" in told["leader"]
    assert "138****5678" in told["leader"]
    assert "陈坐席看了举报人的身份" in leader.sees("/staff/duties")
    assert list(looked_up(town, other, leader)) == ["supervisor"]
    assert looked_up(town, plain, chen) == {}


def test_an_anonymous_resident_is_hidden_as_well(chen: Clerk, town: Town) -> None:
    ticket = opens(town, privacy="anonymous")
    assert "阿莲" not in chen.sees(f"/staff/tickets/{ticket.number}")


def test_a_phone_number_is_masked_until_a_reason_is_given(chen: Clerk, town: Town) -> None:
    ticket = opens(town)
    at_desk(town, "web:neighbour", LeavePhone("13812345678"))
    url = f"/staff/tickets/{ticket.number}"
    page = chen.sees(url)
    assert "138****5678" in page
    assert "13812345678" not in page
    assert "13812345678" in chen.posts(f"{url}/person", url, why="今天要回电", what="phone")


def test_a_log_row_changed_in_the_store_is_noticed(chen: Clerk, town: Town) -> None:
    ticket = opens(town)
    with town.bot.store.begin() as work:
        work.connection.exec_driver_sql("UPDATE log SET why = '改过' WHERE seq = 2")
    assert "日志第2行的校验不对" in chen.sees(f"/staff/tickets/{ticket.number}")


def test_what_was_added_stands_below_the_first_words(chen: Clerk, town: Town) -> None:
    ticket = opens(town)
    at_desk(town, "web:neighbour", AddToTicket(ticket.number, "今天又多了一张床垫"))
    page = chen.sees(f"/staff/tickets/{ticket.number}")
    assert page.index("旧沙发") < page.index("今天又多了一张床垫")


def test_a_ticket_that_does_not_exist_is_said_kindly(chen: Clerk, town: Town) -> None:
    assert "没有这个页面" in chen.sees("/staff/tickets/20261118-9999")
    assert chen.status == 404


def test_a_leader_reads_tickets_and_changes_none(arrive: Callable[..., Clerk], town: Town) -> None:
    ticket = opens(town)
    leader = arrive()
    leader.signs_in("leader")
    url = f"/staff/tickets/{ticket.number}"
    assert "录入答复" not in leader.sees(url)
    leader.posts(f"{url}/answer", url, words="我来答复")
    assert leader.status == 404
    assert town.tickets()[0].answer == ""


def test_a_place_written_while_sorting_finds_its_grid(chen: Clerk, town: Town) -> None:
    ticket = opens(town, "1207", detail="那个东西坏了", place={})
    url = f"/staff/tickets/{ticket.number}"
    page = chen.posts(f"{url}/sort", url, category="建筑垃圾与大件垃圾堆放", place="幸福里3号楼")
    assert "地点 幸福里3号楼" in page
    assert "网格 幸福第一网格" in page


def test_lists_are_filtered_by_the_name_of_a_grid_too(chen: Clerk, town: Town) -> None:
    one = opens(town)
    other = opens(town, place={"text": "别处", "grid": "CH010102"})
    page = chen.sees("/staff/tickets?grid=幸福第一网格")
    assert one.number in page
    assert other.number not in page


def test_a_bad_rating_is_told_in_words_not_in_codes(chen: Clerk, town: Town) -> None:
    ticket = opens(town)
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{url}/answer", url, words="清走了。")
    at_desk(town, "web:neighbour", RateTicket(ticket.number, "unsolved", 2, "not_there", "没来"))
    page = chen.sees(url)
    assert "没解决，2分，没到现场 没来" in page
    assert "没解决，没到现场，没来" in page  # and so in the log
    assert "unsolved" not in page


def test_what_comes_next_is_no_empty_card(chen: Clerk, town: Town) -> None:
    ticket = opens(town, "1207")
    page = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{page}/sort", page, category="0103", grid="", place="")
    with town.bot.store.read() as work:
        assert "survey" not in {due.what for due in work.dues.of(ticket.number)}
    assert "后续安排" not in chen.sees(page)
    chen.posts(f"{page}/answer", page, words="已经清走了。")
    assert "后续安排 满意度回访" in chen.sees(page)


def test_a_conditional_dispute_is_mediated_only_after_a_clerks_word(
    chen: Clerk, town: Town
) -> None:
    ticket = opens(town, "0404", detail="楼下烧烤店的油烟天天熏进来。")
    url = f"/staff/tickets/{ticket.number}"
    assert "能不能调解" in chen.sees(url)
    assert "至少4个字" in chen.posts(f"{url}/allow", url, allow_why="行")
    assert chen.status == 409
    page = chen.posts(f"{url}/allow", url, allow_why="双方愿意谈，没有伤情")
    assert "准予调解" in page
    assert "双方愿意谈，没有伤情" in page
    assert "能不能调解" not in page
    town.tick()
    assert "可以请人民调解员" in town.answers("web:neighbour")
    assert "已经准过" in chen.posts(f"{url}/allow", url, allow_why="再准一次试试")


def test_no_word_is_asked_for_what_may_be_or_must_not_be_mediated(chen: Clerk, town: Town) -> None:
    for code, privacy in (("0101", "open"), ("0701", "open"), ("0404", "anonymous")):
        ticket = opens(town, code, privacy=privacy, place={})
        url = f"/staff/tickets/{ticket.number}"
        assert "能不能调解" not in chen.sees(url)
        chen.posts(f"{url}/allow", url, allow_why="双方愿意谈，没有伤情")
        assert chen.status == 409
    town.tick()
    assert "人民调解员" not in town.answers("web:neighbour")
