"""What leave and moves tell the rest of the product. Ids and times only: no place, no reason."""

from datetime import date, datetime
from uuid import UUID

from app.kernel.actor import Role
from app.kernel.bus import Event


class LeaveEvent(Event):
    """Common to all of a leave."""

    leave_id: UUID
    order_id: UUID
    person_id: UUID
    agency_id: UUID


class LeaveWaits(LeaveEvent):
    """Somebody must decide: the role, and the agency where it is (or above)."""

    waits_for: Role
    waits_at: UUID


class LeaveUndecided(LeaveWaits):
    """The day of leaving came and nobody decided; that is the agency's delay, not the person's.

    Who asked to stay longer is away already.
    """

    is_extension: bool


class LeaveLapsed(LeaveWaits):
    """The last day passed and nobody decided; it counts for nothing.

    ``return_by``: until when somebody who asked to stay longer is to be back now.
    """

    return_by: datetime | None


class LeaveApproved(LeaveEvent):
    """May go; the areas of the leave replace home. ``county_id`` is told what an office decided."""

    level: str
    county_id: UUID | None


class LeaveRefused(LeaveEvent):
    """May not go, with a reason."""


class LeaveCancelled(LeaveEvent):
    """Does not go after all."""


class LeaveExtended(LeaveEvent):
    """Stays longer, by a leave that goes on from this one."""


class LeaveRecalled(LeaveEvent):
    """Must come back until an earlier instant."""

    return_by: datetime


class LeaveReturnDue(LeaveEvent):
    """The end is near."""

    return_by: datetime


class LeaveOverdue(LeaveEvent):
    """No report of being back came; the person is asked first."""

    return_by: datetime


class LeaveReturned(LeaveEvent):
    """Reported being back."""


class LeaveReported(LeaveEvent):
    """Told something while away."""

    reported: str


class LeaveDutyDue(LeaveEvent):
    """Is to be in touch today."""

    due_on: date


class LeaveDutyUnmet(LeaveEvent):
    """Was not in touch yesterday."""

    due_on: date


class CrossingPermitEvent(Event):
    """Common to all of a permit for recurring crossings."""

    permit_id: UUID
    order_id: UUID
    person_id: UUID
    agency_id: UUID


class CrossingPermitRequested(CrossingPermitEvent):
    """The county must decide."""


class CrossingPermitApproved(CrossingPermitEvent):
    """May cross until the last day."""


class CrossingPermitRefused(CrossingPermitEvent):
    """May not, with a reason."""


class CrossingPermitEnding(CrossingPermitEvent):
    """The last day is near; it can be renewed."""

    last_on: date


class CrossingPermitEnded(CrossingPermitEvent):
    """In force no longer."""


class MoveEvent(Event):
    """Common to all of a change of the place of correction; ``to_agency_id`` where the new one works here too."""

    move_id: UUID
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    to_agency_id: UUID | None


class MoveRequested(MoveEvent):
    """The office must ask the new place."""


class MoveConsulted(MoveEvent):
    """The new place was asked and must answer."""


class MoveAnswered(MoveEvent):
    """The new place answered; the county must decide."""


class MoveApproved(MoveEvent):
    """Decided: files go, and the person reports at the new place."""


class MoveRefused(MoveEvent):
    """Not approved, with a reason."""


class MoveCompleted(MoveEvent):
    """The person is there and the new place is in charge."""
