"""Deciding on a proposal, and taking a decision back: people alone, another than who proposed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction import SanctionDecided, SanctionRejected, SanctionRevoked
from app.correction.alarms.codes import StatementKind
from app.correction.discipline import repository
from app.correction.discipline.announcing import announce
from app.correction.discipline.codes import OWN, REWARDS, DisciplineMeasure, SanctionStatus
from app.correction.discipline.errors import NeedsBreach, NotPublic
from app.correction.discipline.models import Sanction
from app.correction.discipline.states import objection_machine, sanction_machine
from app.correction.enums import AlarmOutcome
from app.correction.papers.asking import ask_paper
from app.correction.papers.codes import CorrectionPaperKind as Paper
from app.kernel import clock_store
from app.kernel.access import Action
from app.kernel.actor import Actor

PAPERS: Mapping[DisciplineMeasure, Paper] = {
    DisciplineMeasure.COMMENDATION: Paper.COMMENDATION,
    DisciplineMeasure.COMMUTATION: Paper.COMMUTATION_PROPOSAL,
    DisciplineMeasure.ADMONITION: Paper.ADMONITION,
    DisciplineMeasure.WARNING: Paper.WARNING,
    DisciplineMeasure.POLICE_PENALTY: Paper.POLICE_PENALTY_PROPOSAL,
    DisciplineMeasure.REVOKE_PROBATION: Paper.PROBATION_REVOCATION_PROPOSAL,
    DisciplineMeasure.REVOKE_PAROLE: Paper.PAROLE_REVOCATION_PROPOSAL,
    DisciplineMeasure.IMPRISONMENT: Paper.IMPRISONMENT_PROPOSAL,
}
NOT_HEARD = "经多次联系，没有联系上本人。"


async def decide(
    session: AsyncSession, actor: Actor, sanction_id: UUID, reason: str, *, is_publicised: bool, at: datetime
) -> Sanction:
    """Decide a measure of one's own, or resolve to submit one to whoever decides it; its paper is drawn up.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: decided already.
        TwoPeopleNeeded, NotHeardBefore, NeedsBreach: as the table of states says.
        NotPublic: a minor's or sealed matter.
    """
    sanction = await repository.sanction_for(session, actor, Action.SANCTION_DECIDE, sanction_id, lock=True)
    order = await repository.lock_order(session, sanction.order_id)
    if is_publicised and (order.is_minor or order.is_sealed):
        raise NotPublic()
    await _still_breaches(session, sanction)
    changes: dict[str, object] = {
        "decided_by": actor.person_id,
        "decided_at": at,
        "decision_reason": reason,
        "is_publicised": is_publicised,
    }
    name = "decide" if sanction.measure in OWN else "submit"
    await sanction_machine.fire(session, sanction, name, actor=actor, at=at, reason=reason, changes=changes)
    await session.flush()
    fields = await _paper_fields(session, sanction)
    kind = PAPERS[sanction.measure]
    sanction.paper_id = await ask_paper(session, order, kind, fields, about=sanction.id, at=at)
    await announce(session, SanctionDecided, sanction, at=at)
    return sanction


async def reject(session: AsyncSession, actor: Actor, sanction_id: UUID, reason: str, *, at: datetime) -> Sanction:
    """Do not agree with a proposal.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: decided already.
        TwoPeopleNeeded: the actor proposed it.
    """
    sanction = await repository.sanction_for(session, actor, Action.SANCTION_DECIDE, sanction_id, lock=True)
    changes = {"decided_by": actor.person_id, "decided_at": at, "decision_reason": reason}
    await sanction_machine.fire(session, sanction, "reject", actor=actor, at=at, reason=reason, changes=changes)
    await announce(session, SanctionRejected, sanction, at=at, proposed_by=sanction.proposed_by)
    return sanction


async def lift(session: AsyncSession, actor: Actor, sanction_id: UUID, reason: str, *, at: datetime) -> Sanction:
    """Take a decision or submission back; it counts no longer, and an objection to it needs no review.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: nothing stands.
    """
    sanction = await repository.sanction_for(session, actor, Action.SANCTION_DECIDE, sanction_id, lock=True)
    name = "recall" if sanction.status is SanctionStatus.SUBMITTED else "lift"
    await revoke(session, actor, sanction, name, reason, at=at)
    objection = await repository.open_objection(session, sanction.id)
    if objection is not None:
        closed = {"closed_at": at}
        await objection_machine.fire(session, objection, "lapse", actor=None, at=at, changes=closed)
    return sanction


async def revoke(
    session: AsyncSession, actor: Actor, sanction: Sanction, name: str, reason: str, *, at: datetime
) -> None:
    """Fire the transition ``name`` that ends a decision, with its clocks; the person is told."""
    changes = {"revoked_by": actor.person_id, "revoked_at": at}
    await sanction_machine.fire(session, sanction, name, actor=actor, at=at, reason=reason, changes=changes)
    await session.flush()
    await clock_store.cancel_clocks(session, sanction.id, at=at)
    await announce(session, SanctionRevoked, sanction, at=at)


async def _still_breaches(session: AsyncSession, sanction: Sanction) -> None:
    """Every breach it rests on still is one; the database refuses the same."""
    if sanction.measure in REWARDS:
        return
    alarms = await repository.alarms_locked(session, await repository.alarms_of(session, sanction.id))
    if not alarms or any(alarm.outcome is not AlarmOutcome.BREACH for alarm in alarms):
        raise NeedsBreach()


async def _paper_fields(session: AsyncSession, sanction: Sanction) -> dict[str, str]:
    """What stands in the paper: facts, the person's words, reasons; to whom, where others decide."""
    fields = {"facts": sanction.reason}
    if sanction.measure not in REWARDS:
        said = await repository.statements_of(session, sanction.id)
        words = [one.words for one in said if one.kind is not StatementKind.NOT_REACHED]
        fields["statement"] = "；".join(words) or NOT_HEARD
    if sanction.addressee is not None:
        fields["addressee"] = sanction.addressee
    elif sanction.decision_reason is not None:
        fields["note"] = sanction.decision_reason
    return fields
