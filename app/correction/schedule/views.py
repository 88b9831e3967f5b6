"""Check-ins owed, the ledger and schedules as the API shows them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.check_ins.attempt_codes import CheckInChannel
from app.correction.enums import CorrectionTier, DutyStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.policies import permits
from app.correction.schedule import repository
from app.correction.schedule.codes import DutyAction, Excuse
from app.correction.schedule.explaining import OPEN_TO_QUESTIONS, UNANSWERED
from app.correction.schedule.models import CheckInDuty, ExcusedPeriod, SupervisionEntry
from app.correction.schedule.planning import Hours, Rhythm
from app.correction.schedule.schedules import NUMBERS, Settings
from app.correction.schedule.schemas import (
    DutyDetail,
    DutyOut,
    EntryOut,
    ExcusedPeriodOut,
    ExplanationOut,
    HoursIO,
    RhythmIO,
    ScheduleOut,
    SchedulesOut,
    ScheduleToCome,
)
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date

WAYS = list(CheckInChannel)
COPIED = {"id", "order_id", "kind", "tier", "opens_at", "closes_at", "status", "check_in_id", "told_at"}


async def duty_list(
    session: AsyncSession, actor: Actor, duties: Sequence[CheckInDuty], *, at: datetime
) -> list[DutyOut]:
    """Check-ins owed as a list shows them; looking at another's leaves an entry a person."""
    statement = select(CorrectionOrder).where(col(CorrectionOrder.id).in_({duty.order_id for duty in duties}))
    orders = {order.id: order for order in (await session.scalars(statement)).all()}
    for order in orders.values():
        await record_look(session, actor, order, at=at)
    return [
        DutyOut(
            **duty.model_dump(include=COPIED),
            excuse=None if duty.excuse is None else Excuse(duty.excuse),
            explain_until=duty.escalate_at,
            ways=WAYS,
            allowed_actions=_allowed(actor, orders[duty.order_id], duty, at=at),
        )
        for duty in duties
    ]


async def duty_detail(session: AsyncSession, actor: Actor, duty: CheckInDuty, *, at: datetime) -> DutyDetail:
    """One check-in owed with what was said about it."""
    [shown] = await duty_list(session, actor, [duty], at=at)
    said = (await repository.explanations(session, [duty.id])).get(duty.id, [])
    words = [ExplanationOut(**row.model_dump(include=set(ExplanationOut.model_fields))) for row in said]
    return DutyDetail(**shown.model_dump(), explanations=words)


async def entry_list(session: AsyncSession, entries: Sequence[SupervisionEntry]) -> list[EntryOut]:
    """Lines of the ledger, each with whether a later line took it back."""
    ids = [entry.id for entry in entries]
    statement = select(SupervisionEntry.takes_back_id).where(col(SupervisionEntry.takes_back_id).in_(ids))
    gone = set((await session.scalars(statement)).all())
    return [
        EntryOut(
            **entry.model_dump(include=set(EntryOut.model_fields) - {"taken_back"}), taken_back=entry.id in gone
        )
        for entry in entries
    ]


def period_out(row: ExcusedPeriod) -> ExcusedPeriodOut:
    """Excused days as they are shown."""
    return ExcusedPeriodOut(**row.model_dump(include=set(ExcusedPeriodOut.model_fields)))


async def record_look(session: AsyncSession, actor: Actor, order: CorrectionOrder, *, at: datetime) -> None:
    """Note that somebody looked at what a person owed."""
    await audit.record_access(
        session,
        actor,
        Action.SUBJECT_READ,
        object_type="correction_order",
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
    )


def schedules_out(agency: Agency, settings: Settings, *, at: datetime) -> SchedulesOut:
    """What holds at an agency for each tier."""
    today = local_date(at)
    held = settings.by_path.get(agency.tree_path, {})
    return SchedulesOut(
        agency_id=agency.id,
        in_force=[
            ScheduleOut(tier=tier, **_shown(settings.rhythm(agency.tree_path, tier, today)))
            for tier in CorrectionTier
        ],
        to_come=[
            ScheduleToCome(tier=tier, effective_from=day, **_shown(rhythm))
            for tier in CorrectionTier
            for day, rhythm in held.get(tier, ())
            if day > today
        ],
    )


def rhythm_in(body: RhythmIO) -> Rhythm:
    """What was sent, as the planner reads it."""
    return Rhythm(
        **{name: getattr(body, name) for name in NUMBERS},
        windows=tuple(Hours(hours.begin, hours.end) for hours in body.windows),
        spot_hours=Hours(body.spot_hours.begin, body.spot_hours.end),
    )


def _shown(rhythm: Rhythm) -> dict[str, Any]:
    return {
        **{name: getattr(rhythm, name) for name in NUMBERS},
        "windows": [HoursIO(begin=hours.begin, end=hours.end) for hours in rhythm.windows],
        "spot_hours": HoursIO(begin=rhythm.spot_hours.begin, end=rhythm.spot_hours.end),
    }


def _allowed(actor: Actor, order: CorrectionOrder, duty: CheckInDuty, *, at: datetime) -> list[str]:
    if duty.status not in UNANSWERED:
        return []
    is_own = order.person_id == actor.person_id
    actions: list[str] = []
    if is_own and duty.status is not DutyStatus.MISSED and duty.opens_at <= at < duty.closes_at:
        actions.append(DutyAction.CHECK_IN)
    if duty.opens_at <= at and permits(actor, Action.ALARM_STATE, order):
        actions.append(DutyAction.EXPLAIN)
    if permits(actor, Action.SUBJECT_MANAGE, order):
        actions.append(DutyAction.EXCUSE)
        if duty.status in OPEN_TO_QUESTIONS and duty.closes_at <= at:
            actions.append(DutyAction.LOOK_INTO)
    return actions
