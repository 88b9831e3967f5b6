"""Building the file of a case in the worker: streamed into one ZIP on disk, stored, read back, written down."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import ArchiveFailed
from app.evidence.enums import EvidenceStatus, MediaType
from app.evidence.errors import ObjectMissing
from app.evidence.names import EXTENSIONS
from app.evidence.storage.objects import ObjectStore
from app.kernel import events
from app.kernel.bus import Bus, JobContext
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.models import Application
from app.legal_aid.papers.codes import PaperStatus
from app.legal_aid.quality.archive_format import ArchiveWriter, sha256_of
from app.legal_aid.quality.archive_records import Row, as_json, collect
from app.legal_aid.quality.archiving import BUILD, MEDIA_TYPE
from app.legal_aid.quality.enums import ArchiveStatus
from app.legal_aid.quality.models import CaseArchive
from app.legal_aid.views import number_of

README = """\
这是一件法律援助案件的电子案卷（一案一卷）。
evidence/  证据材料原件    papers/  盖章的法律文书    records/  办理记录（JSON）
manifest.json 列出每份文件的大小和 SHA-256。用 yjt verify-archive 可以离线核对。
"""


class SourceDiffers(Exception):
    """A stored file is missing or is not what was verified; the message names it in plain Chinese."""


@dataclass(frozen=True, slots=True)
class Original:
    """A stored file that goes into the archive as it is."""

    path: str
    kind: str
    created_at: str
    size_bytes: int
    sha256: str
    object_key: str
    object_version: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that goes in, read in one snapshot."""

    about: dict[str, str]
    created_at: str
    records: dict[str, bytes]
    originals: Sequence[Original]


@dataclass(frozen=True, slots=True)
class Built:
    """A finished file on disk."""

    path: Path
    size_bytes: int
    file_count: int
    sha256: str
    manifest_sha256: str


def register(bus: Bus, store: ObjectStore) -> None:
    """Register the job; called by ``wiring``."""

    async def run(context: JobContext) -> None:
        await build(context, store)

    bus.register_external(BUILD, run)


async def build(context: JobContext, store: ObjectStore) -> None:
    """Build and store the file of an archived case; run again, it changes nothing.

    A stored original that is missing or was changed ends the attempt as failed, told to the officers.

    Raises:
        StorageUnavailable, LockRefused: the queue tries again, then holds the job.
    """
    application_id = UUID(str(context.payload["application_id"]))
    content = await _content(context, application_id)
    if content is None:
        return
    with tempfile.TemporaryDirectory(prefix="yjt-archive-") as folder:
        try:
            built = await write(store, content, Path(folder, "case.zip"))
        except SourceDiffers as differs:
            await _fail(context, application_id, str(differs))
            return
        key = f"archive/{application_id}.zip"
        kept = store.retention.until(context.at)
        version = await store.put_file(key, built.path, media_type=MEDIA_TYPE, retain_until=kept)
        if await _stored_sha256(store, key, version) != built.sha256:
            await _fail(context, application_id, "存入的案卷和生成的不一致")
            return
        await _finish(context, application_id, built, key, version)


async def write(store: ObjectStore, content: Content, path: Path) -> Built:
    """Write the archive to ``path``; originals pass through in chunks, never whole in memory.

    Raises:
        SourceDiffers: an original is missing or was changed.
        StorageUnavailable: see there.
    """
    with ArchiveWriter(path) as archive:
        archive.add("README.txt", README.encode(), "readme", content.created_at)
        for original in content.originals:
            await _copy(store, archive, original)
        for name, rows in content.records.items():
            archive.add(f"records/{name}.json", rows, "record", content.created_at)
        manifest = archive.finish(content.about)
    count = 2 + len(content.originals) + len(content.records)
    digest, size = await to_thread.run_sync(_measure, path)
    return Built(path, size, count, digest, manifest)


def _measure(path: Path) -> tuple[str, int]:
    return sha256_of(path), path.stat().st_size


