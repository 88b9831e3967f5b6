"""What the worker does for evidence. Each job speaks to storage and tolerates being run again."""

from datetime import timedelta

from app.contracts.evidence import EvidenceVerified
from app.evidence import retaining
from app.evidence.inspecting.concluding import LOOK_AFTER, VERIFY
from app.evidence.inspecting.verifying import verify
from app.evidence.storage.objects import ObjectStore
from app.evidence.uploading.awaiting import look_after
from app.kernel.bus import Bus, JobContext, every


def register(bus: Bus, store: ObjectStore) -> None:
    """Register the jobs of evidence."""

    async def run_verify(context: JobContext) -> None:
        await verify(context, store)

    async def run_look_after(context: JobContext) -> None:
        await look_after(context, store)

    async def run_retain(context: JobContext) -> None:
        await retaining.retain(context, store)

    async def run_retain_matter(context: JobContext) -> None:
        await retaining.retain_matter(context, store)

    async def run_retain_missed(context: JobContext) -> None:
        await retaining.retain_missed(context, store)

    bus.register_external(VERIFY, run_verify)
    bus.register_external(LOOK_AFTER, run_look_after)
    bus.register_external(retaining.RETAIN, run_retain)
    bus.register_external(retaining.RETAIN_MATTER, run_retain_matter)
    bus.register_external(retaining.RETAIN_MISSED, run_retain_missed)
    bus.repeat(retaining.RETAIN_MISSED, every(timedelta(days=7)))
    bus.subscribe(EvidenceVerified, "evidence.retain_verified", retaining.on_verified)
