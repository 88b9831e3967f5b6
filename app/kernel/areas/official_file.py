"""Reads an official list of divisions: CSV with code, name and, if known, dates. All problems at once.

Spreadsheets of Chinese offices are saved as UTF-8 with a byte-order mark or as GB 18030; both are read.
Headers may be English or the words used in the Ministry's lists.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel.areas.codes import AreaCode, BadAreaCode, is_heading, parse_code
from app.kernel.areas.sources import AreaRow, AreaSource, DatePrecision

MAX_NAME = 100
MAX_PROBLEMS = 100
"""Problems listed before reading stops: past that the file is of another kind altogether."""

HEADERS = {
    "code": ("code", "代码", "区划代码", "行政区划代码"),
    "name": ("name", "名称", "单位名称", "行政区划名称"),
    "valid_from": ("valid_from", "启用日期"),
    "valid_to": ("valid_to", "停用日期"),
}
_DATE = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one row; ``line`` counts from 1, the header included; 0 is the file as a whole."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"第 {self.line} 行 {self.column}：{self.message}" if self.line else self.message


class AreaFileError(Exception):
    """The file was refused as a whole; nothing of it was imported."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def read_official(content: bytes) -> list[AreaRow]:
    """The places of an official file, headings left out.

    Raises:
        AreaFileError: names every row and column that breaks a rule.
    """
    lines = csv.reader(io.StringIO(_decode(content), newline=""))
    columns = _columns(next(lines, list[str]()))
    rows: list[AreaRow] = []
    seen: dict[str, int] = {}
    problems: list[RowProblem] = []
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        line = lines.line_num
        found = list(_check(cells, columns, line))
        problems += (item for item in found if isinstance(item, RowProblem))
        for row in (item for item in found if isinstance(item, AreaRow)):
            if (first := seen.setdefault(row.code.text, line)) != line:
                problems.append(RowProblem(line, "code", f"{row.code.text} 与第 {first} 行重复"))
            elif not is_heading(row.code, row.name):
                rows.append(row)
        if len(problems) >= MAX_PROBLEMS:
            break
    if not rows and not problems:
        problems.append(RowProblem(0, "", "文件里没有区划"))
    if problems:
        raise AreaFileError(problems[:MAX_PROBLEMS])
    return rows


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AreaFileError([RowProblem(0, "", "文件不是文本文件（应为 UTF-8 或 GB 18030 编码的 CSV）")])


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Position of each known column.

    Raises:
        AreaFileError: code or name is missing.
    """
    cells = [cell.strip() for cell in header]
    columns = {name: cells.index(word) for name, words in HEADERS.items() for word in words if word in cells}
    missing = [name for name in ("code", "name") if name not in columns]
    if missing:
        raise AreaFileError([RowProblem(1, "、".join(missing), "第一行缺少这一列的标题")])
    return columns


def _check(cells: Sequence[str], columns: dict[str, int], line: int) -> Iterator[AreaRow | RowProblem]:
    """Every problem of one row, or the row."""

    def cell(column: str) -> str:
        position = columns.get(column)
        return cells[position].strip() if position is not None and position < len(cells) else ""

    problems: list[RowProblem] = []
    code: AreaCode | None = None
    try:
        code = parse_code(cell("code"))
    except BadAreaCode as error:
        problems.append(RowProblem(line, "code", str(error)))
    name = cell("name")
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        problems.append(RowProblem(line, "name", f"名称应为 1 到 {MAX_NAME} 个字"))
    dates: dict[str, date | None] = {}
    for column in ("valid_from", "valid_to"):
        try:
            dates[column] = _date(cell(column))
        except ValueError:
            problems.append(RowProblem(line, column, "日期应写成 2021-03-15 这样"))
    start, end = dates.get("valid_from"), dates.get("valid_to")
    if start and end and start >= end:
        problems.append(RowProblem(line, "valid_to", "停用日期应晚于启用日期"))
    yield from problems
    if code is not None and not problems:
        precision = DatePrecision.DAY if start or end else DatePrecision.UNKNOWN
        yield AreaRow(code, name, AreaSource.OFFICIAL, precision, start, end, line=line)


def _date(text: str) -> date | None:
    if not text:
        return None
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return date(int(match[1]), int(match[2]), int(match[3]))
