"""When a place may not be entered: hours of the week in Asia/Shanghai, some of them past midnight. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.kernel.clock import SHANGHAI

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """From ``starts`` to ``ends`` (minutes of the day, the end not included) on some weekdays, Monday 0.

    An end that is not after its start is of the next day: 22:00 to 06:00 on Fridays lasts until Saturday at six,
    and 00:00 to 00:00 is a whole day.
    """

    weekdays: frozenset[int]
    starts: int
    ends: int

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError("weekdays are 0 to 6, at least one")
        if not (0 <= self.starts < DAY_MINUTES and 0 <= self.ends < DAY_MINUTES):
            raise ValueError("hours are minutes of a day")

    def holds(self, at: datetime) -> bool:
        """Whether an instant falls into these hours."""
        local = at.astimezone(SHANGHAI)
        minute, weekday = local.hour * 60 + local.minute, local.weekday()
        if self.starts < self.ends:
            return weekday in self.weekdays and self.starts <= minute < self.ends
        began_today = weekday in self.weekdays and minute >= self.starts
        return began_today or ((weekday - 1) % 7 in self.weekdays and minute < self.ends)


def any_holds(hours: Sequence[WeeklyHours], at: datetime) -> bool:
    """Whether an instant falls into one of several; no hours at all mean always."""
    return not hours or any(one.holds(at) for one in hours)


@dataclass(frozen=True, slots=True)
class Span:
    """``[starts, ends)``; without an end where none is known."""

    starts: datetime
    ends: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether an instant falls into the span."""
        return self.starts <= at and (self.ends is None or at < self.ends)
