"""Which event tells whom what: one row an event.

A row names people, or who is on duty in an agency: that becomes people when the notice is written.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.contracts.evidence import EvidenceRejected, EvidenceShared, EvidenceSharingEnded
from app.contracts.identity import RefreshTokenReused, RoleGranted, RoleRevoked
from app.contracts.lawyers import (
    DutyChanged,
    DutyLeftOpen,
    FirmAsked,
    LawyerOffered,
    OfferExpired,
    OfferWithdrawn,
    RosterEntryChanged,
    RosterProposalApproved,
    RosterProposalMade,
    RosterProposalRejected,
    WithdrawnBecause,
)
from app.kernel.actor import STAFF, Role
from app.kernel.clock_events import ClockAtRisk, ClockEvent, ClockOverdue, ClockRecomputed
from app.notices.case_rules import CASE_RULES
from app.notices.correction_rules import CORRECTION_RULES
from app.notices.ending_rules import ENDING_RULES
from app.notices.leave_rules import LEAVE_RULES
from app.notices.place_rules import PLACE_RULES
from app.notices.positioning_rules import POSITIONING_RULES
from app.notices.report_rules import REPORT_RULES
from app.notices.rule import About, Fields, Office, OnDuty, Recipients, Rule, day, label, moment, rule_title
from app.notices.schedule_rules import SCHEDULE_RULES
from app.notices.templates import NoticeTemplate


def _lawyer(event: LawyerOffered | OfferExpired | OfferWithdrawn) -> Sequence[UUID]:
    return (event.lawyer_person_id,)


def _taken_back(event: OfferWithdrawn) -> Sequence[UUID]:
    """Whoever was to hear of the offer in the morning hears nothing of its end at night."""
    return _lawyer(event) if event.was_told and event.because is WithdrawnBecause.TAKEN_BACK else ()


def _overtaken(event: OfferWithdrawn) -> Sequence[UUID]:
    return _lawyer(event) if event.because is WithdrawnBecause.TAKEN_BY_OTHER else ()


def _offer(event: LawyerOffered | OfferExpired | OfferWithdrawn) -> About:
    return "offer", event.offer_id


def _holder(event: ClockEvent) -> Recipients:
    """The person who must act; where a role of an agency must, everyone who is on duty there."""
    if event.object_type == "report_due" and isinstance(event, ClockOverdue):
        return ()  # told in words of their own, with how to explain
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
    return {"rule": rule_title(event.rule_code), "due_on": day(event.due_on)}


def _owner(event: EvidenceShared | EvidenceSharingEnded) -> Recipients:
    return (event.owner_id,)


def _receivers(event: EvidenceShared | EvidenceSharingEnded) -> Recipients:
    return (OnDuty(Role.OFFICER, event.agency_id),)


def _sharing(event: EvidenceShared | EvidenceSharingEnded) -> About:
    return "evidence_sharing", event.sharing_id


def _between(event: EvidenceShared | EvidenceSharingEnded) -> dict[str, str | UUID | Office]:
    return {"sender": Office(event.granted_by_agency_id), "receiver": Office(event.agency_id)}


def _shared(event: EvidenceShared) -> Fields:
    """What the person must be told (个人信息保护法 23): who receives it, their telephone, what for, which data."""
    what = "全部材料（签名和指印除外）" if event.files is None else f" {event.files} 份材料"
    purpose = label("sharing_purpose", event.purpose)
    return _between(event) | {"what": what, "purpose": purpose, "until": day(event.until)}


def _decided(event: RosterProposalApproved | RosterProposalRejected) -> Recipients:
    return (event.lawyer_person_id,)


def _proposal(event: RosterProposalMade | RosterProposalApproved | RosterProposalRejected) -> About:
    return "roster_proposal", event.proposal_id


def _roster_fields(event: RosterEntryChanged) -> Fields:
    return {"fields": "、".join(label("roster_field", field) for field in event.fields)}


def _duty_changes(event: DutyChanged) -> Fields:
    words = [
        f"{what}{'、'.join(day(one) for one in days)}"
        for what, days in (("安排", event.added), ("取消", event.removed))
        if days
    ]
    return {"changes": "；".join(words)}


def _role_holder(event: RoleGranted | RoleRevoked) -> Sequence[UUID]:
    """Becoming an applicant is logging in for the first time: no news to the person."""
    return () if event.role is Role.APPLICANT else (event.person_id,)


def _role(event: RoleGranted | RoleRevoked) -> Fields:
    return {"role": label("role", event.role)}


_T = NoticeTemplate

RULES: tuple[Rule[Any], ...] = (
    *CASE_RULES,
    *PLACE_RULES,
    *SCHEDULE_RULES,
    *CORRECTION_RULES,
    *ENDING_RULES,
    *POSITIONING_RULES,
    *REPORT_RULES,
    *LEAVE_RULES,
    Rule(
        EvidenceRejected,
        _T.EVIDENCE_REJECTED,
        lambda event: (event.owner_id,),
        lambda event: ("evidence", event.evidence_id),
        lambda event: {"reason": label("rejection_reason", event.reason)},
    ),
    Rule(EvidenceShared, _T.EVIDENCE_SHARED, _owner, _sharing, _shared),
    Rule(EvidenceShared, _T.EVIDENCE_SHARED_WITH_US, _receivers, _sharing, _shared),
    Rule(EvidenceSharingEnded, _T.SHARING_ENDED, _owner, _sharing, _between),
    Rule(EvidenceSharingEnded, _T.SHARING_WITH_US_ENDED, _receivers, _sharing, _between),
    Rule(
        LawyerOffered,
        _T.LAWYER_OFFERED,
        _lawyer,
        _offer,
        lambda event: {"expires_at": moment(event.expires_at)},
    ),
    Rule(OfferExpired, _T.OFFER_EXPIRED, _lawyer, _offer),
    Rule(OfferWithdrawn, _T.OFFER_WITHDRAWN, _taken_back, _offer),
    Rule(OfferWithdrawn, _T.OFFER_TAKEN_BY_OTHER, _overtaken, _offer),
    Rule(
        FirmAsked,
        _T.FIRM_ASKED,
        lambda event: event.head_person_ids,
        lambda event: ("assignment", event.assignment_id),
        lambda event: {"name_by": moment(event.name_by)},
    ),
    Rule(
        RosterEntryChanged,
        _T.ROSTER_ENTRY_CHANGED,
        lambda event: (event.lawyer_person_id,),
        lambda event: ("lawyer", event.lawyer_id),
        _roster_fields,
    ),
    Rule(
        RosterProposalMade,
        _T.ROSTER_PROPOSAL_MADE,
        lambda event: (OnDuty(Role.OFFICER, event.agency_id),),
        _proposal,
        lambda event: {"lawyer": event.lawyer_person_id},
    ),
    Rule(RosterProposalApproved, _T.ROSTER_PROPOSAL_APPROVED, _decided, _proposal),
    Rule(RosterProposalRejected, _T.ROSTER_PROPOSAL_REJECTED, _decided, _proposal),
    Rule(
        DutyLeftOpen,
        _T.LEAVE_ON_DUTY,
        lambda event: (OnDuty(Role.OFFICER, event.agency_id),),
        lambda event: ("lawyer", event.lawyer_id),
        lambda event: {"lawyer": event.lawyer_person_id, "days": str(event.days)},
    ),
    Rule(
        DutyChanged,
        _T.DUTY_CHANGED,
        lambda event: (event.lawyer_person_id,),
        lambda event: ("lawyer", event.lawyer_id),
        _duty_changes,
    ),
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
