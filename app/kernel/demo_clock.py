"""Moving the product's clock in the demo and test profiles, so that stories of weeks run in seconds."""

from datetime import datetime, timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from app.kernel.clock import MovableClock
from app.kernel.database import Table

ROW = 1


class DemoClock(Table, table=True):
    """The one row that every process of a demo stack follows."""

    id: int = Field(default=ROW, primary_key=True)
    offset_s: int = 0


async def follow(session: AsyncSession, clock: MovableClock) -> None:
    """Adopt the stored offset."""
    statement = select(DemoClock.offset_s).where(col(DemoClock.id) == ROW)
    stored = (await session.execute(statement)).scalar_one_or_none()
    clock.offset = timedelta(seconds=stored or 0)


async def move(session: AsyncSession, clock: MovableClock, instant: datetime) -> None:
    """Move this process's clock forward to ``instant`` and store the offset for the others."""
    clock.move_to(instant)
    seconds = -(-clock.offset // timedelta(seconds=1))
    clock.offset = timedelta(seconds=seconds)
    statement = insert(DemoClock).values(id=ROW, offset_s=seconds)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={"offset_s": statement.excluded.offset_s})
    )
