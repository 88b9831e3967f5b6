"""The roster as XLSX and as CSV, each of which can be read back unchanged. Pure.

Every text is written as text, in the workbook by its type and in CSV by :func:`texts.marked`. In CSV long numbers,
and those with a nought in front, begin with a tab: otherwise Excel would round a licence number to fifteen digits,
show it in powers of ten, and drop the noughts of a certificate.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.kernel.spreadsheets import write_text
from app.lawyers.exchange import cells
from app.lawyers.exchange.columns import COLUMNS, NOTES_SHEET, SHEET, SheetColumn
from app.lawyers.exchange.texts import marked

CSV_TYPE = "text/csv"
LONG_NUMBER = 12
"""Digits from which on a spreadsheet writes a number in powers of ten."""
TEXT = "@"
_HEAD = PatternFill("solid", fgColor="FFE8EEF7")

Values = Mapping[str, Any]


def write_workbook(rows: Iterable[Values], area_names: Mapping[str, str]) -> bytes:
    """The workbook's bytes; without rows it is the form to fill in."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    _append(sheet, 1, [column.header for column in COLUMNS], is_head=True)
    for number, row in enumerate(_texts(rows, area_names), start=2):
        _append(sheet, number, row)
    for place, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        sheet.column_dimensions[get_column_letter(place)].number_format = TEXT
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    notes: Worksheet = workbook.create_sheet(NOTES_SHEET)
    _append(notes, 1, ["列", "怎样填写"], is_head=True)
    for number, column in enumerate(COLUMNS, start=2):
        _append(notes, number, [column.header, _hint(column)])
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 24, 80
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def write_csv(rows: Iterable[Values], area_names: Mapping[str, str]) -> bytes:
    """The same as CSV in UTF-8, with the mark by which Excel knows it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([column.header for column in COLUMNS])
    for row in _texts(rows, area_names):
        writer.writerow([_in_csv(value) for value in row])
    return codecs.BOM_UTF8 + stream.getvalue().encode()


def _texts(rows: Iterable[Values], area_names: Mapping[str, str]) -> Iterator[list[str | int | None]]:
    for row in rows:
        yield [cells.write(column.key, row.get(column.key), area_names) for column in COLUMNS]


def _in_csv(value: str | int | None) -> str:
    text = "" if value is None else str(value)
    is_number = text.isascii() and text.isdigit()
    is_altered = is_number and (len(text) >= LONG_NUMBER or (len(text) > 1 and text.startswith("0")))
    return f"\t{text}" if is_altered else marked(text)


def _hint(column: SheetColumn) -> str:
    return column.hint + ("。几行可以合并成一格" if column.once_merged else "")


def _append(sheet: Worksheet, number: int, row: Sequence[str | int | None], *, is_head: bool = False) -> None:
    for place, value in enumerate(row, start=1):
        if value is None:
            continue
        cell = sheet.cell(number, place)
        assert isinstance(cell, Cell)
        if isinstance(value, str):
            write_text(cell, value)
            cell.number_format = TEXT
        else:
            cell.value = value
        if is_head:
            cell.font, cell.fill = Font(bold=True), _HEAD
            cell.alignment = Alignment(wrap_text=True, vertical="center")
