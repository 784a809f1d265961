"""What was said alone, as the other side's pages, chat, room and calendar would show it."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.desk import outcomes
from bot.post import Post
from bot.web.transcript import missed, opened, talk_of
from dialogs.incoming import Incoming
from dialogs.say import Say
from grid.events import Actor
from grid.refused import Refused
from mediation.alone import MASK
from mediation.case import Stage
from tests.web.conftest import Town
from tests.web.test_matter import Talked
from tests.web.test_parties import APPLICANT, guest, matter

__all__ = ["guest", "matter"]
SECRET = "底线ZX81QQ7"


class Alone(Talked):
    """Before the session; the applicant has said something alone."""

    def __init__(self, matter: object, guest: httpx.Client) -> None:
        super().__init__(matter, guest, later=False)  # type: ignore[arg-type]
        self.told()
        self.other = self.docket().party("respondent")[1].contact
        self.records("alone_say", party=f"{self.matter.number}:a", text="说说您的底线")
        self.taps("单独回复")
        self.says(SECRET)

    def says(self, text: str, contact: str = APPLICANT) -> None:
        key = f"{contact}:{len(self.inbox(contact))}"
        now = self.town.clock()
        self.town.bot.door.take(Incoming(key, contact, now, text=text))

    def inbox(self, contact: str) -> list[object]:
        with self.town.store.read() as work:
            return list(work.inbox.of(contact))

    def taps(self, label: str, contact: str = APPLICANT) -> None:
        with self.town.store.read() as work:
            found = [b for one in work.outbox.of(contact) for b in one.say.buttons]
        data = next(b.data for b in reversed(found) if label in b.label)
        key = f"{contact}:{len(self.inbox(contact))}"
        incoming = Incoming(key, contact, self.town.clock(), "tap", button=data)
        self.town.bot.door.take(incoming)

    def deliver(self) -> None:
        with self.town.store.begin() as work:
            for letter in [*work.outbox.of(APPLICANT), *work.outbox.of(self.other)]:
                work.outbox.sent(letter.id, self.town.clock(), str(letter.id))


@pytest.fixture
def alone(matter: object, guest: httpx.Client) -> Alone:
    return Alone(matter, guest)


def test_the_other_sides_pages_and_calendar_hold_not_a_byte(alone: Alone) -> None:
    alone.deliver()
    page = alone.page("r")
    token = alone.url("r").rpartition("/")[2]
    urls = (alone.url("r"), f"/room/{token}", f"{alone.url('r')}/calendar.ics",
            alone.matter.link, "/", "/chat/rows?after=0")  # fmt: skip
    for url in urls:
        assert "ZX81QQ7" not in alone.guest.get(url).text, url
    assert "说说您的底线" not in page


def test_the_speakers_own_chat_shows_both_words(alone: Alone) -> None:
    alone.deliver()
    store, seal, now = alone.town.store, alone.town.bot.seal, alone.town.clock()
    for talk in (talk_of(store, APPLICANT, now, seal=seal), opened(store, APPLICANT, seal)):
        lines = "\n".join(line.text for line in talk.lines)
        assert SECRET in lines
        assert "说说您的底线" in lines
        assert MASK not in lines
    rows = missed(store, APPLICANT, 0, now, seal)
    assert any("说说您的底线" in str(one.data) for one in rows)


def test_without_the_seal_there_is_a_mask_and_nothing_else(alone: Alone) -> None:
    alone.deliver()
    talk = talk_of(alone.town.store, APPLICANT, alone.town.clock())
    lines = "\n".join(line.text for line in talk.lines)
    assert "ZX81QQ7" not in lines
    assert "说说您的底线" not in lines
    assert MASK in lines


class Line:
    """A channel that remembers what it was given."""

    def __init__(self) -> None:
        self.said: list[str] = []

    async def send(self, contact: str, say: Say, key: str) -> str:
        self.said.append(say.text)
        return key


async def _posted(town: Town) -> list[str]:
    line, store, seal = Line(), town.store, town.bot.seal

    def reads(letter: object) -> object:
        with store.read() as work:
            return work.private.letter(letter, seal)  # type: ignore[arg-type]

    post = Post(store, {"web": line}, town.clock, town.pool, reads)  # type: ignore[dict-item, arg-type]
    town.clock.later(minutes=1)
    while await post.once():
        pass
    return line.said


def test_the_post_puts_the_words_in_on_the_way_to_their_reader(alone: Alone) -> None:
    said = asyncio.run(_posted(alone.town))
    assert any("说说您的底线" in one for one in said)
    assert not any(MASK in one for one in said)


def copied(alone: Alone, contact: str) -> str:
    alone.says("我的信息", contact)
    alone.taps("复制一份", contact)
    return talk(alone, contact, None)


def talk(alone: Alone, contact: str, seal: object) -> str:
    alone.deliver()
    store = alone.town.store
    return "\n".join(line.text for line in opened(store, contact, seal).lines)  # type: ignore[arg-type]


def test_a_copy_of_what_is_kept_holds_what_was_said_alone_for_its_reader_only(
    alone: Alone,
) -> None:
    alone.records("alone_offer", party=f"{alone.matter.number}:a", text="愿出五千KW31")
    alone.says("说完了")
    as_staff_read_it = copied(alone, APPLICANT)
    assert "已把您的资料副本发给您" in as_staff_read_it
    assert "单独说的话3条" not in as_staff_read_it
    assert not [one for one in ("ZX81QQ7", "KW31", "说说您的底线") if one in as_staff_read_it]
    own = talk(alone, APPLICANT, alone.town.bot.seal)
    assert "单独说的话3条" in own
    for when_and_what in (f"您单独对调解员说的：\n{SECRET}", "您这一方的意思：\n愿出五千KW31",
                          "调解员单独对您说的：\n说说您的底线"):  # fmt: skip
        assert when_and_what in own
    copied(alone, alone.other)
    theirs = talk(alone, alone.other, alone.town.bot.seal)
    assert alone.matter.number in theirs
    assert "申请人写的您的称呼" in theirs
    case = alone.docket().case
    assert f"您说的经过：{case.facts}；您希望：{case.claim}" in own
    assert case.facts not in theirs
    assert case.claim not in theirs
    assert not [one for one in ("ZX81QQ7", "KW31", "说说您的底线") if one in theirs]


# -- recording


def asked(talked: Talked) -> None:
    talked.records("record_ask")
    talked.told()


def members(talked: Talked) -> tuple[str, ...]:
    slot = talked.docket().case.slot
    return tuple(slot.people)


def member_says(talked: Talked, member: str, answer: str = "yes") -> None:
    number, form = talked.matter.number, {"answer": answer}
    actor = Actor(member, "lawyer")
    talked.matter.do(actor, lambda d: outcomes.mediator_records(d, number, "record_say", form))


def everybody(talked: Talked) -> None:
    for who in "ar":
        talked.does(who, "record_yes")
    for one in members(talked):
        member_says(talked, one)


@pytest.fixture
def sitting(matter: object, guest: httpx.Client) -> Talked:
    made = Talked(matter, guest, later=False)  # type: ignore[arg-type]
    asked(made)
    return made


def test_everybody_is_asked_and_the_page_says_it_is_not_recorded(sitting: Talked) -> None:
    assert any("您同意吗" in words for words in sitting.told())
    for who in "ar":
        assert "录音录像：不录" in sitting.page(who)


@pytest.mark.parametrize("silent", ["a", "r", "mediator", "lawyer"])
def test_one_missing_yes_keeps_it_off(sitting: Talked, silent: str) -> None:
    for who in "ar":
        if who != silent:
            sitting.does(who, "record_yes")
    for one, chair in zip(members(sitting), ("mediator", "lawyer"), strict=True):
        if chair != silent:
            member_says(sitting, one)
    with pytest.raises(Refused, match="不是所有"):
        sitting.records("record_on")


def test_with_everybodys_yes_it_may_be_on_and_each_yes_is_proved(sitting: Talked) -> None:
    everybody(sitting)
    sitting.records("record_on")
    assert "正在录" in sitting.page("r")
    with sitting.town.store.read() as work:
        proof = work.recordings.all_answers(sitting.matter.number)
    assert len(proof) == 4
    assert {one.wording for _, one in proof} == {"2026-11"}
    assert all(one.at.tzinfo is not None for _, one in proof)


def test_who_takes_it_back_stops_it_and_everybody_hears_without_a_name(sitting: Talked) -> None:
    everybody(sitting)
    sitting.records("record_on")
    assert "您收回了同意" in sitting.does("r", "record_no").text
    assert "正在录" not in sitting.page("a")
    said = sitting.told()
    assert any("录音录像停了" in words for words in said)
    assert not any("楼上住户" in words for words in said if "录音录像停了" in words)
    with pytest.raises(Refused):
        sitting.records("record_on")


def test_another_time_asks_everybody_anew(sitting: Talked) -> None:
    everybody(sitting)
    sitting.records("time", by_hand="2026-12-03T14:00", why="有事", agreed="1")
    assert sitting.docket().case.stage is Stage.SCHEDULED
    with pytest.raises(Refused):
        sitting.records("record_on")


def test_the_link_into_the_room_carries_whether_it_may(sitting: Talked) -> None:
    sitting.town.parts.jitsi = "https://video.example"
    token = sitting.url("r").rpartition("/")[2]
    sitting.town.clock.now = sitting.docket().case.slot.start
    off = sitting.guest.get(f"/room/{token}").text
    assert "config.fileRecordingsEnabled=false" in off
    assert "config.localRecording.disable=true" in off
    assert "这一场不录" in off
    everybody(sitting)
    assert "config.fileRecordingsEnabled=false" in sitting.guest.get(f"/room/{token}").text
    mine = next(e.token for e in sitting.docket().room.entries if e.role == "moderator")
    assert "config.fileRecordingsEnabled=true" in sitting.guest.get(f"/room/{mine}").text
    sitting.does("a", "record_no")
    assert "config.fileRecordingsEnabled=false" in sitting.guest.get(f"/room/{mine}").text


def test_a_sitting_that_was_never_on_has_no_recording(sitting: Talked) -> None:
    everybody(sitting)
    start = sitting.docket().case.slot.start.isoformat()
    with pytest.raises(Refused, match="没有录过"):
        sitting.records("record_keep", sitting=start, place="柜子", years="1")


def test_nobody_of_the_panel_answers_for_another(sitting: Talked) -> None:
    with pytest.raises(Refused, match="自己答复"):
        sitting.records("record_say", person=members(sitting)[1], answer="yes")


def test_what_was_said_in_the_room_is_written_down_as_such(sitting: Talked) -> None:
    person = f"{sitting.matter.number}:a"
    sitting.records("record_say", person=person, answer="yes")
    with sitting.town.store.read() as work:
        found = work.recordings.all_answers(sitting.matter.number)[-1][1]
    assert (found.how, found.by) == ("heard", sitting.matter.mediator)


def test_a_button_in_the_chat_is_as_good(sitting: Talked) -> None:
    with sitting.town.store.read() as work:
        found = [b for one in work.outbox.of(APPLICANT) for b in one.say.buttons]
    data = next(b.data for b in found if b.label == "同意录")
    now = sitting.town.clock()
    sitting.town.bot.door.take(Incoming("t1", APPLICANT, now, "tap", button=data))
    assert "已记下：您同意" in sitting.page("a")
