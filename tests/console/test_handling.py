"""A unit signs, does, asks for more time; somebody else checks; what is unsolved is done again."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

from PIL import Image

from dialogs.commands import RateTicket
from tests.console.conftest import Clerk, at_desk, opens
from tests.console.test_way import handler, moves, signed_in
from tests.town import Town

Arrive = Callable[..., Clerk]
ROADWORK = "0102"  # five working hours, the cleaning department's; no way to extend is named
DONE = "上午到现场清扫，遗撒的渣土已经全部拉走。"
CHECKER = "r0226"


def photo() -> bytes:
    """A small picture with a place in its EXIF."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "someone's phone"
    Image.new("RGB", (8, 6), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def acts(clerk: Clerk, number: str, what: str, **fields: str) -> str:
    """Fill one of the forms of a ticket's page."""
    url = f"/staff/tickets/{number}"
    return clerk.posts(f"{url}/{what}", url, **fields)


def reports(clerk: Clerk, number: str, pictures: int = 1, **fields: str) -> str:
    """A unit's member reports a ticket done, with photos."""
    url = f"/staff/tickets/{number}"
    token = clerk.token(url)
    files = [("photo", ("after.jpg", photo(), "image/jpeg"))] * pictures
    given = {"csrf": token, "words": DONE, "document": ""} | fields
    return clerk.uploads(f"{url}/done", given, files)


def done(arrive: Arrive, town: Town) -> tuple[str, Clerk]:
    """A ticket signed and reported done by its unit."""
    number, ours = opens(town, ROADWORK).number, handler(arrive, town)
    acts(ours, number, "sign")
    assert "等没有经办的人核查" in reports(ours, number)
    return number, ours


def test_a_unit_signs_and_reports_and_the_resident_hears_after_the_check(
    arrive: Arrive, town: Town
) -> None:
    number, ours = opens(town, ROADWORK).number, handler(arrive, town)
    assert "请在11月18日 12:00前签收" in ours.sees(f"/staff/tickets/{number}")
    assert "12:00前签收" in ours.sees("/staff/tickets")
    page = acts(ours, number, "sign")
    assert "11月18日 17:00前办完" in page
    assert "正在办理" in page
    reports(ours, number)
    assert "图片" not in town.answers("web:neighbour")
    town.tick()
    assert DONE not in town.answers("web:neighbour")  # nobody has looked yet
    checker = signed_in(arrive, CHECKER)
    assert number in checker.sees("/staff/tickets")
    page = checker.sees(f"/staff/tickets/{number}")
    assert "11月19日 17:30前核查" in page
    page = acts(checker, number, "check", passed="yes", how="site", words=DONE)
    assert "没有符合条件的工单" in page  # and nothing more for who checks
    town.tick()
    assert DONE in town.answers("web:neighbour")
    assert moves(town, number)[-3:] == ["sign", "done", "check_pass"]
    assert town.tickets()[0].state == "feedback"


def test_photos_are_kept_without_what_phones_write_into_them(arrive: Arrive, town: Town) -> None:
    number, ours = done(arrive, town)
    ours.sees(f"/staff/tickets/{number}")
    html = ours.seen.text  # type: ignore[union-attr]
    url = html.partition('src="/staff/file/')[2].partition('"')[0]
    content = ours.browser.get(f"/staff/file/{url}").content
    assert not Image.open(io.BytesIO(content)).getexif()
    other = handler(arrive, town, "BM03")
    assert other.browser.get(f"/staff/file/{url}").status_code == 404


def test_nothing_is_done_without_words_and_proof(arrive: Arrive, town: Town) -> None:
    number, ours = opens(town, ROADWORK).number, handler(arrive, town)
    assert "请先签收" in reports(ours, number, 0)
    acts(ours, number, "sign")
    assert "请附办完以后的照片" in reports(ours, number, 0)
    assert DONE in ours.seen.text  # type: ignore[union-attr]
    assert "至少10个字" in reports(ours, number, words="好了")
    assert "请附照片" in reports_file(ours, number, b"OggS" + b"0" * 40)
    assert "这种文件收不了" in reports_file(ours, number, b"%PDF-1.4")
    assert moves(town, number)[-1] == "sign"
    assert "等没有经办的人核查" in reports(ours, number, 0, document="环卫作业单2026-118")


def reports_file(clerk: Clerk, number: str, content: bytes) -> str:
    """The same with some other file."""
    url = f"/staff/tickets/{number}"
    given = {"csrf": clerk.token(url), "words": DONE, "document": ""}
    return clerk.uploads(f"{url}/done", given, [("photo", ("x.jpg", content, "image/jpeg"))])


def test_another_unit_neither_signs_nor_reports(arrive: Arrive, town: Town) -> None:
    number, ours = opens(town, ROADWORK).number, handler(arrive, town)
    other = handler(arrive, town, "BM03")
    other.posts(f"/staff/tickets/{number}/sign", "/staff/tickets")
    assert other.status == 404
    acts(ours, number, "sign")
    token = other.token("/staff/tickets")
    other.uploads(f"/staff/tickets/{number}/done", {"csrf": token, "words": DONE}, [])
    assert other.status == 404
    assert moves(town, number)[-1] == "sign"


def test_what_does_not_pass_goes_back_with_four_hours_at_least(arrive: Arrive, town: Town) -> None:
    number, ours = opens(town, ROADWORK).number, handler(arrive, town)
    acts(ours, number, "sign")
    town.clock.now += timedelta(hours=6, minutes=30)  # half an hour before its date
    ours = handler(arrive, town)
    reports(ours, number)
    checker = signed_in(arrive, CHECKER)
    assert "请写明哪里没有办好" in acts(checker, number, "check", passed="no", how="site")
    acts(checker, number, "check", passed="no", how="site", why="路边还有两堆渣土没有拉走")
    page = ours.sees(f"/staff/tickets/{number}")
    assert "路边还有两堆渣土没有拉走" in page
    assert "11月19日 11:30 前重新办好" in page  # one hour today, three tomorrow
    town.tick()
    assert town.answers("web:neighbour") == ""
    assert "等没有经办的人核查" in reports(ours, number)


def test_who_handled_or_reported_it_does_not_check_it(arrive: Arrive, town: Town) -> None:
    number, _ = done(arrive, town)
    with town.bot.store.begin() as work:
        mine = work.log.of("ticket", number)[-1].actor.id
        work.accounts.save(mine, roles="unit_handler,hotline_staff")
    both = signed_in(arrive, mine)
    page = acts(both, number, "check", passed="yes", how="photo", words=DONE)
    assert "要由别人核查" in page
    assert "请选怎样核查的" in acts(signed_in(arrive, CHECKER), number, "check", words=DONE)
    assert moves(town, number)[-1] == "done"


def test_who_checks_sees_what_waits_in_their_own_grid_alone(arrive: Arrive, town: Town) -> None:
    number, _ = done(arrive, town)
    waiting = opens(town, ROADWORK, who="web:other").number
    here, elsewhere = signed_in(arrive, "r0001"), signed_in(arrive, "r0003")
    assert number in here.sees("/staff/tickets")
    assert waiting not in here.sees("/staff/tickets")
    assert "阿莲" not in here.sees(f"/staff/tickets/{number}")
    assert number not in elsewhere.sees("/staff/tickets")
    elsewhere.sees(f"/staff/tickets/{number}")
    assert elsewhere.status == 404
    elsewhere.posts(f"/staff/tickets/{number}/check", "/staff/tickets", passed="yes", how="site")
    assert elsewhere.status == 404


def test_more_time_is_asked_for_decided_on_and_told(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number, ours = opens(town, ROADWORK).number, handler(arrive, town)
    acts(ours, number, "sign")
    why = "要等环卫车修好。"
    assert "最晚到" in acts(ours, number, "extend", until="2026-12-18T10:00", why=why)
    assert "要晚于" in acts(ours, number, "extend", until="明天", why=why)
    page = acts(ours, number, "extend", until="2026-11-19T14:30", why=why)
    assert "等派单员定" in page
    assert "申请延期的（1）" in chen.sees("/staff/tickets")
    assert number in chen.sees("/staff/tickets?state=extending")
    page = acts(chen, number, "extension", time="yes", why="车确实在修，已核实")
    assert "11月19日 14:30前" in page
    town.tick()
    said = town.answers("web:neighbour")
    assert "因为要等环卫车修好，要延到" in said
    assert "抱歉" in said
    assert "11月19日 14:30前办完" in ours.sees(f"/staff/tickets/{number}")
    assert "不能再延期" in acts(ours, number, "extend", until="2026-11-20T10:00", why=why)
    assert "申请延期的（1" not in chen.sees("/staff/tickets")


def test_more_time_refused_or_not_decided_on_leaves_the_date(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket, ours = opens(town, ROADWORK), handler(arrive, town)
    number = ticket.number
    acts(ours, number, "sign")
    acts(ours, number, "extend", until="2026-11-19T14:30", why="要等环卫车修好。")
    assert "请写明为什么不同意" in acts(chen, number, "extension", time="no", why="不")
    acts(chen, number, "extension", time="no", why="还有别的车可以调")
    assert "没有等着定的" in acts(chen, number, "extension", time="yes", why="又想了想")
    acts(ours, number, "extend", until="2026-11-19T14:30", why="别的车也坏了。")
    town.later(hours=24)
    assert "到时没有定，期限不变" in handler(arrive, town).sees(f"/staff/tickets/{number}")
    assert town.tickets()[0].answer_due == ticket.answer_due
    own = [move for move in moves(town, number) if move not in ("nudge", "supervise")]
    assert own[-1] == "deny_extension"


def test_what_is_unsolved_is_done_again_higher_up_or_watched(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number, ours = done(arrive, town)
    acts(signed_in(arrive, CHECKER), number, "check", passed="yes", how="photo", words=DONE)
    at_desk(town, "web:neighbour", RateTicket(number, "unsolved", 0, "", "还是很脏"))
    assert "要重办的（1）" in chen.sees("/staff/tickets")
    why = {"why": "居民说没有扫干净"}
    assert "请写上由谁督办" in acts(chen, number, "redo", unit="BM01", **why)
    assert "不能派给比" in acts(chen, number, "redo", unit="CH01", **why)
    page = acts(chen, number, "redo", unit="BM01", supervisor="林主任", **why)
    assert "重办，派给区城市管理局" in page
    assert "单位办结 11月19日 17:30前" in page  # half of five hours, and a workday at least
    town.tick()
    assert "没有解决的，重新办理" in town.answers("web:neighbour")
    assert "签收，开始办" in ours.sees(f"/staff/tickets/{number}")


def attempts(town: Town) -> list[str]:
    """Who was called, in order, each way counted once."""
    with town.bot.store.read() as work:
        rows = [row for alert in work.alerts.listed() for row in work.alerts.attempts(alert.id)]
    return [row.member for row in rows if row.channel == "file"]


def returns_urgent(arrive: Arrive, town: Town) -> str:
    """A burst pipe, returned by the water bureau."""
    ticket = opens(town, "0205")
    member = next(m for m in town.bot.district.roster.values() if m.unit == ticket.unit)
    ours = signed_in(arrive, member.id.lower())
    fields = {"reason": "unclear", "words": "管子在小区红线以内，归物业管。", "better": ""}
    assert "已经申请退回" in acts(ours, ticket.number, "return", **fields)
    return ticket.number


def test_an_urgent_return_calls_the_dispatchers_until_one_decides(
    arrive: Arrive, town: Town
) -> None:
    number = returns_urgent(arrive, town)
    town.tick()
    assert attempts(town) == ["R0223"]  # a dispatcher, before the watch
    town.later(minutes=6)
    assert attempts(town) == ["R0223", "R0223", "R0224"]
    dispatcher = signed_in(arrive, "r0224")
    page = dispatcher.sees("/staff/")
    assert "E1 紧急件退回" in page
    assert f"{number}：" in page
    assert "沙发" not in page
    acts(dispatcher, number, "way", to="deny", why="红线以内的管子也归水务抢修")
    assert "紧急件退回" not in dispatcher.sees("/staff/")
    town.later(minutes=20)
    assert len(attempts(town)) == 3


def test_who_takes_an_urgent_return_comes_to_the_ticket(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    number = returns_urgent(arrive, town)
    with town.bot.store.read() as work:
        alert = work.alerts.listed()[0].id
    page = chen.posts(f"/staff/alert/{alert}", "/staff/")
    assert f"工单 {number}" in page
    assert "退回：怎么定" in page
    town.later(minutes=20)
    assert attempts(town) == []
    town.later(minutes=11)  # nobody decided in half an hour: the centre's leaders are called
    assert attempts(town)
    leaders = {m.id for m in town.bot.district.roster.values() if m.role == "centre_leader"}
    assert attempts(town)[0] in leaders


def test_an_urgent_return_stands_in_no_residents_way_to_an_alert(
    arrive: Arrive, town: Town
) -> None:
    returns_urgent(arrive, town)
    town.says("我家着火了，快来人", who="web:neighbour")
    with town.bot.store.read() as work:
        kinds = sorted(row.kind for row in work.alerts.listed())
    assert kinds == ["fire", "return"]


def test_an_ordinary_return_calls_nobody(arrive: Arrive, town: Town) -> None:
    ticket, ours = opens(town, ROADWORK), handler(arrive, town)
    fields = {"reason": "unclear", "words": "两家都说自己管这条路。", "better": ""}
    acts(ours, ticket.number, "return", **fields)
    town.later(minutes=20)
    assert attempts(town) == []


ASKED = "渣土在哪一段路上，靠近哪个路口？"


def test_the_resident_is_asked_once_and_the_clock_stands_still(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    ticket, who = opens(town, ROADWORK), "web:neighbour"
    number = ticket.number
    town.clock.now += timedelta(hours=1)  # eleven; four of five working hours are left
    chen = signed_in(arrive, "chen")
    assert "等居民补充情况" in acts(chen, number, "ask", words=ASKED)
    town.tick()
    said = town.answers(who)
    assert ASKED in said
    assert "不算在办理时间里" in said
    assert "已经问过居民一次" in acts(chen, number, "ask", words="再问一句可以吗？")
    town.clock.now += timedelta(days=1)
    assert "已经补充到" in town.says("人民路和解放路口往北一百米", who=who)
    after = town.tickets()[0]
    assert after.answer_due == ticket.answer_due + timedelta(days=1)  # 17:00 tomorrow
    page = signed_in(arrive, "chen").sees(f"/staff/tickets/{number}")
    assert "人民路和解放路口往北一百米" in page
    assert "单位办结 11月19日 17:00前" in page
    assert "等居民补充情况" not in page
    assert moves(town, number)[-3:] == ["ask_resident", "add", "resident_answered"]


def test_a_question_nobody_answers_stops_the_clock_for_five_workdays(
    chen: Clerk, town: Town
) -> None:
    ticket = opens(town, ROADWORK)
    acts(chen, ticket.number, "ask", words=ASKED)
    latest = town.tickets()[0].answer_due
    town.later("web:neighbour", days=9)
    own = moves(town, ticket.number)
    assert "supervise" not in own[: own.index("resident_silent")]  # no lights while it stands
    assert town.tickets()[0].answer_due == latest
    assert (latest - ticket.answer_due).days >= 7  # five workdays and a weekend


def test_what_is_urgent_does_not_wait_for_an_answer(chen: Clerk, town: Town) -> None:
    ticket, who = opens(town, "0205"), "web:neighbour"
    acts(chen, ticket.number, "ask", words="是哪一栋停水？")
    assert town.tickets()[0].answer_due == ticket.answer_due
    town.tick()
    assert "接着办" in town.answers(who)
    town.clock.now += timedelta(hours=1)
    town.says("3号楼", who=who)
    assert town.tickets()[0].answer_due == ticket.answer_due
    assert moves(town, ticket.number)[-1] == "resident_answered"


def test_a_date_set_while_the_resident_is_asked_stays(chen: Clerk, town: Town) -> None:
    number = opens(town, ROADWORK).number
    acts(chen, number, "ask", words=ASKED)
    acts(chen, number, "category", category="0103", why="说的是大件垃圾")
    set_to = town.tickets()[0].answer_due
    town.tick()
    town.says("人民路和解放路口", who="web:neighbour")
    assert moves(town, number)[-1] == "resident_answered"
    assert town.tickets()[0].answer_due == set_to


def test_more_time_and_a_question_do_not_meet(arrive: Arrive, chen: Clerk, town: Town) -> None:
    number, ours = opens(town, ROADWORK).number, handler(arrive, town)
    acts(ours, number, "sign")
    fields = {"until": "2026-11-19T14:30", "why": "要等环卫车修好。"}
    acts(ours, number, "extend", **fields)
    assert "请先定延期" in acts(chen, number, "ask", words=ASKED)
    acts(chen, number, "extension", time="no", why="还有别的车可以调")
    acts(chen, number, "ask", words=ASKED)
    assert "时间停着" in acts(ours, number, "extend", **fields)


def test_a_check_not_passed_takes_no_time_away(arrive: Arrive, town: Town) -> None:
    ticket, who = opens(town, "0305"), "r0226"
    member = next(m for m in town.bot.district.roster.values() if m.unit == ticket.unit)
    ours = signed_in(arrive, member.id.lower())
    acts(ours, ticket.number, "sign")
    reports(ours, ticket.number)
    acts(signed_in(arrive, who), ticket.number, "check", passed="no", how="site", why="没有拆干净")
    with town.bot.store.read() as work:
        failed = work.log.of("ticket", ticket.number)[-1]
    assert failed.data["until"] == ticket.answer_due.isoformat()


def test_the_bot_asks_nobody_who_only_has_a_telephone(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    form = {"words": "幸福里6号楼下水道堵了，污水冒出来", "through": "phone", "once": "p1",
            "place": "幸福里6号楼", "phone": "13900001111", "guess": "0204"}  # fmt: skip
    chen.posts("/staff/enter", "/staff/enter", **form, step="enter")
    ticket = town.tickets()[0]
    assert "问居民一次" not in chen.sees(f"/staff/tickets/{ticket.number}")
    assert "请打电话问清楚" in acts(chen, ticket.number, "ask", words=ASKED)
    assert town.tickets()[0].answer_due == ticket.answer_due
