"""What the lawyers' domain tells the rest of the product."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.kernel.bus import Event
from app.kernel.dictionaries import labels


class WithdrawnBecause(StrEnum):
    """Why an offer ended without its lawyer's doing."""

    TAKEN_BY_OTHER = "taken_by_other"
    TAKEN_BACK = "taken_back"


labels(
    WithdrawnBecause,
    {
        WithdrawnBecause.TAKEN_BY_OTHER: "已有其他律师接受",
        WithdrawnBecause.TAKEN_BACK: "中心收回，或者案件结束、改派",
    },
)


class FirmAsked(Event):
    """A firm is to name one of its lawyers until ``name_by``; its heads are told."""

    assignment_id: UUID
    matter_id: UUID
    firm_id: UUID
    head_person_ids: list[UUID]
    name_by: datetime


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
    """The matter is the lawyer's no longer, before or after the answer: another took it, or the centre did.
    ``was_told``: the lawyer knew of it, and was not yet to hear of it in the morning.
    """

    offer_id: UUID
    matter_id: UUID
    lawyer_id: UUID
    lawyer_person_id: UUID
    because: WithdrawnBecause = WithdrawnBecause.TAKEN_BACK
    was_told: bool = True


class AssignmentTaken(Event):
    """A lawyer accepted: the assignment is done. Whoever else was asked was told that it is over."""

    assignment_id: UUID
    matter_id: UUID
    offer_id: UUID
    lawyer_id: UUID
    lawyer_person_id: UUID


class AssignmentFailed(Event):
    """Everybody who was to be asked declined or did not answer; ``is_silent`` where the last did not answer."""

    assignment_id: UUID
    matter_id: UUID
    agency_id: UUID
    is_silent: bool


class RosterEntryChanged(Event):
    """Staff changed a lawyer's entry on the roster, by hand or by a file; ``fields`` are codes of ``RosterField``,
    ``firm_id`` is the firm before.
    """

    lawyer_id: UUID
    lawyer_person_id: UUID
    firm_id: UUID
    fields: tuple[str, ...]


class RosterProposalMade(Event):
    """A lawyer asks to have the own entry changed."""

    proposal_id: UUID
    lawyer_id: UUID
    lawyer_person_id: UUID
    agency_id: UUID


class RosterProposalApproved(Event):
    """The centre agreed: the entry is changed."""

    proposal_id: UUID
    lawyer_id: UUID
    lawyer_person_id: UUID


class RosterProposalRejected(Event):
    """The centre did not agree, and said why."""

    proposal_id: UUID
    lawyer_id: UUID
    lawyer_person_id: UUID


class LawyerAway(Event):
    """Leave was entered that has begun: the lawyer takes nothing new from now on."""

    lawyer_id: UUID
    lawyer_person_id: UUID


class DutyLeftOpen(Event):
    """A lawyer goes on leave on ``days`` days on which they were to be on duty; somebody else has to come."""

    leave_id: UUID
    lawyer_id: UUID
    lawyer_person_id: UUID
    agency_id: UUID
    days: int


class DutyChanged(Event):
    """The centre put a lawyer on duty on some days, or took them off some."""

    lawyer_id: UUID
    lawyer_person_id: UUID
    added: tuple[date, ...] = ()
    removed: tuple[date, ...] = ()
