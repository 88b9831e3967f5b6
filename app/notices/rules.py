"""Which event tells whom what: one row an event.

A row names people, or who is on duty in an agency: that becomes people when the notice is written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from app.contracts.evidence import EvidenceRejected
from app.contracts.identity import RefreshTokenReused, RoleGranted, RoleRevoked
from app.contracts.lawyers import LawyerOffered, OfferExpired, OfferWithdrawn
from app.contracts.legal_aid import (
    AgreementDue,
    ApplicationAccepted,
    ApplicationAdvanced,
    ApplicationAssigned,
    ApplicationClosed,
    ApplicationDuplicate,
    ApplicationEvent,
    ApplicationGranted,
    ApplicationLapsed,
    ApplicationOverdue,
    ApplicationRefused,
    ApplicationReturned,
    ApplicationSubmitted,
    ApplicationSupplemented,
    ApplicationTaken,
    ApplicationTerminated,
    ApplicationTransferred,
    ApplicationWithdrawn,
    ArchiveFailed,
    AuthorityFollowedUp,
    CaseConcluded,
    CaseProgressed,
    CaseReported,
    FileHandedIn,
    FileReturned,
    FormalitiesDueSoon,
    FormalitiesOverdue,
    GroupCaseMoved,
    GroupCaseProgressed,
    GroupHearingNear,
    GroupHearingSet,
    HearingNear,
    HearingSet,
    HelpForwarded,
    LawyerOverdue,
    LawyerReplaced,
    LawyerReplacementRefused,
    LawyerReplacementRequested,
    MemberEvent,
    MemberJoined,
    MemberLeft,
    MoneyDemandReported,
    NameCorrected,
    ObjectionDecided,
    ObjectionFiled,
    PeerReviewAppointed,
    SubsidyPaid,
    SupplementDueSoon,
    SupplementRequested,
)
from app.kernel import statutes
from app.kernel.actor import STAFF, Role
from app.kernel.bus import Event
from app.kernel.clock import SHANGHAI
from app.kernel.clock_events import ClockAtRisk, ClockEvent, ClockOverdue, ClockRecomputed
from app.kernel.dictionaries import dictionaries
from app.notices.templates import NoticeTemplate

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Whoever holds a staff role in an agency, or above it where nobody does."""

    role: Role
    agency_id: UUID


@dataclass(frozen=True, slots=True)
class Office:
    """An agency, to be named with its telephone."""

    agency_id: UUID


Recipients = Sequence[UUID | OnDuty]
Fields = Mapping[str, str | UUID | Office]
"""What fills a template: text as it stands, a person's id, which becomes the name, or an agency."""
About = tuple[str, UUID] | None


@dataclass(frozen=True, slots=True)
class Rule(Generic[E]):
    """One row.

    Attributes:
        to: person ids, or roles on duty, to tell; none where the event concerns nobody by name.
        about: type and id of the case the notice leads to.
        alias: name of the subscription where another rule has the same template.
    """

    event: type[E]
    template: NoticeTemplate
    to: Callable[[E], Recipients]
    about: Callable[[E], About]
    fields: Callable[[E], Fields] = lambda _: {}
    alias: str | None = None

    @property
    def name(self) -> str:
        """Name of the subscription, unique among the rules."""
        return self.alias or self.template.value


def label(dictionary: str, code: str) -> str:
    """The Chinese label of a code; the code itself where there is none."""
    return dictionaries().get(dictionary, {}).get(code, code)


def day(value: date) -> str:
    """``2026年12月4日``."""
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime) -> str:
    """``12月4日 09:00`` in Asia/Shanghai."""
    local = value.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def _applicant(event: ApplicationEvent) -> Sequence[UUID]:
    return (event.applicant_id,)


def _application(event: ApplicationEvent) -> About:
    return "application", event.application_id


def _officers(event: ApplicationEvent) -> Recipients:
    return (OnDuty(Role.OFFICER, event.agency_id),)


