"""What the correction domain tells the rest of the product. No event carries a location."""

from uuid import UUID

from app.kernel.bus import Event


class CheckedIn(Event):
    """A subject checked in; ``verdict`` is a code of ``Verdict`` (inside, outside, indeterminate)."""

    check_in_id: UUID
    subject_id: UUID
    person_id: UUID
    agency_id: UUID
    verdict: str
