"""A party's own page: the agreement read and assented to, performance told, how it felt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.desk import docket, outcomes
from bot.desk.following import matter_link
from bot.web.answers import linked
from bot.web.transcript import talk_of
from dialogs.say import Say
from grid.events import Actor
from grid.refused import Refused
from mediation.case import Stage
from tests.web.test_parties import APPLICANT, START, Matter, answer, enter, guest, matter

__all__ = ["guest", "matter"]
WORDS = "楼上11月30日前修好卫生间的防水，赔2500元。"
DRAFT = {"words": WORDS, "kind": "written", "keep_by": "2026-11-30"}


class Talked:
    """A case whose session has been (`later`) or is to come; both parties have their page."""

    def __init__(self, matter: Matter, guest: httpx.Client, later: bool = True) -> None:
        self.matter, self.town, self.guest = matter, matter.town, guest
        enter(guest, matter)
        answer(guest, matter, "yes")
        matter.mediator_accepts()
        if later:
            self.town.clock.now = START + timedelta(minutes=40)

    def docket(self) -> Any:
        return self.matter.do(Actor("t", "system"), lambda d: docket.load(d, self.matter.number))

    @property
    def stage(self) -> Stage:
        found: Stage = self.docket().case.stage
        return found

    def records(self, what: str = "agreement", **form: str) -> None:
        """The mediator presses a button of the case's page."""
        actor, number = Actor(self.matter.mediator, "mediator"), self.matter.number
        self.matter.do(actor, lambda d: outcomes.mediator_records(d, number, what, form))

    def url(self, who: str) -> str:
        """The page of a party, a or r."""
        link = matter_link(self.docket(), f"{self.matter.number}:{who}")
        return "/case/" + link.partition("/case/")[2]

    def page(self, who: str) -> str:
        return self.guest.get(self.url(who)).text

    def mark(self, who: str) -> str:
        return self.page(who).partition('name="mark" value="')[2].partition('"')[0]

    def does(self, who: str, act: str, **form: str) -> httpx.Response:
        """A party presses a button."""
        form = {"mark": self.mark(who), **form, "act": act}
        return self.guest.post(self.url(who), data=form)

    def told(self, contact: str = APPLICANT) -> list[str]:
        """What was said to a contact, all that is due done."""
        while self.town.bot.clockwork.tick():
            pass
        with self.town.store.read() as work:
            return [one.say.text for one in work.outbox.of(contact)]


@pytest.fixture
def talked(matter: Matter, guest: httpx.Client) -> Talked:
    return Talked(matter, guest)


def test_both_read_the_words_and_only_signatures_make_them_binding(talked: Talked) -> None:
    talked.records(**DRAFT)
    assert any(talked.url("a") in words for words in talked.told())
    assert WORDS in talked.page("a")
    assert "同意这份内容" in talked.does("a", "assent").text
    assert talked.stage is Stage.AGREEMENT_DRAFT
    assert "签字" in talked.does("r", "assent").text
    assert talked.stage is Stage.SIGNING
    talked.records("signed")
    assert talked.stage is Stage.EFFECTIVE
    assert "12月25日" in talked.page("a")  # the safe last day for the court
    assert any("起生效" in words for words in talked.told())


def test_an_edit_voids_assents_and_a_stale_page_is_told_so(talked: Talked) -> None:
    talked.records(**DRAFT)
    read = talked.mark("r")
    talked.does("a", "assent")
    talked.records(**DRAFT | {"words": WORDS.replace("2500", "2600")})
    late = talked.does("r", "assent", mark=read)
    assert late.status_code == 409
    assert "刚刚改过" in late.text
    assert "还在等" not in talked.page("a")
    assert talked.docket().extras["agreement"]["assents"] == []


def test_words_put_back_as_they_were_are_to_be_read_again(talked: Talked) -> None:
    other = {"words": WORDS.replace("2500", "2600")}
    for draft in (DRAFT, DRAFT | other, DRAFT):
        talked.records(**draft)
        talked.does("a", "assent")
        talked.does("r", "assent")
        talked.town.clock.now += timedelta(minutes=1)
    said = talked.told()
    assert sum("请看一遍" in words or "请再看一遍" in words for words in said) == 3
    assert sum("双方都同意了协议内容" in words for words in said) == 3


