"""Back-to-back: every test here tries to get at what was said alone, or to carry it across."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.desk import cases, outcomes, roundtable
from bot.desk import rooms as rooms_of
from bot.desk.desk import SYSTEM
from bot.desk.docket import load, save
from dialogs.incoming import Attachment, Incoming
from followup.due import Due
from grid.events import Actor
from grid.refused import Refused
from integrations.sql.boxes import Kept
from mediation.alone import MASK
from mediation.parties import Consent
from tests.console.conftest import Clerk, applies
from tests.town import Town

A, R = "web:upstairs", "web:downstairs"
SECRET = "其实我最多能让到ZX81QQ7块"
SENTENCE = "材料费我愿意出一半YB22"


class Alone:
    """A case both sides and the mediator have accepted; the session is two days away."""

    def __init__(self, arrive: Callable[..., Clerk], town: Town) -> None:
        self.arrive, self.town = arrive, town
        town.says("你好", A)
        town.says("你好", R)
        self.number = applies(town, A).number
        self.mediator = self.docket().case.mediator
        door = town.bot.door
        door.change(Actor(R, "resident"),
                    lambda d: cases.party_answers(d, self.number, Consent.ACCEPTED, R))  # fmt: skip
        door.change(Actor(self.mediator, "mediator"),
                    lambda d: cases.mediator_answers(d, self.number, True))  # fmt: skip
        door.change(SYSTEM, lambda d: rooms_of.open_room(d, self.number, town.bot.rooms))
        town.tick()
        town.deliver()
        town.heard.clear()

    def docket(self) -> Any:
        return self.town.bot.door.change(SYSTEM, lambda d: load(d, self.number))

    def records(self, what: str, who: str = "", **form: str) -> None:
        actor = Actor(who or self.mediator, "mediator")
        self.town.bot.door.change(
            actor, lambda d: outcomes.mediator_records(d, self.number, what, form)
        )

    def says_to(self, side: str, text: str = "您私下怎么想？") -> None:
        self.records("alone_say", party=f"{self.number}:{side}", text=text)

    def asks(self, side: str = "a", text: str = SENTENCE) -> int:
        self.records("carry_ask", party=f"{self.number}:{side}", text=text)
        return int(self.words()[-1].id)

    def words(self) -> list[Any]:
        bot = self.town.bot
        with bot.store.read() as work:
            return work.private.of(self.number, self.mediator, bot.seal)

    def letters(self, contact: str) -> str:
        """What a contact's own screen shows, opened for them."""
        bot = self.town.bot
        with bot.store.read() as work:
            found = [work.private.letter(one, bot.seal) for one in work.outbox.of(contact)]
        return "\n".join(one.say.text for one in found)

    def inbox(self, contact: str) -> list[Kept]:
        with self.town.bot.store.read() as work:
            return work.inbox.of(contact)

    def bytes(self) -> bytes:
        """Everything the store has on the disk, its log of pages not yet written included."""
        files = (one for one in self.town.folder.rglob("*") if one.is_file())
        return b"".join(one.read_bytes() for one in files)

    def sits(self, who: str) -> Clerk:
        clerk = self.arrive()
        clerk.signs_in(who)
        return clerk

    def both_sit(self) -> None:
        self.records("table_ask")
        self.town.taps("愿意一起谈", A)
        self.town.taps("愿意一起谈", R)
        self.town.taps("进来一起谈", A)


@pytest.fixture
def alone(arrive: Callable[..., Clerk], town: Town) -> Alone:
    return Alone(arrive, town)


def speak(alone: Alone, contact: str = A, text: str = SECRET) -> str:
    alone.says_to("a" if contact == A else "r")
    alone.town.taps("单独回复", contact)
    return alone.town.says(text, contact)


def test_a_private_word_reaches_the_mediators_page_and_both_have_heard(alone: Alone) -> None:
    said = speak(alone)
    assert "已单独交给调解员" in said
    page = alone.sits("mediator1").sees(f"/staff/cases/{alone.number}/alone")
    assert SECRET in page
    assert "您私下怎么想？" in alone.letters(A)
    assert "新" in page


