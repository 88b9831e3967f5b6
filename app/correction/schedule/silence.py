"""What silence means. Pure; the thresholds were fixed when the windows were planned."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.correction.enums import AlarmCause

HOUR = timedelta(hours=1)
FEWEST = 2
"""People who must be silent before an office or a class of devices is: one person's silence is told as theirs."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Windows of one person in a row in which nothing arrived, and after which nothing was heard by any way.

    ``missed_since`` is the first one that was owed: windows excused because of a device are a gap in the signal,
    and never a person lost.
    """

    order_id: UUID
    since: datetime
    missed_since: datetime | None
    misses: int
    gap_hours: int
    lost_hours: int
    lost_misses: int
    duty_id: UUID

    def cause(self, at: datetime) -> AlarmCause | None:
        """A lost contact where it lasted long or was repeated, a gap where it lasted, else nothing yet."""
        lasted = at - self.since
        is_lost = self.missed_since is not None and at - self.missed_since >= self.lost_hours * HOUR
        if is_lost or self.misses >= self.lost_misses:
            return AlarmCause.LOST_CONTACT
        return AlarmCause.SIGNAL_GAP_PERSON if lasted >= self.gap_hours * HOUR else None
