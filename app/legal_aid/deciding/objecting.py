"""Objections to a refusal or termination: filed by the applicant, reviewed by the bureau (法律援助法 49)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence import matters
from app.identity import holds
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.clock_models import ClockOutcome, StatutoryClock
from app.kernel.clock_store import stop_if_running
from app.kernel.errors import FieldError, Invalid, NotFound
from app.kernel.states import WrongState
from app.legal_aid import repository
from app.legal_aid.deciding import reviewing
from app.legal_aid.deciding.enums import ObjectionOutcome
from app.legal_aid.deciding.errors import ObjectionReviewed
from app.legal_aid.deciding.models import Objection
from app.legal_aid.deciding.periods import FORMALITIES, SEND_TERMINATION, bureau_of, start
from app.legal_aid.deciding.recording import basis_of, record_decision
from app.legal_aid.deciding.schemas import ObjectionIn
from app.legal_aid.ending import conclude
from app.legal_aid.enums import ApplicationStatus, DecisionOutcome
from app.legal_aid.models import Application, Decision
from app.legal_aid.rules import ASSIGN, OBJECT, REVIEW_OBJECTION
from app.legal_aid.states import application_machine

FILING = {
    ApplicationStatus.REFUSED: "object_refusal",
    ApplicationStatus.TERMINATED: "object_termination",
}
REVIEW = {
    ApplicationStatus.REFUSAL_OBJECTED: ("uphold_refusal", "overturn_refusal"),
    ApplicationStatus.TERMINATION_OBJECTED: ("uphold_termination", "overturn_termination"),
}
STILL_UNSATISFIED = (
    "{bureau}审查后维持原决定。您仍不服的，可以自知道本决定之日起依法申请行政复议或者提起行政诉讼"
    "（《中华人民共和国法律援助法》第四十九条第三款）。"
)


async def object_to(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    body: ObjectionIn,
    *,
    at: datetime,
) -> Application:
    """File an objection; the bureau's five days begin on the day it is received. A late one is taken all the
    same, and shown as late: no text that fixes the time was at hand.

    ``body.received_on`` is for the bureau's staff, who enter an objection on paper.

    Raises:
        NotFound: not within reach.
        WrongState: nothing was refused or terminated, or an objection is under review.
        Recused: whoever enters it stands back.
        ObjectionReviewed: the bureau reviewed an objection to this decision before.
        Invalid: a file of another case, a day before the decision or to come.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_OBJECT, application_id, lock=True)
    name = FILING.get(case.status)
    decision = await repository.decision_of(session, case.id)
    if name is None or decision is None:
        raise WrongState(state=str(case.status))
    application_machine.require(case, name, actor)
    if await reviewing.is_reviewed(session, case):
        raise ObjectionReviewed()
    on = _received(actor, case, decision, body.received_on, at)
    if len(await matters.items_of(session, case.id, body.evidence_ids)) < len(set(body.evidence_ids)):
        raise Invalid(fields=[FieldError("evidence_ids", "not_of_case", "这个案件没有这份材料")])
    session.add(
        Objection(
            application_id=case.id,
            decision_id=decision.id,
            reasons=body.reasons,
            evidence_ids=list(dict.fromkeys(body.evidence_ids)),
            received_on=on,
            filed_at=at,
            filed_by=actor.person_id,
            is_late=await _is_late(session, case, on),
        )
    )
    await application_machine.fire(session, case, name, actor=actor, at=at)
    await stop_if_running(session, case.id, OBJECT, at=at)
    bureau = await bureau_of(session, case)
    await start(session, case, REVIEW_OBJECTION, at=at, started=on, agency_id=bureau.id)
    await matters.reopen_matter(session, case.id)
    await holds.hold(session, case.applicant_id, case.id, at=at)
    return case


