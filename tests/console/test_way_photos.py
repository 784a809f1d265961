"""Photos chosen once are chosen: a form that is refused keeps them, and nobody else sees them."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from console.accounts import DEMO_PASSWORD, NewAccount, make_account
from console.way_photos import holder
from tests.console.conftest import Clerk, opens
from tests.console.test_handling import CHECKER, DONE, ROADWORK, Arrive, acts, done, photo, reports
from tests.console.test_way import handler, signed_in
from tests.town import Town

PDF = b"%PDF-1.4"


def picture(colour: str) -> bytes:
    """A photo of its own."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(out, "JPEG")
    return out.getvalue()


def sends(clerk: Clerk, number: str, files: list[bytes], **fields: str) -> str:
    """A unit's member sends the form of 办结 with these photos."""
    url = f"/staff/tickets/{number}"
    given = {"csrf": clerk.token(url), "words": DONE, "document": ""} | fields
    parts = [("photo", ("x.jpg", one, "image/jpeg")) for one in files]
    return clerk.uploads(f"{url}/done", given, parts)


def kept_ids(clerk: Clerk) -> list[str]:
    """The photos that the form on the page already has."""
    assert clerk.seen
    return re.findall(r'name="drop-(\d+)"', clerk.seen.text)


@pytest.fixture
def signed(arrive: Arrive, town: Town) -> tuple[str, Clerk]:
    """A ticket its unit has signed."""
    number, ours = opens(town, ROADWORK).number, handler(arrive, town)
    acts(ours, number, "sign")
    return number, ours


def shown(town: Town, number: str) -> int:
    """How many photos belong to a ticket."""
    with town.bot.store.read() as work:
        return len([row for row in work.tickets.files(number) if row.state == "kept"])


def test_a_refused_report_keeps_its_photos_and_a_second_try_needs_none(
    signed: tuple[str, Clerk], town: Town
) -> None:
    number, ours = signed
    page = sends(ours, number, [picture("red"), picture("blue")], words="好了")
    assert "至少10个字" in page
    assert "已经选好的照片，不用再选" in page
    assert len(kept_ids(ours)) == 2
    assert shown(town, number) == 0  # nothing is the ticket's before the form is taken
    assert "等没有经办的人核查" in sends(ours, number, [])
    assert shown(town, number) == 2
    ours.sees(f"/staff/tickets/{number}")
    assert kept_ids(ours) == []


def test_photos_wait_for_who_chose_them_even_after_signing_in_again(
    signed: tuple[str, Clerk], town: Town
) -> None:
    number, ours = signed
    sends(ours, number, [picture("red")], words="好了")
    town.clock.now += timedelta(hours=1)
    ours.signs_in(next(m.id.lower() for m in town.bot.district.roster.values() if m.unit == "BM01"))
    ours.sees(f"/staff/tickets/{number}")
    [row] = kept_ids(ours)
    answer = ours.browser.get(f"/staff/file/{row}")
    assert answer.status_code == 200
    assert Image.open(io.BytesIO(answer.content)).size == (8, 6)


def test_nobody_else_sees_photos_that_belong_to_no_ticket_yet(
    arrive: Arrive, chen: Clerk, signed: tuple[str, Clerk], town: Town
) -> None:
    number, ours = signed
    sends(ours, number, [picture("red")], words="好了")
    [row] = kept_ids(ours)
    for other in (chen, handler(arrive, town, "BM03")):
        assert other.browser.get(f"/staff/file/{row}").status_code == 404
    assert "已经选好的照片" not in chen.sees(f"/staff/tickets/{number}")


def test_one_file_that_is_no_photo_does_not_cost_the_others(
    signed: tuple[str, Clerk], town: Town
) -> None:
    number, ours = signed
    page = sends(ours, number, [picture("red"), PDF, picture("blue")])
    assert "这种文件收不了" in page
    assert "别的照片都留着" in page
    assert DONE in page
    sends(ours, number, [])
    assert shown(town, number) == 2


def test_too_many_are_all_kept_until_somebody_says_which_to_leave_out(
    signed: tuple[str, Clerk], town: Town
) -> None:
    number, ours = signed
    page = sends(ours, number, [picture(c) for c in ("red", "blue", "green", "white")])
    assert "最多3张，现在有4张" in page
    [first, *_] = kept_ids(ours)
    sends(ours, number, [], **{f"drop-{first}": "1"})
    assert shown(town, number) == 3


def test_the_same_photo_chosen_again_is_one_photo(signed: tuple[str, Clerk], town: Town) -> None:
    number, ours = signed
    sends(ours, number, [photo()], words="好了")
    sends(ours, number, [photo()], words="好了")
    assert len(kept_ids(ours)) == 1
    sends(ours, number, [photo()])
    assert shown(town, number) == 1


