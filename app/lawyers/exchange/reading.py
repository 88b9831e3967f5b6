"""Reading a roster that people made in a spreadsheet: every bad row is told, nothing is guessed. Pure.

What a row means beside what the roster holds already is :mod:`planning`'s.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.contracts.sexes import Sex
from app.kernel.spreadsheets import Unreadable, bare_heading
from app.lawyers.enums import WorkerKind
from app.lawyers.exchange import cells
from app.lawyers.exchange.columns import BY_KEY, COLUMNS, IDENTITIES, KEY_OF, header
from app.lawyers.exchange.grids import (
    HEADINGS_WITHIN,
    MOST_ROWS,
    TOO_MANY_ROWS,
    Grid,
    is_empty,
    is_workbook,
    read_workbook,
)
from app.lawyers.exchange.texts import read_text
from app.lawyers.roster import licence

MISSING_FIRM = "请填写律师事务所；如果原表里几行合并成一格，请上传 .xlsx 文件，或者每行都填写"


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong where: row as the spreadsheet counts it, heading of the column, rule, words."""

    row: int
    column: str | None
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row whose every cell could be read; columns the sheet leaves out are absent from ``values``."""

    row: int
    values: Mapping[str, Any]

    @property
    def kind(self) -> WorkerKind:
        """As what the row enters somebody."""
        kind: WorkerKind = self.values.get("kind", WorkerKind.LAWYER)
        return kind

    @property
    def identity(self) -> tuple[WorkerKind, str]:
        """What stays the same for life: the serial of the licence, or kind and number of the certificate."""
        if self.kind is WorkerKind.LAWYER:
            return self.kind, licence.serial_of(self.values["licence"])
        return self.kind, str(self.values["certificate"])


@dataclass(slots=True)
class Reading:
    """What a sheet says: rows that can be read, everything that cannot, headings nobody asked for."""

    lines: list[Line] = field(default_factory=list[Line])
    problems: list[SheetProblem] = field(default_factory=list[SheetProblem])
    ignored_columns: list[str] = field(default_factory=list[str])
    row_count: int = 0


def read(data: bytes, *, today: date) -> Reading:
    """Read a file; ``today`` is what years in a specialty count back from.

    Raises:
        Unreadable: something is wrong with the file as a whole.
    """
    grid = read_workbook(data) if is_workbook(data) else read_text(data)
    reading = Reading()
    heading, places = _headings(grid, reading)
    if reading.problems:
        return reading
    merged = _merged(grid, heading, places)
    filled = _fill_down(grid, merged, places)
    for number, row in grid.rows:
        if number <= heading or _is_blank(row, places):
            continue
        reading.row_count += 1
        if number in grid.refused:
            refused = grid.refused[number]
            reading.problems.append(SheetProblem(number, None, refused.rule, refused.message))
            continue
        own = {key: row[place] if place < len(row) else None for key, place in places.items()}
        _read_row(number, own | filled.get(number, {}), merged.get(number, {}), today, reading)
    if reading.row_count > MOST_ROWS:
        raise Unreadable("too_large", TOO_MANY_ROWS)
    if not reading.row_count:
        raise Unreadable("empty", "表里没有数据")
    return reading


def _is_blank(row: Sequence[object], places: Mapping[str, int]) -> bool:
    return all(place >= len(row) or is_empty(row[place]) for place in places.values())


def _headings(grid: Grid, reading: Reading) -> tuple[int, dict[str, int]]:
    """Row number of the headings, and at which place (from 0) each column is.

    Raises:
        Unreadable: there are none, or rows of headings are merged.
    """
    for number, row in grid.rows:
        if number > HEADINGS_WITHIN:
            break
        texts = [str(cell or "").strip() for cell in row]
        keys = [KEY_OF.get(bare_heading(text)) if text else None for text in texts]
        if "name" in keys or set(IDENTITIES) & set(keys):
            return number, _places(number, texts, keys, grid, reading)
    names = "、".join(column.header for column in COLUMNS if column.is_for_new)
    raise Unreadable("headings", f"没有找到标题行，第一行要写明：{names}、{header('licence')}")


def _places(
    number: int, texts: Sequence[str], keys: Sequence[str | None], grid: Grid, reading: Reading
) -> dict[str, int]:
    if number in grid.refused:
        raise grid.refused[number]
    if any(area.first_row <= number <= area.last_row for area in grid.merged):
        raise Unreadable("merged", "标题行有合并的单元格，请拆开")
    places: dict[str, int] = {}
    for place, (text, key) in enumerate(zip(texts, keys, strict=True)):
        if key is None:
            reading.ignored_columns += [text] if text else []
        elif key in places:
            reading.problems.append(
                SheetProblem(number, header(key), "column_twice", "这一列出现了两次，请只留一列")
            )
        else:
            places[key] = place
    if not set(IDENTITIES) & set(places):
        reading.problems.append(SheetProblem(number, header("licence"), "missing", "缺少这一列"))
    return places


def _merged(grid: Grid, heading: int, places: Mapping[str, int]) -> dict[int, dict[str | None, int]]:
    """Rows with merged cells: by column the row whose cell stands for it; none for cells across columns."""
    key_at = {place + 1: key for key, place in places.items()}
    found: dict[int, dict[str | None, int]] = {}
    for area in grid.merged:
        if area.last_row <= heading:
            continue
        key = key_at.get(area.first_column) if area.first_column == area.last_column else None
        for number in range(area.first_row, min(area.last_row, grid.rows[-1][0]) + 1):
            found.setdefault(number, {})[key] = area.first_row
    return found


def _fill_down(
    grid: Grid, merged: Mapping[int, Mapping[str | None, int]], places: Mapping[str, int]
) -> dict[int, dict[str, object]]:
    """What merged cells of the columns of the firm say, for each row they stand for."""
    rows = dict(grid.rows) if merged else {}
    filled: dict[int, dict[str, object]] = {}
    for number, areas in merged.items():
        for key, first in areas.items():
            if key is not None and BY_KEY[key].once_merged:
                row = rows.get(first, ())
                filled.setdefault(number, {})[key] = row[places[key]] if places[key] < len(row) else None
    return filled


def _read_row(
    number: int,
    given: Mapping[str, object],
    merged: Mapping[str | None, int],
    today: date,
    reading: Reading,
) -> None:
    problems = [
        SheetProblem(number, key and header(key), "merged", "这里有合并的单元格，请拆开，每行都填写")
        for key in merged
        if key is None or not BY_KEY[key].once_merged
    ]
    values: dict[str, Any] = {}
    for key, cell in given.items():
        try:
            if isinstance(cell, Unreadable):
                raise cell
            if not is_empty(cell):
                values[key] = cells.READERS[key](cell, today)
            elif not BY_KEY[key].is_never_emptied:
                values[key] = cells.EMPTY.get(key)
        except Unreadable as refused:
            problems.append(SheetProblem(number, header(key), refused.rule, refused.message))
    bad = {problem.column for problem in problems}
    if None not in bad:
        found = _contradictions(number, given, values, today)
        problems += [problem for problem in found if problem.column not in bad]
    reading.problems += problems
    if not problems:
        reading.lines.append(Line(number, values))


def _contradictions(
    number: int, given: Mapping[str, object], values: Mapping[str, Any], today: date
) -> Iterator[SheetProblem]:
    """What is missing from a row or does not fit together within it."""

    def problem(key: str, rule: str, message: str) -> SheetProblem:
        return SheetProblem(number, header(key), rule, message)

    kind = values.get("kind", WorkerKind.LAWYER)
    identity, other = IDENTITIES if kind is WorkerKind.LAWYER else reversed(IDENTITIES)
    if identity not in values:
        yield problem(identity, "missing", f"{cells.KINDS.labels[kind]}必须填写{header(identity)}")
    if other in values:
        yield problem(other, "not_of_kind", f"{cells.KINDS.labels[kind]}不填写{header(other)}")
    for key in ("name", "capacity", "areas"):
        if key in given and key not in values:
            yield problem(key, "missing", "这一格必须填写")
    if "firm" in given and "firm" not in values:
        yield problem("firm", "missing", MISSING_FIRM)
    if "former_office" in values and "left_office_on" in values:
        if values["former_office"] is None and values["left_office_on"] is not None:
            yield problem("former_office", "missing", "填写了离任日期，也要填写曾任职务")
        if values["former_office"] is not None and values["left_office_on"] is None:
            yield problem("left_office_on", "missing", "曾任法官、检察官的，要填写离任日期")
    if "document_kind" in values and "document" not in values:
        yield problem("document", "missing", "填写了证件类型，也要填写证件号码")
    if kind is WorkerKind.LAWYER and "licence" in values:
        parsed = licence.parse(values["licence"], today=today)
        if values.get("sex") not in (None, Sex.WOMAN if parsed.is_woman else Sex.MAN):
            yield problem("sex", "differs", "和执业证号第 11 位的性别不一致，请核对")
        if values.get("since") not in (None, parsed.year):
            yield problem("since", "differs", f"和执业证号里的年份（{parsed.year}）不一致，请核对")
