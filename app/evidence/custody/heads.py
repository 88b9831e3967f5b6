"""Signed heads: written with the leaves they cover, then made known outside the database.

A copy of each head goes into storage under object lock: whoever cuts leaves off the end of the database's ledger,
or restores an old state of it, cannot take that copy back, and the audit compares.
"""

import hashlib
from datetime import datetime, timedelta
from typing import cast

import structlog
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.custody.checkpoint import Checkpoint, SigningKey, parse
from app.evidence.custody.merkle import Edge
from app.evidence.custody.models import LedgerHead, LedgerUnpublished
from app.evidence.errors import LockRefused, ObjectMissing, StorageUnavailable
from app.evidence.storage.objects import ObjectStore
from app.kernel import jobs, timers
from app.kernel.bus import Bus, JobContext
from app.kernel.database import Database

logger = structlog.get_logger(__name__)

PUBLISH = "evidence.publish_heads"
STAMP = "evidence.stamp_head"
COSIGN = "evidence.cosign_head"
AGAIN = timedelta(minutes=10)
"""When publishing is tried again while storage is away."""
PAGE = 100
"""Heads published by one job; the next page is the next job."""
MEDIA_TYPE = "text/plain; charset=utf-8"


class HeadForked(Exception):
    """Storage holds another head of the same size: the ledger of the database is not the one that was signed."""


def folder_of(origin: str) -> str:
    """Where copies of a ledger's heads are kept; several ledgers may share one bucket."""
    return f"ledger/{hashlib.sha256(origin.encode()).hexdigest()[:16]}/heads/"


def object_key(origin: str, tree_size: int) -> str:
    """Where the copy of a head is kept; keys sort as sizes do."""
    return f"{folder_of(origin)}{tree_size:020d}"


async def sign(session: AsyncSession, key: SigningKey, edge: Edge, *, at: datetime) -> None:
    """Sign the head of the tree as it now is, and have made known what was signed, after the commit."""
    checkpoint = Checkpoint(key.name, edge.size, edge.root())
    head = LedgerHead(
        tree_size=edge.size,
        root_hash=checkpoint.root_hash,
        checkpoint=key.sign(checkpoint.body()),
        signed_at=at,
    )
    session.add(head)
    await session.flush()
    await after_signing(session, head)


async def after_signing(session: AsyncSession, head: LedgerHead) -> None:
    """What follows from a new head, as jobs that are committed together with it."""
    session.add(LedgerUnpublished(tree_size=head.tree_size))
    await session.flush()
    for name in (PUBLISH, STAMP, COSIGN):
        if name in cast(Bus, session.info["bus"]).external:  # settings may name no authority and no witness
            await jobs.enqueue(session, name, {})


async def publish(context: JobContext, store: ObjectStore) -> None:
    """Put copies of heads that have none yet into storage, the oldest first; while it is away, try again later.

    Raises:
        HeadForked: somebody must look; the other heads were published.
    """
    waiting = await _unpublished(context.database)
    forked: list[int] = []
    for head in waiting:
        try:
            is_there = await _put(store, head)
        except StorageUnavailable:
            async with context.database.transaction() as session:
                await timers.set_timer(session, PUBLISH, key="heads", due_at=context.at + AGAIN, payload={})
            return
        if not is_there:
            forked.append(head.tree_size)
            continue
        async with context.database.transaction() as session:
            statement = delete(LedgerUnpublished).where(col(LedgerUnpublished.tree_size) == head.tree_size)
            await session.execute(statement)
    if forked:
        logger.error("the ledger has forked from its published heads", tree_sizes=forked)
        raise HeadForked(f"other heads are published for the sizes {forked}")
    if len(waiting) == PAGE:
        async with context.database.transaction() as session:
            await jobs.enqueue(session, PUBLISH, {})


async def _unpublished(database: Database) -> list[LedgerHead]:
    statement = (
        select(LedgerHead)
        .join(LedgerUnpublished, col(LedgerUnpublished.tree_size) == col(LedgerHead.tree_size))
        .order_by(col(LedgerHead.tree_size))
        .limit(PAGE)
    )
    async with database.session() as session:
        return list((await session.scalars(statement)).all())


async def _put(store: ObjectStore, head: LedgerHead) -> bool:
    """Put the head's copy there, locked, unless there is one; false if that is another head's.

    A storage that locks nothing keeps the copy all the same; the log tells.
    """
    checkpoint, _, _ = parse(head.checkpoint)
    key, note = object_key(checkpoint.origin, head.tree_size), head.checkpoint.encode()
    found = bytearray()
    try:
        await store.read_through(key, found.extend)
        if bytes(found) != note:
            return False
        version_id = (await store.stat(key)).version_id
    except ObjectMissing:
        version_id = await store.put(key, note, media_type=MEDIA_TYPE)
    try:
        await store.retention.lock(key, version_id, store.retention.until(head.signed_at))
    except LockRefused as error:
        logger.error("the copy of a head is not locked", tree_size=head.tree_size, reason=str(error))
    return True