def _reviewers(event: ApplicationEvent) -> Recipients:
    """The bureau above the centre: nobody at the centre itself may review objections."""
    return (OnDuty(Role.APPROVER, event.agency_id),)


def _supervisors(event: ApplicationEvent) -> Recipients:
    """Who decides at the centre, and the bureau that supervises it."""
    return OnDuty(Role.DECIDER, event.agency_id), OnDuty(Role.APPROVER, event.agency_id)


def _case_lawyer(
    event: LawyerReplaced | FileReturned | ApplicationClosed | ApplicationTerminated | SubsidyPaid,
) -> Recipients:
    return () if event.lawyer_person_id is None else (event.lawyer_person_id,)


def _group(event: MemberJoined | MemberLeft) -> About:
    return "application", event.application_id


def _one_member(event: MemberEvent) -> Recipients:
    return (event.person_id,)


def _membership(event: MemberEvent) -> About:
    return "membership", event.member_id


def _who_acts_for_them(event: MemberLeft) -> Recipients:
    lawyer = () if event.lawyer_person_id is None else (event.lawyer_person_id,)
    return (event.representative_id, *lawyer)


def _member(event: MemberJoined | MemberLeft) -> Fields:
    return {"member": event.person_id}


def _enders(event: AuthorityFollowedUp) -> Recipients:
    """Who may end aid, where it has to end."""
    return (OnDuty(Role.DECIDER, event.agency_id),) if event.must_end else ()


def _settled_lawyer(event: AuthorityFollowedUp) -> Recipients:
    return () if event.lawyer_person_id is None else (event.lawyer_person_id,)


def _told(event: AuthorityFollowedUp) -> Fields:
    return {"what": label("follow_up_kind", event.kind)}


def _deciders(event: ApplicationEvent) -> Recipients:
    return (OnDuty(Role.DECIDER, event.agency_id),)


def _both(event: HearingNear) -> Recipients:
    """Who goes there; while another lawyer is sought the recipient alone."""
    lawyer = () if event.lawyer_person_id is None else (event.lawyer_person_id,)
    return (event.applicant_id, *lawyer)


def _hearing(event: HearingSet | HearingNear | GroupHearingSet | GroupHearingNear) -> Fields:
    return {"starts_at": moment(event.starts_at)}


def _delay(event: ApplicationOverdue | LawyerOverdue) -> Fields:
    return {"rule": _rule_title(event.rule_code), "due_on": day(event.due_on), "office": Office(event.agency_id)}


def _due(event: SupplementDueSoon | FormalitiesDueSoon | FormalitiesOverdue) -> Fields:
    return {"due_on": day(event.due_on), "office": Office(event.agency_id)}


def _lawyer(event: LawyerOffered | OfferExpired | OfferWithdrawn) -> Sequence[UUID]:
    return (event.lawyer_person_id,)


def _offer(event: LawyerOffered | OfferExpired | OfferWithdrawn) -> About:
    return "offer", event.offer_id


def _holder(event: ClockEvent) -> Recipients:
    """The person who must act; where a role of an agency must, everyone who is on duty there."""
    if event.holder_id is not None:
        return (event.holder_id,)
    role = event.holder_role
    return () if role is None or role not in STAFF else (OnDuty(role, event.agency_id),)


def _holder_by_name(event: ClockEvent) -> Recipients:
    """A notice of holidays moves thousands of days at once: an agency sees them in its queue, not its inbox."""
    return () if event.holder_id is None else (event.holder_id,)


def _clocked(event: ClockEvent) -> About:
    return event.object_type, event.object_id


def _clock_fields(event: ClockEvent) -> dict[str, str | UUID | Office]:
    return {"rule": _rule_title(event.rule_code), "due_on": day(event.due_on)}


def _rule_title(rule_code: str) -> str:
    return statutes.VERSIONS[rule_code][0].title_zh


def _role_holder(event: RoleGranted | RoleRevoked) -> Sequence[UUID]:
    """Becoming an applicant is logging in for the first time: no news to the person."""
    return () if event.role is Role.APPLICANT else (event.person_id,)


