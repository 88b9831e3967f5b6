"""What the correction domain tells the rest of the product. No event carries a location or a verdict."""

from uuid import UUID

from app.kernel.bus import Event


class CheckedIn(Event):
    """A subject checked in. What was found stays with the check-in: the record of events is kept for ever."""

    check_in_id: UUID
    subject_id: UUID
    person_id: UUID
    agency_id: UUID


class AlarmRaised(Event):
    """Something is to be looked into; about a person, or about an office where no order is named."""

    alarm_id: UUID
    order_id: UUID | None
    person_id: UUID | None
    agency_id: UUID
    cause: str
