"""What the recipient thinks of the lawyer's service (法律援助法 59: 征询)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import CaseRated
from app.kernel import events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.states import WrongState
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.models import Application
from app.legal_aid.quality.answers import RatingView
from app.legal_aid.quality.models import CaseRating
from app.legal_aid.quality.schemas import Rating
from app.legal_aid.quality.traces import looked
from app.legal_aid.repository import get_visible
from app.legal_aid.views import advises

RATED_IN = frozenset(
    {
        ApplicationStatus.CONCLUDED,
        ApplicationStatus.FILE_REVIEW,
        ApplicationStatus.CLOSED,
        ApplicationStatus.ARCHIVED,
    }
)
SHOWN_TO_LAWYER = frozenset({ApplicationStatus.CLOSED, ApplicationStatus.ARCHIVED})
"""Not before: nobody should have to fear for the case that is still in the lawyer's hands."""


async def rate(
    session: AsyncSession, actor: Actor, application_id: UUID, given: Rating, *, at: datetime
) -> RatingView:
    """Rate, or change one's mind until the case is archived; who never rated may still do so then, once.

    Raises:
        NotFound: not the caller's case.
        WrongState: the lawyer has not reported the end, or the case is archived and was rated.
    """
    case = await get_visible(session, actor, Action.CASE_RATE, application_id, lock=True)
    row = await session.get(CaseRating, case.id)
    is_late_change = row is not None and case.status is ApplicationStatus.ARCHIVED
    if case.status not in RATED_IN or is_late_change:
        raise WrongState(state=case.status.value)
    helpful = [item.value for item in dict.fromkeys(given.helpful)]
    if row is None:
        row = CaseRating(
            application_id=case.id,
            stars=given.stars,
            helpful=helpful,
            comment=given.comment,
            rated_at=at,
            updated_at=at,
        )
        session.add(row)
    else:
        row.stars, row.helpful, row.comment, row.updated_at = given.stars, helpful, given.comment, at
    await session.flush()
    told = CaseRated(application_id=case.id, applicant_id=case.applicant_id, agency_id=agency_of(case))
    await events.record(session, told, at=at)
    return RatingView.model_validate(row)


async def read(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> RatingView | None:
    """The rating, if the caller may see one: a lawyer sees the stars alone, after the case was closed.

    Raises:
        NotFound: not within reach.
    """
    case = await get_visible(session, actor, Action.APPLICATION_READ, application_id)
    row = await session.get(CaseRating, case.id)
    if row is None:
        return None
    await looked(session, actor, Action.APPLICATION_READ, case, at=at, note="评价")
    view = RatingView.model_validate(row)
    if _sees_all(actor, case):
        return view
    if case.status not in SHOWN_TO_LAWYER:
        return None
    return view.model_copy(update={"helpful": [], "comment": None})


def _sees_all(actor: Actor, case: Application) -> bool:
    return case.applicant_id == actor.person_id or advises(actor, case)
