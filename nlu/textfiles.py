"""Reads a table from a text file, in the encodings and with the separators programs write."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from nlu.columns import known_names
from nlu.sheets import BrokenTable, Rows, Say, Sheet, listed

_LARGEST_CELL = 10_000_000  # characters
_SEPARATORS = ",\t;|"
_HEADS = 30  # lines among which the header is
_SAMPLE = 4_000  # bytes that show whether every character has two
_ZEROS = 0.04  # share of zero bytes from which they do
_LOST = 50  # of so many lines one may have bytes that are no character
_ENCODINGS = ("utf-8-sig", "gb18030")
_NEXT = "请在表格软件里打开，另存为 XLSX 或 UTF-8 的 CSV 再试"
# What Python's reader says of broken rows, in words for who made the table.
_REASONS = {
    "unexpected end of data": "从这里开始的引号到文件末尾也没有结束（引号没有成对）",
    "expected after": "引号里面又有引号，或者结束的引号后面还有字（引号没有成对）",
    "field larger": f"有一格超过 {_LARGEST_CELL} 个字（引号没有成对？）",
}
_BYTES = {
    b"%PDF": " PDF 文件", b"\x89PNG": "图片", b"\xff\xd8\xff": "图片", b"Rar!": "压缩文件",
    b"7z\xbc\xaf": "压缩文件", b"\x1f\x8b": "压缩文件", b"SQLite": "数据库", b"{\\rtf": " RTF 文档",
}  # fmt: skip
_WORDS = {"<": "网页（HTML）或 XML，只是名字像表格", "{": " JSON", "[{": " JSON"}


def read_text(path: Path, columns: Sequence[str], say: Say) -> Sheet:
    """The rows of a file, by the separator that tells the wanted columns apart best."""
    raw = path.read_bytes()
    for start, kind in _BYTES.items():
        if raw.startswith(start):
            raise BrokenTable(f"{path.name} 是{kind}，不是表格；请导出为 XLSX 或 CSV")
    text = _decoded(path, raw, say)
    for sign, kind in _WORDS.items():
        if text.lstrip().startswith(sign):
            raise BrokenTable(f"{path.name} 是{kind}，不是 CSV 或 XLSX；{_NEXT}")
    skipped, separator = _separator(text, columns)
    return Sheet("", _rows(path, text, (skipped, separator)))


def _separator(text: str, columns: Sequence[str]) -> tuple[int, str]:
    """How many lines only say what separates (Excel's `sep=;`), and the separator."""
    lines = text[: _HEADS * 2_000].splitlines()[:_HEADS]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return 1, lines[0][4]
    found = {sign: [line.split(sign) for line in lines] for sign in _SEPARATORS}
    return 0, max(
        found,
        key=lambda sign: (
            max((known_names(_unquoted(row), columns) for row in found[sign]), default=0),
            len(found[sign][0]) if lines else 0,
        ),
    )


def _unquoted(cells: list[str]) -> list[str]:
    return [cell.strip().strip('"') for cell in cells]


def _rows(path: Path, text: str, how: tuple[int, str]) -> Rows:
    """Rows with the line each begins on; raises BrokenTable."""
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=how[1], strict=True)
    start = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            said = next((why for what, why in _REASONS.items() if what in str(wrong)), str(wrong))
            raise BrokenTable(
                f'{path.name} 第{start}行读不懂：{said}；文字里的引号要写成两个（""），'
                "或者另存为 XLSX"
            ) from wrong
        if start > how[0]:
            yield start, row
        start = reader.line_num + 1


def _decoded(path: Path, raw: bytes, say: Say) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    for encoding in [*_wide(raw[:_SAMPLE]), *_ENCODINGS]:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _mended(path, raw, say)


def _wide(sample: bytes) -> Iterator[str]:
    """UTF-16 that does not say so: commas and digits have a zero beside them."""
    if sample.count(0) > len(sample) * _ZEROS:
        yield "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _mended(path: Path, raw: bytes, say: Say) -> str:
    """A file in which a few characters were cut in two, as exports of so many bytes do: they are
    left out, and their lines are named. Raises BrokenTable when there are many."""
    for encoding in _ENCODINGS:
        text = raw.decode(encoding, errors="replace")
        lost = _lost(text)
        if len(lost) * _LOST <= text.count("\n"):
            say(f"{path.name} {listed(lost)}有读不出的字（半个汉字），去掉了")
            return text.replace("�", "")
    furthest = max((raw.decode(encoding, errors="replace") for encoding in _ENCODINGS), key=_good)
    raise BrokenTable(
        f"{path.name} {listed(_lost(furthest))}不是 UTF-8，也不是 GB18030 编码；{_NEXT}"
    )


def _lost(text: str) -> list[int]:
    """The lines with bytes that were no character."""
    return [number for number, line in enumerate(text.split("\n"), 1) if "�" in line]


def _good(text: str) -> int:
    """The lines before the first such one."""
    return text[: text.index("�")].count("\n")
