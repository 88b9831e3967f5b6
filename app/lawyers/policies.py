"""May this actor do this to this offer?"""

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.lawyers.models import Offer


def may_act(actor: Actor, action: Action, offer: Offer) -> bool:
    """Only the lawyer who was asked answers."""
    return actor.person_id == offer.lawyer_person_id
