"""Scan a file that is verified already, because the scanner was down when it came. Condemn what is infected."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence.enums import EvidenceStatus, RejectionReason, ScanStatus
from app.evidence.errors import ObjectMissing
from app.evidence.models import Evidence
from app.evidence.repository import load, locked
from app.evidence.scanning.scanner import Scanner
from app.evidence.states import evidence_machine
from app.evidence.storage.objects import ObjectStore
from app.kernel import timers
from app.kernel.bus import JobContext

RESCAN = "evidence.rescan"
FIRST_WAIT = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=6)
KEPT = (EvidenceStatus.VERIFIED, EvidenceStatus.WITHDRAWN)
ANSWERED = frozenset({ScanStatus.CLEAN, ScanStatus.INFECTED, ScanStatus.TOO_LARGE})
"""The scanner has said what it will ever say."""


async def rescan(context: JobContext, store: ObjectStore, scanner: Scanner | None) -> None:
    """Ask the scanner again, and set the next time where it is still down.

    Raises:
        StorageUnavailable: the queue tries again; the next time is set already.
    """
    item = await load(context)
    if item is None or not _waits(item) or scanner is None:
        return
    tried = context.payload.get("tried")
    async with context.database.transaction() as session:
        await ask_again(session, item, tried=tried if isinstance(tried, int) else 0, at=context.at)
    try:
        found = await scanner.scan(store, item.object_key, version_id=item.object_version)
    except ObjectMissing:
        return
    async with context.database.transaction() as session:
        item = await locked(session, item.id)
        if _waits(item) and found is not ScanStatus.SCANNER_DOWN:
            await _note(session, item, found, context)


async def ask_again(session: AsyncSession, item: Evidence, *, tried: int = 0, at: datetime) -> None:
    """Set the next time for a file that nothing could be said about: in ten minutes, then ever later."""
    wait = min(FIRST_WAIT * 2 ** min(tried, 10), LONGEST_WAIT)
    key = str(item.id)
    payload = {"evidence_id": key, "tried": tried + 1}
    await timers.set_timer(session, RESCAN, key=key, due_at=at + wait, payload=payload)


async def _note(session: AsyncSession, item: Evidence, found: ScanStatus, context: JobContext) -> None:
    item.scan, item.scanned_at = found, context.at
    is_condemned = found is ScanStatus.INFECTED and item.status is EvidenceStatus.VERIFIED
    if is_condemned:
        item.rejection = RejectionReason.MALWARE
    await session.flush()
    if is_condemned:
        await evidence_machine.fire(
            session, item, "condemn", actor=None, at=context.at, reason=RejectionReason.MALWARE
        )
    await timers.cancel_timer(session, RESCAN, key=str(item.id))


def _waits(item: Evidence) -> bool:
    """A withdrawn file too: its agency may still open it."""
    return item.status in KEPT and item.scan is ScanStatus.SCANNER_DOWN
