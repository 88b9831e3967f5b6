"""The signed heads of the database against their copies in storage: what was cut off there is still here.

Every version of a copy counts, not the newest alone: whoever may write to storage can put a version or a delete
marker over a locked one, but cannot take the locked one away.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

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
        copies = {size: copy for copy in found if (size := _size(copy.key.removeprefix(prefix))) is not None}
        is_last = len(found) < PAGE
        last = None if is_last else max(copies, default=state.head_size)
        async with database.autocommit() as connection:
            rows = (await connection.execute(HEADS, {"after": state.head_size, "last": last})).all()
        heads = {row.tree_size: row for row in rows}
        for size in sorted(copies.keys() | heads.keys()):
            copy, head = copies.get(size), heads.get(size)
            is_due = head is not None and not head.waits and size <= state.signed
            if is_due and (copy is None or not copy.is_shown):
                state.found(Kind.HEAD_COPY_MISSING, tree_size=size, object_key=f"{prefix}{size:020d}")
            if copy is not None:
                notes = [await _read(store, copy.key, version) for version in copy.versions]
                _compare(state, (size, copy.key), notes, head.checkpoint if head else None, keys)
        if is_last:
            return
        state.head_copy, state.head_size = found[-1].key, last or 0
        saved(state)


@dataclass(slots=True)
class _Copy:
    """All versions of one copy; ``is_shown`` unless a delete marker stands over them."""

    key: str
    versions: list[str | None] = field(default_factory=list[str | None])
    is_shown: bool = False


async def _read(store: ObjectStore, key: str, version_id: str | None) -> str | None:
    """The text of a version; none for one that went away after it was listed."""
    data = bytearray()
    try:
        await store.read_through(key, data.extend, version_id=version_id)
    except ObjectMissing:
        return None
    return data.decode("utf-8", "replace")


def _compare(
    state: State,
    place: tuple[int, str],
    notes: Sequence[str | None],
    checkpoint: str | None,
    keys: Sequence[str],
) -> None:
    """Each version against the database's head; the same thing is found once, however many versions say it."""
    size, key = place
    faults: dict[Kind, str] = {}
    for note in dict.fromkeys(note for note in notes if note is not None):
        try:
            copy = verify(note, keys)
        except BadCheckpoint as error:
            faults[Kind.HEAD_COPY_FORGED] = str(error)
            continue
        if checkpoint is None:
            faults[Kind.HEAD_CUT] = ""
        elif note != checkpoint or copy.tree_size != size:
            faults[Kind.HEAD_COPY_DIFFERS] = ""
    for kind, reason in faults.items():
        state.found(kind, reason, tree_size=size, object_key=key)


async def _page(store: ObjectStore, prefix: str, after: str) -> Sequence[_Copy]:
    """Up to :data:`PAGE` copies after the key ``after``, in order, each with all its versions."""

    def ask() -> Sequence[_Copy]:
        connections = store.connections
        listed = connections.client.list_objects(
            connections.bucket, prefix=prefix, start_after=after or None, recursive=True, include_version=True
        )
        found: dict[str, _Copy] = {}
        for each in listed:
            key = str(each.object_name)
            if each.is_delete_marker:  # listed out of order; no version beneath it is the latest
                continue
            if key not in found and len(found) == PAGE:
                break
            copy = found.setdefault(key, _Copy(key))
            copy.versions.append(each.version_id)
            copy.is_shown = copy.is_shown or _is_latest(each.is_latest)
        return list(found.values())

    return await store.connections.call(ask, queue_s=None)


def _is_latest(said: str | None) -> bool:
    """A storage without versions says nothing about it."""
    return said is None or said.lower() == "true"


def _size(name: str) -> int | None:
    return int(name) if len(name) == 20 and name.isascii() and name.isdecimal() else None
