"""HTTP of the deficiency notice: issuing it, answering it, counting it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.legal_aid.answers import ApplicationView
from app.legal_aid.deciding import notifying, reading, statistics, supplementing
from app.legal_aid.deciding.notice_schemas import (
    DeficiencyNotices,
    NoticeIn,
    NoticeStatistics,
    SupplementIn,
)
from app.legal_aid.presenting import Present
from app.legal_aid.schemas import Day

router: APIRouter = api_router("/applications", "法律援助申请")
statistics_router: APIRouter = api_router("/legal-aid", "法律援助申请")

Reader = Annotated[Actor, allowed(Action.APPLICATION_READ)]
Accepter = Annotated[Actor, allowed(Action.APPLICATION_ACCEPT)]
Supplementer = Annotated[Actor, allowed(Action.APPLICATION_SUPPLEMENT)]
Supervisor = Annotated[Actor, allowed(Action.APPLICATION_QUEUE)]


@router.post("/{application_id}/notices", summary="一次性告知需要补充的全部内容")
async def issue_deficiency_notice(
    *,
    application_id: UUID,
    body: NoticeIn,
    actor: Accepter,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    return await present(actor, await notifying.issue_notice(session, actor, application_id, body, at=at))


@router.get("/{application_id}/notices", summary="一次性告知书和补充的情况")
async def list_deficiency_notices(
    application_id: UUID, actor: Reader, session: SessionDep, at: Now
) -> DeficiencyNotices:
    return await reading.notices(session, actor, application_id, at=at)


@router.put("/{application_id}/supplement", summary="保存补充的内容，先不提交")
async def save_supplement(
    application_id: UUID, body: SupplementIn, actor: Supplementer, session: SessionDep
) -> DeficiencyNotices:
    case = await supplementing.save_answers(session, actor, application_id, body.answers)
    return await reading.notices_view(session, actor, case)


@router.post("/{application_id}/supplement", summary="提交补充的内容")
async def supplement_application(
    *,
    application_id: UUID,
    body: SupplementIn,
    actor: Supplementer,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    case = await supplementing.supplement(session, actor, application_id, body.answers, at=at)
    return await present(actor, case)


@statistics_router.get("/notice-statistics", summary="一次性告知的统计：告知、再次告知、准许再次告知")
async def get_notice_statistics(
    actor: Supervisor,
    session: SessionDep,
    at: Now,
    issued_from: Annotated[Day | None, Query(description="从这一天起；不填从今年一月一日起")] = None,
    issued_to: Annotated[Day | None, Query(description="到这一天止；不填到今天止")] = None,
) -> NoticeStatistics:
    return await statistics.notice_statistics(session, actor, issued_from, issued_to, at=at)
