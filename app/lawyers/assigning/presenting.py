"""Offers as the API shows them."""

from collections.abc import Sequence
from datetime import datetime

from app.kernel.actor import Actor
from app.lawyers.assigning import answering
from app.lawyers.assigning.models import Offer
from app.lawyers.assigning.schemas import OfferDetail, OfferView, PartyView
from app.lawyers.conflicts.models import MatterPartyName


def offer_view(actor: Actor, offer: Offer, at: datetime) -> OfferView:
    """An offer as its lawyer sees it."""
    shown = {name: getattr(offer, name) for name in OfferView.model_fields if name != "allowed_actions"}
    return OfferView(**shown, allowed_actions=answering.allowed_actions(actor, offer, at))


def offer_detail(actor: Actor, offer: Offer, parties: Sequence[MatterPartyName], at: datetime) -> OfferDetail:
    """An offer with its parties."""
    named = [PartyView(side=party.side, name=party.name) for party in parties]
    return OfferDetail(**offer_view(actor, offer, at).model_dump(), parties=named)
