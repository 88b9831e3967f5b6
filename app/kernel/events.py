"""Recording events: the row, and one job per handler, in the transaction of the change they follow from."""

from datetime import datetime
from typing import cast
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import JSON, Column
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from app.kernel.bus import Bus, Event
from app.kernel.columns import INFO_KEY, plain
from app.kernel.database import Table, new_id
from app.kernel.jobs import EVENT_ID, enqueue_all

__all__ = ["Event", "EventRecord", "being_handled", "record"]


class EventRecord(Table, table=True):
    """Every event that happened, in order; ids and facts only, never personal data."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=80, index=True, sa_column_kwargs=plain())
    payload: dict[str, JsonValue] = Field(sa_column=Column(JSON, nullable=False, info={INFO_KEY: None}))
    occurred_at: datetime


async def record(session: AsyncSession, event: Event, *, at: datetime) -> UUID:
    """Record ``event`` and enqueue its handlers; nothing runs unless the transaction commits.

    Two round trips: one for the row, one for all jobs.
    """
    bus = cast(Bus, session.info["bus"])
    payload = cast("dict[str, JsonValue]", event.model_dump(mode="json"))
    row = EventRecord(name=type(event).__name__, payload=payload, occurred_at=at)
    session.add(row)
    await session.flush()
    handlers = bus.handlers_of(type(event))
    await enqueue_all(session, [(s.name, f"{row.id}:{s.name}", payload) for s in handlers], since=at)
    return row.id


def being_handled(session: AsyncSession) -> UUID:
    """Id of the recorded event whose handler runs in this session.

    Raises:
        KeyError: no handler runs here.
    """
    return cast(UUID, session.info[EVENT_ID])
