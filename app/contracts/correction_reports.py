"""What becomes of reports, permits and activities of people under correction. Ids, codes, days; nobody's words."""

from datetime import date, datetime
from uuid import UUID

from app.kernel.bus import Event


class ReportEvent(Event):
    """Common to all: which report, of whom, at which office."""

    report_id: UUID
    order_id: UUID
    person_id: UUID
    agency_id: UUID


class ReportToRead(ReportEvent):
    """Something for the office to read; of a closed file ``staff_ids`` alone are told (社区矫正法 54)."""

    staff_ids: tuple[UUID, ...]


class ReportHandedIn(ReportToRead):
    """A report came; of the kind ``change`` the office should know at once."""

    kind: str


class ReportAskedAgain(ReportEvent):
    """The officer told what is missing, once and all of it."""


class ReportCompleted(ReportToRead):
    """What was missing came."""


class ReportDueEvent(Event):
    """Common to all: what is owed, by whom, at which office."""

    due_id: UUID
    order_id: UUID
    person_id: UUID
    agency_id: UUID


class ReportNotReceived(ReportDueEvent):
    """Nothing came by ``due_on``; the person may say why until the end of ``explain_by``."""

    kind: str
    due_on: date
    explain_by: date


class ReportExcused(ReportDueEvent):
    """This one is not needed."""


class ReportIntervalDecided(Event):
    """Health reports or re-examinations less often: granted or not."""

    extension_id: UUID
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    granted: bool


class PermitEvent(Event):
    """Common to all: leave to enter a forbidden place, or to meet somebody."""

    permit_id: UUID
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    kind: str


class PermitAsked(PermitEvent):
    """The county's agency is to decide."""


class PermitDecided(PermitEvent):
    """Granted or refused."""

    granted: bool


class PermitRevoked(PermitEvent):
    """What was granted holds no longer."""


class ActivityEvent(Event):
    """Common to all: an activity and whom it concerns."""

    activity_id: UUID
    agency_id: UUID


class ActivityOffered(ActivityEvent):
    """Somebody was put down for an activity; they may say that they cannot."""

    person_id: UUID
    order_id: UUID
    starts_at: datetime


class ActivityCalledOff(ActivityEvent):
    """It does not take place."""

    person_ids: tuple[UUID, ...]
    starts_at: datetime
