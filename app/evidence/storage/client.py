"""The SDK's client, with the steps of an upload in parts that it keeps to itself.

The SDK makes public only ways that send the bytes from here; ours come from phones. Its protected methods are
called in this one place; its version is pinned, and storage's contract suite would tell if they changed.
"""

from collections.abc import Mapping, Sequence

from minio import Minio
from minio.datatypes import ListMultipartUploadsResult, ListPartsResult, Part


class StorageClient(Minio):
    """S3 over HTTP; every method blocks, and raises ``minio.error.S3Error`` for a refusal."""

    def create_upload(self, bucket: str, key: str, headers: Mapping[str, str]) -> str:
        """CreateMultipartUpload; gives the upload's id."""
        return self._create_multipart_upload(bucket, key, {**headers})

    def list_parts(self, bucket: str, key: str, upload_id: str, *, limit: int, after: int = 0) -> ListPartsResult:
        """ListParts: a page of at most ``limit`` parts with numbers above ``after``."""
        return self._list_parts(bucket, key, upload_id, max_parts=limit, part_number_marker=str(after))

    def complete_upload(self, bucket: str, key: str, upload_id: str, parts: Sequence[Part]) -> None:
        """CompleteMultipartUpload with these parts, in order."""
        self._complete_multipart_upload(bucket, key, upload_id, list(parts))

    def abort_upload(self, bucket: str, key: str, upload_id: str) -> None:
        """AbortMultipartUpload."""
        self._abort_multipart_upload(bucket, key, upload_id)

    def list_uploads(
        self,
        bucket: str,
        prefix: str,
        *,
        limit: int = 1000,
        after_key: str | None = None,
        after_id: str | None = None,
    ) -> ListMultipartUploadsResult:
        """ListMultipartUploads: a page of at most ``limit`` uploads below ``prefix`` after the one named."""
        return self._list_multipart_uploads(
            bucket, prefix=prefix, max_uploads=limit, key_marker=after_key, upload_id_marker=after_id
        )
