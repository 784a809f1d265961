"""Calendars to subscribe to: stable, telling little, and following every move."""

from __future__ import annotations

import re

from bot.desk import docket
from grid.events import Actor
from tests.web.test_matter import Talked, talked
from tests.web.test_parties import APPLICANT, Matter, guest, matter

__all__ = ["APPLICANT", "Matter", "guest", "matter", "talked"]


def field(text: str, name: str) -> str:
    found = re.search(rf"^{name}:(.*)\r$", text, re.M)
    return found[1] if found else ""


def feed(talked: Talked, member: str, mark: str = "") -> str:
    mark = mark or talked.town.bot.seal.index(f"calendar:{member}")
    return f"/calendar/{member}/{mark}.ics"


def test_a_partys_calendar_follows_the_time_under_one_address(talked: Talked) -> None:
    address = f"{talked.url('r')}/calendar.ics"
    first = talked.guest.get(address)
    assert first.headers["content-type"].startswith("text/calendar")
    assert field(first.text, "DTSTART") == "20261126T020000Z"
    talked.records("time", by_hand="2026-12-03T14:00", why="等物业来看")
    talked.told()
    moved = talked.guest.get(address).text
    assert field(moved, "DTSTART") == "20261203T060000Z"
    assert field(moved, "UID") == field(first.text, "UID")
    assert int(field(moved, "SEQUENCE")) > int(field(first.text, "SEQUENCE"))


def test_what_is_off_is_gone_from_every_calendar(talked: Talked) -> None:
    address = f"{talked.url('r')}/calendar.ics"
    talked.records("time", start="", why="等物业来看")
    assert "VEVENT" not in talked.guest.get(address).text
    assert "VEVENT" not in talked.guest.get(feed(talked, talked.matter.mediator)).text


def test_all_of_the_panel_find_the_session_and_nothing_of_what_it_is_about(talked: Talked) -> None:
    case = talked.matter.do(Actor("t", "system"), lambda d: docket.load(d, talked.matter.number))
    for member in case.case.slot.people:
        text = talked.guest.get(feed(talked, member)).text
        assert f"视频调解 {talked.matter.number}" in text
        assert case.case.topic not in text


def test_a_wrong_mark_or_token_is_no_calendar(talked: Talked) -> None:
    other = talked.town.bot.seal.index("calendar:R0001")
    assert talked.guest.get(feed(talked, talked.matter.mediator, other)).status_code == 404
    assert talked.guest.get(f"/case/{talked.matter.number}/x/calendar.ics").status_code == 404
    assert talked.guest.get(feed(talked, "R0001")).text.count("VEVENT") == 0


def test_long_lines_are_folded_within_seventy_five_octets(talked: Talked) -> None:
    text = talked.guest.get(f"{talked.url('a')}/calendar.ics").text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
