"""Tables of tickets: what is read, and how a broken file is named."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from nlu.history import read_tickets
from nlu.sheets import BrokenTable
from nlu.tables import read_table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def text(folder: Path, said: str, encoding: str = "utf-8") -> Path:
    path = folder / "tickets.csv"
    path.write_bytes(said.encode(encoding))
    return path


def refused(path: Path, *columns: str) -> str:
    with pytest.raises(BrokenTable) as wrong:
        read_table(path, columns or ("title", "label"))
    return str(wrong.value)


def workbook(folder: Path, rows: str, shared: str = "", states: str = "") -> Path:
    """A workbook whose second sheet holds the rows; the first is hidden when states says so."""
    path = folder / "tickets.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{states}'
            '<sheet name="工单" sheetId="2" r:id="rId7"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId7" '
            'Target="worksheets/data.xml"/></Relationships>',
        )
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        book.writestr("xl/worksheets/data.xml", sheet)
        if shared:
            book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{shared}</sst>')
    return path


def words(*cells: str) -> str:
    """A row of cells that hold their words themselves."""
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{c}</t></is></c>' for c in cells) + "</row>"


def test_a_missing_column_is_named_with_its_line_and_those_that_are_there(tmp_path: Path) -> None:
    said = refused(text(tmp_path, "标题,类别\n路灯坏了,照明\n"))
    assert "第1行（表头）没有列 title、label；有：标题、类别" in said


def test_a_column_that_is_there_twice_is_named(tmp_path: Path) -> None:
    said = refused(text(tmp_path, "title,label,label\n路灯坏了,照明,环卫\n"))
    assert "列 label 出现了 2 次" in said


def test_a_column_that_is_not_wanted_may_be_there_twice(tmp_path: Path) -> None:
    path = text(tmp_path, "title,备注,备注,label\n路灯坏了,,,照明\n")
    assert read_table(path, ["label"]) == [(2, {"label": "照明"})]


def test_rows_with_too_few_cells_are_named_all_at_once(tmp_path: Path) -> None:
    said = refused(text(tmp_path, "title,label\n路灯坏了,照明\n只有一列\n\n还是一列\n"))
    assert "第3、5行少了后面的列" in said


def test_rows_with_more_cells_than_the_header_are_named(tmp_path: Path) -> None:
    said = refused(text(tmp_path, "title,label\n路灯坏了,三天了,照明\n"))
    assert "第2行比表头多出列" in said


def test_empty_cells_behind_the_last_column_do_no_harm(tmp_path: Path) -> None:
    path = text(tmp_path, "title,label\n路灯坏了,照明,,\n")
    assert read_table(path, ["title", "label"]) == [(2, {"title": "路灯坏了", "label": "照明"})]


def test_an_open_quote_is_named_where_it_begins(tmp_path: Path) -> None:
    said = refused(text(tmp_path, 'title,label\n路灯坏了,照明\n"垃圾没人收,环卫\n井盖没了,井盖\n'))
    assert "第3行" in said
    assert "引号没有成对" in said


def test_words_behind_a_quote_are_named_in_chinese(tmp_path: Path) -> None:
    said = refused(text(tmp_path, 'title,label\n"路灯"坏了,照明\n'))
    assert "第2行" in said
    assert "引号没有成对" in said


def test_a_very_long_cell_with_line_breaks_is_read_and_lines_go_on_counting(tmp_path: Path) -> None:
    long = "路灯坏了。\n" * 20_000
    path = text(tmp_path, f'title,label\n"{long}",照明\n垃圾没人收,环卫\n')
    assert [n for n, _ in read_table(path, ["title", "label"])] == [2, 20_003]


def test_files_in_the_encodings_of_chinese_programs_are_read(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = text(tmp_path, "title,label\n路灯坏了,照明\n", encoding)
        assert read_table(path, ["title"]) == [(2, {"title": "路灯坏了"})]


def test_tables_set_apart_by_tabs_or_semicolons_are_read(tmp_path: Path) -> None:
    for separator in ("\t", ";"):
        path = text(tmp_path, "title,label\n路灯坏了,照明\n".replace(",", separator))
        assert read_table(path, ["label"]) == [(2, {"label": "照明"})]


def test_bytes_in_no_encoding_are_named_with_the_line_that_is_wrong(tmp_path: Path) -> None:
    path = text(tmp_path, "title,label\n路灯坏了,照明\n垃圾没人收,环卫\n")
    path.write_bytes(path.read_bytes() + b"\xff\xfe\x80,x\n")
    assert "第4行不是 UTF-8" in refused(path)


def test_what_is_no_table_is_named_as_what_it_is(tmp_path: Path) -> None:
    assert "找不到文件" in refused(tmp_path / "none.csv")
    assert "是文件夹" in refused(tmp_path)
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert "旧的 XLS 格式" in refused(old)
    assert "是空的" in refused(text(tmp_path, ""))
    assert "只有表头" in refused(text(tmp_path, "title,label\n\n"))


def test_a_workbook_is_read_by_what_it_is_and_not_by_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path, words("title", "label") + words("路灯坏了", "照明"))
    found = [(2, {"title": "路灯坏了", "label": "照明"})]
    assert read_table(path, ["title", "label"]) == found
    assert read_table(path.rename(tmp_path / "tickets.csv"), ["title", "label"]) == found


def test_hidden_sheets_are_passed_over(tmp_path: Path) -> None:
    hidden = '<sheet name="旧" sheetId="1" r:id="rId1" state="hidden"/>'
    path = workbook(tmp_path, words("title") + words("路灯坏了"), states=hidden)
    assert read_table(path, ["title"]) == [(2, {"title": "路灯坏了"})]


def test_shared_and_formatted_words_numbers_and_results_of_formulas_are_read(
    tmp_path: Path,
) -> None:
    shared = (
        "<si><t>title</t></si><si><r><t>路灯</t></r><r><t>坏了_x000D_</t></r>"
        "<rPh><t>ludeng</t></rPh></si>"
    )
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>label</t></is></c>'
        '</row><row r="4"><c r="A4" t="s"><v>1</v></c><c r="C4"><f>A1+2</f><v>3</v></c></row>'
    )
    path = workbook(tmp_path, rows, shared)
    assert read_table(path, ["title", "label"]) == [(4, {"title": "路灯坏了", "label": "3"})]


def test_a_formula_without_a_result_is_named_only_where_it_is_wanted(tmp_path: Path) -> None:
    row = '<row><c t="inlineStr"><is><t>路灯坏了</t></is></c><c><f>A1</f></c></row>'
    path = workbook(tmp_path, words("title", "label") + row)
    assert "第2行有没算出结果的公式" in refused(path)
    assert read_table(path, ["title"]) == [(2, {"title": "路灯坏了"})]


def test_a_workbook_without_its_last_cell_is_a_ticket_without_a_label(tmp_path: Path) -> None:
    path = workbook(tmp_path, words("title", "label") + words("路灯坏了"))
    assert read_table(path, ["label", "title"]) == [(2, {"label": "", "title": "路灯坏了"})]


def test_a_broken_workbook_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, words("title"))
    path.write_bytes(path.read_bytes()[:200])
    assert "不是能读的 XLSX 文件" in refused(path)
    assert "不是能读的 XLSX 文件" in refused(workbook(tmp_path, "<row><c>"))


def test_one_label_only_can_not_be_learned(tmp_path: Path) -> None:
    path = text(tmp_path, "title,label\n" + "路灯坏了,照明\n" * 9 + "垃圾没人收,环卫\n" * 2)
    said: list[str] = []
    with pytest.raises(BrokenTable, match="至少要有两个标签，各不少于 5 条；现在有 1 个"):
        read_tickets(path, ["title"], "label", said.append)
    assert any("环卫" in line for line in said)


def test_a_column_of_numbers_is_no_label(tmp_path: Path) -> None:
    rows = "".join(f"路灯坏了,{number}\n" * 5 for number in range(1_001))
    with pytest.raises(BrokenTable, match="不像是分类"):
        read_tickets(text(tmp_path, "title,label\n" + rows), ["title"], "label", lambda line: None)
