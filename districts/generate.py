"""Writes units, places, areas and roster of the demo district and of the presets.

    python districts/generate.py [FOLDER]

The same numbers always give the same files. Catalogue, slots, calendar, policies, phones and
wording of the demo are written by hand; the presets get copies of them.
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import demo_district
import presets

HERE = Path(__file__).parent
BY_HAND = ("catalogue.csv", "slots.yaml", "calendar.csv", "policies.yaml", "phones.yaml")
HEADERS = {
    "units.csv": "编码,名称,级别,上级,类型,图层,电话,派单名称,兜底",
    "places.csv": "编码,名称,别名,网格,类别,纬度,经度,公共",
    "roster.csv": "编码,姓名,岗位,单位,电话,擅长,排班,语言",
}


def main(into: Path) -> None:
    write(into / "demo", demo_district.tables(), demo_district.areas())
    for preset in presets.PRESETS:
        folder = into / preset.folder
        write(folder, presets.tables(preset), [])
        for name in BY_HAND:
            shutil.copyfile(HERE / "demo" / name, folder / name)
        _without_court(folder / "policies.yaml")


def _without_court(path: Path) -> None:
    """The demo's court is no other district's: each names its own."""
    kept = [line for line in path.read_text("utf-8").splitlines(True) if "司法确认" not in line]
    path.write_text("".join(kept), "utf-8")


def write(
    folder: Path, tables: dict[str, list[tuple[object, ...]]], areas: list[dict[str, object]]
) -> None:
    """One CSV a table; the polygons, if any, one feature a line so that changes can be read."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(HEADERS[name].split(","))
            lines.writerows(rows)
    if areas:
        (folder / "areas.geojson").write_text(_geojson(areas), encoding="utf-8")


def _geojson(areas: Iterable[dict[str, object]]) -> str:
    features = ",\n".join(json.dumps(each, ensure_ascii=False) for each in areas)
    return f'{{"type": "FeatureCollection", "features": [\n{features}\n]}}\n'


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
