"""Offers, requests to firms and workload, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import col

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Invalid
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, cut, keyset, link_next
from app.lawyers.assigning import answering, firms, repository, workload
from app.lawyers.assigning.models import Assignment, Offer
from app.lawyers.assigning.needs import NeedPortDep
from app.lawyers.assigning.presenting import (
    firm_request,
    firm_request_detail,
    offer_detail,
    offer_view,
    workload_view,
)
from app.lawyers.assigning.schemas import (
    DeclineIn,
    FirmRequest,
    FirmRequestDetail,
    NamedIn,
    OfferDetail,
    OfferView,
    Workload,
)
from app.lawyers.enums import DeclineReason

offers = api_router("/offers", "派案")
firm_requests = api_router("/firm-assignments", "派案")
own = api_router("/lawyers/me", "派案")

Answerer = Annotated[Actor, allowed(Action.OFFER_ANSWER)]
Asked = Annotated[Actor, allowed(Action.OFFER_READ)]
Head = Annotated[Actor, allowed(Action.FIRM_NAME_LAWYER)]


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
    offer = await answering.open_offer(session, actor, offer_id, at=at)
    parties = await answering.read_parties(session, actor, offer, at=at)
    return await offer_detail(session, actor, offer, parties, at)


@offers.post("/{offer_id}/accept", summary="接受派案")
async def accept_offer(
    *, session: SessionDep, at: Now, actor: Answerer, needs: NeedPortDep, offer_id: UUID
) -> OfferView:
    return offer_view(actor, await answering.accept(session, needs, actor, offer_id, at=at), at)


@offers.post("/{offer_id}/decline", summary="谢绝派案，说明理由")
async def decline_offer(
    *, session: SessionDep, at: Now, actor: Answerer, offer_id: UUID, body: DeclineIn
) -> OfferView:
    if body.reason is DeclineReason.OTHER and not (body.note or "").strip():
        raise Invalid(fields=[FieldError("note", "missing", "选择其他原因时，请说明理由")])
    return offer_view(actor, await answering.decline(session, actor, offer_id, body.reason, body.note, at=at), at)


@firm_requests.get("", summary="派给本所、由本所安排律师的案件")
async def list_firm_assignments(
    *, request: Request, response: Response, session: SessionDep, at: Now, actor: Head, page: PageDep
) -> Page[FirmRequest]:
    order = (col(Assignment.made_at), col(Assignment.id))
    rows = (await session.scalars(keyset(repository.firm_requests_visible_to(actor), page, *order))).all()
    kept, cursor = cut(rows, page, lambda one: (one.made_at, one.id))
    link_next(request, response, cursor)
    return Page(items=[firm_request(one, at) for one in kept], next_cursor=cursor)


@firm_requests.get("/{assignment_id}", summary="查看派给本所的案件和可以安排的律师")
async def get_firm_assignment(
    *, session: SessionDep, at: Now, actor: Head, needs: NeedPortDep, assignment_id: UUID
) -> FirmRequestDetail:
    found = await firms.visible(session, actor, assignment_id)
    need, candidates = await firms.asked_of(session, needs, found, at=at)
    return firm_request_detail(found, need, candidates, at)


@firm_requests.post("/{assignment_id}/name", summary="安排本所一名律师")
async def name_firm_lawyer(
    *, session: SessionDep, at: Now, actor: Head, needs: NeedPortDep, assignment_id: UUID, body: NamedIn
) -> FirmRequest:
    await firms.name_lawyer(session, needs, actor, assignment_id, body.lawyer_id, at=at)
    return firm_request(await firms.visible(session, actor, assignment_id), at)


@firm_requests.post("/{assignment_id}/decline", summary="本所不能安排律师")
async def decline_firm_assignment(
    *, session: SessionDep, at: Now, actor: Head, assignment_id: UUID
) -> FirmRequest:
    return firm_request(await firms.decline(session, actor, assignment_id, at=at), at)


@own.get("/workload", summary="我的工作量：在办、待答复、本周新案、休假和值班")
async def get_own_workload(*, session: SessionDep, at: Now, actor: Asked) -> Workload:
    return workload_view(actor, await workload.in_hand(session, actor, at=at), at)
