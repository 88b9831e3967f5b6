"""What is told while a fix outside is made sure of. No event says where anybody was."""

from datetime import datetime
from uuid import UUID

from app.kernel.bus import Event


class LocationAsked(Event):
    """A fix pointed outside; the person is asked for one more check-in between these moments."""

    question_id: UUID
    person_id: UUID
    agency_id: UUID
    opens_at: datetime
    closes_at: datetime


class LocationUnanswered(Event):
    """Nothing settled it in time; the office is asked to call."""

    question_id: UUID
    order_id: UUID
    agency_id: UUID
