"""Ledgers as workbooks: what is written is read back, and what people or attackers make is told row by row."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.legal_aid.group.columns import COLUMNS
from app.legal_aid.group.ledger import Entry, Proof, Row, Worker, by_worker, problems
from app.legal_aid.group.limits import LARGEST_MONTH_FEN
from app.legal_aid.group.matching import entries_of, sheet_problem
from app.legal_aid.group.sheet import SheetProblem, read_workbook, sorted_problems
from app.legal_aid.group.workbook import Book, write

TODAY = date(2026, 7, 10)
ANNA, BEN = Worker(UUID(int=1), 1, "张建国"), Worker(UUID(int=2), 2, "王小强")
HEADERS = ["序号", "姓名", "月份", "约定工资(元)", "已付工资", "拖欠工资"]
Values = Sequence[object]

notes = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=100)
proofs = st.none() | st.builds(Proof, evidence_id=st.uuids(), page=st.integers(1, 9999))
names = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=80)
keys = st.lists(st.tuples(st.sampled_from([0, 1, 2]), st.integers(0, 29)), min_size=1, max_size=20, unique=True)


def made(*rows: Values, change: Callable[[Worksheet], None] | None = None) -> bytes:
    """A workbook someone made."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def matched(data: bytes, *workers: Worker) -> tuple[list[tuple[int, Entry]], list[SheetProblem]]:
    """What is read and everything wrong with it, as the import puts it together."""
    found, wrong = entries_of(read_workbook(data), workers)
    known = {worker.id: worker for worker in workers}
    wrong += [sheet_problem(found[n][0], error) for n, error in problems([e for _, e in found], known, TODAY)]
    return found, sorted_problems(wrong)


def told(data: bytes) -> list[tuple[int | None, str | None, str]]:
    _, wrong = matched(data, ANNA, BEN)
    return [(problem.row, problem.column, problem.rule) for problem in wrong]


