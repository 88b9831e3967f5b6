"""What the legal-aid domain tells the rest of the product."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.kernel.bus import Event


class ApplicationEvent(Event):
    """Common to all: which application, whose, at which centre."""

    application_id: UUID
    applicant_id: UUID
    agency_id: UUID


class ApplicationSubmitted(ApplicationEvent):
    """The applicant handed it in; the seven days begin (法律援助法 43)."""


class ApplicationAccepted(ApplicationEvent):
    """The centre took it on."""


class ApplicationGranted(ApplicationEvent):
    """Legal aid is given; the three days to assign begin (法律援助法 43)."""


class ApplicationRefused(ApplicationEvent):
    """Legal aid is refused, with reasons and how to object (法律援助法 43, 49)."""


class ApplicationAssigned(ApplicationEvent):
    """A lawyer was asked to take the case."""


class ApplicationTaken(ApplicationEvent):
    """The lawyer accepted; the case has a holder."""

    lawyer_person_id: UUID


class ApplicationReturned(ApplicationEvent):
    """The lawyer declined or did not answer; the centre must assign again."""


class ApplicationWithdrawn(ApplicationEvent):
    """The applicant took it back."""


class ApplicationTerminated(ApplicationEvent):
    """The centre ended legal aid (法律援助法 48); a lawyer who was asked or handled the case is free again."""

    lawyer_person_id: UUID | None


class SupplementRequested(ApplicationEvent):
    """Materials are missing: the one notice was sent, the seven days stand still (法律援助法 43)."""


class ApplicationSupplemented(ApplicationEvent):
    """The applicant answered the notice; the seven days run on."""


class ApplicationLapsed(ApplicationEvent):
    """The notice was not answered: deemed withdrawn (法律援助法 43)."""


class ApplicationTransferred(ApplicationEvent):
    """Another centre takes it over; filing date and history stay. ``agency_id`` is the new one."""


class ApplicationDuplicate(ApplicationEvent):
    """Another centre received the same matter first and keeps it (148号令 10)."""


class ApplicationAdvanced(ApplicationEvent):
    """Aid comes first, formalities afterwards (法律援助法 44)."""


class ObjectionFiled(ApplicationEvent):
    """The applicant objects to a refusal or termination; the bureau has five days (法律援助法 49)."""


class ObjectionDecided(ApplicationEvent):
    """The bureau upheld the decision or ordered the centre to correct it (法律援助法 49)."""

    is_upheld: bool


class LawyerReplaced(ApplicationEvent):
    """The centre replaces the lawyer, who is free again (法律援助法 55; 148号令 37)."""

    lawyer_person_id: UUID


class LawyerReplacementRequested(ApplicationEvent):
    """The recipient or the lawyer asks for another lawyer; the centre has five days (148号令 37, 38)."""

    lawyer_person_id: UUID


class LawyerReplacementRefused(ApplicationEvent):
    """The lawyer stays; ``requested_by`` reads why."""

    requested_by: UUID


class AgreementDue(ApplicationEvent):
    """Little is left of the days to sign the agreement with the lawyer (148号令 27)."""


class CaseProgressed(ApplicationEvent):
    """The lawyer recorded something the recipient should read (法律援助法 46; 148号令 35)."""

    entry_id: UUID


class CaseReported(ApplicationEvent):
    """The lawyer reported to the centre (148号令 36; 法律援助法 48)."""

    entry_id: UUID


class HearingSet(ApplicationEvent):
    """A hearing was set, or moved, to ``starts_at``."""

    entry_id: UUID
    lawyer_person_id: UUID
    starts_at: datetime


class HearingNear(ApplicationEvent):
    """A hearing is a day away. No lawyer while another one is sought."""

    entry_id: UUID
    lawyer_person_id: UUID | None
    starts_at: datetime


class LawyerOverdue(ApplicationEvent):
    """A period of the lawyer's passed unmet; the centre sees to it."""

    lawyer_person_id: UUID
    rule_code: str
    due_on: date


class CaseConcluded(ApplicationEvent):
    """The lawyer reports the end of the matter; the file is due within thirty days (148号令 40)."""

    lawyer_person_id: UUID


class FileHandedIn(ApplicationEvent):
    """The lawyer handed the closing file in; the centre reviews it within thirty days (148号令 41)."""

    lawyer_person_id: UUID


