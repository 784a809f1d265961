"""What an administrator gets wrong is named with file and line; what Excel does is forgiven."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from integrations.district import Mistake, Unreadable, check, read, report
from tests.district.conftest import append, change

TODAY = date(2026, 11, 21)


def only(found: list[Mistake], kind: str, where: tuple[str, int], word: str) -> None:
    assert [(each.severity, each.file, each.line) for each in found] == [(kind, *where)]
    assert word in found[0].words


@pytest.mark.parametrize(
    ("file", "old", "new", "word"),
    [
        ("units.csv", "CH010101,幸福第一网格,网格,CH0101", "CH010101,幸福第一网格,网格,CH9", "CH9"),
        ("units.csv", "和平街第一网格,网格,", "和平街第一网格,社区,", "级别"),
        ("units.csv", "CH0201,和平街社区,社区,", "CH0201,和平街社区,省,", "省"),
        ("places.csv", "CH010101,小区", "CH999999,小区", "CH999999"),
        ("places.csv", "CH010101,小区,30.091", "CH010101,小区,三十", "三十"),
        ("places.csv", "CH010101,小区,30.091,123.0035", "CH010101,小区,123.0035,30.091", "反"),
        ("places.csv", "学士老街", "幸福东里", "幸福东里"),
        ("catalogue.csv", "城市管理局(环卫)", "城管大局", "城管大局"),
        ("catalogue.csv", "城市管理局(环卫)", "", "主办单位"),
        ("catalogue.csv", "2工作小时", "两个钟头", "两个钟头"),
        ("catalogue.csv", "地点、照片、开始时间", "地点、血型", "血型"),
        ("catalogue.csv", "0102,", "0101,", "重复"),
        ("catalogue.csv", "0102,", "甲,", "四位"),
        ("roster.csv", "R0001,赵文静,巡查员", "R0001,赵文静,巡逻人", "巡逻人"),
        ("roster.csv", "10000000001", "1.00E+10", "科学计数"),
        ("roster.csv", "周二 14:00-17:30", "周二下午", "下午"),
        ("roster.csv", "R0002,", "R0001,", "重复"),
        ("calendar.csv", "2026-01-02", "2026-02-30", "2026-02-30"),
        ("calendar.csv", "2026-01-02", "2026-01-01", "两遍"),
        ("policies.yaml", "草稿失效: 24小时", "草稿失效: 一天", "一天"),
        ("policies.yaml", "退单上限", "退单下限", "退单下限"),
        ("policies.yaml", "黄灯: 0.6", "黄灯: 亮", "亮"),
        ("phones.yaml", "热线: ", "热线：", "YAML"),
        ("slots.yaml", "名称: 照片, ", "", "照片"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    folder: Path, file: str, old: str, new: str, word: str
) -> None:
    line = change(folder / file, old, new)
    errors = [each for each in check(folder) if each.severity == "error"]
    assert (file, line) in [(each.file, each.line) for each in errors]
    assert any(word in each.words for each in errors)
    with pytest.raises(Unreadable, match=f"第{line}行"):
        read(folder)


def test_a_circle_of_parents_is_found(folder: Path) -> None:
    change(folder / "units.csv", "CH01,禾光街道,街道,CH,", "CH01,禾光街道,街道,CH0101,")
    words = [each.words for each in check(folder) if each.severity == "error"]
    assert any("绕了一圈" in each for each in words)


def test_a_second_top_is_found(folder: Path) -> None:
    line = append(folder / "units.csv", "XX,另一区,区,,区域,基础,,,否")
    only(check(folder), "error", ("units.csv", line), "另一区")


def test_grids_that_overlap_are_found(folder: Path) -> None:
    path = folder / "areas.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    shapes = {each["properties"]["编码"]: each["geometry"] for each in document["features"]}
    shapes["CH010101"]["coordinates"] = shapes["CH010102"]["coordinates"]
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in document["features"])
    path.write_text(f'{{"features": [\n{lines}\n]}}', encoding="utf-8")
    line = 1 + list(shapes).index("CH010102") + 1
    found = [each for each in check(folder) if each.severity == "error"]
    only(found, "error", ("areas.geojson", line), "重叠")


def test_a_professional_grid_may_lie_over_basic_ones(folder: Path) -> None:
    append(folder / "units.csv", "CH01X1,禾光专业网格,网格,CH01,区域,专业,,,否")
    append(folder / "roster.csv", "R9001,某某,巡查员,CH01X1,,,,")
    corners = [[123.0, 30.06], [123.04, 30.06], [123.04, 30.09], [123.0, 30.06]]
    feature = {
        "type": "Feature",
        "properties": {"编码": "CH01X1"},
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }
    change(folder / "areas.geojson", "[\n", f"[\n{json.dumps(feature, ensure_ascii=False)},\n")
    assert check(folder) == []
    district = read(folder)
    found = district.grid_at(30.07, 123.03, layer="professional")
    assert found == district.units["CH01X1"]


def test_a_broken_map_is_named_by_its_line(folder: Path) -> None:
    line = change(folder / "areas.geojson", '"编码": "CH0102", ', '"编码": "CH0102" ')
    found = [each for each in check(folder) if each.severity == "error"]
    only(found, "error", ("areas.geojson", line), "GeoJSON")


def test_a_polygon_of_nobody_is_found(folder: Path) -> None:
    line = change(folder / "areas.geojson", '"编码": "CH0102"', '"编码": "CH7777"')
    only(check(folder), "error", ("areas.geojson", line), "CH7777")


def test_a_missing_column_says_which(folder: Path) -> None:
    change(folder / "places.csv", "网格,类别", "所在,类别")
    found = [each for each in check(folder) if each.file == "places.csv"]
    only(found, "error", ("places.csv", 1), "网格")


def test_a_header_with_chinese_commas_gets_a_hint(folder: Path) -> None:
    change(folder / "calendar.csv", "日期,类型,说明", "日期，类型，说明")
    found = [each for each in check(folder) if each.severity == "error"]
    only(found, "error", ("calendar.csv", 1), "英文逗号")


def test_a_missing_file_is_said(folder: Path) -> None:
    (folder / "roster.csv").unlink()
    found = [each for each in check(folder) if each.severity == "error"]
    only(found, "error", ("roster.csv", 0), "缺少")


def test_a_line_in_another_encoding_is_named(folder: Path) -> None:
    path = folder / "places.csv"
    raw = path.read_bytes().split(b"\n")
    raw[4] = raw[4].decode("utf-8").encode("gb18030")
    path.write_bytes(b"\n".join(raw))
    found = [each for each in check(folder) if each.file == "places.csv"]
    only(found, "error", ("places.csv", 5), "乱码")


def test_an_open_quote_is_named(folder: Path) -> None:
    line = append(folder / "calendar.csv", '2026-12-31,放假,"跨年')
    found = [each for each in check(folder) if each.severity == "error"]
    only(found, "error", ("calendar.csv", line), "引号")


def test_a_place_in_no_grid_is_a_warning(folder: Path) -> None:
    line = append(folder / "places.csv", "P9001,东湖水面,,,地标,,,是")
    only(check(folder), "warning", ("places.csv", line), "东湖水面")
    assert read(folder).places["P9001"].grid == ""


def test_a_place_without_a_grid_takes_the_one_it_stands_in(folder: Path) -> None:
    append(folder / "places.csv", "P9002,新开的店,,,商场,30.091,123.0035,否")
    assert check(folder) == []
    assert read(folder).places["P9002"].grid == "CH010101"


def test_a_place_that_stands_in_another_grid_is_a_warning(folder: Path) -> None:
    line = change(folder / "places.csv", "CH010101,小区", "CH010102,小区")
    only(check(folder), "warning", ("places.csv", line), "坐标")


def test_two_places_of_one_name_must_lie_apart(folder: Path) -> None:
    line = append(folder / "places.csv", "P9003,幸福里,,CH010101,小区,,,否")
    only(check(folder), "error", ("places.csv", line), "幸福里")


def test_a_grid_without_a_patroller_is_a_warning(folder: Path) -> None:
    change(folder / "roster.csv", "巡查员,CH010101", "社区工作人员,CH010101")
    found = check(folder)
    assert [(each.severity, each.file) for each in found] == [("warning", "units.csv")]
    assert "巡查员" in found[0].words


def test_a_missing_category_is_a_warning(folder: Path) -> None:
    change(folder / "catalogue.csv", "\n1305,", "\n1399,")
    found = check(folder)
    assert found[0].severity == "warning"
    assert "1305" in found[0].words


def test_years_without_a_calendar_are_warnings(folder: Path) -> None:
    assert [each.words[:7] for each in check(folder, date(2027, 3, 1))] == ["没有2027年"]
    assert "没有2027年" in check(folder, date(2026, 12, 1))[0].words
    (folder / "calendar.csv").write_text("日期,类型\n", encoding="utf-8")
    assert {each.severity for each in check(folder, TODAY)} == {"warning"}


def test_a_year_with_only_a_few_days_off_is_a_warning(folder: Path) -> None:
    append(folder / "calendar.csv", "2027/1/1,放假,元旦")
    assert "2027年只写了1天假" in check(folder, TODAY)[0].words


def test_the_report_ends_with_a_count(folder: Path) -> None:
    assert report(folder, TODAY) == ("没有发现问题。", True)
    change(folder / "catalogue.csv", "城市管理局(环卫)", "城管大局")
    words, usable = report(folder, TODAY)
    assert words.startswith("错误：catalogue.csv 第2行：")
    assert words.endswith("1个错误，0个提醒。")
    assert not usable


def test_what_left_a_file_unread_stands_before_what_follows_from_it(folder: Path) -> None:
    units = (folder / "units.csv").read_text("utf-8").replace("上级", "上頭", 1)
    (folder / "units.csv").write_text(units, encoding="utf-8")
    found = check(folder)
    assert len(found) > 2
    assert "units.csv" in str(found[0])
    assert "缺少列：上级" in str(found[0])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("receipt: 编号{nonsense}", "不能用{nonsense}"),
        ("receipt: 编号{no", "大括号"),
        ("receipt: 编号{}", "大括号"),
        ("recipt: 登记好了", "没有这一句"),
    ],
)
def test_a_sentence_that_could_not_be_said_is_found(folder: Path, line: str, words: str) -> None:
    (folder / "wording.yaml").write_text(f"help: 您好，这里是{{district}}。\n{line}\n", "utf-8")
    found = [each for each in check(folder) if each.file == "wording.yaml"]
    assert [each.line for each in found] == [2]
    assert words in str(found[0])


def test_a_catalogue_without_a_single_line_is_an_error(folder: Path) -> None:
    path = folder / "catalogue.csv"
    path.write_text(path.read_text("utf-8").splitlines(keepends=True)[0], "utf-8")
    errors = [str(each) for each in check(folder) if each.severity == "error"]
    assert "错误：catalogue.csv：一个事项也没有" in errors
