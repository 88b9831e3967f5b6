"""Cases that wait for a lawyer, as the lawyers' domain plans and assigns them as a whole queue."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import any_, func, literal, not_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.matching import Need, OverrideReason
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock_models import StatutoryClock
from app.kernel.errors import NotFound
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.handling import assigning
from app.legal_aid.handling.needs import needs_of
from app.legal_aid.models import Application
from app.legal_aid.ports import LawyerPort
from app.legal_aid.repository import visible_to
from app.legal_aid.schemas import LawyerChoice


class WaitingCases:
    """The queue of granted applications without a lawyer."""

    def __init__(self, lawyers: LawyerPort) -> None:
        self._lawyers = lawyers

    async def waiting(self, session: AsyncSession, actor: Actor, agency_id: UUID, *, limit: int) -> list[UUID]:
        """Urgent ones first, then by the end of the days to assign (法律援助法 36, 43). Cases of the officer's
        own, and those they stand back from, are left to others (回避).
        """
        due_on = (
            select(func.min(StatutoryClock.due_on))
            .where(
                col(StatutoryClock.object_id) == col(Application.id),
                col(StatutoryClock.rule_code).in_(assigning.ASSIGNING),
                col(StatutoryClock.stopped_at).is_(None),
            )
            .correlate(Application)
            .scalar_subquery()
        )
        statement = (
            visible_to(actor, Action.APPLICATION_ASSIGN)
            .with_only_columns(col(Application.id))
            .where(
                col(Application.agency_id) == agency_id,
                col(Application.status) == ApplicationStatus.GRANTED,
                col(Application.applicant_id) != actor.person_id,
                not_(literal(actor.person_id) == any_(col(Application.recused_ids))),
            )
            .order_by(col(Application.urgency).is_(None), due_on.nulls_last(), col(Application.id))
            .limit(limit)
        )
        return list((await session.scalars(statement)).all())

    async def needs(self, session: AsyncSession, matter_ids: Sequence[UUID]) -> Mapping[UUID, Need]:
        """A case that waits no longer is absent."""
        statement = select(Application).where(
            col(Application.id).in_(matter_ids), col(Application.status) == ApplicationStatus.GRANTED
        )
        return await needs_of(session, (await session.scalars(statement)).all())

    async def assign(
        self,
        session: AsyncSession,
        actor: Actor,
        matter_id: UUID,
        lawyer_id: UUID,
        *,
        batch_id: UUID,
        reason: OverrideReason | None,
        note: str | None,
        at: datetime,
    ) -> UUID:
        """As :func:`app.legal_aid.handling.assigning.assign`."""
        chosen = LawyerChoice(lawyer_id=lawyer_id, override_reason=reason, override_note=note)
        case = await assigning.assign(session, self._lawyers, actor, matter_id, chosen, batch_id=batch_id, at=at)
        if case.assignment_id is None:
            raise NotFound()
        return case.assignment_id
