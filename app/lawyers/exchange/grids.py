"""A sheet as rows of cells, whichever kind of file it came in: XLSX here, CSV in :mod:`texts`. Pure.

A cell that may not be believed (a formula, an error) holds the :class:`Unreadable` that says so. Rows are
streamed: fifty thousand of them held as openpyxl's cells would take half a gigabyte.
"""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from openpyxl import load_workbook
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.utils import range_boundaries

from app.kernel.spreadsheets import NOT_A_WORKBOOK, PackageLimits, Unreadable, check_package
from app.lawyers.exchange.columns import NOTES_SHEET, SHEET

MOST_ROWS = 50_000
MOST_COLUMNS = 60
"""What stands further to the right is not looked at."""
MOST_EMPTY = 5_000
"""Rows without content between or below those that count."""
HEADINGS_WITHIN = 10
"""Titles may stand above the headings, within so many rows."""
LIMITS = PackageLimits(
    largest_part=64 * 1024 * 1024,
    largest_content=80 * 1024 * 1024,
    too_large="文件展开后太大，请只保留名册这一个工作表",
)
MOST_MERGED = 10 * MOST_ROWS
"""Rows under merged cells: each is looked at, and areas that lie over one another would have no end."""
TOO_MANY_MERGED = "合并的单元格太多，请拆开后再导入"
TOO_MANY_ROWS = f"名册一次最多导入 {MOST_ROWS} 行，请删掉表格下方和右侧的空行空列，或者分几次导入"

XLSX_START, OLD_XLS_START = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z]+[0-9]+:[A-Z]+[0-9]+)[\"']")
ROW_TAG = re.compile(rb"<(?:\w+:)?row\s[^<>]*>")
HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")
ROW_NUMBER = re.compile(rb"\sr=[\"']([0-9]+)[\"']")
FORMULA = Unreadable("formula", "这一格是公式，请改成直接填写的文字或数字")
CELL_ERROR = Unreadable("cell_error", "这一格是错误值，请重新填写")


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells drawn as one: first and last row and column, counted from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(slots=True)
class Grid:
    """What a file holds.

    Attributes:
        rows: number as the spreadsheet counts, and the cells from the first column on.
        refused: rows that are refused whatever stands in them, by number.
    """

    rows: list[tuple[int, Sequence[object]]] = field(default_factory=list[tuple[int, Sequence[object]]])
    merged: list[Merged] = field(default_factory=list[Merged])
    refused: dict[int, Unreadable] = field(default_factory=dict[int, Unreadable])


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are those of an XLSX, whatever the sender calls them.

    Raises:
        Unreadable: they are an old workbook, of which nothing is read.
    """
    if data.startswith(OLD_XLS_START):
        raise Unreadable("not_a_workbook", NOT_A_WORKBOOK)
    return data.startswith(XLSX_START)


def read_workbook(data: bytes) -> Grid:
    """The sheet of a workbook.

    Raises:
        Unreadable: no plain workbook, a hidden sheet, nobody can tell which sheet it is, or too many rows.
    """
    check_package(data, LIMITS)
    try:
        name, part = _sheet(data)
        return _read(data, name, part)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part leads to: KeyError, TypeError, ParseError…
        raise Unreadable("not_a_workbook", NOT_A_WORKBOOK) from error


def _sheet(data: bytes) -> tuple[str, str]:
    """Name of the sheet that is the roster, and its part of the package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parser: Any = WorkbookParser(archive, "xl/workbook.xml")
        parser.parse()
        sheets = [(str(sheet.name), str(sheet.state), str(rel.target)) for sheet, rel in parser.find_sheets()]
    if hidden := [name for name, state, _ in sheets if state != "visible"]:
        raise Unreadable("hidden_sheet", f"有隐藏的工作表（{'、'.join(hidden)}），请取消隐藏或者删掉")
    named = [(name, part) for name, _, part in sheets if name.strip() == SHEET]
    found = named or [(name, part) for name, _, part in sheets if name.strip() != NOTES_SHEET]
    if len(found) != 1:
        raise Unreadable("which_sheet", f"看不出哪个工作表是名册，请把它命名为“{SHEET}”")
    return found[0]


def _read(data: bytes, name: str, part: str) -> Grid:
    grid = Grid()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _read_marks(archive.read(part.removeprefix("/")), grid)
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    sheet = cast(Any, workbook[name])
    sheet.reset_dimensions()
    add = adder(grid)
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        add(number, [_value(cell) for cell in cells])
    return grid


def adder(grid: Grid) -> Callable[[int, Sequence[object]], None]:
    """Adds rows with content to the grid.

    Raises (what it gives):
        Unreadable: too many of them, or too many without content.
    """
    empty = 0

    def add(number: int, cells: Sequence[object]) -> None:
        nonlocal empty
        is_filled = not all(is_empty(cell) for cell in cells)
        empty += not is_filled
        if len(grid.rows) > MOST_ROWS + HEADINGS_WITHIN or empty > MOST_EMPTY:
            raise Unreadable("too_large", TOO_MANY_ROWS)
        if is_filled:
            grid.rows.append((number, cells[:MOST_COLUMNS]))

    return add


def is_empty(cell: object) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _value(cell: Any) -> object:
    if cell.data_type == "f":
        return FORMULA
    return CELL_ERROR if cell.data_type == "e" else cell.value


def _read_marks(part: bytes, grid: Grid) -> None:
    """Merged cells and hidden rows, which openpyxl leaves out when it streams.

    Raises:
        Unreadable: more cells are merged than a roster could have.
    """
    covered = 0
    for match in MERGE.finditer(part):
        first_column, first_row, last_column, last_row = cast(
            "tuple[int, int, int, int]", range_boundaries(match[1].decode())
        )
        grid.merged.append(Merged(first_row, last_row, first_column, last_column))
        covered += min(last_row - first_row + 1, MOST_ROWS)
        if covered > MOST_MERGED:
            raise Unreadable("too_large", TOO_MANY_MERGED)
    for match in ROW_TAG.finditer(part):
        number = ROW_NUMBER.search(match[0])
        if number and HIDDEN.search(match[0]):
            grid.refused[int(number[1])] = Unreadable("hidden_row", "这一行被隐藏了，请取消隐藏或者删掉")
