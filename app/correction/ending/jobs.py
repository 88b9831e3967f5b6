"""Jobs of ends; registered by ``wiring``."""

from app.correction.ending import finishing, timing
from app.kernel.bus import Bus


def register(bus: Bus) -> None:
    """Register what time does to terms."""
    bus.register(timing.END_TERM, finishing.end_term)
    bus.register(timing.ASK_SUMMARY, timing.ask_summary)
