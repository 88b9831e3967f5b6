"""HTTP of closing a case: file review, rating, return visits, subsidy, archive."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from app.evidence.dependencies import Store
from app.evidence.rules import OPENED_FOR
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.legal_aid.answers import ApplicationView
from app.legal_aid.presenting import Present
from app.legal_aid.quality import archiving, closing, rating, subsidies, visiting
from app.legal_aid.quality.answers import (
    ArchiveView,
    FileReviews,
    OpenedArchive,
    RatingView,
    SubsidyView,
    Visits,
    VisitView,
)
from app.legal_aid.quality.schemas import ArchiveRequest, FileApproval, FileReturn, Payment, Rating, Visit

router: APIRouter = api_router("/applications", "结案和归档")

Reader = Annotated[Actor, allowed(Action.APPLICATION_READ)]
Reviewer = Annotated[Actor, allowed(Action.FILE_REVIEW)]
RepeatableReviewer = Annotated[Actor, allowed(Action.FILE_REVIEW, repeatable=True)]
Rater = Annotated[Actor, allowed(Action.CASE_RATE)]
Visitor = Annotated[Actor, allowed(Action.RETURN_VISIT)]
VisitReader = Annotated[Actor, allowed(Action.APPLICATION_QUEUE)]
SubsidyReader = Annotated[Actor, allowed(Action.SUBSIDY_READ)]
Payer = Annotated[Actor, allowed(Action.APPLICATION_DECIDE)]


@router.post("/{application_id}/file/return", summary="退回结案材料，一次说清缺什么")
async def return_closing_file(
    *, application_id: UUID, body: FileReturn, actor: Reviewer, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await closing.return_file(session, actor, application_id, body, at=at))


@router.post("/{application_id}/file/close", summary="结案材料审查通过，结案并计算补贴")
async def close_application(
    *, application_id: UUID, body: FileApproval, actor: Reviewer, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await closing.close(session, actor, application_id, body, at=at))


@router.get("/{application_id}/file/reviews", summary="结案材料的审查记录")
async def list_file_reviews(application_id: UUID, actor: Reader, session: SessionDep, at: Now) -> FileReviews:
    return FileReviews(items=list(await closing.read(session, actor, application_id, at=at)))


@router.put("/{application_id}/rating", summary="评价律师的服务，归档前可以修改")
async def rate_case(application_id: UUID, body: Rating, actor: Rater, session: SessionDep, at: Now) -> RatingView:
    return await rating.rate(session, actor, application_id, body, at=at)


@router.get("/{application_id}/rating", summary="受援人的评价；没有评价时为空，律师结案后只看星级")
async def get_rating(application_id: UUID, actor: Reader, session: SessionDep, at: Now) -> RatingView | None:
    return await rating.read(session, actor, application_id, at=at)


@router.post("/{application_id}/return-visits", summary="登记回访", status_code=201)
async def record_return_visit(
    application_id: UUID, body: Visit, actor: Visitor, session: SessionDep, at: Now
) -> VisitView:
    return await visiting.record(session, actor, application_id, body, at=at)


@router.get("/{application_id}/return-visits", summary="回访记录")
async def list_return_visits(application_id: UUID, actor: VisitReader, session: SessionDep, at: Now) -> Visits:
    return Visits(items=list(await visiting.listed(session, actor, application_id, at=at)))


@router.get("/{application_id}/subsidy", summary="办案补贴和每一笔的理由；律师只看自己的，没有结案时为空")
async def get_subsidy(
    application_id: UUID, actor: SubsidyReader, session: SessionDep, at: Now
) -> SubsidyView | None:
    return await subsidies.read(session, actor, application_id, at=at)


@router.post("/{application_id}/subsidy/reckon", summary="设定标准以后，计算还没有计算的补贴")
async def reckon_subsidy(application_id: UUID, actor: Reviewer, session: SessionDep, at: Now) -> SubsidyView:
    return await subsidies.reckon_again(session, actor, application_id, at=at)


@router.post("/{application_id}/subsidy/paid", summary="登记补贴已经发放")
async def pay_subsidy(
    application_id: UUID, body: Payment, actor: Payer, session: SessionDep, at: Now
) -> SubsidyView:
    return await subsidies.pay(session, actor, application_id, body, at=at)


@router.post("/{application_id}/archive", summary="归档：生成一案一卷的电子案卷")
async def archive_application(
    *, application_id: UUID, body: ArchiveRequest, actor: Reviewer, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    case = await archiving.archive(session, actor, application_id, body.no_visit_reason, at=at)
    return await present(actor, case)


@router.get("/{application_id}/archive", summary="电子案卷的情况和校验值；没有归档时为空")
async def get_archive(application_id: UUID, actor: Reviewer, session: SessionDep, at: Now) -> ArchiveView | None:
    return await archiving.read(session, actor, application_id, at=at)


@router.post("/{application_id}/archive/build", summary="案卷没有生成成功时，重新生成")
async def build_archive(application_id: UUID, actor: Reviewer, session: SessionDep, at: Now) -> ArchiveView:
    return await archiving.build_again(session, actor, application_id, at=at)


@router.post("/{application_id}/archive/open", summary="打开电子案卷，取得几分钟内有效的地址（会留下记录）")
async def open_archive(
    application_id: UUID, actor: RepeatableReviewer, session: SessionDep, store: Store, at: Now
) -> OpenedArchive:
    url = await archiving.open_archive(session, store, actor, application_id, at=at)
    return OpenedArchive(url=url, expires_in_s=int(OPENED_FOR.total_seconds()))
