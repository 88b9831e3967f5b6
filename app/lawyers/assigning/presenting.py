"""Offers, requests to firms and workload as the API shows them."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.matching import Candidate, Need
from app.kernel.actor import Actor
from app.kernel.areas.lookups import known_area
from app.kernel.errors import FieldError, Invalid
from app.lawyers.assigning import answering, firms
from app.lawyers.assigning.models import Assignment, Offer
from app.lawyers.assigning.schemas import (
    DutyView,
    FirmCandidate,
    FirmRequest,
    FirmRequestDetail,
    OfferDetail,
    OfferView,
    PaceIn,
    PaceView,
    PartyView,
    TermView,
    Workload,
)
from app.lawyers.assigning.timing import Pace
from app.lawyers.assigning.workload import InHand
from app.lawyers.conflicts.models import MatterPartyName


def offer_view(actor: Actor, offer: Offer, at: datetime) -> OfferView:
    """An offer as its lawyer sees it."""
    shown = {name: getattr(offer, name) for name in OfferView.model_fields if name != "allowed_actions"}
    return OfferView(**shown, allowed_actions=answering.allowed_actions(actor, offer, at))


async def offer_detail(
    session: AsyncSession, actor: Actor, offer: Offer, parties: Sequence[MatterPartyName], at: datetime
) -> OfferDetail:
    """An offer with place and parties."""
    area = await known_area(session, offer.area_code) if parties else None
    return OfferDetail(
        **offer_view(actor, offer, at).model_dump(),
        place=area.full_name if area else None,
        parties=[PartyView(side=party.side, name=party.name) for party in parties],
    )


def firm_request(assignment: Assignment, at: datetime) -> FirmRequest:
    """A matter assigned to a firm, as who heads it sees it."""
    shown = {name: getattr(assignment, name) for name in FirmRequest.model_fields if name != "may_name"}
    return FirmRequest(**shown, may_name=firms.is_naming(assignment, at))


def firm_request_detail(
    assignment: Assignment, need: Need | None, candidates: Sequence[Candidate], at: datetime
) -> FirmRequestDetail:
    """The same with what the matter asks for, and whom the firm may name."""
    return FirmRequestDetail(
        **firm_request(assignment, at).model_dump(),
        area_code=need.area_code if need else None,
        summary=need.summary if need else None,
        language=need.language if need else None,
        candidates=[_named(one) for one in candidates],
    )


def _named(one: Candidate) -> FirmCandidate:
    reasons = [TermView.model_validate(reason) for reason in one.reasons]
    return FirmCandidate(lawyer_id=one.lawyer_id, name=one.name, score=one.score, reasons=reasons)


def workload_view(actor: Actor, hand: InHand, at: datetime) -> Workload:
    """What a lawyer has in hand."""
    lawyer = hand.lawyer
    return Workload(
        capacity=lawyer.capacity,
        handling=hand.handling,
        waiting=[offer_view(actor, offer, at) for offer in hand.waiting],
        free=max(lawyer.capacity - lawyer.open_cases, 0),
        weekly_capacity=lawyer.weekly_capacity,
        new_this_week=hand.new_this_week,
        on_leave_until=hand.on_leave_until,
        suspended=lawyer.suspended_at is not None,
        suspension_reason=lawyer.suspension_reason,
        firm_requests=hand.firm_requests,
        duties=[DutyView(on=duty.on, place=duty.place) for duty in hand.duties],
    )


def pace_view(pace: Pace, version: int) -> PaceView:
    """How a centre asks its lawyers."""
    return PaceView(
        night_from=pace.night_from.hour,
        night_to=pace.night_to.hour,
        longest_hours=pace.longest // timedelta(hours=1),
        shortest_hours=pace.shortest // timedelta(hours=1),
        spare_rounds=pace.spare_rounds,
        version=version,
    )


def pace_of(body: PaceIn) -> Pace:
    """What the caller set.

    Raises:
        Invalid: the longest time is shorter than the shortest.
    """
    if body.shortest_hours > body.longest_hours:
        raise Invalid(fields=[FieldError("shortest_hours", "too_long", "最短答复时间不能超过最长答复时间")])
    return Pace(
        time(body.night_from),
        time(body.night_to),
        timedelta(hours=body.longest_hours),
        timedelta(hours=body.shortest_hours),
        body.spare_rounds,
    )
