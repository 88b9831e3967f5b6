"""Visits and help entered by the officers who made or gave them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.files import require_files
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.visits.codes import CorrectionHelpKind, VisitDiscretion
from app.correction.visits.errors import BadHelp, BadVisit, TooYoungToWork
from app.correction.visits.models import FieldVisit, HelpRecord
from app.correction.visits.schemas import HelpCreate, VisitCreate
from app.identity import people
from app.kernel import audit, statutes
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.calendar import add_months
from app.kernel.clock import local_date, start_of
from app.kernel.errors import FieldError

WORK = frozenset({CorrectionHelpKind.JOB, CorrectionHelpKind.TRAINING})
JOB_HELP_AGE = "correction.job_help_age"


async def record_visit(
    session: AsyncSession, actor: Actor, order_id: UUID, new: VisitCreate, *, at: datetime
) -> FieldVisit:
    """Enter a visit; entering another that corrects it is the only way to change it.

    Raises:
        NotFound: beyond the actor's reach.
        BadVisit: a time to come or before the term, a secret not kept without saying how, or no such visit to
            correct.
        Invalid: a file that is not of this order.
    """
    order = await order_for(session, actor, Action.SUBJECT_MANAGE, order_id)
    wrong: list[FieldError] = []
    if new.visited_at > at:
        wrong.append(FieldError("visited_at", "future", "查访时间不能晚于现在"))
    if new.visited_at < _since(order):
        wrong.append(FieldError("visited_at", "before_term", "查访时间不能早于矫正期的第一天"))
    if new.discretion is VisitDiscretion.REVEALED and new.discretion_note is None:
        wrong.append(FieldError("discretion_note", "missing", "请写明身份是怎样被知道的，采取了什么补救"))
    if new.corrects_id is not None:
        before = await session.get(FieldVisit, new.corrects_id)
        if before is None or before.order_id != order.id:
            wrong.append(FieldError("corrects_id", "unknown", "找不到要更正的查访记录"))
    if wrong:
        raise BadVisit(fields=wrong)
    files = await require_files(session, order.id, new.evidence_ids)
    visit = FieldVisit(
        **new.model_dump(exclude={"evidence_ids"}),
        order_id=order.id,
        evidence_ids=files,
        recorded_by=actor.person_id,
        recorded_at=at,
    )
    session.add(visit)
    _audit(session, actor, Action.SUBJECT_MANAGE, visit, order, at=at)
    await session.flush()
    return visit


async def record_help(
    session: AsyncSession, actor: Actor, order_id: UUID, new: HelpCreate, *, at: datetime
) -> HelpRecord:
    """Enter help that was given.

    Raises:
        NotFound: beyond the actor's reach.
        BadHelp: a time to come or before the term.
        TooYoungToWork: help to find work for somebody under sixteen (社区矫正法 55).
        Invalid: a file that is not of this order.
    """
    order = await order_for(session, actor, Action.ACTIVITY_MANAGE, order_id)
    if new.given_at > at:
        raise BadHelp(fields=[FieldError("given_at", "future", "时间不能晚于现在")])
    if new.given_at < _since(order):
        raise BadHelp(fields=[FieldError("given_at", "before_term", "时间不能早于矫正期的第一天")])
    if new.kind in WORK:
        await _require_working_age(session, order, local_date(new.given_at))
    files = await require_files(session, order.id, new.evidence_ids)
    record = HelpRecord(
        **new.model_dump(exclude={"evidence_ids"}),
        order_id=order.id,
        evidence_ids=files,
        recorded_by=actor.person_id,
        recorded_at=at,
    )
    session.add(record)
    _audit(session, actor, Action.ACTIVITY_MANAGE, record, order, at=at)
    await session.flush()
    return record


def _since(order: CorrectionOrder) -> datetime:
    """From when on there was somebody to visit and to help."""
    return start_of(min(order.starts_on, local_date(order.created_at)))


async def _require_working_age(session: AsyncSession, order: CorrectionOrder, on: date) -> None:
    born_on = await people.born_on(session, order.person_id)
    age = statutes.statute(JOB_HELP_AGE, on).value
    if born_on is not None and add_months(born_on, 12 * age) > on:
        raise TooYoungToWork()


def _audit(
    session: AsyncSession,
    actor: Actor,
    action: Action,
    row: FieldVisit | HelpRecord,
    order: CorrectionOrder,
    *,
    at: datetime,
) -> None:
    what = "field_visit" if isinstance(row, FieldVisit) else "help_record"
    audit.add_entry(session, actor, action, object_type=what, object_id=row.id, owner_id=order.person_id, at=at)
