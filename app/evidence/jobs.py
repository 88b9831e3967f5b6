"""What the worker does for evidence. Each job speaks to storage and tolerates being run again."""

from app.evidence.inspecting.concluding import LOOK_AFTER, VERIFY
from app.evidence.inspecting.verifying import verify
from app.evidence.storage.objects import ObjectStore
from app.evidence.uploading.awaiting import look_after
from app.kernel.bus import Bus, JobContext


def register(bus: Bus, store: ObjectStore) -> None:
    """Register the jobs of evidence."""

    async def run_verify(context: JobContext) -> None:
        await verify(context, store)

    async def run_look_after(context: JobContext) -> None:
        await look_after(context, store)

    bus.register_external(VERIFY, run_verify)
    bus.register_external(LOOK_AFTER, run_look_after)
