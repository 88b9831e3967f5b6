"""Stored files into one ZIP: copied in chunks, hashed on the way, refused where they are not what was verified."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from anyio import to_thread

from app.evidence.errors import ObjectMissing
from app.evidence.storage.objects import ObjectStore
from app.kernel.archive_format import ArchiveWriter, sha256_of

MEDIA_TYPE = "application/zip"


class SourceDiffers(Exception):
    """A stored file is missing or is not what was verified; the message names it in plain Chinese."""


@dataclass(frozen=True, slots=True)
class Original:
    """A stored file that goes into an archive as it is."""

    path: str
    kind: str
    created_at: str
    size_bytes: int
    sha256: str
    object_key: str
    object_version: str | None


@dataclass(frozen=True, slots=True)
class Built:
    """A finished file on disk."""

    path: Path
    size_bytes: int
    file_count: int
    sha256: str
    manifest_sha256: str


def instant(at: datetime) -> str:
    """ISO 8601 in UTC, as manifests write it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


async def copy_original(
    store: ObjectStore,
    archive: ArchiveWriter,
    original: Original,
    *,
    also: Callable[[bytes], object] | None = None,
) -> None:
    """Copy a stored file into the archive; ``also`` gets every chunk as well.

    Raises:
        SourceDiffers: it is missing or was changed.
        StorageUnavailable: see there.
    """
    entry = archive.begin(original.path, original.size_bytes)

    def take(chunk: bytes) -> None:
        entry.write(chunk)
        if also is not None:
            also(chunk)

    try:
        await store.read_through(original.object_key, take, version_id=original.object_version)
    except ObjectMissing as missing:
        raise SourceDiffers(f"{original.path}：存储中没有这份文件") from missing
    finally:
        listed = archive.end(entry, original.path, original.kind, original.created_at)
    if (listed.size_bytes, listed.sha256) != (original.size_bytes, original.sha256):
        raise SourceDiffers(f"{original.path}：存储中的内容和核验时不一致")


async def measured(path: Path, *, file_count: int, manifest_sha256: str) -> Built:
    """A finished archive with its size and hash."""
    digest, size = await to_thread.run_sync(lambda: (sha256_of(path), path.stat().st_size))
    return Built(path, size, file_count, digest, manifest_sha256)


async def put_away(store: ObjectStore, key: str, built: Built) -> str | None:
    """Store an archive and read it back; the stored version is returned.

    Raises:
        SourceDiffers: what storage gives back is not what was made.
        StorageUnavailable: see there.
    """
    version = await store.put_file(key, built.path, media_type=MEDIA_TYPE)
    digest = sha256()
    await store.read_through(key, digest.update, version_id=version)
    if digest.hexdigest() != built.sha256:
        raise SourceDiffers("存入的卷宗和生成的不一致")
    return version
