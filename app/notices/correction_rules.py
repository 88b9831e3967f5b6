"""Which event of correction tells whom what. No notice names a person under correction to somebody else, nor
says of anybody that they are one: a phone lies open on a table (社区矫正法 54 for minors; we hold it for all).
"""

from typing import Any

from app.contracts.correction_orders import CorrectionBegun, OrderEvent, TierChanged, TierProposed
from app.kernel.actor import Role
from app.notices.discipline_rules import DISCIPLINE_RULES
from app.notices.rule import About, Office, OnDuty, Recipients, Rule, label
from app.notices.templates import NoticeTemplate

_T = NoticeTemplate


def _person(event: OrderEvent) -> Recipients:
    return (event.person_id,)


def _order(event: OrderEvent) -> About:
    return "correction_order", event.order_id


CORRECTION_RULES: tuple[Rule[Any], ...] = (
    *DISCIPLINE_RULES,
    Rule(
        CorrectionBegun,
        _T.CORRECTION_BEGUN,
        _person,
        _order,
        lambda event: {"office": Office(event.agency_id)},
    ),
    Rule(
        TierProposed,
        _T.TIER_PROPOSED,
        lambda event: (OnDuty(Role.DECIDER, event.agency_id),),
        lambda event: ("tier_change", event.tier_change_id),
    ),
    Rule(
        TierChanged,
        _T.TIER_CHANGED,
        _person,
        lambda event: ("tier_change", event.tier_change_id),
        lambda event: {
            "tier": label("correction_tier", event.to_tier),
            "office": Office(event.agency_id),
        },
    ),
)
