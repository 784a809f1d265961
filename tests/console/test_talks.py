"""Conversations: the queue, the transcript, replying, taking over, giving back, correcting."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError

from console import talks
from console.accounts import NewAccount, make_account
from dialogs.commands import OpenTicket, RaiseAlert
from dialogs.incoming import Attachment, Incoming
from tests.console.conftest import Clerk, at_desk
from tests.town import Town

ME = "/staff/talk/terminal:me"


def another(town: Town, arrive: Callable[..., Clerk]) -> Clerk:
    """The clerk Wu, signed in."""
    with town.bot.store.begin() as work:
        make_account(
            work, NewAccount("wu", "吴坐席", ("hotline_staff",)), "wu-2026-11", town.clock()
        )
    clerk = arrive()
    clerk.signs_in("wu", "wu-2026-11")
    return clerk


def test_who_asks_for_a_person_stands_in_the_queue_and_is_answered(chen: Clerk, town: Town) -> None:
    town.says("转人工")
    town.clock.now = town.clock().replace(minute=7)
    queue = chen.sees("/staff/")
    assert "等人接待 1" in queue
    assert "已等7分钟" in queue
    chen.posts(f"{ME}/reply", ME, text="您好，您家是几号楼？")
    assert "您好，您家是几号楼？" in town.answers()
    assert "由您接待" in chen.sees(ME)
    assert "等人接待 0" in chen.sees("/staff/")


def test_urgent_ones_are_first(chen: Clerk, town: Town) -> None:
    town.says("转人工", "web:early")
    town.says("转人工", "web:late")
    with town.bot.store.begin() as work:
        work.contacts.save("web:early", name="先来的")
        work.contacts.save("web:late", name="要紧的", urgent=True)
    queue = chen.sees("/staff/")
    assert queue.index("要紧的") < queue.index("先来的")


def test_from_the_takeover_the_bot_is_silent_until_it_is_given_back(
    chen: Clerk, town: Town
) -> None:
    town.says("你好")
    chen.posts(f"{ME}/take", ME)
    town.answers()
    assert town.says("路灯坏了三天了") == ""
    assert "路灯坏了三天了" in chen.sees(ME)
    chen.posts(f"{ME}/give_back", ME)
    assert town.answers() != ""
    assert town.says("路灯坏了三天了") != ""
    assert "交还给机器人" in chen.sees(ME)


def test_a_second_clerk_must_confirm_and_the_words_stay(
    chen: Clerk, town: Town, arrive: Callable[..., Clerk]
) -> None:
    town.says("转人工")
    chen.posts(f"{ME}/take", ME)
    town.answers()
    wu = another(town, arrive)
    said = wu.posts(f"{ME}/reply", ME, text="我也来看看。")
    assert "陈坐席正在接待" in said
    assert "我也来看看。" in wu.seen.text  # type: ignore[union-attr]
    assert town.answers() == ""
    assert "正在接待" in wu.posts(f"{ME}/give_back", ME)
    wu.posts(f"{ME}/reply", ME, text="我也来看看。", sure="chen")
    assert "我也来看看。" in town.answers()
    assert "由吴坐席接待" in chen.sees(ME)


def test_an_empty_or_endless_reply_is_refused_in_words(chen: Clerk, town: Town) -> None:
    town.says("转人工")
    town.answers()
    assert "请先写上" in chen.posts(f"{ME}/reply", ME, text="  ")
    long = "很" * 4001
    assert "请分几次发" in chen.posts(f"{ME}/reply", ME, text=long)
    assert long in chen.seen.text  # type: ignore[union-attr]
    assert town.answers() == ""


def test_the_transcript_shows_what_was_understood(chen: Clerk, town: Town) -> None:
    town.says("幸福里门口垃圾堆了三天，臭死了，我电话13812345678")
    page = chen.sees(ME)
    assert "0101 暴露垃圾与垃圾清运" in page
    assert "“幸福里" in page
    assert "138****5678" in page
    assert "13812345678" not in page.partition("听懂了什么")[2]


def test_markup_in_a_message_is_only_text(chen: Clerk, town: Town) -> None:
    town.says("<script>alert(1)</script><img src=x onerror=alert(1)>")
    chen.sees(ME)
    assert chen.seen is not None
    assert "<script>alert" not in chen.seen.text
    assert "<img src=x" not in chen.seen.text
    policy = chen.seen.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_words_that_did_not_arrive_say_so(chen: Clerk, town: Town) -> None:
    town.bot.door.take(_message(town, "你好"))
    with town.bot.store.begin() as work:
        rows = [one.id for one in work.outbox.of("terminal:me")]
        work.outbox.drop(rows, "送不到：对方停用了这个渠道", "failed")
        work.contacts.save("terminal:me", unreachable=True)
    page = chen.sees(ME)
    assert "渠道不可达" in page
    assert "请换电话联系" in page


def _message(town: Town, text: str) -> Incoming:
    return Incoming("terminal:me:x", "terminal:me", town.clock(), text=text)


def test_a_correction_is_kept_with_who_and_when_and_without_phone_numbers(
    chen: Clerk, town: Town
) -> None:
    town.says("幸福里门口垃圾堆了三天，臭死了，我电话13812345678")
    with town.bot.store.read() as work:
        row = work.inbox.of("terminal:me")[0].id
    chen.posts(
        f"{ME}/correct", ME, message=str(row), field="category", now="0103 建筑垃圾与大件垃圾堆放"
    )
    page = chen.sees(ME)
    assert "陈坐席 改“类别”" in page
    assert "→ 0103" in page
    with town.bot.store.read() as work:
        kept = work.connection.exec_driver_sql("SELECT text, was FROM corrections").one()
    assert "13812345678" not in kept.text
    assert kept.was.startswith("0101")


def test_a_correction_to_a_category_that_does_not_exist_is_refused(chen: Clerk, town: Town) -> None:
    town.says("幸福里门口垃圾堆了三天，臭死了")
    with town.bot.store.read() as work:
        row = work.inbox.of("terminal:me")[0].id
    said = chen.posts(f"{ME}/correct", ME, message=str(row), field="category", now="9999 别的")
    assert "类别请从列表里选" in said
    assert "垃圾堆了三天" in said  # still on the page of the conversation
    assert chen.status == 409
    html = chen.seen.text  # type: ignore[union-attr]
    beside = html[html.index(f'<details id="h{row}" open>') :].partition("</details>")[0]
    assert "类别请从列表里选" in beside  # where it was typed, and what was typed stays
    assert 'value="9999 别的"' in beside


def test_a_message_of_another_conversation_cannot_be_corrected(chen: Clerk, town: Town) -> None:
    town.says("垃圾没人收", "web:other")
    town.says("你好")
    with town.bot.store.read() as work:
        row = work.inbox.of("web:other")[0].id
    chen.posts(f"{ME}/correct", ME, message=str(row), field="other", now="别的")
    assert chen.status == 404


def test_an_alert_is_taken_once_and_opens_the_conversation(
    chen: Clerk, town: Town, arrive: Callable[..., Clerk]
) -> None:
    at_desk(town, "web:danger", RaiseAlert("gas", "E0", "闻到煤气味", True))
    town.tick()
    page = chen.sees("/staff/")
    assert "E0 燃气" in page
    assert "呼叫记录" in page
    page = chen.posts("/staff/alert/1")
    assert "由您接待" in page
    assert "闻到煤气味" not in chen.sees("/staff/")
    with town.bot.store.read() as work:
        row = work.alerts.get(1)
    assert row is not None
    assert (row.state, row.acked_by) == ("acked", "chen")
    wu = another(town, arrive)
    wu.sees("/staff/")
    assert "已经由陈坐席接手" in wu.posts("/staff/alert/1")


def test_a_voice_note_can_be_played_and_every_look_is_written_down(chen: Clerk, town: Town) -> None:
    town.says("", files=(Attachment("voice", "v1"),))
    with town.bot.store.begin() as work:
        work.files.add("terminal:me", {"ref": "v1", "kind": "voice"}, town.clock())
        row = work.files.of("terminal:me")[0].id
        mark = "ab" * 32
        work.files.save(row, state="kept", hash=mark, mime="audio/ogg", size=4)
    path = town.folder / "files" / "ab" / mark
    path.parent.mkdir(parents=True)
    path.write_bytes(b"OggS")
    chen.sees(ME)
    assert f'<audio controls preload="none" src="/staff/file/{row}"' in chen.seen.text  # type: ignore[union-attr]
    chen.sees(f"/staff/file/{row}")
    assert chen.seen is not None
    assert chen.seen.content == b"OggS"
    assert chen.seen.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in chen.seen.headers["content-security-policy"]
    with town.bot.store.read() as work:
        assert [r.account for r in work.accounts.seen(f"file:{row}")] == ["chen"]
        assert {r.act for r in work.accounts.seen("terminal:me")} == {"talk"}


def test_a_file_that_came_with_a_strange_type_is_only_downloaded(chen: Clerk, town: Town) -> None:
    with town.bot.store.begin() as work:
        work.contacts.lock("terminal:me", town.clock())
        work.files.add("terminal:me", {"ref": "d1", "kind": "document"}, town.clock())
        row = work.files.of("terminal:me")[0].id
        work.files.save(row, state="kept", hash="cd" * 32, mime="text/html", size=4)
    path = town.folder / "files" / "cd" / ("cd" * 32)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"<b>x</b>")
    chen.sees(f"/staff/file/{row}")
    assert chen.seen is not None
    assert chen.seen.headers["content-disposition"].startswith("attachment")
    assert chen.seen.headers["content-type"] == "application/octet-stream"


def test_a_reply_sent_twice_is_said_once(chen: Clerk, town: Town) -> None:
    town.says("转人工")
    chen.posts(f"{ME}/take", ME)
    town.answers()
    for _ in range(2):
        chen.posts(f"{ME}/reply", ME, text="马上到。", once="0123456789abcdef")
    assert town.answers() == "马上到。"


def test_an_alert_rings_on_every_other_page(chen: Clerk, town: Town) -> None:
    assert chen.sees("/staff/bell?live=1").strip() == ""
    at_desk(town, "web:danger", RaiseAlert("gas", "E0", "闻到煤气味", True))
    assert "1条紧急警情还没人接手" in chen.sees("/staff/bell?live=1")
    assert "data-bell" in chen.browser.get("/staff/tickets").text


def test_what_was_typed_is_not_lost_when_the_store_is_down(
    arrive: Callable[..., Clerk], town: Town
) -> None:
    def broken(incoming: Incoming) -> None:
        raise OperationalError("insert", {}, Exception("disk"))

    town.says("转人工")
    clerk = arrive(take=broken)
    clerk.signs_in()
    said = clerk.posts(f"{ME}/reply", ME, text="您家几号楼？")
    assert clerk.status == 503
    assert "这一步没有保存" in said
    assert "您家几号楼？" in said


def test_a_reply_that_still_waits_for_its_turn_is_shown(
    arrive: Callable[..., Clerk], town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talks, "PATIENCE", 1)
    town.says("转人工")
    clerk = arrive(take=town.bot.door.accept)
    clerk.signs_in()
    assert "回复还在排队：您家几号楼？" in clerk.posts(f"{ME}/reply", ME, text="您家几号楼？")


def test_each_time_more_people_are_called_and_the_page_says_who(chen: Clerk, town: Town) -> None:
    at_desk(town, "web:danger", RaiseAlert("gas", "E0", "闻到煤气味", True))
    town.tick()
    page = chen.sees("/staff/")
    assert "张子涵 经工作台" in page  # whose watch it is
    assert "金天佑" not in page
    town.later(minutes=5)
    assert "金天佑 经工作台" in chen.sees("/staff/")


def test_conversations_without_a_name_can_be_told_apart(chen: Clerk, town: Town) -> None:
    town.says("你好", "web:00000000aaaa")
    town.says("你好", "web:00000000bbbb")
    page = chen.sees("/staff/")
    assert "居民 aaaa" in page
    assert "居民 bbbb" in page


def test_the_list_shows_what_each_resident_told_last(chen: Clerk, town: Town) -> None:
    town.says("幸福里3号楼楼道灯坏了，打我电话13912345678", "web:a")
    town.says("1", "web:a")
    town.says("转人工", "web:b")
    long = "我家楼上每天半夜都在拖椅子，吵得没法睡觉，孩子第二天还要上学"
    town.says(f"{long}，请你们今天晚上就来管一管行不行", "web:b")
    page = chen.sees("/staff/")
    assert "幸福里3号楼楼道灯坏了" in page
    assert "13912345678" not in page
    assert "我家楼上每天半夜" in page
    assert "行不行" not in page  # a line of it
    assert page.index("要求人工") < page.index("我家楼上每天半夜")


def test_a_dispute_is_marked_on_the_conversation_and_on_the_ticket(chen: Clerk, town: Town) -> None:
    town.says("幸福里3号楼302，楼上漏水把我家天花板泡坏了，邻居不肯赔")
    assert "纠纷 当事人之间的纠纷" in chen.sees(ME)
    at_desk(town, "terminal:me", OpenTicket(
        "0701", "幸福里3号楼302，楼上漏水把我家天花板泡坏了，邻居不肯赔"))  # fmt: skip
    number = town.tickets()[-1].number
    assert "当事人之间的纠纷" in chen.sees(f"/staff/tickets/{number}")
    at_desk(town, "terminal:me", OpenTicket("0203", "路灯不亮"))
    assert "当事人之间的纠纷" not in chen.sees(f"/staff/tickets/{town.tickets()[-1].number}")
