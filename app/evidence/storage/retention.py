"""Object lock: a version that is locked is deleted by nobody before its time, whatever else goes wrong.

In governance mode somebody with a special right (``s3:BypassGovernanceRetention``) still could; in compliance mode
nobody can. A lock is only ever prolonged. The bucket has object lock from its birth, or never.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from minio.error import S3Error
from minio.retention import Retention as Lock

from app.evidence.errors import LockRefused
from app.evidence.storage.connections import Connections
from app.settings import LockMode

logger = structlog.get_logger(__name__)

NOT_LOCKED = frozenset({"NoSuchObjectLockConfiguration", "ObjectLockConfigurationNotFoundError"})
REFUSED = frozenset({"AccessDenied", "InvalidRequest", "NotImplemented", "MethodNotAllowed", "InvalidBucketState"})


@dataclass(frozen=True, slots=True)
class Locked:
    """Until when a version is kept, and who could delete it before."""

    until: datetime
    mode: LockMode


def years_after(at: datetime, years: int) -> datetime:
    """The same day and time ``years`` later; the 29th of February becomes the 1st of March, never earlier."""
    try:
        return at.replace(year=at.year + years)
    except ValueError:
        return at.replace(year=at.year + years, month=3, day=1)


class Retention:
    """Locks of one bucket's versions.

    Args:
        connections: how the bucket is reached.
        mode: of new locks.
        years: how long what was accepted is kept. Nothing is deleted afterwards either: it merely could be.
    """

    def __init__(self, connections: Connections, *, mode: LockMode = LockMode.GOVERNANCE, years: int = 10) -> None:
        self._connections = connections
        self._mode = mode
        self.years = years

    def until(self, at: datetime) -> datetime:
        """Until when something accepted, or a case ended, at ``at`` is kept."""
        return years_after(at, self.years)

    async def lock(
        self, key: str, version_id: str | None, until: datetime, mode: LockMode | None = None
    ) -> Locked:
        """Lock a version until ``until``; one that is locked as long already stays as it is. Safe to repeat.

        A lock keeps its mode when it is prolonged: storage lets nobody change that without the special right.

        Returns:
            The lock as it now is, in whole seconds, which is what storage notes.

        Raises:
            LockRefused: the bucket keeps no versions or has no object lock, or our keys may not set one.
            ObjectMissing, StorageUnavailable: see there.
        """
        if version_id is None:
            raise LockRefused("the bucket keeps no versions")
        found = await self.get(key, version_id)
        if found is not None and found.until >= until.replace(microsecond=0):
            return found
        wanted = Locked(until.replace(microsecond=0), found.mode if found else mode or self._mode)
        await self._connections.call(lambda: self._set(key, version_id, wanted))
        return wanted

    async def get(self, key: str, version_id: str) -> Locked | None:
        """The lock of a version; none where there is none.

        Raises:
            LockRefused: the bucket has no object lock (AWS, MinIO), or our keys may not ask.
            ObjectMissing, StorageUnavailable: see there.
        """
        return await self._connections.call(lambda: self._get(key, version_id))

    def _get(self, key: str, version_id: str) -> Locked | None:
        try:
            found = self._connections.client.get_object_retention(
                self._connections.bucket, key, version_id=version_id
            )
        except S3Error as error:
            if error.code in NOT_LOCKED:
                return None
            if error.code in REFUSED:
                logger.error("object storage does not tell of locks", code=error.code)
                raise LockRefused(str(error.code)) from error
            raise
        if found is None:
            return None
        until = found.retain_until_date
        return Locked(until if until.tzinfo else until.replace(tzinfo=UTC), LockMode(found.mode.lower()))

    def _set(self, key: str, version_id: str, wanted: Locked) -> None:
        lock = Lock(wanted.mode.upper(), wanted.until)
        try:
            self._connections.client.set_object_retention(
                self._connections.bucket, key, lock, version_id=version_id
            )
        except S3Error as error:
            if error.code in REFUSED:
                logger.error("object storage does not lock", code=error.code, until=wanted.until.isoformat())
                raise LockRefused(str(error.code)) from error
            raise
