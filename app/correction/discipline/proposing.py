"""Proposing a measure or reward, hearing the person on it, taking a proposal back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction import SanctionProposed
from app.correction.alarms.codes import StatementKind, after_statement
from app.correction.alarms.searching import check_time
from app.correction.alarms.verifying import Statement
from app.correction.discipline import repository
from app.correction.discipline.announcing import announce, note_change
from app.correction.discipline.codes import OWN, DisciplineMeasure, SanctionStatus
from app.correction.discipline.models import Sanction, SanctionAlarm, SanctionStatement
from app.correction.discipline.rules import may_propose
from app.correction.discipline.states import may_state, sanction_machine
from app.correction.discipline.weighing import weigh
from app.correction.enums import CorrectionStatus
from app.correction.errors import OrderEnded
from app.correction.files import require_files
from app.correction.orders.repository import order_for
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Forbidden, Invalid
from app.kernel.states import WrongState


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an officer proposes; ``addressee`` for what others decide, ``arrest_asked`` with a revocation alone."""

    measure: DisciplineMeasure
    reason: str
    alarm_ids: Sequence[UUID]
    evidence_ids: Sequence[UUID]
    addressee: str | None
    arrest_asked: bool


async def propose(
    session: AsyncSession, actor: Actor, order_id: UUID, proposal: Proposal, *, at: datetime
) -> Sanction:
    """Propose a measure on verified breaches, or a reward; the person is told and may speak.

    Raises:
        NotFound: beyond the actor's reach.
        OrderEnded: the term is over.
        Forbidden: about the actor.
        MeasureUnavailable, NeedsBreach, RewardWithBreach: as :func:`may_propose` says.
        Invalid: an addressee where none is, or none where one is needed; an arrest asked with anything but a
            revocation; a file of another matter.
        ProposalOpen: the same is proposed and not decided.
    """
    order = await order_for(session, actor, Action.SANCTION_PROPOSE, order_id)
    if order.person_id == actor.person_id:
        raise Forbidden()
    order = await repository.lock_order(session, order.id)
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    _check_shape(proposal)
    alarms = list(await repository.alarms_locked(session, proposal.alarm_ids))
    wanted = set(proposal.alarm_ids)
    refusal = may_propose(proposal.measure, order.category, order.id, alarms)
    if refusal is not None:
        raise refusal
    if len(alarms) != len(wanted):
        raise Invalid(fields=[FieldError("alarm_ids", "unknown", "没有这条提醒，请重新选择")])
    weighed = await weigh(session, order, at=at, alarms=alarms)
    sanction = Sanction(
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        agency_path=order.agency_path,
        measure=proposal.measure,
        breaches=len(alarms),
        reason=proposal.reason,
        ladder=weighed.snapshot(),
        evidence_ids=await require_files(session, order.id, proposal.evidence_ids),
        addressee=proposal.addressee,
        arrest_asked=proposal.arrest_asked,
        proposed_by=actor.person_id,
        proposed_at=at,
        updated_at=at,
    )
    session.add(sanction)
    await session.flush()
    session.add_all(SanctionAlarm(sanction_id=sanction.id, alarm_id=alarm.id) for alarm in alarms)
    note_change(session, actor, sanction, Action.SANCTION_PROPOSE, "提出建议", at=at)
    await session.flush()
    await announce(session, SanctionProposed, sanction, at=at)
    return sanction


async def add_statement(
    session: AsyncSession, actor: Actor, sanction_id: UUID, statement: Statement, *, at: datetime
) -> Sanction:
    """Take down what the person says to a proposal, or that it was tried to hear them.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: decided already, or a reward.
        Invalid: the person writes for themselves, an officer for somebody else; a time that cannot be; a
            file of another matter.
    """
    sanction = await repository.sanction_for(session, actor, Action.ALARM_STATE, sanction_id, lock=True)
    if not may_state(sanction):
        raise WrongState(state=str(sanction.status))
    is_own = sanction.person_id == actor.person_id
    if is_own != (statement.kind is StatementKind.OWN):
        message = "本人的说明由本人填写；工作人员请选择记录的方式"
        raise Invalid(fields=[FieldError("kind", "speaker", message)])
    made_at = statement.made_at or at
    check_time(made_at, since=sanction.proposed_at, at=at)
    session.add(
        SanctionStatement(
            sanction_id=sanction.id,
            kind=statement.kind,
            words=statement.words,
            evidence_ids=await require_files(session, sanction.order_id, statement.evidence_ids),
            recorded_by=actor.person_id,
            made_at=made_at,
            recorded_at=at,
        )
    )
    sanction.hearing = after_statement(sanction.hearing, statement.kind)
    note_change(session, actor, sanction, Action.ALARM_STATE, "记录本人说明和申辩", at=at)
    await session.flush()
    return sanction


async def withdraw(
    session: AsyncSession, actor: Actor, sanction_id: UUID, reason: str, *, at: datetime
) -> Sanction:
    """Take a proposal back before it is decided.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: decided already.
    """
    sanction = await repository.sanction_for(session, actor, Action.SANCTION_PROPOSE, sanction_id, lock=True)
    return await sanction_machine.fire(session, sanction, "withdraw", actor=actor, at=at, reason=reason)


async def lapse_proposals(session: AsyncSession, order_id: UUID, *, at: datetime) -> None:
    """The order ended: what was proposed and not decided is void. Call it with the order's row locked."""
    statement = select(Sanction).where(
        col(Sanction.order_id) == order_id, col(Sanction.status) == SanctionStatus.PROPOSED
    )
    for sanction in (await session.scalars(statement.order_by(col(Sanction.id)))).all():
        await sanction_machine.fire(session, sanction, "lapse", actor=None, at=at)


def _check_shape(proposal: Proposal) -> None:
    """An addressee for what others decide and for nothing else; an arrest with a revocation alone (47)."""
    is_own = proposal.measure in OWN
    if is_own != (proposal.addressee is None):
        message = "由本级决定的不填提交给谁" if is_own else "请填写提交给哪个机关决定"
        raise Invalid(fields=[FieldError("addressee", "addressee", message)])
    revocations = {DisciplineMeasure.REVOKE_PROBATION, DisciplineMeasure.REVOKE_PAROLE}
    if proposal.arrest_asked and proposal.measure not in revocations:
        message = "只有提请撤销缓刑、假释时可以同时提请逮捕"
        raise Invalid(fields=[FieldError("arrest_asked", "measure", message)])
