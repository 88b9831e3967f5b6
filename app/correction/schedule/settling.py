"""Keeps what is owed as planned: windows of the coming weeks are made, those that no longer fit are taken away.

Only windows that have not opened are ever changed, from tomorrow on: a change of tier, of leave or of a setting
never makes anybody owe what they did not know of this morning. Doing it again changes nothing.

Days excused because a device or the system is in maintenance keep their windows, excused: nobody owes them, and
their silence is a gap all the same (:mod:`app.correction.schedule.gaps`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import and_, delete, exists, or_, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.areas.models import ApprovedArea
from app.correction.enums import AreaPurpose, CorrectionStatus, DutyKind, DutyStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule.codes import STILL_EXPECTED, Excuse, SupervisionEntryKind
from app.correction.schedule.models import CheckInDuty, ExcusedPeriod, SupervisionEntry
from app.correction.schedule.moments import GAPS, TICK, moments_of, wake_at
from app.correction.schedule.owing import SNAPSHOT, duty_values
from app.correction.schedule.planning import Owed, plan
from app.correction.schedule.schedules import Settings, load_settings
from app.kernel.calendar_store import load_calendar
from app.kernel.clock import local_date, start_of
from app.kernel.database import vault_of

AHEAD = 31
"""Days planned ahead."""
SECRET = "correction.schedule"  # noqa: S105 -- names what the key is derived for, no secret itself
ROWS = 1000
PLANNED = (DutyKind.SCHEDULED, DutyKind.SPOT)
MAY_STAND = (None, *sorted(STILL_EXPECTED))
"""Excuses of a day whose windows are kept, excused or owed."""
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Known:
    """What the windows of some orders depend on besides the orders."""

    secret: bytes
    settings: Settings
    is_working: Callable[[date], bool]
    leaves: Mapping[UUID, Sequence[Span]]
    excused: Mapping[UUID, Sequence[ExcusedPeriod]]


async def replan(session: AsyncSession, order: CorrectionOrder, *, at: datetime) -> None:
    """Plan one order's check-ins again: whoever changed its state, tier, office or leave holds its row locked."""
    await session.flush()
    await settle(session, [order], at=at)


async def settle(session: AsyncSession, orders: Sequence[CorrectionOrder], *, at: datetime) -> None:
    """Plan these orders' check-ins from tomorrow on; take away unopened windows that fit no longer."""
    known = await _known(session, orders, at=at)
    by_id = {order.id: order for order in orders}
    wanted = {
        (owed.id_for(order.id), owed.opens_at): (owed, row)
        for order in orders
        for owed, row in _wanted(order, known, at=at)
    }
    stale: list[tuple[UUID, datetime]] = []
    tomorrow = start_of(local_date(at) + timedelta(days=1))
    for duty in await _unopened(session, orders, at=at):
        key = (duty.id, duty.opens_at)
        if duty.opens_at < tomorrow and not _is_off(duty, by_id[duty.order_id], known):
            continue
        if key in wanted and _is_same(duty, wanted[key][1]):
            del wanted[key]
        else:
            stale.append(key)
    await _write(session, stale, list(wanted.values()))
    await _excuse_open(session, orders, known, at=at)


async def _known(session: AsyncSession, orders: Sequence[CorrectionOrder], *, at: datetime) -> Known:
    ids = [order.id for order in orders]
    today = local_date(at)
    areas = select(ApprovedArea.order_id, ApprovedArea.valid_from, ApprovedArea.valid_to).where(
        col(ApprovedArea.order_id).in_(ids),
        col(ApprovedArea.purpose) == AreaPurpose.LEAVE,
        col(ApprovedArea.valid_to) > at,
    )
    leaves: dict[UUID, list[Span]] = {}
    for order_id, begin, end in await session.execute(areas):
        leaves.setdefault(order_id, []).append((begin, end))
    periods = select(ExcusedPeriod).where(col(ExcusedPeriod.order_id).in_(ids), col(ExcusedPeriod.to_on) >= today)
    excused: dict[UUID, list[ExcusedPeriod]] = {}
    for period in await session.scalars(periods):
        excused.setdefault(period.order_id, []).append(period)
    return Known(
        secret=vault_of(session).index("spot checks", SECRET),
        settings=await load_settings(session, {order.agency_path for order in orders}),
        is_working=cache((await load_calendar(session)).is_working),
        leaves=leaves,
        excused=excused,
    )


def _wanted(order: CorrectionOrder, known: Known, *, at: datetime) -> list[tuple[Owed, dict[str, object]]]:
    """Windows of the order from tomorrow to the last day planned, each with its row."""
    if order.status is not CorrectionStatus.UNDER_CORRECTION:
        return []
    first = local_date(at) + timedelta(days=1)
    last = min(local_date(at) + timedelta(days=AHEAD), order.ends_on)
    if last < first:
        return []
    return [
        (owed, duty_values(order, owed, rhythm, at=at) | _excused(order.id, owed.opens_at, known))
        for begin, end, rhythm in known.settings.stretches(order.agency_path, order.tier, first, last)
        for owed in plan(known.secret, order.id, rhythm, begin, end, is_working=known.is_working)
        if _excuse(order.id, owed.opens_at, known) in MAY_STAND
        and not _on_leave(
            order.id,
            (owed.opens_at, owed.closes_at),
            known,
            stays=rhythm.checks_on_leave if owed.kind is DutyKind.SCHEDULED else rhythm.spots_on_leave,
        )
    ]


