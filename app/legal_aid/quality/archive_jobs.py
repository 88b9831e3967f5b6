"""Building the file of a case in the worker: streamed into one ZIP on disk, stored, read back, written down."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import ArchiveFailed
from app.evidence.bundles.exporting import note_exported, receipt_of
from app.evidence.bundles.gate import UNSEEN, stopped_counting
from app.evidence.bundles.packing import (
    Built,
    Original,
    SourceDiffers,
    copy_original,
    instant,
    measured,
    put_away,
)
from app.evidence.custody.keys import LedgerKeys
from app.evidence.enums import EvidenceStatus, MediaType
from app.evidence.models import Evidence
from app.evidence.names import EXTENSIONS
from app.evidence.storage.objects import ObjectStore
from app.kernel import events
from app.kernel.archive_format import ArchiveWriter
from app.kernel.bus import Bus, JobContext
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.models import Application
from app.legal_aid.papers.codes import PaperStatus
from app.legal_aid.quality.archive_records import Row, as_json, collect
from app.legal_aid.quality.archiving import BUILD
from app.legal_aid.quality.enums import ArchiveStatus
from app.legal_aid.quality.models import CaseArchive
from app.legal_aid.views import number_of

README = """\
这是一件法律援助案件的电子案卷（一案一卷）。
evidence/  证据材料原件    papers/  盖章的法律文书    records/  办理记录（JSON）
receipts/  证据材料的保管凭证，和原件同名，用 yjt verify-evidence 可以离线核对
manifest.json 列出每份文件的大小和 SHA-256。用 yjt verify-archive 可以离线核对。
"""
UNSCANNED = "下面的证据材料还没有查过病毒，打开以前请先查毒：\n"


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that goes in, read in one snapshot; ``receipts`` by path, for files that the ledger has.

    ``unseen`` are paths of originals that no scanner has looked at for malware: the file of a case is whole all
    the same, and its README names them.
    """

    about: dict[str, str]
    created_at: str
    records: dict[str, bytes]
    originals: Sequence[Original]
    receipts: dict[str, bytes] = field(default_factory=dict[str, bytes])
    evidence_ids: Sequence[UUID] = ()
    unseen: Sequence[str] = ()

    @property
    def readme(self) -> bytes:
        """What the file of a case begins with."""
        named = UNSCANNED + "".join(f"  {path}\n" for path in self.unseen)
        return (README + (named if self.unseen else "")).encode()


def register(bus: Bus, store: ObjectStore, keys: LedgerKeys) -> None:
    """Register the job; called by ``wiring``."""

    async def run(context: JobContext) -> None:
        await build(context, store, keys)

    bus.register_external(BUILD, run)


async def build(context: JobContext, store: ObjectStore, keys: LedgerKeys) -> None:
    """Build and store the file of an archived case, and lock it in storage; run again, it changes nothing.

    A stored original that is missing or was changed ends the attempt as failed, told to the officers. A file that
    cannot be locked is there all the same: its job is held, and locks it when it is tried again.

    Raises:
        StorageUnavailable, LockRefused: the queue tries again.
    """
    application_id = UUID(str(context.payload["application_id"]))
    content = await _content(context, application_id, keys)
    if content is not None:
        await _make(context, store, application_id, content)
    await _keep(context, store, application_id)


async def _make(context: JobContext, store: ObjectStore, application_id: UUID, content: Content) -> None:
    key = f"archive/{application_id}.zip"
    with tempfile.TemporaryDirectory(prefix="yjt-archive-") as folder:
        try:
            built = await write(store, content, Path(folder, "case.zip"))
            version = await put_away(store, key, built)
        except SourceDiffers as differs:
            await _fail(context, application_id, str(differs))
            return
    await _finish(context, content, built, key, version)


async def _keep(context: JobContext, store: ObjectStore, application_id: UUID) -> None:
    """Have storage keep a finished file as long as evidence is kept."""
    async with context.database.session() as session:
        row = await session.get(CaseArchive, application_id)
    if row is not None and row.status is ArchiveStatus.READY and row.object_key and row.built_at:
        await store.retention.lock(row.object_key, row.object_version, store.retention.until(row.built_at))


async def write(store: ObjectStore, content: Content, path: Path) -> Built:
    """Write the archive to ``path``; originals pass through in chunks, never whole in memory.

    Raises:
        SourceDiffers: an original is missing or was changed.
        StorageUnavailable: see there.
    """
    with ArchiveWriter(path) as archive:
        archive.add("README.txt", content.readme, "readme", content.created_at)
        for original in content.originals:
            await copy_original(store, archive, original)
        for name, receipt in content.receipts.items():
            archive.add(name, receipt, "receipt", content.created_at)
        for name, rows in content.records.items():
            archive.add(f"records/{name}.json", rows, "record", content.created_at)
        manifest = archive.finish(content.about)
    count = 2 + len(content.originals) + len(content.receipts) + len(content.records)
    return await measured(path, file_count=count, manifest_sha256=manifest)


