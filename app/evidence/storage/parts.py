"""Uploads in parts (S3 multipart): begun here, sent by the phone part by part, joined here or given up.

Whoever has the list of parts that arrived can go on with an upload: hours later, over another network, from
another phone. Storage keeps parts until the upload is joined or aborted; some stores forget one that rests for too
long (MinIO after a day, unless its ``stale_uploads_expiry`` says longer).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from minio.datatypes import Part
from minio.error import S3Error

from app.evidence.storage.connections import Connections
from app.kernel.clock import Clock

FORGOTTEN = "NoSuchUpload"
NEVER = datetime.min.replace(tzinfo=UTC)
PAGE = 1000
MOST_PAGES = 100
"""Uploads are looked at in pages; those beyond 100,000 wait for another day."""

T = TypeVar("T")


class UploadForgotten(Exception):
    """Storage knows no such upload: joined, aborted, or lost; its parts have to be sent again, or are joined."""


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A part that arrived; ``etag`` names its content when parts are joined, ``stored_at`` is to the second."""

    number: int
    size_bytes: int
    etag: str
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class UnfinishedUpload:
    """An upload in storage that was neither joined nor aborted."""

    key: str
    upload_id: str


class PartUploads:
    """Uploads in parts to one bucket.

    Args:
        connections: how the bucket is reached.
        clock: the machine's, by which links are signed and ages judged, as storage does.
        headers: what the request that creates an object carries besides its type (encryption).
    """

    def __init__(self, connections: Connections, clock: Clock, headers: Mapping[str, str] | None = None) -> None:
        self._connections = connections
        self._bucket = connections.bucket
        self._clock = clock
        self._headers = dict(headers or {})

    async def start(self, key: str, *, media_type: str) -> str:
        """Begin an upload of one object; its id is returned.

        Raises:
            StorageFull, StorageUnavailable: see there; an upload begun unnoticed is swept away later.
        """
        headers = {"Content-Type": media_type} | self._headers
        return await self._ask(lambda: self._connections.client.create_upload(self._bucket, key, headers))

    def presign(self, key: str, upload_id: str, number: int, *, expires: timedelta) -> str:
        """Sign a link that takes one part by PUT, by the URL that phones reach storage by. No network."""
        return self._connections.signer.get_presigned_url(
            "PUT",
            self._bucket,
            key,
            expires,
            request_date=self._clock.now(),
            extra_query_params={"partNumber": str(number), "uploadId": upload_id},
        )

    async def is_known(self, key: str, upload_id: str) -> bool:
        """Whether storage still takes parts of this upload.

        Raises:
            StorageUnavailable: see there.
        """
        try:
            await self._ask(lambda: self._connections.client.list_parts(self._bucket, key, upload_id, limit=1))
        except UploadForgotten:
            return False
        return True

    async def arrived(self, key: str, upload_id: str) -> list[StoredPart]:
        """Every part that arrived, by number.

        A part that was sent again may be there several times (SeaweedFS keeps each content it was sent).

        Raises:
            UploadForgotten, StorageUnavailable: see there.
        """
        return await self._ask(lambda: self._arrived(key, upload_id))

    async def join(self, key: str, upload_id: str, parts: Sequence[StoredPart]) -> None:
        """Make one object of these parts, given in order. The bytes are not sent again.

        Raises:
            UploadForgotten: joined already, aborted, or lost.
            StorageUnavailable: see there; it may have been joined all the same.
        """
        chosen = [Part(part.number, part.etag) for part in parts]
        await self._ask(lambda: self._connections.reader.complete_upload(self._bucket, key, upload_id, chosen))

    async def abort(self, key: str, upload_id: str) -> None:
        """Throw away what arrived of an upload; one that storage does not know is no error.

        Raises:
            StorageUnavailable: see there.
        """
        try:
            await self._ask(lambda: self._connections.client.abort_upload(self._bucket, key, upload_id))
        except UploadForgotten:
            return

    async def unfinished(self, prefix: str, *, older_than: timedelta) -> list[UnfinishedUpload]:
        """Uploads below ``prefix`` that were begun longer ago than ``older_than``.

        MinIO lists none by a prefix; it throws away what rests for too long by itself.

        Raises:
            StorageUnavailable: see there.
        """
        begun_before = self._clock.now() - older_than
        return await self._ask(lambda: self._unfinished(prefix, begun_before))

    async def _ask(self, function: Callable[[], T]) -> T:
        def ask() -> T:
            try:
                return function()
            except S3Error as error:
                if error.code == FORGOTTEN:
                    raise UploadForgotten from error
                raise

        return await self._connections.call(ask)

    def _arrived(self, key: str, upload_id: str) -> list[StoredPart]:
        found: dict[tuple[int, str], StoredPart] = {}
        after = 0
        while True:
            page = self._connections.client.list_parts(self._bucket, key, upload_id, limit=PAGE, after=after)
            for part in page.parts:
                stored = StoredPart(part.part_number, part.size or 0, part.etag, part.last_modified or NEVER)
                known = found.setdefault((part.part_number, part.etag), stored)
                if known.stored_at < stored.stored_at:
                    found[part.part_number, part.etag] = stored
            if not page.is_truncated or not page.parts:
                return sorted(found.values(), key=lambda part: (part.number, part.stored_at))
            last = page.parts[-1].part_number
            # The last number is asked for again: a page may end between two contents of one part.
            after = last - 1 if last - 1 > after else last

    def _unfinished(self, prefix: str, begun_before: datetime) -> list[UnfinishedUpload]:
        found: list[UnfinishedUpload] = []
        after_key: str | None = None
        after_id: str | None = None
        for _ in range(MOST_PAGES):
            page = self._connections.client.list_uploads(
                self._bucket, prefix, limit=PAGE, after_key=after_key, after_id=after_id
            )
            found.extend(
                UnfinishedUpload(upload.object_name, upload.upload_id)
                for upload in page.uploads
                if upload.upload_id and upload.initiated_time and upload.initiated_time < begun_before
            )
            if not page.is_truncated or not page.uploads:
                break
            # SeaweedFS goes by the upload's id and names no key; others go by the key, then the id.
            after_key, after_id = page.next_key_marker, page.uploads[-1].upload_id
        return found