def test_nothing_of_it_is_on_the_disk_in_words(alone: Alone) -> None:
    speak(alone)
    alone.records("alone_offer", party=f"{alone.number}:a", text="底价ZX81QQ7")
    alone.asks(text="这句ZX81QQ7")
    assert b"ZX81QQ7" not in alone.bytes()
    assert alone.inbox(A)[-1].heard is None


def test_the_other_sides_chat_holds_not_a_byte(alone: Alone) -> None:
    speak(alone)
    alone.town.later(days=1)
    for said in (alone.letters(R), str([one.incoming for one in alone.inbox(R)])):
        assert "ZX81QQ7" not in said
        assert "您私下怎么想" not in said


PAGES = ("/staff/", "/staff/talk/{a}", "/staff/talk/{r}", "/staff/cases", "/staff/cases/{n}",
         "/staff/cases/{n}/alone", "/staff/cases/{n}/agreement", "/staff/cases/{n}/confirmation",
         "/staff/cases?q=其实我最多能让到", "/staff/tickets?q=其实我最多能让到", "/staff/figures",
         "/staff/figures/funnel", "/staff/figures/tickets", "/staff/figures/csv/rates",
         "/staff/corrections", "/staff/log", "/staff/tickets", "/staff/running")  # fmt: skip


def test_no_page_of_anybody_else_on_the_staff_holds_a_byte(alone: Alone) -> None:
    speak(alone)
    alone.asks(text="这句ZX81QQ7")
    with alone.town.bot.store.read() as work:
        accounts = [one.name for one in work.accounts.all() if one.name != "mediator1"]
    assert len(accounts) > 5
    for name in accounts:
        clerk = alone.sits(name)
        for url in PAGES:
            clerk.sees(url.format(a=A, r=R, n=alone.number))
            assert clerk.seen is not None
            assert "ZX81QQ7" not in clerk.seen.text, (name, url)


def test_the_mediators_hand_over_page_and_papers_hold_no_byte_either(alone: Alone) -> None:
    speak(alone)
    clerk = alone.sits("mediator1")
    for url in (f"/staff/cases/{alone.number}", f"/staff/cases/{alone.number}/agreement"):
        assert "ZX81QQ7" not in clerk.sees(url)
    assert "1条没看" in clerk.sees(f"/staff/cases/{alone.number}")


def test_the_transcript_of_staff_shows_a_mask(alone: Alone) -> None:
    speak(alone)
    page = alone.sits("chen").sees(f"/staff/talk/{A}")
    assert MASK in page
    assert "您私下怎么想" not in page


def test_who_takes_the_case_over_reads_nothing_of_it(alone: Alone, town: Town) -> None:
    speak(alone)
    other = next(m.id for m in town.bot.district.roster.values()
                 if m.role == "mediator" and m.id != alone.mediator)  # fmt: skip

    def hand(desk: Any) -> None:
        docket = load(desk, alone.number)
        docket.case = replace(docket.case, mediator=other)
        save(desk, docket)

    town.bot.door.change(SYSTEM, hand)
    with town.bot.store.read() as work:
        assert work.private.of(alone.number, other, town.bot.seal) == []
    with pytest.raises(Refused):
        alone.records("carry_send", row=str(alone.words()[0].id), who=other)


def test_training_and_the_figures_take_nothing_from_it(alone: Alone, town: Town) -> None:
    before = _visits(town)
    alone.says_to("a")
    town.taps("单独回复", A)
    counted = _visits(town)
    town.says("楼上漏水，" + SECRET, A)
    assert _visits(town) == counted == before
    assert town.tickets() == []
    with town.bot.store.read() as work:
        assert work.corrections.accepted() == []


def _visits(town: Town) -> int:
    with town.bot.store.read() as work:
        return len(work.connection.exec_driver_sql("SELECT * FROM visits").all())


