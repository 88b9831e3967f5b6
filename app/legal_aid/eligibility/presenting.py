"""Assessments and checklists as the API shows them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.legal_aid.answers import ConditionView
from app.legal_aid.eligibility.conditions import conditions
from app.legal_aid.eligibility.hardship import Condition
from app.legal_aid.eligibility.loading import load_facts
from app.legal_aid.models import Application


async def advice_to_staff(session: AsyncSession, case: Application, *, at: datetime) -> list[ConditionView]:
    """The conditions of an application, for the officer who looks at it."""
    return [condition_view(condition) for condition in conditions(await load_facts(session, case, at=at))]


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
