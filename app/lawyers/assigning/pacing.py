"""How a centre asks its lawyers: when they are left alone, and how long they have to answer. Set by the centre."""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.errors import NotFound
from app.lawyers.assigning.models import AskingPace
from app.lawyers.assigning.timing import URGENT, USUAL, Pace


async def pace_for(session: AsyncSession, agency_id: UUID, *, is_urgent: bool) -> Pace:
    """How lawyers are asked in a matter of this centre; an urgent one knows no night, wherever it is."""
    if is_urgent:
        return URGENT
    row = await latest(session, agency_id)
    return USUAL if row is None else _pace(row)


async def latest(session: AsyncSession, agency_id: UUID) -> AskingPace | None:
    """What the centre set last; earlier settings stay as a record."""
    statement = select(AskingPace).where(col(AskingPace.agency_id) == agency_id)
    return (await session.scalars(statement.order_by(col(AskingPace.version).desc()).limit(1))).one_or_none()


async def read_pace(session: AsyncSession, actor: Actor, agency_id: UUID) -> tuple[Pace, int]:
    """What holds for the centre, and the version of its setting; 0 while it has none.

    Raises:
        NotFound: not within reach.
    """
    await _require_reach(session, actor, agency_id)
    row = await latest(session, agency_id)
    return (USUAL, 0) if row is None else (_pace(row), row.version)


async def set_pace(session: AsyncSession, actor: Actor, agency_id: UUID, pace: Pace, *, at: datetime) -> int:
    """Set it for the offers made from now on; the new version.

    Raises:
        NotFound: not within reach.
        Conflict: somebody set it at the same moment.
    """
    await _require_reach(session, actor, agency_id)
    before = await latest(session, agency_id)
    row = AskingPace(
        agency_id=agency_id,
        version=1 if before is None else before.version + 1,
        night_from=pace.night_from.hour,
        night_to=pace.night_to.hour,
        longest_hours=pace.longest // timedelta(hours=1),
        shortest_hours=pace.shortest // timedelta(hours=1),
        spare_rounds=pace.spare_rounds,
        set_by=actor.person_id,
        set_at=at,
    )
    session.add(row)
    await session.flush()
    audit.add_entry(
        session,
        actor,
        Action.WEIGHTS_SET,
        object_type="asking_pace",
        object_id=row.id,
        owner_id=None,
        at=at,
        note="设定派案时间",
    )
    return row.version


def _pace(row: AskingPace) -> Pace:
    return Pace(
        night_from=time(row.night_from),
        night_to=time(row.night_to),
        longest=timedelta(hours=row.longest_hours),
        shortest=timedelta(hours=row.shortest_hours),
        spare_rounds=row.spare_rounds,
    )


async def _require_reach(session: AsyncSession, actor: Actor, agency_id: UUID) -> None:
    agency = await agency_by_id(session, agency_id)
    if agency is None or not access.reaches_agency(actor, Action.WEIGHTS_SET, agency.tree_path):
        raise NotFound()
