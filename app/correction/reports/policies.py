"""May this actor do this to this report."""

from typing import Protocol
from uuid import UUID

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Scope


class OfOrder(Protocol):
    """A row that belongs to an order: whose it is, and which office has it."""

    person_id: UUID
    agency_path: str


def permits(actor: Actor, action: Action, row: OfOrder) -> bool:
    """Own under a role that reaches one's own, else the office's; nobody supervises themselves."""
    if row.person_id == actor.person_id:
        return access.has_scope(actor, action, Scope.OWN)
    return access.reaches_agency(actor, action, row.agency_path)
