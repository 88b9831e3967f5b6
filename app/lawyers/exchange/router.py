"""The roster in and out as a file, over HTTP."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from sqlmodel import col

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, VaultDep, api_router, created
from app.kernel.paging import Page, PageDep, cut, keyset, link_next
from app.kernel.spreadsheets import MEDIA_TYPE
from app.lawyers.enums import LineOutcome, RosterFormat
from app.lawyers.exchange import exporting, importing, repository
from app.lawyers.exchange.models import RosterImport, RosterImportLine
from app.lawyers.exchange.presenting import import_view, line_view
from app.lawyers.exchange.schemas import RosterImportLineView, RosterImportView
from app.lawyers.exchange.writing import CSV_TYPE

rosters = api_router("/agencies", "律师名册")
imports = api_router("/roster-imports", "律师名册")

LARGER_BODIES = ((re.compile(r"/api/v1/agencies/[^/]+/roster-imports"), 10 * 1024 * 1024),)
"""Fifty thousand rows of CSV."""

Keeper = Annotated[Actor, allowed(Action.ROSTER_MANAGE)]
TAKEN = frozenset({MEDIA_TYPE, CSV_TYPE, "application/csv", "application/vnd.ms-excel", "text/plain"})
"""Types of a body; browsers on machines with Excel call CSV by the name of old workbooks."""
BINARY = {"schema": {"type": "string", "format": "binary"}}
FILES = {MEDIA_TYPE: BINARY | {"example": "律师名册.xlsx"}, CSV_TYPE: BINARY | {"example": "律师名册.csv"}}


async def _file(request: Request) -> bytes | None:
    """The body of a request that says it is a workbook or CSV; :mod:`body_limit` refused what is too large."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() not in TAKEN:
        return None
    return await request.body()


@rosters.get(
    "/{agency_id}/roster",
    summary="导出律师名册（Excel 或者 CSV），改好后可以再导入",
    response_class=Response,
    responses={200: {"content": FILES}},
)
async def export_roster(
    *,
    agency_id: UUID,
    session: SessionDep,
    at: Now,
    actor: Keeper,
    form: Annotated[RosterFormat, Query(alias="format", description="xlsx 或者 csv")] = RosterFormat.XLSX,
) -> Response:
    as_csv = form is RosterFormat.CSV
    data = await exporting.export(session, actor, agency_id, as_csv=as_csv, at=at)
    headers = {"Content-Disposition": f'attachment; filename="roster.{form}"'}
    return Response(data, media_type=f"{CSV_TYPE}; charset=utf-8" if as_csv else MEDIA_TYPE, headers=headers)


@rosters.post(
    "/{agency_id}/roster-imports",
    summary="上传律师名册（Excel 或者 CSV），先看结果，不会马上导入",
    status_code=201,
    openapi_extra={"requestBody": {"required": True, "content": FILES}},
    responses={415: {}},
)
async def upload_roster(
    *,
    response: Response,
    agency_id: UUID,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    actor: Keeper,
    data: Annotated[bytes | None, Depends(_file)],
) -> RosterImportView:
    one = await importing.upload(session, vault, actor, agency_id, data, at=at)
    created(response, "/roster-imports", one.id)
    return import_view(actor, one)


@rosters.get("/{agency_id}/roster-imports", summary="以前上传的律师名册")
async def list_roster_imports(
    *, request: Request, response: Response, agency_id: UUID, session: SessionDep, actor: Keeper, page: PageDep
) -> Page[RosterImportView]:
    agency = await repository.kept_agency(session, actor, agency_id)
    statement = repository.imports_visible_to(actor).where(col(RosterImport.agency_id) == agency.id)
    rows = (await session.scalars(keyset(statement, page, col(RosterImport.id)))).all()
    kept, cursor = cut(rows, page, lambda one: (one.id,))
    link_next(request, response, cursor)
    return Page(items=[import_view(actor, one) for one in kept], next_cursor=cursor)


@imports.get("/{import_id}", summary="一次导入会改动什么，有没有问题")
async def get_roster_import(*, import_id: UUID, session: SessionDep, actor: Keeper) -> RosterImportView:
    return import_view(actor, await repository.get_visible(session, actor, import_id))


@imports.get("/{import_id}/lines", summary="表里新登记的、有改动的和有问题的每一行")
async def list_roster_import_lines(
    *,
    request: Request,
    response: Response,
    import_id: UUID,
    session: SessionDep,
    actor: Keeper,
    page: PageDep,
    outcome: Annotated[LineOutcome | None, Query(description="只看这一种")] = None,
) -> Page[RosterImportLineView]:
    one = await repository.get_visible(session, actor, import_id)
    statement = keyset(repository.lines_of(one.id, outcome), page, col(RosterImportLine.row), descending=False)
    kept, cursor = cut((await session.scalars(statement)).all(), page, lambda line: (line.row,))
    link_next(request, response, cursor)
    return Page(items=[line_view(line) for line in kept], next_cursor=cursor)


@imports.post("/{import_id}/commit", summary="全部导入；有一行不行就都不导入")
async def commit_roster_import(
    *, import_id: UUID, session: SessionDep, at: Now, actor: Keeper
) -> RosterImportView:
    return import_view(actor, await importing.commit(session, actor, import_id, at=at))


@imports.post("/{import_id}/discard", summary="放弃这次导入")
async def discard_roster_import(
    *, import_id: UUID, session: SessionDep, at: Now, actor: Keeper
) -> RosterImportView:
    return import_view(actor, await importing.discard(session, actor, import_id, at=at))
