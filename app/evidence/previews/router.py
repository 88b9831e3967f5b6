"""Derived pictures over HTTP."""

from uuid import UUID

from app.evidence.dependencies import RepeatableReader, Store
from app.evidence.previews import showing
from app.evidence.previews.schemas import PreviewRequest
from app.evidence.rules import OPENED_FOR
from app.evidence.schemas import OpenedFile
from app.kernel.http import Now, SessionDep, api_router

router = api_router("/evidence", "证据材料")


@router.post("/{evidence_id}/preview", summary="看一份材料的预览图，取得几分钟内有效的地址")
async def preview_evidence(
    *,
    evidence_id: UUID,
    session: SessionDep,
    store: Store,
    actor: RepeatableReader,
    at: Now,
    body: PreviewRequest | None = None,
) -> OpenedFile:
    url = await showing.show(session, store, actor, evidence_id, body or PreviewRequest(), at=at)
    return OpenedFile(url=url, expires_in_s=int(OPENED_FOR.total_seconds()))
