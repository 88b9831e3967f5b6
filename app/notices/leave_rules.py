"""Which event of leave and moves tells whom what; nobody is named in any, and no place."""

from typing import Any
from uuid import UUID

from app.contracts.correction_leave import (
    CrossingPermitApproved,
    CrossingPermitEnded,
    CrossingPermitEnding,
    CrossingPermitEvent,
    CrossingPermitRefused,
    CrossingPermitRequested,
    LeaveApproved,
    LeaveCancelled,
    LeaveDutyDue,
    LeaveDutyUnmet,
    LeaveEvent,
    LeaveLapsed,
    LeaveOverdue,
    LeaveRecalled,
    LeaveRefused,
    LeaveReported,
    LeaveReturnDue,
    LeaveReturned,
    LeaveUndecided,
    LeaveWaits,
    MoveAnswered,
    MoveApproved,
    MoveCompleted,
    MoveConsulted,
    MoveEvent,
    MoveRefused,
    MoveRequested,
)
from app.kernel.actor import Role
from app.notices.rule import About, Fields, Office, OnDuty, Recipients, Rule, day, moment
from app.notices.templates import NoticeTemplate

_T = NoticeTemplate


def _person(event: LeaveEvent | CrossingPermitEvent | MoveEvent) -> Recipients:
    return (event.person_id,)


def _officers(event: LeaveEvent | MoveEvent) -> Recipients:
    return (OnDuty(Role.OFFICER, event.agency_id),)


def _deciders(event: CrossingPermitEvent | MoveEvent) -> Recipients:
    return (OnDuty(Role.DECIDER, event.agency_id),)


def _who_decides(event: LeaveWaits) -> Recipients:
    return (OnDuty(event.waits_for, event.waits_at),)


def _delayed(event: LeaveUndecided | LeaveLapsed) -> Recipients:
    """Whoever should have decided, and the head of the bureau, whose matter the delay is."""
    return OnDuty(event.waits_for, event.waits_at), OnDuty(Role.APPROVER, event.agency_id)


def _not_gone(event: LeaveUndecided) -> Recipients:
    """Who asked to stay longer is away, and waits without being late."""
    return () if event.is_extension else (event.person_id,)


def _stayed(event: LeaveLapsed) -> Recipients:
    return () if event.return_by is not None else (event.person_id,)


def _is_out(event: LeaveLapsed) -> Recipients:
    return () if event.return_by is None else (event.person_id,)


def _back_by(event: LeaveLapsed) -> Fields:
    return _office(event) | {"return_by": "" if event.return_by is None else moment(event.return_by)}


def _filed_with(event: LeaveApproved) -> Recipients:
    """What an office approved by itself is filed with the county (办法 27)."""
    if event.level != "office" or event.county_id is None:
        return ()
    return (OnDuty(Role.DECIDER, event.county_id),)


def _asks_for_more(event: LeaveReported) -> Recipients:
    """Ordinary reports wait in the officer's list; one who cannot be back is told of at once."""
    return (OnDuty(Role.OFFICER, event.agency_id),) if event.reported == "cannot_return" else ()


def _receiving(event: MoveEvent) -> Recipients:
    return () if event.to_agency_id is None else (OnDuty(Role.OFFICER, event.to_agency_id),)


def _leave(event: LeaveEvent) -> About:
    return "leave_request", event.leave_id


def _permit(event: CrossingPermitEvent) -> About:
    return "crossing_permit", event.permit_id


def _move(event: MoveEvent) -> About:
    return "relocation", event.move_id


def _office(event: LeaveEvent) -> dict[str, str | UUID | Office]:
    return {"office": Office(event.agency_id)}


def _return_by(event: LeaveRecalled | LeaveReturnDue | LeaveOverdue) -> Fields:
    return _office(event) | {"return_by": moment(event.return_by)}


def _duty(event: LeaveDutyDue | LeaveDutyUnmet) -> Fields:
    return _office(event) | {"due_on": day(event.due_on)}


LEAVE_RULES: tuple[Rule[Any], ...] = (
    Rule(LeaveWaits, _T.LEAVE_WAITS, _who_decides, _leave),
    Rule(LeaveApproved, _T.LEAVE_APPROVED, _person, _leave),
    Rule(LeaveApproved, _T.LEAVE_FILED, _filed_with, _leave),
    Rule(LeaveRefused, _T.LEAVE_REFUSED, _person, _leave),
    Rule(LeaveUndecided, _T.LEAVE_UNDECIDED, _not_gone, _leave, _office),
    Rule(LeaveUndecided, _T.LEAVE_DELAYED, _delayed, _leave),
    Rule(LeaveLapsed, _T.LEAVE_LAPSED, _stayed, _leave, _office),
    Rule(LeaveLapsed, _T.LEAVE_EXTENSION_LAPSED, _is_out, _leave, _back_by),
    Rule(LeaveLapsed, _T.LEAVE_DELAYED, _delayed, _leave, alias="leave_delayed_to_the_end"),
    Rule(LeaveCancelled, _T.LEAVE_CANCELLED, _officers, _leave),
    Rule(LeaveRecalled, _T.LEAVE_RECALLED, _person, _leave, _return_by),
    Rule(LeaveReturnDue, _T.LEAVE_RETURN_DUE, _person, _leave, _return_by),
    Rule(LeaveOverdue, _T.LEAVE_OVERDUE, _person, _leave, _return_by),
    Rule(LeaveReturned, _T.LEAVE_RETURNED, _officers, _leave),
    Rule(LeaveReported, _T.LEAVE_CANNOT_RETURN, _asks_for_more, _leave),
    Rule(LeaveDutyDue, _T.LEAVE_CONTACT_DUE, _person, _leave, _duty),
    Rule(LeaveDutyUnmet, _T.LEAVE_CONTACT_UNMET, _person, _leave, _duty),
    Rule(LeaveDutyUnmet, _T.LEAVE_CONTACT_UNMET_TOLD, _officers, _leave, _duty),
    Rule(CrossingPermitRequested, _T.CROSSING_WAITS, _deciders, _permit),
    Rule(CrossingPermitApproved, _T.CROSSING_APPROVED, _person, _permit),
    Rule(CrossingPermitRefused, _T.CROSSING_REFUSED, _person, _permit),
    Rule(
        CrossingPermitEnding,
        _T.CROSSING_ENDING,
        _person,
        _permit,
        lambda event: {"last_on": day(event.last_on)},
    ),
    Rule(CrossingPermitEnded, _T.CROSSING_ENDED, _person, _permit),
    Rule(MoveRequested, _T.MOVE_WAITS, _officers, _move),
    Rule(MoveConsulted, _T.MOVE_CONSULTED, _receiving, _move),
    Rule(MoveAnswered, _T.MOVE_ANSWERED, _deciders, _move),
    Rule(MoveApproved, _T.MOVE_APPROVED, _person, _move),
    Rule(MoveApproved, _T.MOVE_COMING, _receiving, _move),
    Rule(MoveRefused, _T.MOVE_REFUSED, _person, _move),
    Rule(MoveCompleted, _T.MOVE_COMPLETED, _officers, _move),
)
