"""Locations go when their time is over: whole weeks are dropped, after what something open rests on was copied.

Kept longer: what an open alarm names, or the alarms of a measure that is not settled or is objected to; and the
places of a device in the hour around such a moment. A copy goes as soon as nothing open holds it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import delete, or_, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.alarms.models import Alarm
from app.correction.check_ins.models import LOCATION, CheckInFix
from app.correction.discipline.codes import SanctionObjectionStatus, SanctionStatus
from app.correction.discipline.models import Sanction, SanctionAlarm, SanctionObjection
from app.correction.enums import AlarmStatus
from app.correction.positioning.codes import HeldFor, LocationSource
from app.correction.positioning.models import HELD, SEALED, DevicePosition, HeldLocation
from app.kernel.database import vault_of
from app.kernel.partitions import drop_slices, sliced_tables
from app.kernel.vault import Vault

AROUND = timedelta(hours=1)
"""How far around a moment that something rests on the places of a device are kept."""
UNSETTLED = (SanctionStatus.PROPOSED, SanctionStatus.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Kept:
    """How long locations are kept: of check-ins, and of devices."""

    check_ins: timedelta
    positions: timedelta

    def of(self, table: str) -> timedelta | None:
        """For a table by name; None for one that holds no location."""
        times: Mapping[str, timedelta] = {"check_in_fix": self.check_ins, "device_position": self.positions}
        return times.get(table)


@dataclass(frozen=True, slots=True)
class Hold:
    """One thing open, whose it is, and the moments it rests on."""

    held_for: HeldFor
    id: UUID
    person_id: UUID
    check_ins: tuple[tuple[UUID, datetime], ...]
    moments: tuple[datetime, ...]


async def purge(session: AsyncSession, kept: Kept, *, at: datetime) -> None:
    """Copy what must stay, drop the weeks whose time is over, and the copies nothing holds any longer.

    A week holding one later moment stays whole, so that nothing goes before its time.
    """
    holds = await open_holds(session)
    for hold in holds:
        await _copy(session, vault_of(session), hold, at=at)
    still = {hold.id for hold in holds}
    gone = delete(HeldLocation)
    await session.execute(gone.where(col(HeldLocation.held_for_id).not_in(still)) if still else gone)
    for table in sliced_tables():
        if (span := kept.of(table.name)) is not None:
            await drop_slices(session, table, before=at - span)


async def open_holds(session: AsyncSession) -> list[Hold]:
    """Open alarms about people, and measures that are not settled, with what they rest on."""
    alarms = select(Alarm).where(col(Alarm.status) != AlarmStatus.CLOSED, col(Alarm.person_id).is_not(None))
    holds = [_hold(HeldFor.ALARM, alarm.id, [alarm]) for alarm in await session.scalars(alarms)]
    objected = select(SanctionObjection.sanction_id).where(
        col(SanctionObjection.status) == SanctionObjectionStatus.FILED
    )
    measures = (
        select(Sanction.id, Alarm)
        .join(SanctionAlarm, col(SanctionAlarm.sanction_id) == col(Sanction.id))
        .join(Alarm, col(Alarm.id) == col(SanctionAlarm.alarm_id))
        .where(or_(col(Sanction.status).in_(UNSETTLED), col(Sanction.id).in_(objected)))
    )
    by_measure: dict[UUID, list[Alarm]] = {}
    for sanction_id, alarm in await session.execute(measures):
        by_measure.setdefault(sanction_id, []).append(alarm)
    return holds + [_hold(HeldFor.SANCTION, key, rested) for key, rested in by_measure.items()]


def _hold(held_for: HeldFor, held_id: UUID, alarms: list[Alarm]) -> Hold:
    grounds = [
        (str(one["kind"]), UUID(str(one["id"])), datetime.fromisoformat(str(one["at"])))
        for alarm in alarms
        for one in alarm.evidence
    ]
    person_id = cast(UUID, alarms[0].person_id)
    check_ins = tuple((ground_id, moment) for kind, ground_id, moment in grounds if kind == "check_in")
    return Hold(held_for, held_id, person_id, check_ins, tuple(moment for _, _, moment in grounds))


async def _copy(session: AsyncSession, vault: Vault, hold: Hold, *, at: datetime) -> None:
    known = select(HeldLocation.source_id).where(col(HeldLocation.held_for_id) == hold.id)
    have = set(await session.scalars(known))
    found: list[dict[str, Any]] = []
    if hold.check_ins:
        fixes = select(CheckInFix).where(tuple_(CheckInFix.id, CheckInFix.made_at).in_(hold.check_ins))
        found += [
            _row(vault, LocationSource.CHECK_IN, fix.id, fix.made_at, (fix.location_sealed, LOCATION))
            for fix in await session.scalars(fixes)
            if fix.id not in have
        ]
    for moment in hold.moments:
        places = select(DevicePosition).where(
            col(DevicePosition.person_id) == hold.person_id,
            col(DevicePosition.at) >= moment - AROUND,
            col(DevicePosition.at) <= moment + AROUND,
        )
        found += [
            _row(vault, LocationSource.DEVICE, place.id, place.at, (place.location_sealed, SEALED))
            for place in await session.scalars(places)
            if place.id not in have
        ]
    await _insert(session, hold, found, at=at)


async def _insert(session: AsyncSession, hold: Hold, found: Iterable[dict[str, Any]], *, at: datetime) -> None:
    shared = {"held_for": hold.held_for, "held_for_id": hold.id, "person_id": hold.person_id, "held_since": at}
    rows = {row["source_id"]: row | shared for row in found}
    if rows:
        await session.execute(insert(HeldLocation).values(list(rows.values())).on_conflict_do_nothing())


def _row(
    vault: Vault, source: LocationSource, source_id: UUID, at: datetime, sealed: tuple[str, str]
) -> dict[str, Any]:
    """A copy, sealed for the table it goes to."""
    text, context = sealed
    return {
        "source": source,
        "source_id": source_id,
        "at": at,
        "location_sealed": vault.seal(vault.open(text, context), HELD),
    }