async def review(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    outcome: ObjectionOutcome,
    reasons: str,
    *,
    at: datetime,
) -> Application:
    """Uphold the centre's decision, or order it to correct it: then aid is given and the three days to assign
    begin. Whoever decided or worked on the case does not review it.

    Raises:
        NotFound: not within reach, or of a bureau below the one that reviews.
        WrongState: no objection is under review, or someone else reviewed it first.
        OwnCase, Recused: the reviewer stands back.
        ReviewedByDecider: the reviewer decided, or worked on the case.
    """
    case = await repository.get_visible(session, actor, Action.OBJECTION_REVIEW, application_id, lock=True)
    if case.status not in REVIEW:
        raise WrongState(state=str(case.status))
    uphold, overturn = REVIEW[case.status]
    name = uphold if outcome is ObjectionOutcome.UPHELD else overturn
    application_machine.require(case, name, actor)
    bureau = await bureau_of(session, case)
    if refusal := await reviewing.refusal(session, actor, case):
        raise refusal
    objection = await open_objection(session, case.id)
    objection.outcome, objection.review_reasons = outcome, reasons
    objection.reviewer_id, objection.reviewed_at = actor.person_id, at
    if outcome is ObjectionOutcome.UPHELD:
        objection.remedy = STILL_UNSATISFIED.format(bureau=bureau.name)
    else:
        basis = basis_of(REVIEW_OBJECTION, at)
        record_decision(session, case, actor, DecisionOutcome.CORRECTED, at, basis=basis, reasons=reasons)
        case.lawyer_person_id, case.offer_id, case.assignment_id = None, None, None
    await application_machine.fire(session, case, name, actor=actor, at=at, reason=reasons[:500])
    await stop_if_running(session, case.id, REVIEW_OBJECTION, at=at)
    if outcome is ObjectionOutcome.UPHELD:
        await conclude(session, case, at=at, keep={SEND_TERMINATION})
    else:
        await stop_if_running(session, case.id, SEND_TERMINATION, at=at, cancelled=True)
        await start(session, case, ASSIGN, at=at)
        await _resume_formalities(session, case, at)
    return case


async def objections_of(session: AsyncSession, application_id: UUID) -> Sequence[Objection]:
    """Every objection of the case, the first one first."""
    statement = select(Objection).where(col(Objection.application_id) == application_id)
    return (await session.execute(statement.order_by(col(Objection.filed_at), col(Objection.id)))).scalars().all()


async def open_objection(session: AsyncSession, application_id: UUID) -> Objection:
    """The objection under review.

    Raises:
        NotFound: none is.
    """
    for objection in await objections_of(session, application_id):
        if objection.outcome is None:
            return objection
    raise NotFound()


def _received(actor: Actor, case: Application, decision: Decision, received_on: date | None, at: datetime) -> date:
    """The day the objection reached the bureau: today, or the day on paper as its staff enters it."""
    today = local_date(at)
    if received_on is None or actor.person_id == case.applicant_id:
        return today
    if not local_date(decision.at) <= received_on <= today:
        raise Invalid(fields=[FieldError("received_on", "range", "收到日期应当在决定当天到今天之间")])
    return received_on


async def _is_late(session: AsyncSession, case: Application, received_on: date) -> bool:
    """Whether the time to object (unverified, so only a flag) had passed."""
    clock = await _last_clock(session, case, OBJECT)
    return clock is not None and received_on > clock.due_on


async def _resume_formalities(session: AsyncSession, case: Application, at: datetime) -> None:
    """Aid that came first goes on: what the applicant had not made up for when it ended is due again, in the
    usual days (法律援助法 44).
    """
    clock = await _last_clock(session, case, FORMALITIES)
    if clock is not None and clock.outcome is ClockOutcome.CANCELLED:
        await start(session, case, FORMALITIES, at=at)


async def _last_clock(session: AsyncSession, case: Application, rule_code: str) -> StatutoryClock | None:
    clock = StatutoryClock
    statement = (
        select(clock)
        .where(col(clock.object_id) == case.id, col(clock.rule_code) == rule_code)
        .order_by(col(clock.id).desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()
