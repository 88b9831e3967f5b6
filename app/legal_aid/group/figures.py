"""Amounts and months as people type them into a sheet, brought to fen and first days of months. Pure."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from app.kernel.spreadsheets import Unreadable, plain_text

AMOUNT = re.compile(r"[¥￥]?(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d+)?)元?", re.ASCII)
MONTH = re.compile(
    r"(?P<year>\d{4})(?:[-/.年](?P<month>\d{1,2})(?:[-/.]\d{1,2}|月(?:\d{1,2}日)?)?|(?P<tail>\d{2}))", re.ASCII
)
SIGNIFICANT = ".15g"
"""A spreadsheet keeps fifteen digits; what lies beyond is noise of binary fractions."""


def fen(value: object) -> int:
    """Yuan as a number or as text (``7,000.50``, ``７０００``, ``¥7000元``) in fen.

    Raises:
        Unreadable: not a number, or with more than two decimals.
    """
    number = _decimal(value) * 100
    if number != number.to_integral_value():
        raise Unreadable("decimals", "金额最多写到分（两位小数）")
    return int(number)


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool):
        raise Unreadable("amount", "请填写金额，例如 7000 或 7,000.50")
    if isinstance(value, int | float | Decimal):
        text = format(value, SIGNIFICANT) if isinstance(value, float) else str(value)
    else:
        compact = re.sub(r"\s", "", plain_text(value))
        match = AMOUNT.fullmatch(compact)
        text = match["number"].replace(",", "") if match else ""
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**15:
        raise Unreadable("amount", "请填写金额，例如 7000 或 7,000.50")
    return number


def month(value: object) -> date:
    """A date, ``2026-03``, ``2026/3``, ``2026年3月`` or ``202603`` as the first day of the month.

    Raises:
        Unreadable: none of these. A number with a fraction is one of them: 2026.1 may be January or October.
    """
    if isinstance(value, date | datetime):
        return date(value.year, value.month, 1)
    text = "" if isinstance(value, bool) else re.sub(r"\s", "", plain_text(value))
    if isinstance(value, float) and not value.is_integer():
        raise Unreadable("month", "月份看不清，请写成 2026-03 这样的文字")
    match = MONTH.fullmatch(text)
    if match is None:
        raise Unreadable("month", "月份应写成 2026-03 或 2026年3月")
    try:
        return date(int(match["year"]), int(match["month"] or match["tail"]), 1)
    except ValueError:
        raise Unreadable("month", "没有这个月份，请核对") from None


def yuan(amount_fen: int) -> str:
    """Fen as yuan with two decimals, for reading: ``-50`` → ``-0.50``, ``1860000`` → ``18,600.00``."""
    sign = "-" if amount_fen < 0 else ""
    whole, rest = divmod(abs(amount_fen), 100)
    return f"{sign}{whole:,}.{rest:02d}"
