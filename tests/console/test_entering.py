"""A clerk enters a matter for a caller, in a talk or beside one; a grid worker a find of theirs."""

from __future__ import annotations

from collections.abc import Callable

from grid.returns import barred, way_of
from tests.console.conftest import Clerk
from tests.console.test_way import signed_in
from tests.town import Town

Arrive = Callable[..., Clerk]
WORDS = "幸福里3号楼下堆了旧沙发，没人管。"
PHONE = "13800001234"


def enters(clerk: Clerk, words: str = WORDS, **fields: str) -> str:
    """Both steps of the form; what the last page says."""
    contact = fields.pop("contact", "")
    first = {"words": words, "through": "phone", "once": "a1b2c3", "contact": contact,
             **fields}  # fmt: skip
    clerk.posts("/staff/enter", f"/staff/enter?contact={contact}", **first, step="hear")
    filled = {"guess": "0103", "place": "幸福里3号楼", **first}
    return clerk.posts("/staff/enter", step="enter", **filled)


def test_a_callers_matter_becomes_a_ticket_whose_source_is_kept(chen: Clerk, town: Town) -> None:
    page = enters(chen, place="幸福里", phone=PHONE, name="钱阿姨")
    ticket = town.tickets()[0]
    assert "登记好了" in page
    assert ticket.number in page
    assert (ticket.category, ticket.grid, ticket.state) == ("0103", "CH010101", "dispatched")
    with town.bot.store.read() as work:
        submit = work.log.of("ticket", ticket.number)[0]
    assert (submit.actor.id, submit.actor.role) == ("chen", "hotline_staff")
    assert submit.data == {"channel": "phone", "through": "phone"}
    assert "来电" in chen.sees(f"/staff/tickets/{ticket.number}")
    assert PHONE not in chen.sees(f"/staff/tickets/{ticket.number}")
    assert "钱阿姨" in chen.sees(f"/staff/tickets/{ticket.number}")


def test_numbers_of_papers_a_caller_tells_are_not_kept(chen: Clerk, town: Town) -> None:
    enters(chen, f"{WORDS}身份证110101199003078515。", phone=PHONE, name="钱阿姨110101199003078515")
    assert town.tickets()[0].detail == f"{WORDS}身份证[已隐藏证件号]。"
    with town.bot.store.read() as work:
        row = work.contacts.get(town.tickets()[0].contact)
    assert row is not None
    assert row.name == "钱阿姨[已隐藏证件号]"


def test_the_first_step_fills_the_form_with_what_was_heard(chen: Clerk, town: Town) -> None:
    chen.posts("/staff/enter", "/staff/enter", words=f"{WORDS}我电话{PHONE}", through="phone",
               once="x1", step="hear")  # fmt: skip
    assert chen.seen is not None
    html = chen.seen.text
    assert "建筑垃圾与大件垃圾堆放" in html
    assert 'name="place" value="幸福里3号楼' in html
    assert "CH010101" in html
    assert f'value="{PHONE}"' in html
    assert not town.tickets()


def test_a_form_sent_twice_is_one_ticket(chen: Clerk, town: Town) -> None:
    enters(chen)
    assert "已经登记过了" in enters(chen)
    assert len(town.tickets()) == 1


def test_two_calls_of_one_number_are_one_person(chen: Clerk, town: Town) -> None:
    enters(chen, phone=PHONE)
    enters(chen, phone=PHONE, once="other")
    one, other = town.tickets()
    assert one.person == other.person


def test_a_caller_is_rung_up_with_the_answer_and_sent_nothing(chen: Clerk, town: Town) -> None:
    enters(chen, phone=PHONE)
    number = town.tickets()[0].number
    url = f"/staff/tickets/{number}"
    chen.posts(f"{url}/answer", url, words="已经清走了，请看看。")
    contact = town.tickets()[0].contact
    assert not town.later(contact, minutes=5)
    assert "请打电话告知答复" in chen.sees("/staff/duties") + _call(chen, town, number)


def _call(chen: Clerk, town: Town, number: str) -> str:
    with town.bot.store.read() as work:
        row = next(one for one in work.calls.of(number) if one.state == "owed")
    return chen.sees(f"/staff/calls/{row.id}")


def test_in_a_held_talk_the_resident_gets_the_receipt_there(chen: Clerk, town: Town) -> None:
    town.says("转人工", "web:me")
    town.staff("take", who="web:me")
    page = enters(chen, contact="web:me")
    ticket = town.tickets()[0]
    assert ticket.contact == "web:me"
    assert "同样的话已经发到对话里" in page
    heard = town.later("web:me", minutes=1)
    assert ticket.number in heard
    assert "工作人员已经帮您登记" in heard
    with town.bot.store.read() as work:
        assert work.contacts.get("web:me").holder == "chen"  # type: ignore[union-attr]
        assert work.log.of("ticket", ticket.number)[0].data["through"] == "talk"


