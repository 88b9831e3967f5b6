"""Cataloguing and withdrawing over HTTP."""

from uuid import UUID

from fastapi import Response

from app.evidence.catalogue import describing, withdrawing
from app.evidence.catalogue.schemas import CatalogueEntry, Withdrawal
from app.evidence.dependencies import Cataloguer, RepeatableCataloguer
from app.evidence.schemas import EvidenceOut
from app.evidence.standing import standing_of
from app.kernel.http import IfMatch, Now, SessionDep, api_router, etag

router = api_router("/evidence", "证据材料")


@router.put("/{evidence_id}/catalogue", summary="填写一份材料属于哪一类、证明什么、哪段时间、多少钱")
async def catalogue_evidence(
    *,
    evidence_id: UUID,
    response: Response,
    session: SessionDep,
    actor: Cataloguer,
    at: Now,
    version: IfMatch,
    body: CatalogueEntry,
) -> EvidenceOut:
    item = await describing.describe(session, actor, evidence_id, body, version=version, at=at)
    etag(response, item.version)
    return EvidenceOut.of(item, actor, await standing_of(session, actor, item.matter_id, at=at))


@router.post("/{evidence_id}/withdraw", summary="撤回一份材料，说明原因")
async def withdraw_evidence(
    *,
    evidence_id: UUID,
    response: Response,
    session: SessionDep,
    actor: RepeatableCataloguer,
    at: Now,
    body: Withdrawal,
) -> EvidenceOut:
    item = await withdrawing.withdraw(session, actor, evidence_id, body.reason, at=at)
    etag(response, item.version)
    return EvidenceOut.of(item, actor, await standing_of(session, actor, item.matter_id, at=at))
