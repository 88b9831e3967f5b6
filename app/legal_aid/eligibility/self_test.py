"""自测: the engine over facts that nobody stores."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.areas.errors import UnknownArea
from app.kernel.areas.lookups import require_area
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid
from app.legal_aid.eligibility.centres import first_centre, with_centre
from app.legal_aid.eligibility.facts import CriminalFacts, Facts, contradictions
from app.legal_aid.eligibility.presenting import eligibility_view
from app.legal_aid.eligibility.schemas import CriminalIn, EligibilityView, SelfTest


async def self_test(session: AsyncSession, body: SelfTest, *, at: datetime) -> EligibilityView:
    """What an application with these facts would be told.

    Raises:
        Invalid: facts that cannot be true together, or areas that do not exist; all of them at once.
    """
    on = local_date(at)
    problems = [*await _unknown_areas(session, body, on), *contradictions(facts_from(body))]
    if problems:
        raise Invalid(fields=problems)
    stated = facts_from(body)
    centre = await first_centre(session, stated, on)
    return eligibility_view(await with_centre(session, stated, centre, on), centre)


def facts_from(body: SelfTest) -> Facts:
    """The body as facts."""
    told = body.model_dump(exclude={"statuses", "forum", "event_area_code", "criminal"})
    return Facts(
        **told,
        statuses=None if body.statuses is None else frozenset(body.statuses),
        forum_kind=body.forum.kind if body.forum else None,
        forum_area=body.forum.area_code if body.forum else None,
        event_area=body.event_area_code,
        criminal=_criminal(body.criminal) if body.criminal else None,
    )


def _criminal(told: CriminalIn) -> CriminalFacts:
    return CriminalFacts(
        role=told.role,
        stage=told.stage,
        grounds=None if told.grounds is None else frozenset(told.grounds),
        is_ordinary_procedure=told.is_ordinary_procedure,
    )


async def _unknown_areas(session: AsyncSession, body: SelfTest, on: date) -> list[FieldError]:
    found: list[FieldError] = []
    named = {"event_area_code": body.event_area_code, "forum.area_code": body.forum and body.forum.area_code}
    for field, code in named.items():
        if code is None:
            continue
        try:
            await require_area(session, code, on, field=field)
        except UnknownArea as error:
            found.extend(error.fields)
    return found
