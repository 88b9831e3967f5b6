"""CSV as spreadsheets write it: with or without a mark of its encoding, in UTF-8 or GBK, and rows pasted of both.

Excel on a Chinese Windows writes GBK without saying so. Where one file holds lines of both encodings, no reading
of the whole is right: lines are told apart one by one, and those in the rarer encoding are refused by row. Pure.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from app.kernel.spreadsheets import Unreadable
from app.lawyers.exchange.grids import MOST_ROWS, TOO_MANY_ROWS, Grid, adder

MARKS_TEXT = "'"
"""Written before text that a spreadsheet would take for a formula, and taken away again."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", MARKS_TEXT)
"""What makes a spreadsheet calculate, whole width too (OWASP, CSV injection)."""
DELIMITERS = ",\t;"
NOT_TEXT = "这不是 Excel 工作簿（.xlsx），也不是 CSV 文字文件"
MOST_LINES = 4 * MOST_ROWS
"""Of a file; a cell may hold several."""
FIRST_WIDE = 0x0800
"""From here on a character takes three bytes in UTF-8, as Chinese does; GBK makes two-byte ones by accident."""


class Encoding(StrEnum):
    """How a line is written."""

    PLAIN = "ASCII"
    UTF8 = "UTF-8"
    GBK = "GBK"
    EITHER = "UTF-8/GBK"
    NEITHER = "?"


CODECS = {Encoding.PLAIN: "ascii", Encoding.UTF8: "utf-8", Encoding.GBK: "gb18030", Encoding.NEITHER: "gb18030"}


def read_text(data: bytes) -> Grid:
    """The rows of a CSV file; rows in another encoding than most are in ``refused``.

    Raises:
        Unreadable: no text, quotes that do not end, or too many lines or rows.
    """
    lines, encodings = _lines(data)
    usual = _usual(encodings)
    grid = Grid()
    add = adder(grid)
    for number, (first, last, cells) in enumerate(_records(lines), start=1):
        odd = next((one for one in encodings[first:last] if one not in (usual, Encoding.PLAIN)), None)
        if odd is not None:
            grid.refused[number] = _mixed(odd, usual)
        add(number, [_unmarked(cell) for cell in cells])
    return grid


def _lines(data: bytes) -> tuple[list[str], list[Encoding]]:
    """Lines as text, each with its encoding; line ends stay, for a cell may hold them."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            lines = list(io.StringIO(data.decode("utf-16"), newline=""))
        except UnicodeDecodeError:
            raise Unreadable("not_text", NOT_TEXT) from None
        return lines, [Encoding.PLAIN] * len(lines)
    if b"\x00" in data:
        raise Unreadable("not_text", NOT_TEXT)
    if data.count(b"\n") > MOST_LINES:
        raise Unreadable("too_large", TOO_MANY_ROWS)
    raw = data.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
    encodings = [_encoding(line) for line in raw]
    usual = _usual(encodings)
    encodings = [usual if one is Encoding.EITHER else one for one in encodings]
    return [
        line.decode(CODECS[one], errors="replace") for line, one in zip(raw, encodings, strict=True)
    ], encodings


def _encoding(line: bytes) -> Encoding:
    if line.isascii():
        return Encoding.PLAIN
    is_gbk = _decoded(line, "gb18030") is not None
    utf8 = _decoded(line, "utf-8")
    if utf8 is None:
        return Encoding.GBK if is_gbk else Encoding.NEITHER
    is_wide = any(ord(character) >= FIRST_WIDE for character in utf8)
    return Encoding.UTF8 if is_wide or not is_gbk else Encoding.EITHER


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _usual(encodings: list[Encoding]) -> Encoding:
    counted = Counter(one for one in encodings if one in (Encoding.UTF8, Encoding.GBK))
    return counted.most_common(1)[0][0] if counted else Encoding.UTF8


def _mixed(odd: Encoding, usual: Encoding) -> Unreadable:
    if odd is Encoding.NEITHER:
        return Unreadable("encoding", "这一行有认不出的文字，请在 Excel 里重新填写这一行")
    message = f"这一行的文字编码是 {odd}，别的行是 {usual}，请在 Excel 里重新填写这一行，再另存为 CSV UTF-8"
    return Unreadable("mixed_encoding", message)


def _records(lines: list[str]) -> Iterator[tuple[int, int, list[str]]]:
    """Each record with the range of its lines."""
    reader = csv.reader(lines, delimiter=_delimiter(lines), strict=True)
    first = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            message = f"第 {first + 1} 行附近的引号没有成对，请在 Excel 里打开检查后重新保存"
            raise Unreadable("quotes", message) from None
        yield first, reader.line_num, cells
        first = reader.line_num


def _delimiter(lines: list[str]) -> str:
    """What separates most in the first lines."""
    head = "".join(lines[:10])
    return max(DELIMITERS, key=head.count)


def _unmarked(cell: str) -> str:
    text = cell.strip()
    return text[len(MARKS_TEXT) :] if text.startswith(MARKS_TEXT) else text


def marked(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"{MARKS_TEXT}{text}" if text.startswith(DANGEROUS) else text
