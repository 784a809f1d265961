"""Training on a city's own tickets: what is read, what is refused, what comes out."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from nlu.history import mapped, read_codes, read_tickets, train_history
from nlu.historymodel import load_history
from nlu.tables import BrokenTable, read_table
from nlu.twins import groups

LAMPS = (
    "路灯不亮，老人摔了一跤",
    "灯杆歪在人行道上",
    "楼道灯一闪一闪晃眼睛",
    "照明全灭，夜里伸手不见五指",
    "灯泡烧坏三个月没换",
    "太阳能灯半夜就熄了",
    "灯罩掉下来挂在半空",
    "新装的灯从来没有亮过",
    "大白天路灯开着浪费电",
    "巷子里漆黑，下晚自习不敢走路灯下",
)
WASTE = (
    "垃圾三天没人收",
    "垃圾桶满得溢出来",
    "厨余垃圾臭得开不了窗",
    "有人乱倒渣土垃圾",
    "废纸箱垃圾堵住楼梯",
    "垃圾车天不亮就没影了",
    "苍蝇围着垃圾堆飞",
    "装修垃圾堆在绿化带",
    "分类垃圾桶盖子全坏了",
    "河边漂满了塑料垃圾",
)
WHERE = ("东街口", "菜场后门", "河堤", "小学旁边", "车站广场", "三号楼下")


def write(path: Path) -> Path:
    """A small table of two labels."""
    rows = ["title,detail,label"]
    for number, (lamp, waste) in enumerate(zip(LAMPS, WASTE, strict=True)):
        rows += [f"{lamp},{place}{lamp}，{place}没人管,照明" for place in WHERE[number % 3 :: 3]]
        rows += [f"{waste},{place}{waste}，{place}味道大,环卫" for place in WHERE[number % 3 :: 3]]
    path.write_text("\n".join(row.replace("，", "；") for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_history_is_learned_saved_and_reported(tmp_path: Path) -> None:
    said: list[str] = []
    path = write(tmp_path / "tickets.csv")
    tickets = read_tickets(path, ["title", "detail"], "label", said.append)
    train_history(tickets, tmp_path / "out", said.append)
    model = load_history(tmp_path / "out")
    assert model.top({"title": "河边路灯不亮了", "detail": ""})[0].code == "照明"
    assert model.top({"title": "车站垃圾", "detail": "车站垃圾堆了三天，味道大"})[0].code == "环卫"
    assert any("交叉验证" in line for line in said)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2


def test_labels_become_our_codes_by_a_table_and_missing_ones_are_named(tmp_path: Path) -> None:
    table = tmp_path / "map.csv"
    table.write_text("label,code\n照明,0203\n", encoding="utf-8")
    said: list[str] = []
    tickets = read_tickets(write(tmp_path / "t.csv"), ["title", "detail"], "label", said.append)
    found = mapped(tickets, read_codes(table), said.append)
    assert set(found.labels) == {"0203", "环卫"}
    assert "环卫" in said[-1]


def test_tickets_without_a_label_and_rare_labels_are_left_out_and_named(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv")
    path.write_text(path.read_text("utf-8") + "路灯坏了,没人修,\n井盖没了,危险,井盖\n", "utf-8")
    said: list[str] = []
    tickets = read_tickets(path, ["title", "detail"], "label", said.append)
    assert set(tickets.labels) == {"照明", "环卫"}
    assert any("跳过 1 行" in line for line in said)
    assert any("井盖" in line for line in said)


def test_training_again_gives_the_same_answers(tmp_path: Path) -> None:
    tickets = read_tickets(write(tmp_path / "t.csv"), ["title"], "label", lambda line: None)
    first, second = (
        train_history(tickets, tmp_path / name, lambda line: None).top({"title": "垃圾车没来"})
        for name in ("one", "two")
    )
    assert first == second


def test_a_missing_column_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BrokenTable, match="第1行（表头）没有列 text"):
        read_table(write(tmp_path / "tickets.csv"), ["text"])


def test_a_broken_row_is_named_with_line_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_text("title,label\n路灯坏了,照明\n只有一列\n", encoding="utf-8")
    with pytest.raises(BrokenTable, match="第3行"):
        read_table(path, ["title", "label"])


def test_a_file_in_gb18030_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("title,label\n路灯坏了,照明\n".encode("gb18030"))
    assert read_table(path, ["title", "label"]) == [(2, {"title": "路灯坏了", "label": "照明"})]


def test_a_workbook_is_read(tmp_path: Path) -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c>'
        '<c r="B1" t="s"><v>0</v></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>路灯坏了</t></is></c>'
        '<c r="B2"><v>3</v></c></row>'
        "</sheetData></worksheet>"
    )
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>label</t></si></sst>"
    )
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", sheet)
        book.writestr("xl/sharedStrings.xml", shared)
    assert read_table(path, ["title", "label"]) == [(2, {"title": "路灯坏了", "label": "3"})]


def test_near_copies_share_a_group_and_others_do_not() -> None:
    text = "幸福里三号楼楼道灯坏了半个月，晚上老人上下楼看不见，请尽快安排人来维修"
    same = groups([text, text + "谢谢", "学院路的垃圾堆了一个星期没有人清运，味道很大，苍蝇到处飞"])
    assert same[0] == same[1]
    assert same[2] != same[0]
