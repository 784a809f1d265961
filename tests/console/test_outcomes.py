"""The mediator's page after a session: the agreement without typing again, and what follows."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.desk import assents, cases
from bot.desk import rooms as rooms_of
from bot.desk.desk import SYSTEM
from grid.events import Actor
from mediation.parties import Consent
from tests.console.conftest import Clerk, applies
from tests.town import Town

WORDS = "王某11月30日前修好防水，赔2500元。"


class Met:
    """A mediator in front of a case whose session has begun."""

    def __init__(self, clerk: Clerk, town: Town) -> None:
        self.clerk, self.town = clerk, town
        self.number = applies(town).number
        self.url = f"/staff/cases/{self.number}"
        clerk.signs_in("mediator1")
        clerk.posts(f"{self.url}/reply", self.url, yes="1")
        door = town.bot.door
        door.change(
            Actor("p", "resident"), lambda d: cases.party_answers(d, self.number, Consent.ACCEPTED)
        )
        door.change(SYSTEM, lambda d: rooms_of.open_room(d, self.number, town.bot.rooms))
        town.clock.now += timedelta(days=2, minutes=30)
        clerk.signs_in("mediator1")

    def posts(self, what: str, **form: str) -> str:
        return self.clerk.posts(f"{self.url}/outcome", self.url, what=what, **form)

    def both_assent(self) -> None:
        for who in "ar":
            self.town.bot.door.change(SYSTEM, lambda d, who=who: self._assent(d, who))

    def _assent(self, desk: object, who: str) -> None:
        from bot.desk.docket import load
        from bot.desk.following import agreed

        mark = agreed(load(desk, self.number)).mark  # type: ignore[arg-type]
        assents.assent(desk, self.number, f"{self.number}:{who}", mark)  # type: ignore[arg-type]


SITTING = {"place": "线上", "present": "双方，看过身份证", "said": "各说各的", "result": "谈成了"}


@pytest.fixture
def met(arrive: Callable[..., Clerk], town: Town) -> Met:
    return Met(arrive(), town)


def test_the_agreement_begins_with_the_applicants_own_words(met: Met) -> None:
    page = met.clerk.sees(met.url)
    assert "谈成了，请双方确认" in page
    assert "事情：楼上漏水，我家天花板发霉了。" in page
    assert "申请人希望：修好并赔两千元" in page


def test_what_was_written_stays_when_it_is_refused(met: Met) -> None:
    page = met.posts("agreement", words=WORDS, kind="written", keep_by="2026-11-01")
    assert met.clerk.status == 409
    assert "已经过了" in page
    assert WORDS in page


def test_from_the_words_to_the_archive(met: Met) -> None:
    page = met.posts("agreement", words=WORDS, kind="written", keep_by="2026-11-30")
    assert page.count("还没确认") == 2
    met.both_assent()
    assert "同意这份内容" in met.clerk.sees(met.url)
    assert "协议已生效" in met.posts("signed")
    assert "请选一项" in met.posts("advance", to="confirm_applied")  # that has its own card
    assert "正在履行" in met.posts("advance", to="performing")
    met.posts("advance", to="performed")
    assert "先写调解笔录" in met.posts("advance", to="closed_archived")
    met.posts("minutes", **SITTING)
    assert "已归档" in met.posts("advance", to="closed_archived")
    assert "不能再改" in met.posts("minutes", **SITTING)


def test_the_record_of_a_sitting_prints_and_only_its_facts_go_to_a_court(
    met: Met, arrive: Callable[..., Clerk]
) -> None:
    assert "请写一下：结果" in met.posts("minutes", **{**SITTING, "result": " "})
    assert "写了1份" in met.posts(
        "minutes", **SITTING, undisputed="漏水发生在十一月", plan="各让一步"
    )
    sheet = met.clerk.sees(f"{met.url}/minutes")
    facts = sheet.partition("无争议事实记载")[2]
    assert "各让一步" in sheet
    assert "漏水发生在十一月" in facts
    assert "各让一步" not in facts
    assert "写了1份" in met.posts("minutes", **{**SITTING, "said": "又谈了一遍"})
    chen = arrive()
    chen.signs_in()
    chen.sees(f"{met.url}/minutes")
    assert chen.status in (403, 404)


def test_signatures_come_after_both_have_read(met: Met) -> None:
    met.posts("agreement", words=WORDS, kind="written")
    assert "不能改成" in met.posts("signed")


def test_a_week_after_the_day_the_mediator_is_reminded_to_call(met: Met) -> None:
    met.posts("agreement", words=WORDS, kind="written", keep_by="2026-11-30")
    met.both_assent()
    met.posts("signed")
    assert "请打电话问一问" not in met.clerk.sees(met.url)
    met.town.clock.now += timedelta(days=18)
    met.clerk.signs_in("mediator1")
    assert "请打电话问一问" in met.clerk.sees(met.url)


def test_ending_without_agreement_needs_a_reason_of_the_list(met: Met) -> None:
    assert "请选择终止的原因" in met.posts("failed", reason="")
    assert "已终止" in met.posts("failed", reason="too_far_apart")


def test_who_does_not_preside_records_nothing(met: Met, arrive: Callable[..., Clerk]) -> None:
    chen = arrive()
    chen.signs_in()
    chen.posts(f"{met.url}/outcome", met.url, what="signed")
    assert chen.status in (403, 404)
    assert "谈成了" not in chen.sees(met.url)
