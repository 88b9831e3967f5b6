"""Which event around a fix outside tells whom what."""

from typing import Any

from app.contracts.correction_places import LocationAsked, LocationUnanswered
from app.kernel.actor import Role
from app.notices.rule import About, Office, OnDuty, Rule, moment
from app.notices.templates import NoticeTemplate


def _question(event: LocationAsked | LocationUnanswered) -> About:
    return "location_question", event.question_id


PLACE_RULES: tuple[Rule[Any], ...] = (
    Rule(
        LocationAsked,
        NoticeTemplate.LOCATION_ASKED,
        lambda event: (event.person_id,),
        _question,
        lambda event: {
            "opens_at": moment(event.opens_at),
            "closes_at": moment(event.closes_at),
            "office": Office(event.agency_id),
        },
    ),
    Rule(
        LocationUnanswered,
        NoticeTemplate.LOCATION_UNANSWERED,
        lambda event: (OnDuty(Role.OFFICER, event.agency_id),),
        _question,
    ),
)
