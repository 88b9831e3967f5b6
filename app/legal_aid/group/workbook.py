"""The ledger as an XLSX workbook: a sheet of rows that can be read back, and a summary to print. Pure.

Every text is written as text: a name that begins with ``=`` is a name, and stays one when it is edited
(``quotePrefix``). Both sheets print on A4 landscape with their headings repeated.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.kernel.spreadsheets import write_text
from app.legal_aid.group.columns import COLUMNS, LEDGER_SHEET, SUMMARY_SHEET, TOTAL
from app.legal_aid.group.ledger import Proof, Row, Worker, by_month, by_worker, counted_rows, sums
from app.legal_aid.rules import month_text

MONEY = "#,##0.00"
MONTHS_ON_A_PAGE = 12

_THIN = Side(style="thin", color="FF999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SHADE = PatternFill("solid", fgColor="FFE8EEF7")
Value = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Book:
    """What is written: ``title`` heads every printed page, ``statuses`` says how far each worker has joined."""

    title: str
    workers: Sequence[Worker]
    rows: Sequence[Row]
    statuses: Mapping[UUID, str]
    contracts: Mapping[UUID, str]


def write(book: Book) -> bytes:
    """The workbook's bytes."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = LEDGER_SHEET
    _write_rows(sheet, book)
    summary: Worksheet = workbook.create_sheet(SUMMARY_SHEET)
    _write_summary(summary, book)
    for page in (sheet, summary):
        _lay_out(page, book.title)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _write_rows(sheet: Worksheet, book: Book) -> None:
    _append(sheet, [column.header for column in COLUMNS], bold=True)
    own = by_worker(book.rows)
    for worker in book.workers:
        for row in own.get(worker.id, ()):
            figures: list[Value] = [_yuan(row.agreed_fen), _yuan(row.paid_fen), _yuan(row.owed_fen)]
            proofs = [*_proof(row.agreed_proof), *_proof(row.paid_proof)]
            _append(sheet, [worker.number, worker.name, month_text(row.month), *figures, row.note, *proofs])
    total = sums(counted_rows(book.rows, book.workers))
    figures = [_yuan(total.agreed_fen), _yuan(total.paid_fen), _yuan(total.owed_fen)]
    _append(sheet, [TOTAL, None, None, *figures, "只合计已加入的成员"], bold=True)
    for position, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = column.width
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_summary(sheet: Worksheet, book: Book) -> None:
    months = list(by_month(book.rows))
    _append(sheet, ["成员编号", "姓名", "状态", "书面合同", *map(month_text, months), "拖欠合计（元）"], bold=True)
    own = by_worker(book.rows)
    for worker in book.workers:
        rows = own.get(worker.id, [])
        facts: list[Value] = [worker.number, worker.name]
        facts += [book.statuses.get(worker.id), book.contracts.get(worker.id)]
        _append(sheet, [*facts, *_owed(rows, months), _yuan(sums(rows).owed_fen)])
    counted = counted_rows(book.rows, book.workers)
    totals: list[Value] = [None, None, None, *_sums(counted, months), _yuan(sums(counted).owed_fen)]
    _append(sheet, [TOTAL, *totals], bold=True)
    for position in range(1, len(months) + 6):
        sheet.column_dimensions[get_column_letter(position)].width = 12 if position > 1 else 9
    sheet.print_title_cols = "A:D"
    if len(months) <= MONTHS_ON_A_PAGE:
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _owed(rows: Iterable[Row], months: Iterable[date]) -> list[Value]:
    known = {row.month: row for row in rows}
    return [_yuan(known[month].owed_fen) if month in known else None for month in months]


def _sums(rows: Iterable[Row], months: Iterable[date]) -> list[Value]:
    known = by_month(rows)
    return [_yuan(sums(known.get(month, ())).owed_fen) for month in months]


def _proof(proof: Proof | None) -> tuple[Value, Value]:
    return (str(proof.evidence_id), proof.page) if proof else (None, None)


def _yuan(amount_fen: int) -> Decimal:
    return Decimal(amount_fen) / 100


def _append(sheet: Worksheet, values: Sequence[Value], *, bold: bool = False) -> None:
    number = sheet.max_row + 1 if sheet.cell(1, 1).value is not None else 1
    for position, value in enumerate(values, start=1):
        cell = sheet.cell(number, position)
        assert isinstance(cell, Cell)
        _set(cell, value)
        cell.border = _BORDER
        cell.font = Font(name="宋体", bold=bold)
        if bold:
            cell.fill = _SHADE


def _set(cell: Cell, value: Value) -> None:
    if isinstance(value, str):
        write_text(cell, value)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    else:
        cell.value = value
        cell.alignment = Alignment(vertical="center")
        if isinstance(value, Decimal):
            cell.number_format = MONEY


def _lay_out(sheet: Worksheet, title: str) -> None:
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    _centre(sheet.oddHeader, title.replace("&", "&&"))
    _centre(sheet.oddFooter, "第 &P 页，共 &N 页")


def _centre(place: HeaderFooterItem | None, text: str) -> None:
    assert place is not None
    assert place.center is not None
    place.center.text = text
