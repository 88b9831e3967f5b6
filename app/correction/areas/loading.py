"""Reads from the database what a person's fixes are judged by."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.areas.hours import Span, WeeklyHours
from app.correction.areas.injunctions.models import Injunction
from app.correction.areas.injunctions.repository import closed_places, openings
from app.correction.areas.injunctions.schemas import HoursInput
from app.correction.areas.models import ApprovedArea
from app.correction.check_ins.expected import AreaInForce, Expected, Fix, Restricted
from app.kernel.clock import start_of


async def expected_of(
    session: AsyncSession, order_id: UUID, *, since: datetime, previous: Sequence[Fix] = ()
) -> Expected:
    """Every area and closed place of an order that was not over at ``since``, ready to judge by."""
    statement = select(ApprovedArea).where(
        col(ApprovedArea.order_id) == order_id,
        or_(col(ApprovedArea.valid_to).is_(None), col(ApprovedArea.valid_to) > since),
    )
    rows = (await session.scalars(statement.order_by(col(ApprovedArea.valid_from), col(ApprovedArea.id)))).all()
    areas = tuple(AreaInForce(row.outline, row.valid_from, row.valid_to, row.purpose) for row in rows)
    return Expected(areas, await _restricted(session, order_id, since=since), tuple(previous))


async def _restricted(session: AsyncSession, order_id: UUID, *, since: datetime) -> tuple[Restricted, ...]:
    places = await closed_places(session, order_id)
    if not places:
        return ()
    opened: defaultdict[UUID, list[Span]] = defaultdict(list)
    for opening in await openings(session, [place.id for place in places]):
        opened[opening.injunction_id].append(Span(opening.opens_at, opening.closes_at))
    found = [_closed(place, tuple(opened[place.id])) for place in places]
    return tuple(one for one in found if one is not None and (one.period.ends is None or one.period.ends > since))


def _closed(place: Injunction, open_in: tuple[Span, ...]) -> Restricted | None:
    outline = place.outline
    if outline is None:
        return None
    over = start_of(place.ends_on + timedelta(days=1))
    ends = over if place.lifted_at is None else min(over, place.lifted_at)
    hours = tuple(_weekly(HoursInput.model_validate(one)) for one in place.hours)
    return Restricted(place.id, outline, Span(start_of(place.starts_on), ends), hours, open_in)


def _weekly(given: HoursInput) -> WeeklyHours:
    starts, ends = given.minutes
    return WeeklyHours(frozenset(day - 1 for day in given.weekdays), starts, ends)
