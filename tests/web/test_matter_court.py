"""A party's own page and talk: does it want the court's confirmation, and what came of it?"""

from __future__ import annotations

import httpx
import pytest

from dialogs.incoming import Incoming
from grid.refused import Refused
from mediation.case import Stage
from tests.web.test_matter import DRAFT, Talked, in_force, talked
from tests.web.test_parties import APPLICANT, guest, matter

__all__ = ["guest", "matter", "talked"]
COURT = {"day": "2026-12-01", "by": "双方一起", "receipt": "收字88号"}


class Held:
    """An agreement in force since 26 November; the last day is 25 December."""

    def __init__(self, talked: Talked) -> None:
        self.talked, self.town = talked, talked.town
        in_force(talked)
        talked.told()

    def mark(self) -> str:
        return self.mark_of(self.talked)

    @staticmethod
    def mark_of(talked: Talked) -> str:
        found: str = talked.page("a").partition("court_")[0]
        return found.rpartition('name="mark" value="')[2].partition('"')[0]

    def wants(self, who: str, answer: str = "yes") -> httpx.Response:
        form = {"act": f"court_{answer}", "mark": self.mark()}
        return self.talked.guest.post(self.talked.url(who), data=form)

    def both_want(self) -> None:
        self.wants("a")
        self.wants("r")

    def moves(self) -> list[str]:
        with self.town.store.read() as work:
            return [one.move for one in work.log.of("case", self.talked.matter.number)]

    def to_the_court(self) -> None:
        self.both_want()
        for what in ("court_print", "court_signed"):
            self.talked.records(what)
        self.town.clock.later(days=6)
        self.talked.records("court_handed", **COURT)

    def confirmed(self) -> None:
        self.to_the_court()
        self.town.clock.later(days=15)
        self.talked.records("court_result", result="confirmed", day="2026-12-15", ruling="民特1号")


@pytest.fixture
def held(talked: Talked) -> Held:
    return Held(talked)


def test_both_are_asked_with_buttons_and_the_last_day_is_named(held: Held) -> None:
    with held.town.store.read() as work:
        said = work.outbox.of(APPLICANT)[-1].say
    assert "最晚12月25日（周五）一起申请" in said.text
    assert [one.label[2:] for one in said.buttons] == ["想申请", "不申请", "再想想"]
    for who in "ar":
        assert "我想申请司法确认" in held.talked.page(who)


def test_one_wants_it_and_the_other_is_silent(held: Held) -> None:
    assert "还没有等到双方都同意" in held.wants("a").text
    page = held.talked.page("r")
    assert "双方都想申请" not in page
    assert "已记下" not in page
    held.town.clock.later(days=14, hours=4)  # 15 days before the last one
    assert any("还没有等到双方都同意" in words for words in held.talked.told())
    held.town.clock.later(days=20)
    assert "已经过了" in held.talked.page("a")
    assert held.wants("a").status_code == 409


def test_both_want_it_and_each_may_think_again(held: Held) -> None:
    held.both_want()
    assert any("材料由调解员备好" in words for words in held.talked.told())
    held.talked.records("court_print")
    held.talked.records("court_signed")
    assert "双方都在申请书上签了字" in held.talked.page("r")
    assert "您不申请" in held.wants("r", "no").text
    assert any("现在没有都同意" in words for words in held.talked.told())
    held.wants("r")
    assert held.talked.docket().extras["confirmation"]["signed"] is None


def test_pressing_twice_says_it_once(held: Held) -> None:
    for _ in range(3):
        held.wants("a")
    assert held.moves().count("court_yes") == 1


def test_a_page_with_other_words_is_told_so(held: Held) -> None:
    form = {"act": "court_yes", "mark": "0" * 16}
    assert held.talked.guest.post(held.talked.url("a"), data=form).status_code == 409


def test_reminders_come_three_times_and_end_when_it_is_handed_in(held: Held) -> None:
    for days, times in ((14, 1), (10, 2), (5, 3)):
        held.town.clock.later(days=days)
        assert sum("最晚12月25日" in words and "提醒您" in words
                   for words in held.talked.told()) == times  # fmt: skip


def test_who_went_to_the_court_is_not_reminded(held: Held) -> None:
    held.to_the_court()
    held.town.clock.later(days=20)
    assert not any("提醒您：司法确认" in words for words in held.talked.told())


def test_each_step_is_told_to_both(held: Held) -> None:
    held.confirmed()
    said = held.talked.told()
    for words in ("材料备好了", "接下来交到法院", "收件号收字88号", "案号民特1号"):
        assert sum(words in one for one in said) == 1
    assert "裁定确认有效" in held.talked.page("r")
    assert held.talked.stage is Stage.CONFIRMED


def test_a_confirmed_agreement_that_is_not_kept_can_be_enforced(held: Held) -> None:
    held.confirmed()
    page = held.talked.does("a", "no").text
    assert "强制执行" in page
    assert "最晚2028年11月30日" in page
    held.town.clock.later(days=14)  # a month after the day of performance
    assert any("带着裁定书" in words for words in held.talked.told())


