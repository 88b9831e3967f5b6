"""Months as statistics name them, in Asia/Shanghai. Pure."""

from datetime import date, datetime

from app.kernel.clock import local_date, start_of
from app.kernel.errors import FieldError, Invalid
from app.legal_aid.rules import month_text, parse_month

LONGEST = 36
"""Months in one answer: three years."""
USUAL = 12


def following(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def period_of(first: str, last: str) -> tuple[datetime, datetime]:
    """From the first instant of ``first`` up to that after ``last``."""
    return start_of(parse_month(first)), start_of(following(parse_month(last)))


def asked_for(first: str | None, last: str | None, *, at: datetime) -> tuple[datetime, datetime]:
    """The months asked for, by default the twelve up to this one.

    Raises:
        Invalid: the end before the start, or more than three years.
    """
    end = parse_month(last) if last else local_date(at).replace(day=1)
    begin = parse_month(first) if first else _back(end, USUAL - 1)
    if begin > end:
        raise Invalid(fields=[FieldError("to", "order", "结束月份不能早于开始月份")])
    if _back(end, LONGEST - 1) > begin:
        raise Invalid(fields=[FieldError("from", "too_long", f"一次最多统计 {LONGEST} 个月")])
    return period_of(month_text(begin), month_text(end))


def _back(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)
