"""Reading the six lines that a leaf commits to; what writes them is :mod:`app.evidence.custody.leaf`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from app.evidence.custody.leaf import FORMAT
from app.evidence.enums import CustodyEventKind

_LINES = re.compile(
    re.escape(FORMAT) + r"\n"
    r"evidence: (?P<evidence>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\n"
    r"event: (?P<event>[a-z_]{1,40})\n"
    r"file: sha256=(?P<sha256>[0-9a-f]{64}) size=(?P<size>[1-9][0-9]{0,15})\n"
    r"time: (?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z)\n"
    r"party: (?P<party>-|[0-9a-f]{64})\n"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a statement says; ``at`` is aware, in UTC. The party is a commitment, or none for the system."""

    evidence_id: str
    event: CustodyEventKind
    sha256: str
    size_bytes: int
    at: datetime
    party: str | None


def read_statement(text: str) -> Said | None:
    """What the six lines say; none where they are not exactly in the form of :mod:`app.evidence.custody.leaf`."""
    found = _LINES.fullmatch(text)
    if found is None or found["event"] not in set(CustodyEventKind):
        return None
    try:
        at = datetime.strptime(found["time"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    party = None if found["party"] == "-" else found["party"]
    return Said(
        found["evidence"], CustodyEventKind(found["event"]), found["sha256"], int(found["size"]), at, party
    )
