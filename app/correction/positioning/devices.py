"""Dedicated devices: registered while an authorisation stands, handed back when it ends."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.check_ins.keys import KeyRefused, from_base64url, normal_key
from app.correction.check_ins.models import CheckInDevice
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.positioning import repository
from app.correction.positioning.errors import NotAuthorised, WrongKey
from app.correction.positioning.models import PositioningDevice
from app.correction.positioning.schemas import DeviceRegister
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, NotFound


async def register_device(
    session: AsyncSession, actor: Actor, order_id: UUID, new: DeviceRegister, *, at: datetime
) -> PositioningDevice:
    """Note which device the person wears from now on, and its key.

    Raises:
        NotFound: beyond the actor's reach.
        NotAuthorised: nothing was approved.
        WrongKey: no key, or that of a telephone that checks in (实施办法 37: 不包括手机等设备).
        DeviceTaken: the person wears one, or somebody wears this one.
    """
    order = await order_for(session, actor, Action.POSITIONING_PROPOSE, order_id, lock=True)
    if not await repository.covering_since(session, order.person_id, at):
        raise NotAuthorised()
    device = PositioningDevice(
        **new.model_dump(exclude={"public_key"}),
        public_key=await _own_key(session, new),
        order_id=order.id,
        person_id=order.person_id,
        registered_by=actor.person_id,
        registered_at=at,
    )
    session.add(device)
    await session.flush()
    _note(session, actor, order, device, "登记电子定位装置", at=at)
    return device


async def return_device(
    session: AsyncSession, actor: Actor, device_id: UUID, *, at: datetime
) -> tuple[CorrectionOrder, PositioningDevice]:
    """The person handed the device back; noted again, the first time stands.

    Raises:
        NotFound: beyond the actor's reach.
    """
    device = await session.get(PositioningDevice, device_id)
    if device is None:
        raise NotFound()
    order = await order_for(session, actor, Action.POSITIONING_PROPOSE, device.order_id, lock=True)
    await session.refresh(device, with_for_update=True)
    if device.returned_at is None:
        device.returned_at = at
        _note(session, actor, order, device, "收回电子定位装置", at=at)
    return order, device


async def _own_key(session: AsyncSession, new: DeviceRegister) -> bytes:
    try:
        key = normal_key(new.algorithm, from_base64url(new.public_key))
    except KeyRefused as refused:
        raise WrongKey(fields=[FieldError("public_key", "key", "公钥格式不对，请按说明书重新读取")]) from refused
    phone = select(CheckInDevice.id).where(col(CheckInDevice.public_key) == key).limit(1)
    if (await session.scalars(phone)).one_or_none() is not None:
        raise WrongKey(fields=[FieldError("public_key", "phone", "手机不能作为电子定位装置")])
    return key


def _note(
    session: AsyncSession,
    actor: Actor,
    order: CorrectionOrder,
    device: PositioningDevice,
    note: str,
    *,
    at: datetime,
) -> None:
    audit.add_entry(
        session,
        actor,
        Action.POSITIONING_PROPOSE,
        object_type="positioning_device",
        object_id=device.id,
        owner_id=order.person_id,
        at=at,
        note=note,
    )
