"""Evidence over HTTP."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from app.evidence import service
from app.evidence.rules import OPENED_FOR
from app.evidence.schemas import (
    EvidenceDeclaration,
    EvidenceDeclared,
    EvidenceOut,
    OpenedFile,
    UploadForm,
)
from app.evidence.storage import ObjectStore
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, created
from app.kernel.paging import Page, PageDep, link_next
from app.settings import Settings

router = api_router("/evidence", "证据材料")


async def _store(request: Request) -> ObjectStore:
    return cast(ObjectStore, request.app.state.object_store)


async def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


Store = Annotated[ObjectStore, Depends(_store)]
SettingsDep = Annotated[Settings, Depends(_settings)]
Uploader = Annotated[Actor, allowed(Action.EVIDENCE_UPLOAD)]
RepeatableUploader = Annotated[Actor, allowed(Action.EVIDENCE_UPLOAD, repeatable=True)]
Reader = Annotated[Actor, allowed(Action.EVIDENCE_READ)]
RepeatableReader = Annotated[Actor, allowed(Action.EVIDENCE_READ, repeatable=True)]


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
    declared = await service.declare(session, store, settings, actor, body, at=at)
    created(response, "/evidence", declared.item.id)
    response.status_code = 201 if declared.is_new else 200
    upload = UploadForm.of(declared.form) if declared.form else None
    return EvidenceDeclared(evidence=EvidenceOut.of(declared.item, actor), upload=upload)


@router.get("", summary="一件事的全部材料")
async def list_evidence(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: Reader,
    at: Now,
    page: PageDep,
    matter_id: Annotated[UUID, Query(description="哪件事（申请的编号）")],
) -> Page[EvidenceOut]:
    rows, cursor = await service.read_page(session, actor, matter_id, page, at=at)
    link_next(request, response, cursor)
    return Page(items=[EvidenceOut.of(item, actor) for item in rows], next_cursor=cursor)


@router.get("/{evidence_id}", summary="查看一份材料的情况")
async def get_evidence(evidence_id: UUID, session: SessionDep, actor: Reader, at: Now) -> EvidenceOut:
    return EvidenceOut.of(await service.read(session, actor, evidence_id, at=at), actor)


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
    return UploadForm.of(await service.renew_form(session, store, settings, actor, evidence_id, at=at))


@router.post("/{evidence_id}/complete", summary="告知文件已经传完")
async def complete_upload(
    evidence_id: UUID, session: SessionDep, store: Store, actor: RepeatableUploader, at: Now
) -> EvidenceOut:
    return EvidenceOut.of(await service.complete(session, store, actor, evidence_id, at=at), actor)


@router.post("/{evidence_id}/open", summary="打开一份材料，取得几分钟内有效的地址")
async def open_evidence(
    evidence_id: UUID, session: SessionDep, store: Store, actor: RepeatableReader, at: Now
) -> OpenedFile:
    url = await service.open_file(session, store, actor, evidence_id, at=at)
    return OpenedFile(url=url, expires_in_s=int(OPENED_FOR.total_seconds()))
