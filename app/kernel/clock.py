"""The product's clock. Everything that asks for the time is given one; nothing else reads it."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the instant, timezone-aware, in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's time; security (tokens, presigned forms) always follows this one."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """The machine's time plus an offset that can only grow; for the demo and test profiles."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def move_to(self, instant: datetime) -> None:
        """Move forward to ``instant``; an instant already past changes nothing."""
        self.offset = max(self.offset, instant - datetime.now(UTC))


def local_date(at: datetime) -> date:
    """The civil date in Asia/Shanghai, which statutory periods are counted in."""
    return at.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """The first instant of a civil day in Asia/Shanghai, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)
