"""The demo and the presets are whole, as large as promised, and what the generator writes."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from grid.calendar import SHANGHAI
from grid.district import District
from grid.ground import GRIDS
from integrations.district import check, read
from tests.district.conftest import DISTRICTS

TODAY = date(2026, 11, 21)
PRESETS = ("wujiang", "zhongshan", "jianye", "wuzhong")


@pytest.fixture(scope="module")
def demo() -> District:
    return read(DISTRICTS / "demo")


def areas(district: District, level: str, layer: str = "basic") -> int:
    found = (unit for unit in district.units.values() if unit.kind == "area")
    return sum(unit.level == level and unit.layer == layer for unit in found)


@pytest.mark.parametrize("name", ["demo", *PRESETS])
def test_nothing_is_wrong_with_what_we_ship(name: str) -> None:
    assert check(DISTRICTS / name, TODAY) == []


def test_the_demo_is_as_large_as_promised(demo: District) -> None:
    assert (areas(demo, "street"), areas(demo, "community"), areas(demo, "grid")) == (4, 16, 64)
    assert len(demo.places) >= 300
    assert len(demo.catalogue) == 120
    roles = Counter(member.role for member in demo.roster.values())
    assert roles["mediator"] >= 6
    assert (roles["lawyer"], roles["judge"]) == (3, 2)


def test_each_category_reaches_a_unit_of_its_own(demo: District) -> None:
    grid = next(unit.id for unit in demo.units.values() if unit.level == "grid")
    at_the_centre = [
        code for code, each in demo.catalogue.items() if demo.unit_for(each, grid) == demo.centre
    ]
    assert at_the_centre == ["1207"]  # 待人工研判 is the centre's own


def test_forty_five_categories_ask_for_no_place(demo: District) -> None:
    assert sum(not each.has_place for each in demo.catalogue.values()) == 45


def test_a_well_known_estate_is_found_once(demo: District) -> None:
    rows = [row for row in demo.names() if row[0] == "幸福里"]
    assert len(rows) == 1
    assert demo.units[rows[0][2]].level == "grid"


def test_a_road_and_a_common_name_stand_for_several_grids(demo: District) -> None:
    for name in ("人民路", "中山路", "光明新村"):
        grids = {grid for text, _, grid in demo.names() if text == name}
        assert len(grids) > 1, name
        assert len({demo.chain(grid)[1] for grid in grids}) > 1, name


def test_each_grid_holds_its_middle_and_nobody_elses(demo: District) -> None:
    for place in demo.places.values():
        if place.lat is not None and place.lng is not None:
            found = demo.grid_at(place.lat, place.lng)
            assert found is not None
            assert found.id == place.grid


def test_the_water_in_the_east_is_in_no_grid_but_in_the_district(demo: District) -> None:
    assert demo.grid_at(30.05, 123.105) is None
    assert not demo.outside(30.05, 123.105)
    assert demo.outside(30.05, 123.2)


def test_a_pin_finds_a_building(demo: District) -> None:
    building = next(each for each in demo.places.values() if each.name == "幸福里1幢")
    assert building.lat is not None
    assert building.lng is not None
    assert demo.place_at(building.lat, building.lng) == building


def test_each_grid_knows_its_people(demo: District) -> None:
    for unit in demo.units.values():
        if unit.level == "grid" and unit.kind == "area":
            assert len(demo.members("patroller", [unit])) == 1
            assert len(demo.members("grid_head", [unit])) == 1
            assert demo.members("mediator", demo.chain(unit.id))


def test_somebody_of_the_centre_is_on_duty_at_any_hour(demo: District) -> None:
    duty = [each for each in demo.roster.values() if each.role == "duty" and each.unit == "ZX01"]
    for hour in range(24):
        at = datetime(2026, 11, 22, hour, 15, tzinfo=SHANGHAI)
        assert sum(each.on_duty(at) for each in duty) == 1


@pytest.mark.parametrize(
    ("name", "streets", "communities", "grids"),
    [
        ("wujiang", 8, 356, 899),
        ("zhongshan", 9, 54, 239),
        ("jianye", 6, 60, 300),
        ("wuzhong", 14, 218, 655),
    ],
)
def test_presets_have_the_shape_of_the_articles(
    name: str, streets: int, communities: int, grids: int
) -> None:
    district = read(DISTRICTS / name)
    found = (areas(district, each) for each in ("street", "community", "grid"))
    assert tuple(found) == (streets, communities, grids)


def test_wujiang_has_professional_grids_and_two_lines() -> None:
    district = read(DISTRICTS / "wujiang")
    assert areas(district, "grid", "professional") == 160
    kinds = Counter(unit.kind for unit in district.units.values() if unit.level == "street")
    assert (kinds["patrol"], kinds["enforcement"]) == (8, 8)


def test_zhongshan_has_one_two_and_n_in_each_grid() -> None:
    district = read(DISTRICTS / "zhongshan")
    grid = next(unit for unit in district.units.values() if unit.level in GRIDS)
    roles = Counter(each.role for each in district.roster.values() if each.unit == grid.id)
    assert (roles["patroller"], roles["auxiliary"]) == (1, 2)
    assert roles["volunteer"] >= 1


def test_jianye_has_five_levels() -> None:
    district = read(DISTRICTS / "jianye")
    micro = next(unit for unit in district.units.values() if unit.level == "micro_grid")
    assert len(district.chain(micro.id)) == 5


def test_wuzhong_mediates_on_three_levels() -> None:
    district = read(DISTRICTS / "wuzhong")
    groups = [unit for unit in district.units.values() if unit.kind == "committee"]
    levels = Counter(unit.level for unit in groups)
    assert levels["street"] + levels["community"] + levels["grid"] == 887
    assert sum(each.role == "mediator" for each in district.roster.values()) == 1925


def test_the_generator_writes_exactly_what_we_ship(tmp_path: Path) -> None:
    command = [sys.executable, str(DISTRICTS / "generate.py"), str(tmp_path)]
    subprocess.run(command, check=True)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 20
    for path in written:
        shipped = DISTRICTS / path.relative_to(tmp_path)
        assert path.read_bytes() == shipped.read_bytes(), path.name


def test_files_stay_small() -> None:
    for folder in DISTRICTS.iterdir():
        if folder.is_dir():
            assert sum(path.stat().st_size for path in folder.rglob("*.*")) < 1_000_000
