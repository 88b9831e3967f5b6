"""What the worker does for the ledger."""

from datetime import timedelta

from app.evidence.custody import heads
from app.evidence.custody.keys import LedgerKeys
from app.evidence.custody.recording import SEQUENCE
from app.evidence.custody.sequencing import sequence
from app.evidence.storage.objects import ObjectStore
from app.kernel.bus import Bus, JobContext, every

SWEEP = "evidence.sweep_ledger"


def register(bus: Bus, store: ObjectStore, keys: LedgerKeys) -> None:
    """Register the jobs; all tolerate being run again."""

    async def run_sequence(context: JobContext) -> None:
        await sequence(context, keys)

    async def run_publish(context: JobContext) -> None:
        await heads.publish(context, store)

    async def run_sweep(context: JobContext) -> None:
        """Find what is left over should ever a job have been lost."""
        await sequence(context, keys)
        await heads.publish(context, store)

    bus.register_external(SEQUENCE, run_sequence)
    bus.register_external(heads.PUBLISH, run_publish)
    bus.register_external(SWEEP, run_sweep)
    bus.repeat(SWEEP, every(timedelta(days=1)))
