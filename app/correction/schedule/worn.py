"""Silence of dedicated positioning devices (社区矫正法 29), which must speak while an authorisation is in force.

A strap in maintenance is as silent as one cut off: both are looked into on the first day; neither marks anybody.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.enums import AlarmCause, AlarmConfidence, CorrectionTier
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule.moments import GAPS, timed, wake_at
from app.correction.schedule.schedules import load_settings
from app.correction.schedule.silence import FEWEST, HOUR
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date

WORN = """
SELECT device.id, device.order_id, device.vendor || ' ' || device.model AS device_class,
    COALESCE(office.parent_id, office.id) AS county_id, correction_order.agency_path, correction_order.tier,
    GREATEST(COALESCE(device.last_heard_at, device.registered_at), authorisation.valid_from) AS heard_at,
    (SELECT max(closed_at) FROM alarm WHERE alarm.key = 'signal-gap-device:' || device.id) AS looked_into_at
FROM positioning_device AS device
JOIN correction_order ON correction_order.id = device.order_id AND correction_order.status = 'under_correction'
JOIN agency AS office ON office.id = correction_order.agency_id
JOIN positioning_authorisation AS authorisation
    ON authorisation.order_id = device.order_id AND authorisation.status = 'in_force'
    AND authorisation.valid_from <= :at AND authorisation.valid_to > :at
WHERE device.returned_at IS NULL
ORDER BY device.order_id
"""
"""Every device that must be heard now, when it last was, and when its silence was last looked into."""
AGAIN = timedelta(hours=6)
"""How often silence is looked for while any device is worn."""


@dataclass(frozen=True, slots=True)
class Worn:
    """One device that must be heard."""

    device_id: UUID
    order_id: UUID
    device_class: str
    county_id: UUID
    agency_path: str
    tier: str
    heard_at: datetime
    looked_into_at: datetime | None

    @property
    def unexplained_since(self) -> datetime:
        """Since when nobody knows why it is silent: one at the repairer's is not asked about every few hours."""
        return max(self.heard_at, self.looked_into_at or self.heard_at)


async def look_at_worn(session: AsyncSession, *, at: datetime) -> None:
    """Alarm about devices silent for longer than their tier allows, and about classes wholly silent."""
    rows = (await session.execute(timed(WORN, "at"), {"at": at})).all()
    if not rows:
        return
    await wake_at(session, GAPS, [at + AGAIN])
    worn = [Worn(*row) for row in rows]
    settings = await load_settings(session, {one.agency_path for one in worn})

    def allowed(one: Worn) -> timedelta:
        return settings.rhythm(one.agency_path, CorrectionTier(one.tier), local_date(at)).gap_hours * HOUR

    silent = [one for one in worn if at - one.heard_at >= allowed(one)]
    for one in silent:
        if at - one.unexplained_since < allowed(one):
            continue
        order = await session.get_one(CorrectionOrder, one.order_id)
        await raise_alarm(
            session,
            order,
            AlarmCause.SIGNAL_GAP_PERSON,
            key=f"signal-gap-device:{one.device_id}",
            confidence=AlarmConfidence.LOW,
            evidence=[Ground("positioning_device", one.device_id, one.heard_at)],
            at=at,
        )
    await _classes(session, worn, silent, at=at)


async def _classes(session: AsyncSession, worn: Sequence[Worn], silent: Sequence[Worn], *, at: datetime) -> None:
    groups: dict[tuple[UUID, str], list[Worn]] = defaultdict(list)
    for one in worn:
        groups[one.county_id, one.device_class].append(one)
    for (county_id, device_class), members in sorted(groups.items()):
        if len(members) < FEWEST or not set(members) <= set(silent):
            continue
        last = max(members, key=lambda one: one.heard_at)
        await raise_alarm(
            session,
            await session.get_one(Agency, county_id),
            AlarmCause.SIGNAL_GAP_DEVICE_CLASS,
            key=f"gap-device:{device_class}:{county_id}"[:160],
            confidence=AlarmConfidence.LOW,
            evidence=[Ground("positioning_device", last.device_id, last.heard_at)],
            at=at,
        )
