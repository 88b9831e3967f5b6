"""The county decides; a place that may be entered is open for that time, and court and procuratorate are told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_reports import PermitDecided, PermitRevoked
from app.correction.areas.injunctions.opening import close_place, open_place
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.permits import repository
from app.correction.permits.codes import SpecialPermitKind, SpecialPermitStatus
from app.correction.permits.errors import BadPermit, PermitOver
from app.correction.permits.models import SpecialPermit, SpecialPermitTelling
from app.correction.permits.schemas import PermitDecision, PermitTell
from app.correction.permits.states import permit_machine
from app.kernel import events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError

TOLD_OF = frozenset({SpecialPermitStatus.GRANTED, SpecialPermitStatus.REVOKED})


async def decide(
    session: AsyncSession, actor: Actor, permit_id: UUID, name: str, decision: PermitDecision, *, at: datetime
) -> SpecialPermit:
    """Grant or refuse; a check-in within the granted time in the opened place is no cause for an alarm.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: it was decided.
        PermitOver: the time asked for is past; a permission does not reach back.
    """
    order, permit = await _both(session, actor, permit_id)
    permit_machine.require(permit, name, actor)
    granted = name == "grant"
    if granted and permit.until_at <= at:
        raise PermitOver()
    changes: dict[str, object] = {
        "decided_by": actor.person_id,
        "decided_at": at,
        "decision": decision.reason,
    }
    await permit_machine.fire(session, permit, name, actor=actor, at=at, reason=decision.reason, changes=changes)
    if granted and permit.kind is SpecialPermitKind.PLACE_ENTRY and permit.injunction_id is not None:
        await open_place(
            session,
            order,
            permit.injunction_id,
            request_id=permit.id,
            opens_at=permit.from_at,
            closes_at=permit.until_at,
            at=at,
        )
    told = PermitDecided.model_validate(_named(permit) | {"granted": granted})
    await events.record(session, told, at=at)
    return permit


async def revoke(
    session: AsyncSession, actor: Actor, permit_id: UUID, decision: PermitDecision, *, at: datetime
) -> SpecialPermit:
    """Take back what was granted, from now on: what was done before stays allowed.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: nothing was granted.
        PermitOver: its time is past.
    """
    order, permit = await _both(session, actor, permit_id)
    permit_machine.require(permit, "revoke", actor)
    if permit.until_at <= at:
        raise PermitOver()
    await permit_machine.fire(
        session,
        permit,
        "revoke",
        actor=actor,
        at=at,
        reason=decision.reason,
        changes={"decision": decision.reason},
    )
    if permit.kind is SpecialPermitKind.PLACE_ENTRY:
        await close_place(session, order, request_id=permit.id, at=at)
    await events.record(session, PermitRevoked.model_validate(_named(permit)), at=at)
    return permit


async def tell(
    session: AsyncSession, actor: Actor, permit_id: UUID, told: PermitTell, *, at: datetime
) -> SpecialPermit:
    """Record that the court or the procuratorate was told of an entry (办法 39).

    Raises:
        NotFound: beyond the actor's reach.
        BadPermit: nothing was granted, or a day before the decision or to come.
        ToldBefore: it is recorded already.
    """
    _, permit = await _both(session, actor, permit_id)
    decided = permit.decided_at if permit.status in TOLD_OF else None
    if decided is None or not local_date(decided) <= told.told_on <= local_date(at):
        raise BadPermit(fields=[FieldError("told_on", "day", "日期应在批准的那天以后、今天以前")])
    session.add(SpecialPermitTelling(**told.model_dump(), permit_id=permit.id, by=actor.person_id, at=at))
    await session.flush()
    return permit


async def _both(session: AsyncSession, actor: Actor, permit_id: UUID) -> tuple[CorrectionOrder, SpecialPermit]:
    """The permit and its order, locked in the order everybody locks them."""
    action = Action.PLACE_ENTRY_DECIDE
    permit = await repository.permit_for(session, actor, action, permit_id)
    order = await order_for(session, actor, action, permit.order_id, lock=True)
    await session.refresh(permit, with_for_update=True)
    return order, permit


def _named(permit: SpecialPermit) -> dict[str, object]:
    return {
        "permit_id": permit.id,
        "order_id": permit.order_id,
        "person_id": permit.person_id,
        "agency_id": permit.agency_id,
        "kind": permit.kind,
    }