def test_one_that_is_not_confirmed_is_sued_upon(held: Held) -> None:
    assert "不能直接强制执行" in held.talked.does("a", "no").text
    held.town.clock.later(days=36)
    assert any("拿着协议到法院起诉" in words for words in held.talked.told())


def test_an_application_taken_back_may_be_made_again_in_time(held: Held) -> None:
    held.to_the_court()
    held.talked.records("court_result", result="withdrawn", day="2026-12-02")
    assert held.talked.stage is Stage.EFFECTIVE
    assert "上一次的申请撤回了" in held.talked.page("a")
    held.both_want()
    held.talked.records("court_print")
    held.talked.records("court_signed")
    held.talked.records("court_handed", **COURT | {"day": "2026-12-02"})
    assert held.talked.stage is Stage.CONFIRM_APPLIED


def test_what_the_law_excludes_is_said_with_what_helps_and_nobody_is_asked(talked: Talked) -> None:
    words = DRAFT | {"words": "双方同意争议的房屋归申请人所有，11月30日前腾空。"}
    talked.records(**words)
    talked.does("a", "assent")
    talked.does("r", "assent")
    talked.records("signed")
    said = talked.told()
    assert any("确权" in one and "登记机构" in one for one in said)
    assert not any("您想申请吗" in one for one in said)
    assert "登记机构" in talked.page("r")
    talked.records("court_bar", bar="none", why="房屋只是腾空，没有争所有权")
    assert any("您想申请吗" in one for one in talked.told())


def test_the_fingerprint_stands_on_the_page(held: Held) -> None:
    mark = held.mark()
    assert " ".join(mark[n : n + 4] for n in range(0, 16, 4)) in held.talked.page("a")
    assert "mark" in held.moves()


def says(held: Held, text: str = "", button: str = "") -> str:
    """The applicant in the conversation; what is answered."""
    town = held.town
    with town.store.read() as work:
        count = len(work.outbox.of(APPLICANT))
    kind = "tap" if button else "message"
    town.bot.door.take(Incoming(f"k:{count}:{text}", APPLICANT, town.clock(), kind, text,
                                button=button))  # fmt: skip
    with town.store.read() as work:
        return "\n".join(one.say.text for one in work.outbox.of(APPLICANT)[count:])


def button(held: Held, label: str) -> str:
    with held.town.store.read() as work:
        said = work.outbox.of(APPLICANT)
    return next(b.data for one in reversed(said) for b in one.say.buttons if label in b.label)


def wish(held: Held, who: str = "a") -> str:
    kept = held.talked.docket().extras.get("confirmation", {}).get("wishes", [])
    mine = [one["answer"] for one in kept if one["party"] == f"{held.talked.matter.number}:{who}"]
    return mine[-1] if mine else ""


def test_the_question_is_answered_by_a_tap_and_a_second_tap_changes_nothing(held: Held) -> None:
    tap = button(held, "想申请")
    assert "随时可以改主意" in says(held, button=tap)
    assert wish(held) == "yes"
    says(held, button=tap)
    assert held.moves().count("court_yes") == 1
    assert "您想申请" in held.talked.page("a")


def test_a_question_back_is_no_yes_and_words_are_understood(held: Held) -> None:
    says(held, "要钱吗？")
    assert wish(held) == ""
    assert "告诉我" in says(held, "不想办了")
    assert wish(held) == "no"


def test_who_thinks_it_over_is_reminded(held: Held) -> None:
    assert "最晚12月25日" in says(held, "我再想想，跟家里商量一下")
    assert wish(held) == ""
    held.town.clock.later(days=14)
    assert any("想申请，点这里说一声" in words for words in held.talked.told())


def test_a_late_tap_after_both_went_another_way_is_answered_kindly(held: Held) -> None:
    tap = button(held, "想申请")
    held.both_want()
    for what in ("court_print", "court_signed"):
        held.talked.records(what)
    held.talked.records("court_handed", **COURT | {"day": "2026-11-26"})
    assert "不用答复" in says(held, button=tap)


def test_at_night_nobody_is_asked_before_the_morning(talked: Talked) -> None:
    talked.town.clock.later(hours=12)
    in_force(talked)
    assert not any("您想申请吗" in one for one in talked.told())
    talked.town.clock.later(hours=12)
    assert any("您想申请吗" in one for one in talked.told())


def test_who_has_said_so_on_the_page_at_night_is_not_asked_in_the_morning(talked: Talked) -> None:
    talked.town.clock.later(hours=12)
    in_force(talked)
    form = {"act": "court_no", "mark": Held.mark_of(talked)}
    talked.guest.post(talked.url("a"), data=form)
    before = talked.told()
    talked.town.clock.later(hours=12)
    after = talked.told()[len(before) :]
    assert not any("您想申请吗" in one or "不用答复" in one for one in after)


def test_nothing_is_handed_in_before_both_signed(held: Held) -> None:
    held.wants("a")
    for what in ("court_print", "court_signed", "court_handed"):
        with pytest.raises(Refused):
            held.talked.records(what, **COURT)