class FileReturned(ApplicationEvent):
    """The closing file is not complete; the lawyer completes it."""

    lawyer_person_id: UUID


class ApplicationClosed(ApplicationEvent):
    """The file was reviewed and the case closed; the lawyer is free again, the subsidy is due (148号令 41)."""

    lawyer_person_id: UUID


class CaseRated(ApplicationEvent):
    """The recipient rated the lawyer's service, or changed the rating; the rating itself is not told."""


class CaseGraded(ApplicationEvent):
    """A peer assessed how the case was handled (法律援助法 57); the grade itself is not told."""


class ApplicationArchived(ApplicationEvent):
    """One case, one file (148号令 42)."""


class SupplementDueSoon(ApplicationEvent):
    """Little time is left to answer the deficiency notice; unanswered, the application counts as withdrawn."""

    due_on: date


class FormalitiesDueSoon(ApplicationEvent):
    """Aid came first (法律援助法 44); little time is left to complete the formalities."""

    due_on: date


class FormalitiesOverdue(ApplicationEvent):
    """The formalities of aid that came first are not complete; the centre follows it up."""

    due_on: date


class MemberEvent(Event):
    """Common to what happens to one claimant of a group."""

    application_id: UUID
    member_id: UUID
    person_id: UUID


class MemberJoined(MemberEvent):
    """Someone agreed and signed: ``representative_id`` acts for them, too, from now on (民事诉讼法 56)."""

    representative_id: UUID


class MemberLeft(MemberEvent):
    """Someone left the group; the lawyer, where there is one, no longer acts for them."""

    representative_id: UUID
    lawyer_person_id: UUID | None


class GroupCaseMoved(MemberEvent):
    """The group's case took a step; ``status`` is a code of ``ApplicationStatus``."""

    status: str


class GroupCaseProgressed(MemberEvent):
    """The lawyer recorded a step that every member should know of (法律援助法 46)."""


class GroupHearingSet(MemberEvent):
    """A hearing in the group's case was set, or moved, to ``starts_at``."""

    starts_at: datetime


class GroupHearingNear(MemberEvent):
    """A hearing in the group's case is a day away."""

    starts_at: datetime


class MoneyDemandReported(ApplicationEvent):
    """In a return visit the recipient said that somebody asked for money (法律援助法 20)."""

    visit_id: UUID


class PeerReviewAppointed(ApplicationEvent):
    """A lawyer is asked to assess how others handled the case (法律援助法 57)."""

    peer_review_id: UUID
    reviewer_person_id: UUID


class SubsidyPaid(ApplicationEvent):
    """The subsidy was paid (法律援助法 52); one event a lawyer."""

    lawyer_person_id: UUID


class ArchiveFailed(ApplicationEvent):
    """The case's file could not be put together: a stored file is missing or is not what was verified."""


class NameCorrected(ApplicationEvent):
    """A slip in the signed name or number was put right by staff who saw the document."""


class ApplicationOverdue(ApplicationEvent):
    """A statutory period of the centre's passed unmet; ``rule_code`` and ``due_on`` say which and when."""

    rule_code: str
    due_on: date


class HelpForwarded(Event):
    """A duty lawyer passes an application on to the centre, which opens it (法律援助法 39)."""

    duty_help_id: UUID
    agency_id: UUID
    lawyer_person_id: UUID


class AuthorityFollowedUp(ApplicationEvent):
    """The authority that notified a case told the centre more; ``kind`` is a code of ``FollowUpKind``.

    ``must_end``: aid has to end now (法律援助法 48), which a decider does. The lawyer is named once they took it.
    """

    lawyer_person_id: UUID | None
    kind: str
    must_end: bool


@dataclass(frozen=True, slots=True)
class ClosedFacts:
    """How a closed case went, asked for when something of it changed; never stored as an event.

    Attributes:
        lawyer_person_id: who brought it to its end.
        success: 0 to 1, how far the recipient got what aid was for; none where the end says nothing of that.
        stars: the recipient's rating, 1 to 5.
        peer_tenths: mean of the peers' totals, in tenths of a point out of a hundred.
    """

    lawyer_person_id: UUID
    category: str
    closed_at: datetime
    success: float | None
    stars: int | None
    peer_tenths: float | None
