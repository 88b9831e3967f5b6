"""May this person do this to this file? Reading is decided by :mod:`app.evidence.repository`."""

from app.evidence.models import Evidence
from app.kernel.access import Action
from app.kernel.actor import Actor


def permits(actor: Actor, action: Action, item: Evidence) -> bool:
    """Whoever may upload to the matter sends, catalogues and withdraws its files: :mod:`app.evidence.standing`.

    A file that the lawyer declared and could not send is sent by the applicant who has it too: it is the same
    item, and no other bytes than those declared are taken, whoever sends them.
    """
    return action in (Action.EVIDENCE_UPLOAD, Action.EVIDENCE_CATALOGUE)
