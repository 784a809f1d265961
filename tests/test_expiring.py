"""What has had its years leads back to nobody, and still counts (F.1: retention, F07)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.keeper import Keeper
from dialogs.commands import AddToTicket, JoinTicket, LeavePhone, RateTicket, WithdrawTicket
from integrations.sql import schema
from tests.console.conftest import at_desk, opens
from tests.town import Town

WHO, OTHER = "web:neighbour", "web:other"
STORY = "我叫钱学文，幸福里3号楼2单元301门口有旧沙发，打13812345678。"
TRACES = ("钱学文", "阿莲", "13812345678", "301", "1381234")


def sweeps(town: Town, days: int) -> dict[str, int]:
    """Days pass, and the keeper looks at what has had its time."""
    town.clock.now += timedelta(days=days)
    house = town.bot.door.house
    return Keeper(house.store, {}, town.folder, town.clock, house.retention).sweep()


def rows(town: Town, name: str) -> list[dict[str, Any]]:
    with town.bot.store.read() as work:
        table = schema.metadata.tables[name]
        return [dict(row) for row in work.connection.execute(select(table)).mappings()]


def traces(town: Town, *tables: str) -> list[str]:
    """What of the people can still be read in those tables."""
    found = str([rows(town, name) for name in tables])
    return [one for one in TRACES if one in found]


def test_a_ticket_loses_its_people_after_five_years_and_still_counts(town: Town) -> None:
    ticket = opens(town, who=WHO, detail=STORY)
    at_desk(town, WHO, AddToTicket(ticket.number, "钱学文家门口还有床垫，301室。"))
    at_desk(town, OTHER, JoinTicket(ticket.number))
    at_desk(town, WHO, RateTicket(ticket.number, "unsolved", 1, words="钱学文说没来"))
    assert sweeps(town, 5 * 365)["tickets"] == 0
    assert {"钱学文", "301"} <= set(traces(town, "tickets", "additions"))
    assert sweeps(town, 3)["tickets"] == 1
    assert traces(town, "tickets", "additions", "ratings", "followers") == []
    (kept,) = rows(town, "tickets")
    assert (kept["grid"], kept["category"], kept["lat"]) == (ticket.grid, "0103", None)
    assert "旧沙发" in kept["detail"]
    (rated,) = rows(town, "ratings")
    assert (rated["solved"], rated["person"]) == ("unsolved", kept["person"])
    assert str(kept["person"]) != ticket.person
    assert sweeps(town, 1)["tickets"] == 0


def test_a_tip_off_loses_its_person_two_years_after_its_end(town: Town) -> None:
    tip = opens(town, "1203", WHO, detail=STORY)
    assert tip.secret
    ordinary = opens(town, who=OTHER, detail=STORY)
    sweeps(town, 800)
    assert {one["contact"] for one in rows(town, "tickets")} == {WHO, OTHER}  # it is still open
    for number, who in ((tip.number, WHO), (ordinary.number, OTHER)):
        at_desk(town, who, WithdrawTicket(number))
    sweeps(town, 729)
    assert {one["contact"] for one in rows(town, "tickets")} == {WHO, OTHER}
    assert sweeps(town, 2)["tickets"] == 1
    kept = {one["number"]: one for one in rows(town, "tickets")}
    assert kept[tip.number]["contact"] == "office:expired"
    assert "钱学文" not in kept[tip.number]["detail"]
    assert kept[ordinary.number]["contact"] == OTHER


def test_what_was_said_in_a_survey_goes_after_three_years_and_the_mark_stays(town: Town) -> None:
    number = opens(town, who=WHO).number
    at_desk(town, WHO, RateTicket(number, "unsolved", 1, words="钱学文说没来"))
    sweeps(town, 3 * 365 - 1)
    assert rows(town, "ratings")[0]["words"]
    sweeps(town, 2)
    assert (rows(town, "ratings")[0]["words"], rows(town, "ratings")[0]["satisfied"]) == ("", 1)


def test_who_left_a_phone_and_nothing_else_is_forgotten(town: Town) -> None:
    for who in (WHO, OTHER):
        at_desk(town, who, LeavePhone("13812345678"))
    opens(town, who=OTHER)
    assert sweeps(town, 29)["people"] == 0
    assert sweeps(town, 2)["people"] == 1
    left = {one["contact"]: one for one in rows(town, "contacts")}
    assert (left[WHO]["name"], left[OTHER]["name"]) == ("", "阿莲")
    phones = {one["id"]: one["phone"] for one in rows(town, "persons")}
    assert phones[left[WHO]["person"]] is None
    assert phones[left[OTHER]["person"]] is not None


def test_talk_of_somebody_with_newer_tickets_goes_after_the_years_of_one(town: Town) -> None:
    town.says("你好，我住在秘密花园", WHO)
    sweeps(town, 5 * 365 + 2)
    town.says("你好，我住在兰花巷", WHO)
    opens(town, who=WHO)
    sweeps(town, 1)
    said = str([one["body"] for one in rows(town, "inbox")])
    assert "秘密花园" not in said
    assert "兰花巷" in said


def test_words_of_an_alarm_go_with_the_talk(town: Town) -> None:
    town.says("着火了，我在秘密花园", WHO)
    assert "着火" in str(rows(town, "alerts"))
    sweeps(town, 31)
    (alarm,) = rows(town, "alerts")
    assert (alarm["words"], alarm["kind"]) == ("", "fire")


def test_nothing_of_it_breaks_the_log(town: Town) -> None:
    number = opens(town, "1203", WHO, detail=STORY).number
    at_desk(town, WHO, WithdrawTicket(number))
    sweeps(town, 731)
    with town.bot.store.read() as work:
        assert work.log.broken("ticket", number) == 0