def test_what_sounds_like_a_report_or_a_yes_goes_to_the_mediator_all_the_same(
    alone: Alone, town: Town
) -> None:
    speak(alone)
    for text in ("3号楼下的路灯坏了", "可以", "1", "取消", "我的工单怎么样了"):
        assert "已单独交给调解员" in town.says(text, A)
    assert [one.text for one in alone.words()][-5:] == [
        "3号楼下的路灯坏了", "可以", "1", "取消", "我的工单怎么样了"]  # fmt: skip
    assert town.tickets() == []


def test_danger_is_ordinary_because_somebody_has_to_come(alone: Alone, town: Town) -> None:
    speak(alone)
    said = town.says("家里着火了，快来人", A)
    assert "119" in said
    assert "着火" in alone.inbox(A)[-1].incoming.text
    assert "着火" not in "".join(one.text for one in alone.words())
    assert "单独说话先停了" in said


def test_a_person_can_be_had_and_then_it_is_not_alone_any_more(alone: Alone, town: Town) -> None:
    speak(alone)
    assert "先停了" in town.says("转人工", A)
    town.says("你好在吗", A)
    assert alone.inbox(A)[-1].incoming.text == "你好在吗"


def test_a_clerk_who_steps_in_ends_it_and_it_is_said(alone: Alone, town: Town) -> None:
    speak(alone)
    assert "先停了" in town.staff("reply", "您好，我是小陈。", A)
    town.says("我在", A)
    assert alone.inbox(A)[-1].incoming.text == "我在"


def test_photos_and_voice_do_not_slip_out_beside_it(alone: Alone, town: Town) -> None:
    speak(alone)
    assert "只收文字" in town.photo(A)
    assert alone.inbox(A)[-1].incoming.files == ()
    with town.bot.store.read() as work:
        assert work.files.of(A) == []
    file = Attachment("photo", "p-secret")
    assert "没有收" in town.says("看这张ZX81QQ7", A, files=(file,))
    assert b"p-secret" not in alone.bytes()


def test_an_edit_after_the_end_is_not_kept(alone: Alone, town: Town) -> None:
    speak(alone)
    assert "单独说话到这里" in town.says("说完了", A)
    assert "没有照改" in town.says(SECRET + "！", A, kind="edit")
    assert b"ZX81QQ7" not in alone.bytes()


def test_after_half_an_hour_it_is_said_that_it_has_ended(alone: Alone, town: Town) -> None:
    speak(alone)
    assert town.later(A, minutes=20) == ""
    town.says("还有一句", A)
    assert town.later(A, minutes=20) == ""
    assert "单独说话到这里" in town.later(A, minutes=11)
    town.says("今天天气不错", A)
    assert alone.inbox(A)[-1].incoming.text == "今天天气不错"


def test_words_sent_right_after_the_button_are_private_too(alone: Alone, town: Town) -> None:
    alone.says_to("a")
    town.deliver()
    tap = _button(town, A, "单独回复")
    door, now = town.bot.door, town.clock()
    door.accept(Incoming("k1", A, now, "tap", button=tap))
    door.accept(Incoming("k2", A, now, text=SECRET))  # the button has not been dealt with
    while door.turn(A):
        pass
    assert alone.words()[-1].text == SECRET
    assert alone.inbox(A)[-1].incoming.text == MASK


def _button(town: Town, contact: str, label: str) -> str:
    with town.bot.store.read() as work:
        buttons = [b for one in work.outbox.of(contact) for b in one.say.buttons]
    return next(b.data for b in reversed(buttons) if label in b.label)


# -- carrying a sentence across


def test_without_the_sides_word_nothing_goes_across(alone: Alone) -> None:
    row = alone.asks()
    with pytest.raises(Refused, match="可以转告"):
        alone.records("carry_send", row=str(row))
    assert SENTENCE not in alone.letters(R)
    assert SENTENCE in alone.letters(A)


def test_only_that_very_sentence_goes_and_only_once(alone: Alone, town: Town) -> None:
    first, second = alone.asks(), alone.asks(text="我家里欠着债ZX81QQ7")
    town.presses(f"alone:{alone.number}:carry_yes:{first}", A)
    with pytest.raises(Refused):
        alone.records("carry_send", row=str(second))
    alone.records("carry_send", row=str(first))
    with pytest.raises(Refused):
        alone.records("carry_send", row=str(first))
    said = alone.letters(R)
    assert said.count(SENTENCE) == 1
    assert "ZX81QQ7" not in said
    assert "只告诉了那一句" in town.later(A, minutes=1)


