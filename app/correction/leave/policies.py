"""May this actor do this to this leave or permit, and at which level do they decide. Pure but for the tables."""

from typing import Protocol
from uuid import UUID

from app.correction.leave.codes import LeaveLevel
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Grant, Role, Scope

RANK = {LeaveLevel.OFFICE: 0, LeaveLevel.COUNTY: 1, LeaveLevel.UPPER: 2}


class Placed(Protocol):
    """What lies with an office, below a county, below a level above."""

    person_id: UUID
    agency_path: str
    county_path: str | None
    upper_path: str | None


def permits(actor: Actor, action: Action, leave: Placed) -> bool:
    """Own matter under a role that reaches one's own, else the office's; nobody decides about themselves."""
    if leave.person_id == actor.person_id:
        return access.has_scope(actor, action, Scope.OWN)
    return access.reaches_agency(actor, action, leave.agency_path)


def level_of(actor: Actor, leave: Placed) -> LeaveLevel | None:
    """The highest level at which the actor decides about it; none outside their reach."""
    levels = [level for grant in actor.grants if (level := _level(grant, leave)) is not None]
    return max(levels, key=RANK.__getitem__, default=None)


def _level(grant: Grant, leave: Placed) -> LeaveLevel | None:
    path = grant.agency_path
    if path is None or not leave.agency_path.startswith(path):
        return None
    if grant.role is Role.OFFICER:
        return LeaveLevel.OFFICE
    if grant.role not in (Role.DECIDER, Role.APPROVER):
        return None
    if leave.upper_path is not None and leave.upper_path.startswith(path):
        return LeaveLevel.UPPER
    if leave.county_path is not None and leave.county_path.startswith(path):
        return LeaveLevel.COUNTY
    return LeaveLevel.OFFICE
