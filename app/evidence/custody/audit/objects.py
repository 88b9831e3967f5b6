"""Every verified file read anew from storage, whole: its bytes, its version, its lock."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from app.evidence.custody.audit.findings import Kind
from app.evidence.custody.audit.state import State
from app.evidence.errors import ObjectMissing, StorageUnavailable
from app.evidence.storage.objects import ObjectStore
from app.kernel.database import Database

PAGE = 100
LOCKED_WITHIN = timedelta(days=8)
"""Locks follow verification at once, and a weekly look takes up what failed."""
KEPT = (
    "FROM evidence v WHERE v.verified_at IS NOT NULL AND v.status IN ('verified', 'withdrawn') "
    "AND NOT EXISTS (SELECT FROM evidence o WHERE o.object_key = v.object_key AND o.id < v.id "
    "AND o.object_version IS NOT DISTINCT FROM v.object_version AND o.sha256 = v.sha256 "
    "AND o.matter_id = v.matter_id AND o.verified_at IS NOT NULL AND o.status IN ('verified', 'withdrawn'))"
)
"""Files, one for each stored object: copies within a matter share theirs."""
FILES = text(
    "SELECT v.id, v.object_key, v.object_version, v.sha256, v.size_bytes, v.retained_until, v.verified_at "
    f"{KEPT} AND v.id > CAST(:after AS uuid) ORDER BY v.id LIMIT :page"
)
COUNT = text(f"SELECT count(*) {KEPT}")
NO_ID = "00000000-0000-0000-0000-000000000000"


async def count_files(database: Database) -> int:
    """How many there are to read."""
    async with database.autocommit() as connection:
        return int((await connection.execute(COUNT)).scalar_one())


async def audit_objects(
    database: Database, store: ObjectStore, state: State, saved: Callable[[State], None], *, at: datetime
) -> None:
    """Read them all; ``saved`` is called after each.

    Raises:
        StorageUnavailable: storage as a whole is away.
    """
    while True:
        async with database.autocommit() as connection:
            rows = (await connection.execute(FILES, {"after": state.evidence or NO_ID, "page": PAGE})).all()
        for row in rows:
            where = {"evidence_id": str(row.id), "object_key": row.object_key}
            if await _is_readable(store, state, row, where):
                await _check_version(store, state, row, where, at)
            state.evidence = str(row.id)
            state.read += 1
            saved(state)
        if len(rows) < PAGE:
            return


async def _is_readable(store: ObjectStore, state: State, row: Any, where: dict[str, str]) -> bool:
    """Whether the verified version is there to look at further; its bytes are compared."""
    digest, size = hashlib.sha256(), 0

    def take(chunk: bytes) -> None:
        nonlocal size
        digest.update(chunk)
        size += len(chunk)

    try:
        await store.read_through(row.object_key, take, version_id=row.object_version)
    except ObjectMissing:
        state.found(Kind.OBJECT_MISSING, **where)
        return False
    except StorageUnavailable:
        await store.check()  # away as a whole: the audit stops; otherwise it is this object
        state.found(Kind.OBJECT_UNREADABLE, **where)
        return True
    if (digest.hexdigest(), size) != (row.sha256, row.size_bytes):
        state.found(Kind.OBJECT_ALTERED, **where)
    return True


async def _check_version(store: ObjectStore, state: State, row: Any, where: dict[str, str], at: datetime) -> None:
    try:
        newest = (await store.stat(row.object_key)).version_id
        lock = await store.retention.get(row.object_key, row.object_version) if row.object_version else None
    except ObjectMissing:
        state.found(Kind.OBJECT_VERSION, "删除标记", **where)
        return
    if newest != row.object_version:
        state.found(Kind.OBJECT_VERSION, f"版本 {newest}", **where)
    if row.retained_until is None:
        is_behind = row.verified_at + LOCKED_WITHIN < at
    else:
        is_behind = lock is None or lock.until < row.retained_until.replace(microsecond=0)
    if is_behind:
        state.found(Kind.OBJECT_UNLOCKED, **where)
