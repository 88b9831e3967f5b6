"""Offers, over HTTP."""

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
from app.lawyers.assigning import answering, repository
from app.lawyers.assigning.models import Offer
from app.lawyers.assigning.presenting import offer_detail, offer_view
from app.lawyers.assigning.schemas import DeclineIn, OfferDetail, OfferView
from app.lawyers.enums import DeclineReason

offers = api_router("/offers", "派案")

Answerer = Annotated[Actor, allowed(Action.OFFER_ANSWER)]
Asked = Annotated[Actor, allowed(Action.OFFER_READ)]


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
    offer = await answering.visible_offer(session, actor, offer_id)
    parties = await answering.read_parties(session, actor, offer, at=at)
    return offer_detail(actor, offer, parties, at)


@offers.post("/{offer_id}/accept", summary="接受派案")
async def accept_offer(*, session: SessionDep, at: Now, actor: Answerer, offer_id: UUID) -> OfferView:
    return offer_view(actor, await answering.accept(session, actor, offer_id, at=at), at)


@offers.post("/{offer_id}/decline", summary="谢绝派案，说明理由")
async def decline_offer(
    *, session: SessionDep, at: Now, actor: Answerer, offer_id: UUID, body: DeclineIn
) -> OfferView:
    if body.reason is DeclineReason.OTHER and not (body.note or "").strip():
        raise Invalid(fields=[FieldError("note", "missing", "选择其他原因时，请说明理由")])
    return offer_view(actor, await answering.decline(session, actor, offer_id, body.reason, body.note, at=at), at)
