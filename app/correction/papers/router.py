"""HTTP of correction's papers."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Request

from app.correction.papers import service
from app.correction.papers.schemas import CorrectionPaperOut, CorrectionPapers, OpenedCorrectionPaper
from app.evidence.rules import OPENED_FOR
from app.evidence.storage.objects import ObjectStore
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router

router = api_router("/correction/orders", "社区矫正文书")

Reader = Annotated[Actor, allowed(Action.CORRECTION_PAPER_READ)]
RepeatableReader = Annotated[Actor, allowed(Action.CORRECTION_PAPER_READ, repeatable=True)]
Manager = Annotated[Actor, allowed(Action.SUBJECT_MANAGE)]


async def _store(request: Request) -> ObjectStore:
    return cast(ObjectStore, request.app.state.object_store)


Store = Annotated[ObjectStore, Depends(_store)]


@router.get("/{order_id}/papers", summary="一份矫正登记的全部文书")
async def list_correction_papers(order_id: UUID, actor: Reader, session: SessionDep, at: Now) -> CorrectionPapers:
    return await service.papers(session, actor, order_id, at=at)


@router.post("/{order_id}/papers/{correction_paper_id}/open", summary="打开一份矫正文书，取得几分钟内有效的地址")
async def open_correction_paper(
    *,
    order_id: UUID,
    correction_paper_id: UUID,
    actor: RepeatableReader,
    session: SessionDep,
    store: Store,
    at: Now,
) -> OpenedCorrectionPaper:
    url = await service.open_paper(session, store, actor, order_id, correction_paper_id, at=at)
    return OpenedCorrectionPaper(url=url, expires_in_s=int(OPENED_FOR.total_seconds()))


@router.post("/{order_id}/papers/{correction_paper_id}/reissue", summary="重新出具没有成功的矫正文书")
async def reissue_correction_paper(
    order_id: UUID, correction_paper_id: UUID, actor: Manager, session: SessionDep, at: Now
) -> CorrectionPaperOut:
    return await service.reissue(session, actor, order_id, correction_paper_id, at=at)
