"""Traces of who looked at a part of a case."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.legal_aid.models import Application
from app.legal_aid.states import application_machine


async def looked(
    session: AsyncSession, actor: Actor, action: Action, case: Application, *, at: datetime, note: str
) -> None:
    """Leave a trace for the applicant that someone else looked; ``note`` says at what."""
    await audit.record_access(
        session,
        actor,
        action,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note=note,
    )


def did(
    session: AsyncSession, actor: Actor, action: Action, case: Application, *, at: datetime, note: str
) -> None:
    """Leave a trace of what was done to the case without moving it."""
    audit.add_entry(
        session,
        actor,
        action,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note=note,
    )
