"""The facts of an application, read from its sections; what no section says stays unknown."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CaseCategory
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.legal_aid.applying.codes import ForumStage, HardshipVerification
from app.legal_aid.applying.models import CriminalMatter, HardshipStatement
from app.legal_aid.applying.sections import Sections, load_sections
from app.legal_aid.eligibility.centres import first_centre, with_centre
from app.legal_aid.eligibility.facts import CriminalFacts, Facts
from app.legal_aid.models import Application


async def load_facts(session: AsyncSession, case: Application, *, at: datetime) -> Facts:
    """What the application says, with the centre that has it (or would receive it) and the line in force there."""
    facts, _ = await facts_and_centre(session, case, at=at)
    return facts


async def facts_and_centre(
    session: AsyncSession, case: Application, *, at: datetime
) -> tuple[Facts, Agency | None]:
    """As :func:`load_facts`, with the centre itself."""
    on = local_date(at)
    facts = facts_of(case.category, await load_sections(session, case.id), on=on)
    if case.agency_id is not None:
        centre = await session.get(Agency, case.agency_id)
    else:
        centre = await first_centre(session, facts, on)
    return await with_centre(session, facts, centre, on), centre


def facts_of(category: CaseCategory, sections: Sections, *, on: date) -> Facts:
    """What these sections say; the recipient's age is reckoned ``on`` that day, where their number states it."""
    statement, hardship, forum = sections.applicant, sections.hardship, sections.forum
    representation, criminal = sections.representation, sections.criminal
    facts = Facts(
        category=category,
        statuses=frozenset(statement.statuses) if statement else None,
        has_counsel=statement.has_counsel if statement else None,
        age_years=_age(sections.recipient_born_on, on),
        capacity=representation.capacity if representation else None,
        is_detained=representation.is_recipient_detained if representation else None,
        is_retrial_ordered=True if forum and forum.stage is ForumStage.RETRIAL else None,
        forum_kind=forum.kind if forum else None,
        forum_area=forum.area_code if forum else None,
        event_area=sections.place.area_code if sections.place else None,
    )
    if hardship is not None:
        facts = replace(facts, **_hardship(hardship))
    return facts if criminal is None else replace(facts, **_criminal(criminal))


def _hardship(stated: HardshipStatement) -> dict[str, Any]:
    return {
        "household_size": stated.household_size,
        "household_income_fen": stated.household_income_fen,
        "own_income_fen": stated.own_income_fen,
        "opponent_in_household": stated.opponent_in_household,
        "pledges_hardship": stated.verification is HardshipVerification.PLEDGE,
        "agrees_to_data_sharing": stated.verification is HardshipVerification.DATA_SHARING,
    }


def _criminal(stated: CriminalMatter) -> dict[str, Any]:
    return {
        "criminal": CriminalFacts(
            role=stated.role,
            stage=stated.stage,
            grounds=frozenset(stated.grounds),
            is_ordinary_procedure=stated.is_ordinary_procedure,
        ),
        "forum_kind": stated.authority_kind,
        "forum_area": stated.area_code,
        "is_detained": stated.is_in_custody,
    }


def _age(born_on: date | None, on: date) -> int | None:
    if born_on is None:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
