"""What electronic positioning tells the rest of the product. No event carries a place."""

from datetime import date
from uuid import UUID

from app.kernel.bus import Event


class PositioningEvent(Event):
    """Common to all of an authorisation; ``bureau_id`` is the county's bureau, whose head decides."""

    authorisation_id: UUID
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    bureau_id: UUID
    status: str
    to_on: date


class PositioningProposed(PositioningEvent):
    """The office proposes; the head of the bureau decides."""


class PositioningDecided(PositioningEvent):
    """It was approved or rejected."""


class PositioningEndsSoon(PositioningEvent):
    """The office is to lift it, or to assess whether it is still needed."""


class PositioningEnded(PositioningEvent):
    """It was lifted, or its last day has passed."""


class DeviceBatteryLow(Event):
    """A device will fall silent soon: a fault, which nobody is to blame for."""

    device_id: UUID
    order_id: UUID
    person_id: UUID
    agency_id: UUID
