"""The ledger of faults and breaches: lines are added, taken back by later lines, never changed.

Whoever notices something about what a person owed adds a line here, in the transaction of what happened. A line
says what was seen, not what it means: only a ``breach`` is held against anybody, and the database takes it for
nothing but an alarm that a person closed as a breach.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.correction.orders.models import CorrectionOrder
from app.correction.schedule.codes import SupervisionEntryKind
from app.correction.schedule.models import SupervisionEntry
from app.kernel.database import new_id


@dataclass(frozen=True, slots=True)
class Supervised:
    """Whose line it is, under which order, at which office."""

    order_id: UUID
    person_id: UUID
    agency_id: UUID

    @classmethod
    def of(cls, order: CorrectionOrder) -> "Supervised":
        """The person of an order."""
        return cls(order.id, order.person_id, order.agency_id)


async def add_entry(
    session: AsyncSession,
    whose: Supervised,
    kind: SupervisionEntryKind,
    *,
    happened_at: datetime,
    at: datetime,
    key: str | None = None,
    duty_id: UUID | None = None,
    check_in: tuple[UUID, datetime] | None = None,
    alarm_id: UUID | None = None,
    takes_back: UUID | None = None,
    reason: str | None = None,
    note: str | None = None,
    by: UUID | None = None,
) -> UUID | None:
    """Add a line; none where one with this ``key`` stands already.

    Args:
        check_in: id and ``made_at`` of the check-in it is about.
        takes_back: the line this one takes back (kinds late, excused, cleared and corrected).
        reason: a code, at most 60 characters.
        note: a person's words, without a place.
        by: who recorded it; None where the product itself did.
    """
    await session.flush()
    values = {
        "id": new_id(),
        "order_id": whose.order_id,
        "person_id": whose.person_id,
        "agency_id": whose.agency_id,
        "kind": kind,
        "happened_at": happened_at,
        "recorded_at": at,
        "key": key,
        "duty_id": duty_id,
        "check_in_id": check_in[0] if check_in else None,
        "check_in_made_at": check_in[1] if check_in else None,
        "alarm_id": alarm_id,
        "takes_back_id": takes_back,
        "reason": reason,
        "note": note,
        "recorded_by": by,
    }
    statement = insert(SupervisionEntry).values(**values).on_conflict_do_nothing()
    added = await session.execute(statement.returning(col(SupervisionEntry.id)))
    return added.scalar_one_or_none()


def stands() -> ColumnElement[bool]:
    """Lines that no later line took back."""
    later = aliased(SupervisionEntry)
    return ~exists().where(col(later.takes_back_id) == col(SupervisionEntry.id))


async def standing_entries(
    session: AsyncSession, *, duty_id: UUID, kinds: Sequence[SupervisionEntryKind]
) -> list[SupervisionEntry]:
    """Lines of these kinds about one check-in owed that were not taken back, oldest first."""
    statement = (
        select(SupervisionEntry)
        .where(col(SupervisionEntry.duty_id) == duty_id, col(SupervisionEntry.kind).in_(kinds), stands())
        .order_by(col(SupervisionEntry.recorded_at), col(SupervisionEntry.id))
    )
    return list((await session.scalars(statement)).all())
