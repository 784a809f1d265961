"""Other systems read how things stand: their own tickets, and of others' what all may know."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.keys import ENTER, READ_OWN, READ_PUBLIC
from dialogs.commands import AnswerTicket
from grid.events import Actor
from grid.merging import Merge
from tests.open311.conftest import LAMP, V2, Square, System, words_of, xml_of

PARK = {"service_code": "0101", "description": "门口垃圾没人收，我是林小北13912345678，住3幢502",
        "address_string": "幸福公园", "phone": "13912345678"}  # fmt: skip
CLERK = Actor("chen", "hotline_staff")


@pytest.fixture
def reader(square: Square) -> System:
    """A system that reads public matters alone."""
    return square.system("open-data", (READ_PUBLIC,))


def test_services_are_the_catalogue_a_resident_may_report(square: Square, app: System) -> None:
    district = square.town.bot.district
    answer = app.client.get(f"{V2}/services.json")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    listed = {one["service_code"]: one for one in answer.json()}
    assert listed["0101"]["group"] == "市容环卫"
    assert listed["0101"]["metadata"] is True
    assert listed["0101"]["type"] == "realtime"
    assert "垃圾" in listed["0101"]["keywords"]
    assert not {"1207", "1001", "0706"} & set(listed)  # unsorted, and emergencies
    assert len(listed) == len(district.catalogue) - 7
    assert len(xml_of(app.client.get(f"{V2}/services.xml"))) == len(listed)


def test_a_service_says_what_more_it_asks_for(app: System) -> None:
    found = app.client.get(f"{V2}/services/0101.json").json()
    assert [one["code"] for one in found["attributes"]] == ["since"]
    assert found["attributes"][0]["required"] is False
    page = xml_of(app.client.get(f"{V2}/services/0101.xml"))
    assert page.findtext("attributes/attribute/variable") == "true"
    assert "9999" in words_of(app.client.get(f"{V2}/services/9999"), 404)


def test_discovery_names_the_formats(app: System) -> None:
    page = xml_of(app.client.get(f"{V2}/discovery.xml"))
    formats = [one.text for one in page.iter("format")]
    assert formats == ["text/xml", "application/json"]
    assert page.findtext("endpoints/endpoint/url") == "http://127.0.0.1/open311/v2"


def test_the_format_is_the_ending_or_what_is_accepted(app: System) -> None:
    assert xml_of(app.client.get(f"{V2}/services", headers={"Accept": "text/xml"})) is not None
    plain = app.client.get(f"{V2}/services")
    assert plain.headers["content-type"].startswith("application/json")
    error = xml_of(app.client.get(f"{V2}/nothing.xml"))
    assert error.findtext("error/code") == "404"


@pytest.mark.parametrize("path", ["/open311", "/open311/v3/services", f"{V2}/requests/1/2"])
def test_what_is_not_there_is_said_in_the_standards_list(app: System, path: str) -> None:
    answer = app.client.get(path)
    assert answer.status_code == 404
    if path != "/open311":
        words_of(answer, 404)
    words_of(app.client.delete(f"{V2}/requests"), 405)


def test_one_reads_what_one_has_entered_with_its_step_unit_and_dates(
    square: Square, app: System
) -> None:
    number = app.enters()
    ticket = square.town.tickets()[0]
    found = app.reads(number)
    assert (found["status"], found["service_code"]) == ("open", "0203")
    assert found["status_notes"] == "已经转给负责的单位"
    assert found["description"] == LAMP["description"]
    assert found["address"] == "幸福里3号楼"
    assert found["agency_responsible"] == square.town.bot.district.units[ticket.unit].name
    assert datetime.fromisoformat(found["requested_datetime"]).utcoffset() == timedelta(hours=8)
    assert datetime.fromisoformat(found["expected_datetime"]) == ticket.answer_due


def test_the_answer_is_read_and_closing_is_closed(square: Square, app: System) -> None:
    number = app.enters()
    square.town.later(minutes=5)
    square.town.bot.door.do(AnswerTicket(number, "灯已经换好了。", "chen"), CLERK)
    found = app.reads(number)
    assert found["status"] == "open"
    assert found["status_notes"].endswith("灯已经换好了。")
    assert found["updated_datetime"] > found["requested_datetime"]
    square.town.later(days=30)
    assert app.reads(number)["status"] == "closed"
    assert app.numbers(status="closed", start_date="2026-11-01") == [number]
    assert app.numbers(status="open", start_date="2026-11-01") == []


def test_a_merged_ticket_stands_where_the_other_one_stands(square: Square, app: System) -> None:
    one, two = app.enters(PARK), app.enters(PARK, phone="13912345679")
    square.town.bot.door.do(Merge(one, (two,), "同一堆垃圾"), CLERK)
    assert app.reads(two)["status"] == "open"
    assert app.numbers(status="open") == [two, one]


def test_filters_narrow_the_list_and_pages_follow_each_other(square: Square, app: System) -> None:
    lamp = app.enters()
    square.town.later(days=2)
    park = app.enters(PARK)
    assert app.numbers() == [park, lamp]
    assert app.numbers(service_code="0203,0204") == [lamp]
    assert app.numbers(service_request_id=f"{lamp}, nothing") == [lamp]
    assert app.numbers(start_date="2026-11-19T00:00:00+08:00") == [park]
    assert app.numbers(end_date="2026-11-19T00:00:00Z") == [lamp]
    assert app.numbers(page=1, page_size=1) == [park]
    assert app.numbers(page=2, page_size=1) == [lamp]
    unescaped = app.client.get(
        f"{V2}/requests?start_date=2026-11-19T00:00:00+08:00", headers=app.headers
    )
    assert [one["service_request_id"] for one in unescaped.json()] == [park]
    square.town.later(days=91)
    assert app.numbers() == []
    assert app.numbers(service_request_id=lamp) == [lamp]


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "yesterday"}, {"status": "half"}, {"page": "0"}, {"page_size": "9999"},
        {"page": "１"}, {"start_date": "2026-12-01", "end_date": "2026-11-01"},
        {"end_date": "9999-12-31T23:59:59-23:59"}, {"service_request_id": ",".join("x" * 101)},
        {"service_request_id": ",".join(str(n) for n in range(101))},
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_meant_is_refused(app: System, query: dict[str, str]) -> None:
    if query.get("service_request_id", "").startswith("x"):
        assert app.numbers(**query) == []
    else:
        words_of(app.gets(**query), 400)


def test_nobody_reads_what_another_system_entered(square: Square, app: System) -> None:
    number = app.enters()
    other = square.system("other-app")
    words = words_of(other.gets(f"/requests/{number}"), 404)
    assert words == words_of(other.gets("/requests/20261118-9999"), 404)
    assert other.numbers() == []
    assert other.numbers(service_request_id=number) == []
    square.town.says("幸福里3号楼垃圾没人收")
    assert app.numbers() == [number]


def test_of_what_is_secret_the_step_alone_is_read(square: Square, app: System) -> None:
    number = app.enters({"service_code": "1203", "description": "村里有人拿了不该拿的钱",
                         "address_string": "幸福里3号楼"})  # fmt: skip
    assert square.town.tickets()[0].secret
    found = app.reads(number)
    assert (found["description"], found["address"], found["lat"]) == (None, None, None)
    assert found["status"] == "open"


def test_public_matters_are_read_without_anything_of_the_person(
    square: Square, app: System, reader: System
) -> None:
    number = app.enters(PARK, media_url="https://example.org/me.jpg")
    square.town.bot.door.do(AnswerTicket(number, "已和林小北说好了。", "chen"), CLERK)
    private = [app.enters(), app.enters({**PARK, "service_code": "0702"}),
               app.enters({**PARK, "service_code": "1203"})]  # fmt: skip
    assert reader.numbers() == [number]
    found = reader.reads(number)
    text = str(found)
    for piece in ("林", "139", "502", "example", "说好", "没人收"):
        assert piece not in text
    place = square.town.bot.district.places["P0015"]
    assert (found["address"], found["lat"]) == ("幸福公园", place.lat)
    assert found["description"] == "幸福公园：暴露垃圾与垃圾清运"
    for one in private:
        words_of(reader.gets(f"/requests/{one}"), 404)


def test_who_may_read_both_reads_its_own_whole(square: Square, app: System) -> None:
    both = square.system("both", (ENTER, READ_OWN, READ_PUBLIC))
    others, own = app.enters(PARK), both.enters(PARK, phone="13912345670")
    assert both.numbers() == [own, others]
    assert "502" in both.reads(own)["description"]
    assert "502" not in both.reads(others)["description"]


def test_who_saw_what_is_written_down(square: Square, app: System, reader: System) -> None:
    number = app.enters(PARK)
    reader.numbers()
    app.reads(number)
    with square.town.bot.store.read() as work:
        seen = [(row.account, row.act) for row in work.accounts.seen(number)]
        used = {key.name: key.used for key in work.keys.all()}
    assert seen == [("system:city-app", "enter"), ("system:open-data", "ticket"),
                    ("system:city-app", "ticket")]  # fmt: skip
    assert all(used.values())


def test_the_routes_are_described(app: System) -> None:
    found = app.client.get("/open311/openapi.json").json()
    assert set(found["paths"]) == {"/discovery", "/services", "/services/{service_code}",
                                   "/requests", "/requests/{service_request_id}"}  # fmt: skip
    shape = found["components"]["schemas"]["ServiceRequest"]["properties"]
    assert set(shape) == set(app.reads(app.enters()))
    listed = found["components"]["schemas"]["Service"]["properties"]
    assert set(listed) == set(app.client.get(f"{V2}/services").json()[0])
