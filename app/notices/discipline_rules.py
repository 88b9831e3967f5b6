"""Which event of alarms, searches and measures tells whom what. No notice names the person it is about."""

from typing import Any

from app.contracts.correction import (
    AlarmCleared,
    AlarmContradicted,
    AlarmEvent,
    AlarmOfficeTold,
    AlarmPersonTold,
    AlarmStated,
    BreachConfirmed,
    BreachRetracted,
    SanctionAnswered,
    SanctionDecided,
    SanctionEvent,
    SanctionObjected,
    SanctionObjectionDecided,
    SanctionProposed,
    SanctionRejected,
    SanctionRevoked,
    SearchOpened,
)
from app.kernel.actor import Role
from app.notices.rule import About, Fields, Office, OnDuty, Recipients, Rule, label
from app.notices.templates import NoticeTemplate

AT_COUNTY = frozenset({"police_penalty", "revoke_probation", "revoke_parole", "imprisonment", "commutation"})
"""Measures that somebody else decides; the product only keeps the proposal."""


def _person(event: AlarmEvent) -> Recipients:
    return () if event.person_id is None else (event.person_id,)


def _officers(event: AlarmEvent) -> Recipients:
    return (OnDuty(Role.OFFICER, event.agency_id),)


def _searchers(event: SearchOpened) -> Recipients:
    """Whoever has a closed file, else who is on duty."""
    return event.staff_ids or (OnDuty(Role.OFFICER, event.agency_id),)


def _deciders(event: AlarmEvent | SanctionEvent) -> Recipients:
    return (OnDuty(Role.DECIDER, event.agency_id),)


def _alarm(event: AlarmEvent) -> About:
    return "alarm", event.alarm_id


def _cause(event: AlarmEvent) -> Fields:
    return {"cause": label("alarm_cause", event.cause), "office": Office(event.agency_id)}


def _who_reads_statements(event: AlarmStated) -> Recipients:
    """The office, or whoever has a closed file, while it is open; who decides, where a breach was found before."""
    return _deciders(event) if event.was_closed else event.staff_ids or _officers(event)


def _subject(event: SanctionEvent) -> Recipients:
    return (event.person_id,)


def _sanction(event: SanctionEvent) -> About:
    return "sanction", event.sanction_id


def _measure(event: SanctionEvent) -> Fields:
    return {"measure": label("discipline_measure", event.measure), "office": Office(event.agency_id)}


def _may_speak(event: SanctionProposed) -> Recipients:
    """A reward needs no defence."""
    return () if event.is_reward else (event.person_id,)


def _decided(event: SanctionDecided) -> Recipients:
    return () if event.is_reward or event.measure in AT_COUNTY else (event.person_id,)


def _submitted(event: SanctionDecided) -> Recipients:
    return (event.person_id,) if event.measure in AT_COUNTY and not event.is_reward else ()


def _rewarded(event: SanctionDecided) -> Recipients:
    return (event.person_id,) if event.is_reward else ()


_T = NoticeTemplate

DISCIPLINE_RULES: tuple[Rule[Any], ...] = (
    Rule(AlarmPersonTold, _T.ALARM_TOLD, _person, _alarm, _cause),
    Rule(AlarmOfficeTold, _T.ALARM_TO_VERIFY, lambda event: event.told_ids, _alarm, _cause),
    Rule(AlarmStated, _T.ALARM_STATED, _who_reads_statements, _alarm, _cause),
    Rule(AlarmCleared, _T.ALARM_CLEARED, _person, _alarm, _cause),
    Rule(BreachConfirmed, _T.BREACH_CONFIRMED, _person, _alarm, _cause),
    Rule(BreachRetracted, _T.BREACH_RETRACTED, _person, _alarm, _cause),
    Rule(AlarmContradicted, _T.BREACH_CONTRADICTED, _deciders, _alarm, _cause),
    Rule(
        SearchOpened,
        _T.SEARCH_OPENED,
        _searchers,
        lambda event: ("search_record", event.search_id),
    ),
    Rule(SanctionProposed, _T.SANCTION_PROPOSED, _may_speak, _sanction, _measure),
    Rule(SanctionProposed, _T.SANCTION_TO_DECIDE, _deciders, _sanction, _measure),
    Rule(SanctionDecided, _T.SANCTION_DECIDED, _decided, _sanction, _measure),
    Rule(SanctionDecided, _T.SANCTION_SUBMITTED, _submitted, _sanction, _measure),
    Rule(SanctionDecided, _T.REWARD_DECIDED, _rewarded, _sanction, _measure),
    Rule(SanctionRejected, _T.SANCTION_REJECTED, lambda event: (event.proposed_by,), _sanction, _measure),
    Rule(SanctionRevoked, _T.SANCTION_REVOKED, _subject, _sanction, _measure),
    Rule(SanctionAnswered, _T.SANCTION_ANSWERED, _subject, _sanction, _measure),
    Rule(
        SanctionObjected,
        _T.SANCTION_OBJECTED,
        lambda event: (OnDuty(Role.APPROVER, event.agency_id),),
        _sanction,
        _measure,
    ),
    Rule(SanctionObjectionDecided, _T.SANCTION_OBJECTION_DECIDED, _subject, _sanction, _measure),
)
