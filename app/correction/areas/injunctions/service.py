"""Injunctions: entered from the judgement, lifted with a reason; check-ins are judged by them at once."""

from datetime import datetime
from uuid import UUID

import shapely
from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.areas.injunctions import repository
from app.correction.areas.injunctions.errors import InjunctionLifted
from app.correction.areas.injunctions.models import Injunction
from app.correction.areas.injunctions.schemas import InjunctionCreate
from app.correction.areas.reading import CheckedArea, checked_area, read_drawing
from app.correction.check_ins.subjects import touch
from app.correction.enums import CorrectionCategory, CorrectionStatus
from app.correction.errors import OrderEnded
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Invalid

MAY_CARRY_ONE = frozenset({CorrectionCategory.CONTROL, CorrectionCategory.PROBATION})
"""刑法 38(2) and 72(2): a court forbids something with 管制 or 缓刑, with nothing else."""


async def enter_injunction(
    session: AsyncSession, actor: Actor, order_id: UUID, new: InjunctionCreate, *, at: datetime
) -> Injunction:
    """Enter one thing the judgement forbids.

    Raises:
        NotFound: beyond the actor's reach.
        OrderEnded: nothing is supervised any more.
        Invalid: a category of order that carries none.
        BadArea: the place cannot be used.
        UnknownArea: no such division in force.
    """
    drawing = None if new.place is None else await read_drawing(new.place, field="place")
    order = await order_for(session, actor, Action.SUBJECT_MANAGE, order_id, lock=True)
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    if order.category not in MAY_CARRY_ONE:
        message = "只有判处管制、宣告缓刑的可以有禁止令（《刑法》第三十八条、第七十二条），请核对判决书"
        raise Invalid(fields=[FieldError("kind", "category", message)])
    place = None
    if new.place is not None:
        place = await checked_area(session, new.place, drawing, agency_id=order.agency_id, at=at, field="place")
    injunction = Injunction(
        **new.model_dump(include={"kind", "content", "starts_on", "ends_on"}),
        order_id=order.id,
        hours=[one.model_dump(mode="json") for one in new.hours],
        set_by=actor.person_id,
        created_at=at,
    )
    if place is not None:
        _draw(injunction, place)
    session.add(injunction)
    await touch(session, order)
    _audit(session, actor, order, injunction, "登记禁止令", at=at)
    return injunction


async def lift_injunction(
    session: AsyncSession, actor: Actor, injunction_id: UUID, reason: str, *, at: datetime
) -> Injunction:
    """Say that an injunction no longer stands, and why.

    Raises:
        NotFound: beyond the actor's reach.
        InjunctionLifted: it was lifted before.
    """
    found = await repository.injunction_for(session, actor, Action.SUBJECT_MANAGE, injunction_id)
    order = await session.get_one(CorrectionOrder, found.order_id, with_for_update=True, populate_existing=True)
    injunction = await session.get_one(Injunction, found.id, with_for_update=True, populate_existing=True)
    if injunction.lifted_at is not None:
        raise InjunctionLifted()
    injunction.lifted_at, injunction.lifted_by, injunction.lift_reason = at, actor.person_id, reason
    await touch(session, order)
    _audit(session, actor, order, injunction, "解除禁止令登记", at=at)
    return injunction


def _draw(injunction: Injunction, place: CheckedArea) -> None:
    injunction.wkb_wgs84 = shapely.to_wkb(place.outline.geometry, byte_order=1)
    injunction.accuracy_m = round(place.outline.accuracy_m)
    injunction.repairs = [str(repair) for repair in place.repairs]
    injunction.warnings = [str(warning) for warning in place.warnings]


def _audit(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, injunction: Injunction, note: str, *, at: datetime
) -> None:
    audit.add_entry(
        session,
        actor,
        Action.SUBJECT_MANAGE,
        object_type="injunction",
        object_id=injunction.id,
        owner_id=order.person_id,
        at=at,
        note=note,
    )
