"""Who must decide a leave (办法 27), from its days and from all days out within two months. Pure.

A day out is a calendar day in Asia/Shanghai, the day of leaving and the day of coming back included. A day is
counted once, however many leaves cover it, and whichever month it falls in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from app.correction.leave.codes import LeaveLevel
from app.kernel.calendar import add_months
from app.kernel.statutes.model import Rule

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both included.

    Raises:
        ValueError: the last day is before the first.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("the last day is before the first")

    @property
    def days(self) -> int:
        """How many calendar days."""
        return (self.last - self.first).days + 1

    def overlaps(self, other: "Span") -> bool:
        """Whether a day belongs to both."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Limits:
    """What each level may decide; the window is in months."""

    office: Rule
    county: Rule
    total: Rule
    window: Rule


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who must decide and why: days of this leave, most days out in any window that touches it, that window."""

    level: LeaveLevel
    days: int
    total_days: int
    window: Span
    because: Rule


def rule_level(asked: Span, others: Iterable[Span], limits: Limits) -> Ruling:
    """The level that must decide ``asked``, beside the ``others`` that count (approved, under way, past)."""
    total_days, window = busiest_window([*others, asked], asked, limits.window.value)
    level, because = LeaveLevel.OFFICE, limits.office
    if total_days > limits.total.value:
        level, because = LeaveLevel.UPPER, limits.total
    elif asked.days > limits.county.value:
        level, because = LeaveLevel.UPPER, limits.county
    elif asked.days > limits.office.value:
        level, because = LeaveLevel.COUNTY, limits.county
    return Ruling(level, asked.days, total_days, window, because)


def busiest_window(spans: Iterable[Span], touching: Span, months: int) -> tuple[int, Span]:
    """The most days out in a window of so many months that shares a day with ``touching``; the earliest such."""
    start = add_months(touching.first, -months) - DAY
    end = window_from(touching.last, months).last
    out = [0] * ((end - start).days + 1)
    for span in spans:
        for number in range(max(0, (span.first - start).days), min(len(out), (span.last - start).days + 1)):
            out[number] = 1
    upto = [0, *accumulate(out)]
    best = (0, touching)
    for number in range((touching.last - start).days + 1):
        window = window_from(start + number * DAY, months)
        if window.last < touching.first:
            continue
        days = upto[(window.last - start).days + 1] - upto[number]
        best = max(best, (days, window), key=lambda found: found[0])
    return best


def window_from(first: date, months: int) -> Span:
    """So many months beginning on ``first``: to the day before the corresponding day; where that month has no
    such day, to its last (民法典 202).
    """
    corresponding = add_months(first, months)
    return Span(first, corresponding if corresponding.day < first.day else corresponding - DAY)


def days_out(spans: Iterable[Span], within: Span) -> int:
    """How many days of ``within`` any of the spans covers, each day once."""
    days: set[int] = set()
    for span in spans:
        if span.overlaps(within):
            first, last = max(span.first, within.first), min(span.last, within.last)
            days.update(range(first.toordinal(), last.toordinal() + 1))
    return len(days)
