"""The signed heads of the database against their copies in storage: what was cut off there is still here."""

from collections.abc import Callable, Sequence
from itertools import islice

from sqlalchemy import text

from app.evidence.custody.audit.findings import Kind
from app.evidence.custody.audit.state import State
from app.evidence.custody.checkpoint import BadCheckpoint, verify
from app.evidence.custody.heads import folder_of
from app.evidence.errors import ObjectMissing
from app.evidence.storage.objects import ObjectStore
from app.kernel.database import Database

PAGE = 200
HEADS = text(
    "SELECT h.tree_size, h.checkpoint, u.tree_size IS NOT NULL AS waits FROM ledger_head h "
    "LEFT JOIN ledger_unpublished u USING (tree_size) "
    "WHERE h.tree_size > :after AND (CAST(:last AS bigint) IS NULL OR h.tree_size <= :last)"
)


async def audit_head_copies(
    database: Database, store: ObjectStore, state: State, keys: Sequence[str], saved: Callable[[State], None]
) -> None:
    """Compare page by page, both sides in order of size.

    Raises:
        StorageUnavailable: see there.
    """
    prefix = folder_of(state.origin)
    while True:
        found = await _page(store, prefix, state.head_copy)
        copies = {size: key for key in found if (size := _size(key.removeprefix(prefix))) is not None}
        is_last = len(found) < PAGE
        last = None if is_last else max(copies, default=state.head_size)
        async with database.autocommit() as connection:
            rows = (await connection.execute(HEADS, {"after": state.head_size, "last": last})).all()
        heads = {row.tree_size: row for row in rows}
        for size in sorted(copies.keys() | heads.keys()):
            head = heads.get(size)
            if size not in copies:
                if head is not None and not head.waits and size <= state.signed:
                    state.found(Kind.HEAD_COPY_MISSING, tree_size=size, object_key=f"{prefix}{size:020d}")
                continue
            data = await _read(store, copies[size])
            if data is not None:
                _compare(state, copies[size], data, head.checkpoint if head else None, keys)
        if is_last:
            return
        state.head_copy, state.head_size = found[-1], last or 0
        saved(state)


async def _read(store: ObjectStore, key: str) -> str | None:
    """The copy's text; none for one that went away after it was listed."""
    data = bytearray()
    try:
        await store.read_through(key, data.extend)
    except ObjectMissing:
        return None
    return data.decode("utf-8", "replace")


def _compare(state: State, key: str, note: str, checkpoint: str | None, keys: Sequence[str]) -> None:
    size = int(key.rpartition("/")[2])
    try:
        copy = verify(note, keys)
    except BadCheckpoint as error:
        state.found(Kind.HEAD_COPY_FORGED, str(error), tree_size=size, object_key=key)
        return
    if checkpoint is not None and (note != checkpoint or copy.tree_size != size):
        state.found(Kind.HEAD_COPY_DIFFERS, tree_size=size, object_key=key)
    elif checkpoint is None:
        state.found(Kind.HEAD_CUT, tree_size=size, object_key=key)


async def _page(store: ObjectStore, prefix: str, after: str) -> list[str]:
    """Up to :data:`PAGE` keys after ``after``, in order."""

    def ask() -> list[str]:
        connections = store.connections
        found = connections.client.list_objects(
            connections.bucket, prefix=prefix, start_after=after or None, recursive=True
        )
        return [str(each.object_name) for each in islice(found, PAGE)]

    return await store.connections.call(ask, queue_s=None)


def _size(name: str) -> int | None:
    return int(name) if len(name) == 20 and name.isascii() and name.isdecimal() else None
