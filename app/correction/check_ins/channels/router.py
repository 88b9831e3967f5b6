"""Check-ins taken in by officers, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.correction.check_ins import views
from app.correction.check_ins.channels import recording
from app.correction.check_ins.channels.schemas import CheckInRecordCreate, FaceLook, FaceOut
from app.correction.check_ins.schemas import CheckInOut
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, VaultDep, api_router, created

router = api_router("/correction", "社区矫正签到")

Recorder = Annotated[Actor, allowed(Action.CHECK_IN_RECORD)]


@router.post("/orders/{order_id}/check-ins", summary="登记一次当面、电话或借用手机的签到", status_code=201)
async def record_check_in(
    *,
    response: Response,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    actor: Annotated[Actor, allowed(Action.CHECK_IN_RECORD, repeatable=True)],
    order_id: UUID,
    new: CheckInRecordCreate,
) -> CheckInOut:
    row = await recording.record_check_in(session, vault, actor, order_id, new, at=at)
    created(response, "/correction/check-ins", row.id)
    return views.check_in_out(row)


@router.post("/check-ins/{check_in_id}/face", summary="查看签到照片后写下是不是本人")
async def look_at_face(
    session: SessionDep, at: Now, actor: Recorder, check_in_id: UUID, look: FaceLook
) -> FaceOut:
    return FaceOut.model_validate(await recording.look_at_face(session, actor, check_in_id, look, at=at))