def test_photos_of_a_form_somebody_else_was_quicker_with_are_still_there(
    arrive: Arrive, signed: tuple[str, Clerk], town: Town
) -> None:
    number, ours = signed
    url = f"/staff/tickets/{number}"
    token = ours.token(url)
    assert ours.seen
    seen = re.search(r'name="seen" value="([^"]+)"', ours.seen.text)
    assert seen
    colleague = _colleague(arrive, town)
    sends(colleague, number, [picture("blue")])
    fields = {"csrf": token, "words": DONE + "又看了一遍。", "document": "", "seen": seen[1]}
    page = ours.uploads(f"{url}/done", fields, [("photo", ("x.jpg", picture("red"), "image/jpeg"))])
    assert "刚刚有了变化" in page
    assert "您刚才选的照片" in page


def _colleague(arrive: Arrive, town: Town) -> Clerk:
    """Another member of the same unit, at work."""
    member = next(m.id for m in town.bot.district.roster.values() if m.unit == "BM01")
    new = NewAccount("colleague", "同事", ("unit_handler",), member)
    with town.bot.store.begin() as work:
        make_account(work, new, DEMO_PASSWORD, town.clock())
    return signed_in(arrive, new.name)


def test_photos_nobody_came_back_for_are_given_up(signed: tuple[str, Clerk], town: Town) -> None:
    number, ours = signed
    sends(ours, number, [picture("red")], words="好了")
    other = opens(town, ROADWORK, "web:other").number
    town.clock.now += timedelta(days=4)
    name = next(m.id.lower() for m in town.bot.district.roster.values() if m.unit == "BM01")
    ours.signs_in(name)
    sends(ours, other, [picture("blue")], words="好了")
    with town.bot.store.read() as work:
        states = sorted(row.state for row in work.files.of(holder(name)))
    assert states == ["dropping", "kept"]


def test_a_check_keeps_its_photos_too_and_they_stay_with_the_ticket(
    arrive: Arrive, town: Town
) -> None:
    number, ours = done(arrive, town)
    checker, url = signed_in(arrive, CHECKER), f"/staff/tickets/{number}"
    given = {"csrf": checker.token(url), "passed": "yes", "words": DONE, "how": ""}
    page = checker.uploads(f"{url}/check", given, [("photo", ("x.jpg", photo(), "image/jpeg"))])
    assert "请选怎样核查的" in page
    assert "已经选好的照片" in page
    given = {"csrf": checker.token(url), "passed": "no", "why": "东头还有一堆", "how": "site"}
    checker.uploads(f"{url}/check", given, [])
    page = ours.sees(url)
    assert "东头还有一堆" in page
    assert "核查时的照片" in page
    assert ours.seen
    found = re.search(r'src="/staff/file/(\d+)" alt="核查时拍的照片"', ours.seen.text)
    assert found
    assert ours.browser.get(f"/staff/file/{found[1]}").status_code == 200


def test_the_bytes_stay_when_the_form_was_taken(signed: tuple[str, Clerk], town: Town) -> None:
    number, ours = signed
    sends(ours, number, [picture("red")], words="好了")
    sends(ours, number, [])
    with town.bot.store.read() as work:
        marks = {row.hash for row in work.tickets.files(number)}
    assert all(Path(town.folder / "files" / mark[:2] / mark).is_file() for mark in marks)


def test_a_report_in_one_go_is_as_before(signed: tuple[str, Clerk], town: Town) -> None:
    number, ours = signed
    assert "等没有经办的人核查" in reports(ours, number)
    assert shown(town, number) == 1


def test_a_session_that_ran_out_meanwhile_does_not_cost_the_photos(
    signed: tuple[str, Clerk], town: Town
) -> None:
    number, ours = signed
    url = f"/staff/tickets/{number}"
    given = {"csrf": ours.token(url), "words": DONE, "document": ""}
    town.clock.now += timedelta(minutes=20)
    files = [("photo", ("x.jpg", picture("red"), "image/jpeg"))]
    assert DONE in ours.uploads(f"{url}/done", given, files)
    assert ours.status == 401
    assert shown(town, number) == 0
    ours.signs_in(next(m.id.lower() for m in town.bot.district.roster.values() if m.unit == "BM01"))
    ours.sees(url)
    assert len(kept_ids(ours)) == 1


def test_a_form_nobody_was_shown_keeps_nothing(signed: tuple[str, Clerk], town: Town) -> None:
    number, ours = signed
    town.clock.now += timedelta(minutes=20)
    given = {"csrf": "made up", "words": DONE, "document": ""}
    files = [("photo", ("x.jpg", picture("red"), "image/jpeg"))]
    ours.uploads(f"/staff/tickets/{number}/done", given, files)
    with town.bot.store.read() as work:
        members = [m.id.lower() for m in town.bot.district.roster.values() if m.unit == "BM01"]
        assert not [row for name in members for row in work.files.of(holder(name))]
