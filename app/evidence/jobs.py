"""What the worker does for evidence. Each job speaks to storage and tolerates being run again."""

from datetime import timedelta

from app.contracts.evidence import EvidenceVerified
from app.evidence import retaining
from app.evidence.inspecting.concluding import LOOK_AFTER, VERIFY
from app.evidence.inspecting.verifying import verify
from app.evidence.previews import making
from app.evidence.previews.making import Workshop
from app.evidence.scanning.rescanning import RESCAN, rescan
from app.evidence.scanning.scanner import build_scanner
from app.evidence.storage.objects import ObjectStore
from app.evidence.uploading import abandoning
from app.evidence.uploading.awaiting import look_after
from app.kernel.bus import Bus, JobContext, every
from app.settings import Settings


def register(bus: Bus, store: ObjectStore, settings: Settings) -> None:
    """Register the jobs of evidence."""

    scanner = build_scanner(settings)
    workshop = Workshop(store, settings.image_max_pixels)

    async def run_verify(context: JobContext) -> None:
        await verify(context, store, max_pixels=settings.image_max_pixels, scanner=scanner)

    async def run_rescan(context: JobContext) -> None:
        await rescan(context, store, scanner)

    async def run_preview(context: JobContext) -> None:
        await making.make(context, workshop)

    async def run_look_after(context: JobContext) -> None:
        await look_after(context, store, kept=timedelta(days=settings.upload_unfinished_days))

    async def run_abort(context: JobContext) -> None:
        await abandoning.abort(context, store)

    async def run_sweep(context: JobContext) -> None:
        await abandoning.sweep(context, store)

    async def run_retain(context: JobContext) -> None:
        await retaining.retain(context, store)

    async def run_retain_matter(context: JobContext) -> None:
        await retaining.retain_matter(context, store)

    async def run_retain_missed(context: JobContext) -> None:
        await retaining.retain_missed(context, store)

    bus.register_external(VERIFY, run_verify)
    bus.register_external(LOOK_AFTER, run_look_after)
    bus.register_external(abandoning.ABORT, run_abort)
    bus.register_external(abandoning.SWEEP, run_sweep)
    bus.repeat(abandoning.SWEEP, every(timedelta(days=1)))
    bus.register_external(retaining.RETAIN, run_retain)
    bus.register_external(retaining.RETAIN_MATTER, run_retain_matter)
    bus.register_external(retaining.RETAIN_MISSED, run_retain_missed)
    bus.repeat(retaining.RETAIN_MISSED, every(timedelta(days=1)))
    bus.subscribe(EvidenceVerified, "evidence.retain_verified", retaining.on_verified)
    bus.register_external(RESCAN, run_rescan)
    bus.register_external(making.PREVIEW, run_preview)
    bus.register_external(making.PREVIEW_MISSED, making.make_missed)
    bus.repeat(making.PREVIEW_MISSED, every(timedelta(days=1)))
    bus.subscribe(EvidenceVerified, "evidence.preview_verified", making.on_verified)
