"""When people are told what can wait: by day. Pure."""

from datetime import datetime, time, timedelta

from app.kernel.clock import SHANGHAI

BEGINS, ENDS = time(8, 30), time(21)


def by_day(at: datetime) -> datetime:
    """The moment itself, by night the next morning: nobody is woken by what ran out at midnight."""
    local = at.astimezone(SHANGHAI)
    if BEGINS <= local.time() < ENDS:
        return at
    on = local.date() + timedelta(days=local.time() >= ENDS)
    return datetime.combine(on, BEGINS, SHANGHAI)