def test_two_sentences_wait_and_the_bare_words_are_no_yes_to_either(
    alone: Alone, town: Town
) -> None:
    rows = [alone.asks(), alone.asks(text="另外一句")]
    assert "在那一句的下面" in town.says("可以转告", A)
    for row in rows:
        with pytest.raises(Refused):
            alone.records("carry_send", row=str(row))


def test_the_bare_words_are_a_yes_to_the_only_one(alone: Alone, town: Town) -> None:
    row = alone.asks()
    assert "可以转告" in town.says("可以转告。", A)
    alone.records("carry_send", row=str(row))
    assert SENTENCE in alone.letters(R)


@pytest.mark.parametrize("words", ["好的", "可以", "你看着办吧", "可以转告吗", "同意"])
def test_other_words_are_no_yes(alone: Alone, town: Town, words: str) -> None:
    row = alone.asks()
    town.says(words, A)
    with pytest.raises(Refused):
        alone.records("carry_send", row=str(row))


def test_a_yes_is_taken_back_until_it_has_been_carried(alone: Alone, town: Town) -> None:
    row = alone.asks()
    town.taps("可以转告", A)
    assert "不转告" in town.taps("不要转告", A)
    with pytest.raises(Refused):
        alone.records("carry_send", row=str(row))
    town.taps("可以转告", A)
    alone.records("carry_send", row=str(row))
    assert "收不回来" in town.taps("不要转告", A)


def test_the_other_side_cannot_say_yes_in_its_place(alone: Alone, town: Town) -> None:
    row = alone.asks()
    assert "没有找到" in town.presses(f"alone:{alone.number}:carry_yes:{row}", R)
    assert "没有找到" in town.presses(f"alone:{alone.number}:carry_yes:{row}", "web:stranger")
    with pytest.raises(Refused):
        alone.records("carry_send", row=str(row))


def test_a_private_word_cannot_be_carried_as_if_it_were_a_sentence(alone: Alone) -> None:
    speak(alone)
    row = alone.words()[-1].id
    alone.town.presses(f"alone:{alone.number}:carry_yes:{row}", A)
    with pytest.raises(Refused):
        alone.records("carry_send", row=str(row))


# -- talking together


def test_offers_stand_side_by_side_for_the_mediator_alone(alone: Alone) -> None:
    alone.records("alone_offer", party=f"{alone.number}:a", text="甲方底线七千")
    alone.records("alone_offer", party=f"{alone.number}:r", text="乙方最多三千")
    page = alone.sits("mediator1").sees(f"/staff/cases/{alone.number}/alone")
    assert page.index("甲方底线七千") < page.index("乙方最多三千") < page.index("和申请人单独说")
    assert "底线" not in alone.letters(A) + alone.letters(R)


def test_one_sides_yes_opens_no_table(alone: Alone, town: Town) -> None:
    alone.records("table_ask")
    assert "等双方都愿意" in town.taps("愿意一起谈", A)
    with pytest.raises(Refused):
        alone.records("table_say", text="都在吗")
    town.says("那我说了", A)
    assert "那我说了" not in alone.letters(R)


def test_both_at_the_table_read_one_another_and_nobody_else_does(alone: Alone, town: Town) -> None:
    alone.both_sit()
    town.says("我先说：ZX81QQ7", A)
    town.says("我听着呢QW19", R)
    alone.records("table_say", text="谢谢两位")
    assert "ZX81QQ7" in alone.letters(R)
    assert "QW19" in alone.letters(A)
    assert "谢谢两位" in alone.letters(A)
    assert b"ZX81QQ7" not in alone.bytes()
    assert "ZX81QQ7" not in alone.sits("chen").sees(f"/staff/talk/{R}")


