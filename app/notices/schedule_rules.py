"""Which event around check-ins owed tells whom what; no notice says of anybody that they are supervised."""

from typing import Any

from app.contracts.correction_schedule import (
    CheckInsDue,
    CheckInsMissed,
    CheckInsTried,
    CheckInsUnanswered,
    DutyEvent,
    DutyExcused,
    ExplanationNotAccepted,
    LateCheckInCounted,
    MissExplained,
)
from app.kernel.actor import Role
from app.notices.rule import About, Fields, Office, OnDuty, Recipients, Rule, moment
from app.notices.templates import NoticeTemplate

_T = NoticeTemplate


def _opened(event: CheckInsDue) -> Recipients:
    return () if event.is_last_call else event.person_ids


def _closing(event: CheckInsDue) -> Recipients:
    return event.person_ids if event.is_last_call else ()


def _everybody(event: CheckInsUnanswered) -> Recipients:
    return event.person_ids


def _person(event: DutyEvent) -> Recipients:
    return (event.person_id,)


def _duty(event: DutyEvent) -> About:
    return "check_in_duty", event.duty_id


def _until(event: CheckInsDue) -> Fields:
    return {"closes_at": moment(event.closes_at)}


def _window(event: CheckInsUnanswered) -> Fields:
    return {
        "opens_at": moment(event.opens_at),
        "closes_at": moment(event.closes_at),
        "explain_until": moment(event.explain_until),
        "office": Office(event.agency_id),
    }


def _of_duty(event: DutyEvent) -> Fields:
    return {"opens_at": moment(event.opens_at), "office": Office(event.agency_id)}


SCHEDULE_RULES: tuple[Rule[Any], ...] = (
    Rule(CheckInsDue, _T.CHECK_IN_DUE, _opened, lambda _: None, _until),
    Rule(CheckInsDue, _T.CHECK_IN_LAST_CALL, _closing, lambda _: None, _until),
    Rule(CheckInsMissed, _T.CHECK_IN_MISSED, _everybody, lambda _: None, _window),
    Rule(CheckInsTried, _T.CHECK_IN_TRIED, _everybody, lambda _: None, _window),
    Rule(LateCheckInCounted, _T.CHECK_IN_LATE, _person, _duty, _of_duty),
    Rule(
        MissExplained,
        _T.CHECK_IN_EXPLAINED,
        lambda event: (OnDuty(Role.OFFICER, event.agency_id),),
        _duty,
    ),
    Rule(DutyExcused, _T.CHECK_IN_EXCUSED, _person, _duty, _of_duty),
    Rule(ExplanationNotAccepted, _T.EXPLANATION_NOT_ACCEPTED, _person, _duty, _of_duty),
)
