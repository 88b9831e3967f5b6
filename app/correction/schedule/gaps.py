"""Gap detection: silence of a person, an office or a class of devices is alarming in itself.

Three statements, one for each, and one for devices worn (:mod:`app.correction.schedule.worn`). They ask what was
owed and what arrived, nothing else: no maintenance window is known here, so that none can silence them, and a
window excused because of a broken device still counts as a signal that did not come. An alarm on a gap is of low
confidence and marks nobody.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.alarms.models import Alarm
from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.enums import AlarmCause, AlarmConfidence, CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule.codes import STILL_EXPECTED
from app.correction.schedule.moments import timed
from app.correction.schedule.silence import FEWEST, Silence
from app.correction.schedule.worn import look_at_worn
from app.kernel.areas.models import Agency

QUIET_AFTER = timedelta(days=1)
"""A silence that people looked into is asked about again so much later, as long as it lasts."""
PEOPLE = """
SELECT duty.order_id, min(duty.closes_at) AS since,
    min(duty.closes_at) FILTER (WHERE duty.status = 'missed') AS missed_since,
    count(*) FILTER (
        WHERE duty.status = 'missed' AND duty.closes_at + duty.gap_hours * INTERVAL '1 hour' <= :at
    ) AS misses,
    min(duty.gap_hours) AS gap_hours,
    min(duty.lost_hours) AS lost_hours, min(duty.lost_misses) AS lost_misses,
    (array_agg(duty.id ORDER BY duty.closes_at))[1] AS duty_id
FROM check_in_duty AS duty
JOIN check_in_subject AS subject
    ON subject.person_id = duty.person_id AND subject.order_id = duty.order_id AND subject.is_watched
WHERE duty.status IN ('missed', 'excused') AND (duty.status = 'missed' OR duty.excuse = ANY(:still))
    AND duty.kind <> 'confirm'
    AND duty.opens_at > :at - INTERVAL '90 days' AND duty.opens_at <= :at AND duty.closes_at <= :at
    AND (subject.last_received_at IS NULL OR subject.last_received_at < duty.opens_at)
    AND NOT EXISTS (
        SELECT FROM supervision_entry AS entry
        WHERE entry.person_id = duty.person_id AND entry.recorded_at >= duty.opens_at
            AND entry.kind NOT IN ('missed', 'breach')
    )
    AND NOT EXISTS (
        SELECT FROM alarm
        WHERE alarm.order_id = duty.order_id AND alarm.closed_at >= duty.closes_at
    )
GROUP BY duty.order_id
HAVING min(duty.closes_at + duty.gap_hours * INTERVAL '1 hour') <= :at
"""
"""Everybody silent for longer than their tier allows: nothing arrived since a window they missed, or were excused
because of a device; nobody spoke with them, and no alarm about them was looked into since."""

OWED = """
owed AS (
    SELECT duty.agency_id, duty.person_id, duty.opens_at, duty.closes_at, duty.gap_hours, duty.id,
        duty.check_in_id, duty.check_in_made_at, duty.status IN ('answered', 'attempted') AS heard
    FROM check_in_duty AS duty
    WHERE duty.opens_at > :at - INTERVAL '7 days' AND duty.closes_at <= :at
        AND (duty.status <> 'excused' OR duty.excuse = ANY(:still))
)
"""
OFFICES = f"""
WITH {OWED}, last AS (
    SELECT agency_id, max(closes_at) AS heard_at FROM owed WHERE heard GROUP BY agency_id
)
SELECT owed.agency_id, min(owed.opens_at) AS since, (array_agg(owed.id ORDER BY owed.closes_at))[1] AS duty_id
FROM owed LEFT JOIN last ON last.agency_id = owed.agency_id
WHERE NOT owed.heard AND (last.heard_at IS NULL OR owed.opens_at >= last.heard_at)
    AND NOT EXISTS (
        SELECT FROM check_in_subject AS subject
        WHERE subject.person_id = owed.person_id AND subject.last_received_at >= owed.opens_at
    )
GROUP BY owed.agency_id
HAVING count(DISTINCT owed.person_id) >= :fewest
    AND min(owed.closes_at + owed.gap_hours * INTERVAL '1 hour') <= :at
