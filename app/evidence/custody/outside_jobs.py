"""What the worker asks of others for heads of the ledger: timestamps and countersignatures, if anyone is named."""

from datetime import timedelta

from app.evidence.custody.cosigning import cosign_newest
from app.evidence.custody.heads import COSIGN, STAMP
from app.evidence.custody.stamping import Authority, stamp_newest
from app.evidence.custody.witnesses import Witness
from app.kernel.bus import Bus, JobContext, every

DAILY = timedelta(days=1)
"""A job that was lost or given up is made good for by the next head, or a day later."""


def register(bus: Bus, authority: Authority | None, witnesses: tuple[Witness, ...]) -> None:
    """Register the jobs that settings give a purpose; all tolerate being run again."""
    if authority is not None:

        async def run_stamp(context: JobContext, authority: Authority = authority) -> None:
            await stamp_newest(context, authority)

        bus.register_external(STAMP, run_stamp)
        bus.repeat(STAMP, every(DAILY))
    if witnesses:

        async def run_cosign(context: JobContext) -> None:
            await cosign_newest(context, witnesses)

        bus.register_external(COSIGN, run_cosign)
        bus.repeat(COSIGN, every(DAILY))
