"""Tables as programs of cities really export them: titles, notes, spellings, encodings, sheets."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from nlu.history import all_tickets, read_tickets
from nlu.sheets import BrokenTable
from nlu.tables import read_table
from tests.nlu.test_history_files import LINKS, MAIN, RELATIONS, refused, text, words

FOUND = [(2, {"标题": "路灯坏了", "类别": "照明"})]
PLAIN = "编号,标题,类别\n1,路灯坏了,照明\n"


def read(folder: Path, said: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    return [row for _, row in read_table(text(folder, said, encoding), ["标题", "类别"])]


def noted(path: Path) -> list[str]:
    """What is said while a table is read."""
    said: list[str] = []
    read_table(path, ["标题", "类别"], said.append)
    return said


def many(rows: int = 100) -> str:
    return "编号,标题,类别\n" + "".join(f"{n},路灯坏了,照明\n" for n in range(rows))


def book(folder: Path, sheets: dict[str, str]) -> Path:
    """A workbook of sheets by name, each given by what stands inside of it."""
    path = folder / "tickets.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        listed = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets)
        )
        linked = "".join(
            f'<Relationship Id="r{n}" Target="worksheets/{n}.xml"/>' for n in range(len(sheets))
        )
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{RELATIONS}">{linked}</Relationships>',
        )
        for n, inside in enumerate(sheets.values()):
            file.writestr(
                f"xl/worksheets/{n}.xml", f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'
            )
    return path


def data(*rows: str) -> str:
    return f"<sheetData>{''.join(rows)}</sheetData>"


@pytest.mark.parametrize(
    "above",
    [
        "枫林市热线工单导出表,,\n",
        "枫林市热线工单导出表\n导出时间：三月一日\n\n",
        '"枫林市\n热线工单",,\n',
        "\n,,\n",
        "sep=,\n",
    ],
)
def test_what_stands_above_the_header_is_passed_over(tmp_path: Path, above: str) -> None:
    assert read(tmp_path, above + PLAIN) == [row for _, row in FOUND]
    lines = [n for n, _ in read_table(text(tmp_path, above + PLAIN), ["标题"])]
    assert lines == [above.count("\n") + 2]


@pytest.mark.parametrize(
    "head",
    [
        "编号, 标题 ,类别\u200b",
        "编号,标 题,\ufeff类别",
        '编号,标题,"类\n别"',
        "编号,*标题,类别（必填）",
    ],
)
def test_names_of_columns_are_found_as_eyes_read_them(tmp_path: Path, head: str) -> None:
    assert read(tmp_path, f"{head}\n1,路灯坏了,照明\n") == [row for _, row in FOUND]


def test_a_name_as_it_is_written_comes_before_one_that_is_like_it(tmp_path: Path) -> None:
    said = "标题（原）,标题,类别\n旧的,路灯坏了,照明\n"
    assert read(tmp_path, said) == [row for _, row in FOUND]


def test_a_header_of_two_rows_is_read_as_one(tmp_path: Path) -> None:
    said = "编号,工单,,类别\n,标题,内容,\n1,路灯坏了,三天,照明\n"
    assert read_table(text(tmp_path, said), ["标题", "内容", "类别"]) == [
        (3, {"标题": "路灯坏了", "内容": "三天", "类别": "照明"})
    ]


def test_a_header_that_stands_again_in_the_middle_is_no_ticket(tmp_path: Path) -> None:
    assert read(tmp_path, PLAIN + PLAIN) == [row for _, row in FOUND] * 2


def test_tables_set_apart_by_bars_or_as_excel_says_are_read(tmp_path: Path) -> None:
    assert read(tmp_path, PLAIN.replace(",", "|")) == [row for _, row in FOUND]
    assert read(tmp_path, "sep=;\n" + PLAIN.replace(",", ";")) == [row for _, row in FOUND]
    assert read(tmp_path, "热线，工单,,三月,\n" + PLAIN.replace(",", "\t")) == [r for _, r in FOUND]


def test_a_table_of_one_column_says_what_sets_columns_apart(tmp_path: Path) -> None:
    said = refused(text(tmp_path, PLAIN.replace(",", "，")), "标题")
    assert "列与列要用英文逗号" in said


def test_wide_characters_need_no_mark_at_the_beginning(tmp_path: Path) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert read(tmp_path, PLAIN, encoding) == [row for _, row in FOUND]


def test_half_a_character_is_left_out_and_its_line_named(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        path = text(tmp_path, many(), encoding)
        path.write_bytes(path.read_bytes() + "9,垃圾没人".encode(encoding)[:-1] + b",x\n")
        assert any("第102行有读不出的字" in line for line in noted(path)), encoding
        assert read_table(path, ["标题"])[-1][1]["标题"] == "垃圾没"


def test_a_note_at_the_end_and_a_single_slip_are_left_out_and_named(tmp_path: Path) -> None:
    path = text(tmp_path, many() + "共100条\n9,路灯坏了，三天了,没人管,照明\n")
    said = noted(path)
    assert any("跳过第102行：少了后面的列" in line for line in said)
    assert any("跳过第103行：比表头多出列" in line for line in said)
    assert len(read_table(path, ["标题"])) == 100


def test_words_of_programs_for_nothing_are_nothing(tmp_path: Path) -> None:
    path = text(tmp_path, "标题,类别\n路灯坏了,NULL\nnan,照明\n")
    assert [row for _, row in read_table(path, ["标题", "类别"])] == [
        {"标题": "路灯坏了", "类别": ""}, {"标题": "", "类别": "照明"},
    ]  # fmt: skip


def test_a_column_that_is_there_twice_with_the_same_words_does_no_harm(tmp_path: Path) -> None:
    path = text(tmp_path, "标题,类别,类别\n路灯坏了,照明,照明\n")
    assert read_table(path, ["标题", "类别"]) == FOUND


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"%PDF-1.7", "是 PDF 文件"),
        (b"\x89PNG\r\n", "是图片"),
        (b"<html><table><tr><td>", "是网页"),
        (b'<?xml version="1.0"?>', "XML"),
        (b'{"a": 1}', "是 JSON"),
        (b"\x1f\x8b\x08", "是压缩文件"),
    ],
)
def test_a_file_that_only_has_the_name_of_a_table_is_called_what_it_is(
    tmp_path: Path, start: bytes, said: str
) -> None:
    path = text(tmp_path, "")
    path.write_bytes(start + b"\nx" * 50)
    assert said in refused(path)
    assert "CSV" in refused(path)


def test_of_zip_files_only_workbooks_are_tables(tmp_path: Path) -> None:
    for part, said in (("word/document.xml", "Word"), ("mimetype", "ODS"), ("a.csv", "先解压")):
        path = tmp_path / "tickets.xlsx"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr(part, "x")
        assert said in refused(path)


def test_every_sheet_with_the_columns_is_read_and_others_are_named(tmp_path: Path) -> None:
    head = words("标题", "类别")
    sheets = {
        "说明": data(words("请勿修改")),
        "三月": data(head, words("路灯坏了", "照明")),
        "四月": data(head, words("垃圾没人收", "环卫")),
        "空": data(),
    }
    path = book(tmp_path, sheets)
    assert read_table(path, ["标题", "类别"]) == [
        ("三月!2", {"标题": "路灯坏了", "类别": "照明"}),
        ("四月!2", {"标题": "垃圾没人收", "类别": "环卫"}),
    ]
    assert any("“说明”没有要的列" in line for line in noted(path))


def test_cells_that_are_one_over_several_rows_say_the_same_in_each(tmp_path: Path) -> None:
    rows = data(
        words("标题", "类别"),
        words("路灯坏了", "照明"),
        words("灯杆歪了"),
        words("垃圾没人收", "环卫"),
    )
    merged = '<mergeCells count="2"><mergeCell ref="B2:B3"/><mergeCell ref="A9:B9"/></mergeCells>'
    found = read_table(book(tmp_path, {"工单": rows + merged}), ["标题", "类别"])
    assert [row["类别"] for _, row in found] == ["照明", "照明", "环卫"]


def test_a_note_beside_the_table_of_a_workbook_does_no_harm(tmp_path: Path) -> None:
    rows = data(words("标题", "类别"), words("路灯坏了", "照明", "", "", "问过了"))
    assert read_table(book(tmp_path, {"工单": rows}), ["标题", "类别"]) == FOUND


def test_fractions_and_dates_are_read_as_they_are_shown(tmp_path: Path) -> None:
    row = "<row><c><v>1.1000000000000001</v></c><c><v>330102199001011234</v></c></row>"
    path = book(tmp_path, {"工单": data(words("标题", "类别"), row)})
    found = [(2, {"标题": "1.1", "类别": "330102199001011234"})]
    assert read_table(path, ["标题", "类别"]) == found


def test_a_workbook_that_is_being_written_is_refused_kindly(tmp_path: Path) -> None:
    path = book(tmp_path, {"工单": data(words("标题", "类别"), words("路灯坏了", "照明") * 500)})
    whole = path.read_bytes()
    for damaged in (whole[:-60], whole[:200] + bytes(300) + whole[500:]):
        path.write_bytes(damaged)
        assert "另存一份再试" in refused(path, "标题", "类别")


def test_labels_that_differ_only_to_a_program_are_one(tmp_path: Path) -> None:
    ways = (
        "照明（路灯）",
        "照明(路灯)",
        " 照明（路灯） ",
        "照明（路灯）\u200b",
        '"照明（路\n灯）"',
    )
    rows = "".join(
        f"路灯坏了,{ways[n % 5]}\n垃圾没人收,环卫\n灯杆歪,照明（路灯）\n" for n in range(10)
    )
    said: list[str] = []
    tickets = read_tickets(text(tmp_path, "标题,类别\n" + rows), ["标题"], "类别", said.append)
    assert set(tickets.labels) == {"照明（路灯）", "环卫"}
    assert any("几种写法" in line and "“照明(路灯)”" in line for line in said)


def test_a_label_of_signs_alone_is_none(tmp_path: Path) -> None:
    rows = "路灯坏了,照明\n垃圾没人收,环卫\n" * 5 + "井盖没了,/\n井盖,-\n"
    tickets = read_tickets(text(tmp_path, "标题,类别\n" + rows), ["标题"], "类别", print)
    assert set(tickets.labels) == {"照明", "环卫"}


def test_a_column_without_words_is_left_out_and_named(tmp_path: Path) -> None:
    rows = "路灯坏了,,照明\n垃圾没人收,,环卫\n" * 5
    said: list[str] = []
    path = text(tmp_path, "标题,内容,类别\n" + rows)
    assert read_tickets(path, ["标题", "内容"], "类别", said.append).columns == ("标题",)
    assert "列 内容 全是空的，不用" in said


def test_tickets_whose_label_stands_only_in_the_first_row_of_each_are_told_so(
    tmp_path: Path,
) -> None:
    said: list[str] = []
    path = text(tmp_path, "标题,类别\n路灯坏了,照明\n灯杆歪了,\n灯不亮,\n垃圾没人收,环卫\n臭,\n")
    all_tickets(path, ["标题"], "类别", said.append)
    assert any("每一行都填上" in line for line in said)


def test_columns_that_make_no_sense_are_refused_with_what_to_write(tmp_path: Path) -> None:
    path = text(tmp_path, PLAIN)
    for columns, label, said in (
        ([], "类别", "没有写列名"),
        (["标题"], "标题", "也写在 --text 里"),
        (["主题"], "类别", "没有列 主题；有：编号、标题、类别。请照表头写列名"),
    ):
        with pytest.raises(BrokenTable, match=said):
            all_tickets(path, columns, label, print)
