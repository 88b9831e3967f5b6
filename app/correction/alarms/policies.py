"""May this actor do this to this alarm or search."""

from typing import Protocol
from uuid import UUID

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Scope


class AboutPerson(Protocol):
    """What is kept at an office about a person, or about nobody."""

    person_id: UUID | None
    agency_path: str


class AboutSomebody(Protocol):
    """What is kept at an office about a person."""

    person_id: UUID
    agency_path: str


def permits(actor: Actor, action: Action, case: AboutPerson | AboutSomebody) -> bool:
    """One's own under a role that reaches one's own, else the office's; nobody looks into themselves."""
    if case.person_id == actor.person_id:
        return access.has_scope(actor, action, Scope.OWN)
    return access.reaches_agency(actor, action, case.agency_path)