def _excuse(order_id: UUID, moment: datetime, known: Known) -> Excuse | None:
    """Why a window of that day is not owed; first an excuse with which no signal is due either."""
    day = local_date(moment)
    given = [one.excuse for one in known.excused.get(order_id, ()) if one.from_on <= day <= one.to_on]
    return min(given, key=lambda excuse: (excuse in STILL_EXPECTED, excuse), default=None)


def _excused(order_id: UUID, moment: datetime, known: Known) -> dict[str, object]:
    """What a window that stands for the signal alone has besides."""
    excuse = _excuse(order_id, moment, known)
    return {"excuse": None} if excuse is None else {"status": DutyStatus.EXCUSED, "excuse": excuse.value}


def _on_leave(order_id: UUID, window: Span, known: Known, *, stays: bool) -> bool:
    """Whether a window meets an approved leave on which it is not owed."""
    return not stays and any(
        begin < window[1] and window[0] < end for begin, end in known.leaves.get(order_id, ())
    )


def _is_off(duty: CheckInDuty, order: CorrectionOrder, known: Known) -> bool:
    """Whether a window later today is owed no more: the term ended, or the day was excused or is on leave."""
    rhythm = known.settings.rhythm(order.agency_path, duty.tier, local_date(duty.opens_at))
    stays = rhythm.checks_on_leave if duty.kind is DutyKind.SCHEDULED else rhythm.spots_on_leave
    return (
        order.status is not CorrectionStatus.UNDER_CORRECTION
        or _excuse(order.id, duty.opens_at, known) not in MAY_STAND
        or _on_leave(order.id, (duty.opens_at, duty.closes_at), known, stays=stays)
    )


def _is_same(duty: CheckInDuty, row: Mapping[str, object]) -> bool:
    names = ("closes_at", "person_id", "agency_id", "tier", *SNAPSHOT)
    return all(getattr(duty, name) == row[name] for name in names) and duty.excuse == row["excuse"]


async def _unopened(
    session: AsyncSession, orders: Sequence[CorrectionOrder], *, at: datetime
) -> Sequence[CheckInDuty]:
    by_officer = exists().where(
        col(SupervisionEntry.duty_id) == col(CheckInDuty.id),
        col(SupervisionEntry.kind) == SupervisionEntryKind.EXCUSED,
    )
    by_days = and_(col(CheckInDuty.excuse).in_(STILL_EXPECTED), ~by_officer)
    statement = (
        select(CheckInDuty)
        .where(
            col(CheckInDuty.order_id).in_([order.id for order in orders]),
            col(CheckInDuty.opens_at) > at,
            col(CheckInDuty.kind).in_(PLANNED),
            or_(col(CheckInDuty.status) == DutyStatus.WAITING, by_days),
        )
        .order_by(col(CheckInDuty.id))
        .with_for_update()
    )
    return (await session.scalars(statement)).all()


async def _write(
    session: AsyncSession,
    stale: Sequence[tuple[UUID, datetime]],
    wanted: Sequence[tuple[Owed, dict[str, object]]],
) -> None:
    key = tuple_(col(CheckInDuty.id), col(CheckInDuty.opens_at))
    for begin in range(0, len(stale), ROWS):
        await session.execute(delete(CheckInDuty).where(key.in_(stale[begin : begin + ROWS])))
    for begin in range(0, len(wanted), ROWS):
        rows = [row for _, row in wanted[begin : begin + ROWS]]
        await session.execute(insert(CheckInDuty).values(rows).on_conflict_do_nothing())
    await wake_at(session, TICK, {moment for owed, _ in wanted for moment in moments_of(owed)})
    silent = [(owed.closes_at, row["gap_hours"]) for owed, row in wanted if row["excuse"] is not None]
    await wake_at(session, GAPS, {end + timedelta(hours=int(str(hours))) for end, hours in silent})


async def _excuse_open(
    session: AsyncSession, orders: Sequence[CorrectionOrder], known: Known, *, at: datetime
) -> None:
    """Windows that are open now are owed no more where the term ended or the day is excused; those to open today
    neither, where they stand for the signal alone.
    """
    tomorrow = start_of(local_date(at) + timedelta(days=1))
    found = {order.id: _excuse(order.id, at, known) for order in orders}
    excuses = {order_id: excuse for order_id, excuse in found.items() if excuse is not None}
    excuses |= {order.id: Excuse.ENDED for order in orders if order.status is CorrectionStatus.ENDED}
    for excuse in sorted(set(excuses.values())):
        ids = [order_id for order_id, given in excuses.items() if given is excuse]
        statement = update(CheckInDuty).where(
            col(CheckInDuty.order_id).in_(ids),
            col(CheckInDuty.opens_at) < tomorrow if excuse in STILL_EXPECTED else col(CheckInDuty.opens_at) <= at,
            col(CheckInDuty.closes_at) > at,
            col(CheckInDuty.status).in_([DutyStatus.WAITING, DutyStatus.ATTEMPTED]),
        )
        excused = statement.values(status=DutyStatus.EXCUSED, excuse=excuse)
        ends = (col(CheckInDuty.closes_at), col(CheckInDuty.gap_hours))
        rows = (await session.execute(excused.returning(*ends))).all()
        if excuse in STILL_EXPECTED:
            await wake_at(session, GAPS, {end + timedelta(hours=hours) for end, hours in rows})
