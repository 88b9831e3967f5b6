"""What goes along with files that leave the product: receipts, their history, and the event of leaving."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.bundles.packing import instant
from app.evidence.custody import proofs
from app.evidence.custody.keys import LedgerKeys
from app.evidence.custody.proofs import Kept
from app.evidence.custody.recording import record
from app.evidence.enums import CustodyEventKind, EvidenceStatus
from app.evidence.errors import NotSequencedYet, NotVerifiedYet
from app.evidence.models import Evidence
from app.evidence.receipts.building import build
from app.evidence.receipts.format import write
from app.kernel.clock import SHANGHAI
from app.kernel.dictionaries import dictionaries


@dataclass(frozen=True, slots=True)
class Proven:
    """A file's receipt as JSON, none while it is not under a signed head, and its history in order."""

    receipt: bytes | None
    history: Sequence[Kept]


async def proven(session: AsyncSession, item: Evidence, keys: LedgerKeys) -> Proven:
    """Receipt and history of a file as they stand now.

    Raises:
        LedgerDamaged: the stored tree has a hole.
    """
    return Proven(await receipt_of(session, item, keys), await proofs.history_of(session, item.id))


async def receipt_of(session: AsyncSession, item: Evidence, keys: LedgerKeys) -> bytes | None:
    """The receipt of a file as JSON; none while it is not under a signed head.

    Raises:
        LedgerDamaged: the stored tree has a hole.
    """
    try:
        return write(await build(session, item, keys))
    except (NotSequencedYet, NotVerifiedYet):
        return None


async def note_exported(
    session: AsyncSession, evidence_ids: Collection[UUID], *, at: datetime, party_id: UUID | None
) -> list[Evidence]:
    """Write down in the ledger that these files left; those that no longer count are returned instead.

    Nothing is written where one no longer counts: the caller must not let them go.
    """
    statement = select(Evidence).where(col(Evidence.id).in_(evidence_ids)).order_by(col(Evidence.id))
    fresh = statement.with_for_update(read=True).execution_options(populate_existing=True)
    items = (await session.scalars(fresh)).all()
    gone = [item for item in items if item.status is not EvidenceStatus.VERIFIED]
    if not gone:
        for item in items:
            await record(session, item, CustodyEventKind.EXPORTED, at=at, party_id=party_id)
    return gone


def history_json(item: Evidence, history: Sequence[Kept]) -> bytes:
    """The history for programs: who did it stays a commitment, as in the ledger."""
    events = [
        {
            "event": kept.event.kind.value,
            "at": instant(kept.event.at),
            "leaf_index": kept.leaf_index,
            "party": kept.event.party,
            "sha256": kept.event.sha256,
            "size_bytes": kept.event.size_bytes,
        }
        for kept in history
    ]
    about = {"evidence_id": str(item.id), "name": item.name, "events": events}
    return (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode()


def history_text(title: str, history: Sequence[Kept]) -> str:
    """The history for people, in Beijing time."""
    names = dictionaries()["custody_event_kind"]
    lines = [title]
    for kept in history:
        moment = kept.event.at.astimezone(SHANGHAI)
        place = "还没有记入账本" if kept.leaf_index is None else f"账本第 {kept.leaf_index} 号"
        lines.append(f"  {moment:%Y-%m-%d %H:%M:%S}  {names[kept.event.kind]}  {place}")
    return "\n".join(lines) + "\n"
