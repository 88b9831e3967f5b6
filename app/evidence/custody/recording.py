"""Note in the caller's transaction what happened to a file: no event without its change, no change without it.

The sequencer gives it a place in the ledger after the commit.
"""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence.custody.leaf import SALT_BYTES, party_commitment
from app.evidence.custody.models import CustodyEvent, CustodyPending
from app.evidence.enums import CustodyEventKind
from app.evidence.models import Evidence
from app.kernel import jobs

SEQUENCE = "evidence.sequence"


async def record(
    session: AsyncSession,
    item: Evidence,
    kind: CustodyEventKind,
    *,
    at: datetime,
    party_id: UUID | None = None,
) -> CustodyEvent:
    """Write ``kind`` down for ``item``; ``party_id`` is who did it, where that was a person."""
    party_salt = secrets.token_bytes(SALT_BYTES) if party_id else None
    event = CustodyEvent(
        evidence_id=item.id,
        kind=kind,
        sha256=item.sha256,
        size_bytes=item.size_bytes,
        at=at,
        salt=secrets.token_bytes(SALT_BYTES),
        party_id=party_id,
        party_salt=party_salt,
        party=party_commitment(party_salt, party_id) if party_salt and party_id else None,
    )
    session.add(event)
    await session.flush()
    session.add(CustodyPending(event_id=event.id))
    await session.flush()
    await jobs.enqueue(session, SEQUENCE, {})
    return event
