"""When something about check-ins owed has to be done: openings, last reminders, closings, ends of time to explain.

Each such minute is one alarm of the product's clock however many people it concerns, so that nothing polls and a
closing is swept within its minute. Setting one that is set changes nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import DateTime, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.schedule.planning import Owed
from app.kernel.database import new_id
from app.kernel.timers import Timer

TICK = "correction.duties"
"""The job of an opening, a last reminder, a closing, or an end of time to explain."""
GAPS = "correction.gaps"
"""The job that looks for silence."""
GRACE = timedelta(minutes=5)
"""A check-in made in its window may arrive a little after it."""
MINUTE = timedelta(minutes=1)
LONGEST_LEAD = timedelta(minutes=30)


def last_call(opens_at: datetime, closes_at: datetime) -> datetime:
    """When to remind a second time: half an hour before the end, or when a quarter of a short window is left."""
    return closes_at - min(LONGEST_LEAD, (closes_at - opens_at) / 4)


def moments_of(owed: Owed) -> tuple[datetime, datetime, datetime]:
    """When something has to be done about one window."""
    return owed.opens_at, last_call(owed.opens_at, owed.closes_at), owed.closes_at + GRACE


def timed(statement: str, *moments: str) -> TextClause:
    """A statement whose parameters of these names are instants; the driver would else guess from each place."""
    return text(statement).bindparams(*(bindparam(name, type_=DateTime(timezone=True)) for name in moments))


async def wake_at(session: AsyncSession, name: str, moments: Iterable[datetime]) -> None:
    """Run job ``name`` at these moments, each rounded up to the minute."""
    rounded = sorted({_up(moment) for moment in moments})
    if not rounded:
        return
    rows: list[dict[str, object]] = [
        {"id": new_id(), "name": name, "key": moment.isoformat(), "due_at": moment, "payload": {}}
        for moment in rounded
    ]
    await session.execute(insert(Timer).values(rows).on_conflict_do_nothing())


def _up(moment: datetime) -> datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + MINUTE
