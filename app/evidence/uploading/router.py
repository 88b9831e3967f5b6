"""Uploading over HTTP."""

from uuid import UUID

from fastapi import Response

from app.evidence.dependencies import RepeatableUploader, SettingsDep, Store, Uploader
from app.evidence.schemas import EvidenceDeclaration, EvidenceDeclared, EvidenceOut, UploadForm
from app.evidence.uploading import completing, declaring
from app.kernel.http import Now, SessionDep, api_router, created

router = api_router("/evidence", "证据材料")


@router.post("", summary="登记要上传的材料，取得上传表单", status_code=201)
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
    upload = UploadForm.of(declared.form) if declared.form else None
    return EvidenceDeclared(evidence=EvidenceOut.of(declared.item, actor), upload=upload)


@router.post("/{evidence_id}/form", summary="重新取得上传表单")
async def renew_upload_form(
    *,
    evidence_id: UUID,
    session: SessionDep,
    store: Store,
    settings: SettingsDep,
    actor: RepeatableUploader,
    at: Now,
) -> UploadForm:
    return UploadForm.of(await declaring.renew_form(session, store, settings, actor, evidence_id, at=at))


@router.post("/{evidence_id}/complete", summary="告知文件已经传完")
async def complete_upload(
    evidence_id: UUID, session: SessionDep, store: Store, actor: RepeatableUploader, at: Now
) -> EvidenceOut:
    return EvidenceOut.of(await completing.complete(session, store, actor, evidence_id, at=at), actor)