def test_strong_danger_pages_with_the_first_step_and_only_once(chen: Clerk, town: Town) -> None:
    said = "幸福里3号楼着火了，有人困在里面"
    page = chen.posts("/staff/enter", "/staff/enter", words=said, through="phone", once="f1",
                      step="hear")  # fmt: skip
    assert "已经呼叫值守人员" in page
    assert "119" in page
    assert len(alerts(town)) == 1
    assert alerts(town)[0].state == "paging"
    chen.posts("/staff/enter", words=said, through="phone", once="f1", step="enter",
               guess="1001", alarmed="fire", phone=PHONE)  # fmt: skip
    assert len(alerts(town)) == 1
    assert len(town.tickets()) == 1


def test_what_may_be_danger_is_asked_about_before_it_is_entered(chen: Clerk, town: Town) -> None:
    said = "楼下好像有股煤气味"
    first = {"words": said, "through": "phone", "once": "g1", "guess": "1004"}
    found = chen.posts("/staff/enter", "/staff/enter", **first, step="hear")
    if "已经呼叫" in found:  # heard as strong: then it has been paged already
        assert alerts(town)
        return
    assert "有没有人有危险" in found
    assert "请先问清楚" in chen.posts("/staff/enter", **first, step="enter")
    assert not town.tickets()
    chen.posts("/staff/enter", **first, step="enter", danger="yes")
    assert alerts(town)[0].state == "paging"
    assert len(town.tickets()) == 1


def alerts(town: Town) -> list[object]:
    from console import rows

    with town.bot.store.read() as work:
        return list(rows.open_alerts(work))


def test_unsure_words_wait_to_be_sorted(chen: Clerk, town: Town) -> None:
    page = enters(chen, "家里老人最近总睡不好，想请人来看看", guess="1207")
    assert town.tickets()[0].state == "submitted"
    assert "先由工作人员看过" in page


def test_a_wrong_category_or_number_comes_back_with_what_was_typed(
    chen: Clerk, town: Town
) -> None:  # fmt: skip
    assert "没有这个类别" in enters(chen, category="月亮")
    assert WORDS in chen.seen.text  # type: ignore[union-attr]
    assert "电话号码看起来不对" in enters(chen, phone="12")
    assert not town.tickets()


def test_a_patrollers_find_is_not_given_to_their_own_grid_later(arrive: Arrive, town: Town) -> None:
    member = next(m for m in town.bot.district.roster.values() if m.role == "patroller")
    clerk = signed_in(arrive, member.id.lower())
    page = enters(clerk, "路边垃圾满出来了", guess="0101", through="phone", phone=PHONE)
    assert "登记好了" in page
    ticket = town.tickets()[0]
    assert ticket.contact == f"office:{member.id}"
    with town.bot.store.read() as work:
        events = work.log.of("ticket", ticket.number)
        assert not work.calls.of(ticket.number)  # nobody waits for a call
    assert events[0].data["through"] == "patrol"
    way = way_of(events)
    assert way.reporter == member.id
    district = town.bot.district
    if district.units[member.unit].level in ("grid", "micro_grid"):
        assert "自己的巡查员" in barred(district, way, district.units[member.unit])


def test_a_matter_without_a_place_is_asked_about_once_more(chen: Clerk, town: Town) -> None:
    assert "还没有写地点" in enters(chen, "垃圾堆了好几天没人清", guess="0101", place="")
    assert not town.tickets()
    page = enters(chen, "垃圾堆了好几天没人清", guess="0101", place="", placeless="yes")
    assert "登记好了" in page
    assert "没有写地点" in page
    assert town.tickets()[0].place == ""


def test_a_question_needs_no_place(chen: Clerk) -> None:
    assert "登记好了" in enters(chen, "想问养老金怎么领", guess="1201", place="")


def test_no_kind_is_taken_for_granted(chen: Clerk, town: Town) -> None:
    assert "请选是哪一类" in enters(chen, guess="")
    assert not town.tickets()


def test_who_may_not_enter_sees_no_form(arrive: Arrive, chen: Clerk) -> None:
    for name in ("mediator1", "unit1", "auditor"):
        clerk = signed_in(arrive, name)
        clerk.sees("/staff/enter")
        assert clerk.status == 404
    chen.sees("/staff/enter?contact=web:nobody-there")
    assert chen.status == 404


def test_a_caller_without_a_number_is_owed_no_call(chen: Clerk, town: Town) -> None:
    enters(chen)
    with town.bot.store.read() as work:
        assert not work.calls.of(town.tickets()[0].number)


def test_nothing_heard_is_a_hundred_per_cent_sure(chen: Clerk) -> None:
    chen.posts("/staff/enter", "/staff/enter", words="幸福里3号楼路灯不亮", through="phone",
               once="x9", step="hear")  # fmt: skip
    assert chen.seen is not None
    assert "路灯不亮" in chen.seen.text
    assert "100%" not in chen.seen.text
