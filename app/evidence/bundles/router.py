"""Bundles of evidence for a court over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response, status

from app.evidence.bundles import asking
from app.evidence.bundles.schemas import BundleIn, BundleOut
from app.evidence.dependencies import Binder, RepeatableBinder, SettingsDep, Store
from app.evidence.rules import OPENED_FOR
from app.evidence.schemas import OpenedFile
from app.kernel.http import Now, SessionDep, api_router, created
from app.kernel.paging import Page, PageDep, cut, link_next

PATH = "/evidence-bundles"

router = api_router(PATH, "证据卷宗")


@router.post("", summary="制作证据卷宗，交给法院、仲裁机构", status_code=status.HTTP_201_CREATED)
async def create_evidence_bundle(
    *, body: BundleIn, response: Response, session: SessionDep, settings: SettingsDep, actor: Binder, at: Now
) -> BundleOut:
    asked = body.asked()
    bundle = await asking.ask(session, actor, asked, max_bytes=settings.bundle_max_bytes, at=at)
    created(response, PATH, bundle.id)
    return BundleOut.of(bundle, (await asking.files_of(session, [bundle.id]))[bundle.id])


@router.get("", summary="一件事的证据卷宗")
async def list_evidence_bundles(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: Binder,
    at: Now,
    page: PageDep,
    matter_id: Annotated[UUID, Query(description="哪件事（申请的编号）")],
) -> Page[BundleOut]:
    rows = await asking.page_of(session, actor, matter_id, page, at=at)
    kept, cursor = cut(rows, page, lambda bundle: (bundle.id,))
    files = await asking.files_of(session, [bundle.id for bundle in kept])
    link_next(request, response, cursor)
    return Page(items=[BundleOut.of(bundle, files[bundle.id]) for bundle in kept], next_cursor=cursor)


@router.get("/{bundle_id}", summary="查看证据卷宗做好没有")
async def get_evidence_bundle(bundle_id: UUID, session: SessionDep, actor: Binder, at: Now) -> BundleOut:
    bundle = await asking.one(session, actor, bundle_id, at=at)
    return BundleOut.of(bundle, (await asking.files_of(session, [bundle.id]))[bundle.id])


@router.post("/{bundle_id}/open", summary="下载证据卷宗，取得几分钟内有效的地址")
async def open_evidence_bundle(
    bundle_id: UUID, session: SessionDep, store: Store, actor: RepeatableBinder, at: Now
) -> OpenedFile:
    url = await asking.open_bundle(session, store, actor, bundle_id, at=at)
    return OpenedFile(url=url, expires_in_s=int(OPENED_FOR.total_seconds()))
