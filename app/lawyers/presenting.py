"""Rows of the lawyers' domain as the API shows them, and back."""

from collections.abc import Sequence
from datetime import datetime

from app.kernel.actor import Actor
from app.lawyers import offering
from app.lawyers.models import MatterPartyName, Offer
from app.lawyers.repository import RosterRow
from app.lawyers.roster import Entry
from app.lawyers.schemas import (
    LawyerDetail,
    LawyerEdit,
    LawyerIn,
    LawyerView,
    OfferDetail,
    OfferView,
    PartyView,
    SpecialtyIO,
)


def offer_view(actor: Actor, offer: Offer, at: datetime) -> OfferView:
    """An offer as its lawyer sees it."""
    shown = {name: getattr(offer, name) for name in OfferView.model_fields if name != "allowed_actions"}
    return OfferView(**shown, allowed_actions=offering.allowed_actions(actor, offer, at))


def offer_detail(actor: Actor, offer: Offer, parties: Sequence[MatterPartyName], at: datetime) -> OfferDetail:
    """An offer with its parties."""
    named = [PartyView(side=party.side, name=party.name) for party in parties]
    return OfferDetail(**offer_view(actor, offer, at).model_dump(), parties=named)


def line(row: RosterRow) -> LawyerView:
    """A lawyer as a line of the roster."""
    one = row.lawyer
    return LawyerView(
        id=one.id,
        name=one.name,
        firm_id=one.firm_id,
        firm=row.firm_name,
        agency_id=one.agency_id,
        specialties=[SpecialtyIO(specialty=group, years=years) for group, years in row.specialties.items()],
        areas=row.areas,
        knows_minors=one.knows_minors,
        capacity=one.capacity,
        open_cases=row.open_cases,
        suspended=one.suspended_at is not None,
    )


def detail(row: RosterRow) -> LawyerDetail:
    """A lawyer with licence and suspension."""
    more = set(LawyerDetail.model_fields) - set(LawyerView.model_fields)
    return LawyerDetail(**line(row).model_dump(), **{name: getattr(row.lawyer, name) for name in more})


def entry(body: LawyerIn | LawyerEdit, *, suspension_reason: str | None) -> Entry:
    """What the caller entered; of a specialty named twice the last counts."""
    return Entry(
        firm_id=body.firm_id,
        capacity=body.capacity,
        specialties={item.specialty: item.years for item in body.specialties},
        areas=body.areas,
        suspension_reason=suspension_reason,
        knows_minors=body.knows_minors,
    )
