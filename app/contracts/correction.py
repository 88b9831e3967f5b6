"""What the correction domain tells the rest of the product. No event carries a location or a verdict."""

from uuid import UUID

from app.kernel.bus import Event


class CheckedIn(Event):
    """A subject checked in. What was found stays with the check-in: the record of events is kept for ever."""

    check_in_id: UUID
    subject_id: UUID
    person_id: UUID
    agency_id: UUID
