"""Limits of what a wage claim may say, and how a case number is written. Pure.

Statutory values are not here: they come from ``app.kernel.statutes`` by code.
"""

import re
from collections.abc import Sequence
from datetime import date

from app.contracts.categories import CaseCategory
from app.kernel.errors import FieldError

DECIDE = "legal_aid.decide"
ASSIGN = "legal_aid.assign"
OBJECT = "legal_aid.object"
REVIEW_OBJECTION = "legal_aid.review_objection"
"""Codes of the statutory periods that this domain starts or tells."""

ONLINE_CATEGORIES = frozenset({CaseCategory.LABOUR_REMUNERATION})
"""Categories that have a form here; the others are taken at the window."""

EARLIEST_MONTH = date(1995, 1, 1)
"""Not a legal limit: no wage arrears older than the Labour Law itself are claimed; catches typing errors."""
LARGEST_AMOUNT_FEN = 100_000_000_000
"""Not a legal limit either: ten million yuan would be a remarkable wage, a thousand million is a slip."""
OPEN_DRAFTS = 10
"""Drafts a person may have at once."""

MONTH_PATTERN = r"^[0-9]{4}-(0[1-9]|1[0-2])$"


def parse_month(text: str) -> date:
    """``"2026-05"`` as the first day of that month.

    Raises:
        ValueError: not of that form.
    """
    if not re.match(MONTH_PATTERN, text):
        raise ValueError("月份应写成 2026-05 这样")
    year, month = text.split("-")
    return date(int(year), int(month), 1)


def month_text(first_day: date) -> str:
    """The first day of a month as ``"2026-05"``."""
    return f"{first_day:%Y-%m}"


def period_problems(period_from: date, period_to: date, today: date) -> Sequence[FieldError]:
    """What is wrong with a wage period, month to month inclusive; wages of a month to come are not owed yet."""
    problems: list[FieldError] = []
    this_month = today.replace(day=1)
    for field, month in (("period_from", period_from), ("period_to", period_to)):
        if month > this_month:
            problems.append(FieldError(field, "not_future", "月份还没有到，请填写已经过去的月份"))
        if month < EARLIEST_MONTH:
            problems.append(FieldError(field, "too_early", "月份太早，请核对年份"))
    if period_from > period_to:
        problems.append(FieldError("period_to", "order", "结束月份不能早于开始月份"))
    return problems


def case_number(year: int, sequence: int) -> str:
    """The number as written on papers: 〔2026〕法援字第00012号."""
    return f"〔{year}〕法援字第{sequence:05d}号"


def yuan(amount_fen: int) -> str:
    """Fen as yuan with two decimals, for reading: ``1860000`` → ``18,600.00``."""
    return f"{amount_fen // 100:,}.{amount_fen % 100:02d}"
