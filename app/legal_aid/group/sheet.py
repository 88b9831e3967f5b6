"""Reading a ledger that people made in a spreadsheet: every bad row is told, nothing is guessed. Pure.

First the file (:mod:`app.kernel.spreadsheets`), then the sheet: which one, where its headings are, and its rows
with text brought to amounts and months. Formulas are never read: what a file says they gave may be anything.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from app.kernel.spreadsheets import (
    NOT_A_WORKBOOK,
    PackageLimits,
    Unreadable,
    bare_heading,
    check_package,
    plain_text,
    whole_number,
)
from app.legal_aid.group import figures
from app.legal_aid.group.columns import BY_KEY, COLUMNS, KEY_OF, LEDGER_SHEET, SUMMARY_SHEET, TOTAL
from app.legal_aid.group.limits import MOST_ROWS

HEADINGS_WITHIN = 10
MOST_COLUMNS = 60
LAST_ROW = MOST_ROWS + 500
LONGEST_NOTE = 100
PACKAGE = PackageLimits(
    largest_part=6 * 1024 * 1024,
    largest_content=8 * 1024 * 1024,
    too_large="文件展开后太大，请只保留台账这一个工作表",
)
"""Three thousand rows take two million bytes."""


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong where: row as the spreadsheet counts it, heading of the column, rule, words."""

    row: int | None
    column: str | None
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row whose every cell could be read; members that the sheet leaves out are absent."""

    row: int
    name: str
    month: date
    agreed_fen: int
    paid_fen: int
    number: int | None = None
    owed_fen: int | None = None
    note: str | None = None
    agreed_evidence: UUID | None = None
    agreed_page: int | None = None
    paid_evidence: UUID | None = None
    paid_page: int | None = None


@dataclass(slots=True)
class SheetReading:
    """What a sheet says: the rows that can be read, everything that cannot, headings nobody asked for."""

    rows: list[SheetRow] = field(default_factory=list[SheetRow])
    problems: list[SheetProblem] = field(default_factory=list[SheetProblem])
    ignored_columns: list[str] = field(default_factory=list[str])


def read_workbook(data: bytes) -> SheetReading:
    """Read a workbook. What is wrong with the file as a whole is one problem without a row."""
    reading = SheetReading()
    try:
        check_package(data, PACKAGE)
        sheet = _ledger_sheet(data)
        _read_sheet(sheet, reading)
    except Unreadable as refused:
        reading.problems.append(SheetProblem(None, None, refused.rule, refused.message))
    return reading


def _ledger_sheet(data: bytes) -> Worksheet:
    try:
        workbook = load_workbook(io.BytesIO(data), data_only=False, keep_links=False, rich_text=False)
    except Exception as error:  # openpyxl raises whatever a broken part leads to: KeyError, TypeError, ParseError…
        raise Unreadable("not_a_workbook", NOT_A_WORKBOOK) from error
    sheets = [cast(Worksheet, sheet) for sheet in workbook.worksheets]
    if hidden := [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]:
        raise Unreadable("hidden_sheet", f"有隐藏的工作表（{'、'.join(hidden)}），请取消隐藏或者删掉")
    named = [sheet for sheet in sheets if sheet.title.strip() == LEDGER_SHEET]
    found = named or [sheet for sheet in sheets if sheet.title.strip() != SUMMARY_SHEET]
    if len(found) != 1:
        raise Unreadable("which_sheet", f"看不出哪个工作表是台账，请把它命名为“{LEDGER_SHEET}”")
    if found[0].max_row > LAST_ROW or found[0].max_column > MOST_COLUMNS:
        raise Unreadable("too_large", f"台账最多 {MOST_ROWS} 行，请删掉表格下方和右侧的空行空列")
    return found[0]


def _read_sheet(sheet: Worksheet, reading: SheetReading) -> None:
    heading, places = _headings(sheet, reading)
    if reading.problems:
        return
    merged = {
        row
        for area in sheet.merged_cells.ranges
        for row in range(int(area.min_row), int(area.max_row) + 1)
        if area.max_row >= heading
    }
    if heading in merged:
        raise Unreadable("merged", "标题行有合并的单元格，请拆开")
    for number in range(heading + 1, sheet.max_row + 1):
        cells = {key: cast(Cell, sheet.cell(number, place)) for key, place in places.items()}
        if _is_empty(cells) or _is_total(cells):
            continue
        if number in merged:
            reading.problems.append(SheetProblem(number, None, "merged", "这一行有合并的单元格，请拆开"))
        elif sheet.row_dimensions[number].hidden:
            reading.problems.append(SheetProblem(number, None, "hidden_row", "这一行被隐藏了，请取消隐藏或者删掉"))
        else:
            _read_row(number, cells, reading)
    if not reading.rows and not reading.problems:
        raise Unreadable("empty", "表里没有数据")


def _headings(sheet: Worksheet, reading: SheetReading) -> tuple[int, dict[str, int]]:
    """The row of the headings, and in which column each is.

    Raises:
        Unreadable: there are none.
    """
    for number in range(1, min(HEADINGS_WITHIN, sheet.max_row) + 1):
        texts = {
            place: str(sheet.cell(number, place).value or "").strip() for place in range(1, sheet.max_column + 1)
        }
        keys = {place: KEY_OF.get(bare_heading(text)) for place, text in texts.items() if text}
        if {"name", "month"} <= set(keys.values()):
            break
    else:
        names = "、".join(column.header for column in COLUMNS if column.required)
        raise Unreadable("headings", f"没有找到标题行，第一行要写明：{names}")
    places: dict[str, int] = {}
    for place, key in keys.items():
        if key is None:
            reading.ignored_columns.append(texts[place])
        elif key in places:
            problem = SheetProblem(number, BY_KEY[key].header, "twice", "这一列出现了两次，请只留一列")
            reading.problems.append(problem)
        else:
            places[key] = place
    for column in COLUMNS:
        if column.required and column.key not in places:
            reading.problems.append(SheetProblem(number, column.header, "missing", "缺少这一列"))
    return number, places


def _is_empty(cells: Mapping[str, Cell]) -> bool:
    return all(cell.value is None or str(cell.value).strip() == "" for cell in cells.values())


def _is_total(cells: Mapping[str, Cell]) -> bool:
    """Whether this is a line of totals: so named, and of no month."""
    named = [cells[key].value for key in ("number", "name") if key in cells]
    has_month = str(cells["month"].value or "").strip() != ""
    return not has_month and any(bare_heading(value or "") in {TOTAL, "总计", "总合计"} for value in named)


def _read_row(number: int, cells: Mapping[str, Cell], reading: SheetReading) -> None:
    values: dict[str, Any] = {}
    problems: list[SheetProblem] = []
    for key, cell in cells.items():
        try:
            _refuse_formula(cell)
            if cell.value is not None and str(cell.value).strip() != "":
                values[key] = READERS[key](cell.value)
        except Unreadable as refused:
            problems.append(SheetProblem(number, BY_KEY[key].header, refused.rule, refused.message))
            values[key] = None
    problems += _missing(number, values)
    if problems:
        reading.problems += problems
    else:
        reading.rows.append(SheetRow(row=number, **values))


def _missing(number: int, values: Mapping[str, Any]) -> Iterator[SheetProblem]:
    for column in COLUMNS:
        if column.required and column.key not in values:
            hint = "这一格必须填写" + ("，没有付过请填 0" if column.key == "paid_fen" else "")
            yield SheetProblem(number, column.header, "missing", hint)
    for figure in ("agreed", "paid"):
        evidence, page = f"{figure}_evidence" in values, f"{figure}_page" in values
        if evidence != page:
            lacking = BY_KEY[f"{figure}_page" if evidence else f"{figure}_evidence"]
            yield SheetProblem(number, lacking.header, "missing", "证据编号和页码要一起填写")


def _refuse_formula(cell: Cell) -> None:
    if cell.data_type == "f":
        raise Unreadable("formula", "这一格是公式，请改成直接填写的数字或文字")
    if cell.data_type == "e":
        raise Unreadable("cell_error", "这一格是错误值，请重新填写")


def _name(value: object) -> str:
    return plain_text(value)


def _note(value: object) -> str:
    text = str(value).strip()
    if len(text) > LONGEST_NOTE or any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise Unreadable("note", f"备注最多 {LONGEST_NOTE} 个字，不能换行")
    return text


def _number(value: object) -> int:
    return whole_number(value, "成员编号是成员名单里的数字")


def _page(value: object) -> int:
    page = whole_number(value, "页码应是 1、2、3 这样的数字")
    if page < 1:
        raise Unreadable("page", "页码从 1 开始")
    return page


def _evidence(value: object) -> UUID:
    try:
        return UUID(str(value).strip())
    except ValueError:
        raise Unreadable("evidence", "证据编号不对，请从材料列表里复制") from None


READERS: Mapping[str, Callable[[object], object]] = {
    "number": _number,
    "name": _name,
    "month": figures.month,
    "agreed_fen": figures.fen,
    "paid_fen": figures.fen,
    "owed_fen": figures.fen,
    "note": _note,
    "agreed_evidence": _evidence,
    "agreed_page": _page,
    "paid_evidence": _evidence,
    "paid_page": _page,
}


def sorted_problems(problems: Sequence[SheetProblem]) -> list[SheetProblem]:
    """By row, those of the whole file first."""
    return sorted(problems, key=lambda problem: problem.row or 0)
