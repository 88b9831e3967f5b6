"""Closed files: found by those they were given to, opened for a stated purpose, given to others by the county."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.check_ins.subjects import touch
from app.correction.errors import GuardianNotNeeded
from app.correction.orders import repository
from app.correction.orders.changing import OBJECT_TYPE, give_to, order_to_change
from app.correction.orders.minors.schemas import ClosedFileOut, OpeningIn
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.reception import receive_person
from app.correction.orders.schemas import PersonReceived
from app.identity import people, roles
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.dictionaries import dictionaries
from app.kernel.errors import FieldError, Invalid, NotFound
from app.kernel.vault import Vault


def closed_files(actor: Actor, action: Action = Action.MINOR_FILE_OPEN) -> SelectOfScalar[CorrectionOrder]:
    """Closed files the actor may open."""
    return repository.visible_to(actor, action).where(col(CorrectionOrder.is_sealed))


async def closed_file(
    session: AsyncSession, actor: Actor, order_id: UUID, action: Action = Action.MINOR_FILE_OPEN
) -> CorrectionOrder:
    """One of them.

    Raises:
        NotFound: none, given to others, or no closed file.
    """
    statement = closed_files(actor, action).where(col(CorrectionOrder.id) == order_id)
    order = (await session.scalars(statement)).one_or_none()
    if order is None:
        raise NotFound()
    return order


def listed(order: CorrectionOrder, name: str | None) -> ClosedFileOut:
    """A closed file as a list shows it: the family name alone."""
    return ClosedFileOut(
        order_id=order.id,
        initial=masked(name),
        category=order.category,
        status=order.status,
        is_minor=order.is_minor,
        staff_ids=order.minor_staff,
    )


def masked(name: str | None) -> str:
    """``王某``: how a person with a closed file is called wherever others may read it."""
    return f"{name[0]}某" if name else "某人"


def shown_name(order: CorrectionOrder, name: str | None) -> str:
    """The name as it may stand where more people read than handle the file (社区矫正法 54)."""
    return masked(name) if order.is_sealed else name or "（姓名未登记）"


async def open_file(
    session: AsyncSession, actor: Actor, order_id: UUID, given: OpeningIn, *, at: datetime
) -> CorrectionOrder:
    """Open a closed file; each time with the purpose stated, which the person can read in their own log.

    Raises:
        NotFound: as :func:`closed_file`.
    """
    order = await closed_file(session, actor, order_id)
    await audit.record_access(
        session,
        actor,
        Action.MINOR_FILE_OPEN,
        object_type=OBJECT_TYPE,
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
        purpose=dictionaries()["closed_file_purpose"][given.purpose],
        note=given.note,
    )
    return order


async def assign_staff(
    session: AsyncSession, actor: Actor, order_id: UUID, staff_ids: list[UUID], *, at: datetime
) -> CorrectionOrder:
    """Give a closed file to these officers and to no other.

    Raises:
        NotFound: beyond the actor's reach.
        Invalid: somebody who is no officer there, or whom the file is about.
        OrderEnded: it is history.
    """
    await closed_file(session, actor, order_id, Action.MINOR_STAFF_ASSIGN)
    order = await order_to_change(
        session, actor, order_id, note="指定承办人员", at=at, action=Action.MINOR_STAFF_ASSIGN
    )
    officers = await roles.on_duty_above(session, Role.OFFICER, order.agency_id, at=at)
    wanted = list(dict.fromkeys(staff_ids))
    wrong = [
        FieldError(f"staff_ids.{number}", "not_on_duty", "这个人不是本所的工作人员")
        for number, person_id in enumerate(wanted)
        if person_id not in officers or person_id in {order.person_id, order.guardian_id}
    ]
    if wrong:
        raise Invalid(fields=wrong)
    await give_to(session, order, wanted)
    return order


async def set_guardian(
    session: AsyncSession, vault: Vault, actor: Actor, order_id: UUID, person: PersonReceived, *, at: datetime
) -> CorrectionOrder:
    """Enter the guardian, who from then on reads the minor's order on their own phone (社区矫正法 53).

    Raises:
        NotFound: beyond the actor's reach, or no closed file.
        GuardianNotNeeded: the person is no minor.
        Invalid: the minor's own document, or as :func:`receive_person`.
    """
    await closed_file(session, actor, order_id, Action.SUBJECT_MANAGE)
    guardian = await receive_person(session, vault, actor, person, at=at)
    order = await order_to_change(session, actor, order_id, note="登记监护人", at=at)
    if not order.is_minor:
        raise GuardianNotNeeded()
    if guardian.id == order.person_id:
        raise Invalid(fields=[FieldError("person.number", "own", "监护人不能是本人")])
    order.guardian_id = guardian.id
    await give_to(session, order, [staff for staff in order.minor_staff if staff != guardian.id])
    await roles.ensure_role(session, guardian.id, Role.APPLICANT, at=at, granted_by=actor.person_id)
    await session.flush()
    await touch(session, order)
    return order


async def wards(session: AsyncSession, actor: Actor) -> list[CorrectionOrder]:
    """Orders of the minors whose guardian the caller is, newest first."""
    statement = repository.wards_of(actor).order_by(col(CorrectionOrder.id).desc()).limit(20)
    return list((await session.scalars(statement)).all())


async def names_of(session: AsyncSession, orders: list[CorrectionOrder]) -> dict[UUID, str]:
    """Names by person id."""
    return await people.names(session, {order.person_id for order in orders})
