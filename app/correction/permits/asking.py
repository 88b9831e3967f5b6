"""Asking for leave to enter a forbidden place or to meet somebody, and taking the request back."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_reports import PermitAsked
from app.correction.areas.codes import InjunctionKind
from app.correction.areas.injunctions.models import Injunction
from app.correction.enums import CorrectionStatus
from app.correction.errors import OrderEnded
from app.correction.files import require_files
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.permits import repository
from app.correction.permits.codes import SpecialPermitKind
from app.correction.permits.errors import BadPermit
from app.correction.permits.models import SpecialPermit
from app.correction.permits.schemas import PermitAsk
from app.correction.permits.states import permit_machine
from app.kernel import events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date, start_of
from app.kernel.errors import FieldError

NEEDED = {SpecialPermitKind.PLACE_ENTRY: InjunctionKind.PLACE, SpecialPermitKind.CONTACT: InjunctionKind.PERSON}


async def ask(
    session: AsyncSession, actor: Actor, order_id: UUID, wish: PermitAsk, *, at: datetime
) -> SpecialPermit:
    """Ask, for oneself or as the officer who was told.

    Raises:
        NotFound: beyond the actor's reach.
        OrderEnded: nothing is forbidden by this order any more.
        BadPermit: times out of order or past, no such item of the court's order, or nobody named.
        Invalid: a file that is not of this order.
    """
    order = await order_for(session, actor, Action.REPORT_MAKE, order_id)
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    wrong = _faults(wish, order, at=at)
    if wish.injunction_id is not None and not await _forbids(session, order, wish):
        wrong.append(FieldError("injunction_id", "injunction", "请选择禁止令里对应的一项"))
    if wrong:
        raise BadPermit(fields=wrong)
    files = await require_files(session, order.id, wish.evidence_ids)
    permit = SpecialPermit(
        **wish.model_dump(exclude={"evidence_ids"}),
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        agency_path=order.agency_path,
        evidence_ids=files,
        asked_by=actor.person_id,
        created_at=at,
        updated_at=at,
    )
    session.add(permit)
    await session.flush()
    asked = PermitAsked(
        permit_id=permit.id,
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        kind=permit.kind,
    )
    await events.record(session, asked, at=at)
    return permit


async def withdraw(session: AsyncSession, actor: Actor, permit_id: UUID, *, at: datetime) -> SpecialPermit:
    """Take a request back before it is decided.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: it was decided.
    """
    permit = await repository.permit_for(session, actor, Action.REPORT_MAKE, permit_id)
    return await permit_machine.fire(session, permit, "withdraw", actor=actor, at=at)


def _faults(wish: PermitAsk, order: CorrectionOrder, *, at: datetime) -> list[FieldError]:
    wrong: list[FieldError] = []
    if wish.until_at <= wish.from_at:
        wrong.append(FieldError("until_at", "order", "结束时间要晚于开始时间"))
    if wish.until_at <= at:
        wrong.append(FieldError("until_at", "past", "申请的时间已经过去"))
    if wish.from_at < start_of(local_date(at)):
        wrong.append(FieldError("from_at", "past", "开始时间不能早于今天"))
    if wish.until_at > start_of(order.ends_on + timedelta(days=1)):
        wrong.append(FieldError("until_at", "beyond_term", "结束时间不能超过矫正期"))
    if (wish.kind is SpecialPermitKind.CONTACT) != (wish.contact is not None):
        wrong.append(FieldError("contact", "contact", "申请接触他人时，请选择要接触的是什么人"))
    if wish.kind is SpecialPermitKind.PLACE_ENTRY and wish.injunction_id is None:
        wrong.append(FieldError("injunction_id", "missing", "请选择禁止令里要进入的场所"))
    return wrong


async def _forbids(session: AsyncSession, order: CorrectionOrder, wish: PermitAsk) -> bool:
    """Whether the item is one of this order's, of the right kind, and not lifted."""
    item = await session.get(Injunction, wish.injunction_id)
    return (
        item is not None
        and item.order_id == order.id
        and item.kind is NEEDED[wish.kind]
        and item.lifted_at is None
    )
