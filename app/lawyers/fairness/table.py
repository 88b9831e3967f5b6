"""The report as CSV for a spreadsheet: UTF-8 with a mark, Chinese titles, text that stays text. Pure."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from app.contracts.categories import GROUP_TITLES
from app.kernel.dictionaries import dictionaries
from app.lawyers.enums import DeclineReason
from app.lawyers.fairness.counting import Field, Indices, Line, Share, Tally

T = TypeVar("T")
Cell = str | int | float | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""
COUNTS = ("派案", "接受", "谢绝", "过期未答复", "收回", "等待答复")
SHARES = ("应得派案", "差额", "差额比例", "工作量")
INDICES = (
    "律师人数",
    "承办上限合计",
    "派案基尼系数",
    "接受基尼系数",
    "工作量基尼系数",
    "最大差额",
    "没有派到的人数",
)


def lawyers_csv(lines: Iterable[Line]) -> bytes:
    """One row a lawyer."""
    titles = ("律师", "律所", "承办上限", "现有在办", "在岗天数", *COUNTS, *_reasons(), *SHARES)
    return _csv(titles, lines, _lawyer)


def firms_csv(shares: Iterable[Share]) -> bytes:
    """One row a firm."""
    return _csv(("律所", *COUNTS, *_reasons(), *SHARES, *INDICES), shares, _firm)


def specialties_csv(fields: Iterable[Field]) -> bytes:
    """One row a specialty."""
    return _csv(("专长", *COUNTS, *_reasons(), "派给没有这项专长的", *INDICES), fields, _specialty)


def _lawyer(line: Line) -> list[Cell]:
    member = line.member
    about: list[Cell] = [member.name, member.firm, member.capacity, member.open_cases, member.days]
    return [*about, *_counts(line.tally), *_shares(line.fair, line)]


def _firm(share: Share) -> list[Cell]:
    return [share.firm, *_counts(share.tally), *_shares(share.fair, share), *_indices(share.indices)]


def _specialty(field: Field) -> list[Cell]:
    return [GROUP_TITLES[field.specialty], *_counts(field.tally), field.outside, *_indices(field.indices)]


def _reasons() -> list[str]:
    return [f"谢绝：{dictionaries()['decline_reason'][reason]}" for reason in DeclineReason]


def _counts(tally: Tally) -> list[Cell]:
    sums = [tally.offers, tally.taken, tally.declined, tally.expired, tally.withdrawn, tally.waiting]
    return [*sums, *(tally.declines.get(reason, 0) for reason in DeclineReason)]


def _shares(fair: float, of: Line | Share) -> list[Cell]:
    return [round(fair, 2), round(of.deviation.amount, 2), _index(of.deviation.ratio), _index(of.load)]


def _indices(indices: Indices) -> list[Cell]:
    furthest = indices.furthest
    return [
        indices.lawyers,
        indices.capacity,
        _index(indices.gini_offers),
        _index(indices.gini_taken),
        _index(indices.gini_load),
        None if furthest is None else round(furthest.deviation.amount, 2),
        indices.without_offers,
    ]


def _index(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _csv(titles: Sequence[str], rows: Iterable[T], cells: Callable[[T], list[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows([_safe(cell) for cell in cells(row)] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> Cell:
    """Text that would be taken for a formula gets an apostrophe before it; numbers are ours."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
