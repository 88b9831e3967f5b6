"""Write down what inspection found of a file."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import repository
from app.evidence.custody.recording import record
from app.evidence.enums import CustodyEventKind, EvidenceStatus, ScanStatus
from app.evidence.inspecting.inspection import Finding
from app.evidence.scanning.rescanning import ANSWERED, ask_again
from app.evidence.states import evidence_machine
from app.kernel import timers

VERIFY = "evidence.verify"
LOOK_AFTER = "evidence.look_after"


async def conclude(
    session: AsyncSession,
    evidence_id: UUID,
    finding: Finding,
    *,
    scan: ScanStatus = ScanStatus.NOT_SET_UP,
    at: datetime,
) -> None:
    """Write down what inspection and the malware scan found; a second finding of the same file changes nothing."""
    item = await repository.locked(session, evidence_id)
    if item.status is not EvidenceStatus.ARRIVED:
        return
    item.object_version, item.found_type = finding.version_id, finding.found_type
    item.scan = scan
    item.scanned_at = at if scan in ANSWERED else None
    if finding.rejection is None:
        item.verified_at = at
    else:
        item.rejection = finding.rejection
    await session.flush()
    transition = "verify" if finding.rejection is None else "reject"
    await evidence_machine.fire(session, item, transition, actor=None, at=at, reason=finding.rejection)
    if finding.rejection is None:
        await record(session, item, CustodyEventKind.VERIFIED, at=at)
        if scan is ScanStatus.SCANNER_DOWN:
            await ask_again(session, item, at=at)
    await timers.cancel_timer(session, LOOK_AFTER, key=str(item.id))
