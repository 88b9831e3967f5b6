"""Making a bundle in the worker: originals streamed into a ZIP on disk, index and proofs beside them, stored.

The ZIP is in the format of archives (:mod:`app.kernel.archive_format`), so that ``yjt verify-archive`` checks it.
"""

import tempfile
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import structlog

from app.evidence.bundles import indexing
from app.evidence.bundles.asking import MAKE
from app.evidence.bundles.contents import Content, File, read_content
from app.evidence.bundles.enums import BundleStatus
from app.evidence.bundles.exporting import history_json, history_text, note_exported
from app.evidence.bundles.gate import UNSEEN, stopped_counting
from app.evidence.bundles.models import EvidenceBundle
from app.evidence.bundles.numbering import PICTURES, numbered
from app.evidence.bundles.packing import Built, SourceDiffers, copy_original, measured, put_away
from app.evidence.bundles.pages import pages_of
from app.evidence.custody.keys import LedgerKeys
from app.evidence.custody.sequencing import sequence
from app.evidence.custody.tree import LedgerDamaged
from app.evidence.enums import MediaType
from app.evidence.storage.objects import ObjectStore
from app.kernel.archive_format import ArchiveWriter
from app.kernel.bus import Bus, JobContext
from app.kernel.papers.errors import TemplateFailed
from app.kernel.papers.rendering import Renderer

logger = structlog.get_logger(__name__)

INDEX = "000_证据目录.pdf"
README = """\
这是一件事的证据卷宗：{title}

000_证据目录.pdf   证据目录：每份材料证明什么、在第几页，文件的校验值
evidence/         材料原件，按目录的顺序编号，一个字节也没有改动
receipts/         每份材料的保管凭证，可以离线核对，不用联网
custody/          每份材料的保管记录：什么时候收到、核验、打开、导出
manifest.json     每份文件的大小和 SHA-256；用 yjt verify-archive 可以离线核对整个卷宗

凭证证明的是：收到以后文件没有改动过。材料的内容在上传以前是不是真实，由办案机关审查判断
（人民法院在线诉讼规则 16 至 18）。
"""
UNSCANNED = "\n下面的材料还没有查过病毒，打开以前请先查毒：{numbers}\n"
NOT_MADE = "系统出了问题，没有做成，请联系办理的机构"
NO_RECEIPT = "\n下面的材料还没有记入存证账本，没有凭证，以后可以单独下载：{numbers}\n"


@dataclass(frozen=True, slots=True)
class Bindery:
    """What bundles are made with."""

    store: ObjectStore
    renderer: Renderer
    keys: LedgerKeys


def register(bus: Bus, bindery: Bindery) -> None:
    """Register the job; called by ``wiring``."""

    async def run(context: JobContext) -> None:
        await make(context, bindery)

    bus.register_external(MAKE, run)


async def make(context: JobContext, bindery: Bindery) -> None:
    """Make and store a bundle that was asked for; run again, it changes nothing.

    Raises:
        StorageUnavailable, RendererUnavailable: the queue tries again.
    """
    bundle_id = UUID(str(context.payload["bundle_id"]))
    with suppress(LedgerDamaged):  # what was verified a moment ago shall have its receipt
        await sequence(context, bindery.keys)
    with tempfile.TemporaryDirectory(prefix="yjt-bundle-") as folder:
        try:
            async with context.database.session() as session:
                await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
                content = await read_content(session, bundle_id, bindery.keys)
            if content is None:
                return
            built, total = await write(bindery, content, Path(folder))
            key = f"bundles/{bundle_id}.zip"
            version = await put_away(bindery.store, key, built)
        except SourceDiffers as error:
            await _fail(context, bundle_id, str(error))
            return
        except (TemplateFailed, LedgerDamaged) as error:
            logger.exception("a bundle cannot be made", bundle_id=str(bundle_id), error=type(error).__name__)
            await _fail(context, bundle_id, NOT_MADE)
            return
    await _finish(context, content, built, (key, version), total)


