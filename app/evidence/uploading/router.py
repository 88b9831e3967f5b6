"""Uploading over HTTP."""

from uuid import UUID

from fastapi import Response

from app.evidence.dependencies import RepeatableUploader, SettingsDep, Store, Uploader
from app.evidence.schemas import EvidenceOut
from app.evidence.standing import standing_of
from app.evidence.uploading import completing, declaring, sending
from app.evidence.uploading.schemas import (
    EvidenceDeclaration,
    EvidenceDeclared,
    PartLinks,
    PartNumbers,
    PartsReceived,
    Upload,
    upload_of,
)
from app.kernel.http import Now, SessionDep, api_router, created

router = api_router("/evidence", "证据材料")


@router.post("", summary="登记要上传的材料，取得上传表单，或者得知怎样分段上传", status_code=201)
async def declare_evidence(
    *,
    response: Response,
    session: SessionDep,
    store: Store,
    settings: SettingsDep,
    actor: Uploader,
    at: Now,
    body: EvidenceDeclaration,
) -> EvidenceDeclared:
    declared = await declaring.declare(session, store, settings, actor, body, at=at)
    created(response, "/evidence", declared.item.id)
    response.status_code = 201 if declared.is_new else 200
    standing = await standing_of(session, actor, body.matter_id, at=at)
    upload = upload_of(declared.means) if declared.means else None
    return EvidenceDeclared(evidence=EvidenceOut.of(declared.item, actor, standing), upload=upload)


@router.post("/{evidence_id}/form", summary="重新取得上传表单，或者得知怎样分段上传")
async def renew_upload_form(
    *,
    evidence_id: UUID,
    session: SessionDep,
    store: Store,
    settings: SettingsDep,
    actor: RepeatableUploader,
    at: Now,
) -> Upload:
    return upload_of(await declaring.renew_form(session, store, settings, actor, evidence_id, at=at))


@router.post("/{evidence_id}/parts", summary="取得分段上传的地址")
async def issue_part_links(
    *,
    evidence_id: UUID,
    session: SessionDep,
    store: Store,
    settings: SettingsDep,
    actor: RepeatableUploader,
    at: Now,
    body: PartNumbers,
) -> PartLinks:
    links = await sending.issue(session, store, settings, actor, evidence_id, numbers=body.numbers, at=at)
    return PartLinks.of(links)


@router.get("/{evidence_id}/parts", summary="查看已经收到哪几段，断网以后从这里接着传")
async def list_received_parts(
    *,
    evidence_id: UUID,
    session: SessionDep,
    store: Store,
    settings: SettingsDep,
    actor: RepeatableUploader,
    at: Now,
) -> PartsReceived:
    return PartsReceived.of(await sending.progress(session, store, settings, actor, evidence_id, at=at))


@router.post("/{evidence_id}/complete", summary="告知文件已经传完（分段上传的，把各段合成一个文件）")
async def complete_upload(
    evidence_id: UUID, session: SessionDep, store: Store, actor: RepeatableUploader, at: Now
) -> EvidenceOut:
    item = await completing.complete(session, store, actor, evidence_id, at=at)
    return EvidenceOut.of(item, actor, await standing_of(session, actor, item.matter_id, at=at))
