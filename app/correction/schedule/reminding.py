"""Reminders: when a window opens, and once more before it closes; never at night, never to who has checked in."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_schedule import CheckInsDue
from app.correction.enums import DutyKind
from app.correction.schedule.moments import timed
from app.correction.schedule.planning import Hours, is_at_night
from app.kernel import events

WAKING = Hours(7 * 60, 22 * 60)
"""When people may be reminded; an unanswered window of the night is explained in the morning."""
MOST = 500
REMIND = """
UPDATE check_in_duty SET reminded_at = :at
WHERE opens_at > :at - INTERVAL '1 day' AND opens_at <= :at
    AND closes_at > :at AND closes_at <= :at + INTERVAL '1 day'
    AND (status = 'waiting' OR (status = 'attempted' AND told_at IS NULL))
    AND (
        reminded_at IS NULL
        OR (:at >= closes_at - LEAST(INTERVAL '30 minutes', (closes_at - opens_at) / 4)
            AND reminded_at < closes_at - LEAST(INTERVAL '30 minutes', (closes_at - opens_at) / 4))
    )
RETURNING person_id, kind, closes_at,
    :at >= closes_at - LEAST(INTERVAL '30 minutes', (closes_at - opens_at) / 4) AS is_last_call
"""
"""At most two a window: ``reminded_at`` before the last call allows one more. Windows are shorter than a day."""


async def remind(session: AsyncSession, *, at: datetime) -> int:
    """Remind everybody whose window is open and who was not yet reminded, or whose window is about to close."""
    if is_at_night(at, waking=WAKING):
        return 0
    groups: dict[tuple[bool, datetime, bool], list[UUID]] = defaultdict(list)
    rows = (await session.execute(timed(REMIND, "at"), {"at": at})).all()
    for person_id, kind, closes_at, is_last_call in rows:
        if kind == DutyKind.CONFIRM and not is_last_call:
            continue  # whoever is to confirm a place was asked in words of its own
        groups[kind == DutyKind.SPOT, closes_at, is_last_call].append(person_id)
    for (is_spot, closes_at, is_last_call), people in sorted(groups.items()):
        for begin in range(0, len(people), MOST):
            due = CheckInsDue(
                person_ids=tuple(people[begin : begin + MOST]),
                closes_at=closes_at,
                is_spot=is_spot,
                is_last_call=is_last_call,
            )
            await events.record(session, due, at=at)
    return len(rows)
