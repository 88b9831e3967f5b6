"""Offers for lawyers, and the roster for staff, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import col

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Invalid
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, api_router, created, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next
from app.lawyers import offering, repository, roster
from app.lawyers.enums import DeclineReason
from app.lawyers.models import Firm, Lawyer, Offer
from app.lawyers.presenting import detail, entry, line, offer_detail, offer_view
from app.lawyers.schemas import (
    DeclineIn,
    FirmIn,
    FirmView,
    LawyerDetail,
    LawyerEdit,
    LawyerIn,
    LawyerView,
    OfferDetail,
    OfferView,
)

offers = api_router("/offers", "派案")
firms = api_router("/firms", "律师名册")
lawyers = api_router("/lawyers", "律师名册")

Answerer = Annotated[Actor, allowed(Action.OFFER_ANSWER)]
Asked = Annotated[Actor, allowed(Action.OFFER_READ)]
Reader = Annotated[Actor, allowed(Action.ROSTER_READ)]
Keeper = Annotated[Actor, allowed(Action.ROSTER_MANAGE)]


@offers.get("", summary="派给我的案件")
async def list_offers(
    *, request: Request, response: Response, session: SessionDep, at: Now, actor: Asked, page: PageDep
) -> Page[OfferView]:
    order = (col(Offer.offered_at), col(Offer.id))
    rows = (await session.scalars(keyset(repository.offers_visible_to(actor), page, *order))).all()
    kept, cursor = cut(rows, page, lambda offer: (offer.offered_at, offer.id))
    link_next(request, response, cursor)
    return Page(items=[offer_view(actor, offer, at) for offer in kept], next_cursor=cursor)


@offers.get("/{offer_id}", summary="查看派案和双方当事人，核对有没有利益冲突")
async def get_offer(*, session: SessionDep, at: Now, actor: Asked, offer_id: UUID) -> OfferDetail:
    offer = await offering.visible_offer(session, actor, offer_id)
    parties = await offering.read_parties(session, actor, offer, at=at)
    return offer_detail(actor, offer, parties, at)


@offers.post("/{offer_id}/accept", summary="接受派案")
async def accept_offer(*, session: SessionDep, at: Now, actor: Answerer, offer_id: UUID) -> OfferView:
    return offer_view(actor, await offering.accept(session, actor, offer_id, at=at), at)


@offers.post("/{offer_id}/decline", summary="谢绝派案，说明理由")
async def decline_offer(
    *, session: SessionDep, at: Now, actor: Answerer, offer_id: UUID, body: DeclineIn
) -> OfferView:
    if body.reason is DeclineReason.OTHER and not (body.note or "").strip():
        raise Invalid(fields=[FieldError("note", "missing", "选择其他原因时，请说明理由")])
    return offer_view(actor, await offering.decline(session, actor, offer_id, body.reason, body.note, at=at), at)


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
    firm = await roster.enter_firm(session, actor, **body.model_dump(), at=at)
    return FirmView.model_validate(firm)


@lawyers.get("", summary="本机构的律师名册")
async def list_lawyers(
    *, request: Request, response: Response, session: SessionDep, actor: Reader, page: PageDep
) -> Page[LawyerView]:
    statement = repository.roster_visible_to(actor, Action.ROSTER_READ)
    order = (col(Lawyer.name), col(Lawyer.id))
    found = (await session.execute(keyset(statement, page, *order, descending=False))).all()
    kept, cursor = cut(found, page, lambda row: (row[0].name, row[0].id))
    link_next(request, response, cursor)
    return Page(items=[line(row) for row in await repository.roster_rows(session, kept)], next_cursor=cursor)


@lawyers.get("/{lawyer_id}", summary="查看一名律师")
async def get_lawyer(
    *, response: Response, session: SessionDep, at: Now, actor: Reader, lawyer_id: UUID
) -> LawyerDetail:
    row = await roster.read_lawyer(session, actor, lawyer_id, at=at)
    etag(response, row.lawyer.version)
    return detail(row)


@lawyers.post("", summary="登记律师", status_code=201)
async def create_lawyer(
    *, response: Response, session: SessionDep, at: Now, actor: Keeper, body: LawyerIn
) -> LawyerDetail:
    row = await roster.enter_lawyer(
        session,
        actor,
        person_id=body.person_id,
        licence_number=body.licence_number,
        entry=entry(body, suspension_reason=None),
        at=at,
    )
    created(response, "/lawyers", row.lawyer.id)
    etag(response, row.lawyer.version)
    return detail(row)


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
    changes = entry(body, suspension_reason=body.suspension_reason)
    row = await roster.edit_lawyer(session, actor, lawyer_id, changes, version=version, at=at)
    etag(response, row.lawyer.version)
    return detail(row)
