"""The facts of an application, read from its sections; what no section says stays unknown."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.legal_aid import repository
from app.legal_aid.eligibility.centres import centres_for, with_centre
from app.legal_aid.eligibility.codes import PersonStatus
from app.legal_aid.eligibility.facts import Facts
from app.legal_aid.models import ApplicantStatement, Application, EventPlace


async def load_facts(session: AsyncSession, case: Application, *, at: datetime) -> Facts:
    """What the application says, with the centre that has it (or would receive it) and the line in force there."""
    facts = await stated_facts(session, case)
    on = local_date(at)
    if case.agency_id is not None:
        centre = await session.get(Agency, case.agency_id)
    else:
        centre = next(iter(await centres_for(session, facts, on)), None)
    return await with_centre(session, facts, centre, on)


async def stated_facts(session: AsyncSession, case: Application) -> Facts:
    """What the sections say, before any centre is known."""
    statement = await repository.statement_of(session, case.id)
    place = await repository.place_of(session, case.id)
    return facts_of(case, statement, place)


def facts_of(case: Application, statement: ApplicantStatement | None, place: EventPlace | None) -> Facts:
    """What these sections say."""
    return Facts(
        category=case.category,
        statuses=_statuses(statement),
        pledges_hardship=statement.pledges_hardship if statement else None,
        event_area=place.area_code if place else None,
    )


def _statuses(statement: ApplicantStatement | None) -> frozenset[PersonStatus] | None:
    if statement is None:
        return None
    return frozenset({PersonStatus.MIGRANT_WORKER}) if statement.is_migrant_worker else frozenset()
