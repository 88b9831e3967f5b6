"""The period a report is about, and the days of it on which a lawyer could be asked. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.kernel.clock import local_date, start_of

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included, as Asia/Shanghai counts them; what lies ahead is cut off.

    ``begins`` and ``ends`` are its instants, half open; it is empty where it lies ahead as a whole.
    """

    first: date
    last: date
    at: datetime

    @property
    def begins(self) -> datetime:
        """The first instant."""
        return start_of(self.first)

    @property
    def ends(self) -> datetime:
        """The instant after the last: the end of the last day, or now."""
        return min(start_of(self.last + DAY), self.at)

    @property
    def days(self) -> int:
        """Days that have begun."""
        return _length(self.first, min(self.last, local_date(self.at)))


def days_there(
    period: Period,
    *,
    entered_at: datetime,
    suspended_at: datetime | None,
    leaves: Iterable[tuple[date, date]],
) -> int:
    """Days of the period on which the lawyer was on the roster, not on leave, not suspended.

    Args:
        suspended_at: of a suspension that lasts; one lifted before is not known and not subtracted.
        leaves: first and last days; they may overlap.
    """
    first = max(period.first, local_date(entered_at))
    last = min(period.last, local_date(period.at))
    if suspended_at is not None:
        last = min(last, local_date(suspended_at) - DAY)
    there = _length(first, last)
    counted_to = first - DAY
    for begins, ends in sorted(leaves):
        from_day, to_day = max(begins, counted_to + DAY), min(ends, last)
        if from_day <= to_day:
            there -= _length(from_day, to_day)
            counted_to = to_day
    return there


def _length(first: date, last: date) -> int:
    return max((last - first).days + 1, 0)
