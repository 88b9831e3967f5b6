"""What the evidence domain tells the rest of the product."""

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
