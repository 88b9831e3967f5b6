"""What a device sends: signed batches of places and signals. Only places an authorisation covers are kept.

A batch is one JSON document; the header ``X-Device-Signature`` holds the base64url signature of exactly its bytes
by the registered key. ``counter`` grows with every batch; the newest may be sent again and gets the same answer,
but shows no life: whoever holds a copy of it cannot keep a silent device from being noticed.
The database refuses what is not covered by itself; here it is left out first, so that one place too many does not
lose the others. Nothing is noted of a time to come: a clock slightly ahead is taken for now.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.correction_positioning import DeviceBatteryLow
from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.check_ins.keys import KeyRefused, from_base64url, verifier
from app.correction.enums import AlarmCause, AlarmConfidence
from app.correction.ids import timed_id
from app.correction.orders.models import CorrectionOrder
from app.correction.positioning import repository
from app.correction.positioning.codes import DeviceSignalKind
from app.correction.positioning.errors import CounterBackwards, DeviceRefused
from app.correction.positioning.models import SEALED, DevicePosition, DeviceSignal, PositioningDevice
from app.correction.positioning.rules import FUTURE_TOLERANCE, Covered, covering
from app.correction.positioning.schemas import BatchTaken, DeviceBatch, PositionInput, SignalInput
from app.correction.schedule.codes import SupervisionEntryKind
from app.correction.schedule.ledger import Supervised, add_entry
from app.kernel import events
from app.kernel.clock import local_date
from app.kernel.vault import Vault


@dataclass(frozen=True, slots=True)
class Signed:
    """The bytes as they came, and the signature that came with them."""

    body: bytes
    signature: str


async def receive(
    session: AsyncSession, vault: Vault, batch: DeviceBatch, signed: Signed, *, at: datetime
) -> BatchTaken:
    """Keep what the batch holds and an authorisation covers; raise what must be looked into.

    Raises:
        DeviceRefused: unknown, handed back, or the signature is not its own.
        CounterBackwards: older than the newest, or another batch under the newest's counter.
    """
    device, order = await _locked(session, batch.device_id)
    if not _is_signed(device, signed):
        raise DeviceRefused()
    digest = hashlib.sha256(signed.body).hexdigest()
    if batch.counter < device.last_counter or (
        batch.counter == device.last_counter and digest != device.last_digest
    ):
        raise CounterBackwards()
    taken = await _keep_positions(session, vault, device, batch.positions, at=at)
    for signal in batch.signals:
        await _keep_signal(session, device, order, signal, at=at)
    if batch.counter > device.last_counter:
        device.last_counter, device.last_digest, device.last_heard_at = batch.counter, digest, at
    return taken


async def _locked(session: AsyncSession, device_id: UUID) -> tuple[PositioningDevice, CorrectionOrder]:
    """The device and its order, the order locked first."""
    device = await session.get(PositioningDevice, device_id)
    if device is None:
        raise DeviceRefused()
    order = await session.get_one(CorrectionOrder, device.order_id, with_for_update=True)
    await session.refresh(device, with_for_update=True)
    if device.returned_at is not None:
        raise DeviceRefused()
    return device, order


def _is_signed(device: PositioningDevice, signed: Signed) -> bool:
    try:
        signature = from_base64url(signed.signature)
    except KeyRefused:
        return False
    return verifier(device.algorithm, device.public_key)(signature, signed.body)


async def _keep_positions(
    session: AsyncSession,
    vault: Vault,
    device: PositioningDevice,
    positions: Sequence[PositionInput],
    *,
    at: datetime,
) -> BatchTaken:
    """Store what is covered, each instant once; tell the device whether it is to go on."""
    since = min((one.at for one in positions), default=at)
    periods = await _periods(session, device.person_id, min(since, at))
    rows: dict[UUID, dict[str, object]] = {}
    for one in positions:
        moment = min(one.at, at) if one.at <= at + FUTURE_TOLERANCE else one.at
        period = covering(periods, moment)
        if period is None or not device.registered_at <= moment <= at:
            continue
        row_id = timed_id(moment, device.id)
        sealed = json.dumps([one.latitude_deg, one.longitude_deg, one.datum, one.accuracy_m])
        rows[row_id] = {
            "id": row_id,
            "at": moment,
            "device_id": device.id,
            "person_id": device.person_id,
            "authorisation_id": period.authorisation_id,
            "location_sealed": vault.seal(sealed, SEALED),
            "received_at": at,
        }
    if rows:
        await session.execute(insert(DevicePosition).values(list(rows.values())).on_conflict_do_nothing())
    refused = len(positions) - len(rows)
    return BatchTaken(stored=len(rows), refused=refused, keep_sending=covering(periods, at) is not None)


async def _periods(session: AsyncSession, person_id: UUID, since: datetime) -> list[Covered]:
    return [
        Covered(one.id, one.valid_from, one.valid_to)
        for one in await repository.covering_since(session, person_id, since)
        if one.valid_from is not None and one.valid_to is not None
    ]


async def _keep_signal(
    session: AsyncSession, device: PositioningDevice, order: CorrectionOrder, signal: SignalInput, *, at: datetime
) -> None:
    """Note a signal once; a device taken apart is looked into, a battery running out is nobody's fault.

    It may be taken off when nothing requires it to be worn, and what it did before it was worn was not its wearer.
    """
    happened_at = min(signal.at, at)
    if happened_at < device.registered_at:
        return
    row_id = timed_id(happened_at, device.id, signal.kind)
    values: dict[str, object] = {
        "id": row_id,
        "device_id": device.id,
        "order_id": order.id,
        "kind": signal.kind,
        "battery_percent": signal.battery_percent,
        "at": happened_at,
        "received_at": at,
    }
    statement = insert(DeviceSignal).values(**values).on_conflict_do_nothing().returning(col(DeviceSignal.id))
    if (await session.execute(statement)).scalar_one_or_none() is None:
        return
    if signal.battery_percent is not None:
        device.battery_percent = signal.battery_percent
    if signal.kind is DeviceSignalKind.TAMPERED:
        periods = await _periods(session, device.person_id, happened_at)
        if covering(periods, happened_at) is None:
            return
        await raise_alarm(
            session,
            order,
            AlarmCause.DEVICE_TAMPERED,
            key=f"tampered:{device.id}",
            confidence=AlarmConfidence.MEDIUM,
            evidence=[Ground("device_signal", row_id, happened_at)],
            at=at,
        )
    elif signal.kind is DeviceSignalKind.LOW_BATTERY:
        await _battery_low(session, device, order, happened_at, at=at)


async def _battery_low(
    session: AsyncSession,
    device: PositioningDevice,
    order: CorrectionOrder,
    happened_at: datetime,
    *,
    at: datetime,
) -> None:
    """A fault, once a day: person and office are told so that it is charged."""
    entry = await add_entry(
        session,
        Supervised.of(order),
        SupervisionEntryKind.FAULT,
        happened_at=happened_at,
        at=at,
        key=f"battery:{device.id}:{local_date(happened_at)}",
        reason=DeviceSignalKind.LOW_BATTERY,
    )
    if entry is None:
        return
    told = DeviceBatteryLow(
        device_id=device.id, order_id=order.id, person_id=order.person_id, agency_id=order.agency_id
    )
    await events.record(session, told, at=at)
