"""What the worker does for the ledger."""

from datetime import timedelta

from app.evidence.custody import heads
from app.evidence.custody.keys import LedgerKeys
from app.evidence.custody.recording import SEQUENCE
from app.evidence.custody.sequencing import Sequencer
from app.evidence.storage.objects import ObjectStore
from app.kernel.bus import Bus, JobContext, every

SWEEP = "evidence.sweep_ledger"


def register(bus: Bus, store: ObjectStore, keys: LedgerKeys) -> None:
    """Register the jobs; all tolerate being run again."""

    sequencer = Sequencer(keys)

    async def run_publish(context: JobContext) -> None:
        await heads.publish(context, store)

    async def run_sweep(context: JobContext) -> None:
        """Find what is left over should ever a job have been lost."""
        await sequencer.run(context)
        await heads.publish(context, store)

    bus.register_external(SEQUENCE, sequencer.run)
    bus.register_external(heads.PUBLISH, run_publish)
    bus.register_external(SWEEP, run_sweep)
    bus.repeat(SWEEP, every(timedelta(days=1)))
