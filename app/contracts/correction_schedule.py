"""What happens around check-ins owed. Windows of many people are told in one event; no event carries a place."""

from datetime import datetime
from uuid import UUID

from app.kernel.bus import Event


class CheckInsDue(Event):
    """Windows that opened, or are about to close, for these people."""

    person_ids: tuple[UUID, ...]
    closes_at: datetime
    is_spot: bool
    is_last_call: bool


class CheckInsUnanswered(Event):
    """A window closed for these people of one office; ``explain_until`` is when the office is asked to look."""

    person_ids: tuple[UUID, ...]
    agency_id: UUID
    opens_at: datetime
    closes_at: datetime
    explain_until: datetime


class CheckInsMissed(CheckInsUnanswered):
    """Nothing arrived."""


class CheckInsTried(CheckInsUnanswered):
    """Something arrived that could not be used; nothing is held against anybody."""


class DutyEvent(Event):
    """Common to what happens to one check-in owed."""

    duty_id: UUID
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    opens_at: datetime
    closes_at: datetime


class MissExplained(DutyEvent):
    """The person said why nothing arrived; the office looks at it."""


class DutyExcused(DutyEvent):
    """An officer found that it need not be made up for."""


class ExplanationNotAccepted(DutyEvent):
    """An officer wants to look into it; an alarm is raised, and nobody has found anything."""


class LateCheckInCounted(DutyEvent):
    """A check-in made in its window arrived after it: nothing was missed."""
