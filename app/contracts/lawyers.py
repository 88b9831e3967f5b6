"""What the lawyers' domain tells the rest of the product, and the values its matching port takes and gives."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.kernel.bus import Event


@dataclass(frozen=True, slots=True)
class Need:
    """What a matter asks of a lawyer; of the parties only what the conflict check compares.

    Attributes:
        matter_id: the application.
        agency_id: the centre that assigns.
        category: code of the case category (rules.md G), e.g. ``labour_remuneration``.
        area_code: GB/T 2260 code of the county where the matter is.
        summary: one plain sentence for the lawyer, without personal data of the parties.
        client_id: the applicant's person id.
        client_name: the name the applicant signed with.
        opponent_names: names of the other side, for the conflict check (律师法 39).
        client_names: further names on the client's side: whom aid is for, members of a group.
        client_ids: further persons on the client's side.
        excluded_ids: persons who are not asked: lawyers whom the centre replaced in this matter.
        practice_years: years of criminal defence the law asks for (法律援助法 26); 0 where it asks none.
        is_for_minor: aid is for a minor (148号令 26).
        is_minors_reason_given: the officer said why a lawyer who does not know minors is asked all the same.
        is_urgent: aid comes before the formalities (法律援助法 44).
    """

    matter_id: UUID
    agency_id: UUID
    category: str
    area_code: str
    summary: str
    client_id: UUID
    client_name: str
    opponent_names: tuple[str, ...]
    client_names: tuple[str, ...] = ()
    client_ids: tuple[UUID, ...] = ()
    excluded_ids: tuple[UUID, ...] = ()
    practice_years: int = 0
    is_for_minor: bool = False
    is_minors_reason_given: bool = False
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One term of a candidate's score: stable code, value between 0 and 1, plain Chinese."""

    code: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lawyer proposed for a need, best first."""

    lawyer_id: UUID
    name: str
    firm: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer that was made."""

    offer_id: UUID
    lawyer_id: UUID
    lawyer_person_id: UUID
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A lawyer who may assess a matter that others handled."""

    lawyer_id: UUID
    person_id: UUID
    name: str


class LawyerOffered(Event):
    """A matter was offered to a lawyer, who has until ``expires_at`` to answer."""

    offer_id: UUID
    matter_id: UUID
    lawyer_id: UUID
    lawyer_person_id: UUID
    expires_at: datetime


class OfferAccepted(Event):
    """The lawyer takes the matter."""

    offer_id: UUID
    matter_id: UUID
    lawyer_id: UUID
    lawyer_person_id: UUID


class OfferDeclined(Event):
    """The lawyer does not take the matter; ``reason`` is a code of ``DeclineReason``."""

    offer_id: UUID
    matter_id: UUID
    lawyer_id: UUID
    lawyer_person_id: UUID
    reason: str


class OfferExpired(Event):
    """The lawyer did not answer in time."""

    offer_id: UUID
    matter_id: UUID
    lawyer_id: UUID
    lawyer_person_id: UUID


class OfferWithdrawn(Event):
    """The centre took the matter back from the lawyer, before or after the answer."""

    offer_id: UUID
    matter_id: UUID
    lawyer_id: UUID
    lawyer_person_id: UUID
