"""Which event of ends and moves tells whom what; no notice says of anybody that they are under correction."""

from typing import Any

from app.contracts.correction_ending import (
    CorrectionEnded,
    EndingEvent,
    HandoverEvent,
    HandoverProposed,
    HandoverRefused,
    OrderHandedOver,
    SummaryDue,
    SummaryHandedIn,
    TermChanged,
)
from app.kernel.actor import Role
from app.notices.rule import About, Office, OnDuty, Recipients, Rule, day
from app.notices.templates import NoticeTemplate

_T = NoticeTemplate


def _person(event: EndingEvent) -> Recipients:
    return (event.person_id,)


def _officers(event: EndingEvent) -> Recipients:
    return (OnDuty(Role.OFFICER, event.agency_id),)


def _order(event: EndingEvent) -> About:
    return "correction_order", event.order_id


def _handover(event: HandoverEvent) -> About:
    return "order_handover", event.handover_id


ENDING_RULES: tuple[Rule[Any], ...] = (
    Rule(
        SummaryDue,
        _T.SUMMARY_DUE,
        _person,
        _order,
        lambda event: {"due_on": day(event.due_on), "office": Office(event.agency_id)},
    ),
    Rule(
        SummaryDue,
        _T.SUMMARY_NOT_IN,
        lambda event: _officers(event) if event.is_last else (),
        _order,
        lambda event: {"ends_on": day(event.ends_on)},
    ),
    Rule(SummaryHandedIn, _T.SUMMARY_HANDED_IN, _officers, _order),
    Rule(
        TermChanged,
        _T.TERM_CHANGED,
        _person,
        _order,
        lambda event: {"was_on": day(event.was_on), "ends_on": day(event.ends_on)},
    ),
    Rule(
        CorrectionEnded,
        _T.CORRECTION_ENDED,
        lambda event: () if event.is_dead or event.ground == "moved_away" else _person(event),
        _order,
        lambda event: {"office": Office(event.agency_id)},
    ),
    Rule(
        CorrectionEnded,
        _T.RESETTLEMENT_DUE,
        lambda event: _officers(event) if event.needs_resettlement else (),
        _order,
    ),
    Rule(
        OrderHandedOver,
        _T.ORDER_HANDED_OVER,
        _person,
        _order,
        lambda event: {"office": Office(event.agency_id)},
    ),
    Rule(HandoverProposed, _T.HANDOVER_PROPOSED, _officers, _handover),
    Rule(
        HandoverRefused,
        _T.HANDOVER_REFUSED,
        lambda event: (OnDuty(Role.OFFICER, event.from_agency_id),),
        _handover,
    ),
)
