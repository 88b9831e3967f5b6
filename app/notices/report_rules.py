"""Which event of reports, permits and activities of correction tells whom what; nobody is named in any."""

from typing import Any

from app.contracts.correction_reports import (
    ActivityCalledOff,
    ActivityOffered,
    PermitAsked,
    PermitDecided,
    PermitEvent,
    PermitRevoked,
    ReportAskedAgain,
    ReportCompleted,
    ReportDueEvent,
    ReportEvent,
    ReportExcused,
    ReportHandedIn,
    ReportIntervalDecided,
    ReportNotReceived,
    ReportToRead,
)
from app.kernel.actor import Role
from app.notices.rule import About, Office, OnDuty, Recipients, Rule, day, label, moment
from app.notices.templates import NoticeTemplate

_T = NoticeTemplate


def _person(event: ReportEvent | ReportDueEvent | ReportIntervalDecided | PermitEvent) -> Recipients:
    return (event.person_id,)


def _report(event: ReportEvent) -> About:
    return "correction_report", event.report_id


def _due(event: ReportDueEvent) -> About:
    return "report_due", event.due_id


def _permit(event: PermitEvent) -> About:
    return "special_permit", event.permit_id


def _readers(event: ReportToRead) -> Recipients:
    return event.staff_ids or (OnDuty(Role.OFFICER, event.agency_id),)


def _told_of_change(event: ReportHandedIn) -> Recipients:
    """Ordinary reports wait in the officer's list; a change is told at once."""
    return _readers(event) if event.kind == "change" else ()


REPORT_RULES: tuple[Rule[Any], ...] = (
    Rule(ReportHandedIn, _T.CHANGE_REPORTED, _told_of_change, _report),
    Rule(ReportAskedAgain, _T.REPORT_ASKED_AGAIN, _person, _report),
    Rule(ReportCompleted, _T.REPORT_COMPLETED, _readers, _report),
    Rule(
        ReportNotReceived,
        _T.REPORT_NOT_RECEIVED,
        _person,
        _due,
        lambda event: {
            "kind": label("report_kind", event.kind),
            "due_on": day(event.due_on),
            "explain_by": day(event.explain_by),
            "office": Office(event.agency_id),
        },
    ),
    Rule(ReportExcused, _T.REPORT_EXCUSED, _person, _due),
    Rule(
        ReportIntervalDecided,
        _T.REPORT_INTERVAL_DECIDED,
        _person,
        lambda event: ("report_extension", event.extension_id),
        lambda event: {"outcome": "同意了" if event.granted else "没有同意"},
    ),
    Rule(PermitAsked, _T.PERMIT_ASKED, lambda event: (OnDuty(Role.DECIDER, event.agency_id),), _permit),
    Rule(
        PermitDecided,
        _T.PERMIT_DECIDED,
        _person,
        _permit,
        lambda event: {"outcome": "同意了" if event.granted else "没有同意"},
    ),
    Rule(PermitRevoked, _T.PERMIT_REVOKED, _person, _permit),
    Rule(
        ActivityOffered,
        _T.ACTIVITY_OFFERED,
        lambda event: (event.person_id,),
        lambda event: ("activity", event.activity_id),
        lambda event: {"starts_at": moment(event.starts_at), "office": Office(event.agency_id)},
    ),
    Rule(
        ActivityCalledOff,
        _T.ACTIVITY_CALLED_OFF,
        lambda event: event.person_ids,
        lambda event: ("activity", event.activity_id),
        lambda event: {"starts_at": moment(event.starts_at)},
    ),
)
