"""Return visits (回访, 法律援助法 59): how satisfied the recipient is, and whether anybody asked for money."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import MoneyDemandReported
from app.identity import people
from app.kernel import events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError
from app.kernel.states import WrongState
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own
from app.legal_aid.quality.answers import VisitView
from app.legal_aid.quality.errors import VisitInvalid
from app.legal_aid.quality.models import ReturnVisit
from app.legal_aid.quality.repository import visits
from app.legal_aid.quality.schemas import Visit
from app.legal_aid.quality.traces import did, looked
from app.legal_aid.repository import get_visible

VISITED_IN = frozenset(
    {
        ApplicationStatus.IN_HANDLING,
        ApplicationStatus.CONCLUDED,
        ApplicationStatus.FILE_REVIEW,
        ApplicationStatus.CLOSED,
        ApplicationStatus.ARCHIVED,
    }
)
ANSWERS = ("satisfaction", "knows_result", "was_asked_for_money")


async def record(
    session: AsyncSession, actor: Actor, application_id: UUID, given: Visit, *, at: datetime
) -> VisitView:
    """Write a visit down. A demand for money is reported at once to who decides and to the bureau (art. 20).

    Raises:
        NotFound: not within reach.
        WrongState: no lawyer has taken the case.
        OwnCase, Recused: the officer has a stake in the case.
        VisitInvalid: with everything that is wrong.
    """
    case = await get_visible(session, actor, Action.RETURN_VISIT, application_id, lock=True)
    if case.status not in VISITED_IN:
        raise WrongState(state=case.status.value)
    if refusal := not_own(case, actor):
        raise refusal
    if wrong := problems(given, filed_on=_filed_on(case), today=local_date(at)):
        raise VisitInvalid(fields=wrong)
    row = ReturnVisit(application_id=case.id, visited_by=actor.person_id, at=at, **given.model_dump())
    session.add(row)
    await session.flush()
    did(session, actor, Action.RETURN_VISIT, case, at=at, note="登记回访")
    if row.was_asked_for_money:
        demand = MoneyDemandReported(
            application_id=case.id, applicant_id=case.applicant_id, agency_id=agency_of(case), visit_id=row.id
        )
        await events.record(session, demand, at=at)
    return (await _views(session, [row]))[0]


async def listed(
    session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime
) -> Sequence[VisitView]:
    """Visits of a case, for the centre and the bureau; never for the lawyer they may be about.

    Raises:
        NotFound: not within reach.
    """
    case = await get_visible(session, actor, Action.APPLICATION_QUEUE, application_id)
    await looked(session, actor, Action.APPLICATION_QUEUE, case, at=at, note="回访记录")
    return await _views(session, await visits(session, case.id))


def problems(given: Visit, *, filed_on: date | None, today: date) -> list[FieldError]:
    """What is wrong with a visit: its day, answers of someone who was not reached, or answers left out."""
    found: list[FieldError] = []
    if given.visited_on > today:
        found.append(FieldError("visited_on", "not_future", "回访日期还没有到，请核对"))
    if filed_on is not None and given.visited_on < filed_on:
        found.append(FieldError("visited_on", "too_early", "回访日期早于申请日期，请核对"))
    for name in ANSWERS:
        is_given = getattr(given, name) is not None
        if given.is_reached and not is_given:
            found.append(FieldError(name, "missing", "联系上受援人的，这一项要填写"))
        if not given.is_reached and is_given:
            found.append(FieldError(name, "not_reached", "没有联系上受援人，这一项不能填写"))
    if given.was_asked_for_money and not given.notes:
        found.append(FieldError("notes", "missing", "有人收取钱物的，请写清楚是谁、什么时候、多少"))
    return found


def _filed_on(case: Application) -> date | None:
    return local_date(case.submitted_at) if case.submitted_at else None


async def _views(session: AsyncSession, rows: Sequence[ReturnVisit]) -> list[VisitView]:
    names = await people.names(session, {row.visited_by for row in rows})
    return [
        VisitView.model_validate(
            row.model_dump(exclude={"application_id"}) | {"visited_by": names.get(row.visited_by, "工作人员")}
        )
        for row in rows
    ]