async def write(bindery: Bindery, content: Content, folder: Path) -> tuple[Built, int]:
    """Write the bundle into ``folder``; originals pass through in chunks. Also the number of pages on paper.

    Raises:
        SourceDiffers: an original is missing or was changed.
        TemplateFailed: the index cannot be drawn.
        StorageUnavailable, RendererUnavailable: see there.
    """
    path, at = folder / "bundle.zip", content.created_at
    with ArchiveWriter(path) as archive:
        counts = [await _copy(bindery.store, archive, file, folder) for file in content.files]
        index, total = await _index(bindery.renderer, content, counts)
        archive.add(INDEX, index, "index", at)
        for file in content.files:
            if file.proven.receipt is not None:
                archive.add(f"receipts/{file.position:03d}.json", file.proven.receipt, "receipt", at)
        for file in content.files:
            told = history_json(file.item, file.proven.history)
            archive.add(f"custody/{file.position:03d}.json", told, "custody", at)
        archive.add("custody/保管记录.txt", _histories(content).encode(), "custody", at)
        archive.add("README.txt", _readme(content).encode(), "readme", at)
        manifest = archive.finish(content.about)
    receipts = sum(file.proven.receipt is not None for file in content.files)
    return await measured(path, file_count=4 + 2 * len(content.files) + receipts, manifest_sha256=manifest), total


@dataclass(frozen=True, slots=True)
class _Count:
    """Pages of one file, none where it has none; ``is_guessed`` where they could not be counted."""

    pages: int | None
    is_guessed: bool = False


async def _copy(store: ObjectStore, archive: ArchiveWriter, file: File, folder: Path) -> _Count:
    """Copy one original; a PDF also to disk for as long as its pages are counted."""
    if file.item.media_type is not MediaType.PDF:
        await copy_original(store, archive, file.original)
        return _Count(1 if file.item.media_type in PICTURES else None)
    copy = folder / "counted.pdf"
    with ExitStack() as stack:
        stack.callback(copy.unlink, missing_ok=True)
        with copy.open("wb") as stream:
            await copy_original(store, archive, file.original, also=stream.write)
        pages = await pages_of(copy)
    return _Count(pages or 1, pages is None)


async def _index(renderer: Renderer, content: Content, counts: list[_Count]) -> tuple[bytes, int]:
    ranges, total = numbered([count.pages for count in counts])
    lines = [
        indexing.Line(
            position=file.position,
            name=file.item.name,
            path=file.original.path,
            kind=file.item.kind,
            proves=file.item.proves,
            by=file.by,
            formed=indexing.formed(file.item.captured_at, file.item.period_from, file.item.period_to),
            pages=pages,
            is_guessed=count.is_guessed,
            is_unseen=file.item.scan in UNSEEN,
            sha256=file.item.sha256,
        )
        for file, pages, count in zip(content.files, ranges, counts, strict=True)
    ]
    sheet = indexing.sheet(
        lines,
        bundle=content.bundle.title,
        purpose=content.purpose,
        maker_agency=content.maker_agency,
        total=total,
        dated=content.bundle.asked_at,
    )
    return (await renderer.render(sheet)).pdf, total


def _histories(content: Content) -> str:
    return "\n".join(
        history_text(f"{file.position:03d} {file.item.name}", file.proven.history) for file in content.files
    )


def _readme(content: Content) -> str:
    missing = [f"{file.position:03d}" for file in content.files if file.proven.receipt is None]
    unseen = [f"{file.position:03d}" for file in content.files if file.item.scan in UNSEEN]
    told = "".join(
        text.format(numbers="、".join(numbers))
        for text, numbers in ((NO_RECEIPT, missing), (UNSCANNED, unseen))
        if numbers
    )
    return README.format(title=content.bundle.title) + told


async def _finish(
    context: JobContext, content: Content, built: Built, stored: tuple[str, str | None], total: int
) -> None:
    """The bundle is ready, and the ledger says that its files left: in one transaction."""
    async with context.database.transaction() as session:
        row = await session.get_one(EvidenceBundle, content.bundle.id, with_for_update=True)
        if row.status is not BundleStatus.ASKED:
            return
        ids = [file.item.id for file in content.files]
        gone = await note_exported(session, ids, at=context.at, party_id=row.asked_by)
        if gone:
            row.status, row.problem = (
                BundleStatus.FAILED,
                f"“{gone[0].name}”{stopped_counting(gone[0])}，请去掉后重新制作",
            )
            return
        row.status, row.made_at, row.page_count = BundleStatus.READY, context.at, total
        row.object_key, row.object_version = stored
        row.size_bytes, row.sha256, row.manifest_sha256 = built.size_bytes, built.sha256, built.manifest_sha256


async def _fail(context: JobContext, bundle_id: UUID, problem: str) -> None:
    async with context.database.transaction() as session:
        row = await session.get_one(EvidenceBundle, bundle_id, with_for_update=True)
        if row.status is BundleStatus.ASKED:
            row.status, row.problem = BundleStatus.FAILED, problem[:500]
