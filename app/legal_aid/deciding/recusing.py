"""回避: staff who have a stake in a case, or a tie to a party, stand back; the guards of the machine enforce it.

Where the only decider of a centre stands back, whoever holds the role in an agency above decides: their reach
includes the centre.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.identity import roles
from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.errors import DomainError, FieldError, Forbidden, Invalid
from app.kernel.states import WrongState
from app.legal_aid import repository
from app.legal_aid.deciding.enums import RecusalAction, RecusalStatus
from app.legal_aid.deciding.errors import AlreadyAsked, AlreadyRecused, NoSuchRequest
from app.legal_aid.deciding.models import Recusal
from app.legal_aid.deciding.periods import agency_of
from app.legal_aid.deciding.schemas import RecusalDecision, RecusalIn, RecusalView
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own, permits
from app.legal_aid.states import application_machine

ROLES = (Role.OFFICER, Role.DECIDER, Role.APPROVER)
ORDERS = (Action.APPLICATION_DECIDE, Action.OBJECTION_REVIEW)
"""Whoever may decide, or review, may say that somebody else stands back."""
ABOUT_ONESELF = "对自己的回避申请，由其他人员决定"


async def recuse(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    body: RecusalIn,
    *,
    at: datetime,
) -> Application:
    """Stand back from a case, say that another member of staff must, or, as the applicant, ask for it.

    Raises:
        NotFound: not within reach.
        WrongState: a draft, or ended.
        Forbidden: an officer about somebody else.
        Invalid: nobody on duty here.
        AlreadyRecused: the person stands back already.
        AlreadyAsked: the applicant asked for the same before, and it is not decided.
        OwnCase, Recused: who stands back says nothing about others.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_RECUSE, application_id, lock=True)
    if case.agency_id is None or case.status in application_machine.ends:
        raise WrongState(state=str(case.status))
    row = Recusal(
        application_id=case.id,
        person_id=body.person_id,
        ground=body.ground,
        explanation=body.explanation,
        status=RecusalStatus.REQUESTED,
        declared_by=actor.person_id,
        declared_at=at,
    )
    if actor.person_id == case.applicant_id:
        row.person_id = body.person_id or case.handler_id
        await _check_request(session, case, row, body.person_id, at=at)
        session.add(row)
        await session.flush()
        return case
    person = body.person_id or actor.person_id
    if person != actor.person_id:
        if refusal := not_own(case, actor):
            raise refusal
        _may_order(actor, case)
        await check_on_duty(session, case, person, at=at)
    await _stand_back(session, actor, case, row, person, at=at)
    return case


async def decide_request(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    body: RecusalDecision,
    *,
    at: datetime,
) -> Application:
    """Decide an applicant's request; nobody decides about themselves.

    Raises:
        NotFound: not within reach.
        NoSuchRequest: none of this case waits for a decision.
        Forbidden: the one it is about.
        OwnCase, Recused: the caller stands back.
        Invalid: it is not said who stands back, or they are not on duty here.
        AlreadyRecused: the person stands back already.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_DECIDE, application_id, lock=True)
    if refusal := not_own(case, actor):
        raise refusal
    row = await session.get(Recusal, body.recusal_id, with_for_update=True)
    if row is None or row.application_id != case.id:
        raise NoSuchRequest()
    if refusal := _refusal(actor, case, row):
        raise refusal
    person = body.person_id or row.person_id
    if person == actor.person_id:
        raise Forbidden(ABOUT_ONESELF)
    if not body.is_granted:
        row.status, row.decided_by, row.decided_at = RecusalStatus.REJECTED, actor.person_id, at
        return case
    if person is None:
        raise Invalid(fields=[FieldError("person_id", "missing", "请说明由谁回避")])
    await check_on_duty(session, case, person, at=at)
    await _stand_back(session, actor, case, row, person, at=at)
    return case


async def recusals_of(
    session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime
) -> list[RecusalView]:
    """Recusals of a case; the applicant sees their own requests. The look of staff is recorded.

    Raises:
        NotFound: not within reach.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_RECUSE, application_id)
    await audit.record_access(
        session,
        actor,
        Action.APPLICATION_RECUSE,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note="回避",
    )
    statement = select(Recusal).where(col(Recusal.application_id) == case.id)
    if actor.person_id == case.applicant_id:
        statement = statement.where(col(Recusal.declared_by) == actor.person_id)
    rows = (await session.execute(statement.order_by(col(Recusal.id)))).scalars().all()
    return [
        RecusalView(
            **row.model_dump(include=set(RecusalView.model_fields) - {"allowed_actions"}),
            allowed_actions=_offered(actor, case, row),
        )
        for row in rows
    ]


def _offered(actor: Actor, case: Application, row: Recusal) -> list[RecusalAction]:
    """What the caller may do with a request; who stands back already is not asked to once more."""
    action = Action.APPLICATION_DECIDE
    if not access.can(actor, action) or not permits(actor, action, case) or _refusal(actor, case, row):
        return []
    return [one for one in RecusalAction if one is RecusalAction.REFUSE or row.person_id not in case.recused_ids]


def _refusal(actor: Actor, case: Application, row: Recusal) -> DomainError | None:
    """Why the caller does not decide this request of the case, or nothing."""
    if refusal := not_own(case, actor):
        return refusal
    if row.status is not RecusalStatus.REQUESTED:
        return NoSuchRequest()
    return Forbidden(ABOUT_ONESELF) if row.person_id == actor.person_id else None


async def check_on_duty(session: AsyncSession, case: Application, person: UUID, *, at: datetime) -> None:
    """That the person may act for the centre of the case.

    Raises:
        Invalid: they hold no such role there or above.
    """
    for role in ROLES:
        if person in await roles.on_duty_above(session, role, agency_of(case), at=at):
            return
    raise Invalid(fields=[FieldError("person_id", "not_on_duty", "这个人不是本机构或者上级机构的工作人员")])


async def _check_request(
    session: AsyncSession, case: Application, row: Recusal, named: UUID | None, *, at: datetime
) -> None:
    """What an applicant asks for is about somebody who works here, and was not asked for before."""
    if named is not None:
        await check_on_duty(session, case, named, at=at)
    if row.person_id in case.recused_ids:
        raise AlreadyRecused()
    waiting = select(Recusal.id).where(
        col(Recusal.application_id) == case.id,
        col(Recusal.status) == RecusalStatus.REQUESTED,
        col(Recusal.person_id).is_not_distinct_from(row.person_id),
    )
    if (await session.execute(waiting.limit(1))).first() is not None:
        raise AlreadyAsked()


async def _stand_back(
    session: AsyncSession, actor: Actor, case: Application, row: Recusal, person: UUID, *, at: datetime
) -> None:
    """From here on the person acts on nothing in the case; what they were working on is free for others."""
    if person in case.recused_ids:
        raise AlreadyRecused()
    row.person_id, row.status = person, RecusalStatus.IN_FORCE
    row.decided_by, row.decided_at = actor.person_id, at
    session.add(row)
    case.recused_ids = [*case.recused_ids, person]
    if case.handler_id == person:
        case.handler_id = None
    case.version += 1
    case.updated_at = at
    audit.add_entry(
        session,
        actor,
        Action.APPLICATION_RECUSE,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note=f"回避：{row.explanation}"[:500],
    )
    await session.flush()


def _may_order(actor: Actor, case: Application) -> None:
    if not any(access.can(actor, action) and permits(actor, action, case) for action in ORDERS):
        raise Forbidden()
