"""What the other party of a mediation sees: code, invitation, answer, room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.desk import cases, docket
from bot.desk import rooms as rooms_of
from bot.house import desk_of
from dialogs.commands import ApplyMediation, HoldSlot
from grid.calendar import SHANGHAI
from grid.events import Actor
from mediation.parties import Consent
from tests.web.conftest import NOON, Town

START = datetime(2026, 11, 26, 10, 0, tzinfo=SHANGHAI)
APPLICANT = "web:" + "a" * 32
FACTS = "楼上每天半夜砸地板，说了也不听"
CLAIM = "要他赔我三千元"
SCREENING = {"violence": "no", "proceedings": "no", "incapacity": "no", "willing": "yes"}


@dataclass
class Matter:
    """A case that waits for the other party."""

    town: Town
    number: str
    mediator: str
    link: str
    code: str

    def do(self, actor: Actor, act: Any) -> Any:
        """An act of the desk."""
        return self.town.bot.door.change(actor, act)

    def party(self) -> Any:
        """The respondent as kept."""
        return self.do(Actor("t", "system"), lambda d: docket.load(d, self.number)).party(
            "respondent"
        )[1]

    def mediator_accepts(self) -> None:
        """The mediator says yes and the rooms are opened."""
        actor = Actor(self.mediator, "mediator")
        self.do(actor, lambda d: cases.mediator_answers(d, self.number, True))
        rooms = self.town.bot.rooms
        self.do(Actor("system", "system"), lambda d: rooms_of.open_room(d, self.number, rooms))


@pytest.fixture
def matter(town: Town) -> Matter:
    """A quarrel between neighbours, applied for, its invitation made."""
    bot = town.bot
    mediator = next(m for m in bot.district.roster.values() if m.role == "mediator")
    kind = next(c for c in bot.district.catalogue.values() if c.mediable == "allowed")
    lawyer = next(m for m in bot.district.roster.values() if m.role == "lawyer")
    panel = (mediator.id, lawyer.id)
    with town.store.begin() as work:
        row = work.contacts.lock(APPLICANT, NOON)
        desk = desk_of(bot.door.house, work, NOON, Actor(APPLICANT, "resident"), row)
        hold = cases.hold_slot(desk, HoldSlot(START, 60, panel))
        case = cases.apply(desk, ApplyMediation(
            kind.code, FACTS, CLAIM, "楼上住户", "3幢502", hold, START, 60, panel,
            SCREENING,
        ))  # fmt: skip
    made = bot.door.change(
        Actor("c", "hotline_staff"), lambda d: cases.invite(d, case.number, b"secret of links")
    )
    return Matter(town, case.number, mediator.id, f"/party/{made.token}", made.code)


@pytest.fixture
def guest(town: Town) -> Any:
    """The other party's browser."""
    with httpx.Client(base_url=town.url, follow_redirects=True) as browser:
        yield browser


def enter(guest: httpx.Client, matter: Matter) -> str:
    """Give the right code; returns the page."""
    return guest.post(f"{matter.link}/code", data={"code": matter.code}).text


def answer(guest: httpx.Client, matter: Matter, choice: str) -> httpx.Response:
    """Press a button."""
    return guest.post(f"{matter.link}/answer", data={"choice": choice})


def test_the_link_alone_shows_nothing(matter: Matter, guest: httpx.Client) -> None:
    html = guest.get(matter.link).text
    assert "请输入验证码" in html
    assert matter.number not in html
    assert "请输入验证码" in answer(guest, matter, "yes").text
    assert matter.party().consent is Consent.INVITED


def test_the_code_opens_the_invitation_without_what_the_applicant_said(
    matter: Matter, guest: httpx.Client
) -> None:
    html = enter(guest, matter)
    assert "自愿" in html
    roster = matter.town.bot.district.roster.values()
    assert f"律师 {next(m.name for m in roster if m.role == 'lawyer')}" in html
    assert "11月26日（周四）上午10点" in html
    for secret in (FACTS, CLAIM, APPLICANT, "3幢502"):
        assert secret not in html


def test_five_wrong_codes_void_the_right_one(matter: Matter, guest: httpx.Client) -> None:
    wrong = "000000" if matter.code != "000000" else "000001"
    for _ in range(5):
        guest.post(f"{matter.link}/code", data={"code": wrong})
    assert "已经停用" in enter(guest, matter)
    assert "请输入验证码" in guest.get(matter.link).text


def test_a_yes_and_the_mediators_yes_bring_time_and_link(
    matter: Matter, guest: httpx.Client
) -> None:
    enter(guest, matter)
    assert "您愿意参加" in answer(guest, matter, "yes").text
    assert "进调解室" not in guest.get(matter.link).text
    assert matter.party().contact.startswith("web:")
    matter.mediator_accepts()
    html = guest.get(matter.link).text
    assert "时间定下来了" in html
    assert "/room/" in html


