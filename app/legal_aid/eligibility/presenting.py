"""Assessments and checklists as the API shows them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.areas.models import Agency
from app.legal_aid.answers import AgencyView, ConditionView
from app.legal_aid.eligibility.assessment import assess
from app.legal_aid.eligibility.codes import MaterialCode
from app.legal_aid.eligibility.competence import CompetentPlace
from app.legal_aid.eligibility.conditions import conditions
from app.legal_aid.eligibility.facts import Facts
from app.legal_aid.eligibility.hardship import Condition
from app.legal_aid.eligibility.loading import load_facts
from app.legal_aid.eligibility.materials import Material
from app.legal_aid.eligibility.schemas import (
    AdviceView,
    Checklist,
    CompetentPlaceView,
    EligibilityView,
    GivenMaterial,
    LawyerRequirementView,
    MaterialView,
    SummaryView,
)
from app.legal_aid.enums import ConditionCode
from app.legal_aid.models import Application

WITHHELD = "申请人和受理机构才能查看"


async def advice_to_staff(session: AsyncSession, case: Application, *, at: datetime) -> list[ConditionView]:
    """The conditions of an application, for the officer who looks at it."""
    return [condition_view(condition) for condition in conditions(await load_facts(session, case, at=at))]


def eligibility_view(
    facts: Facts, centre: Agency | None, withheld: frozenset[ConditionCode] = frozenset()
) -> EligibilityView:
    """The whole answer about these facts; of ``withheld`` conditions the outcome alone is told."""
    found = assess(facts)
    shows_places = ConditionCode.COMPETENCE not in withheld
    return EligibilityView(
        summary=SummaryView(code=found.summary.likelihood, text=found.summary.text),
        conditions=[
            view.model_copy(update={"value": WITHHELD}) if view.code in withheld else view
            for view in map(condition_view, found.conditions)
        ],
        materials=[material_view(material) for material in found.materials],
        places=[_place_view(facts, place) for place in found.places] if shows_places else [],
        centre=AgencyView.model_validate(centre) if centre else None,
        lawyer=[
            LawyerRequirementView(code=r.need, text=r.text, sources=[c.source for c in r.citations])
            for r in found.lawyer
        ],
        advice=[
            AdviceView(code=a.code, text=a.text, source=a.citation.source, tag=a.citation.tag)
            for a in found.advice
        ],
    )


def condition_view(condition: Condition) -> ConditionView:
    """One condition with its fact and its article."""
    return ConditionView(
        code=condition.code,
        outcome=condition.outcome,
        text=condition.text,
        fact=condition.fact.name,
        value=condition.fact.value,
        source=condition.citation.source,
        tag=condition.citation.tag,
    )


def material_view(material: Material) -> MaterialView:
    """One item of the checklist."""
    return MaterialView(
        code=material.code,
        title=material.title,
        why=material.why,
        necessity=material.necessity,
        is_form=material.is_form,
        kinds=sorted(material.kinds),
        source=material.citation.source,
        tag=material.citation.tag,
    )


def checklist_view(materials: Sequence[Material], given: Mapping[MaterialCode, Sequence[UUID]]) -> Checklist:
    """What is asked, with what was given for it."""
    return Checklist(
        items=[
            GivenMaterial(**material_view(material).model_dump(), evidence_ids=list(given.get(material.code, ())))
            for material in materials
        ]
    )


def _place_view(facts: Facts, place: CompetentPlace) -> CompetentPlaceView:
    return CompetentPlaceView(
        area_code=place.area_code,
        area_name=facts.area_name(place.area_code),
        basis=place.basis,
        text=place.text,
        source=place.citation.source,
    )
