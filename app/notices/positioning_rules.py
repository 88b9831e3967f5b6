"""Which event of electronic positioning tells whom what."""

from typing import Any

from app.contracts.correction_positioning import (
    DeviceBatteryLow,
    PositioningDecided,
    PositioningEnded,
    PositioningEndsSoon,
    PositioningEvent,
    PositioningProposed,
)
from app.kernel.actor import Role
from app.notices.rule import About, Office, OnDuty, Recipients, Rule, day
from app.notices.templates import NoticeTemplate

_T = NoticeTemplate


def _authorisation(event: PositioningEvent) -> About:
    return "positioning", event.authorisation_id


def _officers(event: PositioningEvent) -> Recipients:
    return (OnDuty(Role.OFFICER, event.agency_id),)


def _person_if_approved(event: PositioningDecided) -> Recipients:
    return (event.person_id,) if event.status == "in_force" else ()


POSITIONING_RULES: tuple[Rule[Any], ...] = (
    Rule(
        PositioningProposed,
        _T.POSITIONING_PROPOSED,
        lambda event: (OnDuty(Role.APPROVER, event.bureau_id),),
        _authorisation,
    ),
    Rule(PositioningDecided, _T.POSITIONING_DECIDED, _officers, _authorisation),
    Rule(
        PositioningDecided,
        _T.POSITIONING_APPROVED,
        _person_if_approved,
        _authorisation,
        lambda event: {"to_on": day(event.to_on), "office": Office(event.agency_id)},
    ),
    Rule(
        PositioningEndsSoon,
        _T.POSITIONING_ENDS_SOON,
        _officers,
        _authorisation,
        lambda event: {"to_on": day(event.to_on)},
    ),
    Rule(
        PositioningEnded,
        _T.POSITIONING_ENDED,
        lambda event: (event.person_id,),
        _authorisation,
        lambda event: {"office": Office(event.agency_id)},
    ),
    Rule(
        DeviceBatteryLow,
        _T.DEVICE_BATTERY_LOW,
        lambda event: (event.person_id,),
        lambda event: ("correction_order", event.order_id),
        lambda event: {"office": Office(event.agency_id)},
    ),
    Rule(
        DeviceBatteryLow,
        _T.DEVICE_TO_BE_CHARGED,
        lambda event: (OnDuty(Role.OFFICER, event.agency_id),),
        lambda event: ("correction_order", event.order_id),
    ),
)