def test_a_no_ends_it_and_a_second_answer_is_refused_in_words(
    matter: Matter, guest: httpx.Client
) -> None:
    enter(guest, matter)
    assert "不愿意参加" in answer(guest, matter, "no").text
    again = answer(guest, matter, "yes")
    assert again.status_code == 409
    assert matter.party().consent is Consent.DECLINED


def test_who_said_no_may_come_back_by_the_same_link(matter: Matter, guest: httpx.Client) -> None:
    enter(guest, matter)
    assert "改了主意，愿意参加" in answer(guest, matter, "no").text
    assert "您愿意参加" in answer(guest, matter, "again").text
    assert matter.party().consent is Consent.ACCEPTED
    assert answer(guest, matter, "again").status_code == 409


def test_who_cannot_do_video_takes_part_another_way(matter: Matter, guest: httpx.Client) -> None:
    enter(guest, matter)
    answer(guest, matter, "yes")
    assert "到调解室当面谈" in answer(guest, matter, "onsite").text
    assert matter.party().attends == "onsite"
    matter.mediator_accepts()
    with matter.town.store.read() as work:
        rows = [row for row in work.dues.of(matter.number) if row.what.startswith("reminder")]
    events = {row.data["event"] for row in rows if row.contact == matter.party().contact}
    assert events == {"case_reminder_onsite"}


def test_another_mediator_may_be_asked_for_once(matter: Matter, guest: httpx.Client) -> None:
    enter(guest, matter)
    answer(guest, matter, "yes")
    before = guest.get(matter.link).text
    assert "换一位调解员" in before
    after = answer(guest, matter, "other").text
    assert "换一位调解员" not in after
    name = matter.town.bot.district.roster[matter.mediator].name
    assert name in before
    assert name not in after


def test_consent_can_be_taken_back(matter: Matter, guest: httpx.Client) -> None:
    enter(guest, matter)
    answer(guest, matter, "yes")
    matter.mediator_accepts()
    room = _room(guest, matter)
    assert "撤回了同意" in answer(guest, matter, "withdraw").text
    assert guest.get(room).status_code == 404


def test_asking_first_reaches_a_person_and_decides_nothing(
    matter: Matter, guest: httpx.Client
) -> None:
    enter(guest, matter)
    answer(guest, matter, "ask")
    assert "转人工" in matter.town.kept[-1].text
    assert matter.party().consent is Consent.INVITED


def test_the_applicants_own_browser_is_not_taken_for_the_other_party(
    matter: Matter, guest: httpx.Client
) -> None:
    guest.cookies.set("fq", matter.town.bot.seal.signed(APPLICANT))
    enter(guest, matter)
    answer(guest, matter, "yes")
    assert matter.party().contact == ""


def test_a_fresh_invitation_voids_link_and_proof(matter: Matter, guest: httpx.Client) -> None:
    enter(guest, matter)
    matter.do(
        Actor("c", "hotline_staff"), lambda d: cases.invite(d, matter.number, b"secret of links")
    )
    assert guest.get(matter.link).status_code == 404


def test_the_code_holds_half_an_hour(matter: Matter, guest: httpx.Client) -> None:
    enter(guest, matter)
    matter.town.clock.later(minutes=31)
    assert "请输入验证码" in guest.get(matter.link).text


def test_unknown_links_all_show_the_same_page(guest: httpx.Client) -> None:
    pages = {guest.get(path).text for path in ("/party/x", "/party/" + "y" * 22, "/room/z")}
    assert len(pages) == 1


def test_with_the_store_down_the_page_asks_for_patience(
    matter: Matter, guest: httpx.Client
) -> None:
    with matter.town.store.begin() as work:
        work.connection.exec_driver_sql("ALTER TABLE parties RENAME TO away")
    answer = guest.get(matter.link)
    assert answer.status_code == 503
    assert "请过几分钟再试" in answer.text


def _room(guest: httpx.Client, matter: Matter) -> str:
    html = guest.get(matter.link).text
    return "/room/" + html.partition("/room/")[2].partition('"')[0]


def test_the_room_opens_a_quarter_before_and_closes_half_an_hour_after(
    matter: Matter, guest: httpx.Client
) -> None:
    enter(guest, matter)
    answer(guest, matter, "yes")
    matter.mediator_accepts()
    room, town = _room(guest, matter), matter.town
    town.parts.jitsi = "https://video.example/"
    early = guest.get(room)
    assert "还没到时间" in early.text
    assert "video.example" not in early.text
    town.clock.now = START - timedelta(minutes=15)
    assert "https://video.example/" in guest.get(room).text
    town.clock.now = START + timedelta(minutes=91)
    late = guest.get(room)
    assert late.status_code == 410
    assert "video.example" not in late.text
    town.clock.now = START + timedelta(days=4)
    assert guest.get(room).status_code == 404
