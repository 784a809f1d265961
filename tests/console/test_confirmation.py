"""The mediator's card of judicial confirmation: the pack without typing, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from mediation.case import Stage
from tests.console.conftest import Clerk
from tests.console.test_outcomes import WORDS, Met
from tests.console.test_signing import stage
from tests.town import Town

APPLICANT = "web:upstairs"


class InForce(Met):
    """The agreement has been in force since 20 November; the last day is 21 December, a Monday."""

    def __init__(self, clerk: Clerk, town: Town, words: str = WORDS) -> None:
        super().__init__(clerk, town)
        self.posts("agreement", words=words, kind="written", keep_by="2026-11-30")
        self.both_assent()
        self.posts("signed")
        town.tick()

    def mark(self) -> str:
        self.clerk.sees(self.url)
        assert self.clerk.seen is not None
        return self.clerk.seen.text.partition('name="mark" value="')[2].partition('"')[0]

    def hears(self, who: str, answer: str = "yes") -> str:
        return self.posts("court_heard", party=f"{self.number}:{who}", answer=answer,
                          mark=self.mark())  # fmt: skip

    def both_want(self) -> None:
        self.hears("a")
        self.hears("r")


@pytest.fixture
def met(arrive: Callable[..., Clerk], town: Town) -> InForce:
    return InForce(arrive(), town)


def test_the_thirtieth_day_on_a_weekend_moves_to_the_workday_after(met: InForce) -> None:
    assert "最晚12月21日（周一）" in met.clerk.sees(met.url)  # the 19th is a Saturday


def test_the_pack_is_filled_in_with_what_is_known(met: InForce) -> None:
    met.both_want()
    pack = met.posts("court_print")
    assert met.clerk.seen is not None
    assert str(met.clerk.seen.url).endswith("/confirmation")
    for words in ("司法确认申请书", "主持调解的证明", "材料清单", met.number, "王某（502）", WORDS,
                  "2026年11月20日", "澄禾区人民法院", "吴俊杰"):  # fmt: skip
        assert words in pack
    fingerprint = " ".join(met.mark()[n : n + 4] for n in range(0, 16, 4))
    assert fingerprint in pack
    assert fingerprint in met.clerk.sees(met.url)
    assert fingerprint in met.clerk.sees(f"{met.url}/agreement")


def test_the_list_says_that_both_wait_for_it(met: InForce) -> None:
    met.hears("a")
    assert "要办司法确认" not in met.clerk.sees("/staff/cases")
    met.hears("r")
    assert "要办司法确认" in met.clerk.sees("/staff/cases")
    for what in ("court_print", "court_signed"):
        met.posts(what)
    met.posts("court_handed", day="2026-11-20", by="双方")
    assert "要办司法确认" not in met.clerk.sees("/staff/cases")


def test_nobodys_phone_or_address_is_printed_for_the_other(met: InForce) -> None:
    met.both_want()
    assert "13900000000" not in met.posts("court_print")


def test_without_both_there_is_no_pack(met: InForce) -> None:
    met.hears("a")
    assert "双方都说想申请，才备材料" in met.posts("court_print")
    met.clerk.sees(f"{met.url}/confirmation")
    assert met.clerk.status == 404
    assert "要双方都说想申请" in met.posts("court_signed")


def test_a_second_click_prints_again_and_tells_nobody_twice(met: InForce) -> None:
    met.both_want()
    for _ in range(3):
        assert "司法确认申请书" in met.posts("court_print")
    met.town.tick()
    assert met.town.answers(APPLICANT).count("材料备好了") == 1


def test_a_court_nobody_has_set_is_left_blank_and_the_page_says_how(
    met: InForce, arrive: Callable[..., Clerk]
) -> None:
    district = met.town.bot.district
    without = replace(district, policies=replace(district.policies, court=""))
    met.both_want()
    met.posts("court_print")
    clerk = arrive(present=lambda: without)
    clerk.signs_in("mediator1")
    assert "policies.yaml" in clerk.sees(met.url)
    pack = clerk.sees(f"{met.url}/confirmation")
    assert "司法确认法院: " in pack
    assert "请求法院裁定确认" in pack


def test_a_case_from_another_court_names_that_one(met: InForce) -> None:
    met.both_want()
    met.posts("court_named", court="河湾区人民法院")
    assert "河湾区人民法院" in met.posts("court_print")


def test_handing_in_needs_a_day_within_the_time_and_somebody(met: InForce) -> None:
    met.both_want()
    met.posts("court_print")
    met.posts("court_signed")
    for day, by, words in (("2026-11-19", "双方", "日期要在"), ("2027-01-02", "双方", "日期要在"),
                           ("2026-11-20", " ", "谁交的"), ("昨天", "双方", "用日历")):  # fmt: skip
        assert words in met.posts("court_handed", day=day, by=by)
        assert stage(met) is Stage.EFFECTIVE
    met.posts("court_handed", day="2026-11-20", by="双方", receipt="88")
    assert stage(met) is Stage.CONFIRM_APPLIED
    assert "交到法院了" in met.posts("court_handed", day="2026-11-20", by="双方")
    assert "交到法院了" in met.hears("a", "no")


def test_a_day_after_the_laws_last_is_refused_even_when_entered_late(met: InForce) -> None:
    met.both_want()
    met.posts("court_print")
    met.posts("court_signed")
    met.town.clock.now += timedelta(days=40)
    met.clerk.signs_in("mediator1")
    assert "期限已过" in met.clerk.sees(met.url)
    assert "三十天的期限" in met.posts("court_handed", day="2026-12-22", by="双方")
    met.posts("court_handed", day="2026-12-18", by="双方")
    assert stage(met) is Stage.CONFIRM_APPLIED


@pytest.mark.parametrize(
    ("result", "to"),
    [("confirmed", Stage.CONFIRMED), ("refused", Stage.CONFIRM_REJECTED)],
)
def test_the_result_is_recorded_with_its_number(met: InForce, result: str, to: Stage) -> None:
    met.both_want()
    for what in ("court_print", "court_signed"):
        met.posts(what)
    met.posts("court_handed", day="2026-11-20", by="双方")
    assert "请选结果" in met.posts("court_result", result="", day="2026-11-20")
    if result == "confirmed":
        assert "案号" in met.posts("court_result", result=result, day="2026-11-20")
    page = met.posts("court_result", result=result, day="2026-11-20", ruling="民特7号")
    assert stage(met) is to
    assert "民特7号" in page
    assert "现在不能这样记" in met.posts("court_result", result="withdrawn", day="2026-11-20")


def test_the_mediator_says_that_the_law_excludes_it(met: InForce) -> None:
    page = met.posts("court_bar", bar="title")
    assert "不能申请" in page
    met.town.tick()
    assert "登记机构" in met.town.answers(APPLICANT)
    assert "为什么可以申请" in met.posts("court_bar", bar="none", why=" ")
    assert "最晚12月21日" in met.posts("court_bar", bar="none", why="只有付钱")


def test_who_is_not_on_the_panel_sees_neither_card_nor_pack(
    met: InForce, arrive: Callable[..., Clerk]
) -> None:
    met.both_want()
    met.posts("court_print")
    chen = arrive()
    chen.signs_in()
    assert "司法确认" not in chen.sees(met.url)
    chen.sees(f"{met.url}/confirmation")
    assert chen.status in (403, 404)
    chen.posts(f"{met.url}/outcome", met.url, what="court_signed")
    assert chen.status in (403, 404)


def test_a_breach_names_what_helps(met: InForce) -> None:
    met.posts("advance", to="performing")
    met.posts("advance", to="breached")
    met.town.tick()
    assert "不能直接强制执行" in met.town.answers(APPLICANT)