def test_who_has_not_come_in_speaks_to_nobody_but_the_mediator(alone: Alone, town: Town) -> None:
    speak(alone)
    alone.records("table_ask")
    town.taps("愿意一起谈", A)
    town.taps("愿意一起谈", R)  # both have accepted; A is still speaking alone
    town.says("这句还是只给调解员ZX81QQ7", A)
    assert "ZX81QQ7" not in alone.letters(R)
    assert "ZX81QQ7" in alone.words()[-1].text


def test_either_side_ends_it_at_any_time_and_kindly(alone: Alone, town: Town) -> None:
    alone.both_sit()
    assert "谁也没有做错什么" in town.says("不一起谈了", R)
    assert "谁也没有做错什么" in town.answers(A)
    town.says("那我补一句ZX81QQ7", A)
    assert "ZX81QQ7" not in alone.letters(R)
    assert "ZX81QQ7" in alone.words()[-1].text  # to the mediator alone
    with pytest.raises(Refused):
        alone.records("table_say", text="再说一句")


def test_words_on_their_way_when_the_other_leaves_stay_with_the_mediator(
    alone: Alone, town: Town
) -> None:
    alone.both_sit()
    door = town.bot.door
    door.accept(Incoming("k9", A, town.clock(), text="正要说ZX81QQ7"))
    town.says("不一起谈了", R)
    while door.turn(A):
        pass
    assert "ZX81QQ7" not in alone.letters(R)
    assert alone.words()[-1].party == f"{alone.number}:a"


def test_what_was_sent_alone_stays_so_when_the_table_opens_meanwhile(
    alone: Alone, town: Town
) -> None:
    speak(alone)
    alone.records("table_ask")
    town.taps("愿意一起谈", R)
    town.bot.door.accept(Incoming("k8", A, town.clock(), text="只给您：ZX81QQ7"))

    def on_the_page(desk: Any) -> None:
        docket = load(desk, alone.number)
        roundtable.answer(desk, docket, docket.party("applicant")[1], "yes")

    town.bot.door.change(Actor(A, "resident"), on_the_page)
    while town.bot.door.turn(A):
        pass
    assert "ZX81QQ7" not in alone.letters(R)
    assert alone.words()[-1].text == "只给您：ZX81QQ7"


def test_alone_before_the_table_is_not_brought_to_it(alone: Alone, town: Town) -> None:
    speak(alone)
    town.says("说完了", A)
    alone.both_sit()
    town.says("大家好", A)
    assert "ZX81QQ7" not in alone.letters(R)


def test_when_the_case_has_ended_nobody_is_spoken_to(alone: Alone, town: Town) -> None:
    speak(alone)
    alone.records("failed", reason="unwilling")
    before = len(alone.words())
    assert "没有送出" in town.says("还有一句ZX81QQ7", A)
    assert len(alone.words()) == before
    assert alone.inbox(A)[-1].incoming.text == MASK
    with pytest.raises(Refused):
        alone.says_to("a")


def test_only_who_presides_may_write(alone: Alone, town: Town) -> None:
    other = next(m.id for m in town.bot.district.roster.values()
                 if m.role == "mediator" and m.id != alone.mediator)  # fmt: skip
    for what in ("alone_say", "alone_offer", "carry_ask", "table_ask"):
        with pytest.raises(Refused):
            alone.records(what, who=other, party=f"{alone.number}:a", text="x")


def test_a_resident_begins_it_too_and_is_told_what_it_means(alone: Alone, town: Town) -> None:
    said = town.says("单独说", A)
    assert "只给调解员" in said
    assert "先救人" in said
    town.says(SECRET, A)
    assert alone.words()[-1].text == SECRET


def test_who_has_no_case_is_answered_as_ever(town: Town) -> None:
    assert "调解员" not in town.says("说完了", "web:nobody")


def test_the_clocks_questions_wait_while_somebody_speaks_alone(alone: Alone, town: Town) -> None:
    speak(alone)
    with town.bot.store.begin() as work:
        work.dues.add(Due("q1", "case_time", town.clock(), A, alone.number,
                          {"start": "x", "until": "x"}))  # fmt: skip
    town.tick()
    assert "方便吗" not in town.answers(A)
    assert "单独说话到这里" in town.later(A, minutes=31)
