"""Opening evidence over HTTP."""

from uuid import UUID

from app.evidence.dependencies import RepeatableReader, Store
from app.evidence.rules import OPENED_FOR
from app.evidence.schemas import OpenedFile
from app.evidence.sharing import opening
from app.kernel.http import Now, SessionDep, api_router

router = api_router("/evidence", "证据材料")


@router.post("/{evidence_id}/open", summary="打开一份材料，取得几分钟内有效的地址")
async def open_evidence(
    evidence_id: UUID, session: SessionDep, store: Store, actor: RepeatableReader, at: Now
) -> OpenedFile:
    url = await opening.open_file(session, store, actor, evidence_id, at=at)
    return OpenedFile(url=url, expires_in_s=int(OPENED_FOR.total_seconds()))
