"""HTTP of papers: those of a case, the templates of agencies, and the certificate they are sealed under."""

from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Depends, Request, Response

from app.evidence.rules import OPENED_FOR
from app.evidence.storage.objects import ObjectStore
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed, public
from app.kernel.http import IfMatch, Now, SessionDep, VaultDep, api_router, etag
from app.kernel.papers.rendering import Renderer
from app.kernel.papers.sealing import Sealer, require
from app.legal_aid.papers import service, templates
from app.legal_aid.papers.codes import PaperKind
from app.legal_aid.papers.schemas import OpenedPaper, Papers, PaperView, TemplateEdit, TemplateView

router = api_router("/applications", "法律文书")
template_router = api_router("/agencies", "法律文书")
certificate_router = api_router("/papers", "法律文书")

Reader = Annotated[Actor, allowed(Action.PAPER_READ)]
RepeatableReader = Annotated[Actor, allowed(Action.PAPER_READ, repeatable=True)]
Issuer = Annotated[Actor, allowed(Action.APPLICATION_ACCEPT)]
TemplateSetter = Annotated[Actor, allowed(Action.PAPER_TEMPLATE_SET)]


def _file(media_type: str, shown: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "format": "binary"} if media_type == "application/pdf" else {"type": "string"}
    return {200: {"description": "文件", "content": {media_type: {"schema": schema, "example": shown}}}}


PDF = _file("application/pdf", "%PDF-1.7")
PEM = _file("application/x-pem-file", "-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n")


async def _renderer(request: Request) -> Renderer:
    return cast(Renderer, request.app.state.renderer)


async def _sealer(request: Request) -> Sealer | None:
    return cast("Sealer | None", request.app.state.sealer)


async def _store(request: Request) -> ObjectStore:
    return cast(ObjectStore, request.app.state.object_store)


RendererDep = Annotated[Renderer, Depends(_renderer)]
SealerDep = Annotated[Sealer | None, Depends(_sealer)]
Store = Annotated[ObjectStore, Depends(_store)]


@router.get("/{application_id}/papers", summary="这件申请的全部文书")
async def list_papers(application_id: UUID, actor: Reader, session: SessionDep, at: Now) -> Papers:
    return await service.papers(session, actor, application_id, at=at)


@router.get(
    "/{application_id}/papers/preview/{kind}",
    summary="预览自己填写的表格（草稿，没有签章）",
    response_class=Response,
    responses=PDF,
)
async def preview_paper(
    *,
    application_id: UUID,
    kind: PaperKind,
    actor: Reader,
    session: SessionDep,
    vault: VaultDep,
    renderer: RendererDep,
    at: Now,
) -> Response:
    pdf = await service.preview(session, vault, renderer, actor, application_id, kind=kind, at=at)
    return Response(pdf, media_type="application/pdf")


@router.post("/{application_id}/papers/{paper_id}/open", summary="打开一份文书，取得几分钟内有效的地址")
async def open_paper(
    *, application_id: UUID, paper_id: UUID, actor: RepeatableReader, session: SessionDep, store: Store, at: Now
) -> OpenedPaper:
    url = await service.open_paper(session, store, actor, application_id, paper_id, at=at)
    return OpenedPaper(url=url, expires_in_s=int(OPENED_FOR.total_seconds()))


@router.post("/{application_id}/papers/{paper_id}/reissue", summary="重新出具没有成功的文书")
async def reissue_paper(
    application_id: UUID, paper_id: UUID, actor: Issuer, session: SessionDep, at: Now
) -> PaperView:
    return await service.reissue(session, actor, application_id, paper_id, at=at)


@template_router.get("/{agency_id}/paper-templates/{kind}", summary="查看文书模板")
async def get_paper_template(
    agency_id: UUID, kind: PaperKind, actor: TemplateSetter, session: SessionDep, response: Response
) -> TemplateView:
    view = await service.template_view(session, actor, agency_id, kind)
    etag(response, view.version)
    return view


@template_router.put("/{agency_id}/paper-templates/{kind}", summary="换成本机构的文书模板")
async def put_paper_template(
    *,
    agency_id: UUID,
    kind: PaperKind,
    edit: TemplateEdit,
    actor: TemplateSetter,
    session: SessionDep,
    renderer: RendererDep,
    version: IfMatch,
    response: Response,
    at: Now,
) -> TemplateView:
    number = await templates.put(
        session, renderer, actor, agency_id, kind=kind, text=edit.text, version=version, at=at
    )
    etag(response, number)
    return await service.template_view(session, actor, agency_id, kind)


@template_router.delete("/{agency_id}/paper-templates/{kind}", summary="恢复上级或者系统自带的文书模板")
async def delete_paper_template(
    *,
    agency_id: UUID,
    kind: PaperKind,
    actor: TemplateSetter,
    session: SessionDep,
    version: IfMatch,
    response: Response,
    at: Now,
) -> TemplateView:
    number = await templates.withdraw(session, actor, agency_id, kind, version=version, at=at)
    etag(response, number)
    return await service.template_view(session, actor, agency_id, kind)


@certificate_router.get(
    "/certificate",
    summary="文书签章的证书（PEM），用来核验文书",
    response_class=Response,
    responses=PEM,
    dependencies=[public("whoever holds a paper must be able to verify it")],
)
async def get_paper_certificate(sealer: SealerDep) -> Response:
    return Response(require(sealer).certificates_pem, media_type="application/x-pem-file")
