"""Ids that say when: of check-ins and of what is owed, so that a partition is found from the id alone. Pure."""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def timed_id(at: datetime, *parts: UUID | str) -> UUID:
    """A UUIDv8 (RFC 9562, 5.8): 48 bits of milliseconds of ``at``, then a hash of ``parts``.

    The same moment and parts give the same id, which makes writing a thing twice one row.
    """
    milliseconds = (at - EPOCH) // _MILLISECOND
    digest = hashlib.sha256("\x00".join(str(part) for part in parts).encode()).digest()
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(digest[:10], "big")
    value = value & ~(0xF << 76) | 8 << 76
    return UUID(int=value & ~(0b11 << 62) | 0b10 << 62)


def time_of(identifier: UUID) -> datetime:
    """The moment in a timed id, to the millisecond below it."""
    return EPOCH + (identifier.int >> 80) * _MILLISECOND
