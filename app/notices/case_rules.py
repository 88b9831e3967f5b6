"""Which event of legal aid tells whom what."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

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
from app.kernel.actor import Role
from app.notices.rule import About, Fields, Office, OnDuty, Recipients, Rule, day, label, moment, rule_title
from app.notices.templates import NoticeTemplate


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
    return {"rule": rule_title(event.rule_code), "due_on": day(event.due_on), "office": Office(event.agency_id)}


def _due(event: SupplementDueSoon | FormalitiesDueSoon | FormalitiesOverdue) -> Fields:
    return {"due_on": day(event.due_on), "office": Office(event.agency_id)}


_T = NoticeTemplate

CASE_RULES: tuple[Rule[Any], ...] = (
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
)