def test_what_is_wrong_reaches_the_mediator_and_stays_when_refused(talked: Talked) -> None:
    talked.records(**DRAFT)
    assert "哪里不对" in talked.does("a", "object", what=" ").text
    assert "两千六" in talked.does("a", "object", what="说好是两千六").text
    kept = talked.docket().extras["agreement"]["objections"]
    assert kept == [[f"{talked.matter.number}:a", "说好是两千六"]]
    assert "两千六" not in talked.page("r")


def test_an_oral_agreement_holds_from_the_day_it_was_reached(talked: Talked) -> None:
    talked.records(words=WORDS, kind="oral")
    talked.town.clock.later(days=2)
    talked.does("a", "assent")
    talked.does("r", "assent")
    assert talked.stage is Stage.EFFECTIVE
    assert "11月26日（周四）起生效" in talked.page("r")


def test_before_the_session_nothing_is_recorded(talked: Talked) -> None:
    talked.town.clock.now = START - timedelta(hours=1)
    with pytest.raises(Refused, match="还没到约好的时间"):
        talked.records(**DRAFT)


def in_force(talked: Talked) -> None:
    talked.records(**DRAFT)
    talked.does("a", "assent")
    talked.does("r", "assent")
    talked.records("signed")


def test_whether_it_is_kept_is_asked_until_both_say_so(talked: Talked) -> None:
    in_force(talked)
    talked.told()
    talked.town.clock.later(days=5, hours=4)  # 1 December
    assert any("办好了没有" in words for words in talked.told())
    assert "只履行了一部分" in talked.does("a", "part").text
    talked.does("r", "yes")
    assert talked.stage is Stage.EFFECTIVE
    talked.does("a", "yes")
    assert talked.stage is Stage.PERFORMED
    before = talked.told()
    talked.town.clock.later(days=20)
    assert talked.told() == before  # neither urged nor sent to the court any more


def test_who_does_not_perform_is_urged_and_the_routes_are_told(talked: Talked) -> None:
    in_force(talked)
    talked.told()
    for days, words in ((20, "该您办的请尽快办"), (35, "起诉")):
        talked.town.clock.now = START + timedelta(days=days, hours=4)
        assert any(words in said for said in talked.told())


def test_consent_is_not_taken_back_from_an_agreement_in_force(
    talked: Talked, matter: Matter
) -> None:
    in_force(talked)
    enter(talked.guest, matter)
    assert "撤回同意" not in talked.guest.get(matter.link).text
    assert answer(talked.guest, matter, "withdraw").status_code == 409
    assert talked.stage is Stage.EFFECTIVE


def test_without_agreement_both_hear_the_other_routes(talked: Talked) -> None:
    talked.records("failed", reason="too_far_apart")
    assert talked.stage is Stage.TERMINATED
    assert any("没谈拢" in words for words in talked.told())
    assert "已经结束" in talked.page("a")
    with talked.town.store.read() as work:
        assert not work.bookings.of(talked.matter.number)


def test_a_draft_of_a_mediation_that_failed_is_said_to_be_void(talked: Talked) -> None:
    talked.records(**DRAFT)
    assert "不作数" not in talked.page("r")
    talked.records("failed", reason="refuses_to_sign")
    assert "没有生效，不作数" in talked.page("r")


def test_who_settled_it_themselves_is_not_told_that_it_failed(talked: Talked) -> None:
    talked.records("failed", reason="self_settled")
    said = talked.told()
    assert any("双方自行和解" in words for words in said)
    assert not any("没谈拢" in words for words in said)


def test_who_felt_pressed_is_called_by_a_person_and_the_mediator_sees_nothing(
    talked: Talked,
) -> None:
    talked.records(**DRAFT)
    talked.does("a", "feeling", clear="yes", fair="no", pressed="yes")
    assert "记下了，谢谢" in talked.page("a")
    assert "谈得怎么样" not in talked.page("a")
    with talked.town.store.read() as work:
        [row] = work.contacts.queue()
    assert row.contact == APPLICANT
    assert "勉强" in row.why


def test_who_felt_pressed_while_a_clerk_talks_to_them_stays_with_the_clerk(talked: Talked) -> None:
    talked.records(**DRAFT)
    with talked.town.store.begin() as work:
        work.contacts.save(APPLICANT, holder="chen")
    talked.does("a", "feeling", clear="yes", fair="no", pressed="yes")
    with talked.town.store.read() as work:
        assert work.contacts.queue() == []
        assert work.contacts.get(APPLICANT).holder == "chen"  # type: ignore[union-attr]


