"""What the end and the moves of an order tell the rest of the product."""

from datetime import date
from uuid import UUID

from app.kernel.bus import Event


class EndingEvent(Event):
    """Common to all: the order, whose it is and which office has it."""

    order_id: UUID
    person_id: UUID
    agency_id: UUID


class SummaryDue(EndingEvent):
    """The person's summary is due before the end of the term; on its last day the office is told too."""

    due_on: date
    ends_on: date
    is_last: bool


class SummaryHandedIn(EndingEvent):
    """The person handed in their summary; the office appraises."""


class TermChanged(EndingEvent):
    """The last day of a term was moved."""

    was_on: date
    ends_on: date


class CorrectionEnded(EndingEvent):
    """Correction ended, by its last day or early; ``ground`` says why.

    ``needs_resettlement``: help with settling in (安置帮教) follows. ``is_dead``: nobody is to be told.
    """

    ground: str
    ended_on: date
    needs_resettlement: bool
    is_dead: bool


class OrderHandedOver(EndingEvent):
    """Another office has the order from now on."""

    from_agency_id: UUID


class HandoverEvent(EndingEvent):
    """Common to all of a proposal to hand a person over from one office to the office ``agency_id``."""

    handover_id: UUID
    from_agency_id: UUID


class HandoverProposed(HandoverEvent):
    """An office asks another to take a person over."""


class HandoverRefused(HandoverEvent):
    """The other office does not take the person over."""
