"""Closing windows: one statement finds everybody from whom nothing arrived, and those who tried in vain.

``missed`` is written only where nothing arrived: the statement itself looks for anything the person sent in the
window. Whoever tried is never missing. The person is told in the same transaction, with how to explain; nobody
else hears of it until the time to explain is over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_schedule import CheckInsMissed, CheckInsTried
from app.correction.enums import DutyStatus
from app.correction.schedule.moments import GAPS, GRACE, TICK, timed, wake_at
from app.kernel import events

SWEEP = """
WITH closed AS (
    UPDATE check_in_duty AS duty SET
        status = CASE
            WHEN status = 'attempted' OR EXISTS (
                SELECT FROM check_in
                WHERE check_in.person_id = duty.person_id
                    AND check_in.made_at >= duty.opens_at AND check_in.made_at < duty.closes_at
            ) OR EXISTS (
                SELECT FROM duty_explanation AS said WHERE said.duty_id = duty.id
            ) THEN 'attempted' ELSE 'missed'
        END,
        told_at = :at,
        escalate_at = :at + explain_hours * INTERVAL '1 hour'
    WHERE closes_at <= :closed AND (status = 'waiting' OR (status = 'attempted' AND told_at IS NULL))
    RETURNING id, opens_at, closes_at, order_id, person_id, agency_id, status, escalate_at, gap_hours, lost_hours
), entered AS (
    INSERT INTO supervision_entry
        (id, order_id, person_id, agency_id, kind, happened_at, recorded_at, duty_id, reason)
    SELECT id, order_id, person_id, agency_id,
        CASE status WHEN 'missed' THEN 'missed' ELSE 'fault' END,
        closes_at, :at, id,
        CASE status WHEN 'missed' THEN NULL ELSE 'attempts_only' END
    FROM closed
    ON CONFLICT DO NOTHING
)
SELECT agency_id, status, opens_at, closes_at, escalate_at, gap_hours, lost_hours,
    array_agg(person_id ORDER BY person_id) AS people
FROM closed
GROUP BY agency_id, status, opens_at, closes_at, escalate_at, gap_hours, lost_hours
"""
"""Everybody whose window closed by ``closed``; ``at`` is now. Grouped as they are told."""
MOST = 500
"""People told by one event."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """People of one office whose same window closed without a usable check-in."""

    agency_id: UUID
    status: DutyStatus
    opens_at: datetime
    closes_at: datetime
    explain_until: datetime
    gap_hours: int
    lost_hours: int
    people: Sequence[UUID]


async def close_windows(session: AsyncSession, *, at: datetime) -> list[Unanswered]:
    """Close every window that ended more than :data:`GRACE` ago, tell those concerned, and set what follows."""
    await session.flush()
    rows = (await session.execute(timed(SWEEP, "at", "closed"), {"at": at, "closed": at - GRACE})).all()
    found = [Unanswered(row[0], DutyStatus(row[1]), *row[2:]) for row in rows]
    for group in found:
        await _tell(session, group, at=at)
    await wake_at(session, TICK, {group.explain_until for group in found})
    silent = [group for group in found if group.status is DutyStatus.MISSED]
    looked = {group.closes_at + hours * HOUR for group in silent for hours in (group.gap_hours, group.lost_hours)}
    await wake_at(session, GAPS, looked)
    return found


async def _tell(session: AsyncSession, group: Unanswered, *, at: datetime) -> None:
    kind = CheckInsMissed if group.status is DutyStatus.MISSED else CheckInsTried
    for begin in range(0, len(group.people), MOST):
        told = kind(
            person_ids=tuple(group.people[begin : begin + MOST]),
            agency_id=group.agency_id,
            opens_at=group.opens_at,
            closes_at=group.closes_at,
            explain_until=group.explain_until,
        )
        await events.record(session, told, at=at)
