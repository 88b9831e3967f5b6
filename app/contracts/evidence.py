"""What the evidence domain tells the rest of the product."""

from datetime import date
from uuid import UUID

from app.kernel.bus import Event


class EvidenceVerified(Event):
    """The stored file is what was declared: size, SHA-256 and type agree. From now on it counts."""

    evidence_id: UUID
    matter_id: UUID
    owner_id: UUID


class EvidenceRejected(Event):
    """The stored file is not what was declared; ``reason`` is a code of ``RejectionReason``."""

    evidence_id: UUID
    matter_id: UUID
    owner_id: UUID
    reason: str


class EvidenceShared(Event):
    """Another agency may read files of a matter until the end of a day.

    ``agency_id`` is the one that may; ``purpose`` is a code of ``SharingPurpose``; ``files`` is how many, none for
    all of them.
    """

    sharing_id: UUID
    matter_id: UUID
    owner_id: UUID
    agency_id: UUID
    granted_by_agency_id: UUID
    purpose: str
    until: date
    files: int | None


class EvidenceSharingEnded(Event):
    """The other agency may read no longer, before the day that was set."""

    sharing_id: UUID
    matter_id: UUID
    owner_id: UUID
    agency_id: UUID
    granted_by_agency_id: UUID