async def _copy(store: ObjectStore, archive: ArchiveWriter, original: Original) -> None:
    entry = archive.begin(original.path, original.size_bytes)
    try:
        await store.read_through(original.object_key, entry.write, version_id=original.object_version)
    except ObjectMissing as missing:
        raise SourceDiffers(f"{original.path}：存储中没有这份文件") from missing
    finally:
        listed = archive.end(entry, original.path, original.kind, original.created_at)
    if (listed.size_bytes, listed.sha256) != (original.size_bytes, original.sha256):
        raise SourceDiffers(f"{original.path}：存储中的内容和核验时不一致")


async def _content(context: JobContext, application_id: UUID) -> Content | None:
    """What goes in, as it stands now; nothing when there is nothing to build."""
    async with context.database.session() as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        row = await session.get(CaseArchive, application_id)
        if row is None or row.status is not ArchiveStatus.BUILDING:
            return None
        case = await session.get_one(Application, application_id)
        return await content_of(session, case, row)


async def content_of(session: AsyncSession, case: Application, row: CaseArchive) -> Content:
    """Records and originals of a case."""
    records = await collect(session, case.id)
    at = _instant(row.requested_at)
    return Content(
        about={"application_id": str(case.id), "number": number_of(case) or "", "created_at": at},
        created_at=at,
        records={name: as_json(rows) for name, rows in sorted(records.rows.items())},
        originals=[
            *_evidence(records.rows["evidence"]),
            *_papers(records.rows["official_paper"]),
        ],
    )


def _evidence(rows: Sequence[Row]) -> list[Original]:
    verified = [row for row in rows if row["status"] == EvidenceStatus.VERIFIED]
    return [
        Original(
            path=f"evidence/{number:04d}-{row['id']}{EXTENSIONS[MediaType(row['media_type'])][0]}",
            kind="evidence",
            created_at=_instant(row["verified_at"]),
            size_bytes=row["size_bytes"],
            sha256=row["sha256"],
            object_key=row["object_key"],
            object_version=row["object_version"],
        )
        for number, row in enumerate(verified, start=1)
    ]


def _papers(rows: Sequence[Row]) -> list[Original]:
    issued = [row for row in rows if row["status"] == PaperStatus.ISSUED]
    return [
        Original(
            path=f"papers/{number:04d}-{row['kind'].value}-{row['id']}.pdf",
            kind="paper",
            created_at=_instant(row["issued_at"]),
            size_bytes=row["size_bytes"],
            sha256=row["sha256"],
            object_key=row["object_key"],
            object_version=row["object_version"],
        )
        for number, row in enumerate(issued, start=1)
    ]


async def _stored_sha256(store: ObjectStore, key: str, version: str | None) -> str:
    digest = sha256()
    await store.read_through(key, digest.update, version_id=version)
    return digest.hexdigest()


async def _finish(context: JobContext, application_id: UUID, built: Built, key: str, version: str | None) -> None:
    async with context.database.transaction() as session:
        row = await session.get_one(CaseArchive, application_id, with_for_update=True)
        if row.status is not ArchiveStatus.BUILDING:
            return
        row.status, row.built_at = ArchiveStatus.READY, context.at
        row.object_key, row.object_version = key, version
        row.size_bytes, row.file_count = built.size_bytes, built.file_count
        row.sha256, row.manifest_sha256 = built.sha256, built.manifest_sha256


async def _fail(context: JobContext, application_id: UUID, problem: str) -> None:
    async with context.database.transaction() as session:
        row = await session.get_one(CaseArchive, application_id, with_for_update=True)
        if row.status is not ArchiveStatus.BUILDING:
            return
        row.status, row.problem = ArchiveStatus.FAILED, problem[:500]
        case = await session.get_one(Application, application_id)
        told = ArchiveFailed(application_id=case.id, applicant_id=case.applicant_id, agency_id=agency_of(case))
        await events.record(session, told, at=context.at)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
