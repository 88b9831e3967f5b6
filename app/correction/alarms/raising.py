"""Raising an alarm: the one way in, from whatever noticed something."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.correction import AlarmRaised
from app.correction.alarms.codes import HearingState
from app.correction.alarms.models import Alarm
from app.correction.alarms.searching import SEARCHED, open_search, search_again
from app.correction.enums import AlarmCause, AlarmConfidence, AlarmStatus, CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.kernel import events
from app.kernel.areas.models import Agency
from app.kernel.database import new_id


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing an alarm rests on: a check-in, a duty, a leave, a clock; never a place."""

    kind: str
    id: UUID
    at: datetime


async def raise_alarm(
    session: AsyncSession,
    about: CorrectionOrder | Agency,
    cause: AlarmCause,
    *,
    key: str,
    confidence: AlarmConfidence,
    evidence: Sequence[Ground],
    at: datetime,
) -> UUID | None:
    """Raise an alarm about a person's order, or about an office; none where one with this key is open.

    None either about an order that has ended: what comes late of it is nobody's to answer for.

    A person who cannot be reached is looked for from this moment on (社区矫正法 30): the search is opened with it.
    """
    is_person = isinstance(about, CorrectionOrder)
    if isinstance(about, CorrectionOrder) and about.status is CorrectionStatus.ENDED:
        return None
    agency_id = about.agency_id if isinstance(about, CorrectionOrder) else about.id
    values = {
        "id": new_id(),
        "key": key,
        "order_id": about.id if is_person else None,
        "person_id": about.person_id if isinstance(about, CorrectionOrder) else None,
        "agency_id": agency_id,
        "agency_path": about.agency_path if isinstance(about, CorrectionOrder) else about.tree_path,
        "cause": cause,
        "confidence": confidence,
        "evidence": [{"kind": one.kind, "id": str(one.id), "at": one.at.isoformat()} for one in evidence],
        "raised_at": at,
        "updated_at": at,
        "version": 1,
        "steps": 0,
        "hearing": HearingState.NONE,
        "status": AlarmStatus.RAISED,
    }
    statement = insert(Alarm).values(**values).on_conflict_do_nothing().returning(col(Alarm.id))
    alarm_id = (await session.execute(statement)).scalar_one_or_none()
    if alarm_id is not None:
        told = AlarmRaised(
            alarm_id=alarm_id,
            order_id=about.id if is_person else None,
            person_id=about.person_id if isinstance(about, CorrectionOrder) else None,
            agency_id=agency_id,
            cause=cause,
        )
        await events.record(session, told, at=at)
        if isinstance(about, CorrectionOrder) and cause in SEARCHED:
            await open_search(session, about, alarm_id, at=at)
    elif isinstance(about, CorrectionOrder) and cause in SEARCHED:
        await search_again(session, about, key, since=max((one.at for one in evidence), default=at), at=at)
    return alarm_id