async def _content(context: JobContext, application_id: UUID, keys: LedgerKeys) -> Content | None:
    """What goes in, as it stands now; nothing when there is nothing to build."""
    async with context.database.session() as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        row = await session.get(CaseArchive, application_id)
        if row is None or row.status is not ArchiveStatus.BUILDING:
            return None
        case = await session.get_one(Application, application_id)
        return await _with_receipts(session, await content_of(session, case, row), keys)


async def _with_receipts(session: AsyncSession, content: Content, keys: LedgerKeys) -> Content:
    receipts: dict[str, bytes] = {}
    paths = [original.path for original in content.originals if original.kind == "evidence"]
    for evidence_id, path in zip(content.evidence_ids, paths, strict=True):
        receipt = await receipt_of(session, await session.get_one(Evidence, evidence_id), keys)
        if receipt is not None:
            receipts[f"receipts/{Path(path).stem}.json"] = receipt
    return replace(content, receipts=receipts)


async def content_of(session: AsyncSession, case: Application, row: CaseArchive) -> Content:
    """Records and originals of a case."""
    records = await collect(session, case.id)
    at = instant(row.requested_at)
    verified = [found for found in records.rows["evidence"] if found["status"] == EvidenceStatus.VERIFIED]
    originals = _evidence(verified)
    return Content(
        about={"application_id": str(case.id), "number": number_of(case) or "", "created_at": at},
        created_at=at,
        records={name: as_json(rows) for name, rows in sorted(records.rows.items())},
        originals=[
            *originals,
            *_papers(records.rows["official_paper"]),
        ],
        evidence_ids=[found["id"] for found in verified],
        unseen=[one.path for one, found in zip(originals, verified, strict=True) if found["scan"] in UNSEEN],
    )


def _evidence(rows: Sequence[Row]) -> list[Original]:
    return [
        Original(
            path=f"evidence/{number:04d}-{row['id']}{EXTENSIONS[MediaType(row['media_type'])][0]}",
            kind="evidence",
            created_at=instant(row["verified_at"]),
            size_bytes=row["size_bytes"],
            sha256=row["sha256"],
            object_key=row["object_key"],
            object_version=row["object_version"],
        )
        for number, row in enumerate(rows, start=1)
    ]


def _papers(rows: Sequence[Row]) -> list[Original]:
    issued = [row for row in rows if row["status"] == PaperStatus.ISSUED]
    return [
        Original(
            path=f"papers/{number:04d}-{row['kind'].value}-{row['id']}.pdf",
            kind="paper",
            created_at=instant(row["issued_at"]),
            size_bytes=row["size_bytes"],
            sha256=row["sha256"],
            object_key=row["object_key"],
            object_version=row["object_version"],
        )
        for number, row in enumerate(issued, start=1)
    ]


async def _finish(context: JobContext, content: Content, built: Built, key: str, version: str | None) -> None:
    """The file is ready, and the ledger says that the evidence left: in one transaction."""
    application_id = UUID(content.about["application_id"])
    async with context.database.transaction() as session:
        row = await session.get_one(CaseArchive, application_id, with_for_update=True)
        if row.status is not ArchiveStatus.BUILDING:
            return
        gone = await note_exported(session, content.evidence_ids, at=context.at, party_id=row.requested_by)
        if not gone:
            row.status, row.built_at = ArchiveStatus.READY, context.at
            row.object_key, row.object_version = key, version
            row.size_bytes, row.file_count = built.size_bytes, built.file_count
            row.sha256, row.manifest_sha256 = built.sha256, built.manifest_sha256
    if gone:
        await _fail(context, application_id, f"“{gone[0].name}”{stopped_counting(gone[0])}，请重新生成")


async def _fail(context: JobContext, application_id: UUID, problem: str) -> None:
    async with context.database.transaction() as session:
        row = await session.get_one(CaseArchive, application_id, with_for_update=True)
        if row.status is not ArchiveStatus.BUILDING:
            return
        row.status, row.problem = ArchiveStatus.FAILED, problem[:500]
        case = await session.get_one(Application, application_id)
        told = ArchiveFailed(application_id=case.id, applicant_id=case.applicant_id, agency_id=agency_of(case))
        await events.record(session, told, at=context.at)
