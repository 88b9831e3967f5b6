"""What the statutory calendar and clocks tell the rest of the product. Ids and dates only."""

from datetime import date
from uuid import UUID

from app.kernel.actor import Role
from app.kernel.bus import Event


class CalendarPublished(Event):
    """An officer entered the State Council's notice for a year; open clocks are counted again."""

    year: int
    version: int
    entered_by: UUID


class ClockEvent(Event):
    """Common to all: which clock, of which object, who must act, and the last day as it stands now."""

    clock_id: UUID
    object_type: str
    object_id: UUID
    agency_id: UUID
    rule_code: str
    holder_role: Role | None
    holder_id: UUID | None
    due_on: date
    provisional: bool


class ClockAtRisk(ClockEvent):
    """Little of the period is left."""


class ClockOverdue(ClockEvent):
    """The last day has passed and the clock still runs."""


class ClockRecomputed(ClockEvent):
    """A new notice moved the last day, or made a provisional one final (``due_on`` equals ``was_on``)."""

    was_on: date
