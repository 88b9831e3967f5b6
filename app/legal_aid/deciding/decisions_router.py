"""HTTP of deciding: taking on, handing over, granting, refusing, advancing, ending."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.legal_aid.answers import ApplicationView
from app.legal_aid.deciding import (
    advancing,
    decisions,
    reading,
    receiving,
    terminating,
    transferring,
)
from app.legal_aid.deciding.schemas import (
    AdvanceIn,
    EarlierApplication,
    FormalitiesIn,
    ReceiptView,
    SendingIn,
    TransferIn,
    TransferView,
)
from app.legal_aid.ports import LawyerPortDep
from app.legal_aid.presenting import Present
from app.legal_aid.schemas import Refusal, Termination

router: APIRouter = api_router("/applications", "法律援助申请")

Reader = Annotated[Actor, allowed(Action.APPLICATION_READ)]
Accepter = Annotated[Actor, allowed(Action.APPLICATION_ACCEPT)]
Decider = Annotated[Actor, allowed(Action.APPLICATION_DECIDE)]


@router.post("/{application_id}/accept", summary="受理申请、编号并出具材料收讫凭证")
async def accept_application(
    application_id: UUID, actor: Accepter, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await receiving.accept(session, actor, application_id, at=at))


@router.get("/{application_id}/receipt", summary="材料收讫凭证")
async def get_application_receipt(
    application_id: UUID, actor: Reader, session: SessionDep, at: Now
) -> ReceiptView:
    return await reading.receipt(session, actor, application_id, at=at)


@router.post("/{application_id}/transfer", summary="转交其他法律援助机构，申请日期不变")
async def transfer_application(
    *, application_id: UUID, body: TransferIn, actor: Accepter, session: SessionDep, at: Now
) -> TransferView:
    return await transferring.transfer(
        session, actor, application_id, agency_id=body.agency_id, reason=body.reason, at=at
    )


@router.get("/{application_id}/earlier", summary="同一人就同一事项更早提交的申请在哪里；没有时为空")
async def get_earlier_application(
    application_id: UUID, actor: Accepter, session: SessionDep, at: Now
) -> EarlierApplication | None:
    return await reading.earlier(session, actor, application_id, at=at)


@router.post("/{application_id}/close-duplicate", summary="同一事项由先收到的机构办理")
async def close_duplicate_application(
    application_id: UUID, actor: Accepter, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await receiving.close_duplicate(session, actor, application_id, at=at))


@router.post("/{application_id}/grant", summary="决定给予法律援助")
async def grant_application(
    application_id: UUID, actor: Decider, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await decisions.grant(session, actor, application_id, at=at))


@router.post("/{application_id}/refuse", summary="决定不予法律援助，并说明理由")
async def refuse_application(
    *,
    application_id: UUID,
    body: Refusal,
    actor: Decider,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    return await present(actor, await decisions.refuse(session, actor, application_id, body.reasons, at=at))


@router.post("/{application_id}/advance", summary="情况紧急，先行提供法律援助")
async def advance_application(
    *,
    application_id: UUID,
    body: AdvanceIn,
    actor: Decider,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    return await present(actor, await advancing.advance(session, actor, application_id, body, at=at))


@router.post("/{application_id}/formalities", summary="登记先行援助的手续已经补齐")
async def complete_formalities(
    *,
    application_id: UUID,
    body: FormalitiesIn,
    actor: Accepter,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    case = await advancing.complete_formalities(session, actor, application_id, body.note, at=at)
    return await present(actor, case)


@router.post("/{application_id}/terminate", summary="决定终止法律援助，并说明理由")
async def terminate_application(
    *,
    application_id: UUID,
    body: Termination,
    actor: Decider,
    session: SessionDep,
    at: Now,
    lawyers: LawyerPortDep,
    present: Present,
) -> ApplicationView:
    case = await terminating.terminate(
        session, lawyers, actor, application_id, ground=body.ground, reasons=body.reasons, at=at
    )
    return await present(actor, case)


@router.post("/{application_id}/termination-sent", summary="登记终止决定已经送达")
async def record_termination_sent(
    *,
    application_id: UUID,
    body: SendingIn,
    actor: Accepter,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    case = await terminating.record_sending(
        session, actor, application_id, method=body.method, sent_on=body.sent_on, at=at
    )
    return await present(actor, case)
