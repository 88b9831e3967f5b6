"""Orders: registered by the office that receives the person, begun, given an area, ended by time."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.areas.approving import approve_area
from app.correction.areas.reading import checked_area, read_drawing
from app.correction.areas.schemas import AreaInput
from app.correction.check_ins.subjects import touch
from app.correction.ending.timing import watch_term
from app.correction.enums import CorrectionCategory, CorrectionStatus
from app.correction.errors import AlreadyReported, OrderEnded
from app.correction.orders import repository
from app.correction.orders.announcing import announce
from app.correction.orders.changing import as_of, give_to, order_to_change, record
from app.correction.orders.codes import ReportedHow
from app.correction.orders.groups.keeping import require_group
from app.correction.orders.judgments import entering
from app.correction.orders.judgments.schemas import ReportInIn
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.reception import Received, receive
from app.correction.orders.rules import arrival, term_errors
from app.correction.orders.schemas import BeginIn, OrderCreate
from app.correction.orders.states import correction_machine
from app.correction.papers.asking import ask_paper
from app.correction.papers.codes import CorrectionPaperKind
from app.correction.schedule.settling import replan
from app.evidence import matters
from app.identity import roles
from app.kernel import access, clock_store
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.areas.agencies import agency_by_id
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid, PreconditionFailed
from app.kernel.vault import Vault

OFFICES = frozenset({AgencyKind.TOWNSHIP_OFFICE, AgencyKind.CORRECTION_CENTRE})


async def register_order(
    session: AsyncSession, vault: Vault, actor: Actor, new: OrderCreate, *, at: datetime
) -> CorrectionOrder:
    """Register a person received for correction (社区矫正法 22) and start the clock to report in (21).

    The office saw the person's document (22: 核对法律文书、核实身份). The person gets the role of subject, so
    that they can see their own order and check in.

    Raises:
        Invalid: an office out of reach or of another kind, the officer's own document, a number that cannot
            be one or was verified under another name, or a term that is over.
        BadArea: the area cannot be used.
        UnknownArea: no such division in force.
        AlreadyUnderCorrection: the person has an order that runs.
    """
    drawing = await read_drawing(new.area)
    agency = await _receiving_office(session, actor, new.agency_id, at=at)
    if wrong := term_errors(new.starts_on, new.ends_on, today=local_date(at)):
        raise Invalid(fields=wrong)
    area = await checked_area(session, new.area, drawing, agency_id=agency.id, at=at)
    received = await receive(session, vault, actor, new, at=at)
    order = _order_of(new, agency, received, actor, at=at)
    session.add(order)
    await session.flush()
    await matters.open_matter(session, order.id, order.person_id, at)
    await matters.assign_agency(session, order.id, agency.id)
    await give_to(session, order, order.minor_staff)
    await approve_area(session, order.id, area, set_by=actor.person_id, at=at)
    await touch(session, order)
    await roles.ensure_role(session, order.person_id, Role.SUBJECT, at=at, granted_by=actor.person_id)
    await _expect_arrival(session, order, at=at)
    await watch_term(session, order, at=at)
    await _enter_papers(session, actor, order, new, at=at)
    record(session, actor, order, "登记", at=at)
    return order


def _order_of(
    new: OrderCreate, agency: Agency, received: Received, actor: Actor, *, at: datetime
) -> CorrectionOrder:
    """The order as registered; a minor's file is closed from the start, open to whoever registers it."""
    given = {"agency_id", "category", "tier", "starts_on", "ends_on", "court"}
    return CorrectionOrder(
        **new.model_dump(include=given),
        person_id=received.person.id,
        agency_path=agency.tree_path,
        sex=received.sex,
        is_minor=received.is_minor,
        is_sealed=received.is_minor,
        minor_staff=[actor.person_id] if received.is_minor else [],
        created_at=at,
        updated_at=at,
    )


async def _enter_papers(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, new: OrderCreate, *, at: datetime
) -> None:
    if new.judgment is not None:
        await entering.enter_judgment(session, actor, order, new.judgment, at=at, field="judgment.")
    for number, document in enumerate(new.documents):
        await entering.record_document(session, actor, order, document, at=at, field=f"documents.{number}.")
    if new.co_defendants:
        await entering.set_co_defendants(session, order, new.co_defendants)


async def _expect_arrival(session: AsyncSession, order: CorrectionOrder, *, at: datetime) -> None:
    how = arrival(order.category, order.starts_on)
    if how is None:
        return
    clock = await clock_store.start_clock(
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
    if isinstance(how.holder, Role) and clock.due_on >= local_date(at):
        fields = {"report_by_on": clock.due_on.isoformat()}
        await ask_paper(session, order, CorrectionPaperKind.REPORT_NOTICE, fields, about=order.id, at=at)


async def report_in(
    session: AsyncSession, actor: Actor, order_id: UUID, given: ReportInIn, *, at: datetime
) -> CorrectionOrder:
    """The person came, or was visited or handed over; the clock counts the day it happened on.

    Raises:
        NotFound, OrderEnded: as :func:`order_to_change`.
        AlreadyReported: it is on record.
        Invalid: a day to come, or before the term.
    """
    order = await order_to_change(session, actor, order_id, note="登记报到", at=at)
    if order.reported_on is not None or order.status is not CorrectionStatus.REGISTERED:
        raise AlreadyReported()
    if given.reported_on > local_date(at):
        raise Invalid(fields=[FieldError("reported_on", "future", "报到日期不能晚于今天")])
    if given.reported_on < min(order.starts_on, local_date(order.created_at)):
        raise Invalid(fields=[FieldError("reported_on", "before_term", "报到日期不能早于矫正期的第一天")])
    await _arrived(session, order, given.reported_on, given.how, at=at)
    return order


async def _arrived(
    session: AsyncSession, order: CorrectionOrder, on: date, how: ReportedHow, *, at: datetime
) -> None:
    order.reported_on, order.reported_how = on, how
    if expected := arrival(order.category, order.starts_on):
        await clock_store.stop_if_running(session, order.id, expected.rule_code, at=as_of(on, at))


async def begin_correction(
    session: AsyncSession, actor: Actor, order_id: UUID, announced: BeginIn | None = None, *, at: datetime
) -> CorrectionOrder:
    """The announcement is made (社区矫正法 22) and correction begins; its end is set for after the last day.

    Who has not reported in yet does so by being here.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: it has begun or ended.
        GroupIncomplete: the group is not as the law wants it (25, 52).
        Invalid: the first day of the term has not come; a minor's announcement in public (54).
    """
    order = await repository.order_for(session, actor, Action.SUBJECT_MANAGE, order_id, lock=True)
    correction_machine.require(order, "begin", actor)
    if order.starts_on > local_date(at):
        message = f"矫正期从 {order.starts_on:%Y-%m-%d} 开始，到那一天再办理入矫"
        raise Invalid(fields=[FieldError("starts_on", "not_yet", message)])
    members = await require_group(session, order)
    await announce(session, actor, order, announced or BeginIn(), members, at=at)
    await correction_machine.fire(session, order, "begin", actor=actor, at=at, changes={"began_at": at})
    await touch(session, order)
    if order.reported_on is None:
        by_hand = order.category is CorrectionCategory.TEMPORARY_RELEASE
        how = ReportedHow.HANDED_OVER if by_hand else ReportedHow.CAME
        await _arrived(session, order, local_date(at), how, at=at)
    await watch_term(session, order, at=at)
    await replan(session, order, at=at)
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
    record(session, actor, order, "修改活动区域", at=at)
    await session.flush()
    return order


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
