"""Records follow closed cases, their ratings and their grades. Runs in the worker, any number of times."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.legal_aid import ApplicationClosed, ApplicationEvent, CaseGraded, CaseRated, ClosedFacts
from app.kernel.bus import Bus, EventHandler
from app.lawyers.records.keeping import keep
from app.lawyers.roster.models import Lawyer

FactsOf = Callable[[AsyncSession, UUID], Awaitable[ClosedFacts | None]]


def register(bus: Bus, facts_of: FactsOf) -> None:
    """Subscribe; ``facts_of`` is legal aid's, none while a case is not closed."""
    keeper = _keeper(facts_of)
    bus.subscribe(ApplicationClosed, "lawyers.record_closed", keeper)
    bus.subscribe(CaseRated, "lawyers.record_rated", keeper)
    bus.subscribe(CaseGraded, "lawyers.record_graded", keeper)


def _keeper(facts_of: FactsOf) -> EventHandler[ApplicationEvent]:
    async def on_change(session: AsyncSession, event: ApplicationEvent, at: datetime) -> None:
        """Keep the case; facts are read again once the lawyer is locked, lest older ones be written last."""
        facts = await facts_of(session, event.application_id)
        if facts is None or (lawyer := await _lock(session, facts.lawyer_person_id)) is None:
            return
        facts = await facts_of(session, event.application_id)
        if facts is not None and facts.lawyer_person_id == lawyer.person_id:
            await keep(session, event.application_id, lawyer.id, facts, at=at)

    return on_change


async def _lock(session: AsyncSession, person_id: UUID) -> Lawyer | None:
    """The lawyer who is this person, locked until commit; none for somebody on no roster."""
    statement = select(Lawyer).where(col(Lawyer.person_id) == person_id).with_for_update(key_share=True)
    return (await session.scalars(statement.execution_options(populate_existing=True))).one_or_none()
