"""The areas of an approved leave or permit: put in force for its days, ended when it ends.

On the days of leaving and of coming back the home area is in force beside the places: somebody who is at home in
the morning and away in the evening is where they may be, both times.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.areas.approving import end_area, grant_area
from app.correction.areas.reading import CheckedArea
from app.correction.areas.repository import area_in_force
from app.correction.check_ins.subjects import touch
from app.correction.enums import AreaPurpose
from app.correction.leave.ladder import DAY, Span
from app.correction.leave.models import CrossingPermit, LeaveArea, LeaveRequest
from app.correction.leave.places import Place
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule.settling import replan
from app.kernel.clock import start_of

Granted = tuple[CheckedArea, datetime, datetime]


async def put_in_force(
    session: AsyncSession,
    order: CorrectionOrder,
    of: LeaveRequest | CrossingPermit,
    places: Iterable[Place],
    span: Span,
    *,
    set_by: UUID,
    at: datetime,
    travels: Sequence[Span] = (),
) -> None:
    """Put the outlines of ``places`` in force for ``span``, never before ``at``; home too on days of travel."""
    home = await area_in_force(session, order.id)
    at_home = CheckedArea(home.outline, home.source, area_codes=tuple(home.area_codes))
    wanted = [(place.area, span) for place in places] + [(at_home, day) for day in travels]
    is_leave = isinstance(of, LeaveRequest)
    for area, days in wanted:
        begins, ends = max(start_of(days.first), at), end_of(days)
        if area is None or begins >= ends:
            continue
        granted = await grant_area(
            session,
            order.id,
            area,
            purpose=AreaPurpose.LEAVE if is_leave else AreaPurpose.CROSSING,
            valid_from=begins,
            valid_to=ends,
            set_by=set_by,
        )
        owner = {"leave_id": of.id} if is_leave else {"permit_id": of.id}
        session.add(LeaveArea(area_id=granted.id, **owner))
    await touch(session, order)
    await replan(session, order, at=at)


async def end_areas(
    session: AsyncSession, order: CorrectionOrder, of: LeaveRequest | CrossingPermit, *, at: datetime
) -> None:
    """End the areas of a leave or permit at ``at``; those that never began are empty from then on."""
    owner = LeaveArea.leave_id if isinstance(of, LeaveRequest) else LeaveArea.permit_id
    mine = select(LeaveArea.area_id).where(col(owner) == of.id).order_by(col(LeaveArea.area_id))
    for area_id in (await session.scalars(mine)).all():
        await end_area(session, area_id, at=at)
    await touch(session, order)
    await replan(session, order, at=at)


def travel_days(span: Span) -> list[Span]:
    """The day of leaving and the day of coming back."""
    if span.days <= 2:
        return [span]
    return [Span(span.first, span.first), Span(span.last, span.last)]


def end_of(span: Span) -> datetime:
    """The first instant after the last day."""
    return start_of(span.last + DAY)
