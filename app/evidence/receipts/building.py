"""A receipt out of stored rows: made anew whenever it is asked for; an older one stays valid beside it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence import reading
from app.evidence.custody import merkle, tree
from app.evidence.custody.checkpoint import BadCheckpoint
from app.evidence.custody.cosignature import verify_cosignatures
from app.evidence.custody.keys import LedgerKeys
from app.evidence.custody.leaf import Statement
from app.evidence.custody.models import CustodyEvent, LedgerCosignature, LedgerHead, LedgerLeaf, LedgerTimestamp
from app.evidence.enums import CustodyEventKind
from app.evidence.errors import NotSequencedYet, NotVerifiedYet
from app.evidence.models import Evidence, EvidenceMatter
from app.evidence.receipts import wording
from app.evidence.receipts.format import DescribedFile, Receipt, TimestampPart
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency

LOOK_AGAIN_S = 5
"""After how many seconds to ask again for a receipt that is not there yet; heads are signed every few."""


async def receipt_for(
    session: AsyncSession, actor: Actor, evidence_id: UUID, keys: LedgerKeys, *, at: datetime
) -> tuple[Evidence, Receipt]:
    """The receipt of a file that the actor may read; a look by others than its owner is noted.

    Raises:
        NotFound: no file that the actor may know of.
        NotVerifiedYet: there is nothing to confirm about it.
        NotSequencedYet: it is not under a signed head yet.
    """
    item = await reading.read(session, actor, evidence_id, at=at)
    return item, await build(session, item, keys)


async def build(session: AsyncSession, item: Evidence, keys: LedgerKeys) -> Receipt:
    """The receipt of a file, out of the head that proves most about it.

    Raises:
        NotVerifiedYet, NotSequencedYet: see :func:`receipt_for`.
        LedgerDamaged: the stored tree has a hole.
    """
    event = await _verification(session, item.id)
    leaf = (await session.scalars(select(LedgerLeaf).where(LedgerLeaf.event_id == event.id))).one_or_none()
    head = None if leaf is None else await _best_head(session, leaf.index)
    if leaf is None or head is None:
        raise NotSequencedYet(retry_after_s=LOOK_AGAIN_S)
    proof = await tree.proof(session, merkle.inclusion_nodes(leaf.index, head.tree_size))
    stamp = await session.get(LedgerTimestamp, head.tree_size)
    note, witness_keys = await _note(session, head)
    return Receipt(
        file=DescribedFile(item.name, event.sha256, event.size_bytes, item.media_type),
        statement=_statement(event),
        salt=event.salt.hex(),
        leaf_index=leaf.index,
        inclusion_proof=tuple(step.hex() for step in proof),
        checkpoint=note,
        log_keys=tuple(keys.log),
        witness_keys=witness_keys,
        timestamp=None if stamp is None else TimestampPart.of(stamp.token, stamp.certificates),
        says=wording.says(is_stamped=stamp is not None, is_witnessed=bool(witness_keys)),
        does_not_say=wording.does_not_say(is_stamped=stamp is not None),
    )


async def agency_name(session: AsyncSession, matter_id: UUID) -> str | None:
    """The agency that has the matter, as on its door; none for a draft."""
    statement = (
        select(Agency.name)
        .join(EvidenceMatter, col(EvidenceMatter.agency_id) == col(Agency.id))
        .where(EvidenceMatter.matter_id == matter_id)
    )
    return (await session.scalars(statement)).one_or_none()


async def _verification(session: AsyncSession, evidence_id: UUID) -> CustodyEvent:
    statement = (
        select(CustodyEvent)
        .where(CustodyEvent.evidence_id == evidence_id, CustodyEvent.kind == CustodyEventKind.VERIFIED)
        .order_by(col(CustodyEvent.id))
        .limit(1)
    )
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise NotVerifiedYet()
    return found


async def _best_head(session: AsyncSession, index: int) -> LedgerHead | None:
    """The first head over the leaf that an authority stamped; else the first countersigned; else the first.

    The earlier the head, the earlier the time it attests and the shorter the proof.
    """
    for table in (LedgerTimestamp, LedgerCosignature, LedgerHead):
        size = col(table.tree_size)
        first = (await session.scalars(select(size).where(size > index).order_by(size).limit(1))).one_or_none()
        if first is not None:
            return await session.get_one(LedgerHead, first)
    return None


async def _note(session: AsyncSession, head: LedgerHead) -> tuple[str, tuple[str, ...]]:
    """The signed head with its witnesses' lines, and the keys of those."""
    statement = select(LedgerCosignature).where(LedgerCosignature.tree_size == head.tree_size)
    rows = (await session.scalars(statement.order_by(col(LedgerCosignature.witness)))).all()
    note = head.checkpoint + "".join(f"{row.line.rstrip()}\n" for row in rows)
    try:
        found = verify_cosignatures(note, [row.witness for row in rows])
    except BadCheckpoint:
        return head.checkpoint, ()
    return note, tuple(each.witness for each in found)


def _statement(event: CustodyEvent) -> str:
    return Statement(event.evidence_id, event.kind, event.sha256, event.size_bytes, event.at, event.party).text()
