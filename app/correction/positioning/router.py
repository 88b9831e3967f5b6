"""HTTP of electronic positioning."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Request, Response

from app.correction.orders.repository import order_for
from app.correction.positioning import authorising, devices, looking, receiving, views
from app.correction.positioning.receiving import Signed
from app.correction.positioning.schemas import (
    BatchTaken,
    DeviceBatch,
    DeviceRegister,
    PositioningAuthorisationOut,
    PositioningDeviceOut,
    PositioningOut,
    PositioningPropose,
    PositioningReason,
    PositionLook,
    PositionsOut,
)
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed, public
from app.kernel.http import Now, SessionDep, VaultDep, api_router, created

orders = api_router("/correction/orders", "电子定位")
router = api_router("/correction/positioning", "电子定位")

Reader = Annotated[Actor, allowed(Action.POSITIONING_READ)]
Looker = Annotated[Actor, allowed(Action.POSITIONING_READ, repeatable=True)]
Proposer = Annotated[Actor, allowed(Action.POSITIONING_PROPOSE)]
Approver = Annotated[Actor, allowed(Action.POSITIONING_APPROVE)]
SignatureHeader = Annotated[
    str, Header(alias="X-Device-Signature", max_length=200, description="装置对请求正文原始字节的签名，base64url")
]


@orders.get("/{order_id}/positioning", summary="电子定位的审批和装置")
async def get_positioning(order_id: UUID, actor: Reader, session: SessionDep, at: Now) -> PositioningOut:
    order = await order_for(session, actor, Action.POSITIONING_READ, order_id)
    return await views.positioning_out(session, actor, order, at=at)


@orders.post("/{order_id}/positioning", summary="提请使用或者延长电子定位装置", status_code=201)
async def propose_positioning(
    order_id: UUID, new: PositioningPropose, actor: Proposer, session: SessionDep, at: Now
) -> PositioningAuthorisationOut:
    return views.authorisation_out(actor, await authorising.propose(session, actor, order_id, new, at=at))


@orders.post("/{order_id}/positioning/devices", summary="登记佩戴的电子定位装置", status_code=201)
async def register_positioning_device(
    *, order_id: UUID, new: DeviceRegister, actor: Proposer, session: SessionDep, response: Response, at: Now
) -> PositioningDeviceOut:
    device = await devices.register_device(session, actor, order_id, new, at=at)
    created(response, f"/correction/orders/{order_id}/positioning/devices", device.id)
    return views.device_out(device)


@orders.post("/{order_id}/positions/look", summary="查看电子定位（写明理由，本人能看到）")
async def look_at_positions(
    *, order_id: UUID, wanted: PositionLook, actor: Looker, session: SessionDep, vault: VaultDep, at: Now
) -> PositionsOut:
    return await looking.look(session, vault, actor, order_id, wanted, at=at)


@router.post("/{authorisation_id}/approve", summary="批准使用电子定位装置")
async def approve_positioning(
    authorisation_id: UUID, given: PositioningReason, actor: Approver, session: SessionDep, at: Now
) -> PositioningAuthorisationOut:
    found = await authorising.decide(session, actor, authorisation_id, "approve", given.reason, at=at)
    return views.authorisation_out(actor, found)


@router.post("/{authorisation_id}/reject", summary="不批准使用电子定位装置")
async def reject_positioning(
    authorisation_id: UUID, given: PositioningReason, actor: Approver, session: SessionDep, at: Now
) -> PositioningAuthorisationOut:
    found = await authorising.decide(session, actor, authorisation_id, "reject", given.reason, at=at)
    return views.authorisation_out(actor, found)


@router.post("/{authorisation_id}/withdraw", summary="撤回电子定位申请")
async def withdraw_positioning(
    authorisation_id: UUID, actor: Proposer, session: SessionDep, at: Now
) -> PositioningAuthorisationOut:
    return views.authorisation_out(actor, await authorising.withdraw(session, actor, authorisation_id, at=at))


@router.post("/{authorisation_id}/lift", summary="不再需要，解除电子定位")
async def lift_positioning(
    authorisation_id: UUID, given: PositioningReason, actor: Proposer, session: SessionDep, at: Now
) -> PositioningAuthorisationOut:
    found = await authorising.lift(session, actor, authorisation_id, "lift", given.reason, at=at)
    return views.authorisation_out(actor, found)


@router.post("/{authorisation_id}/order-lift", summary="县局决定解除电子定位")
async def order_positioning_lifted(
    authorisation_id: UUID, given: PositioningReason, actor: Approver, session: SessionDep, at: Now
) -> PositioningAuthorisationOut:
    found = await authorising.lift(session, actor, authorisation_id, "order_lift", given.reason, at=at)
    return views.authorisation_out(actor, found)


@router.post("/devices/{positioning_device_id}/return", summary="收回电子定位装置")
async def return_positioning_device(
    positioning_device_id: UUID, actor: Proposer, session: SessionDep, at: Now
) -> PositioningDeviceOut:
    _, device = await devices.return_device(session, actor, positioning_device_id, at=at)
    return views.device_out(device)


@router.post(
    "/batches",
    summary="电子定位装置上传定位和状态（用装置的密钥签名）",
    dependencies=[public("a device has no account: its registered key signs the body")],
)
async def receive_positioning_batch(
    *,
    request: Request,
    batch: DeviceBatch,
    signature: SignatureHeader,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
) -> BatchTaken:
    signed = Signed(await request.body(), signature)
    return await receiving.receive(session, vault, batch, signed, at=at)
