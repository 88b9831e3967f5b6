"""Calendar notices in the database: entered by an officer, in force at once, replaced as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from app.kernel import events
from app.kernel.calendar import DayEntry, DayKind, WorkCalendar
from app.kernel.clock_events import CalendarPublished
from app.kernel.columns import plain
from app.kernel.database import Table, checked
from app.kernel.errors import PreconditionFailed, constraint_error

CACHED = "work_calendar"


class CalendarYear(Table, table=True):
    """One year's notice: where it can be read, who entered it. ``version`` grows with each replacement."""

    __table_args__ = (CheckConstraint("year BETWEEN 2000 AND 2099", name="year"),)

    year: int = Field(primary_key=True, sa_column_kwargs=plain(autoincrement=False))
    notice_title: str = Field(max_length=200, sa_column_kwargs=plain())
    notice_number: str | None = Field(default=None, max_length=60, sa_column_kwargs=plain())
    published_on: date = Field(sa_column_kwargs=plain())
    entered_by: UUID
    entered_at: datetime
    version: int = 1


class CalendarDay(Table, table=True):
    """One day a notice sets. A day in late December may be set by the next year's notice, which wins."""

    day: date = Field(primary_key=True, sa_column_kwargs=plain())
    year: int = Field(foreign_key="calendar_year.year", index=True)
    kind: DayKind = Field(sa_type=checked(DayKind), sa_column_kwargs=plain())
    note: str = Field(max_length=40, sa_column_kwargs=plain())


constraint_error("pk_calendar_year", PreconditionFailed)


@dataclass(frozen=True, slots=True)
class Notice:
    """Where the arrangement comes from, as printed on it."""

    title: str
    number: str | None
    published_on: date


async def load_calendar(session: AsyncSession) -> WorkCalendar:
    """The calendar in force: read once a session, some forty rows a year entered."""
    found = session.info.get(CACHED)
    if isinstance(found, WorkCalendar):
        return found
    years = (await session.execute(select(CalendarYear.year))).scalars().all()
    days = (await session.execute(select(CalendarDay))).scalars().all() if years else ()
    calendar = WorkCalendar(
        {row.day: DayEntry(row.kind, row.note) for row in days}, announced_years=frozenset(years)
    )
    session.info[CACHED] = calendar
    return calendar


async def find_year(session: AsyncSession, year: int) -> CalendarYear | None:
    """The notice entered for ``year``, if any."""
    return await session.get(CalendarYear, year)


async def publish_year(
    session: AsyncSession,
    year: int,
    notice: Notice,
    days: Mapping[date, DayEntry],
    *,
    entered_by: UUID,
    expected_version: int,
    at: datetime,
) -> tuple[CalendarYear, UUID]:
    """Enter or replace a year's notice; returns it with the id of the event. Open clocks follow by a job.

    ``expected_version`` is 0 when the caller saw none.

    Raises:
        PreconditionFailed: someone else entered it meanwhile.
    """
    row = await session.get(CalendarYear, year, with_for_update=True)
    if (row.version if row else 0) != expected_version:
        raise PreconditionFailed()
    if row is None:
        row = CalendarYear(
            year=year,
            notice_title=notice.title,
            notice_number=notice.number,
            published_on=notice.published_on,
            entered_by=entered_by,
            entered_at=at,
        )
        session.add(row)
    else:
        row.notice_title, row.notice_number = notice.title, notice.number
        row.published_on, row.entered_by, row.entered_at = notice.published_on, entered_by, at
        row.version += 1
    await session.flush()
    await _replace_days(session, year, days)
    session.info.pop(CACHED, None)
    event = CalendarPublished(year=year, version=row.version, entered_by=entered_by)
    return row, await events.record(session, event, at=at)


async def _replace_days(session: AsyncSession, year: int, days: Mapping[date, DayEntry]) -> None:
    await session.execute(delete(CalendarDay).where(col(CalendarDay.year) == year))
    statement = insert(CalendarDay).values(
        [{"day": day, "year": year, "kind": e.kind, "note": e.note} for day, e in days.items()]
    )
    new = statement.excluded
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["day"],
            set_={"year": new.year, "kind": new.kind, "note": new.note},
            where=col(CalendarDay.year) < new.year,
        )
    )
