"""May this person do this to this file? Reading is decided by :mod:`app.evidence.repository`."""

from app.evidence.models import Evidence
from app.kernel.access import Action
from app.kernel.actor import Actor


def permits(actor: Actor, action: Action, item: Evidence) -> bool:
    """Only the owner uploads, and only what they declared themselves.

    Whoever may upload to the matter catalogues and withdraws its files: :mod:`app.evidence.standing` knows who.
    """
    if action is Action.EVIDENCE_CATALOGUE:
        return True
    return action is Action.EVIDENCE_UPLOAD and item.owner_id == actor.person_id
