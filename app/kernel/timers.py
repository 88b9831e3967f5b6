"""Alarms in product time: rows that become jobs when the product's clock reaches them.

The queue's own delays follow the machine's time; statutory dates follow the product's clock, which the
demo and test profiles move. A timer is unique by (name, key), so setting it again moves it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import JSON, Column, UniqueConstraint, delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from app.kernel.bus import Bus
from app.kernel.columns import INFO_KEY, plain
from app.kernel.database import Table, new_id
from app.kernel.jobs import enqueue_all

BATCH = 500


class Timer(Table, table=True):
    """One pending alarm; deleted when it becomes a job."""

    __table_args__ = (UniqueConstraint("name", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=80, sa_column_kwargs=plain())
    key: str = Field(max_length=120, sa_column_kwargs=plain())
    due_at: datetime = Field(index=True)
    payload: dict[str, JsonValue] = Field(sa_column=Column(JSON, nullable=False, info={INFO_KEY: None}))


async def set_timer(
    session: AsyncSession, name: str, *, key: str, due_at: datetime, payload: Mapping[str, JsonValue]
) -> None:
    """Run job ``name`` with ``payload`` when product time reaches ``due_at``; moves an earlier setting."""
    values = {"id": new_id(), "name": name, "key": key, "due_at": due_at, "payload": dict(payload)}
    statement = insert(Timer).values(**values)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["name", "key"],
            set_={"due_at": statement.excluded.due_at, "payload": statement.excluded.payload},
        )
    )


async def cancel_timer(session: AsyncSession, name: str, *, key: str) -> None:
    """Forget an alarm; one that is not set is no error."""
    await session.execute(delete(Timer).where(col(Timer.name) == name, col(Timer.key) == key))


async def next_due(session: AsyncSession) -> datetime | None:
    """When the earliest alarm is due."""
    return (await session.execute(select(func.min(col(Timer.due_at))))).scalar_one()


async def promote_due(session: AsyncSession, at: datetime) -> int:
    """Turn alarms due at ``at`` into jobs, at most :data:`BATCH`; safe among several workers."""
    bus = cast(Bus, session.info["bus"])
    due = (
        select(Timer.id)
        .where(col(Timer.due_at) <= at)
        .order_by(col(Timer.due_at))
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    rows = (
        (await session.execute(delete(Timer).where(col(Timer.id).in_(due.scalar_subquery())).returning(Timer)))
        .scalars()
        .all()
    )
    await enqueue_all(session, [(row.name, f"timer:{row.id}", row.payload) for row in rows], since=at)
    for row in rows:
        if rule := bus.recurring.get(row.name):
            await set_timer(session, row.name, key=row.key, due_at=rule.next_after(row.due_at), payload={})
    return len(rows)


async def seed_recurring(session: AsyncSession, at: datetime) -> None:
    """Set the first alarm of every recurring job that has none."""
    bus = cast(Bus, session.info["bus"])
    for name, rule in bus.recurring.items():
        values: dict[str, object] = {
            "id": new_id(),
            "name": name,
            "key": "recurring",
            "due_at": rule.next_after(at),
            "payload": {},
        }
        await session.execute(insert(Timer).values(**values).on_conflict_do_nothing())
