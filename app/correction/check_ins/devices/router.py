"""Phones and challenges over HTTP."""

from typing import Annotated
from uuid import UUID

from app.correction.check_ins.devices import challenging, registering
from app.correction.check_ins.devices.schemas import (
    ChallengeOut,
    DeviceCreate,
    DeviceList,
    DeviceOut,
    EnrolmentOut,
)
from app.correction.orders.repository import order_for
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, VaultDep, api_router

router = api_router("/correction", "社区矫正签到")

Subject = Annotated[Actor, allowed(Action.CHECK_IN)]
Enroller = Annotated[Actor, allowed(Action.DEVICE_ENROL)]


@router.get("/me/challenge", summary="现在要签到的时段和一次性编号")
async def get_my_challenge(session: SessionDep, vault: VaultDep, at: Now, actor: Subject) -> ChallengeOut:
    return await challenging.current_challenge(session, vault, actor.person_id, at=at)


@router.get("/me/devices", summary="我登记的签到手机")
async def list_my_devices(session: SessionDep, actor: Subject) -> DeviceList:
    devices = await registering.devices_of(session, actor.person_id)
    return DeviceList(items=[DeviceOut.model_validate(device) for device in devices])


@router.post("/me/devices", summary="用司法所给的登记码登记这部手机", status_code=201)
async def register_my_device(
    session: SessionDep, vault: VaultDep, at: Now, actor: Subject, new: DeviceCreate
) -> DeviceOut:
    return DeviceOut.model_validate(await registering.register_device(session, vault, actor, new, at=at))


@router.post("/me/devices/{device_id}/revoke", summary="手机丢了：停用它的签到")
async def revoke_my_device(
    session: SessionDep,
    at: Now,
    actor: Annotated[Actor, allowed(Action.CHECK_IN, repeatable=True)],
    device_id: UUID,
) -> DeviceOut:
    device = await registering.revoke_device(session, actor, Action.CHECK_IN, device_id, at=at)
    return DeviceOut.model_validate(device)


@router.post("/orders/{order_id}/device-codes", summary="当面给出手机登记码", status_code=201)
async def give_device_code(
    session: SessionDep, vault: VaultDep, at: Now, actor: Enroller, order_id: UUID
) -> EnrolmentOut:
    return await registering.give_code(session, vault, actor, order_id, at=at)


@router.get("/orders/{order_id}/devices", summary="一个矫正对象登记的手机")
async def list_order_devices(session: SessionDep, actor: Enroller, order_id: UUID) -> DeviceList:
    order = await order_for(session, actor, Action.DEVICE_ENROL, order_id)
    devices = await registering.devices_of(session, order.person_id)
    return DeviceList(items=[DeviceOut.model_validate(device) for device in devices])


@router.post("/devices/{device_id}/revoke", summary="停用一部签到手机")
async def revoke_device(
    session: SessionDep,
    at: Now,
    actor: Annotated[Actor, allowed(Action.DEVICE_ENROL, repeatable=True)],
    device_id: UUID,
) -> DeviceOut:
    device = await registering.revoke_device(session, actor, Action.DEVICE_ENROL, device_id, at=at)
    return DeviceOut.model_validate(device)
