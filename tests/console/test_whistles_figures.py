"""What is counted of whistles, and the tickets behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from grid.events import Actor
from grid.whistles_orders import Acknowledge, Blow, CallOff, Conclude, Judge, ReportIn
from tests.console.conftest import Clerk, opens
from tests.console.test_way import signed_in
from tests.town import START, Town

Arrive = Callable[..., Clerk]
STREET, TEAM = Actor("street1", "street"), Actor("r0250", "unit_handler")
PAGE = "/staff/figures/whistles"


@pytest.fixture
def arrive(arrive: Arrive) -> Arrive:
    """Staff whose sessions do not end when days pass."""
    return lambda **more: arrive(watch=lambda: START, **more)


@pytest.fixture
def whistled(town: Town) -> str:
    """The team came, the traffic police did nothing; another ticket had no whistle."""
    ticket = opens(town, "0104").number
    opens(town, "0104", who="web:other")
    do = town.bot.door.do
    number = do(Blow("joint", "CH01", (ticket,), "CH01Z", ("BM07",), "西门", "一起清摊"),
                STREET).number  # fmt: skip
    do(Acknowledge(number, "CH01Z"), TEAM)
    town.clock.now += timedelta(hours=5)
    do(ReportIn(number, "CH01Z", "到了三个人"), TEAM)
    town.clock.now += timedelta(hours=2)
    do(Conclude(number, "摊点清走了，交警没有来。"), STREET)
    do(Judge(number, "CH01", "BM07", 1, "没有来也没有话"), STREET)
    do(Judge(number, "CH01Z", "CH01", 4), TEAM)
    return ticket


def test_units_are_scored_and_the_tickets_behind_are_listed(
    arrive: Arrive, town: Town, whistled: str
) -> None:
    leader = signed_in(arrive, "leader")
    page = leader.sees(PAGE)
    assert "1个 ：执法哨1个；一共叫了单位2次" in page
    assert "吹哨率 1/2" in page
    assert "按时确认率 1/2" in page
    assert "按时报到率 1/2" in page
    assert "没有到 1次" in page
    assert "区交警大队 1 0 0/1 0/1 1 0 1.0（1次）" in page
    assert "禾光街道综合执法队 1 1 1/1 1/1 0 0 —" in page
    assert "禾光街道 1 0 1 0 0 4.0（1次）" in page
    html = leader.seen.text  # type: ignore[union-attr]
    url = html.partition("what=whistle.absent&amp;key=BM07")[0].rpartition('href="')[2]
    page = leader.sees(f"{url}what=whistle.absent&key=BM07".replace("&amp;", "&"))
    assert "叫了单位没有到的" in page
    assert whistled in page
    assert whistled not in leader.sees("/staff/figures/tickets?what=whistle.absent&key=CH01Z")
    assert whistled in leader.sees("/staff/figures/tickets?what=got.whistled")


def test_the_rate_stands_among_the_others_and_each_table_is_a_file(
    arrive: Arrive, whistled: str
) -> None:
    leader = signed_in(arrive, "leader")
    assert "吹哨率" in leader.sees("/staff/figures")
    for name, holds in (("whistled_units", "区交警大队"), ("whistled_streets", "禾光街道")):
        file = leader.browser.get(f"/staff/figures/csv/{name}").content.decode("utf-8-sig")
        assert holds in file
    assert "吹哨率" in leader.browser.get("/staff/figures/csv/summary").content.decode("utf-8-sig")


def test_an_area_and_a_unit_narrow_it(arrive: Arrive, whistled: str) -> None:
    leader = signed_in(arrive, "leader")
    assert "没有吹过哨" in leader.sees(f"{PAGE}?area=CH02")
    page = leader.sees(f"{PAGE}?unit=BM07")
    assert "一共叫了单位1次" in page
    other = signed_in(arrive, "r0165")  # another street's
    assert "没有吹过哨" in other.sees(PAGE)
    own = signed_in(arrive, "street1")
    assert "执法哨1个" in own.sees(PAGE)


def test_called_off_in_time_is_no_failure_of_anybody(arrive: Arrive, town: Town) -> None:
    ticket = opens(town, "0104").number
    do = town.bot.door.do
    number = do(Blow("joint", "CH01", (ticket,), "CH01Z", ("BM07",), "西门", "一起清摊"),
                STREET).number  # fmt: skip
    do(CallOff(number, "摊点自己散了"), STREET)
    town.clock.now += timedelta(hours=6)
    page = signed_in(arrive, "leader").sees(PAGE)
    assert "撤了1个" in page
    assert "按时报到率 —" in page
    assert "没有到 0次" in page
