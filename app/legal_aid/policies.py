"""May this actor do this to this application. Roles are checked by guards and the machine before."""

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Scope
from app.kernel.errors import DomainError
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.errors import OwnCase, Recused
from app.legal_aid.models import Application

LAWYER_SEES = frozenset(
    {
        ApplicationStatus.IN_HANDLING,
        ApplicationStatus.CONCLUDED,
        ApplicationStatus.FILE_REVIEW,
        ApplicationStatus.CLOSED,
        ApplicationStatus.ARCHIVED,
    }
)
"""States in which the lawyer of the case may read it. Whoever is merely asked reads the offer alone."""


def permits(actor: Actor, action: Action, case: Application) -> bool:
    """Whether the case is within the actor's reach under the action."""
    if access.has_scope(actor, action, Scope.OWN) and case.applicant_id == actor.person_id:
        return True
    if access.has_scope(actor, action, Scope.HELD) and holds(actor, case):
        return True
    return case.agency_path is not None and access.reaches_agency(actor, action, case.agency_path)


def holds(actor: Actor, case: Application) -> bool:
    """Whether the case is in the actor's hands."""
    return case.lawyer_person_id == actor.person_id and case.status in LAWYER_SEES


def not_own(case: Application, actor: Actor | None) -> DomainError | None:
    """Guard of what staff do: the applicant, and whoever must stand back, leave it to others (回避)."""
    if actor is None:
        return None
    if actor.person_id == case.applicant_id:
        return OwnCase()
    return stands_back(case, actor)


def stands_back(case: Application, actor: Actor | None) -> DomainError | None:
    """Guard of what the applicant does and staff may do for them: not those who must stand back (回避)."""
    if actor is None or actor.person_id == case.applicant_id:
        return None
    return Recused() if actor.person_id in case.recused_ids else None
