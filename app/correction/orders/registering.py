"""Orders: registered by the office that receives the person, begun, given an area, ended by time."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.areas.approving import approve_area
from app.correction.areas.reading import checked_area, read_drawing
from app.correction.areas.schemas import AreaInput
from app.correction.check_ins.subjects import touch
from app.correction.enums import CorrectionStatus
from app.correction.errors import OrderEnded
from app.correction.orders import repository
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.reception import receive_person
from app.correction.orders.rules import arrival, term_errors
from app.correction.orders.schemas import OrderCreate
from app.correction.orders.states import correction_machine
from app.identity import roles
from app.kernel import access, audit, clock_store, timers
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.areas.agencies import agency_by_id
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.clock import local_date, start_of
from app.kernel.errors import FieldError, Invalid, PreconditionFailed
from app.kernel.vault import Vault

END_TERM = "correction.end_term"
OFFICES = frozenset({AgencyKind.TOWNSHIP_OFFICE, AgencyKind.CORRECTION_CENTRE})


async def register_order(
    session: AsyncSession, vault: Vault, actor: Actor, new: OrderCreate, *, at: datetime
) -> CorrectionOrder:
    """Register a person received for correction (社区矫正法 22) and start the clock to report in (21).

    The office saw the person's document (22: 核对法律文书、核实身份). The person gets the role of subject, so
    that they can see their own order and check in.

    Raises:
        Invalid: an office out of reach or of another kind, the officer's own document, a number that cannot
            be one, or a term that is over.
        NameDiffers: the number was verified under another name.
        BadArea: the area cannot be used.
        UnknownArea: no such division in force.
        AlreadyUnderCorrection: the person has an order that runs.
    """
    drawing = await read_drawing(new.area)
    agency = await _receiving_office(session, actor, new.agency_id, at=at)
    if wrong := term_errors(new.starts_on, new.ends_on, today=local_date(at)):
        raise Invalid(fields=wrong)
    area = await checked_area(session, new.area, drawing, agency_id=agency.id, at=at)
    person = await receive_person(session, vault, actor, new.person, at=at)
    order = CorrectionOrder(
        **new.model_dump(exclude={"area", "person"}),
        person_id=person.id,
        agency_path=agency.tree_path,
        created_at=at,
        updated_at=at,
    )
    session.add(order)
    await session.flush()
    await approve_area(session, order.id, area, set_by=actor.person_id, at=at)
    await touch(session, order)
    await roles.ensure_role(session, order.person_id, Role.SUBJECT, at=at, granted_by=actor.person_id)
    await _expect_arrival(session, order, at=at)
    _audit(session, actor, order, "登记", at=at)
    return order


async def _expect_arrival(session: AsyncSession, order: CorrectionOrder, *, at: datetime) -> None:
    how = arrival(order.category, order.starts_on)
    if how is None:
        return
    await clock_store.start_clock(
        session,
        how.rule_code,
        object_type=correction_machine.name,
        object_id=order.id,
        agency_id=order.agency_id,
        holder=how.holder,
        holder_id=order.person_id if isinstance(how.holder, Role) else None,
        started=order.starts_on,
        at=at,
    )


async def begin_correction(
    session: AsyncSession, actor: Actor, order_id: UUID, *, at: datetime
) -> CorrectionOrder:
    """The person is here: correction begins, and its end is set for the day after the last day.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: it has begun or ended.
    """
    order = await repository.order_for(session, actor, Action.SUBJECT_MANAGE, order_id)
    await correction_machine.fire(session, order, "begin", actor=actor, at=at)
    order.began_at = at
    await touch(session, order)
    if how := arrival(order.category, order.starts_on):
        await clock_store.stop_clock(session, order.id, how.rule_code, at=at)
    await timers.set_timer(
        session,
        END_TERM,
        key=str(order.id),
        due_at=start_of(order.ends_on + timedelta(days=1)),
        payload={"order_id": str(order.id)},
    )
    return order


async def set_area(
    session: AsyncSession, actor: Actor, order_id: UUID, area: AreaInput, *, version: int, at: datetime
) -> CorrectionOrder:
    """Put another area in force; check-ins made before keep the one they were judged by.

    Raises:
        NotFound: beyond the actor's reach.
        PreconditionFailed: someone else changed the order since ``version``.
        OrderEnded: nothing is supervised any more.
        BadArea: the area cannot be used.
    """
    drawing = await read_drawing(area)
    order = await repository.order_for(session, actor, Action.SUBJECT_MANAGE, order_id)
    await session.refresh(order, with_for_update=True)
    if order.version != version:
        raise PreconditionFailed()
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    checked = await checked_area(session, area, drawing, agency_id=order.agency_id, at=at)
    await approve_area(session, order.id, checked, set_by=actor.person_id, at=at)
    order.version += 1
    order.updated_at = at
    await touch(session, order)
    _audit(session, actor, order, "修改活动区域", at=at)
    await session.flush()
    return order


async def end_term(session: AsyncSession, order_id: UUID, *, at: datetime) -> None:
    """End an order whose last day has passed; one that ended otherwise is left alone."""
    order = await session.get_one(CorrectionOrder, order_id, with_for_update=True)
    if order.status is CorrectionStatus.UNDER_CORRECTION and local_date(at) > order.ends_on:
        await correction_machine.fire(session, order, "end", actor=None, at=at)
        await touch(session, order)


async def _receiving_office(session: AsyncSession, actor: Actor, agency_id: UUID, *, at: datetime) -> Agency:
    """The office, open and within the actor's reach; anything else is told alike."""
    agency = await agency_by_id(session, agency_id)
    if (
        agency is None
        or agency.kind not in OFFICES
        or (agency.valid_to is not None and agency.valid_to <= local_date(at))
        or not access.reaches_agency(actor, Action.SUBJECT_MANAGE, agency.tree_path)
    ):
        message = "请选择您管辖范围内的司法所或社区矫正中心"
        raise Invalid(fields=[FieldError("agency_id", "office", message)])
    return agency


def _audit(session: AsyncSession, actor: Actor, order: CorrectionOrder, note: str, *, at: datetime) -> None:
    audit.add_entry(
        session,
        actor,
        Action.SUBJECT_MANAGE,
        object_type=correction_machine.name,
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
        note=note,
    )
