"""The roster for staff, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import col

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, VaultDep, api_router, created, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next
from app.lawyers.roster import keeping, repository
from app.lawyers.roster.models import Firm, Lawyer
from app.lawyers.roster.presenting import certificate, detail, entry, line, shown
from app.lawyers.roster.schemas import FirmEdit, FirmIn, FirmView, LawyerDetail, LawyerEdit, LawyerIn, LawyerView

firms = api_router("/firms", "律师名册")
lawyers = api_router("/lawyers", "律师名册")

Reader = Annotated[Actor, allowed(Action.ROSTER_READ)]
Keeper = Annotated[Actor, allowed(Action.ROSTER_MANAGE)]


@firms.get("", summary="律师事务所名册")
async def list_firms(
    *, request: Request, response: Response, session: SessionDep, actor: Reader, page: PageDep
) -> Page[FirmView]:
    statement = repository.firms_visible_to(actor, Action.ROSTER_READ)
    order = (col(Firm.name), col(Firm.id))
    rows = (await session.scalars(keyset(statement, page, *order, descending=False))).all()
    kept, cursor = cut(rows, page, lambda firm: (firm.name, firm.id))
    link_next(request, response, cursor)
    return Page(items=[FirmView.model_validate(firm, from_attributes=True) for firm in kept], next_cursor=cursor)


@firms.post("", summary="登记律师事务所", status_code=201)
async def create_firm(*, session: SessionDep, at: Now, actor: Keeper, body: FirmIn) -> FirmView:
    return FirmView.model_validate(await keeping.enter_firm(session, actor, **body.model_dump(), at=at))


@firms.get("/{firm_id}", summary="查看一家律师事务所")
async def get_firm(*, response: Response, session: SessionDep, actor: Reader, firm_id: UUID) -> FirmView:
    firm = await keeping.read_firm(session, actor, firm_id, Action.ROSTER_READ)
    etag(response, firm.version)
    return FirmView.model_validate(firm)


@firms.put("/{firm_id}", summary="修改律师事务所的登记")
async def edit_firm(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Keeper,
    version: IfMatch,
    firm_id: UUID,
    body: FirmEdit,
) -> FirmView:
    firm = await keeping.edit_firm(session, actor, firm_id, **body.model_dump(), version=version, at=at)
    etag(response, firm.version)
    return FirmView.model_validate(firm)


@lawyers.get("", summary="本机构的律师名册")
async def list_lawyers(
    *, request: Request, response: Response, session: SessionDep, at: Now, actor: Reader, page: PageDep
) -> Page[LawyerView]:
    statement = repository.roster_visible_to(actor, Action.ROSTER_READ)
    order = (col(Lawyer.name), col(Lawyer.id))
    found = (await session.execute(keyset(statement, page, *order, descending=False))).all()
    kept, cursor = cut(found, page, lambda row: (row[0].name, row[0].id))
    link_next(request, response, cursor)
    return Page(items=[line(row, at) for row in await repository.roster_rows(session, kept)], next_cursor=cursor)


@lawyers.get("/{lawyer_id}", summary="查看一名律师")
async def get_lawyer(
    *, response: Response, session: SessionDep, at: Now, actor: Reader, lawyer_id: UUID
) -> LawyerDetail:
    row = await keeping.read_lawyer(session, actor, lawyer_id, at=at)
    etag(response, row.lawyer.version)
    return detail(row, at)


@lawyers.post("", summary="登记律师", status_code=201)
async def create_lawyer(
    *, response: Response, session: SessionDep, vault: VaultDep, at: Now, actor: Keeper, body: LawyerIn
) -> LawyerDetail:
    row = await keeping.enter_lawyer(session, vault, actor, shown(body), entry(body), at=at)
    created(response, "/lawyers", row.lawyer.id)
    etag(response, row.lawyer.version)
    return detail(row, at)


@lawyers.put("/{lawyer_id}", summary="修改律师的登记，暂停或者恢复指派")
async def edit_lawyer(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Keeper,
    version: IfMatch,
    lawyer_id: UUID,
    body: LawyerEdit,
) -> LawyerDetail:
    row = await keeping.edit_lawyer(
        session,
        actor,
        lawyer_id,
        entry(body),
        licence_number=body.licence_number,
        certificate=certificate(body, body.sex),
        version=version,
        at=at,
    )
    etag(response, row.lawyer.version)
    return detail(row, at)
