"""The whole answer about one set of facts. Pure: the self-test and an application's own page are the same call."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.legal_aid.eligibility.competence import CompetentPlace, competent_places
from app.legal_aid.eligibility.conditions import (
    Advice,
    LawyerRequirement,
    Summary,
    advice,
    conditions,
    lawyer_requirements,
    summary,
)
from app.legal_aid.eligibility.facts import Facts
from app.legal_aid.eligibility.hardship import Condition
from app.legal_aid.eligibility.materials import Material, checklist


@dataclass(frozen=True, slots=True)
class Assessment:
    """Conditions, what they come to, what to bring, where to ask, what the lawyer needs."""

    summary: Summary
    conditions: Sequence[Condition]
    materials: Sequence[Material]
    places: Sequence[CompetentPlace]
    lawyer: Sequence[LawyerRequirement]
    advice: Sequence[Advice]


def assess(facts: Facts) -> Assessment:
    """Everything that follows from the facts."""
    found = conditions(facts)
    return Assessment(
        summary=summary(found),
        conditions=found,
        materials=checklist(facts),
        places=competent_places(facts),
        lawyer=lawyer_requirements(facts),
        advice=advice(facts),
    )