"""  # noqa: S608 -- put together from our own parts
"""Offices from whose people nothing came, though several owed something."""

DEVICES = f"""
WITH {OWED}, held AS (
    SELECT owed.*, device.device_class, COALESCE(office.parent_id, office.id) AS county_id,
        owed.heard AND (
            owed.check_in_id IS NULL OR EXISTS (
                SELECT FROM check_in
                WHERE check_in.id = owed.check_in_id AND check_in.made_at = owed.check_in_made_at
                    AND check_in.device_id = device.id
            )
        ) AS by_device
    FROM owed
    JOIN check_in_device AS device ON device.person_id = owed.person_id
        AND device.revoked_at IS NULL AND device.registered_at <= owed.opens_at
    JOIN agency AS office ON office.id = owed.agency_id
), last AS (
    SELECT county_id, device_class, max(closes_at) AS heard_at FROM held WHERE by_device
    GROUP BY county_id, device_class
)
SELECT held.county_id, held.device_class, min(held.opens_at) AS since,
    (array_agg(held.id ORDER BY held.closes_at))[1] AS duty_id
FROM held LEFT JOIN last ON last.county_id = held.county_id AND last.device_class = held.device_class
WHERE NOT held.by_device AND (last.heard_at IS NULL OR held.opens_at >= last.heard_at)
GROUP BY held.county_id, held.device_class
HAVING count(DISTINCT held.person_id) >= :fewest
    AND min(held.closes_at + held.gap_hours * INTERVAL '1 hour') <= :at
"""  # noqa: S608 -- put together from our own parts
"""Classes of devices from which nothing came in a county; who checked in another way does not speak for theirs."""


async def look_for_gaps(session: AsyncSession, *, at: datetime) -> None:
    """Raise an alarm about every gap; one that is being looked into is not raised again."""
    await session.flush()
    await _people(session, at=at)
    await look_at_worn(session, at=at)
    parameters = {"at": at, "still": sorted(STILL_EXPECTED), "fewest": FEWEST}
    offices = (await session.execute(timed(OFFICES, "at"), parameters)).all()
    await _agencies(
        session,
        [(row.agency_id, f"gap-office:{row.agency_id}", row) for row in offices],
        AlarmCause.SIGNAL_GAP_OFFICE,
        at=at,
    )
    classes = (await session.execute(timed(DEVICES, "at"), parameters)).all()
    await _agencies(
        session,
        [(row.county_id, f"gap-device:{row.device_class}:{row.county_id}", row) for row in classes],
        AlarmCause.SIGNAL_GAP_DEVICE_CLASS,
        at=at,
    )


async def _people(session: AsyncSession, *, at: datetime) -> None:
    rows = (await session.execute(timed(PEOPLE, "at"), {"at": at, "still": sorted(STILL_EXPECTED)})).all()
    silences = {row.order_id: Silence(*row) for row in rows}
    orders = (
        select(CorrectionOrder)
        .where(
            col(CorrectionOrder.id).in_(silences),
            col(CorrectionOrder.status) == CorrectionStatus.UNDER_CORRECTION,
        )
        .order_by(col(CorrectionOrder.id))
    )
    for order in (await session.scalars(orders)).all():
        silence = silences[order.id]
        cause = silence.cause(at)
        if cause is None:
            continue
        lost = cause is AlarmCause.LOST_CONTACT
        await raise_alarm(
            session,
            order,
            cause,
            key=f"{'lost-contact' if lost else 'signal-gap'}:{order.id}",
            confidence=AlarmConfidence.MEDIUM if lost else AlarmConfidence.LOW,
            evidence=[Ground("check_in_duty", silence.duty_id, silence.since)],
            at=at,
        )


async def _was_looked_into(
    session: AsyncSession, agency_id: UUID, key: str, *, since: datetime, at: datetime
) -> bool:
    """Whether somebody closed an alarm about this very silence within the last day."""
    closed = select(Alarm.id).where(
        col(Alarm.agency_id) == agency_id,
        col(Alarm.key) == key,
        col(Alarm.closed_by).is_not(None),
        col(Alarm.closed_at) > max(since, at - QUIET_AFTER),
    )
    return (await session.execute(closed.limit(1))).first() is not None


async def _agencies(
    session: AsyncSession, gaps: Sequence[tuple[UUID, str, Row[Any]]], cause: AlarmCause, *, at: datetime
) -> None:
    for agency_id, key, row in sorted(gaps, key=lambda gap: gap[1]):
        if await _was_looked_into(session, agency_id, key, since=row.since, at=at):
            continue
        await raise_alarm(
            session,
            await session.get_one(Agency, agency_id),
            cause,
            key=key,
            confidence=AlarmConfidence.LOW,
            evidence=[Ground("check_in_duty", row.duty_id, row.since)],
            at=at,
        )
