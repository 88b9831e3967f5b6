"""After the notice: the authority is told of the lawyer, and tells the centre what happens next."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.legal_aid import AuthorityFollowedUp
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date, start_of
from app.kernel.clock_store import stop_if_running
from app.kernel.errors import FieldError, Invalid
from app.kernel.states import WrongState
from app.legal_aid import repository
from app.legal_aid.criminal.consistency import is_later
from app.legal_aid.criminal.enums import FollowUpKind
from app.legal_aid.criminal.errors import InformedAlready, LawyerNotSettled, NotNotified
from app.legal_aid.criminal.models import AuthorityFollowUp, AuthorityInforming, AuthorityNotice
from app.legal_aid.criminal.schemas import AuthorityInformed, FollowUp
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own
from app.legal_aid.rules import ASSIGN_NOTIFIED
from app.legal_aid.states import application_machine

LAWYER_SETTLED = frozenset(
    {
        ApplicationStatus.IN_HANDLING,
        ApplicationStatus.CONCLUDED,
        ApplicationStatus.FILE_REVIEW,
        ApplicationStatus.CLOSED,
    }
)


async def inform(
    session: AsyncSession, actor: Actor, application_id: UUID, informed: AuthorityInformed, *, at: datetime
) -> Application:
    """Note that the authority was told of the lawyer who took the case (法律援助法 36); the three days end on
    the day it was told, whenever that is entered.

    Raises:
        NotFound: not within reach.
        NotNotified: no authority notified it.
        LawyerNotSettled: no lawyer took it, or another than the one named.
        InformedAlready: noted before.
        Invalid: before the notice, or a day to come.
    """
    case, notice = await _notified(session, actor, application_id)
    if case.status not in LAWYER_SETTLED or case.lawyer_person_id != informed.lawyer_person_id:
        raise LawyerNotSettled()
    _require_day("informed_on", informed.informed_on, notice, at)
    if any(row.lawyer_person_id == informed.lawyer_person_id for row in await informings(session, case.id)):
        raise InformedAlready()
    session.add(
        AuthorityInforming(
            application_id=case.id,
            lawyer_person_id=informed.lawyer_person_id,
            informed_on=informed.informed_on,
            by=actor.person_id,
            at=at,
        )
    )
    told_at = min(at, start_of(informed.informed_on + timedelta(days=1)) - timedelta(seconds=1))
    await stop_if_running(session, case.id, ASSIGN_NOTIFIED, at=told_at)
    _audit(session, actor, case, "把承办律师告知办案机关", at)
    await session.flush()
    return case


async def follow_up(
    session: AsyncSession, actor: Actor, application_id: UUID, told: FollowUp, *, at: datetime
) -> Application:
    """Note what the authority told later; where aid now has to end, a decider is asked to end it.

    A new stage has its own notice and its own case; this one ends as its lawyer reports (法律援助法 25, 36).

    Raises:
        NotFound: not within reach.
        NotNotified: no authority notified it.
        WrongState: the case has ended.
        Invalid: before the notice, a day to come, or a stage that does not follow.
    """
    case, notice = await _notified(session, actor, application_id)
    if case.status in application_machine.ends:
        raise WrongState(state=str(case.status))
    _require_day("told_on", told.told_on, notice, at)
    if problems := list(_stage_problems(told, notice)):
        raise Invalid(fields=problems)
    session.add(AuthorityFollowUp(application_id=case.id, by=actor.person_id, at=at, **told.model_dump()))
    _audit(session, actor, case, "登记办案机关后来的通知", at)
    await session.flush()
    event = AuthorityFollowedUp(
        application_id=case.id,
        applicant_id=case.applicant_id,
        agency_id=notice.agency_id if case.agency_id is None else case.agency_id,
        lawyer_person_id=case.lawyer_person_id if case.status in LAWYER_SETTLED else None,
        kind=told.kind.value,
        must_end=told.kind.ground is not None,
    )
    await events.record(session, event, at=at)
    return case


async def informings(session: AsyncSession, application_id: UUID) -> list[AuthorityInforming]:
    """Every time the authority was told of a lawyer, oldest first."""
    statement = select(AuthorityInforming).where(col(AuthorityInforming.application_id) == application_id)
    return list((await session.scalars(statement.order_by(col(AuthorityInforming.id)))).all())


async def follow_ups(session: AsyncSession, application_id: UUID) -> list[AuthorityFollowUp]:
    """What the authority told after its notice, oldest first."""
    statement = select(AuthorityFollowUp).where(col(AuthorityFollowUp.application_id) == application_id)
    return list((await session.scalars(statement.order_by(col(AuthorityFollowUp.id)))).all())


async def _notified(
    session: AsyncSession, actor: Actor, application_id: UUID
) -> tuple[Application, AuthorityNotice]:
    """The case, locked, with its notice; whoever stands back from it enters nothing (回避)."""
    case = await repository.get_visible(session, actor, Action.APPLICATION_ACCEPT, application_id, lock=True)
    notice = await session.get(AuthorityNotice, case.id)
    if notice is None:
        raise NotNotified()
    if refusal := not_own(case, actor):
        raise refusal
    return case, notice


def _require_day(field: str, day: date, notice: AuthorityNotice, at: datetime) -> None:
    if day > local_date(at):
        raise Invalid(fields=[FieldError(field, "not_future", "日期还没有到，请核对")])
    if day < local_date(notice.notified_at):
        raise Invalid(fields=[FieldError(field, "order", "日期不能早于收到通知的日期")])


def _stage_problems(told: FollowUp, notice: AuthorityNotice) -> Iterator[FieldError]:
    if told.kind is not FollowUpKind.NEXT_STAGE:
        if told.stage is not None:
            yield FieldError("stage", "not_for_kind", "只有案件进入下一阶段才填写阶段")
    elif told.stage is None:
        yield FieldError("stage", "missing", "请填写案件进入哪个阶段")
    elif not is_later(told.stage, notice.stage):
        yield FieldError("stage", "order", "新的阶段应当在通知的阶段之后")


def _audit(session: AsyncSession, actor: Actor, case: Application, note: str, at: datetime) -> None:
    audit.add_entry(
        session,
        actor,
        Action.APPLICATION_ACCEPT,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note=note,
    )
