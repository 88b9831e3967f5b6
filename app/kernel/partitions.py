"""Tables cut into weeks by one time column: slices made ahead, dropped whole when nothing in them may be kept.

A table declares itself beside its definition (:func:`sliced`) and its migration makes the parent and one
``<table>_default``. Slices are ``<table>_<yyyymmdd>``, from Monday 00:00 UTC to the next. Made while they are
empty and attached, they lock nothing that readers and writers of other weeks need; what already fell into the
default slice is moved. A row whose week has no slice is kept in the default one, so that nothing is ever refused
for want of a slice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from sqlalchemy import Table as SqlTable
from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.bus import Bus, Payload, every
from app.kernel.database import Table

MAKE_AHEAD = "kernel.partitions"
WEEK = timedelta(weeks=1)
AHEAD = 9 * WEEK
"""How far slices are made before they are needed: a job that fails for two months loses nothing."""
LOCK_WAIT = "SET LOCAL lock_timeout = '2s'"
"""Whoever waits for a lock on a whole table makes all others wait behind; rather give up and be tried again."""
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('partitions'))"
ATTACHED = (
    "SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid"
    " WHERE inhparent = to_regclass(:parent) AND child.relname <> :rest ORDER BY 1"
)


@dataclass(frozen=True, slots=True)
class Sliced:
    """One table and the column it is cut by."""

    table: SqlTable
    column: str

    @property
    def name(self) -> str:
        return self.table.name

    def slice_name(self, moment: datetime) -> str:
        """The slice that a moment falls into."""
        return f"{self.name}_{week_of(moment):%Y%m%d}"


_SLICED: dict[str, Sliced] = {}


def sliced(model: type[Table], column: str) -> Sliced:
    """Register a table cut into weeks by ``column``; call it beside the table."""
    table = cast(SqlTable, model.__dict__["__table__"])
    _SLICED[table.name] = Sliced(table, table.columns[column].name)
    return _SLICED[table.name]


def sliced_tables() -> tuple[Sliced, ...]:
    """Every registered table, in a stable order."""
    return tuple(_SLICED[name] for name in sorted(_SLICED))


def week_of(moment: datetime) -> date:
    """The Monday, in UTC, of the week a moment is in."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def weeks_between(since: datetime, until: datetime) -> Iterator[date]:
    """Mondays of every week from that of ``since`` to that of ``until``."""
    monday, last = week_of(since), week_of(until)
    while monday <= last:
        yield monday
        monday += WEEK


def register(bus: Bus) -> None:
    """Make slices ahead, every day."""
    bus.register(MAKE_AHEAD, _make_ahead)
    bus.repeat(MAKE_AHEAD, every(timedelta(days=1)))


async def make_ahead(session: AsyncSession, at: datetime) -> list[str]:
    """Make what is missing of every table's slices from this week on; gives the names of those made."""
    made: list[str] = []
    for table in sliced_tables():
        made += await make_slices(session, table, at, at + AHEAD)
    return made


async def make_slices(session: AsyncSession, table: Sliced, since: datetime, until: datetime) -> list[str]:
    """Make the slices of one table from the week of ``since`` to that of ``until``; gives those it made."""
    there = set(await slices_of(session, table))
    mondays = [monday for monday in weeks_between(since, until) if f"{table.name}_{monday:%Y%m%d}" not in there]
    if not mondays:
        return []
    await session.execute(text(LOCK_WAIT))
    await session.execute(text(ONE_AT_A_TIME))
    there = set(await slices_of(session, table))
    names = [(f"{table.name}_{monday:%Y%m%d}", monday) for monday in mondays]
    wanted = [(name, monday) for name, monday in names if name not in there]
    for name, monday in wanted:
        await _make(session, table, name, monday)
    return [name for name, _ in wanted]


async def slices_of(session: AsyncSession, table: Sliced) -> list[str]:
    """Names of the slices a table has, oldest first, without the default one."""
    parameters = {"parent": table.name, "rest": f"{table.name}_default"}
    return list((await session.execute(text(ATTACHED), parameters)).scalars())


async def drop_slices(session: AsyncSession, table: Sliced, *, before: datetime) -> list[str]:
    """Drop every slice that ended by ``before``, and such rows of the default one; gives the slices dropped.

    A slice that holds one later moment stays whole: what is kept is rounded up to the week.
    """
    limit = week_of(before)
    past = [name for name in await slices_of(session, table) if _monday(name) + WEEK <= limit]
    await session.execute(text(LOCK_WAIT))
    for name in past:
        await session.execute(text(f"ALTER TABLE {table.name} DETACH PARTITION {name}"))
        await session.execute(text(f"DROP TABLE {name}"))
    column = table.table.columns[table.column]
    await session.execute(delete(table.table).where(column < _start(limit)))
    return past


async def _make(session: AsyncSession, table: Sliced, name: str, monday: date) -> None:
    """Build the slice beside the table, fill it with what waited in the default one, attach it."""
    begin, end = _start(monday).isoformat(), _start(monday + WEEK).isoformat()
    columns = ", ".join(column.name for column in table.table.columns)
    moved = (
        f"WITH moved AS (DELETE FROM {table.name}_default"  # noqa: S608 -- names of our own tables and columns
        f" WHERE {table.column} >= '{begin}' AND {table.column} < '{end}' RETURNING {columns})"
        f" INSERT INTO {name} ({columns}) SELECT {columns} FROM moved"
    )
    for statement in (
        f"CREATE TABLE {name} (LIKE {table.name} INCLUDING ALL)",
        f"LOCK TABLE {table.name}_default IN ACCESS EXCLUSIVE MODE",
        moved,
        f"ALTER TABLE {table.name} ATTACH PARTITION {name} FOR VALUES FROM ('{begin}') TO ('{end}')",
    ):
        await session.execute(text(statement))


def _monday(name: str) -> date:
    return date.fromisoformat(name.rpartition("_")[2])


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


async def _make_ahead(session: AsyncSession, payload: Payload, at: datetime) -> None:
    await make_ahead(session, at)