def _role(event: RoleGranted | RoleRevoked) -> Fields:
    return {"role": label("role", event.role)}


_T = NoticeTemplate

RULES: tuple[Rule[Any], ...] = (
    Rule(ApplicationSubmitted, _T.APPLICATION_SUBMITTED, _applicant, _application),
    Rule(ApplicationSubmitted, _T.APPLICATION_RECEIVED, _officers, _application),
    Rule(ApplicationAccepted, _T.APPLICATION_ACCEPTED, _applicant, _application),
    Rule(ApplicationGranted, _T.APPLICATION_GRANTED, _applicant, _application),
    Rule(ApplicationRefused, _T.APPLICATION_REFUSED, _applicant, _application),
    Rule(ApplicationAssigned, _T.APPLICATION_ASSIGNED, _applicant, _application),
    Rule(
        ApplicationTaken,
        _T.APPLICATION_TAKEN,
        _applicant,
        _application,
        lambda event: {"lawyer": event.lawyer_person_id},
    ),
    Rule(ApplicationReturned, _T.APPLICATION_RETURNED, _applicant, _application),
    Rule(ApplicationWithdrawn, _T.APPLICATION_WITHDRAWN, _applicant, _application),
    Rule(ApplicationTerminated, _T.APPLICATION_TERMINATED, _applicant, _application),
    Rule(
        ApplicationTerminated,
        _T.HANDLING_ENDED,
        _case_lawyer,
        lambda _: None,
    ),
    Rule(SupplementRequested, _T.SUPPLEMENT_REQUESTED, _applicant, _application),
    Rule(ApplicationSupplemented, _T.APPLICATION_SUPPLEMENTED, _officers, _application),
    Rule(ApplicationLapsed, _T.APPLICATION_LAPSED, _applicant, _application),
    Rule(ApplicationTransferred, _T.APPLICATION_TRANSFERRED, _applicant, _application),
    Rule(ApplicationTransferred, _T.APPLICATION_TRANSFERRED_IN, _officers, _application),
    Rule(ApplicationDuplicate, _T.APPLICATION_DUPLICATE, _applicant, _application),
    Rule(ApplicationAdvanced, _T.APPLICATION_ADVANCED, _applicant, _application),
    Rule(ObjectionFiled, _T.OBJECTION_FILED, _reviewers, _application),
    Rule(ObjectionDecided, _T.OBJECTION_DECIDED, _applicant, _application),
    Rule(LawyerReplaced, _T.LAWYER_REPLACED, _applicant, _application),
    Rule(LawyerReplaced, _T.HANDLING_HANDED_OVER, _case_lawyer, _application),
    Rule(LawyerReplacementRequested, _T.LAWYER_REPLACEMENT_REQUESTED, _deciders, _application),
    Rule(
        LawyerReplacementRefused,
        _T.LAWYER_REPLACEMENT_REFUSED,
        lambda event: (event.requested_by,),
        _application,
    ),
    Rule(AgreementDue, _T.AGREEMENT_DUE, _applicant, _application),
    Rule(CaseProgressed, _T.CASE_PROGRESS, _applicant, _application),
    Rule(CaseReported, _T.LAWYER_REPORTED, _officers, _application),
    Rule(HearingSet, _T.HEARING_SET, _applicant, _application, _hearing),
    Rule(HearingNear, _T.HEARING_NEAR, _both, _application, _hearing),
    Rule(LawyerOverdue, _T.LAWYER_OVERDUE, _officers, _application, _delay),
    Rule(CaseConcluded, _T.CASE_CONCLUDED, _applicant, _application),
    Rule(FileHandedIn, _T.FILE_HANDED_IN, _officers, _application),
    Rule(FileReturned, _T.FILE_RETURNED, _case_lawyer, _application),
    Rule(ApplicationClosed, _T.CASE_CLOSED, _applicant, _application),
    Rule(ApplicationClosed, _T.FILE_APPROVED, _case_lawyer, _application),
    Rule(SupplementDueSoon, _T.SUPPLEMENT_DUE_SOON, _applicant, _application, _due),
    Rule(FormalitiesDueSoon, _T.FORMALITIES_DUE_SOON, _applicant, _application, _due),
    Rule(FormalitiesOverdue, _T.FORMALITIES_OVERDUE, _officers, _application, _due),
    Rule(MemberJoined, _T.MEMBER_JOINED, lambda event: (event.representative_id,), _group, _member),
    Rule(MemberLeft, _T.MEMBER_LEFT, _who_acts_for_them, _group, _member),
    Rule(
        GroupCaseMoved,
        _T.GROUP_CASE_MOVED,
        _one_member,
        _membership,
        lambda event: {"status": label("application_status", event.status)},
    ),
    Rule(GroupCaseProgressed, _T.CASE_PROGRESS, _one_member, _membership, alias="group_progress"),
    Rule(GroupHearingSet, _T.HEARING_SET, _one_member, _membership, _hearing, alias="group_hearing_set"),
    Rule(GroupHearingNear, _T.HEARING_NEAR, _one_member, _membership, _hearing, alias="group_hearing_near"),
    Rule(
        PeerReviewAppointed,
        _T.PEER_REVIEW_APPOINTED,
        lambda event: (event.reviewer_person_id,),
        lambda event: ("peer_review", event.peer_review_id),
    ),
    Rule(MoneyDemandReported, _T.MONEY_DEMAND_REPORTED, _supervisors, _application),
    Rule(SubsidyPaid, _T.SUBSIDY_PAID, _case_lawyer, _application),
    Rule(ArchiveFailed, _T.ARCHIVE_FAILED, _officers, _application),
    Rule(NameCorrected, _T.NAME_CORRECTED, _applicant, _application),
    Rule(ApplicationOverdue, _T.APPLICATION_OVERDUE, _applicant, _application, _delay),
    Rule(
        HelpForwarded,
        _T.HELP_FORWARDED,
        lambda event: (OnDuty(Role.OFFICER, event.agency_id),),
        lambda event: ("duty_help", event.duty_help_id),
        lambda event: {"lawyer": event.lawyer_person_id},
    ),
    Rule(AuthorityFollowedUp, _T.AUTHORITY_ENDS_CASE, _enders, _application, _told),
    Rule(AuthorityFollowedUp, _T.AUTHORITY_FOLLOWED_UP, _settled_lawyer, _application, _told),
    Rule(
        EvidenceRejected,
        _T.EVIDENCE_REJECTED,
        lambda event: (event.owner_id,),
        lambda event: ("evidence", event.evidence_id),
        lambda event: {"reason": label("rejection_reason", event.reason)},
    ),
    Rule(
        LawyerOffered,
        _T.LAWYER_OFFERED,
        _lawyer,
        _offer,
        lambda event: {"expires_at": moment(event.expires_at)},
    ),
    Rule(OfferExpired, _T.OFFER_EXPIRED, _lawyer, _offer),
    Rule(OfferWithdrawn, _T.OFFER_WITHDRAWN, _lawyer, _offer),
    Rule(RoleGranted, _T.ROLE_GRANTED, _role_holder, lambda _: None, _role),
    Rule(RoleRevoked, _T.ROLE_REVOKED, _role_holder, lambda _: None, _role),
    Rule(RefreshTokenReused, _T.LOGIN_REVOKED, lambda event: (event.person_id,), lambda _: None),
    Rule(ClockAtRisk, _T.CLOCK_AT_RISK, _holder, _clocked, _clock_fields),
    Rule(ClockOverdue, _T.CLOCK_OVERDUE, _holder, _clocked, _clock_fields),
    Rule(
        ClockRecomputed,
        _T.CLOCK_RECOMPUTED,
        _holder_by_name,
        _clocked,
        lambda event: _clock_fields(event) | {"was_on": day(event.was_on)},
    ),
)
