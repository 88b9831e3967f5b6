"""Ending legal aid before its work is done (法律援助法 48), and sending the decision (148号令 39)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.clock_store import stop_clock
from app.kernel.errors import FieldError, Invalid
from app.kernel.states import WrongState
from app.legal_aid import repository
from app.legal_aid.deciding.enums import DeliveryMethod
from app.legal_aid.deciding.models import DecisionDelivery
from app.legal_aid.deciding.periods import SEND_TERMINATION, start
from app.legal_aid.deciding.recording import how_to_object, record_decision
from app.legal_aid.ending import conclude
from app.legal_aid.enums import DecisionOutcome, TerminationGround
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own
from app.legal_aid.ports import LawyerPort
from app.legal_aid.rules import OBJECT, termination_basis
from app.legal_aid.states import application_machine


async def terminate(
    session: AsyncSession,
    lawyers: LawyerPort,
    actor: Actor,
    application_id: UUID,
    *,
    ground: TerminationGround,
    reasons: str,
    at: datetime,
) -> Application:
    """End legal aid that was given (法律援助法 48), with or without a lawyer; one who was asked or handles the
    case is free for others. The decision is to be sent within three days, and the time to object begins.

    Raises:
        NotFound: not within reach.
        WrongState: not granted, or done.
        OwnCase, Recused: the decider stands back.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_DECIDE, application_id, lock=True)
    application_machine.require(case, "terminate", actor)
    record_decision(
        session,
        case,
        actor,
        DecisionOutcome.TERMINATED,
        at,
        basis=termination_basis(ground),
        ground=ground,
        reasons=reasons,
        remedy=await how_to_object(session, case, at),
    )
    await lawyers.withdraw(session, case.id, at)
    if case.lawyer_person_id is not None:
        await matters.end_reader(session, case.id, case.lawyer_person_id, at)
    await application_machine.fire(session, case, "terminate", actor=actor, at=at, reason=reasons[:500])
    await conclude(session, case, at=at)
    await start(session, case, SEND_TERMINATION, at=at)
    await start(session, case, OBJECT, at=at)
    return case


async def record_sending(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    *,
    method: DeliveryMethod,
    sent_on: date,
    at: datetime,
) -> Application:
    """Note that the termination was sent to the recipient, the lawyer's firm and the authority: the three days
    end (148号令 39).

    Raises:
        NotFound: not within reach.
        WrongState: nothing was terminated.
        OwnCase, Recused: the officer stands back.
        Invalid: a day to come, or before the decision.
        AlreadySent: recorded before.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ACCEPT, application_id, lock=True)
    if refusal := not_own(case, actor):
        raise refusal
    decision = await repository.decision_of(session, case.id)
    if decision is None or decision.outcome is not DecisionOutcome.TERMINATED:
        raise WrongState(state=str(case.status))
    if not local_date(decision.at) <= sent_on <= local_date(at):
        raise Invalid(fields=[FieldError("sent_on", "range", "送达日期应当在决定当天到今天之间")])
    session.add(
        DecisionDelivery(
            application_id=case.id,
            decision_id=decision.id,
            method=method,
            sent_on=sent_on,
            recorded_by=actor.person_id,
            recorded_at=at,
        )
    )
    await session.flush()
    await stop_clock(session, case.id, SEND_TERMINATION, at=at)
    case.version += 1
    case.updated_at = at
    return case
