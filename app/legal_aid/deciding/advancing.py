"""Aid first, formalities afterwards (法律援助法 44; 148号令 21)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.agency_rules import rule_for
from app.kernel.clock import local_date
from app.kernel.clock_store import cancel_clocks, stop_clock
from app.kernel.errors import FieldError
from app.legal_aid import repository
from app.legal_aid.deciding.decisions import undecided
from app.legal_aid.deciding.enums import DeficiencyStatus
from app.legal_aid.deciding.errors import NotUrgent
from app.legal_aid.deciding.periods import ADVANCE_LIMITATION, FORMALITIES, agency_of, days_until, start
from app.legal_aid.deciding.receiving import extend_receipt, give_number
from app.legal_aid.deciding.recording import basis_of, record_decision
from app.legal_aid.deciding.schemas import AdvanceIn
from app.legal_aid.ending import close_notice
from app.legal_aid.enums import DecisionOutcome, UrgencyGround
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own
from app.legal_aid.rules import ASSIGN, DECIDE
from app.legal_aid.states import application_machine


async def advance(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    body: AdvanceIn,
    *,
    at: datetime,
) -> Application:
    """Give aid at once, whatever is still missing; the applicant completes the formalities afterwards.

    What was asked for in a notice is not asked for any more: it is part of the formalities.

    Raises:
        NotFound: not within reach.
        AlreadyDecided: someone decided first.
        WrongState: withdrawn, or not handed in.
        OwnCase, Recused: the decider stands back.
        NotUrgent: the limitation is not near enough, or over.
        Invalid: the last day for the formalities is no day to come.
    """
    case = await undecided(session, actor, application_id, "advance")
    case.urgency = body.ground
    case.limitation_on = body.limitation_on or case.limitation_on
    await _check_limitation(session, case, at)
    due_on, field = body.formalities_due_on, "formalities_due_on"
    days = await days_until(session, case, FORMALITIES, due_on, at=at, field=field)
    await give_number(session, case, at=at)
    case.handler_id = case.handler_id or actor.person_id
    await extend_receipt(session, case, by=actor.person_id, at=at)
    basis = basis_of(ADVANCE_LIMITATION, at)
    record_decision(session, case, actor, DecisionOutcome.ADVANCED, at, basis=basis, reasons=body.reasons)
    await application_machine.fire(session, case, "advance", actor=actor, at=at, reason=body.reasons[:500])
    await stop_clock(session, case.id, DECIDE, at=at)
    await cancel_clocks(session, case.id, at=at)
    await close_notice(session, case, DeficiencyStatus.RESCINDED, at=at)
    await start(session, case, ASSIGN, at=at)
    await start(session, case, FORMALITIES, at=at, value=days)
    return case


async def complete_formalities(
    session: AsyncSession, actor: Actor, application_id: UUID, note: str, *, at: datetime
) -> Application:
    """The applicant made up for what was missing. Where they do not, the centre may end the aid (art. 48).

    Raises:
        NotFound: not within reach.
        OwnCase, Recused: the officer stands back.
        ClockNotRunning: nothing is to be made up for.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ACCEPT, application_id, lock=True)
    if refusal := not_own(case, actor):
        raise refusal
    await stop_clock(session, case.id, FORMALITIES, at=at)
    await extend_receipt(session, case, by=actor.person_id, at=at)
    case.version += 1
    case.updated_at = at
    audit.add_entry(
        session,
        actor,
        Action.APPLICATION_ACCEPT,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note=f"补办手续完成：{note}"[:500],
    )
    return case


async def _check_limitation(session: AsyncSession, case: Application, at: datetime) -> None:
    """Art. 44(1): fewer days are left than the law says. The other grounds are the decider's judgement."""
    if case.urgency is not UrgencyGround.LIMITATION:
        return
    if case.limitation_on is None:
        raise NotUrgent(fields=[FieldError("limitation_on", "missing", "请填写时效或者期限的最后一天")])
    today = local_date(at)
    rule = await rule_for(session, ADVANCE_LIMITATION, agency_id=agency_of(case), on=today)
    left = (case.limitation_on - today).days
    if left < 0:
        raise NotUrgent(fields=[FieldError("limitation_on", "past", "这一天已经过去，请核对日期")])
    if left >= rule.value:
        message = f"离最后一天还有{left}日，不足{rule.value}日的才能先行提供（{rule.source}）"
        raise NotUrgent(fields=[FieldError("limitation_on", "not_near", message)])
