"""The whole bot as if on WeChat: from the first word to the survey."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from PIL import Image

from bot.settings import Settings
from bot.wechat_emulator.emulator import Emulator
from bot.wechat_emulator.person import Person, post, xml
from bot.wechat_emulator.world import Fault
from dialogs.commands import AnswerTicket
from dialogs.say import Say
from grid.events import Actor
from integrations.sql.store import Work
from nlu.listener import Listener
from tests.telegram.test_whole_bot import Life

CLERK = Actor("chen", "hotline_staff")
COMPLAINT = "幸福里3号楼楼下垃圾没人清，垃圾桶都满了，臭得很。"


def through_to_the_card(me: Person) -> None:
    """Answer whatever is asked until the summary card is there."""
    answered = 0
    for _ in range(9):
        asked = question(me, answered)
        answered, shown = asked, me.shown[asked - 1]
        if "对吗" in shown.text:
            return
        if "在哪儿" in shown.text:
            me.says("幸福里3号楼")
        else:
            me.taps(shown.items[0 if "哪一类" in shown.text else -1][1])
    raise AssertionError([one.text for one in me.shown])


def question(me: Person, after: int) -> int:
    """The place of the newest question among all messages, once there is one after a place."""

    def asked() -> int:
        places = [place for place, one in enumerate(me.shown, 1)
                  if one.items or "在哪儿" in one.text]  # fmt: skip
        return max(places, default=0)

    assert me.waits(lambda: asked() > after), [one.text for one in me.shown]
    return asked()


def reported(me: Person, words: str = COMPLAINT) -> str:
    """A report made; returns its number."""
    me.says(words)
    through_to_the_card(me)
    me.taps("提交")
    return me.waits_for("已经登记好了").text.partition("编号")[2][:13]


def kept(life: Life, look: Callable[[Work], object]) -> object:
    with life.bot.store.read() as work:
        return look(work)


def later(life: Life, wechat: Emulator, span: timedelta) -> None:
    """Days pass, here and at the platform."""
    life.bot.clock.offset += span
    wechat.world.offset += span
    with life.bot.store.begin() as work:
        work.settings.put("clock.offset", str(life.bot.clock.offset.total_seconds()))


def test_from_the_first_word_to_ticket_progress_and_survey(wechat: Emulator, life: Life) -> None:
    me = wechat.user("o_resident_one")
    number = reported(me)
    me.says("我那个垃圾的事怎么样了")
    assert number in me.waits_for("进度").text or number in me.shown[-1].text
    life.bot.door.do(AnswerTicket(number, "已经清运。<b>*_[]()`]]>", "chen"), CLERK)
    assert "已经清运。<b>*_[]()`]]>" in me.waits_for("有答复了").text
    for hours in (25, 7, 7, 3):  # not at night, nor at noon, whatever the hour of this test
        later(life, wechat, timedelta(hours=hours))
        life.bot.clockwork.tick()
        if me.waits(lambda: bool(me.shown[-1].items), 1):
            break
    survey = me.shown[-1]
    assert survey.items, survey
    me.taps(survey.items[0][1])
    assert me.waits(lambda: me.shown[-1] is not survey)


def test_the_words_of_one_turn_are_one_message(wechat: Emulator, life: Life) -> None:
    me = wechat.user("o_resident_two")
    me.says("你好")
    assert "烦心事" in me.waits_for("自动应答").text
    assert len(me.shown) == 1
    with life.bot.store.read() as work:
        assert len(work.outbox.of("wechat:o_resident_two")) == 2


def test_danger_is_answered_in_the_same_breath_and_once(wechat: Emulator, life: Life) -> None:
    me = wechat.user("o_resident_three")
    (answer,) = me.says("厨房着火了快来人！！！")
    assert "119" in me.shown[0].text
    assert me.shown[0].way == "answer"
    assert answer.seconds < 5
    me.waits_for("您现在安全吗")
    assert sum("用湿毛巾" in one.text for one in me.shown) == 1


def test_danger_is_answered_while_store_and_platform_are_away(
    wechat: Emulator, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    wechat.fails(Fault("", status=502, times=100))

    def broken(*_: object) -> bool:
        raise OSError

    monkeypatch.setattr(life.bot.spool, "add", broken)
    life.bot.store.engine.dispose()
    monkeypatch.setattr(life.bot.store, "begin", broken)
    me = wechat.user("o_resident_four")
    me.says("厨房着火了快来人！！！")
    assert "119" in me.shown[0].text
    assert [one.status for one in me.says("你好")] == [503, 503, 503]


def test_five_at_once_of_the_same_message_are_one(wechat: Emulator, life: Life) -> None:
    message = xml(ToUserName="gh_made_up", FromUserName="o_resident_five", CreateTime=1_795_000_000,
                  MsgType="text", Content="你好", MsgId=42)  # fmt: skip
    wechat.world.follower("o_resident_five")
    answers: list[int] = []

    def once() -> None:
        answers.append(post(wechat.world, message)[0].status)

    threads = [threading.Thread(target=once) for _ in range(5)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers == [200] * 5
    assert len(kept(life, lambda work: work.inbox.of("wechat:o_resident_five"))) == 1  # type: ignore[arg-type]


def test_a_token_that_ends_early_and_a_busy_platform_lose_nothing(wechat: Emulator,
                                                                  life: Life) -> None:  # fmt: skip
    me = wechat.user("o_resident_six")
    me.says("你好")
    me.waits_for("自动应答")
    wechat.world.expire()
    wechat.fails(Fault("custom/send", code=-1), Fault("stable_token", status=500))
    me.says("路灯不亮")
    assert me.waits(lambda: len(me.shown) > 1, 15)
    assert wechat.world.issued == 2


def test_photo_voice_and_position_are_kept(wechat: Emulator, life: Life) -> None:
    me, contact = wechat.user("o_resident_ten"), "wechat:o_resident_ten"
    me.scans("CH010101")
    me.voice(b"#!AMR\n made up", "单元门口的路灯不亮三天了。")
    shot = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "who took it"
    Image.new("RGB", (40, 30), "grey").save(shot, "JPEG", exif=exif)
    for _ in range(3):
        me.photo(shot.getvalue())
    me.pin(30.091, 123.0035)
    through_to_the_card(me)
    assert "幸福" in me.shown[-1].text
    assert "路灯" in me.shown[-1].text
    assert sum("照片收到" in one.text for one in me.shown) < 3  # not each photo by itself

    def states() -> list[str]:
        with life.bot.store.read() as work:
            return [row.state for row in work.files.of(contact)]

    assert wait_until(lambda: states() == ["kept"] * 4), states()


def test_a_refused_account_shows_in_health(wechat: Emulator, life: Life) -> None:
    assert "channel_trouble" not in httpx.get(f"{life.url}/health").json()
    wechat.fails(Fault("custom/send", code=48001))
    wechat.user("o_resident_twelve").says("你好")

    def trouble() -> dict[str, str]:
        return dict(httpx.get(f"{life.url}/health").json().get("channel_trouble", {}))

    assert wait_until(lambda: trouble() == {"wechat": "errcode 48001"})


def test_after_48_hours_a_notice_tells_and_the_words_follow(wechat: Emulator, life: Life) -> None:
    me = wechat.user("o_resident_seven")
    number = reported(me)
    later(life, wechat, timedelta(hours=49))
    life.bot.door.do(AnswerTicket(number, "已经清运，桶也换了新的。", "chen"), CLERK)
    assert number in me.waits_for("回复任意一句", "notice").text
    assert "桶也换了新的" not in me.shown[-1].text
    assert wait_until(lambda: not waiting(life, "wechat:o_resident_seven"))
    before = len(me.shown)
    me.says("好的")  # an answer to the notice, not to what was asked three days ago
    me.waits_for("桶也换了新的", "custom")
    assert len(me.shown) == before + 1
    me.says("谢谢你们，辛苦了")
    assert me.waits(lambda: len(me.shown) > before + 1)
    assert not kept(life, lambda work: work.contacts.get("wechat:o_resident_seven").unreachable)  # type: ignore[union-attr]


def test_more_than_a_mere_answer_to_a_notice_is_heard(wechat: Emulator, life: Life) -> None:
    me = wechat.user("o_resident_eleven")
    number = reported(me)
    later(life, wechat, timedelta(hours=49))
    life.bot.door.do(AnswerTicket(number, "已经清运，桶也换了新的。", "chen"), CLERK)
    me.waits_for("回复任意一句", "notice")
    assert wait_until(lambda: not waiting(life, "wechat:o_resident_eleven"))
    me.says("转人工")
    me.waits_for("桶也换了新的", "custom")

    def holder(work: Work) -> str:
        row = work.contacts.get("wechat:o_resident_eleven")
        return row.holder if row else ""

    assert wait_until(lambda: kept(life, holder) == "queue")


def test_without_a_template_the_contact_is_out_of_reach_until_it_writes(
    wechat: Emulator, settings: Settings, listener: Listener
) -> None:
    with Life(replace(settings, wechat_notice=""), listener) as life:
        wechat.world.hook = f"{life.url}/wechat"
        me, contact = wechat.user("o_resident_eight"), "wechat:o_resident_eight"
        number = reported(me)
        later(life, wechat, timedelta(hours=49))
        calls = len(wechat.world.calls)
        life.bot.door.do(AnswerTicket(number, "已经清运。", "chen"), CLERK)
        assert wait_until(lambda: kept(life, lambda work: work.contacts.get(contact).unreachable))  # type: ignore[union-attr]
        assert len(wechat.world.calls) == calls  # nothing was sent to be refused
        notes = kept(life, lambda work: [one.note for one in work.outbox.of(contact)])
        assert any("48小时" in note for note in notes)  # type: ignore[attr-defined]
        me.says("你好")
        assert wait_until(lambda: not kept(life, lambda w: w.contacts.get(contact).unreachable))  # type: ignore[union-attr]


def test_no_more_than_five_go_out_until_the_next_word(wechat: Emulator, life: Life) -> None:
    me, contact = wechat.user("o_resident_nine"), "wechat:o_resident_nine"
    me.says("你好")
    me.waits_for("自动应答")
    for number in range(7):
        with life.bot.store.begin() as work:
            work.outbox.add(
                contact, Say(f"第{number}条通知", kind="notice"), life.bot.clock(), None
            )
        life.bot.door.house.wake()
        assert wait_until(lambda: not waiting(life, contact))
    assert [one.way for one in me.shown] == ["custom"] * 5 + ["notice"] * 3
    me.says("看看")
    whole = me.waits_for("第6条通知", "custom")
    assert "第4条通知" in whole.text


def waiting(life: Life, contact: str) -> list[str]:
    with life.bot.store.read() as work:
        return [one.state for one in work.outbox.of(contact) if one.state == "waiting"]


def wait_until(true: Callable[[], object], seconds: float = 8.0) -> bool:
    """Poll the store, which rings no bell."""
    for _ in range(int(seconds / 0.05)):
        if true():
            return True
        threading.Event().wait(0.05)
    return bool(true())
