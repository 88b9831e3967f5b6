"""From when to when another agency reads, and which last days may be asked for. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app.kernel.clock import local_date, start_of
from app.kernel.errors import FieldError


def end_of(last_day: date) -> datetime:
    """The instant at which reading ends: the last day counts whole, in Asia/Shanghai."""
    return start_of(last_day + timedelta(days=1))


def last_day(until: datetime) -> date:
    """The last day on which there is reading, of a period that ends at ``until``."""
    return local_date(until - timedelta(microseconds=1))


def is_in_force(since: datetime, until: datetime, ended_at: datetime | None, *, at: datetime) -> bool:
    """Whether there is reading at ``at``: within ``[since, until)`` and before it was ended early."""
    return since <= at < until and (ended_at is None or at < ended_at)


def refusals(day: date, *, at: datetime, longest_days: int) -> Iterator[FieldError]:
    """Why ``day`` cannot be the last day of reading that begins at ``at``."""
    today = local_date(at)
    latest = today + timedelta(days=longest_days)
    if day < today:
        yield FieldError("until", "not_past", "共享的最后一天不能早于今天")
    elif day > latest:
        message = f"一次最多共享 {longest_days} 天，最晚到{latest.year}年{latest.month}月{latest.day}日"
        yield FieldError("until", "max_days", message)
