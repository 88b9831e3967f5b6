"""Object storage over S3: files go straight from the phone to it, their bytes never pass through the API.

Links and forms are signed here without any network, by the machine's clock, since the storage checks them by its
own. How storage is spoken to is in :mod:`app.evidence.storage.connections`.
"""

import base64
import io
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from minio.commonconfig import ENABLED
from minio.datatypes import PostPolicy
from minio.error import S3Error
from minio.versioningconfig import VersioningConfig

from app.evidence.storage.connections import PROBE_S, Connections
from app.evidence.storage.encryption import headers_from
from app.evidence.storage.origins import allow_origins
from app.evidence.storage.parts import PartUploads
from app.evidence.storage.retention import Retention
from app.kernel.clock import Clock, SystemClock
from app.settings import Settings

CHUNK_BYTES = 1024 * 1024
PART_BYTES = 16 * 1024 * 1024
EVIDENCE = "evidence/"
"""How the keys of uploaded files begin."""
OURS_ALREADY = "BucketAlreadyOwnedByYou"
ACL = "bucket-owner-full-control"
"""The one canned ACL that a bucket takes whether its ACLs are on or off."""


@dataclass(frozen=True, slots=True)
class PostForm:
    """A form for one upload: POST ``fields``, then the bytes as the last part, named ``file``, to ``url``."""

    url: str
    fields: dict[str, str]
    expires_in_s: int


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What storage says about an object; the version is none where the bucket keeps none."""

    size_bytes: int
    version_id: str | None


class _ExactPolicy(PostPolicy):
    """A policy that may also say that there is no redirect, which the SDK refuses to write down."""

    def forbid_redirect(self) -> None:
        """Demand an empty ``success_action_redirect``; stores obey one that the policy does not name."""
        self._conditions["eq"]["success_action_redirect"] = ""


def new_key() -> str:
    """A key that tells nothing about whose file it is, nor what or when."""
    return f"{EVIDENCE}{secrets.token_hex(16)}"


class ObjectStore:
    """The objects of one bucket.

    Attributes:
        parts: uploads that phones send in parts.

    Args:
        connections: how the bucket is reached.
        clock: the machine's; tests pass one that is late.
        encryption: headers that ask storage to encrypt (:mod:`app.evidence.storage.encryption`).
        retention: locks of the bucket's versions.
        origins: whose pages may upload; none leaves the bucket's rules as they are.
    """

    def __init__(
        self,
        connections: Connections,
        *,
        clock: Clock | None = None,
        encryption: Mapping[str, str] | None = None,
        retention: Retention | None = None,
        origins: Sequence[str] = (),
    ) -> None:
        self.connections = connections
        self.retention = retention or Retention(connections)
        self._bucket = connections.bucket
        self._clock = clock or SystemClock()
        self._encryption = dict(encryption or {})
        self.parts = PartUploads(connections, self._clock, self._encryption)
        self._origins = tuple(origins)

    def encryption_headers(self) -> dict[str, str]:
        """What every request that creates an object says about encryption; a copy."""
        return dict(self._encryption)

    async def ensure_bucket(self) -> None:
        """Create the bucket if it is missing, with object lock available and versioning on; let our pages upload.

        Versions keep what was verified from being replaced; a bucket can be given object lock only at birth.

        Raises:
            StorageUnavailable: see there.
        """
        await self.connections.call(self._ensure_bucket)

    async def check(self) -> None:
        """For readiness: storage answers within two seconds and the bucket is there, or is made now.

        Raises:
            StorageUnavailable: see there.
        """
        if not await self.connections.call(
            lambda: self.connections.prober.bucket_exists(self._bucket), queue_s=PROBE_S
        ):
            await self.ensure_bucket()

    def presign_post(
        self,
        key: str,
        *,
        media_type: str,
        size_bytes: int,
        expires: timedelta,
        sha256: str | None = None,
    ) -> PostForm:
        """Sign a form that takes exactly this key, type and size, and with ``sha256`` (hex) only those bytes.

        There is an exact condition on every field, since stores let pass what a policy does not name. No network.
        """
        fields = {"key": key, "Content-Type": media_type, "acl": ACL, "success_action_status": "201"}
        fields |= self._encryption
        if sha256 is not None:
            fields["x-amz-checksum-sha256"] = base64.b64encode(bytes.fromhex(sha256)).decode()
        policy = _ExactPolicy(self._bucket, self._clock.now() + expires)
        for name, value in fields.items():
            policy.add_equals_condition(name, value)
        policy.forbid_redirect()
        policy.add_content_length_range_condition(size_bytes, size_bytes)
        signed = self.connections.signer.presigned_post_policy(policy)
        fields |= {"success_action_redirect": ""} | signed
        return PostForm(f"{self.connections.public}/{self._bucket}", fields, int(expires.total_seconds()))

    def presign_get(
        self, key: str, *, version_id: str | None, media_type: str, disposition: str, expires: timedelta
    ) -> str:
        """Sign a link to one version of an object, with the type and file name it is served under. No network."""
        return self.connections.signer.presigned_get_object(
            self._bucket,
            key,
            expires,
            response_headers={
                "response-content-type": media_type,
                "response-content-disposition": disposition,
            },
            request_date=self._clock.now(),
            version_id=version_id,
        )

    async def stat(self, key: str) -> StoredObject:
        """Size and present version of an object.

        Raises:
            ObjectMissing, StorageUnavailable: see there.
        """
        found = await self.connections.call(lambda: self.connections.client.stat_object(self._bucket, key))
        return StoredObject(found.size or 0, found.version_id)

    async def read_through(
        self, key: str, consume: Callable[[bytes], None], *, version_id: str | None = None
    ) -> None:
        """Give ``consume`` the object's bytes in chunks of up to 1 MiB, all within one thread.

        Raises:
            ObjectMissing, StorageUnavailable: see there; ``consume`` may have had some chunks by then.
        """
        await self.connections.call(lambda: self._read_through(key, consume, version_id), queue_s=None)

    async def put(self, key: str, data: bytes, *, media_type: str) -> str | None:
        """Store bytes that the product made itself, as a new version of ``key``; the version is returned.

        Raises:
            StorageUnavailable: see there; whether the bytes arrived is not known then.
        """

        def send() -> str | None:
            stored = self.connections.reader.put_object(
                self._bucket,
                key,
                io.BytesIO(data),
                len(data),
                content_type=media_type,
                metadata=dict(self._encryption),
            )
            return stored.version_id

        return await self.connections.call(send, queue_s=None)

    async def put_file(self, key: str, path: Path, *, media_type: str) -> str | None:
        """Store a file that the product made itself, in parts of 16 MiB, as a new version of ``key``.

        Raises:
            StorageUnavailable: see there; whether the file arrived is not known then.
        """

        def send() -> str | None:
            with path.open("rb") as stream:
                stored = self.connections.reader.put_object(
                    self._bucket,
                    key,
                    stream,
                    path.stat().st_size,
                    content_type=media_type,
                    metadata=dict(self._encryption),
                    part_size=PART_BYTES,
                    num_parallel_uploads=1,
                )
            return stored.version_id

        return await self.connections.call(send, queue_s=None)

    def close(self) -> None:
        """Close the pooled connections."""
        self.connections.close()

    def _ensure_bucket(self) -> None:
        if not self.connections.client.bucket_exists(self._bucket):
            try:
                self.connections.client.make_bucket(self._bucket, object_lock=True)
            except S3Error as error:
                if error.code != OURS_ALREADY:  # another process was faster
                    raise
        if self.connections.client.get_bucket_versioning(self._bucket).status != ENABLED:
            self.connections.client.set_bucket_versioning(self._bucket, VersioningConfig(ENABLED))
        if self._origins:
            allow_origins(self.connections.client, self._bucket, self._origins)

    def _read_through(self, key: str, consume: Callable[[bytes], None], version_id: str | None) -> None:
        response = self.connections.reader.get_object(self._bucket, key, version_id=version_id)
        try:
            for chunk in response.stream(CHUNK_BYTES):
                consume(chunk)
        finally:
            response.close()
            response.release_conn()


def build_object_store(settings: Settings, *, clock: Clock | None = None) -> ObjectStore:
    """Build from settings; nothing is connected yet."""
    connections = Connections(
        settings.s3_endpoint,
        settings.s3_access_key.get_secret_value(),
        settings.s3_secret_key.get_secret_value(),
        region=settings.s3_region,
        bucket=settings.s3_bucket,
        public_endpoint=settings.s3_public_endpoint,
    )
    return ObjectStore(
        connections,
        clock=clock,
        encryption=headers_from(settings),
        retention=Retention(connections, mode=settings.evidence_lock, years=settings.evidence_retention_years),
        origins=settings.storage_origins,
    )
