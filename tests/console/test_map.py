"""The map of grids is changed by its administrator: checked, looked at, published, taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from grid.editions import MAP
from integrations.district.maps import geojson, read_map
from tests.console.conftest import Clerk, opens
from tests.console.test_way import signed_in
from tests.town import Town

Arrive = Callable[..., Clerk]
WEST, EAST = "CH010101", "CH010102"
SPOT = (30.095, 123.012)  # in the western grid, near its eastern border
CORNER, FURTHER = [123.01359, 30.1], [123.008, 30.1]
"""The northern end of the border between the two, and where it is moved to."""


@pytest.fixture
def leader(arrive: Arrive) -> Clerk:
    """The centre's leader, who keeps the map."""
    return signed_in(arrive, "leader")


def features(town: Town) -> list[dict[str, Any]]:
    """The map in force, feature by feature."""
    found: list[dict[str, Any]] = json.loads(geojson(town.bot.district))["features"]
    return found


def moved(town: Town, to: list[float] = FURTHER) -> list[dict[str, Any]]:
    """The two grids with the border between them moved."""
    two = [one for one in features(town) if one["properties"]["编码"] in (WEST, EAST)]
    for one in two:
        [ring] = one["geometry"]["coordinates"]
        one["geometry"]["coordinates"] = [[to if point == CORNER else point for point in ring]]
    return two


def brings(clerk: Clerk, content: Any) -> str:
    """Somebody uploads a map: features, or a text as it is."""
    text = content if isinstance(content, str) else json.dumps(
        {"type": "FeatureCollection", "features": content}, ensure_ascii=False)  # fmt: skip
    token = clerk.token("/staff/map")
    file = ("file", ("areas.geojson", text.encode(), "application/geo+json"))
    return clerk.uploads("/staff/map/import", {"csrf": token}, [file])


def publishes(clerk: Clerk) -> str:
    """The draft is published from today on."""
    clerk.sees("/staff/map/draft")
    assert clerk.seen
    mark = clerk.seen.text.partition('name="mark" value="')[2].partition('"')[0]
    return clerk.posts("/staff/map/draft", "", act="publish", mark=mark, day="", why="两个网格换界")


def grid_at_spot(town: Town) -> str:
    """The grid of the spot near the border."""
    found = town.bot.district.grid_at(*SPOT)
    return found.id if found else ""


def pinned(town: Town, who: str) -> str:
    """A ticket with its pin on the spot; its number."""
    place = {"text": "发来的定位", "grid": grid_at_spot(town), "lat": SPOT[0], "lng": SPOT[1]}
    return opens(town, "0103", who, place=place).number


def test_only_the_leader_keeps_the_map(arrive: Arrive) -> None:
    for name in ("chen", "auditor", "unit1"):
        clerk = signed_in(arrive, name)
        for page in ("", "/draft", "/editions", "/areas.geojson"):
            clerk.sees(f"/staff/map{page}")
            assert clerk.status == 404, (name, page)


def test_what_goes_out_comes_in_unchanged(leader: Clerk, town: Town) -> None:
    text = leader.browser.get("/staff/map/areas.geojson").text
    assert "和现在的一样" in brings(leader, text)
    assert read_map(text.encode(), town.bot.district).keys() >= {WEST, EAST}


def test_a_moved_border_is_looked_at_published_and_taken_back(leader: Clerk, town: Town) -> None:
    number = pinned(town, "web:one")
    page = brings(leader, moved(town))
    assert "改了2处" in page
    assert "1件没办完的工单 （有定位的）会落在别的网格" in page
    assert f"{number} 幸福第一网格 → 幸福第二网格" in page
    assert "1件会派到别的单位" in page  # tried on the tickets of the last days
    assert grid_at_spot(town) == WEST
    assert "第1版发布好了" in publishes(leader)
    assert grid_at_spot(town) == EAST
    with town.bot.store.read() as work:
        ticket = work.tickets.get(number)
        assert ticket
        assert (ticket.grid, ticket.unit) == (WEST, WEST)  # where it is being worked on
    leader.posts("/staff/map/editions", "/staff/map/editions", number="0", newest="1",
                 why="界线画错了")  # fmt: skip
    assert grid_at_spot(town) == WEST


