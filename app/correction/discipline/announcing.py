"""Telling the rest of the product what happened to a measure, and writing changes into the record."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction import SanctionEvent
from app.correction.discipline.codes import REWARDS
from app.correction.discipline.models import Sanction
from app.correction.discipline.states import sanction_machine
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor


async def announce(
    session: AsyncSession, kind: type[SanctionEvent], sanction: Sanction, *, at: datetime, **more: object
) -> None:
    """Record one event of a measure; ``more`` are fields of that kind alone."""
    shared = {
        "sanction_id": sanction.id,
        "order_id": sanction.order_id,
        "person_id": sanction.person_id,
        "agency_id": sanction.agency_id,
        "measure": sanction.measure.value,
        "is_reward": sanction.measure in REWARDS,
    }
    await events.record(session, kind.model_validate(shared | more), at=at)


def note_change(
    session: AsyncSession, actor: Actor, sanction: Sanction, action: Action, note: str, *, at: datetime
) -> None:
    """A change that leaves the state as it is: version, time and an entry in the record."""
    sanction.version += 1
    sanction.updated_at = max(at, sanction.updated_at)
    audit.add_entry(
        session,
        actor,
        action,
        object_type=sanction_machine.name,
        object_id=sanction.id,
        owner_id=sanction.owner_id,
        at=at,
        note=note,
    )
