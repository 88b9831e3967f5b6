"""What becomes of a correction order, for those who plan, tell or act on it."""

from datetime import datetime
from uuid import UUID

from app.kernel.bus import Event


class OrderEvent(Event):
    """Common to all: whose order, at which office."""

    order_id: UUID
    person_id: UUID
    agency_id: UUID


class CorrectionBegun(OrderEvent):
    """The announcement was made: from now on check-ins and reports are owed."""


class TierProposed(OrderEvent):
    """An officer proposes another tier; the county decides."""

    tier_change_id: UUID
    from_tier: str
    to_tier: str


class TierChanged(OrderEvent):
    """Another tier is in force from ``effective_at`` on, the moment it was decided."""

    tier_change_id: UUID
    from_tier: str
    to_tier: str
    effective_at: datetime