def test_places_go_with_the_ground_they_stand_on(leader: Clerk, town: Town) -> None:
    before = town.bot.district
    page = brings(leader, moved(town, [123.022, 30.1]))
    assert "幸福社区党群服务中心：幸福第二网格 → 幸福第一网格" in page
    publishes(leader)
    after = town.bot.district
    gone = [one for one in before.places.values() if after.places[one.id].grid != one.grid]
    assert gone
    for one in gone:
        assert (one.grid, after.places[one.id].grid) == (EAST, WEST)
        assert one.lat
        assert one.lng
        found = after.grid_at(one.lat, one.lng)
        assert found
        assert found.id == WEST
    assert after.places["P0001"].grid == WEST


def of(code: str, ring: Any, kind: str = "Polygon") -> dict[str, Any]:
    """A feature."""
    return {"type": "Feature", "properties": {"编码": code},
            "geometry": {"type": kind, "coordinates": [ring]}}  # fmt: skip


GOOD = [[123.0, 30.09], [123.01, 30.09], [123.01, 30.1], [123.0, 30.1], [123.0, 30.09]]
BOW = [[123.0, 30.09], [123.01, 30.1], [123.01, 30.09], [123.0, 30.1], [123.0, 30.09]]
WIDE = [[123.0, 30.05], [123.05, 30.05], [123.05, 30.1], [123.0, 30.1], [123.0, 30.05]]
SWAPPED = [[30.09, 123.0], [30.1, 123.0], [30.1, 123.01], [30.09, 123.0]]
ELSEWHERE = [[10.0, 50.0], [10.1, 50.0], [10.1, 50.1], [10.0, 50.0]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "这一行不合GeoJSON格式"),
        ("[1, 2]", "应是GeoJSON的FeatureCollection"),
        ('{"features": 3}', "应是GeoJSON的FeatureCollection"),
        ('{"features": []}', "一个图形也没有"),
        ("[" * 100_000, "FeatureCollection"),
        ([of(WEST, GOOD), {"type": "Feature"}], "第2个图形缺少“编码”或坐标"),
        ([of("XX99", GOOD)], "第1个图形：没有编码为“XX99”的单位或地点"),
        ([of(WEST, GOOD[:2])], "第1个图形：一圈至少要有三个不同的点"),
        ([of(WEST, GOOD, "LineString")], "第1个图形：图形应是Polygon或MultiPolygon"),
        ([of(WEST, [["a", "b"], *GOOD])], "第1个图形：坐标应是两个数字"),
        ([of(WEST, [[1.0], *GOOD])], "第1个图形：坐标应是两个数字"),
        ('{"features": [' + json.dumps(of(WEST, GOOD)).replace("123.01", "NaN") + "]}",
         "第1个图形：坐标应是两个数字"),
        ([of(WEST, SWAPPED)], "第1个图形：坐标应先写经度再写纬度"),
        ([of(WEST, ELSEWHERE)], "“幸福第一网格”的范围离本区太远"),
        ([of(WEST, BOW)], "“幸福第一网格”的范围自己和自己交叉了"),
        ([of(WEST, WIDE)], "和同级的“幸福第"),
    ],
)  # fmt: skip
def test_a_broken_map_changes_nothing_and_says_where(
    leader: Clerk, town: Town, content: Any, words: str
) -> None:
    assert words in brings(leader, content)
    assert leader.status == 409
    with town.bot.store.read() as work:
        assert work.editions.draft(MAP) is None


def test_a_drawn_map_names_its_grids(leader: Clerk) -> None:
    leader.sees("/staff/map")
    assert leader.seen
    assert "<title>幸福第一网格</title>" in leader.seen.text