def test_how_it_felt_is_asked_of_each_two_hours_later_once(talked: Talked) -> None:
    talked.records(**DRAFT)
    talked.told()
    talked.town.clock.later(hours=6)
    assert sum("听听您的感受" in words for words in talked.told()) == 1


def test_a_wrong_link_shows_nothing(talked: Talked) -> None:
    number = talked.matter.number
    mediator = next(e for e in talked.docket().room.entries if e.person == talked.matter.mediator)
    for url in (f"/case/{number}/x", f"/case/TJ1/{mediator.token}", f"/case/{number}/é",
                f"/case/{number}/{mediator.token}"):  # fmt: skip
        assert talked.guest.get(url).status_code == 404


def test_after_the_session_the_rooms_link_leads_on(talked: Talked) -> None:
    talked.records(**DRAFT)
    room = talked.url("a").rpartition("/")[2]
    assert talked.url("a") in talked.guest.get(f"/room/{room}").text
    enter(talked.guest, talked.matter)
    html = talked.guest.get(talked.matter.link).text
    assert talked.url("r") in html
    assert "等大家都同意才定下来" not in html


def test_our_own_addresses_in_words_can_be_tapped_and_no_others() -> None:
    words = linked("看：https://a.example/case/TJ1/x-Y_1看完再说。<b>https://evil.example/</b>")
    assert '<a href="/case/TJ1/x-Y_1">/case/TJ1/x-Y_1</a>看完再说。' in words
    assert "<b>" not in words
    assert words.count("<a ") == 1


def test_who_never_wrote_still_finds_yesterdays_news(talked: Talked) -> None:
    contact = "web:" + "b" * 32
    talked.town.put(contact, Say("协议写好了"))
    later = talked.town.clock() + timedelta(days=3)
    lines = talk_of(talked.town.store, contact, later).lines
    assert [line.text for line in lines] == ["协议写好了"]


def test_more_time_needs_the_yes_of_both_on_their_own_pages(talked: Talked) -> None:
    before = talked.docket().case.limit_at
    talked.records("longer", until="2027-01-10", why="等鉴定结果")
    assert any("等鉴定结果" in words and talked.url("a") in words for words in talked.told())
    for who in "ar":
        assert "您同意吗" in talked.page(who)
        assert talked.docket().case.limit_at == before
        page = talked.does(who, "longer_yes").text
    assert "您同意吗" not in page
    assert talked.docket().case.limit_at > before
    assert any("延长到1月10日" in words for words in talked.told())


def test_a_no_to_more_time_stands_until_the_party_thinks_again(talked: Talked) -> None:
    before = talked.docket().case.limit_at
    talked.records("longer", until="2027-01-10", why="等鉴定结果")
    assert "您不同意延长" in talked.does("a", "longer_no").text
    talked.does("r", "longer_yes")
    assert talked.docket().case.limit_at == before
    talked.does("a", "longer_yes")
    assert talked.docket().case.limit_at > before


def test_a_party_reads_the_new_time_on_the_page_it_has(talked: Talked) -> None:
    url = talked.url("r")
    talked.records("time", start="", why="等物业来看")
    assert "新的时间还没有定" in talked.guest.get(url).text
    talked.records("time", by_hand="2026-12-03T14:00")
    assert any("12月3日（周四）下午2点" in words for words in talked.told())
    assert "12月3日（周四）下午2点" in talked.guest.get(url).text
    assert talked.url("r") != url
    assert f'href="/room/{talked.url("r").rpartition("/")[2]}"' in talked.guest.get(url).text
    old = talked.guest.get(f"/room/{url.rpartition('/')[2]}")
    assert old.status_code == 410
    assert "这个链接不能用了" in old.text
    now = talked.guest.get(f"/room/{talked.url('r').rpartition('/')[2]}").text
    assert "还没到时间" in now


def test_a_room_whose_time_is_off_says_so_until_there_is_another(talked: Talked) -> None:
    room = f"/room/{talked.url('r').rpartition('/')[2]}"
    talked.records("time", start="", why="等物业来看")
    page = talked.guest.get(room)
    assert page.status_code == 410
    assert "新的时间还没有定" in page.text


def test_either_side_takes_its_consent_back_on_its_own_page(talked: Talked) -> None:
    assert "撤回同意" in talked.page("a")
    page = talked.does("a", "withdraw").text
    assert "这件调解已经结束" in page
    assert "撤回同意" not in page
    assert talked.docket().case.stage == "terminated"
