"""May this actor do this to this offer, or to this assignment?"""

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.lawyers.assigning.models import Assignment, Offer


def may_act(actor: Actor, action: Action, offer: Offer) -> bool:
    """Only the lawyer who was asked answers."""
    return actor.person_id == offer.lawyer_person_id


def may_assign(actor: Actor, action: Action, assignment: Assignment) -> bool:
    """Nobody moves an assignment by hand: answers, alarms and the matter itself do."""
    return False
