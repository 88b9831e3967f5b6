"""The correction group and the plan: set, changed with their history kept, checked before correction begins."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.correction.errors import GroupIncomplete
from app.correction.orders.changing import order_to_change
from app.correction.orders.codes import MemberKind
from app.correction.orders.groups import repository
from app.correction.orders.groups.models import CorrectionGroupMember, CorrectionPlan
from app.correction.orders.groups.rules import Lack, lacks
from app.correction.orders.groups.schemas import GroupIn, GroupOut, LackOut, MemberIn, MemberOut, PlanIn
from app.correction.orders.models import CorrectionOrder
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid


async def set_group(
    session: AsyncSession, actor: Actor, order_id: UUID, group: GroupIn, *, version: int, at: datetime
) -> CorrectionOrder:
    """Make these the group; who leaves it stays on record with the moment.

    A group may be incomplete while it is put together: it is the beginning that waits for it.

    Raises:
        NotFound, PreconditionFailed, OrderEnded: as :func:`order_to_change`.
        Invalid: a letter signed in the future.
    """
    order = await order_to_change(session, actor, order_id, note="登记矫正小组", version=version, at=at)
    today = local_date(at)
    for number, member in enumerate(group.members):
        if member.letter_signed_on is not None and member.letter_signed_on > today:
            field = f"members.{number}.letter_signed_on"
            raise Invalid(fields=[FieldError(field, "future", "签责任书的日期不能晚于今天")])
    kept: set[tuple[str, str]] = set()
    wanted = {(member.kind.value, member.name): member for member in group.members}
    for row in await repository.members(session, order.id):
        known = wanted.get((row.kind.value, row.name))
        if known is not None and known.sex is row.sex:
            _update(row, known)
            kept.add((row.kind.value, row.name))
        else:
            row.ended_at = max(at, row.joined_at)
    await session.flush()
    session.add_all(
        CorrectionGroupMember(**member.model_dump(), order_id=order.id, joined_at=at, added_by=actor.person_id)
        for key, member in wanted.items()
        if key not in kept
    )
    await session.flush()
    return order


def _update(row: CorrectionGroupMember, member: MemberIn) -> None:
    row.knows_minors, row.duty = member.knows_minors, member.duty
    row.letter_signed_on = member.letter_signed_on


async def end_office_members(
    session: AsyncSession, order_id: UUID, *, joined_before: datetime, at: datetime
) -> None:
    """The office's and the committee's people leave the group: another office took over and names its own.

    Family, guardian and school stay. Whoever the new office named meanwhile (``joined_before``) stays too.
    """
    member = CorrectionGroupMember
    leaving = (
        col(member.order_id) == order_id,
        col(member.ended_at).is_(None),
        col(member.kind).in_([MemberKind.STAFF, MemberKind.COMMITTEE]),
        col(member.joined_at) < joined_before,
    )
    await session.execute(update(member).where(*leaving).values(ended_at=at))


async def lacks_of(session: AsyncSession, order: CorrectionOrder) -> list[Lack]:
    """What the group of an order lacks."""
    members = await repository.members(session, order.id)
    return lacks([member.as_rule() for member in members], sex=order.sex, is_minor=order.is_minor)


async def require_group(session: AsyncSession, order: CorrectionOrder) -> Sequence[CorrectionGroupMember]:
    """The group, if correction can begin with it.

    Raises:
        GroupIncomplete: it lacks what 社区矫正法 25 or 52 asks for.
    """
    if missing := await lacks_of(session, order):
        raise GroupIncomplete(
            fields=[FieldError("members", lack.rule, f"{lack.message}（{lack.article}）") for lack in missing]
        )
    return await repository.members(session, order.id)


async def group_out(session: AsyncSession, order: CorrectionOrder) -> GroupOut:
    """The group as the API shows it."""
    members = await repository.members(session, order.id)
    missing = lacks([member.as_rule() for member in members], sex=order.sex, is_minor=order.is_minor)
    return GroupOut(
        version=order.version,
        members=[MemberOut.model_validate(member) for member in members],
        lacks=[LackOut.model_validate(lack) for lack in missing],
    )


async def make_plan(
    session: AsyncSession, actor: Actor, order_id: UUID, plan: PlanIn, *, at: datetime
) -> CorrectionPlan:
    """Write the next version of the plan (社区矫正法 24); the ones before stay.

    Raises:
        NotFound, OrderEnded: as :func:`order_to_change`.
    """
    order = await order_to_change(session, actor, order_id, note="制定矫正方案", at=at)
    number = await repository.last_number(session, order.id) + 1
    row = CorrectionPlan(
        **plan.model_dump(), order_id=order.id, number=number, made_by=actor.person_id, made_at=at
    )
    session.add(row)
    await session.flush()
    return row
