"""Another system enters what somebody told it; it becomes a ticket like any other."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from grid.tickets import State
from integrations.sql.store import Store
from tests.open311.conftest import LAMP, V2, Square, System, words_of, xml_of

STORY = "小区里到处是没人清的垃圾，垃圾桶满了好几天，臭味很大"
FIRE = "三楼着火了，浓烟很大，快来人救命"


def test_a_form_becomes_a_ticket_in_the_right_grid_with_its_dates(
    square: Square, app: System
) -> None:
    answer = app.posts(form=".json")
    assert answer.status_code == 201
    ticket = square.town.tickets()[0]
    receipt = answer.json()[0]
    assert receipt["service_request_id"] == ticket.number
    assert ticket.number in receipt["service_notice"]
    assert receipt["account_id"] is None
    assert ticket.category == "0203"
    assert ticket.grid
    assert ticket.answer_due
    assert ticket.state == State.DISPATCHED
    with square.town.bot.store.read() as work:
        first = work.log.of("ticket", ticket.number)[0]
    assert (first.actor.id, first.actor.role) == ("system:city-app", "system")
    assert (first.why, first.data["through"]) == ("其他系统", "system")


def test_json_does_as_well_as_a_form(square: Square, app: System) -> None:
    attribute = {"since": "上周五"}
    body = {**LAMP, "service_code": "0101", "lat": None, "attribute": attribute}
    answer = app.client.post(f"{V2}/requests.json", json=body, headers=app.headers)
    assert answer.status_code == 201
    assert dict(square.town.tickets()[0].slots)["since"] == "上周五"


def test_without_a_code_the_words_are_heard(square: Square, app: System) -> None:
    app.enters({"description": STORY, "address_string": "幸福里"})
    app.enters({"description": "那个东西又那样了，你们看着办吧", "address_string": "幸福里"})
    heard, unsure = square.town.tickets()
    assert (heard.category, unsure.category) == ("0101", "1207")
    assert heard.routed.startswith("其他系统（city-app）转来，按说法自动判断类别（把握")
    assert "研判" in unsure.routed


def test_a_pin_finds_the_grid(square: Square, app: System) -> None:
    place = square.town.bot.district.places["P0001"]
    fields = {"service_code": "0203", "lat": str(place.lat), "long": str(place.lng)}
    number = app.enters(fields, address_string="东门岗亭旁边")
    ticket = square.town.tickets()[0]
    assert (ticket.number, ticket.lat, ticket.place) == (number, place.lat, "东门岗亭旁边")
    assert ticket.grid == square.town.bot.district.grid_at(place.lat or 0, place.lng or 0).id  # type: ignore[union-attr]


def test_the_phone_is_kept_as_a_callers_and_a_call_is_owed(square: Square, app: System) -> None:
    app.enters(phone="+86 139-1234-5678", first_name="小北", last_name="林", email="a@example.org")
    ticket = square.town.tickets()[0]
    assert ticket.contact.startswith("phone:")
    with square.town.bot.store.read() as work:
        person = work.contacts.person(int(ticket.person))
        row = work.contacts.get(ticket.contact)
        owed = work.calls.of(ticket.number)
    assert square.town.bot.seal.open(person.phone) == "13912345678"
    assert row is not None
    assert row.name == "林小北"
    assert len(owed) == 1


def test_one_account_is_one_person(square: Square, app: System) -> None:
    app.enters(account_id="u-17")
    app.enters(account_id="u-17", description="对面的路灯也不亮")
    app.enters(account_id="u-18")
    one, two, other = (t.person for t in square.town.tickets())
    assert one == two != other


def test_numbers_of_papers_are_not_kept(square: Square, app: System) -> None:
    app.enters(description="路灯不亮，我的身份证是11010519491231002X，快来修")
    assert "11010519491231002X" not in square.town.tickets()[0].detail


def test_a_link_of_a_photo_is_kept_as_words_alone(square: Square, app: System) -> None:
    number = app.enters(media_url="https://example.org/p.jpg?a=1&b=2")
    assert app.reads(number)["media_url"] == "https://example.org/p.jpg?a=1&b=2"
    for wrong in ("javascript:alert(1)", "file:///etc/passwd", "https://a b"):
        assert "media_url" in words_of(app.posts(media_url=wrong), 400)


# -- sent again


def test_the_same_words_again_are_the_same_ticket_and_later_another(
    square: Square, app: System
) -> None:
    number = app.enters()
    again = app.posts()
    assert again.status_code == 200
    assert again.json()[0]["service_request_id"] == number
    assert "已经登记过" in again.json()[0]["service_notice"]
    square.town.later(minutes=11)
    assert app.enters() != number


def test_another_place_sender_or_system_is_another_ticket(square: Square, app: System) -> None:
    other = square.system("other-app")
    numbers = {app.enters(), app.enters(address_string="幸福里5号楼"),
               app.enters(phone="13912345678"), other.enters()}  # fmt: skip
    assert len(numbers) == 4


def test_the_systems_own_number_is_one_ticket_for_ever(square: Square, app: System) -> None:
    number = app.enters(external_id="A-1")
    square.town.later(days=30)
    assert app.posts(external_id="A-1").json()[0]["service_request_id"] == number
    headers = {**app.headers, "Idempotency-Key": "A-1"}
    again = app.client.post(f"{V2}/requests", data=LAMP, headers=headers)
    assert again.json()[0]["service_request_id"] == number
    words = words_of(app.posts(external_id="A-1", description="另一件事，水管爆了"), 409)
    assert number in words
    assert app.enters(external_id="A-2") != number


def test_two_equal_posts_at_once_are_one_ticket(square: Square, app: System) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: app.posts(), range(4)))
    assert sorted(a.status_code for a in answers) == [200, 200, 200, 201]
    assert len({a.json()[0]["service_request_id"] for a in answers}) == 1
    assert len(square.town.tickets()) == 1


# -- danger


def test_danger_calls_the_people_on_duty_and_says_what_keeps_safe(
    square: Square, app: System
) -> None:
    answer = app.posts({"description": FIRE, "address_string": "幸福里3号楼"})
    assert answer.json()[0]["service_notice"].startswith(square.town.bot.say("safety.fire"))
    assert [(a.kind, a.state) for a in square.alerts()] == [("fire", "paging")]
    square.town.tick()
    with square.town.bot.store.read() as work:
        assert work.alerts.attempts(square.alerts()[0].id)


def test_fire_picked_from_the_list_is_danger_whatever_the_words(
    square: Square, app: System
) -> None:
    app.enters({"service_code": "1001", "address_string": "幸福里3号楼"})
    assert [(a.kind, a.state) for a in square.alerts()] == [("fire", "paging")]


def test_danger_in_what_cannot_be_taken_is_heard_all_the_same(square: Square, app: System) -> None:
    fields = {"description": FIRE, "lat": "39.9", "long": "116.4"}
    for _ in range(2):  # sent twice, called once
        words = words_of(app.posts(fields), 400)
        assert words.startswith(square.town.bot.say("safety.fire"))
    assert not square.town.tickets()
    assert [(a.kind, a.state) for a in square.alerts()] == [("fire", "paging")]


def test_a_doubtful_sign_calls_after_a_minute(square: Square, app: System) -> None:
    answer = app.posts(
        {"description": "闻到一股怪味，不知道是不是煤气", "address_string": "幸福里"}
    )
    assert answer.json()[0]["service_notice"].startswith(square.town.bot.say("safety.gas"))
    assert [a.state for a in square.alerts()] == ["asked"]
    square.town.later(seconds=61)
    assert [a.state for a in square.alerts()] == ["paging"]


def test_danger_at_the_end_of_far_too_many_words_is_heard(square: Square, app: System) -> None:
    words = words_of(app.posts(description="路灯不亮。" * 4000 + FIRE), 400)
    assert "4000" in words
    assert [a.kind for a in square.alerts()] == ["fire"]


def test_danger_passes_when_the_limit_is_reached(square: Square) -> None:
    slow = square.system("slow-app", a_minute=1)
    slow.enters()
    assert "每分钟最多1次" in words_of(slow.posts(), 429)
    assert slow.posts().headers["retry-after"] == "60"
    assert slow.posts({"description": FIRE, "address_string": "幸福里"}).status_code == 201
    square.town.later(minutes=1)
    assert slow.posts().status_code == 200


def test_with_the_store_away_danger_is_paged_and_the_rest_may_come_again(
    square: Square, app: System
) -> None:
    house = square.town.bot.door.house
    house.store.close()
    house.store = Store(square.town.settings.url, busy_seconds=0.05)
    assert house.store.engine.url.database
    with closing(sqlite3.connect(house.store.engine.url.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        away = app.posts()
        words = words_of(app.posts({"description": FIRE, "address_string": "幸福里"}), 503)
    assert away.headers["retry-after"] == "60"
    assert "再发" in words_of(away, 503)
    assert words.startswith(square.town.bot.say("safety.fire"))
    assert '"kind": "fire"' in square.town.bot.pager.path.read_text("utf-8")
    house.store.close()


# -- what is wrong with it


@pytest.mark.parametrize(
    ("fields", "code", "word"),
    [
        ({}, 400, "service_code"),
        ({"description": "灯"}, 400, "description"),
        ({"service_code": "0203"}, 400, "address_string"),
        ({**LAMP, "service_code": "7777"}, 404, "7777"),
        ({**LAMP, "service_code": "1207"}, 404, "1207"),
        ({**LAMP, "lat": "30.6"}, 400, "long"),
        ({**LAMP, "lat": "here", "long": "there"}, 400, "WGS-84"),
        ({**LAMP, "lat": "nan", "long": "1e999"}, 400, "WGS-84"),
        ({**LAMP, "lat": "123.0", "long": "30.1"}, 400, "写反"),
        ({**LAMP, "lat": "39.9", "long": "116.4"}, 400, "12345"),
        ({**LAMP, "phone": "call me"}, 400, "phone"),
        ({**LAMP, "description": "灯" * 20_000}, 400, "20000"),
        ({**LAMP, "address_string": "里" * 301}, 400, "address_string"),
        ({**LAMP, "attribute[nothing]": "x"}, 400, "nothing"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    square: Square, app: System, fields: dict[str, str], code: int, word: str
) -> None:
    assert word in words_of(app.posts(fields), code)
    assert not square.town.tickets()


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("application/json", b'{"description": "', 400),
        ("application/json", b"[" * 100_000, 400),
        ("application/json", b"[1, 2]", 400),
        ("application/json", b'{"description": {"a": 1}}', 400),
        ("application/json", b'{"lat": ' + b"9" * 5000 + b"}", 400),
        ("application/json", b"\xff\xfe{}", 400),
        ("application/x-www-form-urlencoded", b"description=%B7%E3", 400),
        ("application/x-www-form-urlencoded", b"a=1&" * 500, 400),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("application/json", b'"' + b"x" * 300_000 + b'"', 413),
    ],
)
def test_a_broken_body_is_said_to_be_broken(app: System, kind: str, body: bytes, code: int) -> None:
    headers = {**app.headers, "Content-Type": kind}
    words_of(app.client.post(f"{V2}/requests", content=body, headers=headers), code)


def test_awkward_text_comes_back_as_it_was_in_both_formats(square: Square, app: System) -> None:
    awkward = '<script>alert("1")</script> & ]]> 😀 路灯\x00\x0b\ud800不亮'
    body = {**LAMP, "description": awkward}
    raw = json.dumps(body).encode()
    headers = {**app.headers, "Content-Type": "application/json"}
    answer = app.client.post(f"{V2}/requests.xml", content=raw, headers=headers)
    number = xml_of(answer).findtext("request/service_request_id")
    wanted = '<script>alert("1")</script> & ]]> 😀 路灯不亮'
    assert app.reads(str(number))["description"] == wanted
    page = xml_of(app.gets(f"/requests/{number}.xml"))
    assert page.findtext("request/description") == wanted
