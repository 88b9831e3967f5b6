"""What the correction domain tells the rest of the product. No event carries a location or a verdict."""

from datetime import datetime
from uuid import UUID

from app.kernel.bus import Event


class CheckInDoubtful(Event):
    """A check-in arrived that somebody should look at: not clearly inside, odd, late, or with something broken.
    What was found stays with the check-in (found by id and moment): the record of events is kept for ever.
    """

    check_in_id: UUID
    made_at: datetime
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    duty_id: UUID | None
    is_late: bool
    is_offline: bool


class AlarmEvent(Event):
    """Common to all of an alarm; about a person, or about an office where no order is named."""

    alarm_id: UUID
    order_id: UUID | None
    person_id: UUID | None
    agency_id: UUID
    cause: str


class AlarmRaised(AlarmEvent):
    """Something is to be looked into."""


class AlarmPersonTold(AlarmEvent):
    """The person is told, with how to explain (nobody, where it is about an office); the office is next."""


class AlarmOfficeTold(AlarmEvent):
    """The office is told: these people of it."""

    told_ids: tuple[UUID, ...]


class AlarmStated(AlarmEvent):
    """The person explained themselves, before or after it was closed; ``staff_ids`` handle a closed file."""

    was_closed: bool
    staff_ids: tuple[UUID, ...] = ()


class AlarmCleared(AlarmEvent):
    """Nobody did wrong; the alarm counts for nothing."""


class BreachConfirmed(AlarmEvent):
    """Who decides found a breach."""


class BreachRetracted(AlarmEvent):
    """A finding was taken back and is looked into anew."""


class AlarmContradicted(AlarmEvent):
    """Something arrived that speaks against a finding; who decides is asked to look again."""


class SearchOpened(Event):
    """A person cannot be reached and must be looked for at once; a closed file is told to its own staff alone."""

    search_id: UUID
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    staff_ids: tuple[UUID, ...]


class SanctionEvent(Event):
    """Common to all of a measure or reward."""

    sanction_id: UUID
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    measure: str
    is_reward: bool


class SanctionProposed(SanctionEvent):
    """An officer proposes; the person may speak before anybody decides."""


class SanctionDecided(SanctionEvent):
    """Who decides at the county decided, or resolved to ask a court or the police."""


class SanctionRejected(SanctionEvent):
    """Who decides did not agree."""

    proposed_by: UUID


class SanctionRevoked(SanctionEvent):
    """A decision was taken back and counts no longer."""


class SanctionAnswered(SanctionEvent):
    """Police, court or the deciding body answered what was proposed to them."""

    is_granted: bool


class SanctionObjected(SanctionEvent):
    """The person objects; the head of the county's bureau reviews."""


class SanctionObjectionDecided(SanctionEvent):
    """The objection was decided; a decision overturned is told as revoked as well."""