def read(data: bytes) -> list[Row]:
    entries, wrong = matched(data, ANNA, BEN)
    assert wrong == []
    return [entry.row for _, entry in entries]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_exported_ledger_is_read_back_the_same(data: st.DataObject) -> None:
    people = [Worker(UUID(int=n), n, data.draw(names)) for n in (1, 2, 3)]
    amount = st.integers(0, LARGEST_MONTH_FEN)
    rows = [
        Row(
            people[who].id,
            date(2024 + n // 12, n % 12 + 1, 1),
            data.draw(amount),
            data.draw(amount),
            data.draw(st.none() | notes),
            data.draw(proofs),
            data.draw(proofs),
        )
        for who, n in data.draw(keys)
    ]
    written = write(Book("台账 & 汇总", people, rows, {}, {}))
    entries, wrong = matched(written, *people)
    assert wrong == []
    assert by_worker(entry.row for _, entry in entries) == by_worker(rows)


def test_formula_in_a_name_or_note_stays_text() -> None:
    people = [Worker(UUID(int=1), 1, "=1+1"), Worker(UUID(int=2), 2, "@SUM(A1)")]
    rows = [
        Row(people[0].id, date(2026, 3, 1), 100, 0, "-2+3|cmd"),
        Row(people[1].id, date(2026, 3, 1), 1, 0, "+x"),
    ]
    sheet = load_workbook(io.BytesIO(write(Book("x", people, rows, {}, {}))))["工资台账"]
    for number in (2, 3):
        for column in (2, 7):
            assert sheet.cell(number, column).data_type == "s"
            assert sheet.cell(number, column).quotePrefix
    assert sheet.cell(2, 2).value == "=1+1"


def test_sheet_prints_on_a4_landscape_with_yuan() -> None:
    rows = [Row(ANNA.id, date(2026, 3, 1), 700_050, 0)]
    workbook = load_workbook(io.BytesIO(write(Book("工资台账", [ANNA], rows, {ANNA.id: "已加入"}, {}))))
    for sheet in (workbook["工资台账"], workbook["汇总"]):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    ledger = workbook["工资台账"]
    assert [cell.value for cell in ledger[1]] == [column.header for column in COLUMNS]
    assert (ledger["D2"].value, ledger["D2"].number_format) == (7000.5, "#,##0.00")
    assert [cell.value for cell in ledger[3]][:6] == ["合计", None, None, 7000.5, 0, 7000.5]
    assert [cell.value for cell in workbook["汇总"][2]][:5] == [1, "张建国", "已加入", None, 7000.5]


def test_sheet_as_people_make_it_is_read() -> None:
    title = ["宏远公司拖欠工资表"]
    rows: list[Values] = [
        ["1", "张建国", "2026年3月", "7,000.00", "０", 7000],
        [2, " 王小强 ", datetime.fromisoformat("2026-04-01T00:00"), 7000, 500, None],
        [None, None, None, None, None, None],
        ["合计", None, None, 14000, 500, 13500],
    ]
    data = made(title, HEADERS, *rows, change=lambda sheet: sheet.merge_cells("A1:F1"))
    assert read(data) == [
        Row(ANNA.id, date(2026, 3, 1), 700_000, 0),
        Row(BEN.id, date(2026, 4, 1), 700_000, 50_000),
    ]


def test_every_bad_row_is_told_at_once() -> None:
    rows: list[Values] = [
        [1, "张建国", "2026-03", "七千", 0, None],
        [1, "张建国", "2026-04", 7000, None, None],
        [1, "王小强", "2026-05", 7000, 0, None],
        [9, "张建国", "2026-05", 7000, 0, None],
        [None, "赵六", "2026-05", 7000, 0, None],
        [2, "王小强", "2026-05", 7000, 100, 7000],
        [2, "王小强", "2026-06", 7000, 0, None],
        [2, "王小强", "2026-06", 7000, 0, None],
        [2, "王小强", "2027-06", -1, 0, None],
        [2, None, "abc", "=D2", 0, None],
    ]
    assert told(made(HEADERS, *rows)) == [
        (2, "约定工资（元）", "amount"),
        (3, "已付工资（元）", "missing"),
        (4, "姓名", "name_differs"),
        (5, "成员编号", "unknown_member"),
        (6, "姓名", "unknown_member"),
        (7, "拖欠工资（元）", "sum"),
        (8, "月份", "twice"),
        (9, "月份", "twice"),
        (10, "月份", "not_future"),
        (10, "约定工资（元）", "not_negative"),
        (11, "月份", "month"),
        (11, "约定工资（元）", "formula"),
        (11, "姓名", "missing"),
    ]


def test_members_of_the_same_name_need_their_number() -> None:
    twin = Worker(UUID(int=3), 3, "张建国")
    entries, wrong = matched(made(HEADERS, [None, "张建国", "2026-03", 7000, 0, None]), ANNA, twin)
    assert entries == []
    assert [(problem.row, problem.column, problem.rule) for problem in wrong] == [
        (2, "成员编号", "ambiguous_name")
    ]


def test_evidence_needs_its_page() -> None:
    headers = [*HEADERS, "约定工资证据编号", "约定工资证据页码"]
    rows: list[Values] = [
        [1, "张建国", "2026-03", 1, 0, None, str(UUID(int=9)), None],
        [1, "张建国", "2026-04", 1, 0, None, None, 2],
        [1, "张建国", "2026-05", 1, 0, None, "照片1", 0],
    ]
    assert told(made(headers, *rows)) == [
        (2, "约定工资证据页码", "missing"),
        (3, "约定工资证据编号", "missing"),
        (4, "约定工资证据编号", "evidence"),
        (4, "约定工资证据页码", "page"),
    ]


def merge_row(sheet: Worksheet) -> None:
    sheet.merge_cells("A2:B2")


def merge_headings(sheet: Worksheet) -> None:
    sheet.merge_cells("A1:B1")


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[2].hidden = True


def hide_sheet(sheet: Worksheet) -> None:
    book = sheet.parent
    assert isinstance(book, Workbook)
    book.create_sheet("别的").sheet_state = "veryHidden"


def second_sheet(sheet: Worksheet) -> None:
    book = sheet.parent
    assert isinstance(book, Workbook)
    book.create_sheet("别的")


def far_cell(sheet: Worksheet) -> None:
    sheet["XFD1048576"] = 1


def hyperlink(sheet: Worksheet) -> None:
    sheet["A2"].hyperlink = "https://example.com/"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (merge_row, (2, None, "merged")),
        (merge_headings, (None, None, "headings")),
        (hide_row, (2, None, "hidden_row")),
        (hide_sheet, (None, None, "hidden_sheet")),
        (second_sheet, (None, None, "which_sheet")),
        (far_cell, (None, None, "too_large")),
        (hyperlink, (None, None, "external_links")),
    ],
)
def test_what_hides_or_refers_is_refused(
    change: Callable[[Worksheet], None], problem: tuple[int | None, str | None, str]
) -> None:
    assert told(made(HEADERS, [1, "张建国", "2026-03", 1, 0, None], change=change)) == [problem]


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([], "headings"),
        ([["姓名", "工资"]], "headings"),
        ([HEADERS], "empty"),
        ([[*HEADERS, "应发工资"]], "twice"),
        ([["姓名", "月份", "约定工资"]], "missing"),
    ],
)
def test_sheet_without_what_is_needed_is_told(rows: list[Values], rule: str) -> None:
    assert [problem[2] for problem in told(made(*rows))] == [rule]


def test_columns_nobody_asked_for_are_named() -> None:
    reading = read_workbook(made([*HEADERS, "工种"], [1, "张建国", "2026-03", 1, 0, None, "钢筋工"]))
    assert (reading.ignored_columns, reading.problems) == (["工种"], [])


def with_part(name: str, content: bytes) -> bytes:
    stream = io.BytesIO(made(HEADERS, [1, "张建国", "2026-03", 1, 0, None]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "not_a_workbook"),
        (b"PK\x03\x04", "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not_a_workbook"),
        ("姓名,月份\n".encode(), "not_a_workbook"),
        (with_part("xl/media/bomb.bin", bytes(7 * 1024 * 1024)), "too_large"),
        (with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "external_links"),
        (with_part("xl/vbaProject.bin", b"x"), "programs"),
        (with_part("xl/custom.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "not_a_workbook"),
    ],
)
def test_what_is_no_plain_workbook_is_refused(data: bytes, rule: str) -> None:
    assert told(data) == [(None, None, rule)]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=4))
def test_damaged_workbook_is_refused_or_read_but_never_fails(place: int, bytes_: bytes) -> None:
    data = bytearray(made(HEADERS, [1, "张建国", "2026-03", 1, 0, None]))
    at = place % len(data)
    data[at : at + len(bytes_)] = bytes_
    read_workbook(bytes(data))
